"""Units that a figure's words leave out, told by what the reader takes it to be of: "10 on Saturday", "at $1.1175"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from transforms.lexicons.tables import read_table
from transforms.quantities.lines import Line
from transforms.quantities.money import MONEY_UNITS, money_named
from transforms.quantities.units import BY_CODE, RATIO, Unit, counted, rate, unit_fields
from transforms.syntax.lemmas import singular

LEFT_OUT: Final = "counted noun left out"  # the rule of quantities.elided
LONGEST_CURRENCY: Final = 3  # words
SURE: Final = 0.6  # how probable a measure must be to tell the unit
SURE_OF_MONEY: Final = 0.75  # and to make an amount of what reads as a count
_OF_EXCHANGE: Final = frozenset(("exchange_rate", "price", "index_level", None))
_WORD: Final = re.compile(r"[\w’'-]+|[,(]")


def _words(name: str) -> dict[str, str]:
    """A set of the table: word -> unit."""
    return {row["word"]: row["unit"] for row in read_table("unsaid_units") if row["set"] == name}


_NOUNS: Final = _words("measure")
_GOODS: Final = {word: BY_CODE[code] for word, code in _words("goods").items()}
_ENDS: Final = frozenset(_words("end"))
_NUMBERS: Final = frozenset(_words("number"))
_NO_THINGS: Final = frozenset(_words("no thing"))
_MONEY: Final = frozenset(_words("money"))
_PERCENT: Final = frozenset(_words("percent"))
_ODDS: Final = frozenset(_words("odds"))
_SCORES: Final = frozenset(
    ("score of a game", "votes for and against")
)  # rules of "41-40" without words for what it is

Row = Mapping[str, Any]


def unsaid_unit(row: Row, item: str | None, measure: tuple[str | None, float], money: str | None) -> dict[str, Any]:
    """The columns of a claim's unit that its item and measure put right; none where its words tell the unit.

    `money` is the currency that is spoken of nearby.  With a rate of exchange comes its measure: the reader takes it
    for a price as often.
    """
    if row["rule"] == LEFT_OUT and row["kind"] == "count":
        return _of_count(row, item, measure, money)
    if row["rule"] in _SCORES:
        return _of_score(row, measure)
    if row["kind"] == "money" and row["unit"] in MONEY_UNITS:
        return _of_money(row, item, measure)
    return {}


def _of_count(row: Row, item: str | None, measure: tuple[str | None, float], money: str | None) -> dict[str, Any]:
    """Of a number whose noun is left out."""
    name = measure[0] if measure[1] >= SURE else None
    if name in _MONEY and measure[1] >= SURE_OF_MONEY and money is not None:
        return _columns(row, MONEY_UNITS[money]) | {"kind": "money"}
    if "/" in row["unit"]:
        return {}
    if name in _PERCENT:
        return _columns(row, BY_CODE["%"]) | {"kind": "percent"}
    noun = counted_noun(item)
    if name == "age" and noun in (None, "person"):
        return _columns(row, BY_CODE["a"]) | {"kind": "age"}
    noun = noun or _NOUNS.get(name or "")
    return _columns(row, counted(noun)) if noun is not None else {}


def _of_score(row: Row, measure: tuple[str | None, float]) -> dict[str, Any]:
    """Of two numbers against each other: what each side has of a poll, or odds."""
    if measure[1] < SURE:
        return {}
    if measure[0] in _PERCENT:
        return _columns(row, BY_CODE["%"])
    return _columns(row, RATIO) if measure[0] in _ODDS else {}


def _of_money(row: Row, item: str | None, measure: tuple[str | None, float]) -> dict[str, Any]:
    """Of an amount that is earned a share, a rate of exchange or the price of a commodity."""
    if _is(measure, "earnings_per_share"):
        return _columns(row, rate(MONEY_UNITS[row["unit"]], counted("share")))
    if item is None:
        return {}
    money = _currency(item)
    if money is not None and money.code != row["unit"] and measure[0] in _OF_EXCHANGE:
        return _columns(row, rate(MONEY_UNITS[row["unit"]], money)) | {"measure": "exchange_rate"}
    goods = _GOODS.get(item.rpartition(" ")[2].lower())
    if goods is not None and _is(measure, "price"):
        return _columns(row, rate(MONEY_UNITS[row["unit"]], goods))
    return {}


def money_around(rows: Sequence[Row]) -> list[str | None]:
    """For each of an article's rows by span the currency spoken of last before it, else the first after it."""
    codes = [row["unit"].partition("/")[0] if row["kind"] == "money" else None for row in rows]
    spoken: list[str | None] = []
    last = next((code for code in codes if code in MONEY_UNITS), None)
    for code in codes:
        spoken.append(last)
        last = code if code in MONEY_UNITS else last
    return spoken


def counted_noun(item: str | None) -> str | None:
    """The singular of an item's head where that is a plural and no name: "{whale}" of "whales that swam away"."""
    words = _WORD.findall(item or "")
    while words:
        stop = next((at for at, word in enumerate(words) if word.lower() in _ENDS), len(words))
        if stop == 0:
            return None
        head = words[stop - 1].lower()
        if head not in _NUMBERS or words[stop : stop + 1] != ["of"]:
            is_name = stop > 1 and all(word[0].isupper() for word in words[:stop] if word != "and")
            one = singular(head)
            return None if one == head or head in _NO_THINGS or is_name else one
        words = words[stop + 1 :]
    return None


def _currency(item: str) -> Unit | None:
    """The currency that an item is: "euro", "British pound"; none of "euro bonds", "a loan in dollars"."""
    return money_named(Line(item)) if len(item.split()) <= LONGEST_CURRENCY else None


def _is(measure: tuple[str | None, float], name: str) -> bool:
    return measure[0] == name and measure[1] >= SURE


def _columns(row: Row, unit: Unit) -> dict[str, Any]:
    return unit_fields(unit, row["value"], row["low"], row["high"])
