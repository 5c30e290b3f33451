"""Expressions that name a stretch of another period: its early, mid or late part, what of it is over or counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from transforms.claims.dates import periods
from transforms.claims.dates.nodes import Anchor, Months, Node
from transforms.claims.dates.periods import Period

LAST_WEEK: Final = 4


@dataclass(frozen=True, slots=True)
class Part:
    """The early, mid or late part of a month or a year (periods.PARTS); any other period is left whole."""

    of: Node
    part: str

    def resolve(self, anchor: Anchor) -> Period | None:
        whole = self.of.resolve(anchor)
        return None if whole is None else periods.part(whole, self.part)


@dataclass(frozen=True, slots=True)
class SoFar:
    """From the start of a named period to the day of publication within it: in 2019 so far."""

    of: Node

    def resolve(self, anchor: Anchor) -> Period | None:
        whole, published = self.of.resolve(anchor), anchor.published
        if whole is None or published is None or not whole.start <= published <= whole.end:
            return whole
        return Period(whole.start, published)


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The first, second, third or last (-1) seven days of a month: the last week of May."""

    of: Node
    number: int

    def resolve(self, anchor: Anchor) -> Period | None:
        whole = self.of.resolve(anchor)
        if whole is None or self.number > LAST_WEEK:
            return None
        if self.number < 0:
            return Period(whole.end - timedelta(days=6), whole.end)
        start = whole.start + timedelta(days=7 * (self.number - 1))
        return Period(start, start + timedelta(days=6))


@dataclass(frozen=True, slots=True)
class Counted:
    """The month that a statistic is of: the last one begun, whatever is to come ("will report June sales")."""

    month: Months

    def resolve(self, anchor: Anchor) -> Period | None:
        return self.month.resolve(Anchor(anchor.published, is_ahead=False))
