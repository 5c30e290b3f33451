"""Frames for people and for other programs: tables on a terminal, CSV that no spreadsheet runs, JSON."""

from __future__ import annotations

import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

from transforms.errors import SettingsError

# A spreadsheet takes a cell that begins so for a formula; the apostrophe makes it text (OWASP: CSV injection).
FORMULA_STARTS: Final = r"(?s)^[=+\-@\t\r\n＝＋－＠]."  # a sign alone, as in `comparator`, is no formula

# Characters that move the cursor, talk to the terminal, or turn the direction of what follows.
_UNSHOWN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

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
    """`frame` as CSV; lists and other nested values become texts, and no text cell can begin a formula."""
    flat = frame.with_columns(_as_text(frame[name]) for name, dtype in frame.schema.items() if _is_nested(dtype))
    texts = [name for name, dtype in flat.schema.items() if dtype == pl.String]
    guarded = [
        pl.when(pl.col(name).str.contains(FORMULA_STARTS)).then("'" + pl.col(name)).otherwise(name).alias(name)
        for name in texts
    ]
    return flat.with_columns(guarded).write_csv()


def _is_nested(dtype: pl.DataType) -> bool:
    return dtype.is_nested() or dtype == pl.Binary


def _as_text(values: pl.Series) -> pl.Series:
    if values.dtype == pl.List(pl.String):
        return values.list.join("; ", ignore_nulls=True)
    return pl.Series(values.name, [None if value is None else str(value) for value in values.to_list()], pl.String)


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
    """A cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.15g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return plain_line(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def plain_line(text: str) -> str:
    """`text` for a terminal: control characters become their pictures, other characters that act a question mark."""
    return _UNSHOWN.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd", text)
