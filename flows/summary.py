"""What a night came to, in figures, for the terminal and for Prefect."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from flows.night import Night
from flows.shards import ShardResults
from flows.stages.ingest import Ingested
from flows.stages.validate import Judged
from warehouse import LoadCounts


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one night.

    `failed_sentences` are those that a rule broke on; `seconds` is the wall time of each stage, `broken_off` names
    sources that went away, `left_hosts` hosts that were left for the night; `published` and `unpublished` tell of the
    places outside, `reasons` counts the rejected documents by reason, and `failed` names the checks that failed, each
    with its severity and rows.
    """

    run_id: str
    documents: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    articles: int
    articles_read: int
    claims_accepted: int
    claims_quarantined: int
    failed_sentences: int
    checks_passed: int
    checks_failed: int
    superseded: int
    database: str
    report: str
    accepted_why: str | None = None
    broken_off: list[str] = field(default_factory=list)
    left_hosts: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    unpublished: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def summarise(night: Night, ingested: Ingested, results: ShardResults, judged: Judged, counts: LoadCounts) -> Summary:
    """The figures of a night that was loaded and published, as they stand now."""
    documents = {name: int(judged.sources.get_column(name).sum()) for name in judged.sources.columns[1:]}
    rejected = pl.concat([ingested.rejected, results.rejected])
    reasons = rejected.group_by("reason").len().sort("len", "reason", descending=[True, False])
    passed = judged.verdict.check_results.get_column("is_passed")
    return Summary(
        run_id=night.run_id,
        documents=documents["document_count"],
        new=documents["new_count"],
        changed=documents["changed_count"],
        unchanged=documents["unchanged_count"],
        rejected=documents["rejected_count"],
        articles=results.articles.height,
        articles_read=int(results.articles.get_column("is_read").sum()),
        claims_accepted=judged.accepted.height,
        claims_quarantined=judged.quarantined.height,
        failed_sentences=results.failures.height,
        checks_passed=int(passed.sum()),
        checks_failed=int((~passed).sum()),
        superseded=counts.claims_superseded,
        database=str(night.home.published),
        report=str(night.home.reports / "index.html"),
        accepted_why=night.accepted_why if judged.verdict.is_critical else None,
        broken_off=list(night.broken_off),
        left_hosts=list(night.left_hosts),
        published=list(night.published),
        unpublished=list(night.unpublished),
        seconds=dict(night.seconds),
        reasons=dict(reasons.iter_rows()),
        failed=failed_checks(judged.verdict.check_results),
    )


def failed_checks(results: pl.DataFrame) -> list[str]:
    """Each check (frames.CHECK_RESULTS) that failed, as "name (severity, 3 of 40)", the severest first."""
    rank = pl.col("severity").replace_strict({"critical": 0, "warning": 1, "quarantine": 2})
    failed = results.filter(~pl.col("is_passed")).sort(rank, "suite", "check_name")
    names = ("check_name", "severity", "failing_count", "row_count")
    return [
        f"{name} ({kind}, {failing:,} of {rows:,})" for name, kind, failing, rows in failed.select(names).iter_rows()
    ]


def summary_lines(summary: Summary) -> list[tuple[str, str]]:
    """The summary as pairs of a name and what to say of it."""
    documents = (
        f"{summary.documents:,} in: {summary.new:,} new, {summary.changed:,} changed, {summary.unchanged:,} unchanged, "
        f"{summary.rejected:,} rejected"
    )
    claims = f"{summary.claims_accepted:,} accepted, {summary.claims_quarantined:,} quarantined"
    if summary.superseded:
        claims += f", {summary.superseded:,} older ones superseded"
    checks = f"{summary.checks_passed:,} passed, {summary.checks_failed:,} failed"
    if summary.accepted_why is not None:
        checks += f"; loaded all the same: {summary.accepted_why}"
    rejected = ", ".join(f"{count:,} {reason}" for reason, count in summary.reasons.items())
    rejected += ": places, lines and remedies are in the report"
    unread = summary.articles - summary.articles_read
    articles = f"{summary.articles_read:,} read" + (f", {unread:,} not in English and kept unread" if unread else "")
    if summary.failed_sentences:
        articles += f"; figures of {summary.failed_sentences:,} sentences left out, since a rule failed on them"
    broken_off = [("broken off", ", ".join(summary.broken_off))] if summary.broken_off else []
    left = [("left alone", line) for line in summary.left_hosts]
    times = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in summary.seconds.items())
    return [
        ("run", summary.run_id),
        ("documents", documents),
        *broken_off,
        *left,
        *([("rejected", rejected)] if summary.reasons else []),
        ("articles", articles),
        ("claims", claims),
        ("checks", checks),
        *[("failed", line) for line in summary.failed],
        ("took", times),
        ("database", summary.database),
        ("report", summary.report),
        *[("published", line) for line in summary.published],
        *[("unpublished", place) for place in summary.unpublished],
    ]
