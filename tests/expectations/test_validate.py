"""The judgement of a night by Great Expectations, and its Data Docs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from expectations import CHECKS, Limits, Verdict, split_claims, validate
from expectations.data_docs import KEPT_PAGES
from tests.warehouse.factory import DAWN, HOSTILE, Piece, articles, claims, documents, source_counts
from transforms.frames import CHECK_RESULTS, FAILING_ROWS, HISTORY, check

PIECES = tuple(Piece(text, (1, 2), source="<b>paper</b>", filler=text) for text in HOSTILE)


def judge(claim_rows: pl.DataFrame, data_docs: Path | None = None, run_id: str = "one", **given: object) -> Verdict:
    """The verdict on the pieces with these claims."""
    limits = given.get("limits")
    assert limits is None or isinstance(limits, Limits)
    return validate(
        documents(PIECES), articles(PIECES), claim_rows, HISTORY.empty(), run_id=run_id, now=DAWN,
        sources=source_counts(PIECES), data_docs=data_docs, limits=limits,
    )  # fmt: skip


def broken() -> pl.DataFrame:
    """Claims of which every second has a quote that does not stand in the text, and the first a kind unknown."""
    number = pl.int_range(pl.len())
    return claims(PIECES).with_columns(
        quote=pl.when(number % 2 == 1).then(pl.lit("<script>alert(1)</script>")).otherwise("quote"),
        kind=pl.when(number == 0).then(pl.lit("<img src=x onerror=alert(1)>")).otherwise("kind"),
    )


@pytest.mark.slow
def test_great_expectations_counts_what_is_picked(tmp_path: Path) -> None:
    verdict = judge(broken(), tmp_path)
    results = check(verdict.check_results, CHECK_RESULTS)
    assert results.get_column("check_name").to_list() == [each.name for each in CHECKS]
    failed = dict(results.filter(~pl.col("is_passed")).select("check_name", "failing_count").rows())
    assert failed == {"kind_is_known": 1, "quote_stands_at_its_span": 8}
    picked = check(verdict.failing_rows, FAILING_ROWS)
    assert dict(picked.group_by("check_name").len().rows()) == failed
    assert not verdict.is_critical
    assert verdict.messages == ()
    accepted, aside = split_claims(broken(), verdict.failing_rows)
    assert (accepted.height, aside.height) == (7, 9)
    assert set(results.get_column("row_count")) == {8, 16, 0, 1}


@pytest.mark.slow
def test_too_many_failures_are_critical_and_say_so() -> None:
    verdict = judge(broken(), limits=Limits(min_claims=5))
    assert verdict.is_critical
    (critical, warning) = verdict.messages
    assert critical.startswith(
        "critical: quarantine_share_is_bearable failed: 9 of 16 claims (56.3 %) (when a good part"
    )
    assert warning.startswith("warning: quarantine_share_is_low failed")


@pytest.mark.slow
def test_data_docs_hold_counts_and_reasons_and_nothing_of_an_article(tmp_path: Path) -> None:
    for number in range(2):
        verdict = judge(broken(), tmp_path / "docs", run_id=f"run <{number}>")
    assert verdict.data_docs is not None
    pages = sorted((tmp_path / "docs").iterdir())
    assert [page.suffix for page in pages] == [".html"] * 3
    page, index = verdict.data_docs.read_text(encoding="utf-8"), (tmp_path / "docs" / "index.html").read_text()
    for text in (page, index):
        assert "default-src 'none'" in text
        assert not any(
            word in text for word in ("<script", "<img", "http:", "https:", "onclick", "<link", "onerror", "alert(")
        )
    assert all(each.name in page for each in CHECKS)
    assert page.count('class="fas fa-times') == 3  # two checks and their suite
    assert f"{len(CHECKS)} made, 2 failed" in page
    assert index.count("<li>") == 2
    assert "run &lt;1&gt;" in index


@pytest.mark.slow
def test_data_docs_keep_the_newest_pages(tmp_path: Path) -> None:
    for number in range(KEPT_PAGES + 5):
        (tmp_path / f"20200101T{number:06d}-old.html").write_text("<title>old &amp; gone</title>")
    judge(claims(PIECES), tmp_path)
    pages = sorted(path.name for path in tmp_path.glob("2*.html"))
    assert len(pages) == KEPT_PAGES
    assert pages[0] == "20200101T000006-old.html"
    assert "old &amp; gone" in (tmp_path / "index.html").read_text()


def test_a_night_with_nothing_new_passes_and_does_not_import_great_expectations() -> None:
    code = """
import sys
from expectations import CHECKS, validate
from tests.warehouse.factory import DAWN, articles, claims, documents, source_counts
from transforms.frames import HISTORY
verdict = validate(documents([]), articles([]), claims([]), HISTORY.empty(), run_id="one", now=DAWN,
                   sources=source_counts([], unchanged=3))
assert verdict.check_results.get_column("is_passed").all()
assert verdict.check_results.height == len(CHECKS)
assert not verdict.is_critical
assert "great_expectations" not in sys.modules
"""
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_parquet_files_are_judged_as_frames_are(tmp_path: Path) -> None:
    empty = {"documents": documents([]), "articles": articles([]), "claims": claims([])}
    for name, rows in empty.items():
        rows.write_parquet(tmp_path / f"{name}'s.parquet")
    paths = [[tmp_path / f"{name}'s.parquet"] for name in empty]
    verdict = validate(paths[0], paths[1], paths[2], HISTORY.empty(), run_id="one", now=DAWN)
    assert verdict.check_results.get_column("is_passed").all()
    none = validate([], [], [], HISTORY.empty(), run_id="one", now=DAWN)
    assert none.check_results.equals(verdict.check_results)
