"""Units that a figure's words leave out: told by its item and measure, and left alone where the words tell them."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.claims.assembly import propose
from transforms.claims.reading import ArticleReading
from transforms.claims.unsaid import counted_noun, pointed_unit, unsaid_unit
from transforms.quantities.elided import BARE, LEFT_OUT

SURE, UNSURE = 0.9, 0.3
KINDS = {
    "1": "ratio",
    "a": "age",
    "t": "measure",
    "h": "duration",
    "{magnitude}": "index",
    "{point}": "index",
    "{percentage point}": "percent",
    "%": "percent",
    "Cel": "measure",
    "[degF]": "measure",
}


def row(unit: str, kind: str = "count", rule: str = LEFT_OUT, value: float = 10.0) -> dict[str, Any]:
    return {"rule": rule, "kind": kind, "unit": unit, "value": value, "low": value, "high": value}


@pytest.mark.parametrize(
    ("item", "noun"),
    [("whales", "whale"), ("whales that swam away", "whale"), ("number of active cases", "case"),
     ("total of private lenders in the region", "lender"), ("Malaysian stores to a rival", "store"),
     ("others", None), ("death toll", None), ("Ada Reyes", None), ("of the seven", None), ("number of", None),
     ("Ada and Max Reyes", None), (None, None), ("", None)],
)  # fmt: skip
def test_what_is_counted_is_the_plural_head_of_the_item(item: str | None, noun: str | None) -> None:
    assert counted_noun(item) == noun


@pytest.mark.parametrize(
    ("claim", "item", "measure", "unit"),
    [
        (row("{building}"), "whales", ("count", SURE), "{whale}"),
        (row("{building}"), "death toll from a fire", ("deaths", SURE), "{person}"),
        (row("{point}", "index"), "Wisconsin", ("vote_share", SURE), "{percentage point}"),
        (row("deg", "measure"), "water", ("temperature", SURE), "Cel"),
        (row("{degree}", "count", "number and counted noun", 95.0), "temperatures", ("temperature", SURE), "[degF]"),
        (row("deg", "measure") | {"place_country": "US"}, "water", ("temperature", SURE), "[degF]"),
        (row("{child}"), "others", ("deaths", SURE), "{person}"),
        (row("{person}"), "turnout", ("turnout", SURE), "%"),
        (row("{building}"), "tonnes of rice", ("output", SURE), "t"),
        (row("{building}"), "hours of work", (None, SURE), "h"),
        (row("{candidate}"), "Ada Reyes", ("age", SURE), "a"),
        (row("{time}"), "People", ("age", SURE), "a"),
        (row("{worker}"), "workers", ("age", SURE), "a"),
        (row("1", rule=BARE, value=1.1), "ratio", ("count", SURE), "1"),
        (row("1", rule=BARE), "quake", ("magnitude", SURE), "{magnitude}"),
        (row("1", rule=BARE), "Nikkei", ("index_level", SURE), "{point}"),
        (row("USD", "money", "number and money word"), "euro", ("price", UNSURE), "USD/EUR"),
        (row("JPY", "money", "number and money word"), "US dollar", ("exchange_rate", SURE), "JPY/USD"),
        (row("USD", "money", "number and money word"), "Brent", ("price", SURE), "USD/[bbl_us]"),
        (row("GBP", "money", "number and money word"), "gold", ("price", SURE), "GBP/[oz_tr]"),
    ],
)
def test_the_unit_is_told(claim: dict[str, Any], item: str, measure: tuple[str, float], unit: str) -> None:
    told = unsaid_unit(claim, item, measure)
    assert told["unit"] == unit
    assert told["dimension"]
    assert told.get("kind", claim["kind"]) == KINDS.get(unit, claim["kind"])
    assert told.get("measure") == ("exchange_rate" if unit in ("USD/EUR", "JPY/USD") else None)


@pytest.mark.parametrize(
    ("claim", "item", "measure"),
    [
        (row("{soldier}", rule="number and counted noun"), "whales", ("count", SURE)),
        (row("{building}"), "death toll from a fire", ("deaths", UNSURE)),
        (row("{egg}/{hen}"), "eggs", ("output", SURE)),
        (row("{person}", value=1899.0), "Ada Reyes", ("age", SURE)),
        (row("{person}", value=2.8e6), "Oslo", ("turnout", SURE)),
        (row("deg", "measure", "number and unit") | {"predicate": "lean"}, "trees", ("temperature", SURE)),
        (row("deg", "measure", "number and unit"), "angle", ("temperature", SURE)),
        (row("USD", "money", "number and money word"), "euro", ("debt", SURE)),
        (row("USD", "money", "number and money word"), "dollar", ("exchange_rate", SURE)),
        (row("USD", "money", "number and money word"), "bonds in euro from Spain", ("price", SURE)),
        (row("USD", "money", "number and money word"), "gold", ("donation", SURE)),
        (row("USD", "money", "number and money word"), None, ("price", SURE)),
    ],
)
def test_what_its_words_tell_stays(claim: dict[str, Any], item: str | None, measure: tuple[str, float]) -> None:
    assert unsaid_unit(claim, item, measure) == {}


def test_figures_follow_their_unit_into_the_base() -> None:
    told = unsaid_unit(row("{person}", value=2.0), "Ada Reyes", ("age", SURE))
    assert told["base_unit"] == "s"
    assert told["base_value"] == pytest.approx(2 * 365.25 * 86_400)


@pytest.mark.parametrize(
    ("text", "quote", "word", "unit", "kind", "base"),
    [
        ("We have eight transformers and need 17 in Lund.", "17", "transformers", "{transformer}", "count", 17),
        ("Turn time came down from 94 minutes to 41 at the gate.", "41", "minutes", "min", "duration", 2460),
        ("The share was 70 per cent in May, and then 14 in Lund.", "14", "cent", "%", "percent", 0.14),
        ("It sold at 540 dollars an acre, and then at 1,150 in May.", "1,150", "acre", "USD/[acr_us]", "money", None),
        ("Weeks had gone by and he had done 12 of them.", "12", "Weeks", "wk", "duration", 7257600),
        ("Hens laid, and she had 12 of them.", "12", "Hens", "{hen}", "count", 12),
        ("Thousands of veterans live near both towns: 7,000 in Yuma.", "7,000", "veterans", "{veteran}", "count", 7000),
    ],
)
def test_the_unit_is_that_of_the_word_that_is_pointed_to(
    text: str, quote: str, word: str, unit: str, kind: str, base: float | None
) -> None:
    rows = propose(ArticleReading(text, "", None), [0]).rows
    (claim,) = (one for one in rows if one["quote"] == quote)
    start = text.index(word)
    told = pointed_unit(
        claim | {"rule": LEFT_OUT, "kind": "count", "unit": "{x}"}, word, (start, start + len(word)), rows
    )
    assert (told["unit"], told["kind"]) == (unit, kind)
    assert told["base_value"] == pytest.approx(base)


def test_no_word_tells_the_unit_of_a_figure_that_says_its_own() -> None:
    text = "Eight crews had 17 pumps."
    rows = propose(ArticleReading(text, "", None), [0]).rows
    assert [pointed_unit(one, "crews", (6, 11), rows) for one in rows] == [{}, {}]
    assert pointed_unit(rows[0] | {"rule": LEFT_OUT}, "7th", (6, 9), []) == {}
    assert pointed_unit(rows[0] | {"rule": LEFT_OUT}, "others", (90, 96), []) == {}
    assert pointed_unit(rows[0] | {"rule": LEFT_OUT}, "dozens", (90, 96), []) == {}
    assert pointed_unit(rows[0] | {"rule": LEFT_OUT}, "estimates", (90, 99), []) == {}


def test_what_all_of_it_is_worth_is_no_price_of_an_ounce() -> None:
    text = "He hid gold worth $200,000 in May."
    worth = row("USD", "money", "number and money word") | {"sentence": text, "sentence_start": 5, "start": 23}
    assert unsaid_unit(worth, "gold", ("price", SURE)) == {}
    assert unsaid_unit(worth | {"start": 5}, "gold", ("price", SURE))["unit"] == "USD/[oz_tr]"


@pytest.mark.parametrize(
    ("text", "quote", "word", "unit"),
    [
        ("It earned 45 cents in May and then 40 in June.", "40", "cents", None),
        ("The deficit was $3.2 billion and then 28 in June.", "28", "billion", None),
        ("A pool costs $300,000 per home; it had 12 of them.", "12", "home", None),
        ("They treat 40 patients a day and then 9 of them.", "9", "patients", "{patient}"),
        ("It was 8 degrees Celsius in May and then 9 in June.", "9", "Celsius", "Cel"),
    ],
)
def test_a_unit_is_not_taken_where_the_steps_may_be_others(text: str, quote: str, word: str, unit: str | None) -> None:
    rows = propose(ArticleReading(text, "", None), [0]).rows
    (claim,) = (one for one in rows if one["quote"] == quote)
    start = text.index(word)
    left_out = claim | {"rule": LEFT_OUT, "kind": "count", "unit": "{x}"}
    assert pointed_unit(left_out, word, (start, start + len(word)), rows).get("unit") == unit


def test_an_age_stays_one_whatever_is_pointed_to() -> None:
    worker = {"unit": "{worker}", "kind": "count"}
    assert unsaid_unit(row("{worker}"), "workers", ("age", SURE), worker)["unit"] == "a"
    assert unsaid_unit(row("{thing}"), "crews", ("count", SURE), worker)["unit"] == "{worker}"
