"""Searches over the current claims: a choice of words and values in, rows, counts by value and volume by day out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from warehouse.index.blocks import Numbers
from warehouse.index.cutting import OPENING
from warehouse.index.finding import Index, day_number, of_hits
from warehouse.index.layout import FACETS
from warehouse.published import Reader
from warehouse.queried import Queried

ORDERS: Final = ("newest", "weightiest", "surest")
FACET_VALUES: Final = 12
# Confidences that hits are counted from.
LEASTS: Final = ("0.4", "0.5", "0.6", "0.7", "0.8")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for.  Every condition must hold; an empty search holds of every current claim.

    `words` gives, for each word, the forms of which one must stand in the claim's sentence, fields or title; `equal`
    values of FACETS; `since` and `until` are days of publication, `about` a day that the figure is about; `least` the
    least confidence, 0 to 1.
    """

    words: tuple[tuple[str, ...], ...] = ()
    equal: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    about: date | None = None
    least: float | None = None
    order: str = "newest"


class Found:
    """The claims of one copy that a search holds of."""

    def __init__(self, reader: Reader, search: Search) -> None:
        self._reader, self._search = reader, search
        self._index = reader.index
        self._hits = hits_of(self._index, search)

    @property
    def total(self) -> int:
        """How many there are."""
        return int(self._hits.size)

    @property
    def article_count(self) -> int:
        """In how many articles they stand."""
        return self._index.article_count(self._hits)

    def shown(self, limit: int, offset: int = 0) -> list[Row]:
        """At most `limit` after the first `offset`, in the order asked for, with what a list shows of a claim.

        That is the columns of index.layout.COLUMNS.
        """
        return self._index.rows(self._ordered(limit + offset)[offset:])

    def rows(self, limit: int) -> pl.DataFrame:
        """At most `limit` rows of `current_claims`, in the order asked for."""
        ids = self._index.ids(self._ordered(limit))
        rows = self._reader.query("SELECT * FROM current_claims WHERE claim_id IN (SELECT unnest(?::VARCHAR[]))", [ids])
        ordered = pl.DataFrame({"claim_id": ids}, schema={"claim_id": pl.String})
        return ordered.join(rows, on="claim_id", maintain_order="left").select(rows.columns)

    def counts(self, most: int = FACET_VALUES) -> dict[str, list[tuple[str, int]]]:
        """Facet -> its `most` frequent values, each with its number of claims: most first, of equals by name."""
        return {name: self._index.counted(name, self._hits, most) for name in FACETS}

    def sure_counts(self) -> list[tuple[str, int]]:
        """For each of LEASTS that some are sure of, how many are at least so sure."""
        sure = of_hits(self._index.confidence, self._hits)
        counted = [(least, int(np.count_nonzero(sure >= float(least)))) for least in LEASTS]
        return [(least, count) for least, count in counted if count]

    def volume(self) -> list[tuple[date, int]]:
        """Each day of publication with its number of claims, the oldest first; days without any are left out."""
        return self._index.by_day(self._hits)

    def newest_days(self, most: int) -> list[tuple[date, int]]:
        """The newest days of publication, each with its number of claims, the newest first."""
        return self._index.newest_days(self._hits, most)

    def _ordered(self, most: int) -> Numbers:
        if self._search.order == "newest":
            return self._hits[:most]
        by = self._index.weights if self._search.order == "weightiest" else self._index.confidence
        return self._index.highest(self._hits, by, most)


def hits_of(index: Index, search: Search) -> Numbers:
    """The numbers of the claims that a search holds of, the newest first."""
    fits = np.ones(index.size, np.bool_)
    for forms in search.words:
        fits &= index.having(forms)
    for name, value in search.equal.items():
        fits &= index.valued(name, value)
    if search.since is not None:
        fits &= index.days >= day_number(search.since)
    if search.until is not None:
        fits &= index.is_dated & (index.days <= day_number(search.until))
    if search.about is not None:
        fits &= index.about(search.about)
    if search.least is not None:
        fits &= index.confidence >= search.least
    return np.flatnonzero(fits)


def with_openings(reader: Queried, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of `current_claims` with `opening`: how the text of an article that has no title begins."""
    untitled = rows.filter(pl.col("title").is_null()).get_column("version_id").unique(maintain_order=True).to_list()
    openings: dict[str, str] = {}
    if untitled:
        found = reader.query(
            f"""SELECT version_id, left(text, {OPENING}) AS opening FROM articles
            WHERE version_id IN (SELECT unnest(?::VARCHAR[]))""",
            [untitled],
        )
        openings = dict(found.iter_rows())
    return rows.with_columns(
        opening=pl.col("version_id").replace_strict(openings, default=None, return_dtype=pl.String)
    )
