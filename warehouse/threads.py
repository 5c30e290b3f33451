"""One series as it is told: its levels, figures, conflicts and revisions, without a look at every figure.

The index tells which claims a series has, and what the ledger made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from warehouse.index.blocks import where_it_is
from warehouse.published import Reader

# Of a figure, what its claim says itself: in a list, and where a voice tells another figure than before.
LISTED: Final = ("claim_id", "version_id", "title", "opening", "source", "published_date", "quote", "speaker")
REVISED: Final = ("claim_id", "title", "published_date", "quote", "speaker")
# Of a series, what all its figures share.
SHARED: Final = ("series_id", "measure", "subject_key", "area", "comparable_unit", "modality")
LEVEL: Final = "about_date, period_days, low, best, high, origin_count, speakers, sources"
LEVELS: Final = """SELECT {columns} FROM (
    SELECT * FROM series_points WHERE series_id = ? ORDER BY about_date DESC NULLS FIRST, period_days LIMIT ?
) ORDER BY about_date NULLS LAST, period_days"""
DISPUTES: Final = """SELECT * FROM conflicts WHERE series_id = ? OR other_claim_id IN (SELECT unnest(?::VARCHAR[]))
ORDER BY about_date DESC NULLS LAST, claim_id, other_claim_id LIMIT ?"""
REVISIONS: Final = """SELECT * FROM (
    SELECT * FROM revision_readings('mine') ORDER BY about_date DESC NULLS FIRST, claim_id DESC LIMIT ?
) ORDER BY about_date NULLS LAST, claim_id"""


def levels(reader: Reader, series_id: str, most: int) -> pl.DataFrame:
    """The newest levels of the series (series_points), the oldest of them first; those without a day come last."""
    return reader.query(LEVELS.format(columns="*"), [series_id, most])


def thread(reader: Reader, series_id: str) -> Thread | None:
    """The series; None for one that is not there."""
    found = reader.index.threads.of(series_id)
    return None if found is None else Thread(reader, *found)


class Thread:
    """A series with its figures; `about` is its row of the view `series`."""

    def __init__(self, reader: Reader, about: Mapping[str, Any], figures: pa.Table) -> None:
        self.about = about
        self._reader, self._id = reader, about["series_id"]
        self._shared = {name: pl.lit(about[name], pl.String) for name in SHARED}
        self._numbers = where_it_is(figures.column("number").chunk(0))
        texts = {name: figures.column(name).chunk(0).dictionary_decode() for name in ("voice", "subject")}
        plain = {name: figures.column(name) for name in ("about_date", "figure", "figure_low", "figure_high")}
        self._figures = pl.DataFrame(pa.table(plain | texts))

    def levels(self, most: int) -> pl.DataFrame:
        """As of `levels`, with what a page shows of them."""
        return self._reader.query(LEVELS.format(columns=LEVEL), [self._id, most])

    def tellings(self, most: int) -> pl.DataFrame:
        """The figures with who told them, the newest day first, each with the `opening` of an untitled article."""
        return self._told(np.arange(min(most, self._numbers.size)), LISTED)

    def disputes(self, most: int) -> pl.DataFrame:
        """Conflicts that a figure of the series is in (conflicts), the newest first."""
        (ids,) = self._reader.index.columns(self._numbers, ("claim_id",)).columns
        return self._reader.query(DISPUTES, [self._id, ids.to_pylist(), most])

    def revisions(self, most: int) -> pl.DataFrame:
        """Who last gave another figure than before in the series (revisions), the oldest first."""
        several = self._figures.select((pl.col("figure").drop_nulls().n_unique() > 1).over("voice")).to_series()
        places = np.flatnonzero(several.to_numpy())
        if not places.size:
            return pl.DataFrame()
        return self._reader.query(REVISIONS, [most], {"mine": self._told(places, REVISED)})

    def _told(self, places: np.ndarray[Any, np.dtype[np.int64]], columns: tuple[str, ...]) -> pl.DataFrame:
        """Some of the figures by their places: columns of `figures`, and those of their claims."""
        claimed = pl.DataFrame(self._reader.index.columns(self._numbers[places], columns))
        both = pl.concat([self._figures[places], claimed], how="horizontal")
        return both.with_columns(is_point=pl.lit(True), **self._shared)
