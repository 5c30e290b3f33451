"""Units that a figure's words leave out, told by what the reader takes it to be of: "10 on Saturday", "at $1.1175"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities.lines import Line
from transforms.quantities.money import MONEY_UNITS, money_named
from transforms.quantities.units import BY_CODE, Unit, counted, named_or_counted, rate, unit_fields
from transforms.syntax.lemmas import singular

LEFT_OUT: Final = "counted noun left out"  # the rule of quantities.elided
LONGEST_CURRENCY: Final = 3  # words
SURE: Final = 0.6  # how probable a measure must be to tell the unit
_OF_EXCHANGE: Final = frozenset(("exchange_rate", "price", "index_level", None))
_WORD: Final = re.compile(r"[\w’'-]+|[,(]")


def _words(name: str) -> dict[str, str]:
    """A set of the table: word -> unit."""
    return {row["word"]: row["unit"] for row in read_table("unsaid_units") if row["set"] == name}


_NOUNS: Final = _words("measure")
_GOODS: Final = {word: BY_CODE[code] for word, code in _words("goods").items()}
_ENDS: Final = read_sets("word_sets")["behind_head"] | {"(", ","}
_NUMBERS: Final = frozenset(_words("number"))
_NO_THINGS: Final = frozenset(_words("no thing"))

Row = Mapping[str, Any]


def unsaid_unit(row: Row, item: str | None, measure: tuple[str | None, float]) -> dict[str, Any]:
    """The columns of a claim's unit that its item and measure put right; none where its words tell the unit.

    With a rate of exchange comes its measure: the reader takes it for a price as often.
    """
    if row["rule"] == LEFT_OUT and row["kind"] == "count" and "/" not in row["unit"]:
        noun = counted_noun(item)
        if noun in (None, "person") and _is(measure, "age"):
            return _columns(row, BY_CODE["a"]) | {"kind": "age"}
        if noun is not None:
            unit = named_or_counted(noun)
            return _columns(row, unit) | {"kind": unit.kind}
        usual = _NOUNS.get(measure[0] or "") if measure[1] >= SURE else None
        return _columns(row, counted(usual)) if usual is not None else {}
    if row["kind"] == "money" and row["unit"] in MONEY_UNITS and item is not None:
        money = _currency(item)
        if money is not None and money.code != row["unit"] and measure[0] in _OF_EXCHANGE:
            return _columns(row, rate(MONEY_UNITS[row["unit"]], money)) | {"measure": "exchange_rate"}
        goods = _GOODS.get(item.rpartition(" ")[2].lower())
        if goods is not None and _is(measure, "price"):
            return _columns(row, rate(MONEY_UNITS[row["unit"]], goods))
    return {}


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
