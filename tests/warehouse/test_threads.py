"""A series by the index is the series of the tables, figure by figure; what a publish tells is what is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from tests.warehouse.factory import Piece, night
from tests.warehouse.newsroom import Report
from tests.warehouse.tolls import CHIEF, FIRST, MAYOR, at_least, exactly, loaded, reported
from warehouse import Warehouse
from warehouse.published import Published, Reader
from warehouse.threads import LEVEL, LISTED, levels, thread
from warehouse.told import told_by, told_of

pytestmark = pytest.mark.lasting
MANY = 1000
# As the pages ask for them of all figures.
TELLINGS = """SELECT claim_id, version_id, title, source, published_date, about_date, figure, figure_low, figure_high,
    voice, subject, measure, subject_key, area, comparable_unit, modality, quote, speaker, series_id
FROM figures WHERE is_point AND series_id = ?
ORDER BY about_date DESC NULLS LAST, published_date DESC NULLS LAST, claim_id"""
DISPUTES = """SELECT * FROM conflicts WHERE series_id = $1
    OR other_claim_id IN (SELECT claim_id FROM figures WHERE is_point AND series_id = $1)
ORDER BY about_date DESC NULLS LAST, claim_id, other_claim_id"""


@pytest.fixture
def reader(warehouse: Warehouse, path: Path) -> Iterator[Reader]:
    """A copy of two nights: what is told of several series, changed, disputed, without a day or a title."""
    warehouse.load(night(0, [Piece("one"), Piece("two", (3, 4), published=None)]))
    loaded(
        warehouse, exactly(38) | MAYOR, exactly(52) | CHIEF, exactly(61) | CHIEF | {"day": 3},
        at_least(70) | CHIEF | {"day": 3}, exactly(41) | MAYOR | {"day": 1}, exactly(3) | {"subject_key": "dog"},
    )  # fmt: skip
    reported(warehouse, [Report("paper", "1", None, "The wall in Harrow killed 38 people.", FIRST)], number=2)
    to = path.parent.parent / "claims.duckdb"
    warehouse.publish(to)
    published = Published(to)
    with published.reading() as opened:
        yield opened
    published.close()


def test_every_series_is_told_as_the_tables_have_it(reader: Reader) -> None:
    ids = reader.query("SELECT series_id FROM series ORDER BY series_id").to_series().to_list()
    assert len(ids) > 2
    revised = disputed = 0
    for series_id in ids:
        series = thread(reader, series_id)
        assert series is not None
        told = series.tellings(MANY)
        expected = reader.query(TELLINGS, [series_id])
        assert_frame_equal(told.select(expected.columns), expected, check_dtypes=False)
        assert series.tellings(1).get_column("claim_id").to_list() == expected.get_column("claim_id").to_list()[:1]
        (about,) = reader.query("SELECT * FROM series WHERE series_id = ?", [series_id]).to_dicts()
        assert series.about == about
        disputes = reader.query(DISPUTES, [series_id])
        assert_frame_equal(series.disputes(MANY), disputes)
        revisions = reader.query(
            "SELECT * FROM revisions WHERE series_id = ? ORDER BY about_date NULLS LAST, claim_id", [series_id]
        )
        assert series.revisions(MANY).to_dicts() == revisions.to_dicts()
        assert_frame_equal(series.levels(MANY), levels(reader, series_id, MANY).select(LEVEL.split(", ")))
        revised, disputed = revised + revisions.height, disputed + disputes.height
    assert revised
    assert disputed


def test_what_is_no_series_has_no_figures(reader: Reader) -> None:
    (last,) = reader.query("SELECT max(series_id) FROM series").to_series()
    for unknown in ("", "deaths", last[:-1], f"{last}0"):
        assert thread(reader, unknown) is None


def test_an_untitled_article_is_told_by_its_opening(reader: Reader) -> None:
    columns = reader.index.columns(reader.index.threads.figures.column("number").to_numpy(), LISTED).to_pylist()
    openings = dict(reader.query("SELECT version_id, left(text, 400) FROM articles WHERE title IS NULL").iter_rows())
    assert openings
    assert all(row["opening"] == openings.get(row["version_id"]) for row in columns)
    assert {row["version_id"] for row in columns if row["opening"]} == openings.keys()


def test_what_a_publish_tells_is_what_the_copy_holds(reader: Reader) -> None:
    assert reader.told is not None
    told = told_by(reader)
    assert told is reader.told
    now = told_of(reader, reader.index.threads)
    assert told.keys() == now.keys() >= {"totals", "series", "movers"}
    assert told["series"].height
    assert told["heaviest"].height
    for name, frame in now.items():
        assert_frame_equal(told[name], frame)


@pytest.mark.parametrize("harm", ["gone", "cut short"])
def test_what_is_not_told_is_worked_out(warehouse: Warehouse, path: Path, harm: str) -> None:
    warehouse.load(night(0, [Piece("one")]))
    to = path.parent.parent / "claims.duckdb"
    warehouse.publish(to)
    (told,) = (path.parent / "search").glob("*.told")
    if harm == "gone":
        told.unlink()
    else:
        told.write_bytes(told.read_bytes()[: told.stat().st_size // 2])
    published = Published(to)
    with published.reading() as reader:
        assert reader.told is None
        assert told_by(reader)["totals"].row(0, named=True)["claims"] == 1
        assert told_by(reader) is told_by(reader)
    published.close()
