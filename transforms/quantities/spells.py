"""Times and ages in forms of their own: "a record of 2:17:01", "in his 20s", "her late thirties", "20-something"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from transforms.quantities.bands import bands
from transforms.quantities.context import Context
from transforms.quantities.digits import WORDS
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention, in_place
from transforms.quantities.rule import rule
from transforms.quantities.units import BY_CODE

_OWNERS: Final = frozenset({"his", "her", "their", "my", "our", "your"})
# The years of a decade of life that a word before it leaves.
_PARTS: Final = {"early": (0, 3), "mid": (4, 6), "middle": (4, 6), "late": (7, 9)}
_DECADE: Final = (0, 9)
_DECADES: Final = range(20, 100, 10)
_SOMETHING: Final = "something"
_TENS: Final = {word: int(value) for word, (role, value) in WORDS.items() if role == "tens"}
_PLURALS: Final = {word[:-1] + "ies": value for word, value in _TENS.items()}
_DIGITS_S: Final = re.compile(r"[0-9][sS]")
_MAY_TELL_BAND: Final = re.compile(r"[1-9]0(?:s| ?(?:%|pct|per))")
# Words that may be a number with no numeral beside them.
DECADE_WORDS: Final = frozenset(_PLURALS) | {word + _SOMETHING + end for word in _TENS for end in ("", "s")}
# Around these a time is one of the day: "at 2:17:01", "2:17:01 GMT", "just before 8:46:40".
_BEFORE_HOURS: Final = frozenset("at by until till since before after from to [ ( t".split())
_BEHIND_HOURS: Final = frozenset(
    "am pm a.m p.m a.m. p.m. gmt utc et est edt pst pdt bst cet cest ist local this that on in ] )".split()
)
# What "-something" tells no age of: "20-something percent", "20-something years ago".
_NOT_AGED: Final = frozenset(
    "percent per pct % years year months days hours miles times million billion points".split()
)


@rule("time or age in a form of its own", after=("price of a share",), least=0)
def add_spells(line: Line, mentions: list[Mention], context: Context) -> list[Mention]:
    """The mentions with the lengths of time and the ages that no number and unit tell, in place of their parts."""
    times = _times(line) if ":" in line.text else ()
    ages = _ages(line) if _may_tell_decade(line.text) else ()
    return in_place(mentions, [*times, *ages, *(bands(line) if _MAY_TELL_BAND.search(line.text) else ())])


def _may_tell_decade(text: str) -> bool:
    """Whether a text has what every decade of a life is told by: "20s", "twenties" or "20-something"."""
    lower = text.lower()
    return _SOMETHING in lower or "ties" in lower or _DIGITS_S.search(text) is not None


def _times(line: Line) -> Iterator[Mention]:
    """ "2:17:01" and "3:43.13" as seconds, unless they are a time of the day."""
    at = 0
    while at < line.count:
        stop = _clock_stop(line, at)
        if stop and not _is_of_the_day(line, at, stop):
            seconds = 0.0
            for part in line.words[at:stop:2]:
                seconds = seconds * 60 + float(part)
            unit = BY_CODE["s"]
            yield Mention(at, stop, at, stop, round(seconds, 3), "digits", unit=unit, rule="hours, minutes and seconds")
        at = stop or at + 1


def _is_of_the_day(line: Line, at: int, stop: int) -> bool:
    """Whether a time is one of the day, behind a date ("2020-05-04 12:34:56") or not, or a verse ("Psalm 3:16.17")."""
    before = line.word(at - 1)
    is_verse = stop == at + 3 and before[:1].isupper()
    is_told = before.lower() in _BEFORE_HOURS or line.lower(stop) in _BEHIND_HOURS
    return is_told or is_verse or before[:1].isdecimal()


def _clock_stop(line: Line, at: int) -> int:
    """The token behind the last of three parts, or of two with a fraction, that colons join; 0 where there are none."""
    if not line.words[at].isdecimal() or line.touches(at) or len(line.words[at]) > 2 or line.words[at] == "00":
        return 0
    stop = at + 1
    while _is_joined(line, stop) and _is_sixtieth(line.word(stop + 1)):
        stop += 2
    is_time = stop == at + 5 or (stop == at + 3 and "." in line.words[at + 2])
    return stop if is_time and not (line.touches(stop) and line.word(stop) in (":", *HYPHENS)) else 0


def _is_joined(line: Line, colon: int) -> bool:
    return line.word(colon) == ":" and line.touches(colon) and line.touches(colon + 1)


def _is_sixtieth(word: str) -> bool:
    whole, _, rest = word.partition(".")
    return len(whole) == 2 and whole.isdecimal() and int(whole) < 60 and (not rest or rest.isdecimal())


def _ages(line: Line) -> Iterator[Mention]:
    """ "in his 20s", "in her mid-40s", "a 30-something": ages by their decade."""
    for at, word in enumerate(line.lowers):
        found = _decade(line, at, word)
        if found is None:
            continue
        decade, stop, is_named = found
        begin = at - 1 - (line.word(at - 1) in HYPHENS)
        part = _PARTS.get(line.lower(begin)) if not is_named else None
        before = begin if part else at
        if not is_named and not (line.lower(before - 1) in _OWNERS and line.lower(before - 2) == "in"):
            continue
        low, high = (decade + year for year in part or _DECADE)
        yield Mention(
            at, stop, before, stop, (low + high) / 2, "words", unit=BY_CODE["a"], kind="age", low=low, high=high,
            comparator="range", rule="age by its decade",
        )  # fmt: skip


def _decade(line: Line, at: int, word: str) -> tuple[int, int, bool] | None:
    """The decade of a life that token `at` names, the token behind it, and whether it is told by "-something"."""
    if word in _PLURALS:
        return _PLURALS[word], at + 1, False
    joint = word.removesuffix("s").removesuffix(_SOMETHING)
    if joint in _TENS and joint != word.removesuffix("s"):
        return _TENS[joint], at + 1, True
    value = int(word) if len(word) == 2 and word.isdecimal() else _TENS.get(word, 0)
    if value not in _DECADES or line.word(at - 1) in ("$", "£", "€"):
        return None
    if line.word(at + 1) == "s" and line.touches(at + 1):
        return value, at + 2, False
    is_joined = line.word(at + 1) in HYPHENS and line.touches(at + 1) and line.touches(at + 2)
    is_aged = line.lower(at + 2).startswith(_SOMETHING) and line.lower(at + 3) not in _NOT_AGED
    return (value, at + 3, True) if is_joined and is_aged else None
