"""Feasts: days that are named, on a fixed day of the year or moving with its weekdays or with Easter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dateutil.easter import easter

from transforms.claims.dates import nodes, periods
from transforms.claims.dates.items import word_set
from transforms.claims.dates.nodes import Anchor, Node, choose, years_about
from transforms.claims.dates.periods import Period
from transforms.claims.dates.years import Parsed, YearReader

_RECKONED: Final = range(1583, 4100)  # the years of which Easter can be reckoned


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The n-th such weekday (Monday 0) of a month, -1 its last, and `plus` days: Thanksgiving, Labor Day."""

    month: int
    weekday: int
    number: int
    plus: int = 0
    year: Node | None = None

    def resolve(self, anchor: Anchor) -> Period | None:
        return _of_years(self.year, anchor, self._in)

    def _in(self, year: int) -> Period | None:
        whole = periods.months(year, self.month, 1)
        if whole is None:
            return None
        first = (self.weekday - whole.start.weekday()) % 7
        day = first + 7 * (self.number - 1)
        if self.number < 0:
            day = (whole.end - whole.start).days - (whole.end.weekday() - self.weekday) % 7
        the_day = periods.shift_days(whole.start, day + self.plus)
        return Period(the_day, the_day) if the_day else None


@dataclass(frozen=True, slots=True)
class Easter:
    """So many days from Easter Sunday of the western churches: Good Friday -2."""

    plus: int
    year: Node | None = None

    def resolve(self, anchor: Anchor) -> Period | None:
        return _of_years(self.year, anchor, self._in)

    def _in(self, year: int) -> Period | None:
        if year not in _RECKONED:
            return None
        the_day = periods.shift_days(easter(year), self.plus)
        return Period(the_day, the_day) if the_day else None


def _of_years(year: Node | None, anchor: Anchor, of: Callable[[int], Period | None]) -> Period | None:
    """The feast of the year that is named, else of the one that the clause points to."""
    if year is not None:
        whole = year.resolve(anchor)
        return of(whole.start.year) if whole else None
    return choose([of(y) for y in years_about(anchor)], anchor, nearest=True) if anchor.published else None


class FeastReader(YearReader):
    """Reads feasts, and the year behind any day of a month."""

    def feast(self, i: int) -> Parsed | None:
        """ "Christmas Day", "Valentine's Day", "Christmas Eve", "yearend 1986"; a feast alone may be its season."""
        month, day = (int(part) for part in self.at(i).value.split("-"))
        j = i + 1 + self.word(i + 1, "'s", "’s")
        if self.at(i).cls == "feast":
            if not self.word(j, "day", "eve"):
                return None
            day, j = day - self.word(j, "eve"), j + 1
        return self.with_year(j, day, month)

    def movable(self, i: int) -> Parsed | None:
        """ "Thanksgiving 2024", "Labor Day", "Easter Monday", "Good Friday"."""
        if self.at(i - 1).lower in word_set("other_feast"):
            return None
        name, rest = self.at(i).lower, self.at(i).value.split()
        j = i + 1
        if rest[0] != name:  # a second word belongs to the name
            if not self.word(j, rest[0]):  # "Labor Party"
                return None
            j += 1
        days = [int(part) for part in rest[1:]]
        made: Node
        if name == "easter":
            days[0] += self.word(j, "monday")
            j += self.word(j, "monday", "sunday", "day")
        elif name == "thanksgiving":
            j += self.word(j, "day")
        if self.at(j).lower.isalpha() and self.at(j).lower not in word_set("after_feast"):
            return None  # "Easter Island", "the Thanksgiving holiday"
        year = self.year(j)
        node = year[0] if year is not None and not self.word(j, "in") else None
        if len(days) == 1:
            made = Easter(days[0], node)
        else:
            month, weekday, number, plus = (*days, 0)[:4]
            made = NthWeekday(month, weekday, number, plus, node)
        return made, year[1] if year is not None and node is not None else j

    def new_year(self, i: int) -> Parsed | None:
        """ "New Year's Eve", "New Year's Day"."""
        j = i + 2 + self.word(i + 2, "'s", "’s")
        if self.at(i + 1).value != "year" or not self.word(j, "eve", "day"):
            return None
        return self.with_year(j + 1, *((31, 12) if self.word(j, "eve") else (1, 1)))

    def nth_of(self, i: int) -> Parsed | None:
        """ "(the) 3rd of March", "(the) fourth of July", "(the) first day of May"."""
        number = self.at(i).number
        is_part = self.word(i, "third", "fourth", "fifth") and not self.word(i - 1, "the", "on") and i > 0
        if is_part and self.at(i + 1).value != "day":
            return None  # "one third of April sales"
        j = i + 1 + (self.at(i + 1).value == "day")
        if not self.word(j, "of") or self.at(j + 1).cls != "month" or number < 1:
            return None
        return self.with_year(j + 2, number, self.at(j + 1).number)

    def turned_feast(self, j: int, shift: int) -> Parsed | None:
        """ "(last) Christmas", "(next) Christmas Eve"; not "(the last) Christmas tree"."""
        dated = self.feast(j)
        if dated is not None and isinstance(dated[0], nodes.Day):
            day, end = dated[0], dated[1]
        elif self.at(j).lower in word_set("lone_feast") and not self._is_noun(j + 1):
            month, number = (int(part) for part in self.at(j).value.split("-"))
            day, end = nodes.Day(month, number), j + 1
        else:
            return None
        year = nodes.CalendarUnit("year", shift) if shift <= 0 else None
        return nodes.Day(day.month, day.day, day.year or year), end

    def _is_noun(self, j: int) -> bool:
        """Whether a word that no time expression holds stands at item `j`."""
        return self.at(j).lower.isalpha() and self.at(j).cls == ""

    def with_year(self, j: int, day: int, month: int) -> Parsed:
        """A day and month, and the year that follows them at item `j` where there is one."""
        k = j + 1 if self.word(j, ".") and self.at(j + 1).cls in ("year",) else j
        year = self.year(k)
        if year is None or self.word(k, "in"):
            return nodes.Day(month, day), j
        return nodes.Day(month, day, year[0]), year[1]
