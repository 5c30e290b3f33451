"""The pages of a home folder, written after each run: the overview, the run's page, and claims in their articles.

A run's page is written when the run ends, and again only if something happened to the run since.  The overview and the
two pages of claims are written anew each time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from flows.reports import gathering
from flows.reports.claim_page import render_claim_page
from flows.reports.gathering import Unloaded
from flows.reports.overview_page import render_overview
from flows.reports.page import write_page
from flows.reports.report_data import Link, RunLine
from flows.reports.run_page import render_run_page
from transforms.frames import ARTICLES, CLAIMS
from warehouse import review
from warehouse.warehouse import Warehouse

ARTICLES_SHOWN = 60
STATE_TAG = re.compile(r'<meta name="claimwire-run-state" content="(\w+)">')
HEAD_CHARACTERS = 4000
PAGES = (
    ("data_docs/index.html", "Great Expectations Data Docs"),
    ("claims/newest.html", "Newest claims in their articles"),
    ("claims/quarantined.html", "Quarantined claims in their articles"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPaths:
    """Where the pages are."""

    index: Path
    run_page: Path
    newest_claims: Path
    quarantined_claims: Path


def report_paths(folder: Path, run_id: str) -> ReportPaths:
    """The places of the pages of a run under the reports' `folder`, whether they are written or not."""
    return ReportPaths(
        index=folder / "index.html",
        run_page=folder / "runs" / f"{run_id}.html",
        newest_claims=folder / "claims" / "newest.html",
        quarantined_claims=folder / "claims" / "quarantined.html",
    )


def write_reports(
    warehouse: Warehouse, folder: Path, run_id: str, made_at: datetime, unloaded: Unloaded | None = None
) -> ReportPaths:
    """Write the pages of the run `run_id` and what has changed of the others; `made_at` is naive UTC.

    `unloaded` gives the rows of the run that the warehouse does not hold.  Raises OSError where the folder refuses.
    """
    paths = report_paths(folder, run_id)
    runs = gathering.run_lines(warehouse)
    _write_claim_pages(warehouse, paths, run_id)
    for run in runs:
        if run.run_id == run_id or _state_written(report_paths(folder, run.run_id).run_page) != run.state:
            rows = unloaded if unloaded is not None and run.run_id == run_id else Unloaded()
            _write_run_page(warehouse, folder, runs, run, rows)
    write_page(paths.index, render_overview(gathering.overview(warehouse, runs, _links(folder, ""), made_at)))
    return paths


def _write_run_page(
    warehouse: Warehouse, folder: Path, runs: Sequence[RunLine], run: RunLine, unloaded: Unloaded
) -> None:
    previous = gathering.previous_of(runs, run)
    report = gathering.run_report(warehouse, run, previous, _links(folder, "../"), unloaded)
    write_page(report_paths(folder, run.run_id).run_page, render_run_page(report))


def _write_claim_pages(warehouse: Warehouse, paths: ReportPaths, run_id: str) -> None:
    """The newest claims, if the run brought any, and those that wait in quarantine."""
    newest = review.newest_articles(warehouse, run_id, ARTICLES_SHOWN)
    if newest.height:
        claims = review.newest_claims(warehouse, newest.get_column("version_id").to_list())
        note = f"Articles of the run {run_id}, drawn evenly from its sources, at most {ARTICLES_SHOWN}, none too long."
        _write_claim_page(paths.newest_claims, "Newest claims", note, newest, claims)
    waiting = review.quarantined_articles(warehouse, ARTICLES_SHOWN)
    claims = review.waiting_claims(warehouse, waiting.get_column("version_id").to_list())
    note = (
        f"Claims that a check has set aside and nobody has decided on, in at most {ARTICLES_SHOWN} articles, newest"
        " first. Release, drop or correct one by its claim id: claimwire quarantine --help."
    )
    _write_claim_page(paths.quarantined_claims, "Quarantined claims", note, waiting, claims)


def _write_claim_page(path: Path, heading: str, note: str, articles: pl.DataFrame, claims: pl.DataFrame) -> None:
    reasons = {}
    if "reasons" in claims.columns:
        reasons = dict(claims.select("claim_id", "reasons").iter_rows())
    page = render_claim_page(
        articles.select(ARTICLES.columns),
        claims.select(CLAIMS.columns),
        heading=heading,
        note=note,
        reasons=reasons,
        overview_href="../index.html",
    )
    write_page(path, page)


def _links(folder: Path, up: str) -> list[Link]:
    """Links to the pages that are there, from a page that lies `up` of the folder."""
    return [Link(href=up + place, words=words) for place, words in PAGES if (folder / place).is_file()]


def _state_written(page: Path) -> str | None:
    """The run's state when its page was written; None where there is no page."""
    try:
        with page.open(encoding="utf-8") as file:
            found = STATE_TAG.search(file.read(HEAD_CHARACTERS))
    except FileNotFoundError:
        return None
    return found.group(1) if found else None
