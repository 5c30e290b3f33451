"""The grammar of time expressions: which words of a sentence date something, and what they say.

`find_expressions` gives every expression of a sentence, unresolved; which quantity it dates is for attachment.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.claims.dates import distances, narrowing, nodes, periods
from transforms.claims.dates.feasts import FeastReader
from transforms.claims.dates.nodes import Node
from transforms.claims.dates.years import DASHES, Parsed, full_year, is_day

Form = Literal["plain", "modifier", "since", "until", "before", "after", "window", "now", "earlier", "anaphor", "vague"]
AFTER_ARTICLE = frozenset(["nth", "decade", "number", "digits", "taken", "ordinal", "unit", "fiscal", "season", "part"])
VAGUE_COUNTS = frozenset(["few", "several", "recent", "many", "couple"])


@dataclass(frozen=True, slots=True)
class Expression:
    """One time expression: its span in the sentence (the words that date, without preposition), and what they say.

    `form`: how it dates.  "modifier" is a bare year or a possessive before a noun; "earlier" and "anaphor" point at
    another period ("a year earlier", "during the period"); "vague" names no days by itself ("three years later").
    """

    start: int
    end: int
    node: Node
    form: Form = "plain"


class Grammar(FeastReader):
    """A parser over the items of one sentence.  Each `_name(i)` tries to read one kind of expression at item `i`."""

    def point(self, i: int) -> Parsed | None:
        """One date or period at item `i`."""
        cls = self.at(i).cls
        if cls == "month":
            return self._month(i)
        if cls == "dotted":
            day, month, year = (int(part) for part in self.at(i).value.split("."))
            return nodes.Day(month, day, nodes.Year(year)), i + 1
        if cls in ("digits", "nth", "year", "decade", "short"):
            return self._numeric(i)
        if cls == "weekday":
            return self._weekday(i)
        if cls == "day":
            return nodes.Days(self.at(i).number, self.at(i).number), self._daypart(i + 1)
        if cls == "overnight":
            return nodes.Days(-1, 0), i + 1
        if cls == "deictic":
            return self._deictic(i)
        if cls == "part":
            return self._part(i)
        if cls in ("fiscal", "calendar"):
            return self._fiscal(i)
        if cls == "ordinal":
            return self._ordinal(i) or self.nth_of(i)
        if cls == "unit":
            return self._year_end(i) or self._unit_of(i) or self._ended(i, 1)
        if cls == "number":
            return self._counted(i)
        if cls == "season":
            return self._season(i)
        if cls in ("feast", "yearend"):
            return self.feast(i)
        if cls == "movable":
            return self.movable(i)
        if cls == "newyear":
            return self.new_year(i)
        return self._after_article(i) if self.word(i, "the") else None

    def _bare_year(self, i: int) -> Parsed:
        first = full_year(self.at(i).value)
        joined = self.joined_years(i)
        if joined is not None:
            return joined
        if self.at(i + 1).cls == "fiscal" and self.word(i + 2, "year"):
            return nodes.FiscalYear(first, first_month=self.at(i + 1).number), i + 3
        if self.at(i + 1).cls in ("ordinal", "short"):
            inner = self._ordinal(i + 1) if self.at(i + 1).cls == "ordinal" else self._short(i + 1)
            if inner is not None and isinstance(inner[0], nodes.Months) and inner[0].year is None:
                return nodes.Months(inner[0].first_month, inner[0].count, nodes.Year(first)), inner[1]
        j = i + 1 + self.word(i + 1, ",")
        if self.word(j, "so") and self.word(j + 1, "far"):  # "in 2020, so far"
            return narrowing.SoFar(nodes.Year(first)), j + 2
        return nodes.Year(first), i + 1

    # --- days and months -------------------------------------------------------------------------------------------

    def _numeric(self, i: int) -> Parsed | None:
        item = self.at(i)
        if item.cls == "decade":
            return self._decade(i)
        if item.cls == "short":
            return self._short(i)
        numeric = self._numeric_date(i) or self.named_day(i)
        if numeric is not None:
            return numeric
        if item.cls == "year":
            return self._bare_year(i)
        if item.cls == "nth" and self.word(i + 1, "century"):
            period = periods.months((item.number - 1) * 100 + 1, 1, 1200) if 1 <= item.number <= 99 else None
            return (nodes.Fixed(period), i + 2) if period else None
        if item.cls == "digits" and self.at(i + 1).cls == "unit":
            return self._counted(i)
        j = i + 1 + self.word(i + 1, "of")
        if not is_day(item) or self.at(j).cls != "month" or (self.at(j + 1).cls == "digits" and j == i + 1):
            return None
        return self.with_year(j + 1, item.number, self.at(j).number)

    def _numeric_date(self, i: int) -> Parsed | None:
        """2004-08-25, 25/8/2004, 8/25/04; where both readings are days, month first."""
        first, mark, second, third = self.at(i), self.at(i + 1), self.at(i + 2), self.at(i + 4)
        if mark.lower not in ("/", "-") or self.at(i + 3).lower != mark.lower or third.end - first.start > 10:
            return None
        if first.cls == "year" and second.cls == third.cls == "digits":
            return nodes.Day(second.number, third.number, nodes.Year(first.number)), i + 5
        if first.cls != "digits" or second.cls != "digits" or third.cls not in ("year", "digits") or mark.lower == "-":
            return None
        month, day = first.number, second.number
        if month > 12:
            month, day = day, month
        if len(third.value) not in (2, 4) or not 1 <= month <= 12 or not 1 <= day <= 31:
            return None
        return nodes.Day(month, day, nodes.Year(full_year(third.value))), i + 5

    def _month(self, i: int) -> Parsed | None:
        month = self.at(i).number
        j = self._after_stop(i)
        j += self.word(j, "the") and self.at(j + 1).cls == "nth"
        if is_day(self.at(j)) and not self.word(j + 1, "%", "pct", "per", "percent"):
            return self.with_year(j + 1, self.at(j).number, month)
        count = 1
        if self.word(j, "/") and self.at(j + 1).cls == "month" and self.at(j + 1).number > month:  # "Jan/Sept 1987"
            count, j = self.at(j + 1).number - month + 1, self._after_stop(j + 1)
        year = self.year(j)
        if year is not None:
            return nodes.Months(month, count, year[0]), year[1]
        if count == 1 and month % 3 == 0 and self.at(j).value == "quarter":  # "the September quarter" ends with it
            year = self.year(j + 1)
            return nodes.Months(month - 2, 3, year[0] if year else None), year[1] if year else j + 1
        return nodes.Months(month, count), j

    def _after_stop(self, i: int) -> int:
        """The first item after the name at `i` and the full stop of its short form ("Aug. 5"), not of the sentence."""
        is_short = len(self.at(i).lower) <= 5 and self.word(i + 1, ".") and i + 2 < len(self.items)
        return i + 1 + (is_short and self.at(i + 1).start == self.at(i).end)

    def _daypart(self, i: int) -> int:
        """The first item after a part of the day ("night", "early morning") that may follow at `i`."""
        j = i + (self.at(i).value in ("early", "late"))
        return j + 1 if self.at(j).cls == "daypart" or self.at(j).value == "night" else i

    def _weekday(self, i: int, shift: int = 0) -> Parsed:
        j = self._daypart(self._after_stop(i))
        k = j + self.word(j, ",")
        if self.at(k).cls == "month" or (is_day(self.at(k)) and self.at(k + 1).cls == "month"):
            dated = self.point(k)
            if dated is not None and isinstance(dated[0], nodes.Day):
                return dated
        return nodes.Weekday(self.at(i).number, shift), j

    # --- this, last, next ------------------------------------------------------------------------------------------

    def _deictic(self, i: int) -> Parsed | None:
        shift, j = self.at(i).number, i + 1
        if self.at(i).lower == "this" and self.at(j).cls == "deictic":
            shift, j = self.at(j).number, j + 1
        item = self.at(j)
        if item.cls == "weekday":
            return self._weekday(j, shift) if shift else (nodes.WeekdayOfWeek(item.number), self._daypart(j + 1))
        if item.cls == "month" and not is_day(self.at(j + 1)):
            return nodes.Turned(nodes.Months(item.number, 1), shift), self._after_stop(j)
        if item.cls == "season":
            return nodes.Turned(nodes.Months(item.number, 3), shift), j + 1
        if item.cls == "feast":
            return self.turned_feast(j, shift)
        if item.cls == "daypart" and shift == 0:
            return nodes.Days(0, 0), j + 1
        if item.cls == "fiscal" and self.word(j + 1, "year"):
            return nodes.FiscalYear(None, shift, item.number), j + 2
        if self.word(j, "school", "academic", "tax", "crop", "marketing") and self.at(j + 1).value == "year":
            return nodes.Vague(), j + 2
        if item.cls == "unit":
            return self._deictic_unit(i, j, shift)
        if item.cls in ("number", "digits", "decimal", "taken") or item.lower in VAGUE_COUNTS:
            return self._window(j, shift)
        return None

    def _deictic_unit(self, i: int, j: int, shift: int) -> Parsed | None:
        unit, has_article = self.at(j).value, self.word(i - 1, "the")
        if unit == "day" and self.word(j + 1, "of") and self.at(j + 2).cls == "month":  # "the last day of February"
            whole = self._month(j + 2)
            return (nodes.Edge(whole[0], True), whole[1]) if whole is not None else None
        week = self._week_of(j, -1) if unit == "week" and self.at(i).lower in ("last", "final") else None
        if week is not None:
            return week
        if self.at(j).lower.endswith("s") and unit != "century" and self.at(j).lower not in ("mths", "mos", "yrs"):
            return (nodes.Vague(), j + 1)
        closing = self._closing(j, 3 if unit == "quarter" else 6) if shift < 0 and unit in ("quarter", "half") else None
        if closing is not None or unit == "half":
            return closing
        if unit == "night":
            return nodes.Days(shift, shift), j + 1
        if self.at(i).lower in ("past", "coming") or (has_article and shift and self.at(i).lower in ("last", "next")):
            return nodes.Window(unit, 1, shift > 0), j + 1
        if unit == "year" and self.word(j + 1, "'s", "’s") and self.at(j + 2).cls in ("ordinal", "short", "season"):
            inner = self.point(j + 2)
            if inner is not None and isinstance(inner[0], nodes.Months) and inner[0].year is None:
                year = nodes.CalendarUnit("year", shift)
                return nodes.Months(inner[0].first_month, inner[0].count, year), inner[1]
        return nodes.CalendarUnit(unit, shift), j + 1

    def _closing(self, j: int, months: int) -> Parsed | None:
        """ "(the last) quarter of 2004", "(the last) three months of last year"; item `j` is the unit."""
        year = self.year(j + 1) if self.word(j + 1, "of") and 1 <= months <= 12 else None
        return (nodes.Months(13 - months, months, year[0]), year[1]) if year else None

    def _window(self, j: int, shift: int) -> Parsed | None:
        """ "(the past) four years", "(the next) few weeks"; item `j` is the count."""
        item = self.at(j)
        k = j + 1
        while self.at(k).cls == "" and self.at(k).lower in (
            "or",
            "of",
            "full",
            "fiscal",
            "trading",
            "business",
            "couple",
        ):
            k += 1
        if item.cls in ("number", "digits", "taken") and self.at(k).cls == "unit" and k == j + 1:
            count = int(item.value) if item.value.isdecimal() else 0
            closing = self._closing(k, count) if shift < 0 and self.at(k).value == "month" else None
            if closing is not None:
                return closing
            return nodes.Window(self.at(k).value, count, shift > 0), k + 1
        if item.cls in ("number", "digits", "taken") and self.at(j + 1).cls == "ordinal":
            return None
        if item.lower == "couple" and self.at(k).cls == "unit":
            return nodes.Window(self.at(k).value, 2, shift > 0), k + 1
        return (nodes.Vague(), k + 1) if self.at(k).cls == "unit" else None

    # --- parts of longer units -------------------------------------------------------------------------------------

    def _part(self, i: int) -> Parsed | None:
        part, j = self.at(i).value, i + 1
        j += self.word(j, *DASHES)
        # "Beginning in 2017" is no day of that year.
        is_since = self.at(i).lower == "beginning" and self.word(j, "in") and not self.word(i - 1, "the")
        has_of = self.word(j, "of", "in")
        j += has_of
        if has_of and self.word(j, "the") and self.at(j + 1).cls == "unit" and part in ("end", "start"):
            unit = self.at(j + 1).value
            return (
                (nodes.Edge(nodes.CalendarUnit(unit, 0), part == "end"), j + 2) if unit in ("year", "month") else None
            )
        j += self.word(j, "the")
        if self.at(j).cls == "unit":
            return None
        inner = self.point(j)
        if inner is None or isinstance(inner[0], nodes.Vague):
            return None
        if is_since:
            return inner
        if part in ("start", "end"):
            return nodes.Edge(inner[0], part == "end"), inner[1]
        has_part = self.at(i).lower in periods.PARTS and not isinstance(inner[0], nodes.Day)
        return (narrowing.Part(inner[0], part), inner[1]) if has_part else inner

    def _ordinal(self, i: int) -> Parsed | None:
        """Quarters and halves: "the third quarter of 2004", "first half", "the first nine months of last year"."""
        digit = self.at(i).number
        j = i + 1 + self.word(i + 1, *DASHES)
        j += self.at(j).cls == "fiscal" and self.at(j + 1).cls == "unit"
        unit = self.at(j).value if self.at(j).cls == "unit" else ""
        if self.at(j).cls in ("number", "digits", "taken") and self.at(j + 1).cls == "unit" and digit == 1:
            return self._first_months(j)
        if unit == "week":
            return self._week_of(j, digit)
        if unit not in ("quarter", "half"):
            return None
        count = 6 if unit == "half" else 3
        digit = 12 // count if digit < 0 else digit
        if count * digit > 12 or (self.word(j + 1, "of") and self.word(j + 2, "the") and self.at(j + 3).cls != "unit"):
            return None
        if self.at(j + 1).cls == "ended":
            ended = self._ended(j, 1)
            if ended is not None:
                return ended
        year = self.year(j + 1)
        if year is None and self.word(j + 1, "of") and self.word(j + 2, "the") and self.word(j + 3, "year"):
            return nodes.Months(count * (digit - 1) + 1, count), j + 4
        return nodes.Months(count * (digit - 1) + 1, count, year[0] if year else None), year[1] if year else j + 1

    def _week_of(self, j: int, number: int) -> Parsed | None:
        """ "(the first) week of May"; item `j` is the unit."""
        month = self._month(j + 2) if self.word(j + 1, "of", "in") and self.at(j + 2).cls == "month" else None
        is_whole = month is not None and isinstance(month[0], nodes.Months)
        return (narrowing.WeekOf(month[0], number), month[1]) if month is not None and is_whole else None

    def _first_months(self, j: int) -> Parsed | None:
        """ "(the first) nine months of 2004"; item `j` is the count."""
        unit, value = self.at(j + 1).value, self.at(j).value
        count = int(value) * {"month": 1, "quarter": 3}.get(unit, 0) if value.isdecimal() else 0
        if not 1 <= count <= 11:
            return None
        year = self.year(j + 2)
        if year is None and not (self.word(j + 2, "of") and self.word(j + 4, "year")):
            return (nodes.Months(1, count), j + 2) if unit == "month" else None
        return nodes.Months(1, count, year[0] if year else None), year[1] if year else j + 5

    def _season(self, i: int) -> Parsed | None:
        """A season counts with its year, or after "in the": "summer 2004", "in the autumn"; alone it dates nothing."""
        year = self.year(i + 1)
        months = nodes.Months(self.at(i).number, 3, year[0] if year else None)
        if year is not None:
            return months, year[1]
        return (
            (months, i + 1) if self.word(i - 1, "the", "since") and self.word(i - 2, "in", "by", "during", "") else None
        )

    # --- counted units ---------------------------------------------------------------------------------------------

    def _counted(self, i: int) -> Parsed | None:
        """ "two years ago", "12 months ended March 31", "a week ago Tuesday"."""
        value = self.at(i).value
        j = i + 1 + self.word(i + 1, *DASHES)
        j += self.at(j).cls == "fiscal" or self.word(j, "full")
        if self.at(j).cls != "unit" or not value.isdecimal():
            return None
        unit, count = self.at(j).value, int(value)
        after = self.at(j + 1)
        if after.cls == "ago" or (self.word(j + 1, "from") and self.word(j + 2, "now", "today")):
            is_past = after.cls == "ago" and after.value == "-1"
            node = distances.Ago(unit, count) if is_past else nodes.CalendarUnit(unit, count)
            return node, j + 2 + (after.lower == "from")
        return self._ended(j, count)

    def _year_end(self, i: int) -> Parsed | None:
        """ "year-end 1986", "the year's end": its last day."""
        j = i + 1 + self.word(i + 1, "'s", "’s", *DASHES)
        if self.at(i).value != "year" or not self.word(j, "end"):
            return None
        year = self.year(j + 1)
        return nodes.Day(12, 31, year[0] if year else None), year[1] if year else j + 1

    def _unit_of(self, i: int) -> Parsed | None:
        """ "(the) week of January 14": the whole unit that holds a day, or the month that is named."""
        if self.at(i).value not in ("week", "weekend", "month") or not self.word(i + 1, "of", "beginning", "starting"):
            return None
        inner = self.point(i + 2) if self.at(i + 2).cls in ("month", "digits", "nth") else None
        if inner is None or not isinstance(inner[0], nodes.Day | nodes.Months):
            return None
        return nodes.UnitOf(self.at(i).value, inner[0]), inner[1]

    def _ended(self, j: int, count: int) -> Parsed | None:
        """Item `j` is a unit: "(12) months ended March 31", "year to June", "quarter beginning Oct 1"."""
        unit, k = self.at(j).value, j + 1
        if unit == "half" and self.word(k, *DASHES) and self.word(k + 1, "year"):
            k += 2
        k += self.word(k, "period")
        if self.word(k, "which") and self.at(k + 1).cls == "ended":
            k += 1
        begins = self.word(k, "beginning", "starting")
        if not (
            begins or self.at(k).cls == "ended" or (self.word(k, "to", "through") and (count > 1 or unit != "day"))
        ):
            return None
        k += 1 + self.word(k + 1, "on", "at", "in")
        k += self.word(k, "the")
        if self.at(k).cls not in ("month", "digits", "nth", "part", "year", "deictic", "weekday"):
            return None
        last = self.point(k)
        if last is None or not isinstance(last[0], (nodes.Day, nodes.Months, nodes.Edge, nodes.Year, nodes.Weekday)):
            return None
        return (nodes.Begun if begins else nodes.Ended)(unit, count, last[0]), last[1]

    def _after_article(self, i: int) -> Parsed | None:
        """What counts only with its article: "the 25th of August", "the 1990s", "the 12 months ended March"."""
        j = i + 1
        if self.at(j).cls == "year" and self.at(j + 1).cls == "fiscal" and self.word(j + 2, "year"):
            return nodes.FiscalYear(full_year(self.at(j).value), first_month=self.at(j + 1).number), j + 3
        if self.at(j).cls in AFTER_ARTICLE:
            return self.point(j)
        return self._deictic(j) if self.at(j).cls == "deictic" else None
