"""What a figure is of: one key for one thing, however it is said, and another for another."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.frames import MEASURES
from transforms.ledger.countries import country_names
from transforms.ledger.subjects import measure_words, place_key, subject_of


def key(item: str | None, measure: str | None = "count", **fields: Any) -> str | None:
    """The key of a claim of these fields."""
    row = {"actor": None, "predicate": None, "place": None, "place_country": None, "unit": "{thing}", "kind": "count"}
    row |= fields
    return subject_of(row | {"item": item, "measure": measure})[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russian soldiers", "soldiers of Russia"),
        ("Russian soldiers", "Russia's soldiers"),
        ("the Russian soldiers", "soldiers of the Russian Federation in Kursk"),
        ("South Korean exports", "exports of South Korea"),
        ("Turkish troops", "troops of Türkiye"),
        ("US jobs", "American jobs"),
        ("flats", "flats had been sold"),
        ("more than a dozen other houses", "house"),
        ("people who fled the town", "persons"),
    ],
)
def test_one_thing_has_one_key(one: str, other: str) -> None:
    assert key(one) == key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russian soldiers", "Ukrainian soldiers"),
        ("soldiers", "Russian soldiers"),
        ("Scottish voters", "British voters"),
        ("North Korean troops", "South Korean troops"),
        ("crude stocks", "gasoline stocks"),
        ("turkey dinners", "Turkish dinners"),
        ("nail polish bottles", "nail Polish bottles"),
        ("china plates", "Chinese plates"),
    ],
)
def test_another_thing_has_another(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("item", "unit"),
    [
        ("people", "{person}"),
        ("bodies", "{body}"),
        ("dead", "{person}"),
        ("earthquake", "{death}"),
        ("toll", "{death}"),
    ],
)
def test_the_dead_of_an_event_are_people(item: str, unit: str) -> None:
    assert key(item, "deaths", unit=unit) == "person"


def test_the_dead_of_whom_more_is_said_are_told_apart() -> None:
    assert key("Eighteen children", "deaths", unit="{child}") == "child"
    assert key("Turkish people", "deaths", unit="{person}") == "TR person"
    assert key("injured", "deaths", unit="{person}") == "injured"
    assert key("people", "deaths", unit="{person}", predicate="kill") == "person"
    assert key("people", "deaths", unit="{person}", predicate="injure") == "injure person"


def test_an_item_that_only_names_the_measure_leaves_it_to_the_actor_or_the_place() -> None:
    at = {"place": "Türkiye", "place_country": "TR"}
    assert key("inflation", "inflation", **at) == key("inflation rate", "inflation", place="Turkey", place_country="TR")
    assert key("annual inflation of Turkey", "inflation") == "TR annual"
    of_halden = {"actor": "Halden Robotics Inc"}
    assert key("Net profit", "profit", **of_halden, **at) == key("earnings", "profit", **of_halden)
    assert key("wages", "wage", place="Oslo", place_country="NO") == "oslo, NO"
    assert key("revenue", "revenue") is None
    assert key("Oil prices", "price") == key("oil", "price")
    assert key(None, "price") is None


def test_a_country_is_found_by_its_names_its_adjective_and_its_people() -> None:
    names = country_names()
    assert {names[name] for name in ("turkey", "türkiye", "turkish", "turks")} == {"TR"}
    assert "england" not in names
    assert "scottish" not in names
    assert all(len(code) == 2 and code.isupper() for code in names.values())


def test_a_country_has_one_key_and_a_town_its_own() -> None:
    assert {place_key(name, "TR") for name in ("Turkey", "Türkiye", "TURKEY")} == {"TR"}
    assert place_key("U.S.", "US") == place_key("United States", "US") == "US"
    assert place_key("Georgia", "US") == "georgia, US"
    assert place_key("Georgia", "GE") == place_key("Georgia", None) == "GE"
    assert place_key("western Turkey", "TR") == "western turkey, TR"
    assert place_key("Ayvalar", None) == "ayvalar"
    assert place_key(None, None) is None


def test_every_measure_has_its_words_and_its_scope() -> None:
    rows = measure_words()
    assert list(rows) == list(MEASURES)
    assert {row["scope"] for row in rows.values()} == {"event", "standing"}
    assert {row["telling"] for row in rows.values()} == {"yes", "no"}
    assert {row["whose"] for row in rows.values()} == {"item", "actor", "place"}


def test_what_a_sum_is_told_in_is_not_what_it_is_of() -> None:
    money = {"kind": "money", "unit": "USD"}
    assert key("loan of 240 million dollars", "funding", **money) == key("loan", "funding", **money) == "loan"
    assert key("dollar", "exchange_rate", **money) == "dollar"
    assert key("crown princes", "count") == "crown prince"


@pytest.mark.parametrize("item", ["people", "injured people", "the injured", "wounded", "casualties"])
def test_words_for_the_harm_itself_say_nothing_of_whom_it_befell(item: str) -> None:
    assert key(item, "injuries", unit="{person}") == "person"
    assert key("injured miners", "injuries", unit="{miner}") == key("miners", "injuries", unit="{miner}") == "miner"


def test_seats_are_those_of_the_party() -> None:
    assert key("seats", "seats", actor="Reform Bloc") == key("seats", "seats", actor="Ana Holm's Reform Bloc")
    assert key("seats", "seats", actor="Reform Bloc") != key("seats", "seats", actor="Greens")
    assert key("seats", "seats") == "seat"
