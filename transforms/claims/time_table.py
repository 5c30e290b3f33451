"""The calendar's expressions around an article's figures, each with its days: what the reader chooses from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from transforms.claims.dates import period_of, placed_expressions
from transforms.claims.dates.distances import Ago, Before, Later, SameIn
from transforms.claims.dates.periods import Period
from transforms.claims.dates.placing import Placed
from transforms.claims.reading import ArticleReading

Span = tuple[int, int]
MAIN_BACK: Final = 3  # sentences in which the period that another is told from may stand
LONGEST_BACK: Final = 500  # days from such a period to the day of publication


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
    """The expressions of some sentences by their span, in order.

    One that is told from another, as "a year earlier", has the days that lie so far from the period named before it.
    """
    found: dict[Span, TimeExpression] = {}
    named: tuple[int, Period] | None = None  # the last period named in full, and its sentence
    for sentence_no in sorted(sentence_nos):
        offset = reading.sentences[sentence_no].start
        for placed in placed_expressions(reading, sentence_no):
            start, end = offset + placed.expression.start, offset + placed.expression.end
            period = period_of(placed, reading.near(sentence_no), reading.published)
            if period is None and named is not None and sentence_no - named[0] <= MAIN_BACK:
                period = _told_from(placed, named[1], reading.published, sentence_no == named[0])
            elif period is not None and _is_named(placed):
                named = sentence_no, period
            found[start, end] = TimeExpression(start, end, period, placed.is_base)
    return found


def _told_from(placed: Placed, main: Period, published: date | None, is_near: bool) -> Period | None:
    """The days of an expression that is told by its distance from the period `main`; None where that is not plain.

    `is_near`: whether both stand in one sentence.  What is to come, or long ago, is not what figures of another
    sentence are compared with.
    """
    node = placed.expression.node
    if not isinstance(node, Before | Later | SameIn):
        return None
    told = node.of(main)
    if told is None or published is None:
        return told
    is_old = (published - main.end).days > LONGEST_BACK and not isinstance(node, Later)
    is_ahead = max(main.start, told.start) > published
    return None if is_ahead or (is_old and not is_near) else told


def _is_named(placed: Placed) -> bool:
    """Whether an expression names a period that figures are of: no day of saying, none that is told from another."""
    is_plain = placed.expression.form in ("plain", "modifier") and not isinstance(placed.expression.node, Ago)
    return is_plain and placed.said is None and not placed.is_base
