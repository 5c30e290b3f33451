"""Numbers in digits: grouping, decimals, fractions with a stroke, powers of ten."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_table
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS

WORDS: Final[dict[str, tuple[str, float]]] = {
    row["word"]: (row["role"], float(row["value"])) for row in read_table("number_words")
}
DIGITS: Final = frozenset("0123456789")
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_HEDGES: Final = frozenset("Some About Around Nearly Almost Over Roughly Approximately Another More Only Up".split())
_GAPS: Final = frozenset({" ", "\u00a0", "\u202f", "\u2009"})
_SLASHES: Final = frozenset("/⁄∕")


def is_digits(word: str) -> bool:
    """Whether a token is a number in digits."""
    return bool(word) and (word[0] in DIGITS or (word[0] == "." and len(word) > 1))


def digits_value(raw: str, decimal_comma: bool = False) -> float | None:
    """The number that a digit token spells, or None where it is no number ("192.168.1.2")."""
    dots, commas = raw.count("."), raw.count(",")
    if dots and commas:
        if raw.rfind(",") > raw.rfind("."):
            return float(raw.replace(".", "").replace(",", "."))
        return float(raw.replace(",", ""))
    if dots > 1:
        groups = raw.split(".")
        grouped = all(len(group) == 3 for group in groups[1:]) and 0 < len(groups[0]) <= 3 and groups[0] != "0"
        return float(raw.replace(".", "")) if grouped and decimal_comma else None
    if dots and decimal_comma and len(raw) - raw.index(".") == 4 and raw[0] != "0":
        return float(raw.replace(".", ""))
    return float(raw.replace(",", "") if commas else raw)


def power_of_ten(line: Line, at: int) -> tuple[int, int] | None:
    """ "× 10^8", "x 10−8", "×10⁻⁸" from token `at`: the exponent and the token after it."""
    if line.word(at) not in ("×", "x", "·", "*") or not line.word(at + 1).startswith("10") or at + 1 >= line.count:
        return None
    step = at + 2
    if line.words[at + 1] != "10":
        return None
    if line.word(step) and line.word(step)[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻" and line.touches(step):
        sign = line.word(step) == "⁻"
        digits = line.word(step + sign).translate(_SUPERSCRIPTS)
        return (int(digits) * (-1 if sign else 1), step + sign + 1) if digits.isdigit() and len(digits) < 4 else None
    step += line.word(step) == "^"
    sign = line.word(step) in ("-", "−", "+")
    digits = line.word(step + sign)
    if not digits.isdigit() or len(digits) > 3 or not (line.touches(step) and line.touches(step + sign)):
        return None
    return int(digits) * (-1 if sign and line.words[step] != "+" else 1), step + sign + 1


def spaced_groups(line: Line, at: int) -> tuple[int, str]:
    """Thousands set apart by a space ("1 300") or by a comma and a slipped-in space ("5, 244")."""
    stop, raw = at + 1, line.words[at]
    before = line.word(at - 1)
    if before[:1].isupper() and len(before) > 1 and not line.touches(at) and before not in _HEDGES:
        return stop, raw
    while line.word(stop).isdigit() and len(line.words[stop]) == 3:
        if line.text[line.ends[stop - 1] : line.starts[stop]] not in _GAPS:
            break
        raw, stop = raw + line.words[stop], stop + 1
    if stop == at + 1 and line.word(stop) == "," and line.touches(stop) and not line.touches(stop + 1):
        group, after = line.word(stop + 1), line.word(stop + 2)
        ahead = line.word(stop + 3)
        listed = before in (",", "and") or (
            after in (",", "and", "or") and (is_digits(ahead) or ahead in ("and", "or"))
        )
        if len(group) == 3 and group.isdigit() and not listed and after != "/":
            return stop + 2, raw + group
    return stop, raw


def slashed(line: Line, at: int, whole: float, raw: str) -> tuple[float, int] | None:
    """ "5 1/2", "4-1/2", "3/16", "3½" after `whole`, which ends before token `at`; None where none is written."""
    mark = line.word(at)
    if line.word(at - 2) == "/" and line.touches(at - 1):  # the rest of a date: 12/05/2010
        return None
    if mark in WORDS and WORDS[mark][0] == "vulgar":
        return whole + WORDS[mark][1], at + 1
    if mark in _SLASHES and line.touches(at) and line.touches(at + 1):
        return _ratio(line, raw, at + 1)
    start = at + 1 if mark in HYPHENS and line.touches(at) and line.touches(at + 1) else at
    top = line.word(start)
    if top.isdigit() and len(top) <= 2 and line.word(start + 1) == "/" and line.touches(start + 1):
        part = _ratio(line, top, start + 2)
        is_cents = start > at and raw[-3:-2] == "."  # "5.02-1/2 dlrs": half a cent
        if part is not None and part[0] < 1 and (whole.is_integer() or is_cents):
            return round(whole + part[0] * (0.01 if is_cents else 1.0), 6), part[1]
    if start > at and top in WORDS and WORDS[top][0] == "vulgar":
        return whole + WORDS[top][1], start + 1
    return None


def _ratio(line: Line, top: str, at: int) -> tuple[float, int] | None:
    bottom = line.word(at)
    if not (bottom.isdigit() and top.isdigit()) or len(bottom) > 4 or int(bottom) == 0 or not line.touches(at):
        return None
    if line.word(at + 1) == "/" and line.touches(at + 1):  # a date: 12/05/2010
        return None
    return int(top) / int(bottom), at + 1
