"""The rows of a page for other programs: CSV, JSON and Parquet."""

from __future__ import annotations

from typing import Final

import polars as pl
from starlette.responses import Response

from flows.commands.output import WRITERS

# The most rows that a page gives away at once; `claimwire sql` and `claimwire export` give all.
ROWS_MOST: Final = 100_000
MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


def rows_response(frame: pl.DataFrame, form: str, name: str, *, is_cut: bool = False) -> Response:
    """`frame` as a file of that form; `name` is its name without the ending.

    The header X-Claimwire-Cut says `yes` where there are more rows than are given.
    """
    disposition = "inline" if form == "json" else "attachment"
    return Response(
        WRITERS[form](frame),
        media_type=MEDIA_TYPES[form],
        headers={
            "Content-Disposition": f'{disposition}; filename="{name}.{form}"',
            "X-Claimwire-Cut": "yes" if is_cut else "no",
        },
    )
