"""Frames for other programs: CSV that no spreadsheet runs, JSON, Parquet, and which form a file's suffix names."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl

from transforms.errors import InputError, SettingsError

# A spreadsheet takes a cell that begins so for a formula; the apostrophe makes it text (OWASP: CSV injection).
FORMULA_STARTS: Final = r"(?s)^[=+\-@\t\r\n＝＋－＠]."  # a sign alone, as in `comparator`, is no formula


def suffix_form(output: Path | None, forms: Mapping[str, str]) -> str | None:
    """The form that a file's suffix names in `forms`; raises SettingsError for another suffix."""
    if output is None:
        return None
    if output.suffix.lower() not in forms:
        raise SettingsError(str(output), "no such form of output", f"end the name in one of {', '.join(forms)}")
    return forms[output.suffix.lower()]


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


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """`frame` as a Parquet file."""
    buffer = BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


# Form → a frame as bytes of it; those of texts end in a line's end.
WRITERS: Final[dict[str, Callable[[pl.DataFrame], bytes]]] = {
    "csv": lambda frame: csv_text(frame).encode(),
    "json": lambda frame: f"{json_text(frame)}\n".encode(),
    "jsonl": lambda frame: frame.write_ndjson().encode(),
    "parquet": parquet_bytes,
}


def refuse_terminal(form: str, output: Path | None) -> None:
    """Raise InputError where bytes that are no text would go to a terminal."""
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise InputError("standard output", "Parquet is not for a terminal", "name a file with -o")


def put(data: bytes, output: Path | None) -> None:
    """Write `data` into the file, or to standard output where there is none."""
    if output is not None:
        output.write_bytes(data)
    else:
        sys.stdout.buffer.write(data)
