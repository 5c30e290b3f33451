"""Two numbers that are one: "5-7%", "between 5 and 7", "12 to 15 per cent", "$779m-798m"; and scales that
are shared.
"""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.exclusions import is_date
from transforms.quantities.lines import Line
from transforms.quantities.marks import DASHES
from transforms.quantities.mention import Mention
from transforms.quantities.units import LEXICON

_WORDS: Final = read_sets("quantity_words")
_STROKES: Final = DASHES | {"~", "−"}
_CHANGES: Final = _WORDS["changes"]
_SPANS: Final = _WORDS["before ranges"]


def join_ranges(line: Line, mentions: list[Mention]) -> list[Mention]:
    """The mentions with each pair that makes one range joined."""
    joined: list[Mention] = []
    for mention in mentions:
        if joined and _is_range(line, joined[-1], mention):
            _join(line, joined[-1], mention)
        else:
            _period_or_two(line, mention)
            joined.append(mention)
    return joined


def _period_or_two(line: Line, mention: Mention) -> None:
    """ "a week or two" is one to two weeks; "in the next week or two" says when."""
    at = mention.begin - 2
    if mention.value != 2.0 or mention.form != "words" or at < 1 or line.lower(at + 1) != "or" or mention.unit:
        return
    match = LEXICON.match(line, at, False)
    if match is None or match.stop != at + 1 or match.unit.kind != "duration":
        return
    mention.unit, mention.unit_word = match.unit, match.word
    if line.lower(at - 1) not in ("a", "an", "one"):
        mention.aside("dates something")
        return
    mention.begin, mention.low, mention.high, mention.value = at - 1, 1.0, 2.0, 1.5
    mention.comparator, mention.rule = "range", "a day or two"


def _is_range(line: Line, left: Mention, right: Mention) -> bool:
    if left.set_aside or right.set_aside or left.low is not None or left.value is None or right.value is None:
        return False
    if right.begin <= left.end - 1 or _is_dated(line, left, right):
        return False
    gap = line.lowers[left.end : right.begin]
    if right.value < 0 and not gap and line.word(right.begin) in _STROKES:  # "2 -7 g"
        right.value, gap = -right.value, ["-"]
    before = line.lower(_start(line, left) - 1)
    if gap and gap[-1] in ("about", "around", "~", "approximately", "perhaps", "nearly") and len(gap) == 2:
        gap = gap[:1]
    if len(gap) != 1 and not (len(gap) == 2 and gap == ["-", "-"]):
        return False
    if gap[0] == "/":
        return "." in left.raw and "." in right.raw and _compatible(left, right)
    if gap[0] in _STROKES:
        descends = _ends(left, right)[0] > right.value and len(left.raw) != 4
        if descends and left.unit is None and right.unit is None:
            return False
        return _dashed(line, left, right)
    if gap[0] == "and":
        return (before == "between" or _ages_start(line, left) is not None) and _compatible(left, right)
    if gap[0] == "to":
        return _compatible(left, right) and _to(line, left, right, before)
    return False


def _ages_start(line: Line, left: Mention) -> int | None:
    """Where "between the ages of" before the first number starts, or None."""
    words = line.lowers[max(0, left.begin - 4) : left.begin]
    is_between = words in (["between", "the", "ages", "of"], ["between", "the", "age", "of"])
    if is_between:
        return left.begin - 4
    return left.begin - 2 if words[-2:] == ["between", "ages"] else None


def _is_dated(line: Line, left: Mention, right: Mention) -> bool:
    """Whether the first number is a day or a year and the second is not: "in December 2010 to 78 months"."""
    if left.unit is not None or left.form != "digits":
        return False
    is_year = len(left.raw) == 4 and left.raw.isdigit() and left.raw[:2] in ("18", "19", "20")
    return (is_year and (len(right.raw) not in (2, 4) or right.unit is not None)) or (
        is_date(line, left) and right.unit is not None
    )


def _start(line: Line, left: Mention) -> int:
    """Where the range's first number starts, an "about" before it left out."""
    at = left.begin
    return at - 1 if line.lower(at - 1) in ("about", "around", "roughly", "approximately") else at


def _compatible(left: Mention, right: Mention) -> bool:
    if left.form in ("half", "fraction") and left.unit is None and right.unit is None and left.value != right.value:
        return right.form in ("half", "fraction")
    return left.unit is None or right.unit is None or left.unit.code == right.unit.code


def _to(line: Line, left: Mention, right: Mention, before: str) -> bool:
    if left.unit is None and right.unit is None and right.value in (0.0, 1.0) and line.lower(right.end) not in ("per",):
        return False
    words = set(line.lowers[max(0, left.begin - 12) : left.begin])
    if left.unit is not None and right.unit is None:
        return False
    if (
        before != "from"
        and (left.unit is not None or right.unit is None)
        and words & _CHANGES
        and _ends(left, right)[1] > 5 * _ends(left, right)[0]
    ):
        return False
    if before == "from":
        if words & _SPANS:
            return True
        return not words & _CHANGES and _ends(left, right)[0] < _ends(left, right)[1]
    if before == "between":
        return True
    return _ends(left, right)[0] < _ends(left, right)[1]


def _dashed(line: Line, left: Mention, right: Mention) -> bool:
    spaced = not line.touches(left.end) or not line.touches(right.begin)
    if spaced and (line.words[left.end] in ("-", "—") and line.lower(left.end + 1) == "-"):
        return False
    if left.unit is not None and left.unit.kind != "money" and right.unit is None:
        return False
    if spaced and left.unit is not None and right.unit is None:
        return False
    return _compatible(left, right)


def shared_scale(left: Mention, right: Mention) -> float:
    """The factor that `left` takes from `right`: "five to seven mln", "one or two hundred"."""
    assert left.value is not None
    assert right.value is not None
    if right.scale > 1 and left.scale == 1.0 and left.value * right.scale <= right.value * 1.2 and left.value < 1000:
        return right.scale
    return 1.0


def _ends(left: Mention, right: Mention) -> tuple[float, float]:
    assert left.value is not None
    assert right.value is not None
    return left.value * shared_scale(left, right), right.value


def _join(line: Line, left: Mention, right: Mention) -> None:
    low, high = _ends(left, right)
    before = line.lower(left.begin - 1)
    with_article = _start(line, left)
    ages = _ages_start(line, left)
    if ages is not None:
        left.begin = ages
    elif line.lower(with_article - 1) == "between":
        left.begin = with_article - 1
    left.low, left.high = low, high
    left.value = round((low + high) / 2, 9)
    left.comparator = "range"
    left.stop, left.end = right.stop, right.end
    if left.unit is None or right.unit is not None:
        left.unit, left.unit_word = right.unit or left.unit, right.unit_word or left.unit_word
    left.rule = {"to": "range with to", "and": "between … and"}.get(line.lower(right.begin - 1), "range with a dash")
    left.raw = left.raw if left.raw and right.raw else ""
    left.form = "digits" if left.form == right.form == "digits" else left.form
    left.note(f"joined two numbers after '{before}'")
