"""The country of a place that an article names: what the gazetteer knows of its words and of those behind it."""

from __future__ import annotations

import re
from typing import Final

from transforms.claims.places.gazetteer import LONGEST, Entry, gazetteer, state_shorts, us_states

CONTAINERS: Final = frozenset(["country", "state", "region", "county"])
_AND: Final = re.compile(r",? (?:and|or) (?:the )?")
_COMMA: Final = re.compile(r", (?:the )?")
_BEHIND: Final = re.compile(r", (?:in )?(?:the )?(?=[A-Z])|,? in (?:the )?(?=[A-Z])")
_WORD: Final = re.compile(r"[^\s,;:()]+")


def country_of(text: str, start: int, end: int) -> str | None:
    """ISO 3166-1 alpha-2 code of the place `text[start:end]`; None where it cannot be told or several are named.

    What it is said to lie in, in its own words or behind them, counts before what the gazetteer holds of its name
    ("Paris, Texas"), unless that is a large place of another country ("in Kabul, Pakistan said").
    """
    words = " ".join(text[start:end].split())
    if _AND.search(words):
        parts = [part for listed in _AND.split(words) for part in _COMMA.split(listed)]
        countries = {entry.country if (entry := _longest(part)) is not None else None for part in parts}
        return countries.pop() if len(countries) == 1 else None
    name, *outer = _COMMA.split(words)
    place = _longest(name)
    for container in (*(_container(part, place) for part in outer), _behind(text, end, place)):
        place = _within(place, container) if container is not None else place
    return place.country if place is not None else None


def _longest(words: str) -> Entry | None:
    """The gazetteer's entry for the longest name among the words, the first of those as long."""
    spans = [found.span() for found in _WORD.finditer(words)]
    for length in range(min(LONGEST, len(spans)), 0, -1):
        for first in range(len(spans) - length + 1):
            entry = gazetteer().get(words[spans[first][0] : spans[first + length - 1][1]])
            if entry is not None:
                return entry
    return None


def _behind(text: str, end: int, place: Entry | None) -> Entry | None:
    """The state or country behind a comma or "in" at `end`: the longest name that stands there."""
    gap = _BEHIND.match(text, end)
    if gap is None:
        return None
    lasts = [found.end() for _, found in zip(range(LONGEST), _WORD.finditer(text, gap.end()), strict=False)]
    found = (_container(text[gap.end() : last], place) for last in reversed(lasts))
    return next((entry for entry in found if entry is not None), None)


def _container(name: str, place: Entry | None) -> Entry | None:
    """What holds places of the name, also a short form of a state ("R.I."); Georgia is the country of its places."""
    short = state_shorts().get(name) or state_shorts().get(f"{name}.")
    if short is not None:
        return Entry("state", short, True)
    bare = name.rstrip(".’'")
    entry = gazetteer().get(bare)
    if entry is None or entry.kind not in CONTAINERS:
        return None
    is_own = place is not None and place.country == entry.country
    return Entry("state", "US", True) if bare in us_states() and not is_own else entry


def _within(place: Entry | None, container: Entry) -> Entry:
    """A place as one of what it lies in, unless it is known to lie elsewhere."""
    is_elsewhere = place is not None and place.is_sure and container.kind == "country"
    return place if place is not None and (is_elsewhere or container.country is None) else container
