"""Levels that a figure is held against: they share its unit, and what it is a rate of."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.changes import TRENDS
from transforms.quantities.context import Context
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.rule import rule
from transforms.quantities.units import Unit
from transforms.quantities.word_classes import word_class

_FAR: Final = 6  # tokens between a figure and the level before
_LEVEL_BEFORE: Final = frozenset({"from", "with", "against", "than", "versus", "vs"})
# Where a list goes on, what links its parts, and what may stand behind a bare number of it.
_JOINTS: Final = frozenset({",", "and", "but", ";"})
_LINKS: Final = frozenset("and followed by with the a his her its at on to for then , had was".split())
_LIST_ENDS: Final = frozenset({",", ".", "", ";", "and", ")", "of"})
_LONGEST_NAME: Final = 3
_WORDS: Final = read_sets("quantity_words")
# What is sold by weight or measure, what is made or earned besides, and what its prices are for.
_GOODS: Final = _WORDS["goods"]
_MADE: Final = _WORDS["beside no prices"]
_MEASURED: Final = frozenset({"currency per mass", "currency per volume"})
_DEAREST: Final = 10  # times the price that is told in full
_PARTED: Final = frozenset(", ; . and but that which".split())  # what parts a change from the level that it leads to
_MOVED: Final = frozenset({"up", "down", "by"})
_SHARED: Final = frozenset({"noun shared with the next number", "unit shared with the next number"})
_COMPARED: Final = frozenset({"up", "down", "compared", "against", "versus", "vs"})


@rule("level before", after=("price of a share",), least=2)
def share_levels(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "widened to 8.2 billion dlrs in February from 5.7 billion", "153.60 yen, down from 154.15", "2.6 tonnes, up from
    2.1": the level before has the unit.
    """
    for left, right in pairwise(mentions):
        if left.unit is None or left.trend is not None or right.unit is not None or right.set_aside:
            continue
        gap = line.lowers[left.end : right.begin]
        if not _is_held_against(gap):
            continue
        if left.unit.kind not in ("money", "percent") and not (
            left.unit.kind == "measure" and _COMPARED.intersection(gap)
        ):
            continue
        if left.unit.kind == "percent" and right.scale > 1:  # "rose by 26 percent from 4.6 million"
            continue
        is_level = right.form == "digits" and (right.scale > 1 or "." in right.raw)
        if is_level and word_class(line.word(right.end) or ".") == "-":
            right.unit, right.unit_word, right.kind = left.unit, left.unit_word, left.kind
            right.rule = "unit shared with the number before"


def _leads(line: Line, left: Mention, right: Mention) -> bool:
    """Whether a change leads to a level ("up 40 cents a barrel to $18.82"), or one level to another of its size."""
    before = line.lowers[max(0, left.begin - 2) : left.begin]
    if before[-1:] == ["from"]:
        return bool(left.value and right.value and right.value <= _DEAREST * left.value)
    return any(word in TRENDS or word in _MOVED for word in before)


@rule("rate of the level beside", after=("amounts per share",), least=2)
def share_rates(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "$3.40 a gallon, up from $3.15", "from $75 to $45.88 a barrel", "up 40 cents a barrel or 2 percent to $18.82",
    "two or three times a week": both are rates of the same.
    """
    standing = [mention for mention in mentions if not mention.set_aside]
    for left, right in pairwise([m for m in standing if m.unit is not None and m.unit.kind == "money"]):
        gap = line.lowers[left.end : right.begin]
        is_level = gap[-1:] == ["to"] and len(gap) <= _FAR and _PARTED.isdisjoint(gap)
        is_level = is_level and not any(w in TRENDS for w in gap) and gap[-2:-1] != ["up"] and _leads(line, left, right)
        if left.is_rated and not right.is_rated and is_level:
            _share_rate(left, right)
    for left, right in pairwise(standing):
        gap = line.lowers[left.end : right.begin]
        if left.is_rated and not right.is_rated and _is_held_against(gap):
            _share_rate(left, right)
        elif right.is_rated and not left.is_rated and gap == ["to"] and line.lower(left.begin - 1) == "from":
            _share_rate(right, left)
        elif right.is_rated and not left.is_rated and gap == ["or"] and left.rule in _SHARED:
            left.unit, left.kind, left.is_rated = right.unit, right.kind, True


@rule("unit of the list", after=("unit of the next number",), least=2)
def share_lists(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "35 percent, followed by Cruz at 25 percent and Rubio at 14", "fined him $100 and the landlord two hundred": the
    bare number at the end of the next part of a list has the unit of the one before.
    """
    for left, right in pairwise(mentions):
        if right.unit is not None or right.noun is not None or right.set_aside or left.set_aside or left.unit is None:
            continue
        if right.form not in ("digits", "words") or left.unit.kind not in ("percent", "money") or left.low is not None:
            continue
        if _is_gapped(line, left, right) and _is_alike(left, right):
            right.unit, right.unit_word, right.kind = left.unit, left.unit_word, left.kind
            right.is_elided, right.rule = False, "unit of the list"


def _is_alike(left: Mention, right: Mention) -> bool:
    """Whether the bare number can be another of the list: a share of a whole, an amount not far from the one before."""
    assert left.unit is not None
    if left.value is None or right.value is None or right.value <= 0:
        return False
    if left.unit.kind == "percent":
        return right.value <= 100 and (len(right.raw) != 4 or "." in right.raw)
    is_year = len(right.raw) == 4 and right.raw.isdigit()
    return not is_year and left.scale <= 1000 and left.value / 10 <= right.value <= left.value * 10


def _is_gapped(line: Line, left: Mention, right: Mention) -> bool:
    """Whether only a joint, a name and a preposition stand between, and nothing that the number counts behind."""
    gap = line.lowers[left.end : right.begin]
    after = line.lower(right.end)
    if not 1 < len(gap) <= _FAR or gap[0] not in _JOINTS:
        return False
    is_open = "." in right.raw and left.unit is not None and left.unit.kind == "percent"  # "and prices by 4.1 over …"
    ends = after in _LIST_ENDS or (is_open and after != "of" and word_class(line.word(right.end)) == "-")
    if not ends:
        return False
    if after == "of" and ("." not in right.raw or left.unit is None or left.unit.kind != "percent"):
        return False
    words = line.words[left.end + 1 : right.begin]
    named = [word for word in words if word.lower() not in _LINKS]
    return len(named) <= _LONGEST_NAME and all(word_class(word) in ("N", "C", "J", "P") for word in named)


@rule("price of goods", after=("rate of the level beside",), least=2)
def share_prices(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "wheat rose 2-1/4 cents to 2.88 dlrs a bushel, while corn was up 1 cent at 1.92 dlrs": the prices of a sentence
    about goods sold by weight or measure are all for the same measure.
    """
    rated = next((mention for mention in mentions if _is_price(mention)), None)
    if rated is None or _GOODS.isdisjoint(line.vocabulary) or not _MADE.isdisjoint(line.vocabulary):
        return
    assert rated.unit is not None
    assert rated.value is not None
    currency = rated.unit.code.partition("/")[0]
    for mention in mentions:
        unit, value = mention.unit, mention.value
        if mention.set_aside or mention.is_rated or unit is None or unit.code != currency or value is None:
            continue
        same = mention.scale == rated.scale == 1.0 and value * unit.times <= _DEAREST * rated.value * rated.unit.times
        if same and line.lower(mention.end) not in ("per", "a", "an") and line.word(mention.end) != "-":
            mention.unit, mention.is_rated = _priced(unit, rated.unit), True
            mention.note(f"a {rated.unit.name}, as the price beside it")


def _is_price(mention: Mention) -> bool:
    """Whether this is money for so much of something by weight or measure: "$3.40 a gallon"."""
    if not mention.is_rated or mention.set_aside or mention.unit is None or mention.value is None:
        return False
    return mention.unit.kind == "money" and mention.unit.dimension in _MEASURED


def _priced(unit: Unit, price: Unit) -> Unit:
    """The price's unit for an amount whose coin may be another: "2 cents" beside "5 dollars a bushel"."""
    return replace(price, times=unit.times)


def _is_held_against(gap: list[str]) -> bool:
    """Whether these words between two figures make the second the level before."""
    return 0 < len(gap) <= _FAR and gap[-1] in _LEVEL_BEFORE


def _share_rate(rated: Mention, other: Mention) -> None:
    if rated.unit is None or other.unit is None or other.scale != rated.scale:
        return
    if rated.unit.code.startswith(f"{other.unit.code}/"):
        other.unit, other.kind, other.is_rated = _priced(other.unit, rated.unit), rated.kind, True
        other.note(f"a {rated.unit.name}, as the level beside it")
