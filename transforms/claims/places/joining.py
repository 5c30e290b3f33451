"""Places that stand together made one: the narrowest of a chain ("Reno, Nevada"), and all of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from transforms.claims.places.gazetteer import Kind, us_states
from transforms.claims.places.names import NamedPlace

SIZES: Final[dict[Kind, int]] = {
    "site": 0, "city": 1, "big_city": 1, "county": 2, "state": 3, "country": 4, "region": 4, "water": 4,
}  # fmt: skip
WITHIN: Final = frozenset([",", "in", ", in", "in the"])
BESIDE: Final = frozenset([",", "and", ", and", "and the", ", and the"])


def joined(sentence: str, places: Iterable[NamedPlace]) -> list[NamedPlace]:
    """The places of a sentence in order, without those that only say where another one lies."""
    found: list[NamedPlace] = []
    outer_end = 0
    for place in places:
        last = found[-1] if found else None
        between = sentence[max(outer_end, last.end if last else 0) : place.start].strip()
        is_where = last is not None and (last.role == "locative" or place.role != "locative" or between == ",")
        if last is not None and is_where and between in WITHIN and _may_hold(place, last):
            is_us_state = sentence[place.start : place.end] in us_states() and last.country == "US"
            country = "US" if is_us_state else place.country or last.country
            found[-1] = replace(last, country=country, last=place.last)
        elif last is not None and between == "," and _is_named_after(sentence, last, place):
            found[-1] = replace(place, role=last.role, first=last.first, country=place.country or last.country)
        elif last is not None and between in BESIDE and _may_list(last, place):
            country = place.country if place.country == last.country else None
            found[-1] = replace(last, end=place.end, last=place.last, country=country)
        else:
            found.append(place)
        outer_end = place.end
    return found


def _size(place: NamedPlace) -> int:
    """The rank of a place: regions of one country lie in it, others hold countries."""
    return 3 if place.kind == "region" and place.country else SIZES[place.kind]


def _may_hold(outer: NamedPlace, inner: NamedPlace) -> bool:
    """Whether one place may lie in another: it is smaller, and no other country's."""
    if _size(outer) <= _size(inner):
        return False
    if outer.kind == "state" and inner.kind == "big_city":
        return True  # "Birmingham, Ala." is not the one in England
    return inner.kind in ("city", "site") or None in (outer.country, inner.country) or outer.country == inner.country


def _is_named_after(sentence: str, called: NamedPlace, place: NamedPlace) -> bool:
    """Whether a place only says the name of the one before: "the Indian capital, New Delhi"."""
    return sentence[called.start : called.end].endswith(" capital") and _size(place) < _size(called)


def _may_list(first: NamedPlace, second: NamedPlace) -> bool:
    return _size(first) == _size(second) > 0
