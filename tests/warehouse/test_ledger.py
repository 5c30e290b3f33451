"""Figures that can be compared: series, conflicts, revisions and the questions about them, by rows in and rows out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.warehouse.factory import DAWN, Piece, claims, frame, night, row, set_aside, source_counts
from tests.warehouse.newsroom import Report
from tests.warehouse.tolls import CHIEF, FIRST, HOUSES, MAYOR, at_least, exactly, loaded, made, reported
from transforms.frames import ARITHMETIC
from warehouse import Decision, Warehouse

LOAN: dict[str, Any] = {"measure": "funding", "subject_key": "loan", "kind": "money", "unit": "USD", "base_unit": None}
ROOM: dict[str, Any] = {"measure": "capacity", "subject_key": "ferry"}
SEATS: dict[str, Any] = {"measure": "seats", "subject_key": "green"}
BEFORE: dict[str, Any] = {
    "as_of_start": FIRST - timedelta(1), "as_of_end": FIRST - timedelta(1), "time_text": "Monday",
}  # fmt: skip
CASES: dict[str, Any] = {"measure": "cases", "subject_key": "measles"}
ON_MONDAY: dict[str, Any] = BEFORE | {"sentence": "The quake killed many on Monday."}
ARRESTS: dict[str, Any] = ON_MONDAY | {"measure": "arrests"}
POLICE = {"speaker": "Harrow police", "speaker_key": "harrow police", "speaker_type": "organisation"}
POLICE_AND_MAYOR = {
    "speaker": "Harrow police (HP) and the mayor", "speaker_key": "harrow police hp and the mayor",
    "speaker_type": "organisation",
}  # fmt: skip
FINE: dict[str, Any] = {"measure": "fine", "subject_key": "criminal", "kind": "money", "unit": "USD", "base_unit": None}
OFFICER = CHIEF | {"speaker_role": "spokesman of the Harrow police"}
NOWHERE: dict[str, Any] = {"place": None, "place_key": None, "place_country": None}
SINCE_MAY: dict[str, Any] = {"as_of_start": date(2024, 5, 1), "as_of_end": FIRST, "time_text": "since May"}

pytestmark = pytest.mark.lasting


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        (exactly(38), exactly(52), True),
        (exactly(38) | MAYOR, exactly(52) | CHIEF, True),
        (exactly(38) | MAYOR, exactly(52) | MAYOR, False),
        (exactly(38) | POLICE, exactly(52) | POLICE_AND_MAYOR, False),  # one voice, alone and with another
        (exactly(38) | FINE | {"actor": "Ada Reyes"}, exactly(52) | FINE | {"actor": "Ola Brandt"}, False),
        (exactly(38) | FINE | {"actor": "Ada Reyes"}, exactly(52) | FINE | {"actor": "Reyes"}, True),
        (exactly(38) | FINE | {"actor": "Ada Reyes"}, exactly(52) | FINE | {"actor": "the firm"}, True),
        (exactly(38) | {"actor": "Ada Reyes"}, exactly(52) | {"actor": "Ola Brandt"}, True),  # a toll is nobody's own
        (at_least(38), exactly(52), False),
        (at_least(60), exactly(52), True),
        (exactly(38), exactly(38), False),
        (exactly(38), exactly(52) | {"day": 1}, False),
        (exactly(38), exactly(52) | {"modality": "forecast"}, False),
        (exactly(38), exactly(52) | {"modality": "denied"}, False),
        (exactly(38) | LOAN, exactly(52) | LOAN | {"modality": "forecast"}, True),  # "will lend": it is decided
        (exactly(38) | LOAN, exactly(52) | LOAN | {"modality": "forecast", "sentence": "Banks expect 52."}, False),
        (exactly(38) | LOAN, exactly(52) | LOAN | {"modality": "possible"}, False),
        (exactly(38) | ROOM, exactly(52) | ROOM | {"modality": "possible"}, True),  # it can hold them: there is room
        (exactly(38) | SEATS, exactly(52) | SEATS | {"modality": "forecast"}, True),  # will have: they are counted
        (exactly(38) | SEATS, exactly(52) | SEATS | {"modality": "forecast", "sentence": "Polls give it 52."}, False),
        (exactly(38), exactly(52) | BEFORE | {"sentence": "Monday's quake killed 52."}, True),  # as of today
        (exactly(38), exactly(52) | BEFORE | {"sentence": "The quake of Monday killed 52."}, True),
        (exactly(38), exactly(52) | BEFORE | {"sentence": "52 died in Monday’s strong quake."}, True),
        (exactly(38), exactly(52) | BEFORE | {"sentence": "The quake killed 52 on Monday."}, False),
        (exactly(38), exactly(52) | BEFORE | {"sentence": "By the count of Monday 52 are dead."}, False),
        (exactly(38) | CASES, exactly(52) | CASES | BEFORE | {"sentence": "Monday's quake: 52."}, False),  # no toll
        (exactly(38) | {"article": "a"}, exactly(52) | MAYOR | {"article": "a"}, False),  # a paper and whom it quotes
        (exactly(38) | MAYOR | {"article": "a"}, exactly(52) | CHIEF | {"article": "a"}, True),
        (exactly(38), exactly(115), False),  # rather of two things
        (exactly(38) | MAYOR, exactly(115) | CHIEF, True),
        (exactly(38) | MAYOR, exactly(390) | CHIEF, False),
        (exactly(38) | CASES, exactly(52) | CASES | SINCE_MAY, True),  # what there has been since then is what there is
        (exactly(38), exactly(52) | SINCE_MAY, False),
        (exactly(38), exactly(52) | {"role": "change"}, False),
        (exactly(38), exactly(52) | {"role": "base"}, False),
        (exactly(38), exactly(52) | {"measure": "injuries"}, False),
        (exactly(38), exactly(52) | {"subject_key": "child"}, False),
        (exactly(38), exactly(52) | {"place": "Ealing", "place_key": "ealing, GB"}, False),
        (exactly(38), exactly(52) | {"place": "Britain", "place_key": "GB"}, False),
        (exactly(38), exactly(52) | {"place_key": "harrow"}, True),  # the same town, whose country is not told
        (exactly(38), exactly(52) | {"place_key": "harrow district of kent, GB"}, True),
        (exactly(38) | SEATS | NOWHERE, exactly(52) | SEATS | NOWHERE | {"subject": "Greens"}, False),
        (
            exactly(38) | SEATS | NOWHERE | {"subject": "Greens"},
            exactly(52) | SEATS | NOWHERE | {"subject": "Greens"},
            True,
        ),
        (exactly(38) | ON_MONDAY, exactly(52) | ON_MONDAY | {"day": 1}, False),  # the toll of Monday has grown
        (exactly(52) | ON_MONDAY, exactly(38) | ON_MONDAY | {"day": 1}, True),  # the dead do not become fewer
        (exactly(38) | ARRESTS, exactly(52) | ARRESTS | {"day": 1}, True),  # who was arrested is known that day
        (exactly(38) | POLICE, exactly(52) | CHIEF, True),
        (exactly(38) | POLICE, exactly(52) | OFFICER, False),  # who speaks for a body is that body
        (exactly(38) | {"place_key": "GB"}, exactly(52) | {"place_key": "GB"}, False),  # two events of one country
        (exactly(38) | {"place_key": None}, exactly(52) | {"place_key": None}, False),
        (exactly(38), exactly(52) | {"sentence": "52 of the dead were children.", "start": 0, "end": 2}, False),
        (exactly(38), exactly(52) | {"sentence": "52 of the crew died.", "start": 0, "end": 2}, True),
        (exactly(38), exactly(52) | {"unit": "{body}", "unit_name": "body", "predicate": "recover"}, True),
    ],
)
def test_a_conflict_is_of_two_voices_about_one_point_that_cannot_both_hold(
    warehouse: Warehouse, one: dict[str, Any], other: dict[str, Any], is_found: bool
) -> None:
    loaded(warehouse, one, other)
    assert warehouse.query("FROM conflicts").height == is_found
    measure = one.get("measure", "deaths")
    assert warehouse.query(f"FROM conflicts('{measure}')").height == is_found
    assert warehouse.query("FROM conflicts('votes')").height == 0


@pytest.mark.parametrize(("source", "is_found"), [("paper", False), ("wire", True)])
def test_a_paper_that_tells_another_figure_has_put_its_own_right(
    warehouse: Warehouse, source: str, is_found: bool
) -> None:
    texts = ("In the morning 38 were dead.", "By the evening they were 52 in all.")
    reported(warehouse, [Report("paper", "a", None, texts[0], FIRST), Report(source, "b", None, texts[1], FIRST)])
    assert bool(warehouse.query("FROM conflicts").height) is is_found


def test_what_has_no_story_meets_others_of_its_town_and_two_stories_do_not(warehouse: Warehouse) -> None:
    ferry = "The ferry Ostrild sank off Harrow with Tobin Vask and Una Lorn aboard, and {} died, said Pell."
    mill = "The mill of Corwin Brandt in Harrow burned when Ilse Mardt and Yon Tasker slept, and {} died."
    at = [Report(f"{name} {no}", "a", None, text.format(toll), FIRST) for name, text, toll in (
        ("lake", ferry, 38), ("fire", mill, 52)) for no in range(2)]  # fmt: skip
    told = [replace(report, text=report.text.replace("Harrow", "Harrow again" * (at_no % 2 + 1)))
            for at_no, report in enumerate(at)]  # fmt: skip
    reported(warehouse, told)
    assert warehouse.query("FROM conflicts").is_empty()
    reported(warehouse, [Report("letter", "c", None, "They mourn 45 of theirs.", FIRST)], number=2)
    rows = warehouse.query("SELECT figure, other_figure FROM conflicts ORDER BY ALL").rows()
    assert rows == [(38.0, 45.0), (45.0, 52.0)]


def test_what_one_article_tells_of_two_voices_is_one_event_without_a_place(warehouse: Warehouse) -> None:
    nowhere = {"article": "a", "place": None, "place_key": None, "place_country": None}
    loaded(warehouse, exactly(38) | MAYOR | nowhere, exactly(52) | CHIEF | nowhere)
    row = warehouse.query("SELECT figure, other_figure, speaker, other_speaker FROM conflicts('death toll')").row(0)
    assert row == (38.0, 52.0, "Mayor Ann Pell", "Chief Bo Rand")


@pytest.mark.parametrize(
    ("told", "pairs"),
    [
        ([exactly(290) | MAYOR, exactly(1100) | MAYOR, exactly(212) | CHIEF], [(212.0, 290.0)]),
        ([exactly(40) | MAYOR, exactly(90) | MAYOR, exactly(60) | CHIEF], [(40.0, 60.0), (60.0, 90.0)]),
        ([exactly(40) | MAYOR, exactly(60) | MAYOR, exactly(60) | CHIEF], []),
        ([exactly(40) | MAYOR, at_least(60) | MAYOR, at_least(60) | CHIEF], []),
        ([exactly(40) | MAYOR, exactly(60) | CHIEF, exactly(70)], [(40.0, 60.0), (40.0, 70.0), (60.0, 70.0)]),
    ],
    ids=["the nearest", "one on either side", "told by both", "told by both, without an end", "three voices"],
)
def test_who_tells_several_levels_at_once_is_held_to_the_nearest(
    warehouse: Warehouse, told: list[dict[str, Any]], pairs: list[tuple[float, float]]
) -> None:
    loaded(warehouse, *told)
    assert warehouse.query("SELECT figure, other_figure FROM conflicts ORDER BY ALL").rows() == pairs


DYKES = (
    "The council of Harrow mends the Venn dykes along the Wenlock marsh for 340 pounds, said the builder Osric Brandt.",
    "Osric Brandt wants 360 pounds from Harrow. Eva Holub, who walked the Wenlock marsh, calls its Venn dykes rotten.",
    "At Wenlock the Venn dykes leak, and Harrow quarrels with Osric Brandt over 380 pounds, Eva Holub says.",
)


@pytest.mark.parametrize(("places", "is_found"), [(("Harrow", None), True), (("Harrow", "Ealing", None), False)])
def test_in_one_story_a_standing_figure_without_a_place_is_of_the_only_one(
    warehouse: Warehouse, places: tuple[str | None, ...], is_found: bool
) -> None:
    reports = [Report(f"paper {at}", "a", "Venn dykes", text, FIRST) for at, text in enumerate(DYKES[: len(places)])]
    by_value = {
        340.0 + 20 * at: {
            "place": place,
            "place_key": place and f"{place.lower()}, GB",
            "place_country": place and "GB",
        }
        for at, place in enumerate(places)
    }
    reported(warehouse, reports, by_value=by_value, measure="price", item="dykes", subject_key="dyke")
    assert warehouse.query("SELECT origin_count FROM stories").item() == len(places)
    assert bool(warehouse.query("FROM conflicts").height) is is_found


def test_whose_figure_it_is_which_no_report_says_is_the_story_s(warehouse: Warehouse) -> None:
    reports = [Report(f"paper {at}", "a", "Venn dykes", text, FIRST) for at, text in enumerate(DYKES[:2])]
    nobody = {"place": None, "place_key": None, "place_country": None, "subject_key": None, "subject": None}
    reported(warehouse, reports, measure="price", item="price", **nobody)
    points = warehouse.query("SELECT DISTINCT subject_key, area = story_id FROM figures WHERE is_point").rows()
    assert points == [("price", True)]
    assert warehouse.query("SELECT figure, other_figure FROM conflicts").rows() == [(340.0, 360.0)]


def test_whose_figure_it_is_without_a_story_is_of_none(warehouse: Warehouse) -> None:
    reported(
        warehouse, [Report("paper", "a", "Venn dykes", DYKES[0], FIRST)], measure="price", item="price",
        subject_key=None, subject=None, place=None, place_key=None, place_country=None,
    )  # fmt: skip
    assert warehouse.query("FROM figures WHERE is_point").height == 0


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


def test_the_best_is_what_most_voices_tell_then_what_is_exact_then_what_is_newer(warehouse: Warehouse) -> None:
    about = exactly(50) | {"low": 45, "high": 55, "base_low": 45, "base_high": 55, "comparator": "~"}
    dated = {"as_of_start": FIRST, "as_of_end": FIRST}
    hove, ely, kent = ({"place": name, "place_key": f"{name}, GB"} | dated for name in ("hove", "ely", "kent"))
    loaded(
        warehouse, *([about | dated] * 5), exactly(52) | dated, about | hove, exactly(52) | hove,
        exactly(41) | ely, exactly(40) | ely | {"day": 1}, exactly(40) | kent, exactly(41) | kent | {"day": None},
    )  # fmt: skip
    best = warehouse.query("SELECT area, best FROM series_points ORDER BY ALL").rows()
    assert best == [("ely, GB", 40.0), ("harrow, GB", 50.0), ("hove, GB", 52.0), ("kent, GB", 40.0)]
    assert warehouse.query("SELECT best FROM toll('dead')").item() == 50.0


def test_the_first_to_tell_of_a_thing_is_news_whichever_day_it_is_about(warehouse: Warehouse) -> None:
    about = {"as_of_start": FIRST, "as_of_end": FIRST}
    loaded(warehouse, exactly(40) | about | {"day": 3})
    loaded(warehouse, exactly(40) | about | {"day": 4}, number=2)
    weights = [warehouse.query(f"SELECT weight FROM notable('2024-09-0{day}')").item() for day in (4, 5)]
    assert weights == [1.494, 0.994]


def test_the_origins_of_a_quarter_are_not_those_of_the_half(warehouse: Warehouse) -> None:
    half = {"as_of_start": date(2024, 1, 1), "as_of_end": date(2024, 6, 30), "measure": "revenue"}
    quarter = half | {"as_of_start": date(2024, 4, 1)}
    loaded(warehouse, exactly(5) | half | {"claim_id": "c"}, exactly(5) | quarter, exactly(5) | half)
    assert warehouse.query("SELECT count(*) FROM origins_of('c')").item() == 2


def test_a_price_that_everybody_tells_otherwise_is_no_flood_of_conflicts(warehouse: Warehouse) -> None:
    nowhere = {"place": None, "place_key": None, "place_country": None}
    loaded(warehouse, *(exactly(at) | HOUSES | nowhere for at in (*range(101, 131), 130)))
    rows = warehouse.query("SELECT other_figure, other_origin_count FROM conflicts ORDER BY other_figure DESC")
    assert rows.height == 12 * 11 / 2
    assert rows.row(0) == (130.0, 2)


def test_of_many_figures_those_are_compared_that_most_tell_then_those_read_most_surely(warehouse: Warehouse) -> None:
    nowhere = HOUSES | {"place": None, "place_key": None, "place_country": None}
    twice = [exactly(10) | nowhere | {"confidence": 0.1}] * 2
    sure = [exactly(at) | nowhere | {"confidence": 0.5 + at / 100} for at in range(11, 31)]
    loaded(warehouse, *(exactly(at) | nowhere | {"confidence": 0.4} for at in range(4, 9)), *twice, *sure)
    rows = warehouse.query("SELECT DISTINCT unnest([figure, other_figure]) AS figure FROM conflicts ORDER BY ALL")
    assert rows.to_series().to_list() == [10.0, *map(float, range(20, 31))]


def test_of_figures_read_as_surely_the_newer_are_compared(warehouse: Warehouse) -> None:
    dated = HOUSES | {"as_of_start": FIRST, "as_of_end": FIRST}
    loaded(warehouse, *(exactly(at) | dated | {"day": at} for at in range(1, 15)))
    rows = warehouse.query("SELECT DISTINCT unnest([figure, other_figure]) AS figure FROM conflicts ORDER BY ALL")
    assert rows.to_series().to_list() == list(map(float, range(3, 15)))


def test_one_speaker_with_one_value_counts_once_and_on_the_day_it_was_said(warehouse: Warehouse) -> None:
    loaded(warehouse, *(exactly(40) | MAYOR | {"day": day} for day in (0, 1, 5)), exactly(61) | CHIEF | {"day": 5})
    points = warehouse.query(
        "SELECT about_date, best, origin_count, len(claim_ids) FROM series_points ORDER BY ALL"
    ).rows()
    assert points == [(FIRST, 40.0, 1, 3), (FIRST + timedelta(days=5), 61.0, 1, 1)]
    assert warehouse.query("FROM conflicts").height == 0
    claim = warehouse.query("SELECT min(claim_id) FROM figures WHERE figure = 40").item()
    assert warehouse.query(f"SELECT count(*), count(DISTINCT voice) FROM origins_of('{claim}')").row(0) == (3, 1)


def test_the_day_of_one_event_is_not_that_of_another(warehouse: Warehouse) -> None:
    """The mayor names 40 dead at Harrow, and days later 40 dead of something else at Hove."""
    hove = {"place": "Hove", "place_key": "hove, GB", "day": 5}
    loaded(warehouse, exactly(40) | MAYOR, exactly(40) | MAYOR | hove)
    days = warehouse.query("SELECT area, about_date FROM series_points ORDER BY ALL").rows()
    assert days == [("harrow, GB", FIRST), ("hove, GB", FIRST + timedelta(days=5))]


def test_a_conversion_or_a_repetition_counts_only_out_of_another_mouth(warehouse: Warehouse) -> None:
    first = exactly(40) | MAYOR | {"article": "a", "claim_id": "first"}
    again = {"article": "a", "restates_claim_id": "first"}
    loaded(warehouse, first, exactly(40) | MAYOR | again, exactly(40) | again, exactly(40) | CHIEF | again)
    loaded(warehouse, exactly(7) | {"restates_claim_id": "not stored", "place_key": "hove, GB"}, number=2)
    points = warehouse.query("SELECT best, origin_count, len(claim_ids) FROM series_points ORDER BY ALL").rows()
    assert points == [(7.0, 1, 1), (40.0, 2, 2)]


@pytest.mark.parametrize(
    ("part", "is_level"),
    [
        ({}, False),
        ({"subject_key": "child"}, True),
        ({"measure": "injuries"}, True),
        ({"as_of_start": FIRST, "as_of_end": FIRST}, False),  # the whole says no day
        ({"place_key": "hove, GB"}, False),  # of one event, which is one area wherever it is told of
        ({"measure": "population"}, False),
        ({"measure": "population", "place_key": "hove, GB"}, True),
        ({"measure": "population", "place_key": None}, False),
    ],
)
def test_a_part_of_a_figure_is_no_level_of_the_point_that_the_whole_is_of(
    warehouse: Warehouse, part: dict[str, Any], is_level: bool
) -> None:
    """ "64 cases, 52 of them children" makes no conflict, "12 of the 52 dead were children" a series of its own."""
    measure = "population" if part.get("measure") == "population" else "deaths"
    whole = exactly(64) | {"article": "a", "claim_id": "whole", "measure": measure}
    related(warehouse, whole, exactly(52) | {"article": "a", "claim_id": "part"} | part)
    assert levels(warehouse) == (["part", "whole"] if is_level else ["whole"])


def test_a_part_of_another_day_than_the_whole_is_a_level(warehouse: Warehouse) -> None:
    days = [{"as_of_start": day, "as_of_end": day} for day in (FIRST, FIRST + timedelta(days=1))]
    whole = exactly(64) | {"article": "a", "claim_id": "whole"} | days[1]
    related(warehouse, whole, exactly(52) | {"article": "a", "claim_id": "part"} | days[0])
    assert levels(warehouse) == ["part", "whole"]


def test_a_part_that_no_relation_tells_of_is_a_level(warehouse: Warehouse) -> None:
    one = {"article": "a"}
    related(
        warehouse,
        *(exactly(at) | one | {"claim_id": name} for at, name in ((64, "whole"), (52, "part"))),
        exactly(3) | one | {"claim_id": "unrelated"},
    )
    assert levels(warehouse) == ["unrelated", "whole"]


@pytest.mark.parametrize("name", ["part", "whole"])
def test_a_part_is_a_level_again_when_a_person_corrects_it_or_the_whole(warehouse: Warehouse, name: str) -> None:
    """The relation was tested with what the claim said before."""
    rows = [exactly(at) | {"article": "a", "claim_id": name} for at, name in ((64, "whole"), (52, "part"))]
    related(warehouse, *rows, aside=name)
    decision = {"claim_id": name, "why": "looked", "decided_by": "ana", "decided_at": DAWN}
    warehouse.decide_all([(Decision(decision="release", **decision), None)])
    assert levels(warehouse) == ["whole"]
    _, given = made(rows, number=1)
    put_right = given.filter(pl.col("claim_id") == name).with_columns(value=pl.lit(53.0), low=53.0, high=53.0)
    warehouse.decide_all([(Decision(decision="correct", **decision), put_right)])
    assert levels(warehouse) == ["part", "whole"]
    assert warehouse.query("SELECT count(*) FROM current_arithmetic").item() == 0


def related(warehouse: Warehouse, *rows: dict[str, Any], aside: str = "") -> None:
    """Load one article, in which `part` is a part of `whole`; the claim `aside` waits in quarantine."""
    pieces, given = made(rows, number=1)
    (article_id, version_id), *_ = given.select("article_id", "version_id").iter_rows()
    relation = row(
        ARITHMETIC, relation_id="one", article_id=article_id, version_id=version_id, relation="part",
        claim_ids=["whole", "part"], claim_parts=["whole", "part"], verdict="holds", tested_claim_id="whole",
        stated_value=64.0, holding_value=64.0, extractor_version=given.item(0, "extractor_version"),
    )  # fmt: skip
    is_aside = pl.col("claim_id") == aside
    warehouse.load(
        night(
            1, pieces, claims=given.filter(~is_aside), arithmetic=frame(ARITHMETIC, [relation]),
            quarantined=set_aside(given.filter(is_aside), "unit_is_known"), sources=source_counts(pieces),
        )
    )  # fmt: skip


def levels(warehouse: Warehouse) -> list[str]:
    """The claims that are points of series."""
    return warehouse.query("SELECT claim_id FROM figures WHERE is_point ORDER BY ALL").get_column("claim_id").to_list()


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


def test_an_office_is_no_full_name(warehouse: Warehouse) -> None:
    body = {"speaker": "police", "speaker_key": "police", "speaker_type": "organisation", "attribution": "indirect"}
    offices = ({"speaker_key": key, "speaker_type": "person"} for key in ("chief of police", "health chief"))
    chief = body | {"speaker": "the chief", "speaker_key": "chief"}
    loaded(warehouse, *(exactly(at) | body | office for at, office in enumerate(offices)), exactly(3) | body,
           exactly(4) | chief)  # fmt: skip
    voices = warehouse.query("SELECT figure, voice, speaker_type FROM figures ORDER BY ALL").rows()
    assert voices == [
        (0.0, "chief of police", "person"),
        (1.0, "health chief", "person"),
        (3.0, "police", "organisation"),
        (4.0, "chief", "organisation"),
    ]


def test_a_surname_that_is_an_office_too_is_joined_behind_a_given_name(warehouse: Warehouse) -> None:
    king = MAYOR | {"speaker": "Tom King", "speaker_key": "tom king"}
    loaded(warehouse, exactly(1) | king, exactly(2) | king | {"speaker": "King", "speaker_key": "king"},
           exactly(3) | MAYOR | {"speaker_key": "health secretaries"},
           exactly(4) | MAYOR | {"speaker_key": "secretaries"})  # fmt: skip
    voices = warehouse.query("SELECT figure, voice FROM figures ORDER BY ALL").rows()
    assert voices == [(1.0, "tom king"), (2.0, "tom king"), (3.0, "health secretaries"), (4.0, "secretaries")]


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


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A claim at each of some places, to be asked about alone."""
    places = (
        ("Turkey", "TR"), ("Türkiye", "TR"), ("Izmir", "TR"), ("Turkey", None), ("Kursk", "RU"),
        ("Georgia", "US"), ("Atlanta", "US"), ("Atlanta, Georgia", "US"), ("Georgia", "GE"), ("Tbilisi", "GE"),
    )  # fmt: skip
    with Warehouse.open(tmp_path_factory.mktemp("atlas") / "warehouse.duckdb") as warehouse:
        loaded(warehouse, *(exactly(1) | {"place": place, "place_country": code} for place, code in places))
        yield warehouse


@pytest.mark.parametrize("name", ["Turkey", "TR", "tr", "Türkiye", "turkish", "Turks", " TURKEY "])
def test_a_country_is_one_place_by_all_its_names(atlas: Warehouse, name: str) -> None:
    assert atlas.query(f"FROM claims_at('{name}')").height == 4


def test_a_place_is_found_by_its_words_unless_a_country_has_them(warehouse: Warehouse) -> None:
    places = (("Georgia", "US"), ("Tbilisi", "GE"), ("North Kursk", "RU"))
    loaded(warehouse, *(exactly(1) | {"place": place, "place_country": code} for place, code in places))
    assert warehouse.query("SELECT place FROM claims_at('Georgia')").rows() == [("Tbilisi",)]
    assert warehouse.query("FROM claims_at('kursk')").height == 1


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Georgia", ["Georgia GE", "Tbilisi GE"]),
        ("ge", ["Georgia GE", "Tbilisi GE"]),
        ("Georgia, US", ["Atlanta, Georgia US", "Georgia US"]),
        ("georgia,  American", ["Atlanta, Georgia US", "Georgia US"]),
        ("Georgia, GE", ["Georgia GE"]),
        ("Tbilisi, Georgia", ["Tbilisi GE"]),
        ("Atlanta, Georgia", ["Atlanta, Georgia US"]),
        ("Atlanta, US", ["Atlanta US", "Atlanta, Georgia US"]),
        ("Tbilisi, US", []),
    ],
)
def test_a_country_behind_a_comma_tells_places_of_one_name_apart(
    atlas: Warehouse, name: str, wanted: list[str]
) -> None:
    found = atlas.query("SELECT place || ' ' || place_country FROM claims_at(?) ORDER BY 1", [name])
    assert found.to_series().to_list() == wanted


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
