"""Places that stand together made one: the narrowest of a chain ("Reno, Nevada"), and all of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from transforms.claims.places.gazetteer import Kind
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
        if last is not None and between in WITHIN and _may_hold(place, last):
            found[-1] = replace(last, country=place.country or last.country, last=place.last)
        elif last is not None and between in BESIDE and _may_list(last, place):
            country = place.country if place.country == last.country else None
            found[-1] = replace(last, end=place.end, last=place.last, country=country)
        else:
            found.append(place)
        outer_end = place.end
    return found


def _may_hold(outer: NamedPlace, inner: NamedPlace) -> bool:
    """Whether one place may lie in another: it is smaller, and no other country's."""
    if SIZES[outer.kind] <= SIZES[inner.kind]:
        return False
    return inner.kind in ("city", "site") or None in (outer.country, inner.country) or outer.country == inner.country


def _may_list(first: NamedPlace, second: NamedPlace) -> bool:
    return SIZES[first.kind] == SIZES[second.kind] > 0
