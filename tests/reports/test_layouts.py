"""A source whose pages change is named the same night, with a page before and a page after in the report."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pytest

from expectations import Limits
from expectations.layout_checks import LAYOUT_CHECKS as LAYOUTS
from expectations.staging import open_staging
from expectations.suite import count_plainly
from expectations.usual import source_rows
from expectations.validate import observe, pick_failing_rows
from flows.reports.gathering import Unloaded
from flows.reports.writing import write_reports
from tests.warehouse.factory import DAWN, Piece, articles, claims, documents, night, source_counts
from tests.warehouse.test_schema import layouts_of_the_articles
from warehouse import Warehouse
from warehouse.layouts import LAYOUT_CHECKS, layout_of

pytestmark = pytest.mark.lasting

FILLER = "The town of Tarn looks back on a long week at its old harbour wall. " * 4
USUAL = 6  # nights before


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a warehouse with six nights of two sources, eight pages of each; to be copied."""
    path = tmp_path_factory.mktemp("usual") / "warehouse.duckdb"
    with Warehouse.open(path) as opened:
        for number in range(USUAL):
            opened.load(night(number, pages(number)))
    return path


@pytest.fixture
def warehouse(usual: Path, tmp_path: Path) -> Iterator[Warehouse]:
    """One's own warehouse with the usual nights."""
    with Warehouse.open(Path(shutil.copy(usual, tmp_path))) as opened:
        yield opened


def pages(number: int, source: str | None = None, count: int = 8) -> list[Piece]:
    """The pages of a night, each with a text of its own."""
    sources = (source,) if source else ("paper", "wire")
    return [
        Piece(f"{number}-{n}", (100 + n,), name, f"{FILLER}{number} {n}. ") for name in sources for n in range(count)
    ]


@dataclass(frozen=True)
class Found:
    """What the checks of layouts saw: check → what it says, and the rows that failed (FAILING_ROWS)."""

    alarms: dict[str, str | None]
    failing_rows: pl.DataFrame


def judged(warehouse: Warehouse, folder: Path, pieces: list[Piece], changed: pl.DataFrame | None = None) -> Found:
    """What is found of a night after those in the warehouse, by the checks' conditions without Great Expectations."""
    given = articles(pieces) if changed is None else changed
    batch = {"documents": documents(pieces), "articles": given, "claims": claims(pieces)}
    (folder / "staged").mkdir()
    with open_staging(folder / "staged", batch) as staging:
        past = warehouse.history(), DAWN, Limits()
        staging.give("sources", source_rows(source_counts(pieces), *past, layout_of(given), warehouse.layouts()))
        findings = count_plainly(staging, LAYOUTS)
        seen = {finding.check.name: observe(staging, finding) for finding in findings if finding.failing_count}
        return Found(seen, pick_failing_rows(staging, findings))


OF_PAPER = pl.col("source") == "paper"
BROKEN = {
    "source_texts_are_as_long_as_usual": pl.when(OF_PAPER)
    .then(pl.col("text").str.tail(30))
    .otherwise("text")
    .alias("text"),
    "source_dates_its_pages": pl.when(~OF_PAPER).then("published_date").alias("published_date"),
    "source_titles_its_pages": pl.when(~OF_PAPER).then("title").alias("title"),
    "source_dates_come_from_where_they_did": pl.when(OF_PAPER)
    .then(pl.lit("text"))
    .otherwise("date_source")
    .alias("date_source"),
    "source_texts_differ": pl.when(OF_PAPER).then(pl.lit(FILLER)).otherwise("text").alias("text"),
}


def test_the_report_knows_every_check_of_layouts() -> None:
    assert {check.name for check in LAYOUTS} == set(LAYOUT_CHECKS)


@pytest.mark.parametrize("check_name", LAYOUT_CHECKS)
def test_a_source_that_changes_is_named_and_the_other_is_not(
    warehouse: Warehouse, tmp_path: Path, check_name: str
) -> None:
    pieces = pages(USUAL)
    found = judged(warehouse, tmp_path, pieces, articles(pieces).with_columns(BROKEN[check_name])).alarms
    assert set(found) == {check_name}
    told = found[check_name] or ""
    assert told.startswith("paper: ")
    assert "wire" not in told


def test_where_days_come_from_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    pieces, name = pages(USUAL), "source_dates_come_from_where_they_did"
    found = judged(warehouse, tmp_path, pieces, articles(pieces).with_columns(BROKEN[name])).alarms
    assert found == {name: "paper: days out of 100 % text, usually 100 % given"}


def test_nights_that_did_not_keep_where_days_come_from_are_no_history(tmp_path: Path) -> None:
    unknown = pl.lit(None, pl.String).alias("date_source")
    with Warehouse.open(tmp_path / "old.duckdb") as old:
        for number in range(USUAL):
            given = pages(number)
            told = articles(given) if number == USUAL - 1 else articles(given).with_columns(unknown)
            old.load(replace(night(number, given), articles=told))
        pieces = pages(USUAL)
        broken = articles(pieces).with_columns(BROKEN["source_dates_come_from_where_they_did"])
        assert judged(old, tmp_path, pieces, broken).alarms == {}


def test_a_night_as_usual_raises_no_alarm(warehouse: Warehouse, tmp_path: Path) -> None:
    assert judged(warehouse, tmp_path, pages(USUAL)).alarms == {}


def test_few_pages_are_not_judged(warehouse: Warehouse, tmp_path: Path) -> None:
    few = pages(USUAL, count=4)
    broken = articles(few).with_columns(BROKEN["source_dates_its_pages"])
    assert judged(warehouse, tmp_path, few, broken).alarms == {}


def test_few_nights_are_no_history(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "new.duckdb") as new:
        for number in range(Limits().min_nights - 1):
            new.load(night(number, pages(number)))
        pieces = pages(USUAL)
        broken = articles(pieces).with_columns(BROKEN["source_texts_differ"])
        assert judged(new, tmp_path, pieces, broken).alarms == {}


def test_tonight_is_counted_as_the_nights_before_are(warehouse: Warehouse) -> None:
    told = warehouse.layouts().filter(pl.col("run_id") == "run-0").sort("source")
    assert told.get_column("page_count").to_list() == [8, 8]
    assert told.get_column("dated_share").to_list() == [1.0, 1.0]
    assert told.get_column("repeated_share").to_list() == [0.0, 0.0]
    lengths = articles(pages(0, "paper")).select(pl.col("text").str.len_chars().median()).item()
    assert told.get_column("text_length").to_list() == [lengths, lengths]


def test_pages_with_one_text_are_counted_alike_tonight_and_of_the_nights_before(warehouse: Warehouse) -> None:
    pieces = pages(USUAL, "paper")
    texts = [f"{FILLER}{number // 2}" for number in range(6)] + [f"{FILLER}alone {number}" for number in range(2)]
    given = articles(pieces).with_columns(text=pl.Series(texts))
    tonight = layout_of(given)
    warehouse.load(replace(night(USUAL, pieces), articles=given, claims=claims([])))
    told = warehouse.layouts().filter(pl.col("run_id") == f"run-{USUAL}")
    assert told.get_column("repeated_share").to_list() == [0.75]
    assert told.drop("run_id").equals(tonight.select(told.drop("run_id").columns))


def test_the_report_shows_a_page_before_and_a_page_after(warehouse: Warehouse, tmp_path: Path) -> None:
    pieces = pages(USUAL)
    changed = articles(pieces).with_columns(BROKEN["source_texts_are_as_long_as_usual"])
    found = judged(warehouse, tmp_path, pieces, changed)
    tonight = night(USUAL, pieces)
    warehouse.load(replace(tonight, articles=changed))
    folder = tmp_path / "reports"
    write_reports(warehouse, folder, tonight.run_id, DAWN, Unloaded(failing_rows=found.failing_rows))
    words = (folder / "runs" / f"{tonight.run_id}.html").read_text(encoding="utf-8")
    section = words[words.index('id="layouts"') : words.index("</table>", words.index('id="layouts"'))]
    assert section.count("<tr><td") == 2
    before, after = section.split("<tr><td")[1:]
    assert ">before<" in before
    assert FILLER[:60] in before
    assert ">tonight<" in after
    assert before.count(FILLER[:60]) == 2 * after.count(FILLER[:60])  # in title and text, and in the title alone


def test_what_nights_were_like_follows_their_articles(warehouse: Warehouse) -> None:
    """Read again, changed, come back, or with other bytes and the same text: each time as if counted anew."""
    first, other = pages(0), replace(pages(0)[0], filler="Another text. ")
    undated = articles(first).with_columns(date_source=pl.lit("text"), title=pl.lit(None, pl.String))
    nights = [
        night(USUAL, first, articles=undated, run_kind="backfill"),
        night(USUAL + 1, [other]),
        night(USUAL + 2, [first[0], *pages(1)[:2]], articles=articles([first[0], *pages(1)[:2]])),
        night(USUAL + 3),
    ]
    before = warehouse.layouts().rows()
    for each in nights:
        warehouse.load(each)
        assert warehouse.layouts().rows() == layouts_of_the_articles(warehouse) != before
    told = warehouse.layouts().filter(pl.col("run_id") == "run-0")
    assert told.get_column("titled_share").to_list() == [1 / 8, 0.0]
    assert told.get_column("date_text_share").to_list() == [7 / 8, 1.0]


def test_a_night_reads_no_text_of_those_before_it(warehouse: Warehouse) -> None:
    before = warehouse.layouts()
    warehouse.con.execute("UPDATE articles SET text = 'lost'")
    assert warehouse.layouts().equals(before)
    warehouse.load(night(USUAL, pages(USUAL)))
    assert warehouse.layouts().filter(pl.col("run_id") != f"run-{USUAL}").equals(before)
