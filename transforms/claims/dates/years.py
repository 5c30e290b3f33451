"""The years of the grammar of time: calendar and fiscal years, decades."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from transforms.claims.dates import nodes, periods
from transforms.claims.dates.items import Item
from transforms.claims.dates.nodes import Node

Parsed = tuple[Node, int]
END: Final = Item("", "", "", 0, 0)
DASHES: Final = ("-", "–", "—")


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
            return nodes.FiscalYear(None, item.number), i + 3
        return self._fiscal(i) if item.cls in ("fiscal", "calendar") else None

    def _fiscal(self, i: int) -> Parsed | None:
        item = self.at(i)
        if item.cls == "calendar":
            j = i + 1 + self.word(i + 1, "year")
            return (nodes.Year(self.at(j).number), j + 1) if self.at(j).cls == "year" else None
        if item.lower.startswith("fy") and item.lower != "fy":
            return nodes.FiscalYear(full_year(item.lower[2:])), i + 1
        j = i + 1 + (self.at(i + 1).lower in ("year", "years", "yr"))
        if self.at(j).cls != "year":
            return None
        first = full_year(self.at(j).value)
        if self.word(j + 1, "/", *DASHES) and self.at(j + 2).cls in ("digits", "year"):
            return periods_node(first, 4, 12), j + 3
        if self.at(j + 1).cls == "ended" and self.at(j + 2).cls == "month" and is_day(self.at(j + 3)):
            last = nodes.Day(self.at(j + 2).number, self.at(j + 3).number, nodes.Year(first))
            return nodes.Ended("year", 1, last), j + 4
        return nodes.FiscalYear(first), j + 1

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


def is_day(item: Item) -> bool:
    """Whether an item can be the day of a month."""
    return item.cls in ("digits", "nth") and len(item.value) <= 2 and 1 <= int(item.value) <= 31


def full_year(digits: str) -> int:
    """A year of four digits as it stands; one of two digits in 1930 to 2029."""
    year = int(digits)
    return year if len(digits) != 2 else year + (1900 if year >= 30 else 2000)


def periods_node(year: int, first_month: int, count: int) -> Node:
    """Whole months from a month of a year, or Vague off the calendar."""
    period = periods.months(year, first_month, count)
    return nodes.Fixed(period) if period else nodes.Vague()
