"""The calendar's expressions around an article's figures, each with its days: what the reader chooses from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transforms.claims.dates import period_of, placed_expressions
from transforms.claims.dates.periods import Period
from transforms.claims.nearness import Nearness
from transforms.claims.reading import ArticleReading

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time, `text[start:end]` of the article, and its days; None where they cannot be told.

    `is_base` tells that what stands before it is compared with that time, and so is not of it.
    """

    start: int
    end: int
    period: Period | None
    is_base: bool = False


def time_expressions(reading: ArticleReading, sentence_nos: Iterable[int]) -> dict[Span, TimeExpression]:
    """The expressions of some sentences by their span, in order."""
    found: dict[Span, TimeExpression] = {}
    for sentence_no in sorted(sentence_nos):
        if reading.times.get(sentence_no) == []:
            continue
        offset, near = reading.sentences[sentence_no].start, Nearness(reading.tokens(sentence_no))
        for placed in placed_expressions(reading, sentence_no, (), near):
            start, end = offset + placed.expression.start, offset + placed.expression.end
            found[start, end] = TimeExpression(start, end, period_of(placed, near, reading.published), placed.is_base)
    return found
