"""What a night came to, in figures, for the terminal and for Prefect."""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.night import Night
from flows.shards import ShardResults
from flows.stages.validate import Judged
from warehouse import LoadCounts


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one night; `seconds` is the wall time of each stage, `broken_off` names sources that went away."""

    run_id: str
    documents: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    articles: int
    claims_accepted: int
    claims_quarantined: int
    checks_passed: int
    checks_failed: int
    superseded: int
    database: str
    report: str
    accepted_why: str | None = None
    broken_off: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def summarise(night: Night, results: ShardResults, judged: Judged, counts: LoadCounts) -> Summary:
    """The figures of a night that was loaded."""
    documents = {name: int(judged.sources.get_column(name).sum()) for name in judged.sources.columns[1:]}
    passed = judged.verdict.check_results.get_column("is_passed")
    return Summary(
        run_id=night.run_id,
        documents=documents["document_count"],
        new=documents["new_count"],
        changed=documents["changed_count"],
        unchanged=documents["unchanged_count"],
        rejected=documents["rejected_count"],
        articles=results.articles.height,
        claims_accepted=judged.accepted.height,
        claims_quarantined=judged.quarantined.height,
        checks_passed=int(passed.sum()),
        checks_failed=int((~passed).sum()),
        superseded=counts.claims_superseded,
        database=str(night.home.published),
        report=str(night.home.reports / "index.html"),
        accepted_why=night.accepted_why if judged.verdict.is_critical else None,
        broken_off=night.broken_off,
        seconds=night.seconds,
    )


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
    broken_off = [("broken off", ", ".join(summary.broken_off))] if summary.broken_off else []
    times = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in summary.seconds.items())
    return [
        ("run", summary.run_id),
        ("documents", documents),
        *broken_off,
        ("articles", f"{summary.articles:,} read"),
        ("claims", claims),
        ("checks", checks),
        ("took", times),
        ("database", summary.database),
        ("report", summary.report),
    ]
