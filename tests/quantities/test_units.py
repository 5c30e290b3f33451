"""The tables of units and money: they agree with the unit library and with each other."""

from __future__ import annotations

import re

import pytest

from transforms.lexicons.tables import read_table
from transforms.quantities import read_quantities
from transforms.quantities.hedges import VARIANTS, bounds
from transforms.quantities.units import BY_CODE


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the unit library warns about its own definitions
def test_the_kept_factors_are_those_of_the_unit_library() -> None:
    from transforms.lexicons.build_unit_factors import factors

    kept = {
        row["code"]: (row["base"], float(row["factor"]), float(row["offset"])) for row in read_table("unit_factors")
    }
    made = {code: (base, float(factor), float(offset)) for code, base, factor, offset in factors()}
    assert kept == made


@pytest.mark.parametrize(
    ("text", "base", "unit"),
    [
        ("It is 5 km away.", 5000.0, "m"),
        ("It was 25 degrees Celsius.", 298.15, "K"),
        ("It was 68 degrees Fahrenheit.", 293.15, "K"),
        ("It took two hours.", 7200.0, "s"),
        ("It rose 50 basis points.", 0.005, "1"),
        ("They were going 36 km/h.", 10.0, "m/s"),
        ("It covers 3 hectares.", 30000.0, "m2"),
    ],
)
def test_values_are_converted_to_the_base_unit(text: str, base: float, unit: str) -> None:
    (quantity,) = read_quantities(text)
    assert quantity.base_value == pytest.approx(base)
    assert quantity.base_unit == unit


def test_money_has_no_fixed_base() -> None:
    (quantity,) = read_quantities("It cost $5.")
    assert (quantity.base_value, quantity.base_unit, quantity.dimension) == (None, None, "currency")


def test_every_currency_is_an_iso_code() -> None:
    codes = {row["code"] for row in read_table("currency_codes")}
    used = {row["code"] for row in read_table("currencies")} | {row["default"] for row in read_table("currency_words")}
    listed = {pair.split("=")[1] for row in read_table("currency_words") for pair in row["of"].split()}
    assert {code for code in (used | listed) - codes - {"ETH"} if re.fullmatch("[A-Z]{3}", code)} == set()


def test_every_code_names_one_dimension() -> None:
    rows = read_table("units")
    assert len({row["code"] for row in rows}) == len({(row["code"], row["dimension"]) for row in rows})
    assert set(BY_CODE) == {row["code"] for row in rows}


def test_conventions_have_their_named_variants() -> None:
    assert VARIANTS == ("claimwire", "acled", "wikimpacts")
    assert bounds(12, "vague plural", "acled") == (12, 12)
    assert bounds(12, "vague plural", "wikimpacts") == (24, 72)
    assert bounds(100, "nearly") == (90, 100)
    assert bounds(100, "over", "acled") == (100, None)
    assert bounds(-100, "about") == (-110, -90)
