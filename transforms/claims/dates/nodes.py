"""What a time expression says before it meets a calendar: small trees that an anchor resolves to a period.

Every node has `resolve(anchor)`, which gives the closed period of days or None where it cannot be told: a relative form
without a day of publication, or a day that no calendar has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from transforms.claims.dates import periods
from transforms.claims.dates.periods import Period

SOON_DAYS: Final = 120
# A day just after publication, in a clause of the past, is a late story's, not last year's.
SLACK_DAYS: Final = 10
_MIDWEEK: Final = 2  # Wednesday


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day of publication, and whether the clause looks ahead of it (None: not known)."""

    published: date | None
    is_ahead: bool | None = None


class Node(Protocol):
    """One time expression, or a part of one."""

    def resolve(self, anchor: Anchor) -> Period | None:
        """The days it names, seen from `anchor`."""
        ...


def choose(candidates: list[Period | None], anchor: Anchor, nearest: bool = False) -> Period | None:
    """The one of several recurring periods (in order) that is meant: the next if ahead, else the last one begun.

    With `nearest`, where the direction is unknown, the one nearest to the day of publication, ahead only if it is soon.
    """
    published = anchor.published
    known = [c for c in candidates if c is not None]
    if published is None or not known:
        return None
    if anchor.is_ahead:
        return next((c for c in known if c.end >= published), None)
    if anchor.is_ahead is None and nearest:
        near = [c for c in known if (c.start - published).days <= SOON_DAYS]
        return min(near, key=lambda c: abs((c.start - published).days)) if near else None
    past = next((c for c in reversed(known) if c.start <= published), None)
    soon = next((c for c in known if 0 < (c.start - published).days <= SLACK_DAYS), None)
    is_stale = past is None or (published - past.start).days > 365 - 2 * SLACK_DAYS
    return soon if nearest and soon is not None and is_stale else past


def years_about(anchor: Anchor) -> range:
    assert anchor.published is not None
    return range(anchor.published.year - 1, anchor.published.year + 2)


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year."""

    year: int

    def resolve(self, anchor: Anchor) -> Period | None:
        return periods.months(self.year, 1, 12)


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal year that is named by the year in which it ends; without `year` the one `shift` away from publication.

    `first_month`: October of the US federal one, April of a financial year as in Britain and India.
    """

    year: int | None
    shift: int = 0
    first_month: int = 10

    def resolve(self, anchor: Anchor) -> Period | None:
        if self.year is not None:
            return periods.months(self.year - 1, self.first_month, 12)
        if anchor.published is None:
            return None
        begun = anchor.published.year - (anchor.published.month < self.first_month)
        return periods.months(begun + self.shift, self.first_month, 12)


@dataclass(frozen=True, slots=True)
class Months:
    """Whole months of a year: a month, quarter, half or season; without `year` the one that the clause points to."""

    first_month: int
    count: int
    year: Node | None = None

    def resolve(self, anchor: Anchor) -> Period | None:
        if self.year is not None:
            year = self.year.resolve(anchor)
            return (
                periods.months(year.start.year, year.start.month + self.first_month - 1, self.count) if year else None
            )
        if anchor.published is None:
            return None
        return choose([periods.months(y, self.first_month, self.count) for y in years_about(anchor)], anchor)


@dataclass(frozen=True, slots=True)
class Turned:
    """A month or season named with "this" (0), "last" (-1) or "next" (1)."""

    months: Months
    shift: int

    def resolve(self, anchor: Anchor) -> Period | None:
        if anchor.published is None:
            return None
        year = anchor.published.year
        all_years = [periods.months(y, self.months.first_month, self.months.count) for y in range(year - 1, year + 2)]
        known = [p for p in all_years if p is not None]
        if self.shift > 0:
            return next((p for p in known if p.start > anchor.published), None)
        if self.shift < 0:
            return next((p for p in reversed(known) if p.end < anchor.published), None)
        is_winter = self.months.first_month + self.months.count > 13
        if is_winter:  # until spring is over it is the one that began last year
            year -= anchor.published.month < self.months.first_month // 2
        return next((p for p in known if p.start.year == year), None)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month; without `year` the one that the clause points to."""

    month: int
    day: int
    year: Node | None = None

    def resolve(self, anchor: Anchor) -> Period | None:
        if self.year is not None:
            year = self.year.resolve(anchor)
            return periods.day(year.start.year, self.month, self.day) if year else None
        if anchor.published is None:
            return None
        return choose([periods.day(y, self.month, self.day) for y in years_about(anchor)], anchor, nearest=True)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week (Monday 0).  `shift` -1 is strictly before publication, 1 strictly after, 0 as the clause says.

    In a story of that weekday the plain name is the day itself.
    """

    weekday: int
    shift: int = 0

    def resolve(self, anchor: Anchor) -> Period | None:
        if anchor.published is None:
            return None
        if self.shift > 0 or (self.shift == 0 and anchor.is_ahead):
            away = (self.weekday - anchor.published.weekday()) % 7
            away = away or 7 * (self.shift > 0)
        else:
            back = (anchor.published.weekday() - self.weekday) % 7
            away = -(back or 7 * (self.shift < 0))
        the_day = periods.shift_days(anchor.published, away)
        return Period(the_day, the_day) if the_day else None


@dataclass(frozen=True, slots=True)
class WeekdayOfWeek:
    """A weekday of the calendar week (Monday to Sunday) of publication."""

    weekday: int

    def resolve(self, anchor: Anchor) -> Period | None:
        if anchor.published is None:
            return None
        the_day = periods.shift_days(anchor.published, self.weekday - anchor.published.weekday())
        return Period(the_day, the_day) if the_day else None


@dataclass(frozen=True, slots=True)
class CalendarUnit:
    """The calendar unit that lies `shift` units from that of publication: last year, this week, three months ago."""

    unit: str
    shift: int

    def resolve(self, anchor: Anchor) -> Period | None:
        if anchor.published is None:
            return None
        # What happened "this weekend" is told on Monday, too.
        is_over = self.unit == "weekend" and anchor.is_ahead is False and anchor.published.weekday() < _MIDWEEK
        inside = periods.shift(anchor.published, self.unit, self.shift - (is_over and self.shift == 0))
        return periods.calendar_unit(inside, self.unit) if inside else None


@dataclass(frozen=True, slots=True)
class Window:
    """`count` units up to the day of publication, or from it where `is_ahead`: the past ten years."""

    unit: str
    count: int
    is_ahead: bool = False

    def resolve(self, anchor: Anchor) -> Period | None:
        if anchor.published is None:
            return None
        other = periods.shift(anchor.published, self.unit, self.count if self.is_ahead else -self.count)
        if other is None:
            return None
        return Period(min(anchor.published, other), max(anchor.published, other))


@dataclass(frozen=True, slots=True)
class Between:
    """From the start of one period to the end of another; the first is the last such before the second."""

    first: Node
    last: Node

    def resolve(self, anchor: Anchor) -> Period | None:
        last = self.last.resolve(anchor)
        if last is None:
            return None
        first = self.first.resolve(Anchor(last.end, is_ahead=False))
        if isinstance(self.first, (CalendarUnit, Window)) or first is None:
            first = self.first.resolve(anchor)
        return periods.span(first, last)


@dataclass(frozen=True, slots=True)
class Since:
    """From the start of a period to the day of publication."""

    first: Node

    def resolve(self, anchor: Anchor) -> Period | None:
        if anchor.published is None:
            return None
        first = self.first.resolve(Anchor(anchor.published, is_ahead=False))
        return periods.span(first, Period(anchor.published, anchor.published))


@dataclass(frozen=True, slots=True)
class Edge:
    """The first day of a period, or its last where `is_end`."""

    of: Node
    is_end: bool

    def resolve(self, anchor: Anchor) -> Period | None:
        whole = self.of.resolve(anchor)
        if whole is None:
            return None
        the_day = whole.end if self.is_end else whole.start
        return Period(the_day, the_day)


@dataclass(frozen=True, slots=True)
class Ended:
    """`count` units that end with the last day of a period: the 12 months ended March 31, the year to June."""

    unit: str
    count: int
    last: Node

    def resolve(self, anchor: Anchor) -> Period | None:
        last = self.last.resolve(Anchor(anchor.published, bool(anchor.is_ahead)))
        if last is None or last.end == date.max:
            return None
        start = periods.shift(last.end + timedelta(days=1), self.unit, -self.count)
        return Period(start, last.end) if start and start <= last.end else None


@dataclass(frozen=True, slots=True)
class Begun:
    """`count` units that begin with the first day of a period: the fiscal year beginning April 1."""

    unit: str
    count: int
    first: Node

    def resolve(self, anchor: Anchor) -> Period | None:
        first = self.first.resolve(anchor)
        after = periods.shift(first.start, self.unit, self.count) if first else None
        end = periods.shift_days(after, -1) if after else None
        return Period(first.start, end) if first and end and first.start <= end else None


@dataclass(frozen=True, slots=True)
class Weekend:
    """The weekend just past, or that of publication; the next one if ahead: "over the weekend"."""

    def resolve(self, anchor: Anchor) -> Period | None:
        if anchor.published is None:
            return None
        is_this = bool(anchor.is_ahead) or anchor.published.weekday() >= 5
        return CalendarUnit("weekend", 0 if is_this else -1).resolve(anchor)


@dataclass(frozen=True, slots=True)
class UnitOf:
    """The calendar unit that holds the first day of a period: the week of January 14."""

    unit: str
    of: Node

    def resolve(self, anchor: Anchor) -> Period | None:
        inside = self.of.resolve(anchor)
        return periods.calendar_unit(inside.start, self.unit) if inside else None


@dataclass(frozen=True, slots=True)
class Days:
    """Days counted from that of publication: today (0 to 0), yesterday, overnight (-1 to 0)."""

    first: int
    last: int

    def resolve(self, anchor: Anchor) -> Period | None:
        if anchor.published is None:
            return None
        first, last = periods.shift_days(anchor.published, self.first), periods.shift_days(anchor.published, self.last)
        return Period(first, last) if first and last else None


@dataclass(frozen=True, slots=True)
class ToDate:
    """From the start of the calendar unit of publication to that day: so far this year."""

    unit: str

    def resolve(self, anchor: Anchor) -> Period | None:
        if anchor.published is None:
            return None
        whole = periods.calendar_unit(anchor.published, self.unit)
        return Period(whole.start, anchor.published) if whole else None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A period known already: decades and centuries by name; not the century that goes on, which dates nothing."""

    period: Period

    def resolve(self, anchor: Anchor) -> Period | None:
        goes_on = anchor.published is not None and self.period.start <= anchor.published <= self.period.end
        return None if goes_on and self.period.end.year - self.period.start.year > 10 else self.period


@dataclass(frozen=True, slots=True)
class Vague:
    """Words that date without days ("in recent weeks"): they keep other expressions off, and name no period."""

    def resolve(self, anchor: Anchor) -> Period | None:
        return None
