"""Collects the numbers of a line, each with its currency sign, its glued scale, its sign and the unit beside it."""

from __future__ import annotations

from typing import Final

from transforms.quantities.context import Context
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.money import money_before
from transforms.quantities.numerals import ARTICLES, DIGITS, WORDS, Numeral, read_numeral
from transforms.quantities.suffixes import glued_scale, read_suffix
from transforms.quantities.units import BY_CODE

# Before the minus of an amount.
_BEFORE_MINUS: Final = frozenset({",", "(", ":", "of", "to", "at", "was", "is", "from"})
_INCH_MARKS: Final = frozenset({'"', "”", "″", "''"})
# Words that start a numeral; "a" and "an" do before some words, which read_numeral knows.
STARTERS: Final = frozenset(
    word for word, (role, _) in WORDS.items() if role in ("digit", "teen", "tens", "vague", "several", "half", "vulgar")
)
_OPENERS: Final = STARTERS | ARTICLES


def collect(line: Line, context: Context) -> list[Mention]:
    """Every number of the line, left to right, whatever it turns out to be."""
    mentions: list[Mention] = []
    lowers, at, count = line.lowers, 0, line.count
    while at < count:
        word = lowers[at]
        first = word[0]
        if not (word in _OPENERS or first in DIGITS or (first == "." and len(word) > 1)):
            at += 1
            continue
        numeral = read_numeral(line, at, context.decimal_comma)
        if numeral is None:
            at += 1
            continue
        mention = _mention(line, numeral, context, mentions[-1] if mentions else None)
        mentions.append(mention)
        at = max(mention.end, numeral.stop)
    return mentions


def _mention(line: Line, numeral: Numeral, context: Context, previous: Mention | None) -> Mention:
    mention = Mention(
        numeral.first, numeral.stop, numeral.first, numeral.stop, numeral.value, numeral.form, numeral.raw,
        numeral.magnitude,
    )  # fmt: skip
    if numeral.is_scaled and numeral.value:
        mention.scale = _scale_of(line, numeral)
    if numeral.form == "dotted":
        mention.aside("identifier")
        return mention
    if numeral.form == "digits" or numeral.form == "fraction" or numeral.first > 0:
        _prefix(line, mention, context, previous.end if previous is not None else 0)
    _sign(line, mention)
    if previous is not None and _continued_amount(line, previous, mention):
        return mention
    read_suffix(line, mention, context)
    _negative(line, mention)
    return mention


def _continued_amount(line: Line, left: Mention, right: Mention) -> bool:
    """The second amount of "$779m-798m": its glued scale is one, as in the first; "12 ft 2 in"."""
    if left.is_money_prefixed and right.unit is None and right.begin == left.end + 1 and line.touches(right.begin):
        return glued_scale(line, right)
    is_foot = left.end == right.begin and left.unit is not None and left.unit.code == "[ft_i]"
    if is_foot and line.touches(right.end) and line.word(right.end) in _INCH_MARKS:  # 6'2"
        right.unit, right.unit_word, right.end = BY_CODE["[in_i]"], "in", right.end + 1
        return True
    near = left.end == right.begin or (left.end + 1 == right.begin and line.word(left.end) == ",")
    if near and line.lower(right.end) == "in" and left.unit is not None and left.unit.code == "[ft_i]":
        right.unit, right.unit_word, right.end = BY_CODE["[in_i]"], "in", right.end + 1
        return True
    return False


def _scale_of(line: Line, numeral: Numeral) -> float:
    for at in range(numeral.stop - 1, numeral.first - 1, -1):
        role, value = WORDS.get(line.lowers[at], ("", 1.0))
        if role in ("scale", "hundred", "group"):
            return value
    return 1.0


def _prefix(line: Line, mention: Mention, context: Context, taken: int) -> None:
    """A currency sign or code before the number."""
    if _is_bracketed(line, mention):
        _loss(line, mention, context)
        return
    found = money_before(line, mention.first, context.country)
    if found is not None and found[1] < taken:
        return
    if found is None and line.word(mention.first - 1) in ("-", "−") and line.touches(mention.first):
        found = money_before(line, mention.first - 1, context.country)
        if found is not None and mention.value is not None:
            mention.value = -mention.value
    if found is None:
        return
    mention.unit, mention.begin = found
    mention.unit_word = line.words[mention.begin]
    mention.is_money_prefixed = True
    _minus(line, mention)
    mention.rule = "currency sign before the number"
    glued_scale(line, mention)
    code = line.word(mention.end)
    if code.isupper() and len(code) == 3 and code == mention.unit.code:
        mention.end += 1


def _minus(line: Line, mention: Mention) -> None:
    """A minus before the sign of the currency: "Transport, -$4 million"; not the dash of an item in a list."""
    at = mention.begin - 1
    is_minus = line.word(at) in ("-", "−") and line.touches(mention.begin) and line.lower(at - 1) in _BEFORE_MINUS
    is_item = (
        at > 0 and line.starts[at] > line.ends[at - 1] + 1
    )  # "projects:  -$25 million for roads,  -$8 million for"
    if mention.value is not None and is_minus and not is_item:
        mention.value, mention.begin = -mention.value, at


def _is_bracketed(line: Line, mention: Mention) -> bool:
    """Whether brackets stand close around the number alone."""
    before, after = line.word(mention.first - 1), line.word(mention.stop)
    return before == "(" and after == ")" and line.touches(mention.first) and line.touches(mention.stop)


def _loss(line: Line, mention: Mention, context: Context) -> None:
    """ "$(0.4) million": in accounts an amount in brackets is below zero."""
    found = money_before(line, mention.first - 1, context.country)
    if found is None or mention.value is None:
        return
    mention.unit, mention.begin = found
    mention.unit_word, mention.is_money_prefixed = line.words[mention.begin], True
    mention.rule = "amount in brackets"
    mention.value, mention.stop = -mention.value, mention.stop + 1
    mention.end = mention.stop
    role, factor = WORDS.get(line.lower(mention.end), ("", 1.0))
    if role == "scale":
        mention.value, mention.scale = round(mention.value * factor, 6), factor
        mention.stop = mention.end = mention.end + 1
    else:
        glued_scale(line, mention)


def _negative(line: Line, mention: Mention) -> None:
    """ "negative 5 degrees", "negative 0.4 percent": a sign only before what can be below zero."""
    unit = mention.unit
    if mention.value is None or line.lower(mention.begin - 1) != "negative" or unit is None or mention.value < 0:
        return
    if unit.kind == "percent" or unit.dimension in ("temperature", "angle"):
        mention.value, mention.begin = -mention.value, mention.begin - 1


def _sign(line: Line, mention: Mention) -> None:
    """A minus that stands free before the number; brackets of accounts: "(0.4)%"."""
    if mention.value is None or mention.form not in ("digits", "fraction", "words"):
        return
    at = mention.begin - 1
    before = line.word(at)
    is_free = not line.touches(at) or line.word(at - 1) == "("  # "cut $25 million (-19 percent)"
    if before in ("-", "−") and line.touches(mention.begin) and is_free and not mention.is_money_prefixed:
        if len(line.word(at - 1)) > 1 and line.words[at - 1].isupper():
            mention.aside("identifier")
            return
        mention.value, mention.begin = -mention.value, at
    elif before in ("-", "–") and line.lower(at - 1) == "minus" and line.touches(at):
        mention.value, mention.begin = -mention.value, at - 1
    elif line.lower(at) == "minus" and line.lower(at - 1) == "or":  # "plus or minus 3 points"
        return
    elif line.lower(at) in ("minus", "negative") and (line.lower(at) == "minus" or mention.is_money_prefixed):
        mention.value, mention.begin = -mention.value, at
    elif (
        before == "("
        and line.word(mention.end) == ")"
        and line.word(mention.end + 1) == "%"
        and line.touches(mention.end + 1)
    ):
        mention.value, mention.begin, mention.end = -mention.value, at, mention.end + 1
