"""What a night says of itself at its end."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from flows.summary import Summary, failed_checks, summary_lines
from transforms.frames import CHECK_RESULTS

SUMMARY = Summary(
    run_id="r", documents=41, new=8, changed=0, unchanged=0, rejected=33, articles=8, articles_read=8,
    claims_accepted=1200, claims_quarantined=3, failed_sentences=0, checks_passed=53, checks_failed=1,
    superseded=0, database="d", report="p",
)  # fmt: skip


def line(summary: Summary, name: str) -> str | None:
    return dict(summary_lines(summary)).get(name)


def result(name: str, severity: str, failing: int, rows: int = 40) -> dict[str, object]:
    return {
        "run_id": "r", "suite": "claims", "check_name": name, "why": "w", "severity": severity,
        "is_passed": failing == 0, "failing_count": failing, "row_count": rows, "observed": None,
    }  # fmt: skip


def test_failed_checks_are_named_the_severest_first() -> None:
    rows = [result("b", "quarantine", 3), result("a", "warning", 0), result("c", "critical", 1, 2000)]
    assert failed_checks(pl.DataFrame(rows, schema=CHECK_RESULTS.schema(), orient="row")) == [
        "c (critical, 1 of 2,000)",
        "b (quarantine, 3 of 40)",
    ]
    lines = ["c (critical, 1 of 2)", "b (quarantine, 3 of 4)"]
    told = summary_lines(replace(SUMMARY, failed=lines))
    assert [value for name, value in told if name == "failed"] == lines


def test_rejections_are_counted_by_reason_where_there_are_any() -> None:
    assert line(SUMMARY, "rejected") is None
    told = line(replace(SUMMARY, reasons={"wrong encoding": 14, "binary": 1}), "rejected")
    assert told is not None
    assert told.startswith("14 wrong encoding, 1 binary: ")


def test_articles_in_other_languages_are_not_said_to_be_read() -> None:
    assert line(SUMMARY, "articles") == "8 read"
    assert line(replace(SUMMARY, articles_read=7), "articles") == "7 read, 1 not in English and kept unread"


def test_sources_that_broke_off_are_named_where_there_are_any() -> None:
    assert line(SUMMARY, "broken off") is None
    assert line(replace(SUMMARY, broken_off=["lake", "river"]), "broken off") == "lake, river"


def test_sentences_that_a_rule_broke_on_are_counted_where_there_are_any() -> None:
    assert line(SUMMARY, "articles") == "8 read"
    told = line(replace(SUMMARY, failed_sentences=2), "articles")
    assert told == "8 read; figures of 2 sentences left out, since a rule failed on them"
