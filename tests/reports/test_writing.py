"""The pages of a home folder, out of a real warehouse: what a night brings, what is written again and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from lxml import html

from flows.reports.gathering import Unloaded, run_lines
from flows.reports.writing import report_paths, write_reports
from tests.warehouse import factory
from tests.warehouse.factory import DAWN, HOSTILE, Piece, night
from transforms.frames import CHECK_RESULTS, FAILING_ROWS, REJECTED_DOCUMENTS
from warehouse import RunEvent, Warehouse, review

pytestmark = pytest.mark.lasting

MADE_AT = DAWN + timedelta(days=9)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "reports"


def words(path: Path) -> str:
    return " ".join(html.document_fromstring(path.read_text()).text_content().split())


def rejection(run: int, place: str) -> pl.DataFrame:
    row = factory.row(
        REJECTED_DOCUMENTS, rejection_id=place, source="paper", place_found=place, received_at=DAWN, reason="empty",
        detail="the file holds no text; remove it",
    )  # fmt: skip
    return factory.frame(REJECTED_DOCUMENTS, [row])


def failed_check(run: int) -> pl.DataFrame:
    row = factory.row(
        CHECK_RESULTS, run_id=f"run-{run}", suite="claims", check_name="value_in_bounds", why="a value outside lies",
        severity="quarantine", is_passed=False, failing_count=1, row_count=2,
    )  # fmt: skip
    return factory.frame(CHECK_RESULTS, [row])


def a_night_with_trouble(number: int) -> Any:
    good, bad = Piece("a", (594, 12)), Piece("b", (400,))
    return night(
        number, [good, bad], claims=factory.claims([good]), rejected=rejection(number, "in/empty.txt"),
        quarantined=factory.set_aside(factory.claims([bad]), "value_in_bounds"), check_results=failed_check(number),
    )  # fmt: skip


def test_a_night_gives_an_overview_a_page_and_two_pages_of_claims(warehouse: Warehouse, folder: Path) -> None:
    warehouse.load(a_night_with_trouble(0))
    paths = write_reports(warehouse, folder, "run-0", MADE_AT)
    assert "2 claims were accepted and 1 quarantined; 1 of 1 checks failed." in words(paths.index)
    page = words(paths.run_page)
    assert "They captured 400 soldiers." in page
    assert "a value outside lies" in page
    assert "in/empty.txt" in page
    assert "the file holds no text; remove it" in page
    assert "594 soldiers" in words(paths.newest_claims)
    assert "400 soldiers" in words(paths.quarantined_claims)
    assert "value_in_bounds" in words(paths.quarantined_claims)
    links = html.document_fromstring(paths.run_page.read_text()).xpath("//ul[@class='links']//a/@href")
    assert [(paths.run_page.parent / link).resolve() for link in links] == [
        paths.newest_claims,
        paths.quarantined_claims,
    ]


def test_the_next_night_says_what_changed_in_an_article(warehouse: Warehouse, folder: Path) -> None:
    first = night(0, [Piece("a", (38, 900)), Piece("b")])
    warehouse.load(first)
    again = [Piece("a", (61, 900))]
    warehouse.load(night(1, again, sources=factory.source_counts(again, unchanged=1, changed=1)))
    page = html.document_fromstring(write_reports(warehouse, folder, "run-1", MADE_AT).run_page.read_text())
    row = page.xpath("//table[.//th='figures gone']/tbody/tr")
    assert [[cell.text_content() for cell in cells[2:]] for cells in row] == [["2", "2", "38 soldiers", "61 soldiers"]]
    compared = page.xpath("//table[.//th='last night']/tbody/tr[td[1]='claims accepted']/td")
    assert [cell.text_content() for cell in compared[1:]] == ["3", "2", "−1"]


def test_a_backfill_says_which_articles_the_newer_rules_read_otherwise(warehouse: Warehouse, folder: Path) -> None:
    pieces = [Piece("a", (38, 900)), Piece("b")]
    warehouse.load(night(0, pieces))
    fewer = factory.claims(pieces, "2").filter(pl.col("quote") != "900 soldiers")
    warehouse.load(night(1, pieces, "2", claims=fewer, run_kind="backfill"))
    page = html.document_fromstring(write_reports(warehouse, folder, "run-1", MADE_AT).run_page.read_text())
    assert "read otherwise" in page.text_content()
    rows = page.xpath("//table[.//th='figures gone']/tbody/tr")
    assert [cell.text_content() for cell in rows[0][2:]] == ["2", "1", "900 soldiers", ""]


def test_a_run_page_is_written_again_only_if_something_happened_to_the_run(warehouse: Warehouse, folder: Path) -> None:
    warehouse.load(night(0, [Piece("a")]))
    warehouse.record_run(RunEvent(run_id="run-1", event="started", event_at=DAWN + timedelta(days=1)))
    first = write_reports(warehouse, folder, "run-0", MADE_AT).run_page
    dead = report_paths(folder, "run-1").run_page
    before = first.stat().st_mtime_ns, dead.read_text()
    assert "Running, or died without a word" in before[1]
    warehouse.record_run(RunEvent(run_id="run-1", event="dead", event_at=DAWN + timedelta(days=2), message="no word"))
    warehouse.load(night(3, [Piece("b")]))
    write_reports(warehouse, folder, "run-3", MADE_AT)
    assert first.stat().st_mtime_ns == before[0]
    assert "no word" in words(dead)


def test_a_held_run_shows_the_rows_that_are_not_in_the_warehouse(warehouse: Warehouse, folder: Path) -> None:
    pieces = [Piece("a", (400,), filler=HOSTILE[5])]
    event = RunEvent(run_id="run-0", event="held", event_at=DAWN, message="100% of the claims would be quarantined")
    warehouse.record_run(event, check_results=failed_check(0))
    other = {
        "table_name": "sources",
        "row_key": "paper",
        "check_name": "gone_silent",
        "severity": "critical",
        "why": "?",
    }
    unloaded = Unloaded(
        articles=factory.articles(pieces),
        quarantined=factory.set_aside(factory.claims(pieces), "value_in_bounds"),
        sources=factory.source_counts(pieces),
        failing_rows=pl.DataFrame([other], schema=FAILING_ROWS.schema()),
    )
    paths = write_reports(warehouse, folder, "run-0", MADE_AT, unloaded)
    page = words(paths.run_page)
    assert "Held by a critical check" in page
    assert "100% of the claims would be quarantined" in page
    assert "They captured 400 soldiers." in page
    assert "gone_silent" in page
    assert not paths.newest_claims.exists()


def test_the_quality_of_a_run_is_that_of_its_claims(warehouse: Warehouse) -> None:
    pieces = [Piece("a", (1, 2, 3, 4))]
    is_second = pl.int_range(pl.len()) == 1
    speechless = factory.claims(pieces).with_columns(
        speaker=pl.when(is_second).then(None).otherwise("speaker"),
        confidence=pl.when(is_second).then(0.5).otherwise(0.9),
    )
    warehouse.load(night(0, pieces, claims=speechless))
    run = run_lines(warehouse)[0]
    assert (run.speaker_share, run.dated_share) == (0.75, 1.0)
    assert run.mean_confidence == pytest.approx(0.8)


def test_a_page_of_claims_leaves_out_what_nobody_would_read(warehouse: Warehouse, folder: Path) -> None:
    endless, short = Piece("endless", (7,), filler="word " * 30_000), Piece("short", (594,))
    warehouse.load(night(0, [endless, short]))
    page = html.document_fromstring(write_reports(warehouse, folder, "run-0", MADE_AT).newest_claims.read_text())
    assert [mark.text for mark in page.xpath("//span[contains(@class,'mark ')]")] == ["594 soldiers"]


@pytest.mark.slow
def test_a_home_of_many_nights_is_written_from_nothing(warehouse: Warehouse, folder: Path) -> None:
    for number in range(12):
        warehouse.load(night(number, [Piece(f"article {number}", (number,))]))
    paths = write_reports(warehouse, folder, "run-11", MADE_AT)
    assert len(list((folder / "runs").iterdir())) == 12
    assert len(html.document_fromstring(paths.index.read_text()).xpath("//figure[1]//rect")) == 12


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_hostile_words_of_an_article_stay_words(warehouse: Warehouse, folder: Path, text: str) -> None:
    piece = Piece("a", (594,), filler=text.replace("\r", ""))
    warehouse.load(
        night(0, [piece], claims=factory.claims([]), quarantined=factory.set_aside(factory.claims([piece]), "x"))
    )
    paths = write_reports(warehouse, folder, "run-0", MADE_AT)
    for path in (paths.index, paths.run_page, paths.quarantined_claims):
        assert "<script" not in path.read_text()
    assert "594 soldiers" in words(paths.run_page)


def test_articles_that_wait_fill_their_page_though_the_newest_are_too_long(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        piece = Piece(f"{number}", (400,), filler="Rain. " * (40 if number > 3 else number))
        aside = factory.set_aside(factory.claims([piece]), "value_in_bounds")
        warehouse.load(night(number, [piece], claims=factory.claims([]), quarantined=aside))
    monkeypatch.setattr(review, "LONGEST_SHOWN", 100)
    for most, shown in ((1, ["3"]), (2, ["3", "2"]), (9, ["3", "2", "1", "0"])):
        assert review.quarantined_articles(warehouse, most).get_column("own_id").to_list() == shown
    monkeypatch.setattr(review, "CHARACTERS_SHOWN", 100)
    assert review.quarantined_articles(warehouse, 9).get_column("own_id").to_list() == ["3", "2"]
