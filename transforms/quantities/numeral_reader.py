"""Reads bare numbers as people type and say them, without asking what they count: the numeral half of the reader.

It adds to `read_numeral` what only bare numbers have: signs ("negative ninety-five"), powers ("2.5^-1"), quotients
("one over twenty", "5 out of 7"), glued scales ("100K", "1.2M") and scale words that stand alone ("half million").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transforms.quantities.lines import Line
from transforms.quantities.numerals import ARTICLES, WORDS, is_digits, read_numeral

_SCALES: Final = {"k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "b": 1e9, "B": 1e9, "G": 1e9, "g": 1e9, "T": 1e12, "t": 1e12}
_LATE_SCALES: Final = {"cr": 1e7, "kr": 1e7}
_LOOSE: Final = {"single": 1.0, "few": 3.0, "pair": 2.0, "couple": 2.0}
_DASHES: Final = frozenset("-−")
_PRONOUN_AFTER: Final = frozenset({"do", "is", "of", "was", "another", "who", "has", "that"})
_ONE_BEFORE: Final = frozenset({"which", "that", "this", "no", "any", "every", "each", "the"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: its span (code points, half-open) and its value."""

    start: int
    end: int
    value: float


def read_numbers(text: str) -> list[Number]:
    """The bare numbers of `text`, left to right; digits glued to a unit or an ordinal's ending are none."""
    line = Line(text)
    found: list[Number] = []
    at = 0
    while at < line.count:
        read = _number(line, at)
        if read is None:
            at += 1
            continue
        start, stop, value = read
        if not _repeats(line, found, start, value):
            found.append(Number(line.starts[start], line.ends[stop - 1], value))
        at = stop
    return found


def _repeats(line: Line, found: list[Number], start: int, value: float) -> bool:
    """ "forty-five (45)": the number said again in brackets."""
    return bool(found) and line.word(start - 1) == "(" and found[-1].value == value


def _number(line: Line, at: int) -> tuple[int, int, float] | None:
    read = _unsigned(line, at)
    if read is None:
        return None
    stop, value = read
    power = _power(line, stop)
    if power is not None:
        value, stop = float(value ** power[0]), power[1]
    over = _over(line, stop, value)
    if over is not None:
        value, stop = over
    start = at
    before = line.lower(at - 1)
    if before in ("minus", "negative") or (
        before in _DASHES and not (line.touches(at - 1) or is_digits(line.word(at - 2)))
    ):
        start, value = at - 1, -value
    return start, stop, value


def _unsigned(line: Line, at: int) -> tuple[int, float] | None:
    word = line.lowers[at]
    step = at + (word in ARTICLES)
    if word in ARTICLES and line.lower(step) in ("pair",):
        return step + 1, 2.0
    if word in _LOOSE:
        return at + 1, _LOOSE[word]
    spelled = _ordinal_fraction(line, at)
    if spelled is not None:
        whole = read_numeral(line, at)
        return (
            spelled if whole is None or whole.stop <= spelled[0] or whole.value is None else (whole.stop, whole.value)
        )
    role, value = WORDS.get(word, ("", 0.0))
    if role in ("scale", "hundred") and not line.touches(at):
        return _after_scale(line, at + 1, value)
    if role == "part" and not word.endswith("s") and line.lower(at + 1) == "of" and line.lower(at + 2) in ARTICLES:
        return at + 1, 1 / value
    numeral = read_numeral(line, at)
    if numeral is None or numeral.form in ("vague", "several"):
        return None
    if numeral.form == "dotted":
        return None
    assert numeral.value is not None
    if word == "one" and numeral.stop == at + 1:
        before, after = line.lower(at - 1), line.lower(at + 1)
        if before in _ONE_BEFORE or after in _PRONOUN_AFTER:
            return None
    return _glued(line, at, numeral.stop, numeral.value)


def _after_scale(line: Line, at: int, value: float) -> tuple[int, float]:
    role, below = WORDS.get(line.lower(at), ("", 0.0))
    return (at + 1, value * below) if role == "scale" else (at, value)


def _glued(line: Line, at: int, stop: int, value: float) -> tuple[int, float] | None:
    """Scales and other letters that touch the digits; other letters make it no bare number."""
    word = line.word(stop)
    if line.lower(stop) in _LATE_SCALES:
        return stop + 1, value * _LATE_SCALES[line.lower(stop)]
    if not is_digits(line.word(stop - 1)):
        return stop, value
    if word == "G" and not line.touches(stop) and not line.word(stop + 1):
        return stop + 1, round(value * 1e9, 6)
    if not line.touches(stop) or not word[:1].isalpha():
        if at and line.touches(at) and line.words[at - 1][-1].isalpha():
            return None
        return stop, value
    if word in _SCALES and word not in ("m", "g", "t") and not line.touches(stop + 1):
        return stop + 1, round(value * _SCALES[word], 6)
    return None


def _power(line: Line, at: int) -> tuple[float, int] | None:
    """ "^-1" from token `at`: the exponent and the token after it."""
    if line.word(at) != "^":
        return None
    step = at + 1
    sign = -1.0 if line.word(step) == "-" else 1.0
    step += line.word(step) in ("-", "+")
    return (sign * float(line.words[step]), step + 1) if is_digits(line.word(step)) else None


def _over(line: Line, at: int, top: float) -> tuple[float, int] | None:
    """ "over one hundred and twenty one", "out of three", "in five" behind `top`."""
    word = line.lower(at)
    step = at + 1
    if word == "out" and line.lower(step) == "of":
        step += 1
    elif word not in ("over", "in"):
        return None
    if step >= line.count or not (is_digits(line.words[step]) or line.lowers[step] in WORDS):
        return None
    read = _unsigned(line, step)
    if read is None or read[1] == 0 or (word != "over" and (top >= read[1] or (word == "in" and line.lower(read[0])))):
        return None
    return top / read[1], read[0]


def _ordinal_fraction(line: Line, at: int) -> tuple[int, float] | None:
    """Fractions in words: "twenty twenty-fifths", "one one hundred and fifth", "forty two and a third"."""
    tokens: list[tuple[int, str, float]] = []
    step = at
    while step < line.count and len(tokens) < 12:
        word = line.lowers[step]
        if word in _DASHES or word == "and":
            step += 1
            continue
        role, value = ("digit", 1.0) if word in ARTICLES else WORDS.get(word, ("", 0.0))
        if role not in ("digit", "teen", "tens", "hundred", "scale", "part", "half"):
            break
        tokens.append((step, role, value))
        step += 1
        if role in ("part", "half"):
            return _split(line, tokens)
    return None


def _split(line: Line, tokens: list[tuple[int, str, float]]) -> tuple[int, float] | None:
    """The value of number words that end in a denominator; where the whole, the top and the bottom part is told by
    "and" and by how number words may follow each other.
    """
    last, role, bottom = tokens[-1]
    if role == "half":
        return None
    word = line.lowers[last]
    is_plural = word.endswith("s")
    values = [(step, kind, value) for step, kind, value in tokens[:-1]]
    if not values:
        return None
    cut = _bottom_start(line, values, bottom, is_plural)
    if cut is None:
        return None
    below = _compose([entry[1:] for entry in values[cut:]], bottom)
    whole_end = _whole_end(line, values, cut)
    top = _compose([entry[1:] for entry in values[whole_end:cut]], 0.0)
    whole = _compose([entry[1:] for entry in values[:whole_end]], 0.0) if whole_end else 0.0
    if not top or not below:
        return None
    part, stop = top / below, last + 1
    scale = WORDS.get(line.lower(stop), ("", 0.0))
    if whole_end and scale[0] == "scale":
        part, stop = part * scale[1], stop + 1
    elif whole_end and values[whole_end - 1][1] == "scale" and below < 100:
        part *= values[whole_end - 1][2]
    return stop, whole + part


def _bottom_start(line: Line, values: list[tuple[int, str, float]], bottom: float, is_plural: bool) -> int | None:
    """Where the words of the denominator start among `values`."""
    count = len(values)
    if bottom >= 100 and count >= 2 and values[-1][1] in ("scale", "hundred") and line.lowers[values[0][0]] in ARTICLES:
        return count
    if count >= 2 and values[-1][1] == "tens" and bottom < 10:
        return count - 1
    if (
        count >= 3
        and values[-1][1] == "hundred"
        and values[-2][1] == "digit"
        and values[-3][1] == "digit"
        and not is_plural
    ):
        return count - 2
    return count


def _whole_end(line: Line, values: list[tuple[int, str, float]], cut: int) -> int:
    """Where the whole ends: at the last "and" before the top."""
    for number in range(cut - 1, 0, -1):
        if line.lower(values[number][0] - 1) == "and" and values[number][1] != "scale":
            return number
    return 0


def _compose(parts: list[tuple[str, float]], last: float) -> float:
    total, current = 0.0, 0.0
    for role, value in [*parts, ("digit", last)] if last else parts:
        if role == "hundred" or (role == "digit" and value == 100 and current):
            current = (current or 1.0) * 100
        elif role == "scale" or value >= 1000:
            total, current = total + (current or 1.0) * value, 0.0
        else:
            current += value
    return total + current
