"""Arithmetic of an article: what is related, what must not be, what holds and what fails, and by how much."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.test_linking import FIELDS, Row, read
from transforms.extract import extract_claims
from transforms.frames import ARTICLES
from transforms.ledger.arithmetic import relate
from transforms.ledger.arithmetic.intervals import interval_of, last_place
from transforms.ledger.arithmetic.relating import relations
from transforms.reader.slots import KINDS, ROLES

Parts = tuple[tuple[str, str], ...]


def told(text: str) -> set[tuple[str, bool, Parts]]:
    """Kind, whether it holds, and the quotes with their parts, of every relation of a made article."""
    return {
        (relation.kind, verdict.holds, tuple((part, entry.row["quote"]) for part, entry in relation.parts))
        for relation, verdict in relations(read(text), text)
    }


HOLDING: dict[str, tuple[str, Parts]] = {
    "Sales rose 12 percent to $480 million from $428 million a year earlier.": (
        "change", (("from", "$428 million"), ("to", "$480 million"), ("change", "12 percent")),
    ),
    "The Dolmen index fell 41.2 points, or 1.2%, to 3,310.8.": (
        "change", (("change", "41.2 points"), ("change", "1.2%"), ("to", "3,310.8")),
    ),
    "The road is 50 miles (80 km) long.": ("conversion", (("stated", "50 miles"), ("converted", "80 km"))),
    "The party won 31 of the 40 seats.": ("part", (("whole", "40 seats"), ("part", "31"))),
    "The blast killed 52 people, including 12 children.": (
        "part", (("whole", "52 people"), ("part", "12 children")),
    ),
    "Two percentage points ahead: 51% to 49% is where the Reds stand. The count goes on in the towns by the sea.": (
        "difference", (("gap", "Two percentage points"), ("more", "51%"), ("less", "49%")),
    ),
    "The plan allows 350 flats, 99 of which are for nurses.": ("part", (("whole", "350 flats"), ("part", "99"))),
    "The bridge cost $8.6 million in all: $5.2 million for steel and $3.4 million for work.": (
        "sum", (("total", "$8.6 million"), ("part", "$5.2 million"), ("part", "$3.4 million")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", HOLDING)
def test_figures_that_agree_hold(text: str) -> None:
    kind, parts = HOLDING[text]
    assert (kind, True, parts) in told(text)


FAILING = {
    "Sales rose 22 percent to $480 million from $428 million a year earlier.": ("change", 12.149532710),
    "The road is 50 miles (72 km) long.": ("conversion", 80.4672),
    "The bridge cost $8.6 million in all: $5.2 million for steel and $3.1 million for work.": ("sum", 8.3e6),
    "The Dolmen index fell 41.2 points, or 1.9%, to 3,310.8.": ("change", 1.229116945),
}


@pytest.mark.parametrize("text", FAILING)
def test_figures_that_disagree_fail_with_the_value_that_would_hold(text: str) -> None:
    kind, value = FAILING[text]
    (found,) = [(r.kind, v) for r, v in relations(read(text), text) if not v.holds]
    assert found[0] == kind
    assert found[1].holding_value == pytest.approx(value)
    assert found[1].slack is not None
    assert abs(found[1].holding_value - found[1].tested.value) > found[1].slack


@pytest.mark.parametrize(
    "text",
    [
        "Three dogs and two cats were found in a shed with five cages.",  # they add up, and nothing says so
        "The firm has 40 lorries. It opened 12 shops in 28 towns.",
        "Prices rose 3 percent. Wages were $20 an hour, against $18.",  # of what the three percent are is not said
        "She paid $30 for a book, $12 for a pen and $42 for a bag.",
        "The quake hurt 36 people in Tarn, 29 people in Holm and 7 people in Ely.",  # the first is one of the list
        "She won 300 delegates on Tuesday. For a candidate to win the party, a total of 1,991 delegates are needed.",
        "He met the mark in two polls, of which four are needed.",
        "The lorry carried 90 crates, each of which held 24 bottles.",  # shared out, no part of the crates
        "Some 400 people, most of them farmers from 12 villages, blocked the road.",
        "Police said 31 people drowned in the first half of the year, compared with 52 during all of 2017.",
        "The cyclone left 310 dead, with 120 missing.",
        "Tickets cost $40 each. The two concerts were sold out, for a total of $900,000.",
        "Four nurses were moved overnight. The ministry put the death toll at 2,118.",
        "The gap was $20 million less. Toy exports, which account for five percent of the total, rose to $241 million.",
        "The exit poll gives the Greens 314 seats, Labour 266, Liberals 34, Farmers 14.",
        "Wolves live in 52 valleys. In 1990 there were 40 valleys, in 1950 there were 12 valleys.",
        "She packed three pairs of shoes (one for the hills), two coats, one hat.",
        "Three floods, two fires and one bad harvest ruined the farm.",
    ],
)
def test_figures_that_add_up_by_chance_are_no_relation(text: str) -> None:
    assert told(text) == set()


def parts_of(text: str) -> set[tuple[str, ...]]:
    """The quotes of every relation of parts and wholes in a made article, the whole first."""
    return {tuple(quote for _, quote in parts) for kind, _, parts in told(text) if kind in ("part", "sum")}


def test_what_raised_a_total_is_of_its_measure_and_not_beyond_another_total() -> None:
    assert ("57", "Nine more bodies") in parts_of(
        "Nine more bodies were found on Friday, bringing the death toll since Monday to 57, police said."
    )
    raised = "It got $120 million in March. That took total aid so far to $415 million, against a gap of $560 million."
    assert {parts[0] for parts in parts_of(raised)} == {"$415 million"}


def test_parts_that_stand_in_a_row_are_told_once_and_none_is_a_whole_of_the_next() -> None:
    text = "The court fined the firm $60 million. Of this, $45 million goes to the state and $9 million to farmers."
    assert parts_of(text) == {("$60 million", "$45 million", "$9 million")}
    assert parts_of("He won 12 of the 30 delegates in Utah and all 18 of the delegates in Idaho.") == {
        ("30 delegates", "12")
    }


def test_what_is_part_of_a_noun_is_part_of_no_whole() -> None:
    text = "The band has nine members, of whom two are Danes and one is a Finn, and begins an eight-city tour."
    assert parts_of(text) == {("nine members", "two")}


def test_parts_that_overlap_are_not_added() -> None:
    text = "Of the 80 flats in the block, 62 have mould and 41 have had mice, the survey said."
    assert told(text) == {("part", True, (("whole", "80 flats"), ("part", "62")))}


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"value": 8.8e6, "quote": "$8.8 million", "kind": "money"}, 1e5),
        ({"value": 12.0, "quote": "12 people"}, 0.0),
        ({"value": 12000.0, "quote": "12,000 people"}, 600.0),  # no coarser than a twentieth
        ({"value": 12345.0, "quote": "12,345 people"}, 1.0),
        ({"value": 3.5, "quote": "3.5%", "kind": "percent", "unit": "%"}, 0.1),
        ({"value": 3e6, "quote": "three million", "kind": "money", "unit": "USD"}, 1e6),
        ({"value": 40.125, "quote": "40-1/8", "kind": "money", "unit": "USD"}, 0.0),
    ],
)
def test_the_last_place_is_that_of_the_writing(row: Row, place: float) -> None:
    assert last_place(FIELDS | row) == pytest.approx(place)


def test_bounds_are_open_on_their_side() -> None:
    more = interval_of(FIELDS | {"value": 40.0, "low": 40.0, "comparator": ">", "quote": "more than 40 people"})
    assert more is not None
    assert (more.low, more.high, more.slack) == (40.0, math.inf, 0.0)


def articles(*texts: str) -> pl.DataFrame:
    """ARTICLES of the texts."""
    rows = [
        {
            "article_id": f"a{at}", "version_id": f"v{at}", "source": "made", "own_id": f"{at}", "content_hash": "0",
            "url": None, "title": "Made", "authors": None, "published_date": date(2026, 3, 2), "language": "en",
            "text": text, "is_read": True,
        }
        for at, text in enumerate(texts)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=ARTICLES.schema(), orient="row")


def test_rows_depend_on_their_article_alone() -> None:
    given_articles = articles(*HOLDING, *FAILING)
    claims = extract_claims(given_articles)
    whole = relate(given_articles, claims)
    assert set(whole.get_column("verdict")) == {"holds", "fails"}
    assert whole.get_column("relation_id").is_unique().all()
    assert relate(given_articles.reverse(), claims.sample(fraction=1.0, shuffle=True, seed=3)).equals(whole)
    parts = [
        relate(given_articles, claims.filter(pl.col("version_id") == version))
        for version in sorted(set(claims.get_column("version_id")), reverse=True)
    ]
    assert pl.concat(parts).sort("version_id", "relation_id").equals(whole)
    known = set(claims.get_column("claim_id"))
    assert set(whole.explode("claim_ids").get_column("claim_ids")) | set(whole.get_column("tested_claim_id")) <= known


def test_no_claims_are_no_relations() -> None:
    nothing = articles("Nothing was counted.")
    assert relate(nothing, extract_claims(nothing)).is_empty()


WORDS = ("of the", "including", "(", "to", "from", "or", "a total of", "Of those,", "and", "for a total of", ", with")


@st.composite
def made(draw: st.DrawFn) -> tuple[str, list[Row]]:
    """A text of figures and words that tie figures, with a row for each figure."""
    text, rows = "", list[Row]()
    for at in range(draw(st.integers(0, 8))):
        value = draw(st.sampled_from([None, -3.0, 0.0, 0.5, 1.0, 2.0, 3.0, 40.0, 1200.0, 1e15]))
        quote = "dozens" if value is None else f"{value:g}"
        text += f" {draw(st.sampled_from(WORDS))} "
        start = len(text)
        text += quote
        rows.append(
            FIELDS
            | {
                "claim_id": str(at), "start": start, "end": len(text), "quote": quote, "value": value,
                "sentence_no": at // 3, "kind": draw(st.sampled_from(KINDS)), "role": draw(st.sampled_from(ROLES)),
                "unit": draw(st.sampled_from(["%", "USD", "USD/{share}", "{share}", "km", "{person}", "1"])),
                "comparator": draw(st.sampled_from(["=", "~", ">", "<=", "range"])), "base_value": value,
                "base_unit": draw(st.sampled_from([None, "m"])), "trend": draw(st.sampled_from([None, "up", "down"])),
                "of_claim_id": draw(st.sampled_from([None, "0", "1", "2"])),
                "restates_claim_id": draw(st.sampled_from([None, "0", "1"])),
            }
        )  # fmt: skip
    return text, rows


@settings(max_examples=150)
@given(made())
def test_whatever_the_figures_what_is_told_is_sound(article: tuple[str, list[Row]]) -> None:
    text, rows = article
    for relation, verdict in relations(rows, text):
        ids: list[Any] = [entry.row["claim_id"] for _, entry in relation.parts]
        assert len(ids) == len(set(ids)) >= 2
        assert verdict.tested.row["claim_id"] in ids
        assert math.isfinite(verdict.holding_value)
        assert verdict.slack is None or (math.isfinite(verdict.slack) and verdict.slack >= 0)
