"""The years of the grammar of time: calendar and fiscal years, decades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from transforms.claims.dates import nodes, periods
from transforms.claims.dates.items import Item, word_set
from transforms.claims.dates.nodes import Node

Parsed = tuple[Node, int]
END: Final = Item("", "", "", 0, 0)
DASHES: Final = ("-", "–", "—")
LONGEST_JOINED: Final = 30  # years
FINANCIAL: Final = 4  # month in which "1986/87" begins, and that of a season of crops, schools or games
SEASON: Final = 7


class YearReader:
    """Reads the items of one sentence: what stands at a place, and the years there.

    A reading is the node and the number of the first item after it, or None.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items

    def at(self, i: int) -> Item:
        """Item `i`, or an empty one beyond either end."""
        return self.items[i] if 0 <= i < len(self.items) else END

    def word(self, i: int, *words: str) -> bool:
        """Whether item `i` is one of these words."""
        return self.at(i).lower in words

    def year(self, i: int) -> Parsed | None:
        """A year at item `i`: "2004", "'04", "last year", "of 2004", "of last year", "fiscal 2004"."""
        if self.word(i, "of", "in", ",") and self.at(i + 1).cls in ("year", "deictic", "fiscal", "calendar"):
            i += 1
        elif self.word(i, "of", "in") and self.word(i + 1, "the"):
            i += 2
        item = self.at(i)
        if item.cls == "year":
            return nodes.Year(full_year(item.value)), i + 1
        if item.cls == "deictic" and self.at(i + 1).cls == "unit" and self.at(i + 1).value == "year":
            return nodes.CalendarUnit("year", item.number), i + 2
        if item.cls == "deictic" and self.at(i + 1).cls == "fiscal" and self.word(i + 2, "year"):
            return nodes.FiscalYear(None, item.number, self.at(i + 1).number), i + 3
        return self._fiscal(i) if item.cls in ("fiscal", "calendar") else None

    def _fiscal(self, i: int) -> Parsed | None:
        item = self.at(i)
        if item.cls == "calendar":
            j = i + 1 + self.word(i + 1, "year")
            return (nodes.Year(self.at(j).number), j + 1) if self.at(j).cls == "year" else None
        if item.lower.startswith("fy") and item.lower != "fy":
            return nodes.FiscalYear(full_year(item.lower[2:].strip())), i + 1
        j = i + 1 + (self.at(i + 1).lower in ("year", "years", "yr"))
        if self.at(j).cls != "year":
            return None
        first = full_year(self.at(j).value)
        if self.word(j + 1, "/", *DASHES) and self.at(j + 2).cls in ("digits", "year"):
            return periods_node(first, 4, 12), j + 3
        if self.at(j + 1).cls == "ended" and self.at(j + 2).cls == "month" and is_day(self.at(j + 3)):
            last = nodes.Day(self.at(j + 2).number, self.at(j + 3).number, nodes.Year(first))
            return nodes.Ended("year", 1, last), j + 4
        return nodes.FiscalYear(first, first_month=item.number), j + 1

    def _decade(self, i: int) -> Parsed | None:
        value = self.at(i).value
        if len(value) == 2:
            first = (1900 if int(value) > 20 else 2000) + int(value)
        elif len(value) == 4:
            first = int(value)
        else:
            return None
        period = periods.months(first, 1, 120) if first % 10 == 0 else None
        return (nodes.Fixed(period), i + 1) if period else None

    def joined_years(self, i: int) -> Parsed | None:
        """Years written together, the second short: "1971-74"; two that follow on each other are one year from spring,
        "1986/87", or from summer, "the 2019-20 season".
        """
        first, mark, follower = full_year(self.at(i).value), self.at(i + 1), self.at(i + 2)
        is_joined = mark.lower in ("/", *DASHES) and follower.start == mark.end and len(follower.value) == 2
        if not is_joined or follower.cls != "digits":
            return None
        count = follower.number - first % 100 + 1
        is_next = follower.number == (first + 1) % 100
        if is_next:
            is_season = bool({self.at(i + 3).lower, self.at(i - 1).lower} & word_set("season"))
            return periods_node(first, SEASON if is_season else FINANCIAL, 12), i + 3
        if mark.lower != "/" and 1 < count <= LONGEST_JOINED:
            return periods_node(first, 1, 12 * count), i + 3
        return None

    def _short(self, i: int) -> Parsed | None:
        """Q3, 3Q, H1, 3Q04 and the year that may follow."""
        text = self.at(i).lower
        digit = int(text[1] if text[0] in "qh" else text[0])
        count = 6 if "h" in text else 3
        if count * digit > 12:
            return None
        tail = text.partition("q")[2] if text[0].isdigit() else ""
        year = (nodes.Year(full_year(tail)), i + 1) if tail else self.year(i + 1)
        return nodes.Months(count * (digit - 1) + 1, count, year[0] if year else None), year[1] if year else i + 1

    def named_day(self, i: int) -> Parsed | None:
        """ "9/11": the day of the attacks on New York, without a year."""
        is_it = [self.at(i + n).lower for n in range(3)] == ["9", "/", "11"] and not self.word(i + 3, "/", *DASHES)
        return (nodes.Day(9, 11, nodes.Year(2001)), i + 3) if is_it else None


def is_day(item: Item) -> bool:
    """Whether an item can be the day of a month: "3", "3rd"."""
    is_number = item.cls in ("digits", "nth") or (item.cls == "ordinal" and item.lower[0].isdigit())
    return is_number and len(item.value) <= 2 and 1 <= int(item.value) <= 31


def full_year(digits: str) -> int:
    """A year of four digits as it stands; one of two digits in 1930 to 2029."""
    year = int(digits)
    return year if len(digits) != 2 else year + (1900 if year >= 30 else 2000)


def periods_node(year: int, first_month: int, count: int) -> Node:
    """Whole months from a month of a year, or Vague off the calendar."""
    period = periods.months(year, first_month, count)
    return nodes.Fixed(period) if period else nodes.Vague()
