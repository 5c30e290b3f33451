"""Parts of a unit behind it, and the hour before minutes: "two years and a half", "an hour and a quarter", "an hour and
31 minutes".
"""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.numerals import ARTICLES
from transforms.quantities.word_classes import word_class

# Behind "and a half", where the half is one of the unit before.
_AFTER_HALF: Final = read_sets("quantity_words")["after and a half"]
_PARTS: Final = {"half": 0.5, "quarter": 0.25}
_HOUR: Final = 60  # minutes
_AN_HOUR: Final = ["an", "hour", "and"]


def part_behind(line: Line, at: int) -> tuple[float, int]:
    """The part in "and a half" from token `at` behind a unit, and its end; 0 in "a day and half the night"."""
    has_article = line.lower(at + 1) in ARTICLES
    step = at + 1 + has_article
    part = _PARTS.get(line.lower(step), 0.0) if line.lower(at) == "and" else 0.0
    after = line.lower(step + 1)
    if after == "of":
        is_one = has_article and line.lower(step + 2) not in ("the", "all", "its", "their")
    else:
        is_apart = line.word(step + 1) not in HYPHENS and word_class(line.word(step + 1) or ".") in ("-", "J", "V")
        is_one = after in _AFTER_HALF or (has_article and is_apart)
    return (part, step + 1) if is_one and (has_article or part == _PARTS["half"]) else (0.0, 0)


def take_part(line: Line, mention: Mention) -> None:
    """ "two years and a half": the half comes after the unit."""
    part, stop = part_behind(line, mention.end)
    if part and mention.value is not None and mention.value.is_integer():
        mention.value, mention.end = mention.value + part, stop


def take_hour(line: Line, mention: Mention) -> None:
    """Takes in the hour of "an hour and 31 minutes", which is no number as it is written."""
    first = mention.begin - 3
    if mention.value is None or mention.value >= _HOUR or line.lowers[max(0, first) : mention.begin] != _AN_HOUR:
        return
    mention.value, mention.begin, mention.first = mention.value + _HOUR, first, first
    mention.rule = "amount in two units"
