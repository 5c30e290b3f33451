"""The rows of a page for other programs: CSV, JSON and Parquet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl
from starlette.responses import Response

from flows.commands.output import csv_text, json_text, parquet_bytes

# The most rows that a page gives away at once; `claimwire sql` and `claimwire export` give all.
ROWS_MOST: Final = 100_000
WRITERS: Final[dict[str, tuple[str, Callable[[pl.DataFrame], bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", lambda frame: csv_text(frame).encode()),
    "json": ("application/json", lambda frame: json_text(frame).encode()),
    "parquet": ("application/vnd.apache.parquet", parquet_bytes),
}


def rows_response(frame: pl.DataFrame, form: str, name: str, *, is_cut: bool = False) -> Response:
    """`frame` as a file of that form; `name` is its name without the ending.

    The header X-Claimwire-Cut says `yes` where there are more rows than are given.
    """
    media_type, write = WRITERS[form]
    disposition = "inline" if form == "json" else "attachment"
    return Response(
        write(frame),
        media_type=media_type,
        headers={
            "Content-Disposition": f'{disposition}; filename="{name}.{form}"',
            "X-Claimwire-Cut": "yes" if is_cut else "no",
        },
    )
