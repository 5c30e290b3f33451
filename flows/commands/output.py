"""Frames for people and for other programs: tables on a terminal, CSV that no spreadsheet runs, JSON."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

from transforms.errors import SettingsError

# A spreadsheet takes a cell that begins so for a formula; the apostrophe makes it text (OWASP: CSV injection).
FORMULA_STARTS: Final = r"(?s)^[=+\-@\t\r\n]."  # a sign alone, as in `comparator`, is no formula

# Columns of a table that is not read on a terminal.
WIDE: Final = 200

FORMS: Final = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet", ".html": "html"}


def suffix_form(output: Path | None) -> str | None:
    """The form that a file's suffix names; raises SettingsError for another suffix."""
    if output is None:
        return None
    if output.suffix.lower() not in FORMS:
        raise SettingsError(str(output), "no such form of output", f"end the name in one of {', '.join(FORMS)}")
    return FORMS[output.suffix.lower()]


def csv_text(frame: pl.DataFrame) -> str:
    """`frame` as CSV; lists become texts, and no text cell can begin a formula."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    flat = frame.with_columns(pl.col(lists).list.join("; "))
    texts = [name for name, dtype in flat.schema.items() if dtype == pl.String]
    guarded = [
        pl.when(pl.col(name).str.contains(FORMULA_STARTS)).then("'" + pl.col(name)).otherwise(name).alias(name)
        for name in texts
    ]
    return flat.with_columns(guarded).write_csv()


def json_text(frame: pl.DataFrame) -> str:
    """`frame` as a JSON array of objects."""
    return frame.write_json()


def print_table(frame: pl.DataFrame, output: Path | None = None) -> None:
    """`frame` as a table as wide as the terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, dtype in frame.schema.items():
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", overflow="fold")
    for row in frame.iter_rows():
        table.add_row(*(Text(cell_text(value)) for value in row))
    if output is None:
        Console(width=None if sys.stdout.isatty() else WIDE).print(table)
        return
    with output.open("w", encoding="utf-8") as file:
        Console(file=file, width=WIDE).print(table)


def cell_text(value: object) -> str:
    """A cell as people read it; control characters, which could move the cursor, become their pictures."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.15g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "".join(chr(0x2400 + ord(char)) if char < " " else char for char in text)
