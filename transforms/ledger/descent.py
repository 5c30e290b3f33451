"""Descent: what comes from what, followed to the first of each line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def heads(parents: Iterable[tuple[str, str | None, date | None]], most_days: int | None = None) -> dict[str, str]:
    """Key → the first of its line, itself where it has no parent.

    `parents` gives for each key its parent (None for the first of a line) and its day, every parent before its children;
    a parent that is no key itself is the first of a line.  A key more than `most_days` after the first of its line begins
    a line of its own, so that none grows for ever, link by link.
    """
    found: dict[str, str] = {}
    days: dict[str, date | None] = {}
    for key, parent, day in parents:
        days[key] = day
        head = key if parent is None else found.get(parent, parent)
        began = days.get(head)
        is_late = most_days is not None and day is not None and began is not None and (day - began).days > most_days
        found[key] = key if is_late else head
    return found
