"""Published as a DuckLake: a catalogue in a file or in PostgreSQL that many read while a publish writes.

A publish is one transaction, and so one snapshot: readers see the lake before it or after it.  The tables are those of
the warehouse, each row with the day that it is kept under (`part`); views and macros are the warehouse's too.  The
schema `claimwire` of the lake keeps the digest of every part as of the last publish, so that only what differs is
compared, row by row, and only rows that differ are written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from transforms.errors import TargetLockedError, WarehouseError
from transforms.frames import COLUMNS
from warehouse.connection import HOLDER_PID, Connection, connect_beside, scalar, spill, told, transaction
from warehouse.extensions import load_extension
from warehouse.parts import (
    HOME,
    PUBLISHED,
    Part,
    Parts,
    Standing,
    find_days,
    listed,
    open_home,
    parts_by_day,
    refuse_foreign,
    rows_of,
)
from warehouse.schema import view_texts
from warehouse.tables import BY_NAME, PROGRAM_ONLY, Table, literal, quoted, sql_type
from warehouse.targets import SCHEME, Catalogue, Outcome, held, shown, unwritable

LAKE: Final = "lake"
STATE: Final = f"{LAKE}.claimwire"
IN_LAKE: Final = f"database_name = '{LAKE}' AND schema_name"
TABLES_OF_LAKE: Final = f"SELECT table_name FROM duckdb_tables() WHERE {IN_LAKE} = 'main'"
VIEWS_OF_LAKE: Final = f"SELECT view_name FROM duckdb_views() WHERE {IN_LAKE} = 'main'"
# What lies over the tables: how one is dropped, and its name.
OVERLAY_OF_LAKE: Final = f"""
SELECT 'VIEW', view_name FROM ({VIEWS_OF_LAKE}) UNION
SELECT if(function_type = 'macro', 'MACRO', 'MACRO TABLE'), function_name FROM duckdb_functions()
WHERE {IN_LAKE} = 'main' AND function_type IN ('macro', 'table_macro')"""
KEPT_TABLES: Final = (
    f"CREATE SCHEMA {STATE}",
    f"CREATE TABLE {STATE}.published (schema_version BIGINT, last_run VARCHAR, overlay VARCHAR)",
    f"CREATE TABLE {STATE}.parts (table_name VARCHAR, part VARCHAR, row_count BIGINT, digest VARCHAR)",
    f"CREATE TABLE {STATE}.laid (kind VARCHAR, name VARCHAR)",
)
ROWS_AT_ONCE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Published:
    """What the lake says of its last publish."""

    schema_version: int
    overlay: str
    parts: Parts


def publish_lake(home: Path, catalogue: Catalogue, data: Path | None = None) -> Outcome:
    """Bring the lake (made if missing) to what the published copy `home` holds, in one snapshot.

    Its files lie in `data`; a catalogue in a file needs none given, and one that exists knows where they are.  Raises
    WarehouseError where the extension is missing, the catalogue can't be reached or holds something else, another home
    or a newer schema; TargetLockedError where another publish or, in a DuckDB file, a reader holds it.  Whatever is
    raised, nothing was written.
    """
    with answering(catalogue), closing(connect_beside()) as con:
        stored = attach(con, catalogue, data)
        with unwritable(stored):
            stored.mkdir(parents=True, exist_ok=True)
            spill(con, stored / "spill")
            with held(stored):
                return renewed(con, home, catalogue)


@contextmanager
def answering(catalogue: Catalogue) -> Iterator[None]:
    """Turn what DuckDB raises in the block into an error that names the target, without its passwords."""
    try:
        yield
    except duckdb.Error as error:
        text = shown(str(error).strip().rstrip("!."))
        holder = HOLDER_PID.search(text)
        if "Could not set lock" in text or "Conflicting lock" in text:
            raise TargetLockedError(catalogue.told, int(holder.group(1)) if holder else 0) from error
        if "Transaction conflict" in text or "database is locked" in text:
            raise TargetLockedError(catalogue.told) from error
        remedy = "see that it can be reached and written; nothing was published by halves"
        raise WarehouseError(catalogue.told, text.splitlines()[0], remedy) from error


def attach(con: Connection, catalogue: Catalogue, data: Path | None) -> Path:
    """Attach the lake, made if missing; return the folder that its files lie in."""
    load_extension(con, "ducklake")
    if catalogue.kind != "duckdb":
        load_extension(con, f"{catalogue.kind}_scanner")
    is_new = catalogue.file is None or prepare_file(catalogue.kind, catalogue.file)
    lake = f"ATTACH {literal(f'ducklake:{catalogue.attached}')} AS {LAKE}"
    try:
        con.execute(f"{lake} (CREATE_IF_NOT_EXISTS false)")
    except duckdb.InvalidInputException as error:
        if "does not exist" not in str(error):
            raise
        if not is_new:
            remedy = "name a file of its own, which the first publish makes"
            raise WarehouseError(catalogue.told, "it is a database, and no lake", remedy) from None
        folder = data or beside(catalogue)
        with unwritable(folder):
            folder.mkdir(parents=True, exist_ok=True)
        con.execute(f"{lake} (DATA_PATH {literal(str(folder))})")
    path = str(scalar(con, f"SELECT value FROM {LAKE}.options() WHERE option_name = 'data_path'"))
    if SCHEME.match(path):
        problem = f"its files lie in {shown(path)}, and files are published to folders alone"
        raise WarehouseError(catalogue.told, problem, "choose another --to")
    stored = Path(path)
    if data is not None and data.resolve() != stored.resolve():
        raise WarehouseError(catalogue.told, f"its files lie in {stored}", "leave --data (data in the settings) away")
    return stored


def beside(catalogue: Catalogue) -> Path:
    """Where the files of a new lake lie if nobody says; raises WarehouseError where there is no such place."""
    if catalogue.file is None:
        problem = "there is no lake yet, and nothing says where its files are to lie"
        raise WarehouseError(catalogue.told, problem, "give --data DIR (data in the settings)")
    return catalogue.file.with_name(f"{catalogue.file.name}.files")


def prepare_file(kind: str, file: Path) -> bool:
    """See that the file of a catalogue is one, and say whether it is new.

    In SQLite readers and a writer are let not wait for each other (WAL); a database that is no lake stays as it is.
    """
    with unwritable(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        start = first_bytes(file)
    if start and {"sqlite": b"SQLite format 3", "duckdb": b"DUCK"}[kind] not in start:
        problem = f"it is no database of the kind {kind}"
        raise WarehouseError(str(file), problem, "name another file, or the kind that it is: ducklake:sqlite:FILE")
    if kind == "duckdb":
        return not start
    try:
        with closing(sqlite3.connect(file)) as opened:
            names = {name for (name,) in opened.execute("SELECT name FROM sqlite_master")}
            if not names or "ducklake_metadata" in names:
                opened.execute("PRAGMA journal_mode = WAL")
            return not names
    except sqlite3.Error as error:
        raise WarehouseError(str(file), str(error), "see that it can be written, and nobody holds it") from error


def first_bytes(file: Path) -> bytes:
    """The bytes by which a file tells what it is; none where there is no file."""
    if not file.exists():
        return b""
    with file.open("rb") as opened:
        return opened.read(16)


def renewed(con: Connection, home: Path, catalogue: Catalogue) -> Outcome:
    """Write what differs in one transaction."""
    with told(home):
        standing = open_home(con, home)
        find_days(con)
        parts = parts_by_day(con)
        overlay = str(scalar(con, f"SELECT fingerprint FROM {HOME}.{BY_NAME['overlay'].sql_name}"))
    count = sum(map(len, parts.values()))
    with transaction(con):  # begun before the lake is read: of two publishes that saw the same, one can't commit
        before = last_publish(con, catalogue)
        if before is not None:
            refuse_foreign(standing, before.schema_version, runs_in(con), catalogue.told)
        is_same_schema = before is not None and before.schema_version == standing.schema_version
        known = sound_parts(con, before) if before is not None and is_same_schema else {}
        changes = [Change.of(table, known.get(table.name), parts[table.name]) for table in PUBLISHED]
        changes = [change for change in changes if change.is_any]
        is_overlaid = before is not None and before.overlay == overlay and is_same_schema
        if before is not None and not changes and is_overlaid:  # and a commit of nothing makes no snapshot
            return Outcome(catalogue.told, standing.newest, 0, 0, 0, count, 0)
        if before is None:
            for statement in KEPT_TABLES:
                con.execute(statement)
        rows = sum(carry_over(con, change) for change in changes)
        if not is_overlaid:
            lay_over_lake(con, catalogue)
        remember(con, standing, overlay, changes)
        con.execute(f"CALL {LAKE}.set_commit_message('claimwire', {literal(f'the run {standing.newest}')})")
    written = sum(len(change.new) + len(change.changed) for change in changes)
    gone = sum(len(change.gone) for change in changes)
    size: int | None = None
    with suppress(duckdb.Error):  # all is written: what can't be measured now is no failure
        size = bytes_of_newest(con)
    return Outcome(catalogue.told, standing.newest, rows, written, gone, count, size)


def last_publish(con: Connection, catalogue: Catalogue) -> Published | None:
    """What the lake says of its last publish; None where nothing was published there.

    Raises WarehouseError where it holds tables or views of our names that no publish made.
    """
    mine = f"{IN_LAKE} = 'claimwire' AND table_name = 'published'"
    if not scalar(con, f"SELECT count(*) FROM duckdb_tables() WHERE {mine}"):
        found = con.execute(f"{TABLES_OF_LAKE} UNION {VIEWS_OF_LAKE}").fetchall()
        names = {name for (name,) in found} & {table.name for table in PUBLISHED}
        if names:
            problem = f"it holds a table or view {min(names)} that claimwire did not publish"
            raise WarehouseError(catalogue.told, problem, "choose another --to")
        return None
    rows = con.execute(f"SELECT schema_version, overlay FROM {STATE}.published").fetchall()
    if len(rows) != 1:
        problem = f"its table claimwire.published has {len(rows)} rows, where a publish leaves one"
        raise WarehouseError(catalogue.told, problem, "choose another --to: what was published there can't be told")
    ((version, overlay),) = rows
    parts: Parts = {}
    kept = con.execute(f"SELECT table_name, part, row_count, digest FROM {STATE}.parts").fetchall()
    for name, label, row_count, digest in kept:
        parts.setdefault(name, {})[label] = Part(row_count, int(digest))
    return Published(version, overlay, parts)


def runs_in(con: Connection) -> list[str]:
    """The runs that the lake holds."""
    return [run_id for (run_id,) in con.execute(f"SELECT run_id FROM {LAKE}.main.runs").fetchall()]


def sound_parts(con: Connection, before: Published) -> Parts:
    """The parts of the tables that have as many rows as the last publish left: others were changed since, by others."""
    names = {name for (name,) in con.execute(TABLES_OF_LAKE).fetchall()}
    found: Parts = {}
    for table in PUBLISHED:
        parts = before.parts.get(table.name, {})
        if table.name in names:
            rows = scalar(con, f"SELECT count(*) FROM {LAKE}.main.{table.name}")
            if rows == sum(part.rows for part in parts.values()):
                found[table.name] = parts
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in one table: labels that are new, changed and gone, and what the parts are now."""

    table: Table
    is_made: bool
    new: frozenset[str]
    changed: frozenset[str]
    gone: frozenset[str]
    parts: dict[str, Part]

    @classmethod
    def of(cls, table: Table, before: dict[str, Part] | None, now: dict[str, Part]) -> Change:
        """The change from the parts before (None: the table is made anew) to those now."""
        known = before or {}
        changed = frozenset(label for label in known.keys() & now.keys() if known[label] != now[label])
        new, gone = frozenset(now.keys() - known.keys()), frozenset(known.keys() - now.keys())
        return cls(table, before is None, new, changed, gone, now)

    @property
    def is_any(self) -> bool:
        """Whether there is anything to do."""
        return self.is_made or bool(self.new or self.changed or self.gone)


def carry_over(con: Connection, change: Change) -> int:
    """Make a table of the lake what the home's is, touching the rows that differ; return how many were written."""
    table, lake = change.table, f"{LAKE}.main.{change.table.name}"
    if change.is_made:
        make_table(con, table)
    columns = f"part, {quoted(table.columns)}"
    rows = 0
    for labels in batches(change):
        inserted = con.execute(
            f"INSERT INTO {lake} ({columns}) SELECT {columns} FROM ({rows_of(table.name)}) "
            f"WHERE part IN ({listed(labels)}) ORDER BY part, {quoted(table.key)}"
        ).fetchall()
        rows += int(inserted[0][0])
    if change.gone:
        con.execute(f"DELETE FROM {lake} WHERE part IN ({listed(change.gone)})")
    if not change.changed:
        return rows
    there = f"SELECT {columns} FROM {lake} WHERE part IN ({listed(change.changed)})"
    here = f"SELECT {columns} FROM ({rows_of(table.name)}) WHERE part IN ({listed(change.changed)})"
    con.execute(f"CREATE OR REPLACE TEMP TABLE come AS {here} EXCEPT {there}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE gone AS {there} EXCEPT {here}")
    same = " AND ".join(f'k."{name}" IS NOT DISTINCT FROM s."{name}"' for name in ("part", *table.key))
    con.execute(f"DELETE FROM {lake} AS k USING temp.gone AS s WHERE k.part IN ({listed(change.changed)}) AND {same}")
    inserted = con.execute(
        f"INSERT INTO {lake} ({columns}) SELECT {columns} FROM temp.come ORDER BY part, {quoted(table.key)}"
    ).fetchall()
    con.execute("DROP TABLE temp.come")
    con.execute("DROP TABLE temp.gone")
    return rows + int(inserted[0][0])


def batches(change: Change) -> Iterator[list[str]]:
    """The new labels, so many together as are sorted at once."""
    waiting: list[str] = []
    rows = 0
    for label in sorted(change.new):
        if waiting and rows + change.parts[label].rows > ROWS_AT_ONCE:
            yield waiting
            waiting, rows = [], 0
        waiting.append(label)
        rows += change.parts[label].rows
    if waiting:
        yield waiting


def make_table(con: Connection, table: Table) -> None:
    """Make a table of the lake, with its comments; one of an older schema goes."""
    name = f"{LAKE}.main.{table.name}"
    con.execute(f"DROP TABLE IF EXISTS {name}")
    columns = ", ".join(f'"{column}" {sql_type(column)}' for column in table.columns)
    con.execute(f"CREATE TABLE {name} (part VARCHAR, {columns})")
    con.execute(f"COMMENT ON TABLE {name} IS {literal(table.row)}")
    meanings = {"part": "the day that the row is kept under"} | {each: COLUMNS[each].meaning for each in table.columns}
    for column, meaning in meanings.items():
        con.execute(f'COMMENT ON COLUMN {name}."{column}" IS {literal(meaning)}')


def lay_over_lake(con: Connection, catalogue: Catalogue) -> None:
    """Make the views and macros of the lake as the warehouse has them; what the last publish laid goes, and only that.

    Raises WarehouseError where somebody else's view or macro has a name of ours.
    """
    con.execute(f"USE {LAKE}.main")
    for kind, name in con.execute(f"SELECT kind, name FROM {STATE}.laid").fetchall():
        con.execute(f'DROP {kind} IF EXISTS "{name}"')
    theirs = set(con.execute(OVERLAY_OF_LAKE).fetchall())
    # All its tables lie beside each other.
    for statement in con.extract_statements("\n".join(view_texts()).replace(f"{PROGRAM_ONLY}.", "")):
        if statement.query.lstrip().startswith("COMMENT ON MACRO"):  # a lake keeps no comments of macros
            continue
        try:
            con.execute(statement)
        except duckdb.CatalogException as error:
            if "already exists" not in str(error):
                raise
            problem = f"it holds a view or macro that claimwire did not publish ({str(error).splitlines()[0]})"
            raise WarehouseError(catalogue.told, problem, "rename that one, or choose another --to") from error
    laid = sorted(set(con.execute(OVERLAY_OF_LAKE).fetchall()) - theirs)
    con.execute("USE memory")
    con.execute(f"DELETE FROM {STATE}.laid")
    con.execute(
        f"INSERT INTO {STATE}.laid SELECT unnest(?), unnest(?)", [list(each) for each in zip(*laid, strict=True)]
    )


def remember(con: Connection, standing: Standing, overlay: str, changes: list[Change]) -> None:
    """Keep what the lake now stands at; another publish at the same time changes the same row, and can't commit."""
    for change in changes:
        name = change.table.name
        con.execute(f"DELETE FROM {STATE}.parts WHERE table_name = ?", [name])
        rows = [(name, label, part.rows, str(part.digest)) for label, part in change.parts.items()]
        if rows:
            columns = [list(column) for column in zip(*rows, strict=True)]
            con.execute(f"INSERT INTO {STATE}.parts SELECT unnest(?), unnest(?), unnest(?), unnest(?)", columns)
    con.execute(f"DELETE FROM {STATE}.published")
    con.execute(f"INSERT INTO {STATE}.published VALUES (?, ?, ?)", [standing.schema_version, standing.newest, overlay])


def bytes_of_newest(con: Connection) -> int:
    """The bytes of the files that the newest snapshot brought: rows, and marks of deleted rows."""
    catalogue = f"__ducklake_metadata_{LAKE}"
    newest = int(scalar(con, f"SELECT max(snapshot_id) FROM {LAKE}.snapshots()"))
    files = (f"{catalogue}.ducklake_{kind}_file WHERE begin_snapshot = {newest}" for kind in ("data", "delete"))
    return sum(int(scalar(con, f"SELECT coalesce(sum(file_size_bytes), 0) FROM {each}")) for each in files)
