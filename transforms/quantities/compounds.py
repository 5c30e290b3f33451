"""Amounts in two units that are one quantity: "six feet five inches", "two hours and ten minutes", "$3 and
50 cents".
"""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.rule import rule
from transforms.quantities.units import BY_CODE

_WORDS: Final = read_sets("quantity_words")
_ENDS: Final = frozenset({"", ".", "?", "!", ","})
# Behind a length of time that is another one than that before the comma.
_BEHIND_ANOTHER: Final = frozenset({"later", "after", "before", "of", "earlier"})
_COINS: Final = _WORDS["coins"]
_JOINTS: Final[tuple[list[str], ...]] = ([], ["and"], [","], [",", "and"])
_LESSER: Final = {
    "[ft_i]": {"[in_i]"}, "[yd_i]": {"[ft_i]", "[in_i]"}, "[mi_i]": {"[ft_i]", "[yd_i]"}, "m": {"cm", "mm"},
    "km": {"m"}, "kg": {"g"}, "[lb_av]": {"[oz_av]"}, "[stone_av]": {"[lb_av]"}, "h": {"min", "s"}, "min": {"s"},
    "a": {"mo", "wk"}, "mo": {"d", "wk"}, "wk": {"d"}, "d": {"h"},
}  # fmt: skip


@rule("amount in two units", least=2)
def join_compounds(line: Line, mentions: list[Mention], context: Context) -> list[Mention]:
    """The mentions with amounts in two units joined, given in the smaller unit."""
    joined: list[Mention] = []
    for mention in mentions:
        if joined and _is_one(line, joined[-1], mention):
            _join(joined[-1], mention)
        else:
            joined.append(mention)
    return joined


def _is_one(line: Line, left: Mention, right: Mention) -> bool:
    if left.unit is None or left.value is None or right.value is None or right.value < 0:
        return False
    gap = line.lowers[left.end : right.begin]
    if (
        left.unit.code == "[ft_i]"
        and right.unit is None
        and gap == ["-"]
        and right.value < 12
        and line.word(left.stop) == "-"
    ):
        right.unit, right.unit_word = BY_CODE["[in_i]"], "in"
        return True
    if _is_change(line, left, right, gap):
        return True
    if gap not in _JOINTS:
        return False
    if right.unit is None:
        return False
    if left.unit.kind == right.unit.kind == "money":
        is_whole = left.unit.times == 1.0 and left.scale == 1.0 and gap in ([], ["and"])
        same = left.unit.code == right.unit.code or right.unit_word in _COINS
        return is_whole and right.unit.times < 1.0 and same
    if right.unit.code not in _LESSER.get(left.unit.code, ()) or left.unit.times != 1.0:
        return False
    # "15 years, 8 months in prison", "two minutes, 35.39 seconds"; "for two hours, 15 minutes later" are two.
    is_pair = (left.unit.code, right.unit.code) in (("a", "mo"), ("h", "min"), ("min", "s"))
    is_one = is_pair and line.lower(right.end) not in _BEHIND_ANOTHER
    if gap in ([","], [",", "and"]) and left.unit.dimension == "time" and not is_one:
        return False
    factor = left.unit.factor
    if factor is None or right.unit.factor is None:
        return False
    return left.unit.code == "[yd_i]" or right.value * right.unit.factor < factor


def _is_change(line: Line, left: Mention, right: Mention, gap: list[str]) -> bool:
    """ "15 dollars 50", "1 hour and fifteen": a bare number behind whole money or hours that ends the phrase."""
    if left.unit is None or right.unit is not None or right.value is None or left.value is None or left.low is not None:
        return False
    most = 100 if left.unit.kind == "money" else 60 if left.unit.code == "h" else 0
    whole = left.value.is_integer() and left.scale == 1.0 and left.unit.times == 1.0
    bare = (
        right.value.is_integer() and 0 < right.value < most and right.scale == 1.0 and right.form in ("digits", "words")
    )
    ends = line.word(right.end) in _ENDS and not line.touches(right.end + 1)
    return (
        whole
        and bare
        and ends
        and gap in ([], ["and"])
        and "between" not in line.lowers[max(0, left.begin - 8) : left.begin]
    )


def _join(left: Mention, right: Mention) -> None:
    assert left.unit is not None
    assert left.value is not None
    assert right.value is not None
    if left.unit.kind == "money":
        left.value = round(left.value + right.value * (right.unit.times if right.unit is not None else 0.01), 6)
    elif right.unit is None:
        left.value, left.unit, left.unit_word = left.value * 60 + right.value, BY_CODE["min"], "minute"
    else:
        assert left.unit.factor is not None
        assert right.unit.factor is not None
        left.value = round(left.value * left.unit.factor / right.unit.factor + right.value, 6)
        left.unit, left.unit_word = right.unit, right.unit_word
    left.stop, left.end = right.stop, right.end
    left.rule = "amount in two units"
