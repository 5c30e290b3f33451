"""Years: four digits that date and do not count."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.days import is_month
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.rule import rule
from transforms.quantities.word_classes import word_class

_WORDS: Final = read_sets("exclusion_words")
# What stands before a year; the strict ones never stand before a count.
_BEFORE: Final = _WORDS["before years"]
_STRICT: Final = _WORDS["only before years"]
# What dates a hedged year, and what years modify.
_HEDGED_AFTER: Final = frozenset("from in since until till by during between through".split())
_ERAS: Final = frozenset({"BC", "BCE", "B.C.", "B.C.E.", "AD", "CE", "C.E.", "A.D.", "b.c.", "b.c.e.", "c.e.", "a.d."})
_YEAR_NOUNS: Final = _WORDS["year nouns"]
LATEST: Final = 2150
_LOOSE: Final = _WORDS["hedges of years"]


@rule("year", after=("time of the day",))
def is_dating_year(line: Line, mention: Mention) -> str | None:
    """ "in 2012", "the 1988 sales", "2007-09"."""
    return "year" if mention.unit is None and _is_year(line, mention) else None


def _is_year(line: Line, mention: Mention) -> bool:
    """Whether a number without a unit is a year: "in 2012", "the 1988 sales"; not "2000 people", "1709
    schoolchildren".
    """
    raw, value = mention.raw, mention.value
    if line.word(mention.stop) in _ERAS and mention.form == "digits":
        return True
    if mention.comparator == "range":
        return _is_span_of_years(line, mention)
    if len(raw) != 4 or not raw.isdigit() or value is None or mention.scale != 1.0 or not 1000 <= value <= LATEST:
        return False
    before, after = line.lower(mention.first - 1), line.word(mention.stop)
    counts = bool(after) and after[:1].islower() and word_class(after) in ("P", "J", "N")
    if value >= 1900 and after.lower() in _YEAR_NOUNS:
        return True
    if before in _LOOSE and _is_dated(line, mention) and not counts:
        return True
    if before in _LOOSE and before not in ("around", "about"):
        return not counts and before in ("over", "than") and value >= 1900
    if value >= 1900:
        return not (counts and value % 100 == 0 and before not in _STRICT and word_class(after) == "P")
    if counts and before not in _STRICT:
        return False
    if before == "," and is_month(line, mention.first - 3):  # "on March 17, 1898"
        return True
    return before in _BEFORE if value >= 1400 else before in _STRICT


def _is_dated(line: Line, mention: Mention) -> bool:
    """ "from approximately 2008 through January 2015": a hedged year behind a word that dates."""
    assert mention.value is not None
    is_round = mention.value % 1000 == 0
    at = mention.first - 2
    at -= line.lower(at) == "at"  # "until at least 2023"
    return mention.value >= 1900 and not is_round and line.lower(at) in _HEDGED_AFTER


def _is_span_of_years(line: Line, mention: Mention) -> bool:
    """ "2007-09", "from 1990 to 1995"; not "from 1000 to 2000 workers"."""
    first, last = (line.words[at] for at in (mention.first, mention.stop - 1))
    if len(first) != 4 or not first.isdigit() or not last.isdigit() or not 1400 <= int(first) <= LATEST:
        return False
    after = line.word(mention.stop)
    are_round = int(first) % 100 == 0 and int(last) % 100 == 0 and len(last) == 4
    return not (are_round and after[:1].islower() and word_class(after) == "P")


def follows_year(line: Line, left: Mention, right: Mention) -> bool:
    """Whether `right` runs on from the year `left`: "between A.D. 1000 and 1260"."""
    gap = line.lowers[left.end : right.begin]
    is_year = len(right.raw) == 4 and right.raw.isdigit() and int(right.raw) <= LATEST and right.unit is None
    return is_year and gap in (["and"], ["to"], ["-"], ["–"], ["or"], [","])
