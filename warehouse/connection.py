"""How a DuckDB file is opened, and how frames and Parquet files are put beside its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, cast

import duckdb
import polars as pl

from transforms.errors import HomeLockedError, NoDatabaseError, WarehouseError
from warehouse.tables import literal

Connection = duckdb.DuckDBPyConnection

# Frames are exchanged as they are or, when large, as the Parquet files they were staged in.
Rows = pl.DataFrame | Sequence[Path]

HOLDER_PID = re.compile(r"\(PID (\d+)\)")
MEMORY_LIMIT = "3GiB"
# How every connection is set: nothing is fetched from the net, and rows keep no order that no query asks for.
Config = dict[str, str | bool | int | float | list[str]]
BASE: Config = {
    "preserve_insertion_order": False,
    "autoinstall_known_extensions": False,
    "python_enable_replacements": False,  # a name in a query is a table, never a variable of this program
}


def connect(path: Path, *, is_read_only: bool = False, memory_limit: str = MEMORY_LIMIT) -> Connection:
    """Open the DuckDB file at `path` (made if missing, unless read-only), with no extension ever fetched from the net.

    Raises HomeLockedError if another process holds the file, WarehouseError if it can't be opened otherwise.
    """
    config: Config = BASE | {"memory_limit": memory_limit, "temp_directory": str(path.with_name(f"{path.name}.tmp"))}
    try:
        return duckdb.connect(str(path), read_only=is_read_only, config=config)
    except duckdb.Error as error:
        raise opening_error(path, error) from error


def connect_beside(memory_limit: str = MEMORY_LIMIT) -> Connection:
    """A connection with no file of its own, to read one database and write another; `spill` says where it may spill."""
    config: Config = BASE | {"memory_limit": memory_limit, "temp_directory": "", "autoload_known_extensions": False}
    return duckdb.connect(":memory:", config=config)


def spill(con: Connection, folder: Path) -> None:
    """Let what memory does not hold go into `folder`, which is made when it is needed, and removed."""
    con.execute("SET temp_directory = ?", [str(folder)])


def attach_home(con: Connection, path: Path, name: str) -> None:
    """Let `con` read the DuckDB file at `path` under `name`; raises as `connect` does, also where there is no file."""
    if not path.is_file():
        raise NoDatabaseError(str(path))
    try:
        con.execute(f"ATTACH {literal(str(path))} AS {name} (READ_ONLY)")
    except duckdb.Error as error:
        raise opening_error(path, error) from error


def opening_error(path: Path, error: Exception) -> HomeLockedError | WarehouseError:
    """What the failure to open `path` means: someone else holds it, or the file is unfit."""
    told = str(error)
    if "Conflicting lock" in told or "Could not set lock" in told:
        holder = HOLDER_PID.search(told)
        return HomeLockedError(str(path), int(holder.group(1)) if holder else 0)
    remedy = "see that the folder exists and may be written, and that the file is a DuckDB database of this version"
    return WarehouseError(str(path), f"it can't be opened ({told.splitlines()[0]})", remedy)


NO_ROOM = "see that the disk has room and the folder may be written; nothing was written by halves"
REMEDIES: tuple[tuple[type[duckdb.Error], str], ...] = (
    (duckdb.OutOfMemoryException, "give it more memory; nothing was written by halves"),
    (duckdb.IOException, NO_ROOM),
    (duckdb.TransactionException, NO_ROOM),
    (duckdb.ConstraintException, "nothing was written; the rows did not pass through the checks"),
    (duckdb.NotSupportedError, "cast it to another type, as `column::VARCHAR`"),
    (duckdb.ProgrammingError, "mend the query: `SHOW TABLES` and `DESCRIBE current_claims` tell what there is"),
    (duckdb.DataError, "mend the query: `DESCRIBE current_claims` tells the types"),
)
UNFORESEEN = "open it again; if that fails, import the last export into a new --home"


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what DuckDB raises in the block into a WarehouseError that names the file and says what to do."""
    try:
        yield
    except duckdb.Error as error:
        remedy = next((remedy for kind, remedy in REMEDIES if isinstance(error, kind)), UNFORESEEN)
        raise WarehouseError(str(path), str(error).strip().rstrip("!."), remedy) from error


def select(con: Connection, sql: str, parameters: Sequence[object] | None = None) -> pl.DataFrame:
    """The rows of a query as a Polars frame; no columns where the statement gives no rows.

    Of columns that share a name the later ones get a number.  Raises duckdb.NotSupportedError for a type that a frame
    does not have.
    """
    relation: Any = con.sql(sql, params=parameters or None)
    if relation is None:
        return pl.DataFrame()
    table = relation.to_arrow_table()
    try:
        return cast(pl.DataFrame, pl.from_arrow(table.rename_columns(_apart(table.column_names))))
    except pl.exceptions.PolarsError as error:
        raise duckdb.NotSupportedError(f"a column can't be given: {str(error).splitlines()[0]}") from error


def _apart(names: list[str]) -> list[str]:
    """The names, those that were there before numbered: a, b, a_1."""
    apart: list[str] = []
    for name in names:
        numbered = (f"{name}_{number}" for number in count(1))
        apart.append(name if name not in apart else next(each for each in numbered if each not in [*apart, *names]))
    return apart


def scalar(con: Connection, sql: str, parameters: Sequence[object] | None = None) -> Any:
    """The single value of a query of one row and one column."""
    ((value,),) = con.execute(sql, parameters).fetchall()
    return value


@contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """Everything or nothing: commit at the end, roll back on any exception."""
    con.begin()
    try:
        yield
        con.commit()
    except BaseException:
        with suppress(duckdb.Error):  # a commit that failed has rolled back already
            con.rollback()
        raise


@contextmanager
def staged(con: Connection, frames: Mapping[str, Rows]) -> Iterator[None]:
    """Make each frame or list of Parquet files readable as a relation of its name while the block runs."""
    try:
        for name, rows in frames.items():
            con.register(name, rows if isinstance(rows, pl.DataFrame) else parquet_relation(con, rows))
        yield
    finally:
        for name in frames:
            con.unregister(name)


def parquet_relation(con: Connection, paths: Sequence[Path]) -> Any:
    """The rows of Parquet files of one schema, not yet read."""
    return con.read_parquet([str(path) for path in paths])
