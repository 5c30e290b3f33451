"""The judgement on a night: every check run, every failing row named, and whether the load must be held."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from expectations.check import BATCH_SUITES, LEDGER_SUITES, ROW_KEYS, ROW_SUITES
from expectations.checks import CHECKS
from expectations.levels import NO_LEVELS
from expectations.limits import Limits
from expectations.staging import Rows, Staging, open_staging
from expectations.suite import Finding, Judge, count_plainly
from expectations.usual import NO_LAYOUT, NO_LAYOUTS, night_row, source_rows
from transforms.frames import CHECK_RESULTS, FAILING_ROWS, SOURCE_COUNTS

SUITES = (*ROW_SUITES, *LEDGER_SUITES, *BATCH_SUITES)
SEEN_SHOWN = 5  # rows of a suite that has many of which it is told what was seen


@dataclass(frozen=True)
class Verdict:
    """What the checks found.

    `check_results` (CHECK_RESULTS) has a row for every check, `failing_rows` (FAILING_ROWS) one for every row and check
    that it failed.  `messages` say each failed batch check in words.  With `is_critical` the load must be held.
    """

    check_results: pl.DataFrame
    failing_rows: pl.DataFrame
    messages: tuple[str, ...] = ()
    data_docs: Path | None = None

    @property
    def is_critical(self) -> bool:
        """Whether a critical check failed."""
        return not self.failed("critical").is_empty()

    def failed(self, severity: str) -> pl.DataFrame:
        """The results of the checks of a severity that did not pass."""
        return self.check_results.filter(~pl.col("is_passed") & (pl.col("severity") == severity))


def validate(
    documents: Rows,
    articles: Rows,
    claims: Rows,
    history: pl.DataFrame,
    *,
    run_id: str,
    now: datetime,
    sources: pl.DataFrame | None = None,
    levels: pl.DataFrame = NO_LEVELS,
    layout: pl.DataFrame = NO_LAYOUT,
    layouts: pl.DataFrame = NO_LAYOUTS,
    failed_sentences: int = 0,
    limits: Limits | None = None,
    data_docs: Path | None = None,
) -> Verdict:
    """Judge a staged batch: DOCUMENTS, ARTICLES and CLAIMS as frames or Parquet files, beside its HISTORY.

    `sources` (SOURCE_COUNTS) says what each source gave tonight, `failed_sentences` on how many sentences a rule broke;
    `levels` are the levels among the claims beside their series (as Warehouse.levels_beside gives them);
    `layout` what the articles of each source are like (as warehouse.layouts.layout_of gives it), `layouts` what they
    were like in the nights before (as Warehouse.layouts does); `now` is naive UTC.  Great Expectations' Data Docs are
    brought up to date in the folder `data_docs` if one is given; a night with nothing new adds no page to them.
    """
    sources = SOURCE_COUNTS.empty() if sources is None else sources
    limits = limits or Limits()
    batch = {"documents": documents, "articles": articles, "claims": claims}
    with (
        tempfile.TemporaryDirectory(prefix="claimwire-checks-") as folder,
        open_staging(Path(folder), batch) as staging,
    ):
        judge = Judge(staging, run_id, now)
        staging.give("levels", levels)
        findings = run_checks(judge, (*ROW_SUITES, *LEDGER_SUITES))
        failing_rows = pick_failing_rows(staging, findings)
        counts = count_batch(staging, sources, failing_rows) | {"failed_sentences": failed_sentences}
        staging.give("night", night_row(counts, history, limits))
        staging.give("sources", source_rows(sources, history, now, limits, layout, layouts))
        more = run_checks(judge, BATCH_SUITES)
        failing_rows = pl.concat([failing_rows, pick_failing_rows(staging, more)])
        results = tabulate(staging, [*findings, *more], run_id)
        page = judge.write_docs(data_docs) if data_docs and not staging.is_empty else None
    return Verdict(results, failing_rows, tuple(messages(results)), page)


def run_checks(judge: Judge, suites: tuple[str, ...]) -> list[Finding]:
    """What every check of the suites found: by Great Expectations, or plainly where nothing new came."""
    findings: list[Finding] = []
    for suite in suites:
        checks = [check for check in CHECKS if check.suite == suite]
        findings += count_plainly(judge.staging, checks) if judge.staging.is_empty else judge.run(suite, checks)
    return findings


def pick_failing_rows(staging: Staging, findings: list[Finding]) -> pl.DataFrame:
    """The rows that failed (FAILING_ROWS), by the very conditions that were counted."""
    picked = [FAILING_ROWS.empty()]
    for finding in findings:
        if finding.failing_count:
            check = finding.check
            keys = staging.select(check.failing_rows(f"DISTINCT {ROW_KEYS[check.suite]}::VARCHAR AS row_key"))
            told = {"table_name": check.suite, "check_name": check.name, "severity": check.severity, "why": check.why}
            picked.append(keys.with_columns(pl.lit(v).alias(k) for k, v in told.items()).select(FAILING_ROWS.columns))
    return pl.concat(picked).sort(FAILING_ROWS.key)


def count_batch(staging: Staging, sources: pl.DataFrame, failing_rows: pl.DataFrame) -> dict[str, int]:
    """The batch's counts as the relation `night` wants them."""
    staging.give("failed", failing_rows)
    row = staging.select(
        """SELECT (SELECT count(*) FROM given_articles WHERE is_read) AS article_count, count(*) AS extracted_count,
        count(*) FILTER (claim_id IN (
            SELECT row_key FROM failed WHERE table_name = 'claims' AND severity = 'quarantine'
        ) OR version_id IN (
            SELECT row_key FROM failed WHERE table_name = 'articles' AND severity = 'quarantine'
        )) AS quarantined_count FROM given_claims"""
    ).row(0, named=True)
    totals = {name: int(sources.get_column(name).sum()) for name in ("document_count", "rejected_count")}
    return {**totals, **row}


def tabulate(staging: Staging, findings: list[Finding], run_id: str) -> pl.DataFrame:
    """One row for each check (CHECK_RESULTS), in the order of the list of checks."""
    row_counts = {suite: staging.select(f"SELECT count(*) AS n FROM {suite}").item() for suite in SUITES}
    rows = [
        {
            "run_id": run_id,
            "suite": finding.check.suite,
            "check_name": finding.check.name,
            "why": finding.check.why,
            "severity": finding.check.severity,
            "is_passed": finding.failing_count == 0,
            "failing_count": finding.failing_count,
            "row_count": row_counts[finding.check.suite],
            "observed": observe(staging, finding),
        }
        for finding in findings
    ]
    return pl.DataFrame(rows, schema=CHECK_RESULTS.schema())


def observe(staging: Staging, finding: Finding) -> str | None:
    """What a check that has words for it saw: in the failing rows, or in the night's only row; else null."""
    check = finding.check
    if not check.observed or not (finding.failing_count or check.suite == "night"):
        return None
    query = (
        f"SELECT {check.observed} AS seen FROM night"
        if check.suite == "night"
        else check.failing_rows(f"{check.observed} AS seen")
    )
    seen = staging.select(query).get_column("seen").drop_nulls().sort()
    if check.suite in BATCH_SUITES or seen.len() <= SEEN_SHOWN:
        return "; ".join(seen) or None
    return "; ".join([*seen.head(SEEN_SHOWN), f"and {seen.len() - SEEN_SHOWN} more"])


def messages(results: pl.DataFrame) -> list[str]:
    """Each failed check of series and batch, and each critical one of rows, in words: what was seen, and why."""
    whole = (*LEDGER_SUITES, *BATCH_SUITES)
    told = results.filter(~pl.col("is_passed") & (pl.col("suite").is_in(whole) | (pl.col("severity") == "critical")))
    return [
        f"{row['severity']}: {row['check_name']} failed: "
        f"{row['observed'] or str(row['failing_count']) + ' rows'} ({row['why']})"
        for row in told.iter_rows(named=True)
    ]
