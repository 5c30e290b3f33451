"""Days of the calendar and times of the day: "August 27", "Aug. 25, 2011", "6/26/05", "5 p.m.", "0800 hours"."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.numerals import is_digits
from transforms.quantities.rule import rule
from transforms.quantities.word_classes import word_class

_WORDS: Final = read_sets("exclusion_words")
_MONTHS: Final = _WORDS["months"]
_ZONES: Final = _WORDS["time zones"]
_CLOCK_DIGITS: Final = 4
# Between two days of one month.
_RUNS_ON: Final = frozenset({"and", "to", "-", "–", ",", "through", "thru", "or"})


@rule("hours with a zone", after=("law or bill",))
def is_zoned(line: Line, mention: Mention) -> str | None:
    """ "0800 hours GMT"."""
    is_hours = mention.unit is not None and mention.unit.code == "h" and "," not in mention.raw
    is_told = is_hours and len(mention.raw) == _CLOCK_DIGITS and line.lower(mention.end) in _ZONES
    return "clock time" if is_told else None


@rule("day of a month", after=("code, button or file", "hours with a zone"))
def is_day(line: Line, mention: Mention) -> str | None:
    """ "August 27", "27 August", "Aug. 25, 2011", "6/26/05"; of a length of time, too: "June 3-5 years"."""
    is_other = mention.unit is not None and mention.unit.kind != "duration"
    return "date" if not is_other and (is_date(line, mention) or _is_numeric_date(line, mention)) else None


@rule("time of the day", after=("day of a month",))
def is_time(line: Line, mention: Mention) -> str | None:
    """ "5 p.m.", "10 o'clock", "0800 GMT"."""
    return "clock time" if mention.unit is None and _is_time(line, mention) else None


def _is_numeric_date(line: Line, mention: Mention) -> bool:
    """ "6/26/05", "12/05/2010": month, day and year between strokes."""
    first, stop = mention.first, mention.stop
    for start in (first, first - 2, first - 4):
        parts = line.words[max(0, start) : start + 5]
        if start >= 0 and parts[1::2] == ["/", "/"] and all(part.isdigit() for part in parts[::2]):
            sizes = [len(part) for part in parts[::2]]
            return stop > start and sizes[0] <= 2 and sizes[1] <= 2 and sizes[2] in (2, 4)
    return False


def is_month(line: Line, at: int) -> bool:
    """Whether the token names a month: "August", "Mar.", not "may" nor "march"."""
    word = line.lower(at)
    if word not in _MONTHS:
        return False
    if line.words[at][0].isupper():
        return True
    return word not in ("may", "march", "mar", "sun", "dec", "oct") or line.word(at + 1) == "."


def is_date(line: Line, mention: Mention) -> bool:
    """Whether the number is the day or the year of a date: "August 27", "27 August", "Aug. 25, 2011"."""
    if mention.value is None or not mention.raw or not (mention.value.is_integer() or mention.comparator == "range"):
        return False
    at = mention.first - 1
    if line.word(at) == "." and line.touches(at):
        at -= 1
    small = (mention.high or mention.value) <= 31 and len(mention.raw) <= 2
    if small and (is_month(line, at) or (line.lower(at) in _RUNS_ON and _after_day(line, at))):
        return word_class(line.word(mention.end) or ".") != "P" or line.lower(at) != "may"
    return bool(
        small
        and (is_month(line, mention.stop) or (line.lower(mention.stop) == "of" and is_month(line, mention.stop + 1)))
    )


def _after_day(line: Line, at: int) -> bool:
    """Whether the number after token `at` runs on from a day of a month: "June 3 and 4", "March 3-5"."""
    return (
        is_digits(line.word(at - 1))
        and len(line.words[at - 1]) <= 2
        and is_month(line, at - 2)
        and word_class(line.word(at + 2) or ".") not in ("P", "N")
    )


def _is_time(line: Line, mention: Mention) -> bool:
    stop = mention.stop
    after, later = line.lower(stop), line.lower(stop + 1)
    if after in ("am", "pm", "a.m.", "p.m.", "o'clock", "o’clock", "a.m", "p.m", "noon") or (
        after in _ZONES and after != "hours" and len(mention.raw) in (2, 4)
    ):
        return True
    if after in ("a", "p") and later == "." and line.lower(stop + 2) == "m":
        return True
    return after == "-" and later in ("am", "pm")
