"""What a figure commits to, as an interval: its bounds, and the rounding that the way it is written allows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

_DIGITS: Final = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_BROKEN: Final = re.compile(r"\d\s*[-/]\s*\d|[¼½¾⅓⅔⅛⅜⅝⅞]")
COARSEST: Final = 0.05  # a last place is no larger than this part of the value, however many zeros it ends in
IN_WORDS: Final = 0.1  # the same for parts told in words: "a third", "half"
ABOUT: Final = 0.1  # how far a figure may lie off that is hedged and has no bounds
EXACT_COUNT: Final = 100  # things counted up to this are not rounded
_FEW_PARTS: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval with the value that it stands for; its ends may be infinite."""

    low: float
    value: float
    high: float

    @property
    def slack(self) -> float:
        """How far the value may lie off, on the side that is held closer."""
        return min(self.value - self.low, self.high - self.value)

    def meets(self, other: Interval) -> bool:
        """Whether one value can be both."""
        reach = _FEW_PARTS * max(abs(self.value), abs(other.value), 1e-12)
        return self.low <= other.high + reach and other.low <= self.high + reach

    def mapped(self, factor: float, offset: float = 0.0) -> Interval:
        """The interval in another unit."""
        ends = sorted((_times(self.low, factor), _times(self.high, factor)))
        return Interval(ends[0] + offset, self.value * factor + offset, ends[1] + offset)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.value + other.value, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.value - other.value, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [_times(one, two) for one in (self.low, self.high) for two in (other.low, other.high)]
        return Interval(min(ends), self.value * other.value, max(ends))

    def over(self, other: Interval) -> Interval | None:
        """The quotient; None where the other may be zero or of either sign."""
        if other.low <= 0 or other.value <= 0:
            return None
        inverse = Interval(0.0 if math.isinf(other.high) else 1 / other.high, 1 / other.value, 1 / other.low)
        return self * inverse


def _times(one: float, other: float) -> float:
    return 0.0 if one == 0 or other == 0 else one * other


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of intervals."""
    summed = Interval(0.0, 0.0, 0.0)
    for interval in intervals:
        summed = summed + interval
    return summed


def interval_of(row: Mapping[str, Any]) -> Interval | None:
    """What a claim's row (value, low, high, comparator, kind, unit, quote) commits to; None where it has no value."""
    value = row["value"]
    if value is None:
        return None
    half = last_place(row) / 2
    if row["comparator"] == "=":
        low, high = value, value
    else:
        low, high = _bounds(row, value)
    return Interval(low - half, value, high + half)


def _bounds(row: Mapping[str, Any], value: float) -> tuple[float, float]:
    low, high, comparator = row["low"], row["high"], row["comparator"]
    if low is None and high is None and comparator in ("~", "range"):
        return value - ABOUT * abs(value), value + ABOUT * abs(value)
    return -math.inf if low is None else min(low, value), math.inf if high is None else max(high, value)


def last_place(row: Mapping[str, Any]) -> float:
    """The worth of the last place that a figure was written to: 0.1 million for 8.8 million, 0 for 12 people."""
    value, quote = abs(row["value"]), row["quote"]
    if row["kind"] == "count" and value <= EXACT_COUNT and float(value).is_integer():
        return 0.0
    if row["comparator"] != "range" and _BROKEN.search(quote):
        return 0.0
    found = _DIGITS.search(quote)
    if found is None:
        return IN_WORDS * value if row["unit"] == "1" else _scale_of(value)
    written = found.group(0).replace(",", "")
    mantissa = float(written)
    scale = value / mantissa if mantissa and row["comparator"] != "range" else 1.0
    if found.group(1):
        return float(scale * 10.0 ** -len(found.group(1)))
    zeros = len(written) - len(written.rstrip("0")) if mantissa else 0
    return float(max(scale, min(scale * 10.0**zeros, COARSEST * value)))


def _scale_of(value: float) -> float:
    """The scale word that a value is told with: a million for three million, 1 for twelve."""
    thousands = max(0, int(math.log10(value)) // 3) if value >= 1 else 0
    return float(1000.0**thousands)
