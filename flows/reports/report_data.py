"""What the report pages show: plain data, filled from the warehouse by `gathering` and drawn by the renderers.

Instants are naive UTC.  Counts are None where the run did not come so far.  Rows are mappings with the names of
`transforms.frames.COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Row = Mapping[str, Any]
State = Literal["started", "held", "accepted", "discarded", "failed", "dead", "completed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One run: what became of it, and its counts if it was loaded (documents in, claims out, checks)."""

    run_id: str
    run_kind: str
    state: State
    started_at: datetime | None
    ended_at: datetime | None
    message: str | None = None
    program_version: str = ""
    extractor_version: str = ""
    document_count: int | None = None
    new_count: int | None = None
    changed_count: int | None = None
    unchanged_count: int | None = None
    rejected_count: int | None = None
    article_count: int | None = None
    extracted_count: int | None = None
    claim_count: int | None = None
    quarantined_count: int | None = None
    check_count: int | None = None
    failed_check_count: int | None = None
    accepted_by: str | None = None
    accepted_why: str | None = None
    mean_confidence: float | None = None
    speaker_share: float | None = None
    dated_share: float | None = None
    placed_share: float | None = None

    @property
    def is_loaded(self) -> bool:
        """Whether its rows are in the warehouse."""
        return self.claim_count is not None

    @property
    def is_mostly_rejected(self) -> bool:
        """Whether more than half of its documents could not be taken in."""
        return 2 * (self.rejected_count or 0) > (self.document_count or 0)

    @property
    def quarantine_share(self) -> float | None:
        """Quarantined claims out of all that were extracted, 0 to 1; None where nothing was extracted."""
        return None if not self.extracted_count else (self.quarantined_count or 0) / self.extracted_count

    @property
    def duration_s(self) -> float | None:
        """Seconds from start to end."""
        if self.started_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page beside this one: relative address and words."""

    href: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """Everything about one run.

    `sources` are SOURCE_COUNTS rows; `checks` and `previous_checks` CHECK_RESULTS rows; `quarantined` are
    QUARANTINED_CLAIMS rows with the article's `title`, `opening` (how its text begins), `url` and `published_date`, at
    most as many as are shown, of `quarantined_total`; `failing_rows` are FAILING_ROWS rows of other tables; `rejected`
    are REJECTED_DOCUMENTS rows; `changed_articles` are rows with `article_id`, `title`, `opening`, `url`, `source`,
    `claims_before`, `claims_after`, `figures_dropped` and `figures_added` (lists of quotes); `failing_arithmetic` are
    rows of the view of that name, at most as many as are shown, of `failing_total`;
    `movers`, `disputes` and `stories` are rows of the functions of warehouse.tonight (movers, new_disputes, told_most);
    `layouts` are rows with `check_name`, `source`, `before` and `after`: a usual page of the source and one of this run
    that shows why the check failed, each with `title`, `opening`, `url`, `published_date`, `text_length` and `copies`.
    """

    run: RunLine
    previous: RunLine | None = None
    sources: tuple[Row, ...] = ()
    previous_sources: tuple[Row, ...] = ()
    checks: tuple[Row, ...] = ()
    previous_checks: tuple[Row, ...] = ()
    quarantined: tuple[Row, ...] = ()
    quarantined_total: int = 0
    failing_rows: tuple[Row, ...] = ()
    rejected: tuple[Row, ...] = ()
    rejected_total: int = 0
    changed_articles: tuple[Row, ...] = ()
    changed_total: int = 0
    failing_arithmetic: tuple[Row, ...] = ()
    failing_total: int = 0
    movers: tuple[Row, ...] = ()
    disputes: tuple[Row, ...] = ()
    stories: tuple[Row, ...] = ()
    layouts: tuple[Row, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All runs, the oldest first, and where the sources stand.

    `sources` are rows with `source`, `last_given_at` (the last run in which it gave a new or changed document),
    `last_run_at`, `document_total`, `claim_total`, `quarantined_total`, `rejected_total` and `recent` (documents new
    or changed in each of its last runs, oldest first).
    """

    runs: tuple[RunLine, ...] = ()
    sources: tuple[Row, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    made_at: datetime | None = None
