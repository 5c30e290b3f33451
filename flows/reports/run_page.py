"""`reports/runs/<run_id>.html`: one run with every check, its offending rows in their sentences, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from expectations.split import ARTICLE_PREFIX
from flows.reports.claim_page import reading
from flows.reports.overview_page import STATE_WORDS, tone
from flows.reports.page import render_page
from flows.reports.report_data import Row, RunLine, RunReport

SHOWN_PER_CHECK = 25
AROUND = 400  # characters of a sentence shown on either side of a quote
MEASURES = (
    ("documents", "document_count"),
    ("new documents", "new_count"),
    ("changed documents", "changed_count"),
    ("unchanged documents", "unchanged_count"),
    ("rejected documents", "rejected_count"),
    ("articles", "article_count"),
    ("claims accepted", "claim_count"),
    ("claims quarantined", "quarantined_count"),
    ("checks failed", "failed_check_count"),
)
SHARES = (
    ("share quarantined", "quarantine_share"),
    ("mean confidence", "mean_confidence"),
    ("claims with a speaker", "speaker_share"),
    ("claims with a date", "dated_share"),
    ("claims with a place", "placed_share"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of last night and tonight; None where a night has none."""

    words: str
    before: float | None
    after: float | None
    is_share: bool

    @property
    def change(self) -> float | None:
        """Tonight less last night."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Offence:
    """A quarantined claim: its sentence before, in and after the quote, its reading, and its row."""

    before: str
    quote: str
    after: str
    reading: str
    row: Row


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check with the claims that failed it: those shown, and how many there are in all."""

    name: str
    why: str
    offences: tuple[Offence, ...]
    total: int


def render_run_page(report: RunReport) -> str:
    """The page of one run, self-contained; every text of an article is escaped."""
    checks = sorted(report.checks, key=_check_order)
    return render_page(
        "run.html.j2",
        ("base.css", "report.css"),
        report=report,
        run=report.run,
        differences=differences(report.previous, report.run),
        turned=turned_checks(report.previous_checks, report.checks),
        silent=silent_sources(report.previous_sources, report.sources),
        failing=[row for row in checks if not row["is_passed"]],
        passing=[row for row in checks if row["is_passed"]],
        failed=failed_checks(report),
        rejections=by_reason(report.rejected),
        state_words=STATE_WORDS,
        tone=tone,
    )


def differences(before: RunLine | None, after: RunLine) -> list[Difference]:
    """Every measure of tonight beside last night's; none for the first night or one that was not loaded."""
    if before is None or not after.is_loaded:
        return []
    counts = [Difference(words, getattr(before, name), getattr(after, name), False) for words, name in MEASURES]
    return counts + [Difference(words, getattr(before, name), getattr(after, name), True) for words, name in SHARES]


def turned_checks(before: Sequence[Row], after: Sequence[Row]) -> list[tuple[Row, bool]]:
    """The checks whose result is not last night's, with whether they pass now."""
    was = {(row["suite"], row["check_name"]): row["is_passed"] for row in before}
    known = [(row, was.get((row["suite"], row["check_name"]))) for row in after]
    return [(row, row["is_passed"]) for row, earlier in known if earlier is not None and earlier != row["is_passed"]]


def silent_sources(before: Sequence[Row], after: Sequence[Row]) -> list[str]:
    """The sources that gave documents last night and none tonight; none where it is not known what tonight's gave."""
    if not after:
        return []
    giving = {row["source"] for row in after if row["document_count"]}
    return sorted(row["source"] for row in before if row["document_count"] and row["source"] not in giving)


def failed_checks(report: RunReport) -> list[FailedCheck]:
    """The quarantined claims under each check that they failed, in the order of the checks."""
    claims_of: dict[str, list[Row]] = {}
    for row in report.quarantined:
        for name in row["failed_checks"]:
            claims_of.setdefault(name, []).append(row)
    why = {prefix + row["check_name"]: row["why"] for row in report.checks for prefix in ("", ARTICLE_PREFIX)}
    failing = {row["check_name"]: row["failing_count"] for row in report.checks if row["suite"] == "claims"}
    return [
        FailedCheck(
            name,
            why.get(name, ""),
            tuple(offence(row) for row in rows[:SHOWN_PER_CHECK]),
            max(len(rows), failing.get(name, 0)),
        )
        for name, rows in sorted(claims_of.items(), key=lambda item: -len(item[1]))
    ]


def offence(row: Row) -> Offence:
    """The claim in its sentence; where its span does not hold its quote, the quote is put before the sentence."""
    sentence, quote = row["sentence"], row["quote"]
    left = row["start"] - row["sentence_start"]
    right = left + len(quote)
    if left < 0 or sentence[left:right] != quote:
        return Offence("", quote, f" – not found at its place in: {sentence[:AROUND]}", reading(row), row)
    before = sentence[:left] if left <= AROUND else f"… {sentence[left - AROUND : left]}"
    after = sentence[right:] if len(sentence) - right <= AROUND else f"{sentence[right : right + AROUND]} …"
    return Offence(before, quote, after, reading(row), row)


def by_reason(rejected: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Rejected documents under their reasons, the most frequent first."""
    groups: dict[str, list[Row]] = {}
    for row in rejected:
        groups.setdefault(row["reason"], []).append(row)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def _check_order(row: Row) -> tuple[int, str, str]:
    return ("critical", "quarantine", "warning").index(row["severity"]), row["suite"], row["check_name"]
