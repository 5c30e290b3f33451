"""Units that the lexicons know, alone and in rates, with the dimensions that they may state."""

from __future__ import annotations

import pytest

from expectations.units import dimensions_of, known_units


@pytest.mark.parametrize(
    ("unit", "dimension"),
    [
        ("km2", "area"),
        ("kg", "mass"),
        ("USD", "currency"),
        ("%", "ratio"),
        ("1", "ratio"),
        ("1", "count"),
        ("%/(10.a)", "ratio per time"),
        ("{soldier}", "count"),
        ("{point}", "index"),
        ("USD/[gal_us]", "currency per volume"),
        ("{soldier}/d", "count per time"),
        ("kg/{person}", "mass per person"),
        ("USD/(m2.d)", None),
        ("{meal/day}", "count"),
        ("{death}/100000", "count per 100000"),
        ("{death}/(100000.{person})", "count per 100000 person"),
        ("{death}/(100000.{person}.a)", "count per 100000 person"),
    ],
)
def test_a_known_unit_states_its_dimension(unit: str, dimension: str | None) -> None:
    assert dimension in dimensions_of(unit) if dimension else dimensions_of(unit) == frozenset()


@pytest.mark.parametrize(
    "unit",
    [
        "",
        "{}",
        "km²",
        "dollars",
        "USD/",
        "/d",
        "XXQ",
        "{a}{b}",
        "{open",
        "{person}/29",
        "{death}/(100000.{person}.kg)",
        "kg/fortnight",
    ],
)
def test_an_unknown_unit_states_none(unit: str) -> None:
    assert dimensions_of(unit) == frozenset()


def test_one_row_for_each_unit_and_dimension() -> None:
    rows = known_units(["kg", "kg", "nonsense", "m"])
    assert rows.rows() == [("kg", "mass"), ("m", "length")]
