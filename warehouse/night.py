"""What a run hands to the warehouse, and what the warehouse says it did with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from transforms.frames import (
    ARITHMETIC,
    ARTICLE_SKETCHES,
    ARTICLES,
    CHECK_RESULTS,
    CLAIMS,
    DOCUMENTS,
    FAILING_ROWS,
    PASSAGE_SKETCHES,
    QUARANTINED_CLAIMS,
    REJECTED_DOCUMENTS,
    SOURCE_COUNTS,
    Frame,
)
from warehouse.connection import Rows


@dataclass(frozen=True, kw_only=True)
class Night:
    """One run's rows, to be loaded in one transaction.  Instants are naive UTC.

    Each of the frames is a Polars frame or a list of Parquet files of its specification: `documents` (DOCUMENTS, with
    or without `content`) new and changed only, one for each of `articles` (ARTICLES); `claims` (CLAIMS) accepted;
    `quarantined` (QUARANTINED_CLAIMS); `arithmetic` (ARITHMETIC) relations between claims of either sort;
    `article_sketches` (ARTICLE_SKETCHES) and `passage_sketches` (PASSAGE_SKETCHES) of the articles; `rejected`
    (REJECTED_DOCUMENTS); `check_results` (CHECK_RESULTS) and `failing_rows` (FAILING_ROWS); `sources` (SOURCE_COUNTS)
    what every source gave, unchanged documents included.

    For each article given, the given version and exactly the given claims are current afterwards: a backfill is such a
    night over articles that are known.
    """

    run_id: str
    started_at: datetime
    finished_at: datetime
    run_kind: str = "nightly"
    program_version: str = ""
    extractor_version: str = ""
    documents: Rows = field(default_factory=DOCUMENTS.empty)
    rejected: Rows = field(default_factory=REJECTED_DOCUMENTS.empty)
    articles: Rows = field(default_factory=ARTICLES.empty)
    claims: Rows = field(default_factory=CLAIMS.empty)
    quarantined: Rows = field(default_factory=QUARANTINED_CLAIMS.empty)
    article_sketches: Rows = field(default_factory=ARTICLE_SKETCHES.empty)
    passage_sketches: Rows = field(default_factory=PASSAGE_SKETCHES.empty)
    arithmetic: Rows = field(default_factory=ARITHMETIC.empty)
    check_results: Rows = field(default_factory=CHECK_RESULTS.empty)
    failing_rows: Rows = field(default_factory=FAILING_ROWS.empty)
    sources: Rows = field(default_factory=SOURCE_COUNTS.empty)
    accepted_by: str | None = None
    accepted_why: str | None = None

    def staged_frames(self) -> dict[str, Rows]:
        """Name of the relation in SQL → its rows; an empty list of files stands for no rows."""
        return {f"staged_{spec.name}": given(rows, spec) for spec, rows in self._frames()}

    def _frames(self) -> tuple[tuple[Frame, Rows], ...]:
        return (
            (DOCUMENTS, self.documents),
            (REJECTED_DOCUMENTS, self.rejected),
            (ARTICLES, self.articles),
            (CLAIMS, self.claims),
            (QUARANTINED_CLAIMS, self.quarantined),
            (ARTICLE_SKETCHES, self.article_sketches),
            (PASSAGE_SKETCHES, self.passage_sketches),
            (ARITHMETIC, self.arithmetic),
            (CHECK_RESULTS, self.check_results),
            (FAILING_ROWS, self.failing_rows),
            (SOURCE_COUNTS, self.sources),
        )


def given(rows: Rows, spec: Frame) -> Rows:
    """`rows`, or the empty frame of the specification where they are an empty list of files."""
    if isinstance(rows, pl.DataFrame) or rows:
        return rows
    return spec.empty()


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """Rows that a load added, made current again or rewrote in place (`restored`), and marked superseded.

    All are 0 after a night with nothing new.  `is_repeat` says that this very run was loaded before.
    """

    documents_added: int = 0
    articles_added: int = 0
    articles_superseded: int = 0
    claims_added: int = 0
    claims_restored: int = 0
    claims_superseded: int = 0
    quarantined_added: int = 0
    rejected_added: int = 0
    is_repeat: bool = False
