"""Figures in comparable units: no code of a unit is left where a person reads."""

from __future__ import annotations

import pytest

from flows.explore.amounts import level, reach, unit_words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (61, "count", "61"),
        (2.375, "USD/{share}", "2.375 USD per share"),
        (69.64, "USD/[bbl_us]", "69.64 USD per barrel"),
        (31_000, "USD/d", "31,000 USD per day"),
        (6.6, "{magnitude}", "6.6 magnitude"),
        (1_900_000, "kg", "1,900 tonnes"),
        (12.5, "%", "12.5%"),
        (None, "USD", "–"),
    ],
)
def test_a_level_is_told_as_a_person_says_it(value: float | None, unit: str, words: str) -> None:
    assert level(value, unit) == words


def test_a_reach_keeps_the_unit_of_both_ends() -> None:
    assert reach(2.3, 2.45, "USD/{share}") == "2.3 USD per share to 2.45 USD per share"
    assert reach(None, None, "USD/{share}") == "–"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("{person}", "person"),
        ("a", "year"),
        ("1", "ratio"),
        ("EUR", "EUR"),
        ("USD/(1000.{person})", "USD/(1000.person)"),
        ("{a}/{b}", "a per b"),
        ("[not a unit]", "[not a unit]"),
    ],
)
def test_the_code_of_a_unit_has_words(code: str, words: str) -> None:
    assert unit_words(code) == words
