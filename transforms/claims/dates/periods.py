"""Calendar arithmetic on closed intervals of days; what the calendar cannot hold is None, never an error."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

# Days of a month and months of a year that "early", "mid" and "late" name: thirds of a month, and of a year its first
# and last quarter and the four months in the middle.
PARTS = {"early": ((1, 10), (1, 3)), "mid": ((11, 20), (5, 4)), "late": ((21, 31), (10, 3))}
MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
ROUGHLY = 1.12  # how much longer than its least days a unit may be: 31 days are a month
DAYS_OF = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included; `start <= end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        assert self.start <= self.end, f"a period that ends before it starts: {self}"


def day(year: int, month: int, day_of_month: int) -> Period | None:
    """One day, or None where the calendar has none such (30 February, year 0 or 10000)."""
    try:
        the_day = date(year, month, day_of_month)
    except (ValueError, OverflowError):
        return None
    return Period(the_day, the_day)


def months(year: int, first_month: int, count: int) -> Period | None:
    """`count` whole months from `first_month` of `year`; `first_month` may lie outside 1 to 12."""
    first = year * 12 + first_month - 1
    last = first + count - 1
    if not (12 <= first <= last < 120000):
        return None
    end_year, end_month = last // 12, last % 12 + 1
    return Period(date(first // 12, first % 12 + 1, 1), date(end_year, end_month, monthrange(end_year, end_month)[1]))


def part(whole: Period, name: str) -> Period:
    """The part of a whole month or year that `name` (of PARTS) says; any other period as it is."""
    (first_day, last_day), (first_month, count) = PARTS[name]
    year, month = whole.start.year, whole.start.month
    if whole == months(year, month, 1):
        return Period(whole.start.replace(day=first_day), whole.end.replace(day=min(last_day, whole.end.day)))
    if whole == months(year, month, 12):
        return months(year, month + first_month - 1, count) or whole
    return whole


def least_days(unit: str) -> int:
    """About the fewest days of a unit of MONTHS_OF or DAYS_OF, months of 28; 0 of no such unit."""
    return DAYS_OF.get(unit, 28 * MONTHS_OF.get(unit, 0))


def shift_days(start: date, count: int) -> date | None:
    """The day `count` days later (earlier where negative), or None off the calendar."""
    try:
        return start + timedelta(days=count)
    except OverflowError:
        return None


def shift_months(start: date, count: int) -> date | None:
    """The same day `count` months later, or the month's last day where it is shorter; None off the calendar."""
    target = start.year * 12 + start.month - 1 + count
    if not 12 <= target < 120000:
        return None
    year, month = target // 12, target % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def shift(start: date, unit: str, count: int) -> date | None:
    """`start` moved by `count` units (keys of MONTHS_OF and DAYS_OF); None off the calendar or without such a unit."""
    if abs(count) > 100_000:
        return None
    if unit in MONTHS_OF:
        return shift_months(start, count * MONTHS_OF[unit])
    return shift_days(start, count * DAYS_OF[unit]) if unit in DAYS_OF else None


def calendar_unit(day_in_it: date, unit: str) -> Period | None:
    """The whole calendar unit that holds a day: a week from Monday to Sunday, its weekend Saturday and Sunday."""
    if unit in ("day", "night"):
        return Period(day_in_it, day_in_it)
    if unit in ("week", "weekend", "fortnight"):
        first = shift_days(day_in_it, (5 if unit == "weekend" else 0) - day_in_it.weekday())
        last = shift_days(day_in_it, 6 - day_in_it.weekday())
        return Period(first, last) if first and last else None
    if unit == "century":
        return months((day_in_it.year - 1) // 100 * 100 + 1, 1, 1200)
    if unit == "decade":
        return months(day_in_it.year // 10 * 10, 1, 120)
    length = MONTHS_OF[unit]
    return months(day_in_it.year, (day_in_it.month - 1) // length * length + 1, length)


def span(first: Period | None, last: Period | None) -> Period | None:
    """From the start of one period to the end of another; None where either is missing or they are out of order."""
    if first is None or last is None or last.end < first.start:
        return None
    return Period(first.start, last.end)


def earlier(period: Period, unit: str, count: int) -> Period | None:
    """The same period `count` units before (after, where negative); ends of months stay ends of months.

    None where the period lasts longer than its distance: nothing is a month before a year.
    """
    lasts = (period.end - period.start).days + 1
    if count and lasts > abs(count) * least_days(unit) * ROUGHLY:
        return None
    start, end = shift(period.start, unit, -count), shift(period.end, unit, -count)
    if start is None or end is None:
        return None
    if unit in MONTHS_OF and period.end.day == monthrange(period.end.year, period.end.month)[1]:
        last = monthrange(end.year, end.month)[1]
        start = start.replace(day=last) if start == end else start
        end = end.replace(day=last)
    return Period(start, end) if start <= end else None
