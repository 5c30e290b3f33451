"""The schema: numbered migrations make the tables; views, macros and comments are laid over them.

A migration is never edited once it is released.  Views, macros and comments hold no data: they are made anew whenever
their text (or the dictionary of columns) has changed, told by one fingerprint in the table `overlay`.

What analysts are promised lies in `main`, the rest in the schema `program_only`, and all SQL of ours names that schema:
views and macros run in the analysts' connections, whose search path is theirs, and a cursor does not take over its
connection's.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from transforms.errors import WarehouseError
from transforms.frames import COLUMNS
from transforms.lexicons.tables import read_sets
from warehouse.connection import Connection, scalar, transaction
from warehouse.ledger import make_ledger, name_words, word_tables
from warehouse.tables import BY_NAME, PROGRAM_ONLY, TABLES, literal

HERE = Path(__file__).parent
WORDS: Final = re.compile(r"\{\{(\w+)\.([\w ]+)\}\}")


@cache
def migrations() -> dict[int, Path]:
    """Number → file of every migration, in order; the numbers run from 1 without a gap."""
    found = {int(path.name[:4]): path for path in sorted((HERE / "migrations").glob("[0-9]*.sql"))}
    assert list(found) == list(range(1, len(found) + 1))
    return found


def version_of(con: Connection, database: str | None = None) -> int:
    """The schema's version of the database in use or of another: its last migration's number, 0 for an empty file."""
    place = own_places(con, database).get("schema_version")
    return 0 if place is None else int(scalar(con, f"SELECT coalesce(max(schema_version), 0) FROM {place}"))


def own_places(con: Connection, database: str | None = None) -> dict[str, str]:
    """Table of the program's own → how SQL names it in this file: until schema 7 it lay among the analysts' tables."""
    inside = f"{database}." if database else ""
    rows = con.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = coalesce(?, current_database())",
        [database],
    ).fetchall()
    return {
        name: inside + _place(schema, name)
        for schema, name in rows
        if name in BY_NAME and BY_NAME[name].is_program_only
    }


def _place(schema: str, name: str) -> str:
    """How SQL names a table or view; `main` is searched anyway, and not named, since a file may be called so."""
    return f"{schema}.{name}" if schema == PROGRAM_ONLY else name


def refuse_newer(con: Connection, path: Path) -> None:
    """Raise WarehouseError if the file's schema is newer than this program's."""
    version, newest = version_of(con), max(migrations())
    if version > newest:
        problem = f"its schema has version {version}, and this program knows versions up to {newest}"
        raise WarehouseError(str(path), problem, "upgrade claimwire, or choose another --home")


def refuse_older(con: Connection, path: Path) -> None:
    """Raise WarehouseError if the file's schema is older than this program's: only a run brings it up to date."""
    version, newest = version_of(con), max(migrations())
    if version < newest:
        problem = f"its schema has version {version}, and this program reads version {newest}"
        raise WarehouseError(str(path), problem, "run `claimwire nightly` once: it brings the database up to date")


def migrate(con: Connection, path: Path) -> None:
    """Bring the file to the newest schema; raises WarehouseError if it is newer than this program's."""
    refuse_newer(con, path)
    apply_migrations(con, up_to=max(migrations()))
    lay_over(con)


def apply_migrations(con: Connection, up_to: int) -> None:
    """Apply the migrations that the file has not been through, up to a number, each in a transaction of its own."""
    version = version_of(con)
    if version and version < up_to:
        with transaction(con):
            drop_views(con)  # no view may stand in the way of a change to its tables
            con.execute(f"DELETE FROM {own_places(con)['overlay']}")
    for number, file in migrations().items():
        if version < number <= up_to:
            with transaction(con):
                con.execute(file.read_text(encoding="utf-8"))
                con.execute(f"INSERT INTO {own_places(con)['schema_version']} VALUES (?, ?)", [number, file.name])


def lay_over(con: Connection) -> None:
    """Make views, macros and comments as this program has them, if they are not so already."""
    views = view_texts()
    meanings = [f"{name}: {column.meaning}" for name, column in COLUMNS.items()]
    rows = [f"{table.name}: {table.row}" for table in TABLES]
    fingerprint = hashlib.sha256("\n".join([*views, *meanings, *rows, repr(word_tables())]).encode()).hexdigest()
    if con.execute("SELECT fingerprint FROM program_only.overlay").fetchall() == [(fingerprint,)]:
        return
    with transaction(con):
        drop_views(con)
        name_words(con)
        for statement in views:
            con.execute(statement)
        comment(con)
        con.execute("DELETE FROM program_only.overlay")
        con.execute("INSERT INTO program_only.overlay VALUES (?)", [fingerprint])
        make_ledger(con)  # what makes figures comparable may have changed with the views


def view_texts() -> list[str]:
    """The SQL of views and macros, in the order in which they stand on each other.

    `{{TABLE.SET}}` in a pattern stands for the words of a set of the lexicons, any of them.
    """
    texts = (file.read_text(encoding="utf-8") for file in sorted((HERE / "views").glob("*.sql")))
    return [WORDS.sub(lambda told: "|".join(sorted(read_sets(told[1])[told[2]])), text) for text in texts]


def drop_views(con: Connection) -> None:
    """Drop every view and macro of ours in the database in use, so that one that was renamed does not stay behind."""
    own = "NOT internal AND database_name = current_database()"
    for (name,) in con.execute(f"SELECT view_name FROM duckdb_views() WHERE {own}").fetchall():
        con.execute(f'DROP VIEW IF EXISTS "{name}"')
    macros = f"SELECT DISTINCT function_name, function_type FROM duckdb_functions() WHERE {own}"
    for name, kind in con.execute(f"{macros} AND function_type IN ('macro', 'table_macro')").fetchall():
        con.execute(f'DROP MACRO {"TABLE " if kind == "table_macro" else ""}"{name}"')


def comment(con: Connection) -> None:
    """Comment every table, and every column of tables and views, out of the dictionary of columns."""
    for table in TABLES:
        con.execute(f"COMMENT ON TABLE {table.sql_name} IS {literal(table.row)}")
    columns = """SELECT schema_name, table_name, column_name FROM duckdb_columns()
        WHERE NOT internal AND database_name = current_database()"""
    for schema, table_name, column_name in con.execute(columns).fetchall():
        column = f'{_place(schema, table_name)}."{column_name}"'
        con.execute(f"COMMENT ON COLUMN {column} IS {literal(COLUMNS[column_name].meaning)}")
