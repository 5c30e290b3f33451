"""The figures of each series beside each other, the newest first: which claims they are, and what the ledger adds.

DuckDB would look through every figure for those of one series.  What the claims themselves say stands in the blocks;
the rest changes with other articles, so it belongs to a copy and to no block.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
import pyarrow as pa

from warehouse.connection import Connection, select
from warehouse.index.blocks import Block

# The rows of the view `series`; its id tells all that the view groups by.
SERIES: Final = """
SELECT series_id, any_value(measure) AS measure, min(subject) AS subject, any_value(subject_key) AS subject_key,
    any_value(area) AS area, any_value(comparable_unit) AS comparable_unit, any_value(modality) AS modality,
    count(DISTINCT about_date) AS point_count, count(DISTINCT voice) AS origin_count, min(about_date) AS first_date,
    max(about_date) AS last_date, min(figure) AS low, max(figure) AS high, count(*) AS figures
FROM figures WHERE is_point GROUP BY series_id ORDER BY series_id
"""
FIGURES: Final = """
SELECT claim_id, about_date, figure, figure_low, figure_high, voice, subject FROM figures WHERE is_point
ORDER BY series_id, about_date DESC NULLS LAST, published_date DESC NULLS LAST, claim_id
"""


class Threads:
    """`series` has the rows of the view `series` in the order of series_id, with how many `figures` and their `first`.

    That is a row of `figures`, which has `number`, of a claim in the index, and of the table `figures` the columns
    about_date, figure, figure_low, figure_high, voice and subject.
    """

    def __init__(self, series: pa.Table, figures: pa.Table) -> None:
        self.series, self.figures = series, figures

    def of(self, series_id: str) -> tuple[Mapping[str, Any], pa.Table] | None:
        """The row of a series, and its figures, the newest day first; None for one that is not there."""
        ids = self.series.column("series_id")
        place = bisect_left(range(len(ids)), series_id, key=lambda number: ids[number].as_py())
        if place == len(ids) or ids[place].as_py() != series_id:
            return None
        (about,) = self.series.slice(place, 1).to_pylist()
        first, count = about.pop("first"), about.pop("figures")
        return about, self.figures.slice(first, count)

    def most_told(self, chosen: pl.Series | None, most: int) -> pl.DataFrame:
        """Rows of the view `series`, those of most voices first: of the chosen series_id, or of all."""
        rows = pl.DataFrame(self.series).drop("first", "figures")
        if chosen is not None:
            rows = rows.filter(pl.col("series_id").is_in(chosen.implode()))
        return rows.sort(
            "origin_count", "point_count", "last_date", "series_id", descending=[True, True, True, False],
            nulls_last=True,
        ).head(most)  # fmt: skip


def threads_of(con: Connection, blocks: Sequence[Block]) -> Threads:
    """The series of a database by the claims of its blocks."""
    none = pl.DataFrame(schema={"claim_id": pl.String})
    ids = pl.concat([none, *(pl.DataFrame({"claim_id": pl.Series(block.ids)}) for block in blocks)])
    figures = (
        select(con, FIGURES)
        .join(ids.with_row_index("number"), on="claim_id", how="left", maintain_order="left")
        .drop("claim_id")
        .with_columns(pl.col("voice", "subject").cast(pl.Categorical))
    )
    series = select(con, SERIES).with_columns(first=pl.col("figures").cum_sum() - pl.col("figures"))
    return Threads(_whole(series), _whole(figures))


def _whole(frame: pl.DataFrame) -> pa.Table:
    """The frame as a table of one chunk, in the types that every program knows."""
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest()).combine_chunks()
