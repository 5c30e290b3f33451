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

SERIES: Final = """
SELECT series_id, measure, subject_key, area, comparable_unit, modality, count(*) AS figures FROM figures WHERE is_point
GROUP BY ALL ORDER BY series_id
"""
FIGURES: Final = """
SELECT claim_id, about_date, figure, figure_low, figure_high, voice, subject FROM figures WHERE is_point
ORDER BY series_id, about_date DESC NULLS LAST, published_date DESC NULLS LAST, claim_id
"""


class Threads:
    """`series` has series_id, ascending, what all figures of a series share, and `first`, the row of the newest one.

    `figures` has a row for each: `number`, of its claim in the index, and of the table `figures` the columns
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
        (shared,) = self.series.slice(place, 1).to_pylist()
        return shared, self.figures.slice(shared["first"], shared["figures"])


NONE: Final = Threads(pa.table({"series_id": pa.array([], pa.string())}), pa.table({}))


def threads_of(con: Connection, blocks: Sequence[Block]) -> Threads:
    """The series of a database by the claims of its blocks."""
    if not blocks:
        return NONE
    ids = pl.concat([pl.DataFrame({"claim_id": pl.Series(block.ids)}) for block in blocks]).with_row_index("number")
    figures = (
        select(con, FIGURES)
        .join(ids, on="claim_id", how="left", maintain_order="left")
        .drop("claim_id")
        .with_columns(pl.col("voice", "subject").cast(pl.Categorical))
    )
    series = select(con, SERIES).with_columns(first=pl.col("figures").cum_sum() - pl.col("figures"))
    return Threads(_whole(series), _whole(figures))


def _whole(frame: pl.DataFrame) -> pa.Table:
    """The frame as a table of one chunk, in the types that every program knows."""
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest()).combine_chunks()
