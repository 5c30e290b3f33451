"""Descent: what comes from what, followed to the first of each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date


def heads(parents: Mapping[str, str]) -> dict[str, str]:
    """Key → the first of its line.

    `parents` gives for each key its parent; one that is no key itself is the first of a line.
    """
    found: dict[str, str] = {}
    for key in parents:
        line, first = {key}, parents[key]
        while first in parents and first not in found and first not in line:
            line.add(first)
            first = parents[first]
        found |= dict.fromkeys(line, found.get(first, first))
    return found


def families(likes: Iterable[tuple[str, Sequence[str] | None, date | None]], most_days: int) -> dict[str, str]:
    """Key → the first of its family.

    `likes` gives for each key those before it that it belongs to, and its day, in the order of days; a key joins their
    families into one, but for families that began more than `most_days` before it: so none grows for ever.
    """
    found: dict[str, str] = {}
    places: dict[str, tuple[int, date | None]] = {}

    def first(key: str) -> str:
        while found[key] != key:
            found[key] = key = found[found[key]]
        return key

    for place, (key, others, day) in enumerate(likes):
        found[key], places[key] = key, (place, day)
        firsts = {first(other) for other in others or () if other in found}
        near = [each for each in firsts if _days(places[each][1], day) <= most_days]
        eldest = min([*near, key], key=lambda each: places[each][0])
        for each in (*near, key):
            found[each] = eldest
    return {key: first(key) for key in found}


def _days(one: date | None, other: date | None) -> int:
    return 0 if one is None or other is None else (other - one).days
