"""DuckDB's extensions, loaded out of packages that lie on this machine: nothing is fetched, nothing is copied."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import duckdb

from transforms.errors import WarehouseError
from warehouse.connection import Connection
from warehouse.tables import literal


def load_extension(con: Connection, name: str) -> None:
    """Load the extension of the package duckdb-extension-NAME, else one that DuckDB has installed for this user.

    Raises WarehouseError, with what to install, where there is neither.
    """
    file = packaged(name)
    try:
        con.execute(f"LOAD {literal(str(file)) if file else name}")
    except duckdb.Error as error:
        package = f"duckdb-extension-{name.replace('_', '-')}=={duckdb.__version__}"
        problem = f"DuckDB's extension {name} is not there ({str(error).splitlines()[0]})"
        remedy = f'install it: pip install "claimwire[ducklake]", or {package}'
        raise WarehouseError(f"ducklake ({name})", problem, remedy) from error


def packaged(name: str) -> Path | None:
    """The file of the extension for this version of DuckDB in its package; None where that is not installed."""
    spec = find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin).parent / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    return file if file.is_file() else None
