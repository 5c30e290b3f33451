"""The names of places, and the words beside them that say whether they are meant as places."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from transforms.lexicons.tables import read_table

Kind = Literal["country", "state", "region", "big_city", "city", "county", "water", "site"]
LONGEST = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """What the gazetteer knows of a name: the kind of place, its ISO 3166-1 alpha-2 code or None, and whether the name
    alone is enough to take it for a place."""

    kind: Kind
    country: str | None
    is_sure: bool


@cache
def gazetteer() -> dict[str, Entry]:
    """Name as written → its likeliest bearer."""
    doubtful = place_words("doubtful")
    packed = files("transforms.lexicons").joinpath("gazetteer.txt.gz").read_bytes()
    places: dict[str, Entry] = {}
    for line in gzip.decompress(packed).decode().splitlines():
        key, _, names = line.partition("\t")
        kind, _, country = key.partition(" ")
        is_large = kind in ("country", "state", "county", "big_city")
        sure, unsure = (Entry(cast(Kind, kind), country or None, is_sure) for is_sure in (is_large, False))
        for name in names.split("|"):
            places[name] = unsure if name in doubtful else sure
    for row in read_table("places"):
        places[row["name"]] = Entry(cast(Kind, row["kind"]), row["country"] or None, row["is_sure"] == "x")
    for row in read_table("place_states"):
        places[row["short"]] = Entry("state", row["country"], False)
    return places


@cache
def state_shorts() -> dict[str, str]:
    """Short form of a state → its country."""
    return {row["short"]: row["country"] for row in read_table("place_states")}


@cache
def state_names() -> dict[str, tuple[str, str]]:
    """Short form of a state → its name and country."""
    return {row["short"]: (row["name"], row["country"]) for row in read_table("place_states")}


@cache
def us_states() -> frozenset[str]:
    """The states of the US by their full names, also where a country has the same."""
    return frozenset(row["name"] for row in read_table("place_states") if row["country"] == "US")


@cache
def place_words(name: str) -> frozenset[str]:
    """One set of place_words: `type`, `lower_type`, `body`, `direction`, …"""
    return next(frozenset(row["words"].split()) for row in read_table("place_words") if row["set"] == name)
