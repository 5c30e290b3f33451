"""Every time expression of a sentence: the grammar run along it, ranges joined, what only looks like a date left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from transforms.claims.dates import distances, narrowing, nodes
from transforms.claims.dates.grammar import Expression, Form
from transforms.claims.dates.items import read_items, word_set
from transforms.claims.dates.nodes import Node
from transforms.claims.dates.signs import SignReader
from transforms.claims.dates.years import DASHES, Parsed, full_year, is_day

OPENERS: Final[dict[str, Form]] = {
    "since": "since", "until": "until", "till": "until", "before": "before", "after": "after", "following": "after",
}  # fmt: skip
# Words without a class of their own that an expression can begin with.
STARTERS: Final = frozenset(
    "since until till before after from between the that so to at same corresponding equivalent comparable similar"
    " recent recently lately".split()
)
JOINS: Final = frozenset(["to", "through", "thru", "until", "till", *DASHES])
RANGE_WORDS: Final = frozenset(["to", "through", "thru", "until", "till"])
LONGEST_ASIDE: Final = 12  # items
LONGEST_COUNT: Final = 4  # digits
SAME_PARTS: Final = frozenset(["period", "quarter", "half", "month"])  # "against 5 in the 1985 quarter"
TURNED: Final = frozenset(["unit", "weekday", "season", "month", "daypart", "feast"])  # what "last" is said of
POINTED_AT: Final = frozenset(["day", "night", "year", "month", "week", "quarter"])  # "that day"
PERIOD_WORDS: Final = frozenset(["period", "time", "season"])
DATELINE: Final = re.compile(r"\W*(?:[A-Z][\w.'’]*(?:[ ,/]+|$)){1,7}$")
DATELINE_TAIL: Final = re.compile(r"\s*(?:\([A-Za-z ]+\)\s*)?[-–—]+\s")
PLACE_AFTER: Final = re.compile(r"\W*[A-Z]{3,}\b.{0,30}?[-–—]")
LONGEST_DATELINE: Final = 200
LOWER_WORD: Final = re.compile(r"[a-z]{2}")


def find_expressions(sentence: str, taken: Sequence[tuple[int, int]] = (), may_open: bool = True) -> list[Expression]:
    """The time expressions of a sentence in order, without overlaps; datelines left out.

    `taken` are half-open spans of numbers that count or measure, which are no years or days.  `may_open`: whether the
    sentence may be one that opens an article; farther on, a date that stands alone is the heading of what follows.
    """
    found = read_expressions(sentence, taken)
    is_heading = not may_open and len(found) == 1 and not LOWER_WORD.search(sentence[: found[0].start])
    return found if is_heading else [e for e in found if not is_dateline(sentence, e)]


def read_expressions(words: str, taken: Sequence[tuple[int, int]] = ()) -> list[Expression]:
    """The time expressions in any words, those of datelines included."""
    items = read_items(words, taken)
    return Scanner(items).expressions() if items else []


def is_dateline(sentence: str, expression: Expression) -> bool:
    """Whether the expression stands in the line that says where and when the story was filed."""
    if not isinstance(expression.node, (nodes.Day, nodes.Weekday)):
        return False
    if expression.start > LONGEST_DATELINE:
        return False
    before, after = sentence[: expression.start], sentence[expression.end : expression.end + LONGEST_DATELINE]
    if not LOWER_WORD.search(before) and not LOWER_WORD.search(after):
        return True
    if DATELINE_TAIL.match(after) and len(before) < 60 and (DATELINE.match(before) or not before.strip()):
        return True
    return PLACE_AFTER.match(after) is not None


class Scanner(SignReader):
    """Runs along the items of a sentence and collects what the grammar reads."""

    def expressions(self) -> list[Expression]:
        """All expressions in order."""
        found: list[Expression] = []
        i = 0
        while i < len(self.items):
            item = self.items[i]
            read = self._expression(i) if item.cls or item.lower in STARTERS else None
            if read is None:
                i += 1
            else:
                expression, i = read
                found.append(expression)
        return found

    def _span(self, i: int, j: int, node: Node, form: Form = "plain") -> tuple[Expression, int]:
        end = self.at(j - 1).end
        return Expression(self.at(i).start, end, node, form), j

    def _expression(self, i: int) -> tuple[Expression, int] | None:
        item = self.at(i)
        if item.lower in OPENERS:
            return self._opened(i, OPENERS[item.lower])
        if item.lower in ("from", "between"):
            j = self._over_hedge(i + 1)
            j += self.word(j, "the")
            j += self.word(j, "years") + (self.word(j, "years") and self.word(j + 1, "of"))
            joined = self._range(j, item.lower)
            return self._span(i, joined[1], joined[0]) if joined else None
        return (
            self._present(i)
            or self._compared(i)
            or self._anaphor(i)
            or self._vague(i)
            or (self._dated(i) if self._may_start(i) else None)
        )

    def _may_start(self, i: int) -> bool:
        return (
            bool(self.at(i).cls) and self.at(i).cls not in ("namer", "daypart", "taken", "ago", "ended", "current")
        ) or ((self.at(i).cls == "taken" and self.at(i + 1).cls == "unit") or self.word(i, "the"))

    def _opened(self, i: int, form: Form) -> tuple[Expression, int] | None:
        j = i + 1 + self.word(i + 1, "the")
        read = self._range(j, form) or self._point(j) or self._point(i + 1)
        if read is None:
            return None
        if form == "since":
            return self._span(i, read[1], nodes.Since(read[0]), "since")
        if form == "until" and self.word(i - 1, "not") is False:
            return self._span(i, read[1], read[0], "until")
        return self._span(i, read[1], nodes.Vague() if form in ("before", "after") else read[0], form)

    def _point(self, i: int) -> Parsed | None:
        read = self.point(i)
        if read is None or not self.is_date(i, read):
            return None
        return read

    def _range(self, i: int, opener: str = "") -> Parsed | None:
        """Two points joined; after "between" and "from" also ones that lie apart."""
        days = self._days_of_month(i)
        if days is not None:
            return days
        first = self.point(i)
        if first is None:
            return None
        j = self._over_aside(first[1], opener)
        join = self.at(j).lower
        if (join not in JOINS and join != "and") or (join == "—" and self._is_apart(j)):
            return None
        j = self._over_hedge(j + 1 + (join == "through" and self.word(j + 1, "to")))
        month_day = first[0]
        if (
            isinstance(month_day, nodes.Day)
            and month_day.year is None
            and is_day(self.at(j))
            and self.at(j + 1).cls != "month"
        ):
            last: Parsed | None = self.with_year(j + 1, self.at(j).number, month_day.month)
        else:
            last = self.point(j + self.word(j, "the"))
        if last is None or (join == "and" and opener != "between" and not follow(first[0], last[0])):
            return None
        if (
            join in ("to", "until", "till")
            and opener not in ("from", "between", "since")
            and not alike(first[0], last[0])
        ):
            return None
        if isinstance(first[0], nodes.FiscalYear) and isinstance(last[0], nodes.Year):
            last = (nodes.FiscalYear(last[0].year), last[1])
        return nodes.Between(first[0], last[0]), last[1]

    def _is_apart(self, i: int) -> bool:
        """Whether blanks stand on both sides of a dash, which then opens an aside."""
        return self.at(i - 1).end < self.at(i).start and self.at(i).end < self.at(i + 1).start

    def _over_aside(self, i: int, opener: str) -> int:
        """The joining word behind a comma or an aside: "from May 3, 2004, through June", "from May 3, a Monday, to"."""
        if opener != "from" or not self.word(i, ","):
            return i
        for j in range(i + 1, i + LONGEST_ASIDE):
            if self.word(j - 1, ",") and self.at(j).lower in RANGE_WORDS and self.point(j + 1 + self.word(j + 1, "to")):
                return j
            if self.at(j).lower in (".", ";", "and"):
                return i
        return i

    def _over_hedge(self, i: int) -> int:
        """The first item after "at least", "about" or the like at `i`."""
        if self.word(i, "at") and self.word(i + 1, "least"):
            return i + 2
        return i + self.word(i, "about", "around", "approximately", "roughly")

    def _days_of_month(self, i: int) -> Parsed | None:
        """ "5-7 June 2004", "5 and 6 June", "5 to 7 of June"."""
        if not is_day(self.at(i)) or not (self.at(i + 1).lower in JOINS or self.word(i + 1, "and")):
            return None
        month = i + 3 + self.word(i + 3, "of")
        if not is_day(self.at(i + 2)) or self.at(month).cls != "month":
            return None
        last = self.with_year(month + 1, self.at(i + 2).number, self.at(month).number)
        assert isinstance(last[0], nodes.Day)
        return nodes.Between(nodes.Day(last[0].month, self.at(i).number), last[0]), last[1]

    def _dated(self, i: int) -> tuple[Expression, int] | None:
        joined = self._range(i)
        if joined is not None and self.is_date(i, joined):
            return self._span(i, joined[1], joined[0])
        read = self._point(i)
        if read is None:
            return None
        node, j = read
        if isinstance(node, nodes.Vague):
            return self._span(i, j, node, "vague")
        if isinstance(node, nodes.Window):
            return self._span(i, j, node, "window")
        if isinstance(node, nodes.Months) and node.count == 1 and node.year is None and self.is_of_statistics(i, j):
            node = narrowing.Counted(node)
        is_modifier = self.word(j, "'s", "’s") or self._is_modifier(i, j, node)
        return self._span(i, j, node, "modifier" if is_modifier else "plain")

    def _is_modifier(self, i: int, j: int, node: Node) -> bool:
        named = (nodes.Year, nodes.Months, narrowing.Counted, nodes.FiscalYear)
        if not isinstance(node, named) or self.at(i).cls == "deictic":
            return False
        follower = self.at(j)
        before = self.before(i)
        return follower.cls == "" and follower.lower.isalpha() and before not in word_set("before_date")

    def _present(self, i: int) -> tuple[Expression, int] | None:
        """Now, so far, to date, currently, and "current" before a noun."""
        item = self.at(i)
        today = nodes.Days(0, 0)
        if (
            item.cls == "now"
            and not self.word(i + 1, *DASHES, "known", "thought", "believed", "clear")
            and not self.word(i - 1, *DASHES, "from", "until", "by")
        ):
            return self._span(i, i + 1, today, "now")
        if item.cls == "current" and self.at(i + 1).cls == "unit":
            return self._span(i, i + 2, nodes.CalendarUnit(self.at(i + 1).value, 0))
        if item.cls == "current" and self.at(i + 1).cls == "" and self.at(i + 1).lower.isalpha():
            return self._span(i, i + 1, today, "modifier")
        if self.word(i, "so") and self.word(i + 1, "far"):
            j = i + 2 + self.word(i + 2, "in")
            if (
                self.word(j, "this", "the")
                and self.at(j + 1).cls == "unit"
                and self.at(j + 1).value in ("year", "month")
            ):
                return self._span(i, j + 2, nodes.ToDate(self.at(j + 1).value))
            if self.at(j).cls == "year" and j > i + 2:
                return self._span(i, j + 1, narrowing.SoFar(nodes.Year(full_year(self.at(j).value))))
            return self._span(i, i + 2, today, "now")
        j = i + 1 + self.word(i + 1, *DASHES)
        k = j + 1 + self.word(j + 1, *DASHES)
        is_one = self.word(i, "year", "quarter", "month", "week")  # not "12 months to date"
        if is_one and self.word(j, "to") and self.word(k, "date"):
            return self._span(i, k + 1, nodes.ToDate(item.value))
        if (self.word(i, "to") and self.word(i + 1, "date")) or (self.word(i, "at") and self.word(i + 1, "present")):
            return self._span(i, i + 2, today, "now")
        if self.word(i, "at") and self.word(i + 1, "the") and self.word(i + 2, "moment"):
            return self._span(i, i + 3, today, "now")
        return None

    def _compared(self, i: int) -> tuple[Expression, int] | None:
        """Another period told by its distance: "a year earlier", "the previous month", "the same period last year"."""
        if self.word(i, "same", "corresponding", "equivalent", "comparable", "similar"):
            return self._same(i)
        unit = self.at(i + 1).value if self.at(i + 1).cls == "unit" else ""
        if self.word(i, "the") and self.word(i + 1, "previous", "prior", "preceding") and self.at(i + 2).cls == "unit":
            return self._span(i, i + 3, distances.Before(self.at(i + 2).value, 1, is_whole=True), "earlier")
        is_last = unit and self.word(i + 2, "before") and self.word(i + 3, "last") and self.at(i + 4).cls not in TURNED
        if self.word(i, "the") and is_last:  # not "the week before last month's vote"
            return self._span(i, i + 4, nodes.CalendarUnit(unit, -2))
        if self.word(i, "the") and unit and self.word(i + 2, "before", "earlier"):
            return self._span(i, i + 3, distances.Before(unit, 1), "earlier")
        is_part = self.word(i, "the") and self.at(i + 1).cls == "year" and self.at(i + 2).lower in SAME_PARTS
        if is_part and (not self.at(i + 3).lower.isalpha() or self.at(i + 3).lower in word_set("after_part")):
            return self._span(i + 1, i + 3, distances.SameIn(full_year(self.at(i + 1).value)), "earlier")
        if self.word(i, "year") and self.word(i + 1, *DASHES) and self.word(i + 2, "ago", "earlier"):
            return self._span(i, i + 3, distances.Before("year", 1), "earlier")
        if self.at(i).cls not in ("number", "digits", "taken") or not unit:
            return None
        count = self.at(i).value
        is_all = count.isdecimal() and len(count) <= LONGEST_COUNT and self.at(i - 1).cls != "number"
        is_all = is_all and not self.word(i - 1, "and", "hundred", "thousand", *DASHES)  # not the five of "twenty-five"
        if self.word(i + 2, "earlier", "before", "previously"):
            known = distances.Before(unit, int(count)) if is_all else None
            return self._span(i, i + 3, known or nodes.Vague(), "earlier" if known else "vague")
        if self.word(i + 2, "later") and is_all and not self.word(i + 3, "than"):
            return self._span(i, i + 3, distances.Later(unit, int(count)), "vague")
        return self._span(i, i + 3, nodes.Vague(), "vague") if self.word(i + 2, "later", "after") else None

    def _same(self, i: int) -> tuple[Expression, int] | None:
        """ "the same period last year", "the corresponding 1986 quarter", "the same month of 2003"; else an anaphor."""
        j = i + 1
        year = full_year(self.at(j).value) if self.at(j).cls == "year" else None
        while j < i + 5 and self.at(j).cls in ("ordinal", "number", "year", *DASHES):
            j += 1
        if self.at(j).cls not in ("unit", "month") and self.at(j).lower not in PERIOD_WORDS:
            return None
        if year is not None:
            return self._span(i, j + 1, distances.SameIn(year), "earlier")
        has_of = self.word(j + 1, "of", "in")
        k = j + 1 + has_of + (has_of and self.word(j + 2, "the"))
        if self.at(k).cls == "deictic" and self.at(k).value == "-1" and self.at(k + 1).value == "year":
            return self._span(i, k + 2, distances.Before("year", 1), "earlier")
        is_year = self.word(k, "a", "the", "one") and self.at(k + 1).value == "year"
        if is_year and self.word(k + 2, "ago", "earlier", "before"):
            return self._span(i, k + 3, distances.Before("year", 1), "earlier")
        if self.at(k).cls == "year":
            return self._span(i, k + 1, distances.SameIn(full_year(self.at(k).value)), "earlier")
        return self._span(i, j + 1, nodes.Vague(), "anaphor")

    def _anaphor(self, i: int) -> tuple[Expression, int] | None:
        """ "during the period", "in the month", "that day", "at the time": a period named before."""
        if not self.word(i, "the", "that"):
            return None
        before = self.before(i)
        item = self.at(i + 1)
        if self.word(i, "that") and item.cls == "unit" and item.value in POINTED_AT:
            return self._span(i, i + 2, nodes.Vague(), "anaphor")
        if item.value == "weekend" and before in ("over", "at", "during", "on"):
            return self._span(i, i + 2, nodes.Weekend())
        is_period = item.lower == "period" or (item.cls == "unit" and not item.lower.endswith("s"))
        if (
            is_period
            and before in ("in", "during", "for", "over", "within")
            and not self.word(i + 2, "of", "to", "ended", "ending", "beginning", "starting")
        ):
            return self._span(i, i + 2, nodes.Vague(), "anaphor")
        if before == "at" and item.lower == "time":
            return self._span(i, i + 2, nodes.Vague(), "anaphor")
        return None

    def _vague(self, i: int) -> tuple[Expression, int] | None:
        """Words that date without days: "in recent weeks", "for decades", "recently"."""
        item = self.at(i)
        if self.word(i, "recent", "coming") and self.at(i + 1).cls == "unit" and self.at(i + 1).lower.endswith("s"):
            return self._span(i, i + 2, nodes.Vague(), "vague")
        if item.cls == "unit" and item.lower.endswith("s") and self.before(i) in ("for", "in", "after"):
            return self._span(i, i + 1, nodes.Vague(), "vague")
        if self.word(i, "recently", "lately"):
            return self._span(i, i + 1, nodes.Vague(), "vague")
        return None


def follow(first: Node, last: Node) -> bool:
    """Whether the second of two periods of one kind comes right after the first ("May and June")."""
    if isinstance(first, nodes.Year) and isinstance(last, nodes.Year):
        return last.year == first.year + 1
    if isinstance(first, nodes.FiscalYear) and isinstance(last, nodes.Year):
        return first.year is not None and last.year == first.year + 1
    if isinstance(first, nodes.Weekday) and isinstance(last, nodes.Weekday):
        return last.weekday == (first.weekday + 1) % 7
    if isinstance(first, nodes.Months) and isinstance(last, nodes.Months) and first.count == last.count:
        return (first.first_month - 1 + first.count) % 12 == last.first_month - 1 and first.year is None
    if isinstance(first, nodes.Day) and isinstance(last, nodes.Day):
        return first.month == last.month and last.day == first.day + 1
    return False


def alike(first: Node, last: Node) -> bool:
    """Whether two periods are of one kind, as the ends of a range are."""
    return type(first) is type(last)
