"""Periods told by their distance from another, which the sentence or one before it names."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.claims.dates import nodes, periods
from transforms.claims.dates.nodes import Anchor
from transforms.claims.dates.periods import Period


@dataclass(frozen=True, slots=True)
class Before:
    """A period told by its distance from another: a year earlier, the same period last year.

    `is_whole`: "the previous month", which is a whole one also where the other period is a day.
    """

    unit: str
    count: int
    is_whole: bool = False

    def resolve(self, anchor: Anchor) -> Period | None:
        return None

    def of(self, main: Period) -> Period | None:
        """The period meant, where figures of `main` are compared with it."""
        told = periods.earlier(main, self.unit, self.count)
        is_part = self.is_whole and (main.end - main.start).days + 1 < periods.least_days(self.unit)
        return periods.calendar_unit(told.start, self.unit) if told is not None and is_part else told


@dataclass(frozen=True, slots=True)
class Ago(Before):
    """The same counted from publication ("a year ago"), unless it is what figures of a period are compared with."""

    def resolve(self, anchor: Anchor) -> Period | None:
        return nodes.CalendarUnit(self.unit, -self.count).resolve(anchor)


@dataclass(frozen=True, slots=True)
class SameIn:
    """The same part of another year: the same period of 1986."""

    year: int

    def resolve(self, anchor: Anchor) -> Period | None:
        return None

    def of(self, main: Period) -> Period | None:
        """The period meant, where figures of `main` are compared with it."""
        return periods.earlier(main, "year", main.start.year - self.year)


@dataclass(frozen=True, slots=True)
class Later:
    """A period told by its distance after another, which it follows: three years later."""

    unit: str
    count: int

    def resolve(self, anchor: Anchor) -> Period | None:
        return None

    def of(self, main: Period) -> Period | None:
        """The period meant, where `main` is the one named before it."""
        return periods.earlier(main, self.unit, -self.count)
