"""Units that a figure's words leave out: told by its item and measure, and left alone where the words tell them."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.claims.unsaid import LEFT_OUT, counted_noun, money_around, unsaid_unit

SURE, UNSURE = 0.9, 0.3


def row(unit: str, kind: str = "count", rule: str = LEFT_OUT, value: float = 10.0) -> dict[str, Any]:
    return {"rule": rule, "kind": kind, "unit": unit, "value": value, "low": value, "high": value}


@pytest.mark.parametrize(
    ("item", "noun"),
    [("whales", "whale"), ("whales that swam away", "whale"), ("number of active cases", "case"),
     ("total of private lenders in the region", "lender"), ("Malaysian stores to a rival", "store"),
     ("others", None), ("death toll", None), ("Ada Reyes", None), ("of the seven", None), ("number of", None),
     (None, None), ("", None)],
)  # fmt: skip
def test_what_is_counted_is_the_plural_head_of_the_item(item: str | None, noun: str | None) -> None:
    assert counted_noun(item) == noun


@pytest.mark.parametrize(
    ("claim", "item", "measure", "unit"),
    [
        (row("{building}"), "whales", ("count", SURE), "{whale}"),
        (row("{building}"), "death toll from a fire", ("deaths", SURE), "{person}"),
        (row("{candidate}"), "Ada Reyes", ("age", SURE), "a"),
        (row("{time}"), "People", ("age", SURE), "a"),
        (row("USD", "money", "number and money word"), "euro", ("price", UNSURE), "USD/EUR"),
        (row("JPY", "money", "number and money word"), "US dollar", ("exchange_rate", SURE), "JPY/USD"),
        (row("USD", "money", "number and money word"), "Brent", ("price", SURE), "USD/[bbl_us]"),
        (row("GBP", "money", "number and money word"), "gold", ("price", SURE), "GBP/[oz_tr]"),
        (row("USD", "money", "number and money word"), "third quarter", ("earnings_per_share", SURE), "USD/{share}"),
    ],
)
def test_the_unit_is_told(claim: dict[str, Any], item: str, measure: tuple[str, float], unit: str) -> None:
    told = unsaid_unit(claim, item, measure, None)
    assert told["unit"] == unit
    assert told["dimension"]
    assert told.get("kind", claim["kind"]) == ("age" if unit == "a" else claim["kind"])
    assert told.get("measure") == ("exchange_rate" if unit in ("USD/EUR", "JPY/USD") else None)


@pytest.mark.parametrize(
    ("claim", "item", "measure"),
    [
        (row("{soldier}", rule="number and counted noun"), "whales", ("count", SURE)),
        (row("{building}"), "death toll from a fire", ("deaths", UNSURE)),
        (row("{egg}/{hen}"), "eggs", ("output", SURE)),
        (row("USD", "money", "number and money word"), "euro", ("debt", SURE)),
        (row("USD", "money", "number and money word"), "dollar", ("exchange_rate", SURE)),
        (row("USD", "money", "number and money word"), "bonds in euro from Spain", ("price", SURE)),
        (row("USD", "money", "number and money word"), "gold", ("donation", SURE)),
        (row("USD", "money", "number and money word"), None, ("price", SURE)),
    ],
)
def test_what_its_words_tell_stays(claim: dict[str, Any], item: str | None, measure: tuple[str, float]) -> None:
    assert unsaid_unit(claim, item, measure, None) == {}


def test_figures_follow_their_unit_into_the_base() -> None:
    told = unsaid_unit(row("{person}", value=2.0), "Ada Reyes", ("age", SURE), None)
    assert told["base_unit"] == "s"
    assert told["base_value"] == pytest.approx(2 * 365.25 * 86_400)


@pytest.mark.parametrize(
    ("claim", "measure", "unit", "kind"),
    [
        (row("{sale}"), ("revenue", SURE), "JPY", "money"),
        (row("{share}/{day}"), ("share_price", SURE), "JPY", "money"),
        (row("{poll}"), ("approval", SURE), "%", "percent"),
        (row("{goal}", "score", "score of a game"), ("approval", SURE), "%", "score"),
        (row("{vote}", "score", "votes for and against"), ("probability", SURE), "1", "score"),
    ],
)
def test_amounts_and_shares_are_told_by_the_measure(
    claim: dict[str, Any], measure: tuple[str, float], unit: str, kind: str
) -> None:
    told = claim | unsaid_unit(claim, "sales", measure, "JPY")
    assert (told["unit"], told["kind"]) == (unit, kind)
    unsure = claim | unsaid_unit(claim, "the lot", (measure[0], UNSURE), "JPY")
    assert unsure["unit"] == claim["unit"]


def test_no_currency_is_made_up_where_none_is_spoken_of() -> None:
    assert unsaid_unit(row("{sale}"), "the lot", ("revenue", SURE), None) == {}


def test_money_nearby_is_the_last_before_a_figure_and_else_the_first_after_it() -> None:
    rows = [row("{sale}"), row("JPY", "money"), row("{sale}"), row("EUR/t", "money"), row("{sale}")]
    assert money_around(rows) == ["JPY", "JPY", "JPY", "JPY", "EUR"]
    assert money_around([row("{sale}")]) == [None]
