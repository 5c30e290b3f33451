"""The way out and back: every table as a Parquet file, with the version of the schema beside them."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from transforms.errors import WarehouseError
from warehouse.connection import Connection, connect, transaction
from warehouse.schema import apply_migrations, migrations, own_places, version_of
from warehouse.tables import TABLES, literal

MANIFEST = "claimwire.json"
OWN_TABLES = frozenset({"schema_version", "overlay"})


def export_parquet(con: Connection, folder: Path) -> list[Path]:
    """Write every table into `folder` (made if missing) as NAME.parquet, and the manifest last; return the files.

    Raises WarehouseError if the folder holds an export already.
    """
    if (folder / MANIFEST).exists():
        raise WarehouseError(str(folder), "it holds an export already", "choose an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    with transaction(con):
        own, held = own_places(con), names_of(con)
        for table in TABLES:
            if table.name in held - OWN_TABLES:  # a file of an older schema lacks some
                files.append(folder / f"{table.name}.parquet")
                place = own.get(table.name, table.name)
                con.execute(f"COPY {place} TO {literal(str(files[-1]))} (FORMAT parquet, COMPRESSION zstd)")
        manifest = folder / MANIFEST
        manifest.write_text(json.dumps({"schema_version": version_of(con)}) + "\n", encoding="utf-8")
    return [*files, manifest]


def import_parquet(path: Path, folder: Path) -> None:
    """Make a new warehouse at `path` out of what `export_parquet` wrote, with the schema that it had then.

    It is made beside the path and moved there when whole.  Raises WarehouseError if there is a database already, or if
    the folder holds no export, one of a newer schema, or a file too few.
    """
    if path.exists():
        raise WarehouseError(str(path), "there is a database already", "import into a new --home")
    version = exported_version(folder)
    partial = path.with_name(f"{path.name}.importing")
    partial.unlink(missing_ok=True)
    con = connect(partial)
    try:
        apply_migrations(con, up_to=version)
        fill(con, folder)
    finally:
        con.close()
    partial.replace(path)


def exported_version(folder: Path) -> int:
    """The schema's version of an export; raises WarehouseError if there is none, or a newer one than this program's."""
    try:
        version = int(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["schema_version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = "give the folder that `claimwire export` wrote"
        raise WarehouseError(str(folder / MANIFEST), f"it can't be read ({error})", remedy) from error
    if version > max(migrations()):
        raise WarehouseError(str(folder), f"its schema has version {version}, newer than this program's", "upgrade")
    return version


def fill(con: Connection, folder: Path) -> None:
    """Read every table of the schema from its file, in one transaction."""
    own = own_places(con)
    with transaction(con):
        for name in sorted(names_of(con) - OWN_TABLES):
            file = folder / f"{name}.parquet"
            if not file.is_file():
                raise WarehouseError(str(file), "it is missing from the export", "export again into a new folder")
            try:
                con.execute(f"INSERT INTO {own.get(name, name)} BY NAME SELECT * FROM read_parquet(?)", [str(file)])
            except duckdb.Error as error:
                problem = f"it does not hold the table {name} ({str(error).splitlines()[0]})"
                raise WarehouseError(str(file), problem, "export again into a new folder") from error


def names_of(con: Connection) -> set[str]:
    """The names of the tables of the file."""
    return {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
