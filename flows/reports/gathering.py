"""The reports' data out of an open warehouse: frames of `warehouse.review` into the plain data of `report_data`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import polars as pl

from flows.reports.report_data import Link, Overview, Row, RunLine, RunReport
from flows.reports.run_page import SHOWN_PER_CHECK
from transforms.frames import (
    ARTICLES,
    FAILING_ROWS,
    QUARANTINED_CLAIMS,
    REJECTED_DOCUMENTS,
    SOURCE_COUNTS,
)
from warehouse import review, tonight
from warehouse.layouts import LAYOUT_CHECKS, page_after, page_before
from warehouse.warehouse import Warehouse

REJECTED_SHOWN = 50
CHANGED_SHOWN = 50
FAILING_SHOWN = 200
RELATIONS_SHOWN = 30
MOVERS_SHOWN = 10
DISPUTES_SHOWN = 20
STORIES_SHOWN = 10
LAYOUTS_SHOWN = 30
TOTAL_WORDS = {
    "articles": "articles",
    "claims": "claims",
    "quarantined": "claims that wait in quarantine",
    "speakers": "speakers named",
}


@dataclass(frozen=True, kw_only=True)
class Unloaded:
    """Rows of a run that are not in the warehouse: of a held or failed one all, of a loaded one the `failing_rows`.

    `articles` are ARTICLES, `quarantined` QUARANTINED_CLAIMS, `rejected` REJECTED_DOCUMENTS, `sources` SOURCE_COUNTS,
    `failing_rows` FAILING_ROWS.
    """

    articles: pl.DataFrame = field(default_factory=ARTICLES.empty)
    quarantined: pl.DataFrame = field(default_factory=QUARANTINED_CLAIMS.empty)
    rejected: pl.DataFrame = field(default_factory=REJECTED_DOCUMENTS.empty)
    sources: pl.DataFrame = field(default_factory=SOURCE_COUNTS.empty)
    failing_rows: pl.DataFrame = field(default_factory=FAILING_ROWS.empty)


def overview(warehouse: Warehouse, runs: Sequence[RunLine], links: Sequence[Link], made_at: datetime) -> Overview:
    """The overview of `runs` with what the warehouse holds; `made_at` is naive UTC."""
    totals = review.totals(warehouse).row(0, named=True)
    return Overview(
        runs=tuple(runs),
        sources=_rows(review.sources(warehouse)),
        totals={TOTAL_WORDS[name]: count for name, count in totals.items()},
        links=tuple(links),
        made_at=made_at,
    )


def run_lines(warehouse: Warehouse) -> list[RunLine]:
    """Every run that the warehouse heard of, the oldest first."""
    return [RunLine(**row) for row in review.runs(warehouse).iter_rows(named=True)]


def run_report(
    warehouse: Warehouse, run: RunLine, previous: RunLine | None, links: Sequence[Link], unloaded: Unloaded
) -> RunReport:
    """Everything about `run`; `previous` is the completed run before it."""
    report = RunReport(
        run=run,
        previous=previous,
        previous_sources=_rows(review.run_sources(warehouse, previous.run_id)) if previous else (),
        checks=_rows(review.checks(warehouse, run.run_id)),
        previous_checks=_rows(review.checks(warehouse, previous.run_id)) if previous else (),
        failing_rows=_rows(_of_other_tables(unloaded.failing_rows).head(FAILING_SHOWN)),
        links=tuple(links),
    )
    if run.is_loaded:
        report = replace(report, layouts=_layouts(warehouse, run.run_id, unloaded.failing_rows))
    return _with_loaded_rows(warehouse, report) if run.is_loaded else _with_unloaded_rows(report, unloaded)


def _layouts(warehouse: Warehouse, run_id: str, failing_rows: pl.DataFrame) -> tuple[Row, ...]:
    """A page before and a page after of every source that failed a check of its layout."""
    failed = failing_rows.filter(pl.col("check_name").is_in(LAYOUT_CHECKS)).head(LAYOUTS_SHOWN)
    return tuple(
        {
            "check_name": check_name,
            "source": source,
            "before": next(page_before(warehouse, run_id, source).iter_rows(named=True), None),
            "after": next(page_after(warehouse, run_id, source, check_name).iter_rows(named=True), None),
        }
        for source, check_name in failed.select("row_key", "check_name").iter_rows()
    )


def previous_of(runs: Iterable[RunLine], run: RunLine) -> RunLine | None:
    """The last nightly run that was loaded before `run`; `runs` come oldest first."""
    found = None
    for earlier in runs:
        if earlier.run_id == run.run_id:
            return found
        if earlier.is_loaded and earlier.run_kind == "nightly":
            found = earlier
    return found


def _with_loaded_rows(warehouse: Warehouse, report: RunReport) -> RunReport:
    run_id = report.run.run_id
    quarantined = review.quarantined(warehouse, run_id, SHOWN_PER_CHECK)
    rejected = review.rejected(warehouse, run_id, REJECTED_SHOWN)
    changed = review.changed_articles(warehouse, run_id, CHANGED_SHOWN)
    failing = review.failing_arithmetic(warehouse, run_id, RELATIONS_SHOWN)
    return replace(
        report,
        sources=_rows(review.run_sources(warehouse, run_id)),
        quarantined=_rows(quarantined),
        quarantined_total=_total(quarantined, "quarantined_total"),
        rejected=_rows(rejected),
        rejected_total=_total(rejected, "rejected_total"),
        changed_articles=_rows(changed),
        changed_total=_total(changed, "changed_total"),
        failing_arithmetic=_rows(failing),
        failing_total=_total(failing, "failing_total"),
        movers=_rows(tonight.movers(warehouse, run_id, MOVERS_SHOWN)),
        disputes=_rows(tonight.new_disputes(warehouse, run_id, DISPUTES_SHOWN)),
        stories=_rows(tonight.told_most(warehouse, run_id, STORIES_SHOWN)),
    )


def _with_unloaded_rows(report: RunReport, unloaded: Unloaded) -> RunReport:
    about = unloaded.articles.select(
        "version_id", "title", "url", "published_date", opening=pl.col("text").str.head(400)
    )
    shown = unloaded.quarantined.group_by("failed_checks", maintain_order=True).head(SHOWN_PER_CHECK)
    return replace(
        report,
        sources=_rows(unloaded.sources),
        quarantined=_rows(shown.join(about, on="version_id", how="left", maintain_order="left")),
        quarantined_total=unloaded.quarantined.height,
        rejected=_rows(unloaded.rejected.head(REJECTED_SHOWN)),
        rejected_total=unloaded.rejected.height,
    )


def _of_other_tables(failing_rows: pl.DataFrame) -> pl.DataFrame:
    """Failing rows that are no claims: those are shown in their sentences."""
    return failing_rows.filter(pl.col("table_name") != "claims")


def _rows(frame: pl.DataFrame) -> tuple[Row, ...]:
    return tuple(frame.iter_rows(named=True))


def _total(frame: pl.DataFrame, name: str) -> int:
    return int(frame.item(0, name)) if frame.height else 0
