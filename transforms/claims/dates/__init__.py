"""When a figure is true: the days that the article says it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from transforms.claims.dates.attachment import attach, is_compared
from transforms.claims.dates.carrying import goes_on, to_carry
from transforms.claims.dates.distances import Before, SameIn
from transforms.claims.dates.expressions import find_expressions
from transforms.claims.dates.grammar import Expression
from transforms.claims.dates.nodes import Anchor, Weekday
from transforms.claims.dates.periods import Period
from transforms.claims.dates.placing import Placed, place
from transforms.claims.dates.results import Results
from transforms.claims.nearness import Nearness, nearest
from transforms.claims.reading import ArticleReading
from transforms.quantities.quantity import Quantity

# "12.3 mln dlrs, or 45 cts a share", "100 miles (160 km)": the same thing told again.
YEAR: Final = re.compile(r"(?:19|20)\d\d")
LONGEST_EVENT: Final = 100  # days
NEIGHBOURS: Final = 10
OPENING: Final = 3  # sentences in which a dateline may stand
RETOLD: Final = re.compile(r",? or |,? ?\(|; ")


@dataclass(frozen=True, slots=True)
class TimeReading:
    """The closed interval of days that a figure is about, and the words that say so; all None where nothing does."""

    as_of_start: date | None
    as_of_end: date | None
    time_text: str | None


def read_times(reading: ArticleReading, sentence_no: int, quantities: Sequence[Quantity]) -> list[TimeReading | None]:
    """When each quantity of a sentence holds, one reading a quantity, None where the article does not say."""
    if all(q.kind == "age" for q in quantities):
        return [None] * len(quantities)
    return SentenceTimes(reading, sentence_no, quantities).read()


def placed_expressions(reading: ArticleReading, sentence_no: int, quantities: Sequence[Quantity] = ()) -> list[Placed]:
    """The calendar's expressions of a sentence, each with how it stands there; numbers of `quantities` are no years.

    They are read once a sentence: the first call's quantities decide.  A sentence without any is not tagged for it.
    """
    found = reading.times.get(sentence_no)
    if found is None:
        sentence = reading.sentence_text(sentence_no)
        taken = sorted((q.number_start, q.number_end) for q in quantities if not _may_be_year(q, sentence))
        expressions = find_expressions(sentence, taken, sentence_no < OPENING)
        found = reading.times[sentence_no] = _placed(expressions, reading.near(sentence_no)) if expressions else []
    return found


def _placed(expressions: Sequence[Expression], near: Nearness) -> list[Placed]:
    # What begins inside the last token is a part of it, as of an address that ends the sentence.
    return [place(e, near) for e in expressions if near.index(e.start) < len(near.tokens)]


def period_of(placed: Placed, near: Nearness, published: date | None) -> Period | None:
    """The days that an expression names, seen from the day of publication.

    A weekday's own things are those of the nearest one, "Tuesday's vote will force him out", unless a verb of the past
    tells of them: "Tuesday's vote forced him out".
    """
    node = placed.expression.node
    is_ahead = near.is_ahead(placed.first, placed.last)
    is_own = isinstance(node, Weekday) and near.tag(placed.last) == "POS" and is_ahead is not False
    if is_own and isinstance(node, Weekday) and published is not None:
        is_ahead = (node.weekday - published.weekday()) % 7 in (1, 2, 3)
    return node.resolve(Anchor(published, is_ahead))


def _may_be_year(quantity: Quantity, sentence: str) -> bool:
    """Whether a bare number without anything counted could be a year after all ("from at least 2003 through …")."""
    is_bare = quantity.end == quantity.number_end
    return is_bare and YEAR.fullmatch(sentence, quantity.number_start, quantity.number_end) is not None


class SentenceTimes:
    """The reading of one sentence's quantities."""

    def __init__(self, reading: ArticleReading, sentence_no: int, quantities: Sequence[Quantity]) -> None:
        self.reading = reading
        self.quantities = quantities
        self.sentence_no = sentence_no
        self.sentence = reading.sentence_text(sentence_no)
        self.near = reading.near(sentence_no)
        self.results = Results(reading, self.sentence, reading.sentences[sentence_no].start)
        self.placed = placed_expressions(reading, sentence_no, quantities)

    def read(self) -> list[TimeReading | None]:
        """One reading a quantity."""
        found = self._attached()
        times = [self._of_expression(f, q) for f, q in zip(found, self.quantities, strict=True)]
        for i, (quantity, attached) in enumerate(zip(self.quantities, found, strict=True)):
            if quantity.kind == "age":
                continue
            if attached is None:
                times[i] = self._of_table(quantity)
            elif isinstance(attached.expression.node, Before | SameIn) and self._is_compared(i):
                times[i] = self._of_period_before(i, attached, times) or times[i]
            elif attached.expression.form == "anaphor":
                times[i] = self._of_period_named_before(attached)
        for i, (quantity, attached) in enumerate(zip(self.quantities, found, strict=True)):
            if attached is None and times[i] is None and self._goes_on(quantity) and self._is_undated(found):
                times[i] = self._short_carried
        return times

    def _attached(self) -> list[Placed | None]:
        """The expression of each quantity; one told in two ways ("5 mln, or 12 cts a share") has one date."""
        firsts = [p.first for p in self.placed]
        found: list[Placed | None] = []
        for quantity, head in zip(self.quantities, self.heads, strict=True):
            around = nearest(self.placed, firsts, self.near.index(quantity.start))
            found.append(attach(quantity, around, self.near, head) if quantity.kind != "age" else None)
        for i in [*range(1, len(found)), *reversed(range(len(found) - 1))]:
            for j in (i - 1, i + 1):
                if (
                    found[i] is None
                    and 0 <= j < len(found)
                    and self.heads[i] == self.heads[j]
                    and self.quantities[i].kind != "age"
                ):
                    found[i] = found[j]
        return found

    @cached_property
    def heads(self) -> list[int]:
        """For each quantity the start of the first of those that tell the same thing in other units."""
        heads = [q.start for q in self.quantities]
        for i in range(1, len(heads)):
            if RETOLD.fullmatch(self.sentence, self.quantities[i - 1].end, self.quantities[i].start):
                heads[i] = heads[i - 1]
        return heads

    def _is_compared(self, i: int) -> bool:
        return is_compared(self.near.index(self.heads[i]), self.near)

    def _of_expression(self, found: Placed | None, quantity: Quantity | None = None) -> TimeReading | None:
        time = _resolve(found, self.sentence, self.near, self.reading.published) if found else None
        if time is None or time.as_of_end is None or quantity is None or self.reading.published is None:
            return time
        verb = self.near.verb_of(self.near.index(quantity.start), self.near.index(quantity.end))
        is_ahead = verb is not None and self.near.tokens[verb].lower in ("will", "shall")
        return None if is_ahead and time.as_of_end < self.reading.published else time

    def _of_table(self, quantity: Quantity) -> TimeReading | None:
        span = (quantity.start, quantity.end)
        named = self.results.of_line(*span) or self.results.of_parentheses(*span)
        return TimeReading(named[0].start, named[0].end, named[1]) if named else None

    def _of_period_before(self, i: int, found: Placed, times: list[TimeReading | None]) -> TimeReading | None:
        """The period that lies before that of the figure with which this one is compared."""
        node = found.expression.node
        around = range(max(0, i - NEIGHBOURS), min(i + NEIGHBOURS, len(times)))
        others = [j for j in around if times[j] is not None and self.heads[j] != self.heads[i]]
        main = times[min(others, key=lambda j: abs(i - j))] if others else self._carried
        if main is None or main.as_of_start is None or main.as_of_end is None or not isinstance(node, Before | SameIn):
            return None
        earlier = node.of(Period(main.as_of_start, main.as_of_end))
        return TimeReading(earlier.start, earlier.end, self._words(found)) if earlier else None

    def _of_period_named_before(self, found: Placed) -> TimeReading | None:
        before = self.placed[max(0, self.placed.index(found) - NEIGHBOURS) : self.placed.index(found)]
        named = [p for p in before if p.said is None and p.expression.form == "plain"]
        return self._of_expression(named[-1]) if named else self._carried

    def _words(self, found: Placed) -> str:
        return " ".join(self.sentence[found.expression.start : found.expression.end].split())

    def _goes_on(self, quantity: Quantity) -> bool:
        if quantity.kind == "age" or is_compared(self.near.index(quantity.start), self.near):
            return False
        return goes_on(quantity, self.sentence, self.near)

    def _is_undated(self, found: Sequence[Placed | None]) -> bool:
        """Whether nothing dates the sentence but what a figure is compared with, or what a figure itself tells."""
        free = [p for p in self.placed if p.said is None]
        if len(free) > NEIGHBOURS:
            return False
        compared = {id(f) for i, f in enumerate(found) if f is not None and self._is_compared(i)}
        told = [(q.start, q.end) for q in self.quantities]
        return all(
            id(p) in compared or any(s < p.expression.end and p.expression.start < e for s, e in told) for p in free
        )

    @property
    def _short_carried(self) -> TimeReading | None:
        """The same, unless it is a frame of months rather than when something happened."""
        carried = self._carried
        if carried is None or carried.as_of_start is None or carried.as_of_end is None:
            return None
        is_to_come = self.reading.published is not None and carried.as_of_start > self.reading.published
        return carried if (carried.as_of_end - carried.as_of_start).days <= LONGEST_EVENT and not is_to_come else None

    @cached_property
    def _carried(self) -> TimeReading | None:
        """The day that the sentence before names, where it names one for all that it tells."""
        if self.sentence_no == 0:
            return None
        sentence = self.reading.sentence_text(self.sentence_no - 1)
        expressions = find_expressions(sentence)
        if not expressions:
            return None
        near = self.reading.near(self.sentence_no - 1)
        carried = to_carry([place(e, near) for e in expressions], near)
        return _resolve(carried, sentence, near, self.reading.published) if carried else None


def _resolve(found: Placed, sentence: str, near: Nearness, published: date | None) -> TimeReading | None:
    period = period_of(found, near, published)
    if period is None:
        return None
    words = " ".join(sentence[found.expression.start : found.expression.end].split())
    return TimeReading(period.start, period.end, words)
