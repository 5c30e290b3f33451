"""Lines of company results on the wire ("Shr 25 cts vs 12 cts"): this period, and the year before.

The period stands in a heading above the line ("Year", "Nine mths"), else in the title ("ACME CORP 4TH QTR NET"); where
the company's year ends is told by the title or a note ("Period ended Feb 28"), else it is the calendar's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import Final

from transforms.claims.dates import nodes, periods
from transforms.claims.dates.expressions import find_expressions, read_expressions
from transforms.claims.dates.nodes import Anchor
from transforms.claims.dates.periods import Period
from transforms.claims.reading import ArticleReading

AFTER_VS: Final = re.compile(r"\b(?:vs|versus)\.?\s+(?:an?\s+)?(?:[a-z]+\s+){0,2}[($£]?$", re.IGNORECASE)
BEFORE_VS: Final = re.compile(r"[^\d\n.;]{0,40}(?:\n\s*)?[^\d\n.;]{0,20}\b(?:vs|versus)\b", re.IGNORECASE)
SPAN: Final = (
    r"(?P<span>(?:1st|2nd|3rd|4th|first|second|third|fourth|final)[ -](?:qtr|quarter|half)|full[ -]year|year|"
    r"(?:three|six|nine|12|twelve|3|6|9)[ -](?:mths|months)|half[ -]year|interim)"
)
HEADING: Final = re.compile(
    rf"^[ \t]*{SPAN}(?P<tail>(?:[ \t]+(?:ended|ending|to)\b[^\n]{{0,30}})?)[ \t:]*$", re.IGNORECASE | re.MULTILINE
)
IN_TITLE: Final = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d)\s+)?\b{SPAN}\b(?P<tail>.{{0,40}})", re.IGNORECASE | re.DOTALL
)
NOTE: Final = re.compile(
    r"\b(?:period|year|qtr|quarter|months|mths|half)s?\s+(?:which\s+)?(?:ended|ends|ending|to)\s+(?P<tail>[^\n]{3,30})",
    re.I,
)
COUNTS: Final = {
    "qtr": 3,
    "quarter": 3,
    "half": 6,
    "interim": 6,
    "year": 12,
    "three": 3,
    "six": 6,
    "nine": 9,
    "twelve": 12,
}
ORDINALS: Final = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}
STALE_DAYS: Final = 200
LOOK_BACK: Final = 4000
MOST_ROWS: Final = 50
LONGEST_TABLE: Final = 20_000
PRIOR: Final = re.compile(r"[^\d\n]{0,25}\bprior\b")
PARENTHESIS: Final = re.compile(r"\(([^()]{0,40})\)")


class Results:
    """The figures of one sentence as the wire's tables tell them."""

    def __init__(self, reading: ArticleReading, sentence: str, offset: int) -> None:
        self.reading = reading
        self.sentence = sentence
        self.offset = offset

    def of_line(self, start: int, end: int) -> tuple[Period, str] | None:
        """The period of the figure at `start` to `end` of a line of results, with the words that name it, or None."""
        is_second = AFTER_VS.search(self.sentence, max(0, start - 40), start) is not None
        if not is_second and BEFORE_VS.match(self.sentence, end) is None:
            return None
        if PRIOR.match(self.sentence, end):
            return None
        named = self._named_period(start)
        if named is None:
            return None
        period = periods.earlier(named[0], "year", 1) if is_second else named[0]
        return (period, named[1]) if period else None

    def of_parentheses(self, start: int, end: int) -> tuple[Period, str] | None:
        """The period of a figure that stands alone in parentheses, as the first of such a row names it.

        "Wheat 96 (last year 91), rye 97 (98)": the 98 is last year's too.
        """
        is_alone = self.sentence[max(0, start - 1) : start] == "(" and self.sentence[end : end + 1] == ")"
        if not is_alone or self._row is None or self._row[0] >= start:
            return None
        return self._row[1], self._row[2]

    @cached_property
    def _row(self) -> tuple[int, Period, str] | None:
        """Where the first parenthesis with a date and a figure stands, its period and the words that name it."""
        for match in islice(PARENTHESIS.finditer(self.sentence), MOST_ROWS):
            for expression in find_expressions(match[1]):
                period = expression.node.resolve(Anchor(self.reading.published, is_ahead=False))
                if period is not None and any(c.isdigit() for c in match[1][expression.end :]):
                    return match.start(), period, match[1][expression.start : expression.end]
        return None

    @cached_property
    def _headings(self) -> list[re.Match[str]]:
        """The headings above and inside the sentence, in order: the last few."""
        start, end = max(0, self.offset - LOOK_BACK), self.offset + len(self.sentence)
        return list(HEADING.finditer(self.reading.text, start, end))[-MOST_ROWS:]

    @cached_property
    def _note(self) -> re.Match[str] | None:
        return NOTE.search(self.reading.text, 0, LONGEST_TABLE)

    def _named_period(self, start: int) -> tuple[Period, str] | None:
        above = bisect_left([m.end() for m in self._headings], self.offset + start)
        heading = self._headings[above - 1] if above else IN_TITLE.search(self.reading.title or "")
        if heading is None:
            return None
        year = heading.groupdict().get("year")
        period = self._resolve(heading["span"].lower(), heading["tail"], int(year) if year else None)
        return (period, " ".join(filter(None, [year, heading["span"]]))) if period else None

    def _resolve(self, span: str, tail: str, year: int | None) -> Period | None:
        words = re.split(r"[ -]", span)
        count = next((COUNTS[w] for w in reversed(words) if w in COUNTS), None) or _digits(words)
        if count is None:
            return None
        if year is not None and count == 12:
            return periods.months(year, 1, 12)
        last = self._last_day(tail)
        if last is not None:
            start = periods.shift_months(last + timedelta(days=1), -count) if last < date.max else None
            return Period(start, last) if start else None
        first_month = 1 + count * (ORDINALS.get(words[0], 12 // count if words[0] == "final" else 1) - 1)
        if first_month > 12 or self.reading.published is None:
            return None
        candidates = [periods.months(self.reading.published.year - back, first_month, count) for back in (1, 0)]
        ended = [p for p in candidates if p is not None and p.end < self.reading.published]
        if not ended or (self.reading.published - ended[-1].end).days > STALE_DAYS:
            return None
        return ended[-1]

    def _last_day(self, tail: str) -> date | None:
        """The day on which the period ends, where the heading or a note in the text names it."""
        for words in (tail, *(m["tail"] for m in [self._note] if m)):
            for expression in read_expressions(words):
                if isinstance(expression.node, nodes.Day | nodes.Months):
                    period = expression.node.resolve(Anchor(self.reading.published, is_ahead=False))
                    return period.end if period else None
        return None


def _digits(words: list[str]) -> int | None:
    return next((int(w) for w in words if w.isdecimal()), None)
