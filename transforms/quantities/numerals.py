"""Numerals: digits, number words and their mixtures, read from one token on.

``read_numeral(line, at)`` gives the longest numeral that starts at token `at`, or None.  It knows how numbers are put
together ("two and a half million", "5 3/4", "hundreds of thousands"), not what they count.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.digits import DIGITS, WORDS, digits_value, is_digits, power_of_ten, slashed, spaced_groups
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.units import LEXICON
from transforms.quantities.word_classes import word_class

_WORDS: Final = read_sets("quantity_words")
ARTICLES: Final = frozenset({"a", "an"})
__all__ = ["ARTICLES", "DIGITS", "WORDS", "Numeral", "is_digits", "read_numeral"]
# After a number these count groups: "two dozens", "five hundreds".
_MANY: Final = frozenset({"dozens", "hundreds"})
# Words for so many at once; 0 stands for "several".
_GROUPS: Final = {"pair": 2.0, "duo": 2.0, "trio": 3.0, "quartet": 4.0, "handful": 0.0}
# Things that come as a pair and are one.
_PAIRED: Final = _WORDS["one thing of two parts"]
# Before "a third" these tell that it is a share.
HEDGING_SHARES: Final = _WORDS["before a share"]
# What may follow "a third" when it is a share and not an ordinal ("a third man").
_AFTER_SHARE: Final = _WORDS["after a share"] | {",", ".", ";", ":", ")", "?", "!", "", "”", "’", "'", '"', "—", "–"}


@dataclass(slots=True)
class Numeral:
    """A numeral over the tokens `first` to `stop` (exclusive).

    `value` is None for a vague cardinal, whose `magnitude` is then what its words name ("dozens" → 12).  `form` is one
    of digits, words, fraction, half, vague, several, article, couple, single; `raw` the digits as typed, or "".
    """

    first: int
    stop: int
    value: float | None
    form: str
    raw: str = ""
    magnitude: float = 0.0
    is_scaled: bool = False


def _times(value: float, factor: float) -> float:
    """The product, without the dust of binary fractions (1.1 × 10⁹)."""
    product = value * factor
    return round(product, 6) if factor >= 10 and abs(product) < 1e15 else product


def read_numeral(line: Line, at: int, decimal_comma: bool = False) -> Numeral | None:
    """The longest numeral that starts at token `at`, or None."""
    word = line.lowers[at]
    if is_digits(word):
        return _from_digits(line, at, decimal_comma)
    if word in ARTICLES:
        return _from_article(line, at)
    entry = WORDS.get(word)
    if entry is None:
        return None
    role, value = entry
    if role in ("digit", "teen", "tens"):
        return _from_words(line, at, at + 1, value)
    if word == "scores" and not _are_twenties(line, at):
        return None
    if role in ("vague", "several"):
        return _vague(line, at, at, value if role == "vague" else 0.0)
    if role == "half":
        return _half(line, at, at)
    if role == "vulgar":
        return Numeral(at, at + 1, value, "fraction")
    return None


def _from_digits(line: Line, at: int, decimal_comma: bool) -> Numeral | None:
    raw = line.words[at]
    value = digits_value(raw, decimal_comma)
    if value is None:
        return Numeral(at, at + 1, None, "dotted", raw)
    stop = at + 1
    if len(raw) <= 3 and value >= 1 and raw.isdigit():
        stop, raw = spaced_groups(line, at)
        value = float(raw)
    power = power_of_ten(line, stop)
    if power is not None:
        return Numeral(at, power[1], float(f"{value}e{power[0]}"), "digits")
    fraction = slashed(line, stop, value, raw)
    if fraction is not None:
        value, stop = fraction
        numeral = Numeral(at, stop, value, "fraction", "")
    else:
        numeral = Numeral(at, stop, value, "digits", raw)
    return _scaled(line, numeral)


def _scaled(line: Line, numeral: Numeral) -> Numeral:
    """Multiplies by the scale words that follow digits: "1.3 million", "2.4bn", "5k", "3 hundred and 21"."""
    assert numeral.value is not None
    at = numeral.stop
    hyphened = line.word(at) in HYPHENS and line.touches(at) and line.touches(at + 1)
    word = line.lower(at + hyphened)
    role, factor = WORDS.get(word, ("", 0.0))
    if role == "scale" and not (word == "mil" and line.touches(at)):
        numeral.value, numeral.stop, numeral.is_scaled = _times(numeral.value, factor), at + hyphened + 1, True
        higher, times = WORDS.get(line.lower(numeral.stop), ("", 0.0))
        if higher == "scale" and times > factor:  # "lakh crore", "thousand million"
            numeral.value, numeral.stop, factor = _times(numeral.value, times), numeral.stop + 1, factor * times
        return _lower_groups(line, numeral, factor)
    if role == "vague" and factor >= 1000 and numeral.value < 1000 and _are_counted(line, at + 1):
        numeral.value, numeral.stop, numeral.is_scaled = _times(numeral.value, factor), at + 1, True
        return numeral
    if role == "hundred" and numeral.value < 100:
        numeral.value, numeral.stop, numeral.is_scaled = numeral.value * 100, at + hyphened + 1, True
        return _scaled(line, _lower_groups(line, numeral, 100))
    if role == "group" and not hyphened:
        numeral.value, numeral.stop, numeral.form = numeral.value * 12, at + 1, "words"
        return numeral
    half = _and_part(line, at)
    if half is not None and numeral.form == "digits":
        numeral.value, numeral.stop, numeral.form = numeral.value + half[0], half[1], "fraction"
        return _scaled(line, numeral)
    return numeral


def _are_counted(line: Line, at: int) -> bool:
    """Whether a plural stands at `at`, so that the scale before it is one in the plural: "300 thousands tonnes"."""
    word = line.word(at)
    return bool(word) and word.islower() and word.endswith("s") and word_class(word) == "P"


def _lower_groups(line: Line, numeral: Numeral, scale: float) -> Numeral:
    """ "… and a half" of the scale just read, or the smaller groups after it ("4 thousand 3 hundred and 21")."""
    assert numeral.value is not None
    part = _and_part(line, numeral.stop)
    if part is not None:
        numeral.value, numeral.stop = numeral.value + _times(part[0], scale), part[1]
        return numeral
    has_and = line.lower(numeral.stop) == "and"
    at = numeral.stop + has_and
    if not is_digits(line.word(at)) or not line.words[at].isdigit():
        return numeral
    value = float(line.words[at])
    role, factor = WORDS.get(line.lower(at + 1), ("", 0.0))
    if role in ("hundred", "scale") and value * factor < scale:
        rest = _scaled(line, Numeral(at, at + 1, value, "digits"))
        assert rest.value is not None
        numeral.value, numeral.stop = numeral.value + rest.value, rest.stop
    elif has_and and scale == 100 and value < 100:
        numeral.value, numeral.stop = numeral.value + value, at + 1
    return numeral


def _and_part(line: Line, at: int) -> tuple[float, int] | None:
    """ "and a half", "and three quarters", "-and-a-half" from token `at` on: the part's value and where it stops."""
    step = 1 if line.word(at) in HYPHENS else 0
    if line.lower(at + step) != "and":
        return None
    at += step + 1
    at += line.word(at) in HYPHENS
    word = line.lower(at)
    top = 1.0 if word in ARTICLES else WORDS[word][1] if word in WORDS and WORDS[word][0] == "digit" else 0.0
    if not top and word == "quarter" and line.lower(at + 1) in ("hour", "of", "hours", "mile", "miles"):
        return 0.25, at + 1
    if not top:
        return (0.5, at + 1) if word == "half" and line.lower(at + 1) not in ("of", "a") else None
    at += 1
    at += line.word(at) in HYPHENS
    role, value = WORDS.get(line.lower(at), ("", 0.0))
    if role == "half" and top == 1:
        return 0.5, at + 1
    is_quarter = line.lower(at) == "quarter" and line.lower(at + 1) in ("hour", "hours", "of")
    if role == "part" and value <= 100 and ((top > 1) == line.lower(at).endswith("s") or is_quarter):
        return top / value, at + 1
    return None


def _from_words(line: Line, first: int, at: int, current: float) -> Numeral | None:
    """Number words from token `at` on, with `current` read before it."""
    total, pending, last_scale, smallest, is_scaled = 0.0, True, math.inf, 1.0, current >= 100
    while at < line.count:
        step = at + (line.words[at] in HYPHENS and line.touches(at) and line.touches(at + 1))
        joined = line.lowers[at] == "and" and (not pending or current >= 100)
        step += joined
        if joined and _and_part(line, at) is not None:
            break
        role, value = WORDS.get(line.lower(step), ("", 0.0))
        if role in ("digit", "teen", "tens") and (value or pending):
            room = 10 if role == "digit" and pending and 20 <= current % 100 < 100 and current % 10 == 0 else 100
            if pending and (current % room or value >= room or current < room or (room == 10 and joined)):
                break
            current, pending = (current + value if pending else value), True
        elif role == "hundred" and pending and 0 < current < 100:
            current, is_scaled = current * 100, True
        elif role == "scale" and pending and value < last_scale and not joined:
            total, last_scale, smallest, pending = total + current * value, value, value, False
            is_scaled = True
        elif role == "scale" and not pending and value >= last_scale and total == current * last_scale and not joined:
            # "two thousand million": British, and the wire's way round an ambiguous billion.
            total, last_scale, smallest, current = total * value, value, value, total
        elif pending and not joined and (role == "group" or (0 < current < 1000 and line.lower(step) in _MANY)):
            return Numeral(first, step + 1, (total + current) * value, "words", is_scaled=True)
        else:
            break
        at = step + 1
    return _finish_words(line, first, at, total + (current if pending else 0.0), smallest, is_scaled)


def _finish_words(line: Line, first: int, at: int, value: float, scale: float, is_scaled: bool) -> Numeral | None:
    """Fractions, "point five" and "and a half" after the whole part in words."""
    part = _and_part(line, at)
    if part is not None:
        value, at = value + _times(part[0], scale), part[1]
        return _rescaled(line, Numeral(first, at, value, "words", is_scaled=scale > 1))
    decimals = _decimals_start(line, at)
    if decimals:
        value, at = _point(line, decimals, value)
        return _rescaled(line, Numeral(first, at, value, "words"))
    step = at + (line.word(at) in HYPHENS)
    role, bottom = WORDS.get(line.lower(step), ("", 0.0))
    if role == "half" and value == 1 and not (line.word(step + 1) in HYPHENS and line.touches(step + 1)):
        return _rescaled(line, Numeral(first, step + 1, 0.5, "fraction"))
    if role == "part" and _is_fraction(line, step, value, step > at):
        return _of_a_scale(line, Numeral(first, step + 1, value / bottom, "fraction"))
    return Numeral(first, at, value, "words", is_scaled=is_scaled)


def _decimals_start(line: Line, at: int) -> int:
    """Where the decimals of "six point five" or "six-point-five" start, when the point stands at `at`; 0 without."""
    at += line.word(at) in HYPHENS
    if line.lower(at) != "point":
        return 0
    at += 1 + (line.word(at + 1) in HYPHENS)
    return at if WORDS.get(line.lower(at), ("", 0))[0] in ("digit", "teen", "tens") else 0


def _rescaled(line: Line, numeral: Numeral) -> Numeral:
    assert numeral.value is not None
    step = line.word(numeral.stop) in HYPHENS
    role, factor = WORDS.get(line.lower(numeral.stop + step), ("", 0.0))
    if role in ("scale", "hundred") and not numeral.is_scaled:
        numeral.value, numeral.stop, numeral.is_scaled = _times(numeral.value, factor), numeral.stop + step + 1, True
    return numeral


def _point(line: Line, at: int, whole: float) -> tuple[float, int]:
    digits = ""
    while WORDS.get(line.lower(at), ("", 0))[0] in ("digit", "teen", "tens"):
        role, value = WORDS[line.lower(at)]
        after = at + 1 + (line.word(at + 1) in HYPHENS)
        if role == "tens" and WORDS.get(line.lower(after), ("", 0))[0] == "digit":
            value, at = value + WORDS[line.lower(after)][1], after
        digits, at = digits + str(int(value)), at + 1
    return float(f"{int(whole)}.{digits}"), at


def _is_fraction(line: Line, at: int, top: float, is_hyphened: bool) -> bool:
    """Whether the denominator word at `at` makes a fraction of `top`: "two thirds", not "two quarters of growth"."""
    word, after = line.lowers[at], line.lower(at + 1)
    if word in ("quarter", "quarters") and not is_hyphened:
        spans = line.lower(at - 2) in ("first", "last", "past", "next", "previous", "final")
        is_part = after == "of" or _measures(line, at + 1)
        return (top == 3 and word == "quarters" and not spans) or (top == 1 and is_part)
    if word.endswith("s"):
        return top > 1 and top.is_integer()
    return is_hyphened or (top == 1 and after in _AFTER_SHARE)


def _measures(line: Line, at: int) -> bool:
    """Whether a unit of length, area, weight or volume stands at token `at`: "one quarter mile"."""
    match = LEXICON.match(line, at, False)
    return match is not None and match.unit.kind == "measure" and not match.is_symbol


def _of_a_scale(line: Line, numeral: Numeral) -> Numeral:
    """ "two thirds of a million", "a quarter million"."""
    assert numeral.value is not None
    at = numeral.stop + (line.word(numeral.stop) in HYPHENS)
    if line.lower(at) == "of" and line.lower(at + 1) in ARTICLES:
        at += 2
    role, factor = WORDS.get(line.lower(at), ("", 0.0))
    if role == "scale" or (role == "hundred" and at > numeral.stop):
        return Numeral(numeral.first, at + 1, _times(numeral.value, factor), "words", is_scaled=True)
    return numeral


def _half(line: Line, first: int, at: int) -> Numeral | None:
    """ "half", "half a million", "half a dozen", "half-million" from the token `at` that says half."""
    step = at + 1
    step += line.word(step) in HYPHENS
    if line.lower(step) in ARTICLES:
        step += 1 + (line.word(step + 1) in HYPHENS)  # "half-a-billion"
    role, factor = WORDS.get(line.lower(step), ("", 0.0))
    if role in ("scale", "hundred", "group") and not (role == "group" and line.lower(step) != "dozen"):
        return Numeral(first, step + 1, factor / 2, "words", is_scaled=True)
    return Numeral(first, at + 1, 0.5, "half")


def _from_article(line: Line, at: int) -> Numeral | None:
    """Numerals that start with an article: "a hundred", "a dozen", "a third", "a couple of hundred", "a single"."""
    step = at + 1
    step += line.word(step) in HYPHENS
    word = line.lower(step)
    if word == "single":
        return Numeral(at, step + 1, 1.0, "single")
    if word in ("couple", "few"):
        return _couple(line, at, step, word)
    if word in _GROUPS:
        return _group(line, at, step, word)
    role, value = WORDS.get(word, ("", 0.0))
    if role == "hundred":
        return _from_words(line, at, step + 1, 100.0)
    if role == "scale":
        is_compound = line.word(step + 1) in HYPHENS and line.touches(step + 1) and line.touches(step + 2)
        return _from_words(line, step if is_compound else at, step, 1.0)  # "a billion-dollar machine"
    if role == "group":
        return Numeral(at, step + 1, value, "words", is_scaled=True)
    if role == "half":
        return _half(line, at, step)
    if role == "part" and not word.endswith("s"):
        scaled = _of_a_scale(line, Numeral(at, step + 1, 1 / value, "fraction"))
        if scaled.is_scaled or _tells_share(line, at, step) or _divides_unit(line, word, step + 1):
            return scaled
    return None


def _tells_share(line: Line, article: int, part: int) -> bool:
    """Whether "a third" is a share by the words around it: "about a third chose her", "a quarter think so", but neither
    "a third man" nor "a third was shot".
    """
    after = line.word(part + 1)
    if after.lower() in _AFTER_SHARE:
        return True
    kind = word_class(after or ".")
    return (line.lower(article - 1) in HEDGING_SHARES and kind != "N") or (
        line.lower(part) == "quarter" and kind == "V"
    )


def _divides_unit(line: Line, word: str, at: int) -> bool:
    """ "a quarter mile", "a quarter-century", "a quarter-point"; "a third mile" is the one after the second."""
    if word != "quarter":
        return False
    at += line.word(at) in HYPHENS
    match = LEXICON.match(line, at, False)
    return line.lower(at) == "point" or (match is not None and not match.is_symbol)


def _group(line: Line, first: int, at: int, word: str) -> Numeral | None:
    """ "a pair of men", "a trio of ads", "a handful of towns"; not "a pair of trousers", which is one thing."""
    following = line.lower(at + 2)
    if line.lower(at + 1) != "of" or not following or following in _PAIRED:
        return None
    if _GROUPS[word]:
        return Numeral(first, at + 1, _GROUPS[word], "single")
    return Numeral(first, at + 1, None, "several", magnitude=1.0)


def _couple(line: Line, first: int, at: int, word: str) -> Numeral | None:
    """ "a couple (of hundred)" is two, roughly; "a few hundred" is vague; "a few" is no number."""
    step = at + 1 + (word == "couple" and line.lower(at + 1) == "of")
    role, factor = WORDS.get(line.lower(step), ("", 0.0))
    if role in ("scale", "hundred", "group"):
        if word == "few":
            return Numeral(first, step + 1, None, "several", magnitude=factor)
        return Numeral(first, step + 1, 2 * factor, "couple", is_scaled=True)
    is_counted = step > at + 1 or _are_counted(line, step)
    return Numeral(first, step, 2.0, "couple") if word == "couple" and is_counted else None


def _are_twenties(line: Line, at: int) -> bool:
    """Whether "scores" counts by twenties: "scores of", "left scores dead"; not "reading scores for"."""
    before = line.lower(at - 1)
    return line.lower(at + 1) in ("of", "more", "dead", "injured", "or", "and") or before in ("or", "killed", "left")


def _vague(line: Line, first: int, at: int, magnitude: float) -> Numeral:
    """ "dozens", "tens of thousands", "several hundred"; `magnitude` 0 stands for "several"."""
    if not magnitude:
        role, factor = WORDS.get(line.lower(at + 1), ("", 0.0))
        if role not in ("scale", "hundred", "group"):
            return Numeral(first, at + 1, None, "several", magnitude=1.0)
        higher, times = WORDS.get(line.lower(at + 2), ("", 0.0))
        if role == "hundred" and higher == "scale":  # "several hundred thousand"
            return Numeral(first, at + 3, None, "several", magnitude=factor * times)
        return Numeral(first, at + 2, None, "several", magnitude=factor)
    stop = at + 1
    if line.lower(stop) == "and" and line.lower(stop + 1) == line.lowers[at]:  # "dozens and dozens"
        stop += 2
    while line.lower(stop) == "of" and WORDS.get(line.lower(stop + 1), ("", 0.0))[0] == "vague":
        magnitude, stop = magnitude * WORDS[line.lowers[stop + 1]][1], stop + 2
    return Numeral(first, stop, None, "vague", magnitude=magnitude)
