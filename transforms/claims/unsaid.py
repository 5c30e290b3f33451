"""Units that a figure's words leave out, told by what the reader takes it to be of: "10 on Saturday", "at $1.1175".

The reader points to the word that says it: the noun that is counted, or one of another figure's words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities.elided import BARE, LEFT_OUT
from transforms.quantities.lines import Line
from transforms.quantities.magnitudes import MAGNITUDE
from transforms.quantities.money import MONEY_UNITS, money_named
from transforms.quantities.units import BY_CODE, POINT, RATIO, Unit, counted, named_or_counted, rate, unit_fields
from transforms.syntax.lemmas import singular

LONGEST_CURRENCY: Final = 3  # words
SURE: Final = 0.6  # how probable a measure must be to tell the unit
# What a number without a noun tells by its measure alone: a bare one of these levels, any an age ("workers over 50").
_YEARS: Final = BY_CODE["a"]
_LEVELS: Final = {"magnitude": MAGNITUDE, "index_level": POINT, "age": _YEARS}
_DIGITS: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_OF_EXCHANGE: Final = frozenset(("exchange_rate", "price", "index_level", None))
_WORD: Final = re.compile(r"[\w’'-]+|[,(]")


def _words(name: str) -> dict[str, str]:
    """A set of the table: word -> unit."""
    return {row["word"]: row["unit"] for row in read_table("unsaid_units") if row["set"] == name}


_NOUNS: Final = _words("measure")
_GOODS: Final = {word: BY_CODE[code] for word, code in _words("goods").items()}
_ENDS: Final = read_sets("word_sets")["behind_head"] | {"(", ","}
_OF_PERCENT: Final = _words("points")
_DEGREES: Final = frozenset(("deg", "{degree}"))
PERSON: Final = "person"
MOST_PERCENT: Final = 10_000  # "rose 17 percent to 635,173"
OLDEST: Final = 122  # years: nobody is known to have grown older
HOTTEST: Final = 57  # degrees Celsius: more than any weather on record (56.7)
_NUMBERS: Final = frozenset(_words("number"))
_NO_THINGS: Final = frozenset(_words("no thing"))
_ANGLED: Final = frozenset(_words("angle"))

Row = Mapping[str, Any]


def unsaid_unit(
    row: Row, item: str | None, measure: tuple[str | None, float], pointed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The columns of a claim's unit that its item and measure put right; none where its words tell the unit.

    `pointed` are those by the word that the reader points to (pointed_unit).  With a rate of exchange comes its
    measure: the reader takes it for a price as often.
    """
    return _left_out(row, item, measure, pointed) if is_left_out(row) else _ambiguous(row, item, measure)


def _left_out(
    row: Row, item: str | None, measure: tuple[str | None, float], pointed: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The columns of a unit that no word of the figure says."""
    told = measure[0] or "" if measure[1] >= SURE else ""
    level, usual = _LEVELS.get(told), _NOUNS.get(told)
    if (level == _YEARS and _exceeds(row, OLDEST)) or (usual == "%" and _exceeds(row, 100)):
        level = usual = None  # "born in 1899", "of the 2.8 million who voted"
    if level is not None and (row["rule"] == BARE or level == _YEARS):
        return _columns(row, level) | {"kind": "age" if level == _YEARS else level.kind}
    if usual == PERSON and (item or "").endswith("others"):  # "12 children and seven others"
        return _columns(row, counted(PERSON)) | {"kind": "count"}
    if pointed:
        return dict(pointed)
    if row["rule"] == BARE:
        is_whole = row["value"] is None or float(row["value"]).is_integer()
        return {} if is_whole else _columns(row, RATIO) | {"kind": RATIO.kind}  # "the ratio fell to 1.1"
    noun = counted_noun(item)
    if noun is None and usual is None:
        return {}
    unit = named_or_counted(noun) if noun is not None else BY_CODE.get(usual or "") or counted(usual or "")
    return _columns(row, unit) | {"kind": unit.kind}


def _exceeds(row: Row, most: float) -> bool:
    return row["value"] is not None and row["value"] > most


def _ambiguous(row: Row, item: str | None, measure: tuple[str | None, float]) -> dict[str, Any]:
    """The columns of a unit whose word means several: points, degrees, money for something."""
    told = measure[0] or "" if measure[1] >= SURE else ""
    last = (item or "").rpartition(" ")[2].lower()
    if row["unit"] == POINT.code and told in _OF_PERCENT:  # "lost Wisconsin by 18 points"
        unit = BY_CODE[_OF_PERCENT[told]]
        return _columns(row, unit) | {"kind": unit.kind}
    if row["unit"] in _DEGREES and told == "temperature" and _ANGLED.isdisjoint((row.get("predicate"), last)):
        return _columns(row, _warmth(row)) | {"kind": "measure"}
    if row["kind"] == "money" and row["unit"] in MONEY_UNITS and item is not None:
        money = _currency(item)
        if money is not None and money.code != row["unit"] and measure[0] in _OF_EXCHANGE:
            return _columns(row, rate(MONEY_UNITS[row["unit"]], money)) | {"measure": "exchange_rate"}
        goods = _GOODS.get(last)
        if goods is not None and told == "price" and not _is_worth(row):
            return _columns(row, rate(MONEY_UNITS[row["unit"]], goods))
    return {}


def _is_worth(row: Row) -> bool:
    """Whether the amount is what all of it is worth: "gold worth nearly $200,000"."""
    before = row.get("sentence", "")[: row.get("start", 0) - row.get("sentence_start", 0)]
    return bool(before.rstrip().endswith("worth"))


def _warmth(row: Row) -> Unit:
    """The degrees of a temperature that does not say which: Fahrenheit in the US and where no weather is as hot."""
    is_hot = row["value"] is not None and row["value"] > HOTTEST
    return BY_CODE["[degF]" if is_hot or row.get("place_country") == "US" else "Cel"]


def pointed_unit(row: Row, word: str, span: tuple[int, int], rows: Sequence[Row]) -> dict[str, Any]:
    """The columns of the unit of a claim that leaves it out, as the word at `span` of the article says it.

    Within another figure's words that figure has the unit, unless it is a rate and the word what is counted in it;
    elsewhere the word is what is counted.  `rows` are the claims of the article in order of their start.
    """
    if not is_left_out(row):
        return {}
    noun = singular(word.lower())
    at = bisect_right(rows, span[0], key=lambda other: other["start"]) - 1
    if at >= 0 and span[0] < rows[at]["end"] and not is_left_out(rows[at]):
        other = rows[at]
        if "/" not in other["unit"] or span[1] >= other["end"]:
            return _columns_of(row, other, noun)
    if not noun.isalpha() or noun in (*_NO_THINGS, word.lower()) or row["rule"] == BARE:
        return {}
    unit = named_or_counted(noun)
    return _columns(row, unit) | {"kind": unit.kind}


def is_left_out(row: Row) -> bool:
    """Whether the words of a claim say no unit."""
    return row["rule"] in (LEFT_OUT, BARE) and row["kind"] == "count" and "/" not in row["unit"]


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


def _columns_of(row: Row, other: Row, noun: str) -> dict[str, Any]:
    """The columns of another claim's unit for this one's value; none where it may count in other steps than that."""
    is_named = f"{{{noun}}}" in other["unit"] and "/" in other["unit"]  # "$300,000 per home … 12": of homes or dollars?
    is_too_much = other["kind"] == "percent" and _exceeds(row, MOST_PERCENT)
    if is_named or is_too_much or other["unit"] == "1" or _is_scaled(other) != _is_scaled(row):
        return {}
    known = BY_CODE.get(other["unit"])
    if known is not None:
        return _columns(row, known) | {"kind": other["kind"]}
    has_base = other["base_value"] is not None
    if not has_base and other["base_unit"] is not None:  # "thousands of veterans", whose number is not told
        return _columns(row, named_or_counted(noun)) | {"kind": "count"} if f"{{{noun}}}" == other["unit"] else {}
    if has_base and (not other["value"] or other["dimension"] == "temperature"):
        return {}
    told = {name: other[name] for name in ("unit", "unit_name", "dimension", "base_unit", "kind")}
    factor = other["base_value"] / other["value"] if has_base else None
    figures = {f"base_{name}": row[name] for name in ("value", "low", "high")}
    return told | {name: None if f is None or factor is None else f * factor for name, f in figures.items()}


def _is_scaled(row: Row) -> bool:
    """Whether the value is other than the digits say it: "$3.2 billion", "45 cents"."""
    digits = _DIGITS.search(row["quote"])
    return digits is not None and row["value"] is not None and float(digits[0].replace(",", "")) != row["value"]


def _columns(row: Row, unit: Unit) -> dict[str, Any]:
    return unit_fields(unit, row["value"], row["low"], row["high"])
