"""Figures that can be compared: series, conflicts, revisions and the questions about them, by rows in and rows out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.warehouse.factory import Piece, claims, digest, night, set_aside, source_counts
from warehouse import Decision, Warehouse

FIRST = date(2024, 9, 1)
TOLD: dict[str, Any] = {
    "measure": "deaths", "role": "level", "item": "people", "subject": "people", "subject_key": "person",
    "unit": "{person}",
    "unit_name": "person", "base_unit": "{person}", "predicate": "kill", "place": "Harrow", "place_key": "harrow, GB",
    "place_country": "GB", "as_of_start": None, "as_of_end": None, "speaker": None, "speaker_key": None,
    "speaker_type": "none", "attribution": "article",
}  # fmt: skip
MAYOR = {"speaker": "Mayor Ann Pell", "speaker_key": "ann pell", "speaker_type": "person", "attribution": "indirect"}
HOUSES: dict[str, Any] = {"measure": "price", "item": "houses", "predicate": None}
CHIEF = {"speaker": "Chief Bo Rand", "speaker_key": "bo rand", "speaker_type": "person", "attribution": "indirect"}


def exactly(value: float) -> dict[str, float]:
    """A value without slack."""
    return {f"{base}{name}": value for base in ("", "base_") for name in ("value", "low", "high")}


def at_least(value: float) -> dict[str, Any]:
    """A lower bound."""
    return exactly(value) | {"high": None, "base_high": None, "comparator": ">="}


def loaded(warehouse: Warehouse, *rows: dict[str, Any], number: int = 1) -> None:
    """Load one article for each row: `day` after FIRST on which it appears, `article` its name, the rest its claim."""
    pieces, given = [], []
    for at, row in enumerate(rows):
        fields = TOLD | row
        day = FIRST + timedelta(days=fields.pop("day", 0))
        name = fields.pop("article", f"{number}-{at}")
        known = next((piece for piece in pieces if piece.own_id == name), None)
        piece = known or Piece(name, (at + 2,), source=f"paper {name}", published=day)
        pieces += [] if known else [piece]
        claim = claims([piece]).row(0, named=True) | fields
        given.append(claim | {"claim_id": fields.get("claim_id", digest(name, at))})
    frame = pl.DataFrame(given, schema=claims([]).schema, orient="row")
    warehouse.load(night(number, pieces, claims=frame, sources=source_counts(pieces)))


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        (exactly(38), exactly(52), True),
        (exactly(38) | MAYOR, exactly(52) | CHIEF, True),
        (exactly(38) | MAYOR, exactly(52) | MAYOR, False),
        (at_least(38), exactly(52), False),
        (at_least(60), exactly(52), True),
        (exactly(38), exactly(38), False),
        (exactly(38), exactly(52) | {"day": 1}, False),
        (exactly(38), exactly(52) | {"modality": "forecast"}, False),
        (exactly(38), exactly(52) | {"modality": "denied"}, False),
        (exactly(38), exactly(52) | {"role": "change"}, False),
        (exactly(38), exactly(52) | {"role": "base"}, False),
        (exactly(38), exactly(52) | {"measure": "injuries"}, False),
        (exactly(38), exactly(52) | {"subject_key": "child"}, False),
        (exactly(38), exactly(52) | {"place": "Ealing", "place_key": "ealing, GB"}, False),
        (exactly(38), exactly(52) | {"place": "Britain", "place_key": "GB"}, False),
        (exactly(38) | {"place_key": "GB"}, exactly(52) | {"place_key": "GB"}, False),  # two events of one country
        (exactly(38) | {"place_key": None}, exactly(52) | {"place_key": None}, False),
        (exactly(38), exactly(52) | {"unit": "{body}", "unit_name": "body", "predicate": "recover"}, True),
    ],
)
def test_a_conflict_is_of_two_voices_about_one_point_that_cannot_both_hold(
    warehouse: Warehouse, one: dict[str, Any], other: dict[str, Any], is_found: bool
) -> None:
    loaded(warehouse, one, other)
    assert warehouse.query("FROM conflicts").height == is_found
    assert warehouse.query("FROM conflicts('dead')").height == is_found
    assert warehouse.query("FROM conflicts('votes')").height == 0


def test_what_one_article_tells_of_two_voices_is_one_event_without_a_place(warehouse: Warehouse) -> None:
    nowhere = {"article": "a", "place": None, "place_key": None, "place_country": None}
    loaded(warehouse, exactly(38) | MAYOR | nowhere, exactly(52) | CHIEF | nowhere)
    row = warehouse.query("SELECT figure, other_figure, speaker, other_speaker FROM conflicts('death toll')").row(0)
    assert row == (38.0, 52.0, "Mayor Ann Pell", "Chief Bo Rand")


def test_standing_figures_conflict_anywhere_but_not_of_two_periods(warehouse: Warehouse) -> None:
    revenue = {"measure": "revenue", "subject_key": "halden", "place": None, "place_key": None, "kind": "money"}
    revenue |= {"unit": "USD", "base_unit": None, "dimension": "currency", "as_of_end": date(2024, 6, 30)}
    quarter, half = {"as_of_start": date(2024, 4, 1)}, {"as_of_start": date(2024, 1, 1)}
    loaded(warehouse, *(exactly(value) | revenue | days for value, days in ((5, quarter), (9, half), (6, quarter))))
    assert warehouse.query("SELECT figure, other_figure FROM conflicts").rows() == [(5.0, 6.0)]


def test_a_growing_toll_is_a_series_of_points_and_no_conflict(warehouse: Warehouse) -> None:
    loaded(
        warehouse, at_least(38), exactly(40) | MAYOR, exactly(52) | MAYOR | {"day": 2}, exactly(52) | {"day": 2},
        exactly(61) | CHIEF | {"day": 3},
    )  # fmt: skip
    days = [FIRST, FIRST + timedelta(days=2), FIRST + timedelta(days=3)]
    told = warehouse.query("SELECT about_date, low, best, high, origin_count, speakers FROM toll('killed')").rows()
    assert told == [
        (days[0], 38.0, 40.0, 40.0, 2, ["Mayor Ann Pell"]),
        (days[1], 52.0, 52.0, 52.0, 2, ["Mayor Ann Pell"]),
        (days[2], 61.0, 61.0, 61.0, 1, ["Chief Bo Rand"]),
    ]
    assert (
        warehouse.query(
            "SELECT about_date, low, best, high, origin_count, speakers FROM series('dead', 'people', 'UK')"
        ).rows()
        == told
    )
    assert warehouse.query("SELECT best FROM latest('deaths')").rows() == [(61.0,)]
    assert warehouse.query("SELECT point_count, origin_count, low, high FROM series").rows() == [(3, 4, 38.0, 61.0)]
    assert warehouse.query("FROM conflicts").height == 0
    grown = warehouse.query("SELECT speaker, before_figure, figure, revision FROM revisions").rows()
    assert grown == [("Mayor Ann Pell", 40.0, 52.0, "grown")]


def test_one_speaker_with_one_value_counts_once_and_on_the_day_it_was_said(warehouse: Warehouse) -> None:
    loaded(warehouse, *(exactly(40) | MAYOR | {"day": day} for day in (0, 1, 5)), exactly(61) | CHIEF | {"day": 5})
    points = warehouse.query(
        "SELECT about_date, best, origin_count, len(claim_ids) FROM series_points ORDER BY ALL"
    ).rows()
    assert points == [(FIRST, 40.0, 1, 3), (FIRST + timedelta(days=5), 61.0, 1, 1)]
    assert warehouse.query("FROM conflicts").height == 0
    claim = warehouse.query("SELECT min(claim_id) FROM figures WHERE figure = 40").item()
    assert warehouse.query(f"SELECT count(*), count(DISTINCT voice) FROM origins_of('{claim}')").row(0) == (3, 1)


def test_a_conversion_or_a_repetition_counts_only_out_of_another_mouth(warehouse: Warehouse) -> None:
    first = exactly(40) | MAYOR | {"article": "a", "claim_id": "first"}
    again = {"article": "a", "restates_claim_id": "first"}
    loaded(warehouse, first, exactly(40) | MAYOR | again, exactly(40) | again, exactly(40) | CHIEF | again)
    loaded(warehouse, exactly(7) | {"restates_claim_id": "not stored", "place_key": "hove, GB"}, number=2)
    points = warehouse.query("SELECT best, origin_count, len(claim_ids) FROM series_points ORDER BY ALL").rows()
    assert points == [(7.0, 1, 1), (40.0, 2, 2)]


def test_a_surname_alone_is_the_only_full_name_that_ends_in_it(warehouse: Warehouse) -> None:
    alone = {"speaker": "Pell", "speaker_key": "pell", "speaker_type": "organisation", "attribution": "indirect"}
    loaded(warehouse, exactly(1) | MAYOR, exactly(2) | alone)
    top = warehouse.query("SELECT speaker_key, speaker, speaker_type, figure_count FROM top_speakers").rows()
    assert top == [("ann pell", "Mayor Ann Pell", "person", 2)]
    loaded(warehouse, exactly(3) | MAYOR | {"speaker_key": "ed pell"}, number=2)
    assert warehouse.query("SELECT speaker_key FROM top_speakers ORDER BY ALL").rows() == [
        ("ann pell",),
        ("ed pell",),
        ("pell",),
    ]


def test_questions_find_figures_by_stem_measure_and_country(warehouse: Warehouse) -> None:
    loaded(
        warehouse,
        exactly(40) | MAYOR | {"item": "Russian miners"},
        exactly(9) | HOUSES,
    )
    for words, count in (
        ("killed", 1), ("dead", 1), ("death toll", 1), ("deaths", 1), ("miner", 1), ("Russian miners dead", 1),
        ("British", 2), ("UK", 2), ("house", 1), ("house prices", 1), ("injured", 0), ("miner price", 0), ("", 2),
    ):  # fmt: skip
        assert warehouse.query(f"FROM figures_about('{words}')").height == count, words
    assert warehouse.query("SELECT speaker, figure FROM who_says('miners')").rows() == [("Mayor Ann Pell", 40.0)]
    months = warehouse.query("SELECT month, figure_count, low, middle, high FROM by_month('price', 'house')").rows()
    assert months == [(FIRST, 1, 9.0, 9.0, 9.0)]
    heaviest = warehouse.query("SELECT measure FROM notable('run-1')").to_series().to_list()
    assert sorted(heaviest) == ["deaths", "price"]


@pytest.mark.parametrize("name", ["Turkey", "TR", "tr", "Türkiye", "turkish", "Turks", " TURKEY "])
def test_a_country_is_one_place_by_all_its_names(warehouse: Warehouse, name: str) -> None:
    places = (("Turkey", "TR"), ("Türkiye", "TR"), ("Izmir", "TR"), ("Turkey", None), ("Kursk", "RU"))
    loaded(warehouse, *(exactly(1) | {"place": place, "place_country": code} for place, code in places))
    assert warehouse.query(f"FROM claims_at('{name}')").height == 4


def test_a_place_that_is_no_country_is_found_by_its_words(warehouse: Warehouse) -> None:
    places = (("Georgia", "US"), ("Tbilisi", "GE"), ("North Kursk", "RU"))
    loaded(warehouse, *(exactly(1) | {"place": place, "place_country": code} for place, code in places))
    assert warehouse.query("FROM claims_at('Georgia')").height == 2
    assert warehouse.query("FROM claims_at('kursk')").height == 1


@pytest.mark.usefixtures("made_anew")
def test_the_ledger_is_the_same_in_any_order(tmp_path: Path) -> None:
    rows = [
        exactly(38) | MAYOR,
        exactly(52) | CHIEF,
        exactly(61) | {"day": 3},
        at_least(40),
        exactly(38) | MAYOR | {"day": 2},
    ]
    named = [row | {"article": f"a{at}", "claim_id": f"c{at}"} for at, row in enumerate(rows)]
    kept = []
    for order in ((0, 1, 2, 3, 4), (4, 2, 0, 3, 1)):
        with Warehouse.open(tmp_path / f"{order[0]}.duckdb") as warehouse:
            for number, at in enumerate(order, 1):
                loaded(warehouse, named[at], number=number)
            kept.append([warehouse.query(f"SELECT * EXCLUDE (version_id, run_id) FROM {table} ORDER BY ALL").rows()
                         if table == "figures" else warehouse.query(f"FROM {table} ORDER BY ALL").rows()
                         for table in ("figures", "conflicts", "series_points", "series")])  # fmt: skip
    assert kept[0] == kept[1]
    assert len(kept[0][1]) == 2


def test_a_decision_reaches_the_ledger_at_once(warehouse: Warehouse) -> None:
    piece = Piece("a", (4,))
    given = claims([piece])
    warehouse.load(night(1, [piece], claims=given.clear(), quarantined=set_aside(given, "unit_is_known")))
    assert warehouse.query("FROM figures").height == 0
    decided = Decision(
        claim_id=given.item(0, "claim_id"), decision="release", why="it is right", decided_by="me",
        decided_at=night(1).finished_at,
    )  # fmt: skip
    warehouse.decide(decided)
    assert warehouse.query("SELECT figure FROM figures").rows() == [(4.0,)]


def test_claims_that_older_rules_read_are_no_points(warehouse: Warehouse) -> None:
    loaded(
        warehouse,
        exactly(4) | dict.fromkeys(("measure", "role", "subject", "subject_key", "place_key", "speaker_type")),
    )
    assert warehouse.query("SELECT is_point, series_id FROM figures").rows() == [(False, None)]
