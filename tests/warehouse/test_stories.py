"""Copies count once and stories come together: as labelled, in any order, through changes, killed at a boundary."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.benchmarks.stories import measure, written
from tests.warehouse.newsroom import Report, night_of
from warehouse import Warehouse
from warehouse.connection import Connection, scalar
from warehouse.copies import Level, gather

pytestmark = pytest.mark.lasting

LABELLED = written()
FLOORS = {"origins_right": 0.94, "pair_precision": 0.95, "pair_recall": 0.95, "passages_right": 1.0}
TABLES = ("article_sketches", "passage_sketches", "article_origins", "passage_origins", "article_stories")
MONDAY = date(2026, 3, 2)
WIRE = Report(
    "wire",
    "a",
    "Dam at Ostrava leaks",
    "Engineers lowered the lake behind the Ostrava dam by 14 metres on Monday after water seeped through its "
    "eastern wall, the operator Hydrovar said. Some 3,200 people left the villages of Dolny and Lipnik below it. "
    "Hydrovar's director Pavel Krana put the repair at 60 million crowns and promised that nobody would pay more.",
    MONDAY,
)
COPY = replace(WIRE, source="paper", own_id="b", published=date(2026, 3, 4))


def told(warehouse: Warehouse) -> dict[str, str]:
    """The hashes of what is known of copies and stories; the audits must find no fault in it."""
    assert [(result.name, result.rows) for result in warehouse.audit() if not result.is_passed] == []
    hashes = warehouse.content_hashes()
    return {name: hashes[name] for name in TABLES}


def origins(warehouse: Warehouse) -> dict[str, str]:
    """Source → source of its origin."""
    rows = warehouse.query(
        """SELECT a.source, b.source FROM article_origins JOIN current_articles AS a USING (article_id)
        JOIN current_articles AS b ON b.article_id = origin_id"""
    )
    return dict(rows.iter_rows())


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What comes of all labelled articles in one night."""
    with Warehouse.open(tmp_path_factory.mktemp("stories") / "warehouse.duckdb") as warehouse:
        warehouse.load(night_of(1, LABELLED.reports))
        return told(warehouse)


def test_the_labelled_stories_and_origins_are_found(warehouse: Warehouse) -> None:
    warehouse.load(night_of(1, LABELLED.reports))
    measured = measure(warehouse, LABELLED)
    assert measured.article_count > 50
    assert {name: getattr(measured, name) for name in FLOORS if getattr(measured, name) < FLOORS[name]} == {}, measured


@pytest.mark.usefixtures("made_anew")
@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_of_arrival_ends_the_same(warehouse: Warehouse, at_once: dict[str, str], seed: int) -> None:
    """Some articles come first with other words or another day, and a backfill reads some again."""
    draw = random.Random(seed)
    reports = draw.sample(LABELLED.reports, len(LABELLED.reports))
    for number in range(4):
        part = reports[number::4]
        early = [replace(report, text=WIRE.text, published=MONDAY) for report in draw.sample(part, 3)]
        known = {report.article_id for report in early}
        warehouse.load(night_of(2 * number, [*early, *(each for each in part if each.article_id not in known)]))
        warehouse.load(night_of(2 * number + 1, [each for each in part if each.article_id in known]))
    warehouse.load(night_of(9, draw.sample(reports, 10), run_kind="backfill"))
    assert told(warehouse) == at_once


@pytest.mark.parametrize("stage", ["find_origins", "tell_stories", "record_completion", "keep_ledger"])
def test_a_load_that_dies_on_its_way_leaves_nothing(
    path: Path, at_once: dict[str, str], monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    class KilledError(BaseException):
        pass

    def die(work: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*given: Any) -> None:
            work(*given)
            raise KilledError

        return dying

    half = len(LABELLED.reports) // 2
    with Warehouse.open(path) as warehouse:
        warehouse.load(night_of(1, LABELLED.reports[:half]))
        before = warehouse.content_hashes()
        from warehouse import load

        with monkeypatch.context() as patch:
            patch.setattr(load, stage, die(getattr(load, stage)))
            with pytest.raises(KilledError):
                warehouse.load(night_of(2, LABELLED.reports[half:]))
    with Warehouse.open(path) as warehouse:
        assert warehouse.content_hashes() == before
        warehouse.load(night_of(2, LABELLED.reports[half:]))
        assert told(warehouse) == at_once


def test_an_origin_moves_with_what_is_known(warehouse: Warehouse) -> None:
    warehouse.load(night_of(1, [COPY]))
    assert origins(warehouse) == {"paper": "paper"}
    warehouse.load(night_of(2, [WIRE]))
    assert origins(warehouse) == {"paper": "wire", "wire": "wire"}
    rewritten = replace(
        WIRE, text="The lake behind the dam is to be filled again in the spring of 2031, it was decided."
    )
    warehouse.load(night_of(3, [rewritten]))
    assert origins(warehouse) == {"paper": "paper", "wire": "wire"}
    first = replace(WIRE, source="agency", published=date(2026, 3, 1))
    warehouse.load(night_of(4, [first, WIRE]))
    assert origins(warehouse) == dict.fromkeys(("paper", "wire", "agency"), "agency")
    assert warehouse.query("SELECT copy_count, sources FROM origins").rows() == [(2, ["agency", "paper", "wire"])]
    told(warehouse)


def test_what_lies_a_month_apart_is_no_copy_and_no_story(warehouse: Warehouse) -> None:
    later = replace(COPY, published=date(2026, 4, 4))
    undated = replace(COPY, source="blog", published=None)
    warehouse.load(night_of(1, [WIRE, later, undated]))
    assert origins(warehouse) == {"wire": "wire", "paper": "paper", "blog": "wire"}
    stories = warehouse.query("SELECT first_date, member_count, origin_count FROM stories ORDER BY first_date").rows()
    assert stories == [(MONDAY, 2, 1), (date(2026, 4, 4), 1, 1)]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Nine were hurt when the blaze at Ostrava spread, said Una Lorn.", True),
        ("Nine were hurt in the derby at Ostrava, said Una Lorn.", False),
        ("Nine were hurt at Ostrava, said Una Lorn.", False),
    ],
    ids=["one kind of event", "two kinds", "no kind told"],
)
def test_short_reports_of_one_kind_of_event_need_one_rare_name(warehouse: Warehouse, text: str, is_one: bool) -> None:
    first = Report("wire", "a", None, "A fire burned down 4 houses in Ostrava, said Ilse Mardt of the brigade.", MONDAY)
    warehouse.load(night_of(1, [first, replace(first, source="paper", text=text)]))
    assert warehouse.query("FROM stories").height == (1 if is_one else 2)


def test_a_kind_of_event_that_the_program_no_longer_has_is_none(warehouse: Warehouse) -> None:
    first = Report("wire", "a", None, "Pavel Krana of Hydrovar spoke in Ostrava about 4 walls.", MONDAY)
    given = night_of(1, [first, replace(first, source="paper", text="In Ostrava Pavel Krana told of 9 leaks.")])
    marked = pl.col("traits").list.concat(pl.lit(["~unheard-of"]))
    warehouse.load(replace(given, article_sketches=given.article_sketches.with_columns(marked)))
    assert warehouse.query("FROM stories").height == 1


def test_an_article_that_loses_its_day_follows_nothing_any_more(warehouse: Warehouse, path: Path) -> None:
    first = Report("wire", "a", None, "Pavel Krana of Hydrovar spoke in Ostrava about 4 walls.", MONDAY)
    text = "In Ostrava the minister blamed Pavel Krana of Hydrovar for 9 leaks."
    second = replace(first, own_id="b", text=text, published=date(2026, 3, 3))
    warehouse.load(night_of(1, [first, second]))
    assert warehouse.query("FROM article_stories WHERE follows_ids IS NOT NULL").height == 1
    undated = replace(second, published=None)
    warehouse.load(night_of(2, [undated]))
    assert warehouse.query("FROM article_stories WHERE follows_ids IS NOT NULL").is_empty()
    with Warehouse.open(path.with_name("at-once.duckdb")) as at_once:
        at_once.load(night_of(1, [first, undated]))
        assert told(at_once) == told(warehouse)


def test_an_old_article_and_one_without_a_day_are_not_compared_with_everything(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only with what lies near the old one's day, and with what shares rare words with the one of no day."""
    others = [
        replace(report, published=date(2026, 2, day))
        for day, report in enumerate((each for each in LABELLED.reports if each.source != "wire"), 1)
        if day < 25
    ]
    warehouse.load(night_of(1, [WIRE, *others]))
    compared = []

    def counting(con: Connection, level: Level) -> None:
        gather(con, level)
        compared.append((level.table, scalar(con, "SELECT count(*) FROM compared")))

    monkeypatch.setattr("warehouse.copies.gather", counting)
    old = replace(COPY, source="blog", text="The valley below the old dam was flooded.", published=date(1950, 3, 1))
    undated = replace(COPY, published=None)
    warehouse.load(night_of(2, [old, undated]))
    assert compared[0] == ("article_origins", 3)
    assert origins(warehouse)["paper"] == "wire"


def test_a_long_story_ends_and_another_begins(warehouse: Warehouse) -> None:
    """Each follows the one three days before; none is a copy, and nothing lasts longer than three weeks."""
    reports = [
        Report(
            "wire",
            str(day),
            f"Ostrava dam, day {day}",
            f"Pavel Krana of Hydrovar spoke in Ostrava. {words}",
            date(2026, 3, day),
        )
        for day, words in zip(range(1, 31, 3), "abcdefghij", strict=True)
    ]
    draw = random.Random(3)
    for number, report in enumerate(draw.sample(reports, len(reports))):
        warehouse.load(night_of(number, [report]))
    rows = warehouse.query("SELECT first_date, last_date, member_count FROM stories ORDER BY first_date").rows()
    assert rows == [(date(2026, 3, 1), date(2026, 3, 22), 8), (date(2026, 3, 25), date(2026, 3, 28), 2)]
    told(warehouse)


def test_an_article_that_comes_late_reaches_those_that_follow_its_followers(warehouse: Warehouse, path: Path) -> None:
    """The late one changes what the second weighs, which the third is compared with four days later."""
    told_of = {0: "Ostrava", 4: "Ostrava with Pavel Krana of Hydrovar", 8: "Brno with Pavel Krana of Hydrovar"}
    late, *others = [
        Report("wire", str(day), None, f"The minister spoke in {words} about {day} walls.", date(2026, 3, 1 + day))
        for day, words in told_of.items()
    ]
    warehouse.load(night_of(1, others))
    alone = warehouse.query("SELECT likeness FROM article_stories WHERE likeness IS NOT NULL").to_series()
    warehouse.load(night_of(2, [late]))
    kept = warehouse.query("SELECT likeness FROM article_stories JOIN articles USING (article_id) WHERE own_id = '8'")
    assert kept.item() != alone.item()
    with Warehouse.open(path.with_name("at-once.duckdb")) as at_once:
        at_once.load(night_of(1, [late, *others]))
        assert told(at_once) == told(warehouse)


def test_a_reprinted_passage_has_the_origin_of_its_words(warehouse: Warehouse) -> None:
    krana = WIRE.text.split(". ")[1] + ". " + WIRE.text.split(". ")[2]
    column = Report(
        "weekly", "c", "What dams cost", f"Every dam leaks, and 40 years are a good age for our valleys. {krana} "
        "Our sums for the older walls of the county come to more than 900 million crowns, says the planner Eva Holub.",
        date(2026, 3, 6),
    )  # fmt: skip
    warehouse.load(night_of(1, [WIRE, column]))
    rows = warehouse.query(
        """SELECT c.quote, b.source FROM claim_text_origins JOIN claims AS c USING (claim_id)
        JOIN articles AS b ON b.article_id = origin_id WHERE c.article_id = ? ORDER BY c."start" """,
        [column.article_id],
    ).rows()
    assert rows == [("40", "weekly"), ("3", "wire"), ("60", "wire"), ("900", "weekly")]
    assert origins(warehouse) == {"wire": "wire", "weekly": "weekly"}
