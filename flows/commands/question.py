"""`claimwire sql`: a question to the published copy, answered on the screen or into a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, TextIO

import click
import polars as pl

from flows.commands.opening import home_of, open_published
from flows.commands.output import WRITERS, put, refuse_terminal, suffix_form
from flows.commands.tables import print_tables
from transforms.errors import SettingsError

FORMS: Final = {".csv": "csv", ".json": "json", ".parquet": "parquet"}
FILE_NAME: Final = re.compile(r"\S+\.sql")
ASK_AS: Final = 'ask as in: claimwire sql "SELECT quote FROM current_claims"'


def run_sql(
    query: str | None,
    file: TextIO | None,
    output: Path | None,
    form: str | None,
    home: Path | None,
    config: Path | None,
) -> None:
    """Write the rows of a query, or of the one in a file, in the form that was asked for; the copy can't be changed.

    Raises SettingsError, before anything is asked, where there is no query, a file in its place, or no such form.
    """
    sql = _given(query, file)
    form = form or suffix_form(output, FORMS) or "table"
    refuse_terminal(form, output)
    with open_published(home_of(home, config)) as warehouse:
        rows = warehouse.query(sql)
    if rows.columns:  # a statement that gives no rows, as SET, has none
        _write(rows, form, output)


def _write(rows: pl.DataFrame, form: str, output: Path | None) -> None:
    if form == "table":
        print_tables([("", rows)], output)
    else:
        put(WRITERS[form](rows), output)
    if output is not None:
        click.echo(f"{rows.height:,} row{'' if rows.height == 1 else 's'} in {output}")
    elif form == "table" and not rows.height:
        click.echo("0 rows")


def _given(query: str | None, file: TextIO | None) -> str:
    """The SQL of the argument or of the file; raises SettingsError where it is in neither, in both, or empty."""
    if query is not None and file is not None:
        raise SettingsError("QUERY", "there is a --file of SQL too", "leave out one of them")
    if query is not None and FILE_NAME.fullmatch(query):
        raise SettingsError(
            "QUERY", f"{query} is the name of a file and no SQL", f"put --file before it: --file {query}"
        )
    where = "QUERY" if file is None else file.name
    try:
        sql = query if file is None else file.read()
    except UnicodeDecodeError:
        raise SettingsError(where, "it is no text in UTF-8", "name a file of SQL") from None
    if not (sql or "").strip(" ;\t\r\n"):
        raise SettingsError(where, "there is no question" if sql is None else "it is empty", ASK_AS)
    return sql or ""
