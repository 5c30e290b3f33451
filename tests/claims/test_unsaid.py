"""Units that a figure's words leave out: told by its item and measure, and left alone where the words tell them."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.claims.unsaid import LEFT_OUT, counted_noun, unsaid_unit

SURE, UNSURE = 0.9, 0.3


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
        (row("{building}"), "tonnes of rice", ("output", SURE), "t"),
        (row("{building}"), "hours of work", (None, SURE), "h"),
        (row("{candidate}"), "Ada Reyes", ("age", SURE), "a"),
        (row("{time}"), "People", ("age", SURE), "a"),
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
    assert told.get("kind", claim["kind"]) == {"a": "age", "t": "measure", "h": "duration"}.get(unit, claim["kind"])
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
    assert unsaid_unit(claim, item, measure) == {}


def test_figures_follow_their_unit_into_the_base() -> None:
    told = unsaid_unit(row("{person}", value=2.0), "Ada Reyes", ("age", SURE))
    assert told["base_unit"] == "s"
    assert told["base_value"] == pytest.approx(2 * 365.25 * 86_400)
