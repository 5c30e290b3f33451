"""The figures of a night as people read them."""

from __future__ import annotations

from dataclasses import replace

from flows.summary import Summary, summary_lines

NUMBERS = (
    "documents", "new", "changed", "unchanged", "rejected", "articles", "claims_accepted", "claims_quarantined",
    "checks_passed", "checks_failed", "superseded",
)  # fmt: skip
WHOLE = Summary("run", **dict.fromkeys(NUMBERS, 0), database="claims.duckdb", report="index.html")


def test_sources_that_broke_off_are_named_where_there_are_any() -> None:
    assert "broken off" not in dict(summary_lines(WHOLE))
    assert dict(summary_lines(replace(WHOLE, broken_off=["lake", "river"])))["broken off"] == "lake, river"
