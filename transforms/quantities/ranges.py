"""Two numbers that are one: "5-7%", "between 5 and 7", "12 to 15 per cent", "$779m-798m"; and scales that
are shared.
"""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.days import is_date
from transforms.quantities.lines import Line
from transforms.quantities.marks import DASHES
from transforms.quantities.mention import FRACTIONS, Mention, is_share_of_whole
from transforms.quantities.ratios import is_told_ratio
from transforms.quantities.rule import rule
from transforms.quantities.units import LEXICON, Unit
from transforms.quantities.word_classes import word_class

_WORDS: Final = read_sets("quantity_words")
_STROKES: Final = DASHES | {"~", "−"}
_CHANGES: Final = _WORDS["changes"]
_SPANS: Final = _WORDS["before ranges"]
# Verbs whose object is the change itself, and what owns the object before it: "raised its forecast 3 percent".
_MOVED: Final = _WORDS["moved by so much"]
_OWNED: Final = frozenset("its their his her our the".split())
# What may loosen the upper end.
_ROUNDED: Final = 0.04  # by which a conversion may be off: "220 kilometers – 137 miles –"
# What has a level in per cent, and the tokens of a clause.
_RATED: Final = _WORDS["told in percent"]
_CLAUSE: Final = 8
_LOOSE: Final = frozenset({"about", "around", "~", "approximately", "perhaps", "nearly"})
_TOLERANCES: Final = (["±"], ["+", "/", "-"], ["+", "/", "−"], ["+", "-"], ["plus", "or", "minus"])
_HEDGED: Final = frozenset({"more than", "as much as", "up to", "almost", "well over", "over"})


@rule("range", after=("sides of a thing",))
def join_ranges(line: Line, mentions: list[Mention], context: Context) -> list[Mention]:
    """The mentions with each pair that makes one range joined."""
    joined: list[Mention] = []
    for mention in mentions:
        if joined and _is_range(line, joined[-1], mention):
            _join(line, joined[-1], mention)
        elif joined and _is_tolerance(line, joined[-1], mention):
            _spread(joined[-1], mention)
        else:
            _period_or_two(line, mention)
            joined.append(mention)
    return joined


def _is_tolerance(line: Line, left: Mention, right: Mention) -> bool:
    """Whether the second number is how far the first may be off: "40.3 ± 0.1 days"."""
    if left.set_aside or right.set_aside or left.low is not None or left.value is None or right.value is None:
        return False
    is_one = left.unit is None or (right.unit is not None and left.unit.code == right.unit.code)
    is_less = left.value * _scale_of_both(left, right) > right.value
    return line.lowers[left.end : right.begin] in _TOLERANCES and is_less and is_one


def _spread(left: Mention, right: Mention) -> None:
    """Makes the first number the middle of what the second allows."""
    assert left.value is not None
    assert right.value is not None
    left.value *= _scale_of_both(left, right)
    left.low, left.high = round(left.value - right.value, 9), round(left.value + right.value, 9)
    left.comparator, left.rule = "range", "so much more or less"
    left.stop, left.end, left.unit, left.unit_word = right.stop, right.end, right.unit, right.unit_word


def _scale_of_both(left: Mention, right: Mention) -> float:
    """The scale behind the second number, which is the first's, too: "2.5 ± 0.1 million"."""
    return right.scale if left.scale == 1.0 else 1.0


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
    if right.value < 0 and not gap and line.word(right.begin) in _STROKES and not _is_signed(line, left):  # "2 -7 g"
        right.value, gap = -right.value, ["-"]
    before = line.lower(_start(line, left) - 1)
    if before in ("age", "ages") and line.lower(_start(line, left) - 2) == "from":  # "raise it from age 60 to 65"
        before = "from"
    gap = _joint(line, left, gap)
    if len(gap) != 1 and not (len(gap) == 2 and gap == ["-", "-"]):
        return False
    if gap[0] == "/":
        return "." in left.raw and _compatible(left, right) and ("." in right.raw or _last_digits(left, right) > 0)
    if gap[0] in _STROKES:
        return _dashed(line, left, right)
    if gap[0] == "and":
        return (before == "between" or _ages_start(line, left) is not None) and _compatible(left, right)
    if gap[0] == "to":
        return _compatible(left, right) and _to(line, left, right, before)
    return False


def _is_signed(line: Line, left: Mention) -> bool:
    """Whether a sign of its own stands before the number: "-12.99 -5.44%"."""
    return line.word(left.begin) in _STROKES or line.word(left.begin - 1) in _STROKES


def _joint(line: Line, left: Mention, gap: list[str]) -> list[str]:
    """The words between two numbers, without what belongs to either: "one-to-seven", "12- to 14-foot", "5 to about 7",
    "from 50 percent to more than 200 percent".
    """
    if len(gap) == 3 and gap[0] in DASHES and gap[2] in DASHES and gap[1] == "to":
        return ["to"]
    if len(gap) == 2 and gap[0] in DASHES and gap[1] in ("to", "and") and line.touches(left.end):
        return gap[1:]
    if len(gap) == 2 and gap[1] in _LOOSE:
        return gap[:1]
    if gap == ["to", "plus"] and left.value is not None and left.value < 0:
        return ["to"]
    is_spread = line.lower(_start(line, left) - 1) in ("from", "between")
    return gap[:1] if is_spread and gap[:1] in (["to"], ["and"]) and " ".join(gap[1:]) in _HEDGED else gap


def _last_digits(left: Mention, right: Mention) -> float:
    """The upper end of a dealer's "3.60/70": the last digits of the lower end replaced; 0 where it is none."""
    digits = right.raw
    if not digits.isdigit() or not 0 < len(digits) <= len(left.raw.partition(".")[2]) or right.scale != 1.0:
        return 0.0
    high = float(left.raw[: -len(digits)] + digits)
    return high if high > (left.value or 0.0) else 0.0


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
    """Where the range's first number starts, an "about" before it or an article left out."""
    at = left.begin
    if line.lower(at - 1) in ("a", "an") and line.lower(at - 2) == "between":  # "between a 5 and 10 percent rise"
        return at - 1
    return at - 1 if line.lower(at - 1) in ("about", "around", "roughly", "approximately") else at


def _compatible(left: Mention, right: Mention) -> bool:
    if is_share_of_whole(left, right) and (right.unit is None or right.unit.kind == "money"):
        return left.value == right.value
    return left.unit is None or right.unit is None or _common(left, right) is not None


def _common(left: Mention, right: Mention) -> Unit | None:
    """The smaller of the units of two mentions that both have one, if they measure the same."""
    assert left.unit is not None
    assert right.unit is not None
    if left.unit.code == right.unit.code:
        return right.unit
    one, other = left.unit, right.unit
    if one.dimension != other.dimension or one.factor is None or other.factor is None or one.offset or other.offset:
        return None
    if one.kind not in ("measure", "duration") or other.kind != one.kind:
        return None
    return min(one, other, key=lambda unit: (unit.factor or 0.0) * unit.times)


def _to(line: Line, left: Mention, right: Mention, before: str) -> bool:
    if left.unit is None and right.unit is None and right.value in (0.0, 1.0) and line.lower(right.end) not in ("per",):
        return False
    # A verb of change may open the line far before: "Increases the benefit, which is paid once, from $12 to $100".
    words = {*line.lowers[max(0, left.begin - 12) : left.begin], *line.lowers[:1]}
    if left.unit is not None and right.unit is None:
        return False
    if before not in ("from", "between") and _is_changed_by(line, left, right):
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


def _is_changed_by(line: Line, left: Mention, right: Mention) -> bool:
    """ "rose $2 million to $9 million", "down by 30 to 126": the change and the level that it led to; "rose 5 to 7
    percent" is a change by so much or so much.
    """
    at = left.begin - 1
    if _is_spread_of_shares(line, left, right) or _is_of_things(line, right):
        return False
    is_share = is_share_of_whole(left, right)
    if left.unit is None and right.unit is not None and not is_share:
        return False
    has_by = line.lower(at) == "by"
    at -= has_by
    at -= line.lower(at).endswith("ly")
    if left.unit is None and not is_share:
        return has_by and line.lower(at) in _CHANGES
    return (has_by and line.lower(at) in _CHANGES) or line.lower(at) in _MOVED or _has_object(line, at)


def _is_spread_of_shares(line: Line, left: Mention, right: Mention) -> bool:
    """Whether a change by a share is told by its bounds: "costs rose 3 percent to 5 percent", but not "the jobless rate
    rose 1 percent to 9 percent".
    """
    if left.unit is None or right.unit is None or not left.unit.kind == right.unit.kind == "percent":
        return False
    if _has_object(line, left.begin - 1):  # "raised its forecast 3 percent to 4 percent"
        return False
    return _RATED.isdisjoint(line.lowers[max(0, left.begin - _CLAUSE) : left.begin])


def _is_of_things(line: Line, right: Mention) -> bool:
    """Whether money stands before what it is the price of: "added $2 to $4 surcharges"."""
    return right.is_money_prefixed and right.scale == 1.0 and word_class(line.word(right.end) or ".") == "P"


def _has_object(line: Line, at: int) -> bool:
    """ "raised its forecast 3 percent to 4 percent": a verb of change, a possessive and a noun end at token `at`."""
    return line.lower(at - 1) in _OWNED and line.lower(at - 2) in _MOVED


def _dashed(line: Line, left: Mention, right: Mention) -> bool:
    assert right.value is not None
    if is_told_ratio(line, left, right):
        return False
    spaced = not line.touches(left.end) or not line.touches(right.begin)
    descends = _ends(left, right)[0] > right.value and len(left.raw) != 4
    if descends and _is_pair_of_shares(left, right):
        return False
    if spaced and line.words[left.end] == "—" and left.form in FRACTIONS and left.unit is None:
        return False  # "Nearly a third — 31% — of them"
    if spaced and (line.words[left.end] in ("-", "—") and line.lower(left.end + 1) == "-"):
        return False
    if left.unit is not None and left.unit.kind != "money" and right.unit is None:
        return False
    if spaced and left.unit is not None and right.unit is None:
        return False
    if spaced and left.unit is not None and right.unit is not None and left.unit.code != right.unit.code:
        low, high = _ends(left, right)
        return _compatible(left, right) and not low * (1 - _ROUNDED) <= high <= low * (1 + _ROUNDED)
    return _compatible(left, right)


def _is_pair_of_shares(left: Mention, right: Mention) -> bool:
    """ "76%-21%", "8-3": for and against, a score; no range falls."""
    if left.unit is None or right.unit is None:
        return left.unit is right.unit
    return left.unit.kind == right.unit.kind == "percent"


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
    if left.unit is not None and right.unit is not None and left.unit != right.unit:
        unit = _common(left, right)
        if unit is not None:
            return _in_unit(left, unit), _in_unit(right, unit)
    return left.value * shared_scale(left, right), right.value


def _in_unit(mention: Mention, unit: Unit) -> float:
    """The mention's value in `unit`, which measures the same."""
    assert mention.value is not None
    assert mention.unit is not None
    value = mention.value * mention.unit.times
    if mention.unit.code != unit.code and mention.unit.factor is not None and unit.factor:
        value *= mention.unit.factor / unit.factor
    return round(value / unit.times, 6)


def _join(line: Line, left: Mention, right: Mention) -> None:
    low, high = _ends(left, right)
    if line.word(right.begin - 1) == "/" and "." not in right.raw:
        high = _last_digits(left, right)
    before = line.lower(left.begin - 1)
    with_article = _start(line, left)
    ages = _ages_start(line, left)
    if ages is not None:
        left.begin = ages
    elif line.lower(with_article - 1) == "between" or _is_from(line, with_article - 1, right):
        left.begin = with_article - 1
    left.low, left.high = low, high
    left.value = round((low + high) / 2, 9)
    left.comparator = "range"
    left_end = left.end
    left.stop, left.end = right.stop, right.end
    if left.unit is not None and right.unit is not None:
        common = _common(left, right)
        left.unit_word = right.unit_word if common is right.unit else left.unit_word
        left.unit = common
    elif right.unit is not None:
        left.unit, left.unit_word = right.unit, right.unit_word
    joint = _joint(line, left, line.lowers[left_end : right.begin])[:1]
    left.rule = {"to": "range with to", "and": "between … and"}.get("".join(joint), "range with a dash")
    left.raw = left.raw if left.raw and right.raw else ""
    left.form = "digits" if left.form == right.form == "digits" else left.form
    left.note(f"joined two numbers after '{before}'")


def _is_from(line: Line, at: int, right: Mention) -> bool:
    """Whether "from" at token `at` opens the range, as in "from 5 to 7 per cent"; dates and hours have no range."""
    return line.lower(at) == "from" and line.lower(right.begin - 1) not in DASHES
