"""Which of a sentence's places a quantity is about, if any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from transforms.claims.nearness import BREAKS, FINITE, RELATIVES, SUBORDINATORS, Nearness
from transforms.claims.places.gazetteer import place_words
from transforms.claims.places.names import NamedPlace
from transforms.claims.places.usage import Role
from transforms.quantities.quantity import Quantity

LIMIT: Final = 3.0
# "based in Reno": where a company or person is at home, not where what it does happens.
SEATS: Final = frozenset(["based", "headquartered", "born", "registered", "incorporated", "filed"])
FAR: Final = 99.0
YEAR: Final = re.compile(r"(?:19|20)\d\d")
ROLE_COSTS: Final[dict[Role, float]] = {
    "locative": 0.0, "modifier": 0.75, "possessive": 1.0, "subject": 1.0, "weak": 1.0, "object": 1.0, "other": FAR,
}  # fmt: skip


def attach(quantity: Quantity, places: Sequence[NamedPlace], near: Nearness) -> NamedPlace | None:
    """The place that a quantity is about, or None."""
    best, best_cost = None, LIMIT
    for candidate in places:
        cost = _cost(quantity, candidate, places, near)
        if cost < best_cost:
            best, best_cost = candidate, cost
    return best


def _cost(quantity: Quantity, place: NamedPlace, places: Sequence[NamedPlace], near: Nearness) -> float:
    first, last = near.index(quantity.start), near.index(quantity.end)
    if place.start < quantity.end and quantity.start < place.end:
        return 0.0
    if is_said(place, near) or _is_of_an_observer(place, first, near):
        return FAR
    if place.first > 1 and near.tokens[near.index(place.start) - 2].lower in SEATS:
        return FAR
    aside = near.aside(place.first, place.last)
    if aside is not None and _is_of_the_aside(aside[0], near) and not aside[0] <= first < aside[1]:
        return FAR
    own = near.relative(first, last)
    if own is not None and place.first >= own[1]:
        return FAR
    if near.apposition(place.first, place.last) and not place.first <= first < place.last:
        return FAR
    if quantity.kind == "score" and place.role != "locative":
        return FAR
    if place.role == "possessive" and place.first >= last and near.finite_between(last, place.first):
        return FAR
    if place.role in ("weak", "subject") and not _is_close(place, first, last, near):
        return FAR
    if place.first >= last:
        return ROLE_COSTS[place.role] + _gap(last, place.first, place, places, near, is_after=True)
    before = near.tokens[max(0, near.index(place.start) - 4) : near.index(place.start)]
    follows = any(t.tag == "CD" and not YEAR.fullmatch(t.text) for t in before)
    return ROLE_COSTS[place.role] + follows + _gap(place.last, first, place, places, near, is_after=False)


def _is_close(place: NamedPlace, first: int, last: int, near: Nearness) -> bool:
    """Whether a place stands in the quantity's own phrase ("a third of the people of Ghana") or is its subject."""
    if place.role == "subject":
        between = near.tokens[place.last : first]
        is_plain = not any(t.lower in (",", "that", "which", "who") for t in between)
        return place.last <= first and near.speech(place.last) is None and is_plain
    return last <= place.first and not near.finite_between(last, place.first)


def _is_of_the_aside(opener: int, near: Nearness) -> bool:
    """Whether an aside that opens at a token keeps its places to itself: "which …", "filed in Reno"."""
    is_relative = near.opens_relative(opener) and near.tag(opener) != "WRB"
    return is_relative or near.tokens[opener].lower in SEATS


def _is_of_an_observer(place: NamedPlace, first: int, near: Nearness) -> bool:
    """Whether the place is where those are who speak of others: "bankers in Zurich said"."""
    if place.role != "locative" or first < place.last or near.tag(place.last) not in FINITE:
        return False
    noun = near.tokens[place.first - 2] if place.first > 1 else None
    is_observer = noun is not None and noun.lower in place_words("observer")
    return is_observer and near.speech(place.last) is not None


def is_said(place: NamedPlace, near: Nearness) -> bool:
    """Whether the place is where something was said ("told reporters in Paris")."""
    if place.role != "locative":
        return False
    for i in range(place.first - 1, max(-1, place.first - 6), -1):
        token = near.tokens[i]
        is_reduced = token.tag == "VBN" and near.tag(i - 1) == "DT"  # "those charged in U.S. court"
        if is_reduced or token.tag in ("VBD", "VBZ", "VBP", "VBG"):
            return near.speech(i) is not None
        if token.tag in ("CD", ",") or token.lower in BREAKS:
            return False
    return False


def _gap(
    first: int, last: int, place: NamedPlace, places: Sequence[NamedPlace], near: Nearness, *, is_after: bool
) -> float:
    """What is crossed in tokens `first` to `last`, between a quantity and a place."""
    opens = not is_after and place.first <= 3 and place.role == "locative"
    cost = 0.0
    for i in range(first, last):
        token = near.tokens[i]
        lower = token.lower
        if lower in BREAKS:
            cost += 0.3 if lower in "()" else 2.5
        elif lower == ",":
            is_list = is_after and near.tag(i + 1) == "CD"  # "80 deaths, 46 severe cases in Laos"
            cost += 0.1 if opens or is_list else 0.6
        elif (
            (token.tag in ("WDT", "WP", "WRB", "WP$") and lower in RELATIVES)
            or lower in SUBORDINATORS
            or near.joins_clauses(i)
        ):
            cost += 0.5 if opens else 1.5
        elif (token.tag in ("VBN", "VBG") or lower in ("and", "or")) and place.role in ("modifier", "possessive"):
            cost += 1.0
        if near.speech(i) is not None:
            cost += 0.5 if opens else 1.0
    cost += max(0, near.finite_between(first, last) - 1) * (0.25 if opens else 1.0)
    cost += sum(1.5 for other in places if first <= other.first and other.last <= last)
    return cost + 0.03 * (last - first)
