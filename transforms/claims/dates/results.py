"""Lines of company results on the wire ("Shr 25 cts vs 12 cts"): this period, and the year before.

The period stands in a heading above the line ("Year", "Nine mths"), else in the title ("ACME CORP 4TH QTR NET"); where
the company's year ends is told by the title or a note ("Period ended Feb 28"), else it is the calendar's.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
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
HEADING: Final = re.compile(rf"^[ \t]*{SPAN}(?P<tail>[^\n]{{0,40}})$", re.IGNORECASE | re.MULTILINE)
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
PARENTHESIS: Final = re.compile(r"\(([^()]{0,40})\)")


def of_results(reading: ArticleReading, sentence: str, offset: int, start: int, end: int) -> tuple[Period, str] | None:
    """The period of the figure at `start` to `end` of a sentence of results, with the words that name it, or None.

    `offset` is where the sentence starts in the article.
    """
    is_second = AFTER_VS.search(sentence, max(0, start - 40), start) is not None
    if (not is_second and BEFORE_VS.match(sentence, end) is None) or re.match(
        r"[^\d\n]{0,25}\bprior\b", sentence[end:]
    ):
        return None
    named = _named_period(reading, offset + start)
    if named is None:
        return None
    period = periods.earlier(named[0], "year", 1) if is_second else named[0]
    return (period, named[1]) if period else None


def _named_period(reading: ArticleReading, position: int) -> tuple[Period, str] | None:
    above = reading.text[max(0, position - LOOK_BACK) : position]
    headings = list(HEADING.finditer(above))
    heading = headings[-1] if headings else None
    if heading is None:
        heading = IN_TITLE.search(reading.title or "")
    if heading is None:
        return None
    year = heading.groupdict().get("year")
    period = _resolve(heading["span"].lower(), heading["tail"], int(year) if year else None, reading)
    return (period, " ".join(filter(None, [year, heading["span"]]))) if period else None


def _resolve(span: str, tail: str, year: int | None, reading: ArticleReading) -> Period | None:
    words = re.split(r"[ -]", span)
    count = next((COUNTS[w] for w in reversed(words) if w in COUNTS), None) or _digits(words)
    if count is None:
        return None
    if year is not None and count == 12:
        return periods.months(year, 1, 12)
    last = _last_day(tail, reading)
    if last is not None:
        start = periods.shift_months(last + timedelta(days=1), -count) if last < date.max else None
        return Period(start, last) if start else None
    first_month = 1 + count * (ORDINALS.get(words[0], 12 // count if words[0] == "final" else 1) - 1)
    if first_month > 12 or reading.published is None:
        return None
    candidates = [periods.months(reading.published.year - back, first_month, count) for back in (1, 0)]
    ended = [p for p in candidates if p is not None and p.end < reading.published]
    if not ended or (reading.published - ended[-1].end).days > STALE_DAYS:
        return None
    return ended[-1]


def _digits(words: list[str]) -> int | None:
    return next((int(w) for w in words if w.isdecimal()), None)


def _last_day(tail: str, reading: ArticleReading) -> date | None:
    """The day on which the period ends, where the heading or a note in the text names it."""
    for words in (tail, *(m["tail"] for m in [NOTE.search(reading.text)] if m)):
        for expression in read_expressions(words):
            if isinstance(expression.node, nodes.Day | nodes.Months):
                period = expression.node.resolve(Anchor(reading.published, is_ahead=False))
                return period.end if period else None
    return None


def of_parentheses(sentence: str, start: int, end: int, published: date | None) -> tuple[Period, str] | None:
    """The period of a figure that stands alone in parentheses, as the first of such a row names it.

    "Wheat 96 (last year 91), rye 97 (98)": the 98 is last year's too.
    """
    if sentence[max(0, start - 1) : start] != "(" or sentence[end : end + 1] != ")":
        return None
    for earlier in PARENTHESIS.finditer(sentence, 0, start - 1):
        for expression in find_expressions(earlier[1]):
            period = expression.node.resolve(Anchor(published, is_ahead=False))
            if period is not None and any(c.isdigit() for c in earlier[1][expression.end :]):
                return period, earlier[1][expression.start : expression.end]
    return None
