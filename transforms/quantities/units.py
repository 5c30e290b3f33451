"""The units of measure: the lexicon, and finding one at a token.

A `Unit` is what a quantity is measured in: its code, its name in words, its dimension, its kind of claim and, where
there is one, the fixed factor to the dimension's base unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from transforms.lexicons.tables import read_table
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit.  `times` multiplies the number as written (a decade is 10 years); base = value × factor + offset."""

    code: str
    name: str
    dimension: str
    kind: str
    times: float = 1.0
    base: str | None = None
    factor: float | None = None
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit found in a line: where its words stop, and the word or symbol that named it."""

    unit: Unit
    stop: int
    word: str
    is_symbol: bool = False


_KINDS: Final = {"time": "duration", "currency": "money", "count": "count"}
PERCENTS: Final = frozenset({"%", "{percentage point}", "{basis point}", "[per_mille]"})


def _read_units() -> list[tuple[Unit, dict[str, str]]]:
    factors = {row["code"]: row for row in read_table("unit_factors")}
    units = []
    for row in read_table("units"):
        code, factor = row["code"], factors.get(row["code"])
        kind = "percent" if code in PERCENTS else _KINDS.get(row["dimension"], "measure")
        base = (factor["base"], float(factor["factor"]), float(factor["offset"])) if factor else (None, None, 0.0)
        units.append((Unit(code, row["name"], row["dimension"], kind, float(row["times"] or 1), *base), row))
    return units


def plural(word: str) -> str:
    """The regular plural of a unit's or currency's name."""
    if word.endswith(("s", "x", "ch", "sh", "z")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


class Lexicon:
    """Surface forms by their first token: words said in full (any case) and symbols (exactly as typed)."""

    def __init__(self) -> None:
        self.words: dict[str, list[tuple[tuple[str, ...], str, Unit]]] = {}
        self.symbols: dict[str, list[tuple[str, bool, Unit]]] = {}

    def add_word(self, surface: str, unit: Unit) -> None:
        """Adds a name said in full; hyphens and spaces in it are the same."""
        tokens = tuple(word for word in Line(surface).lowers if word not in HYPHENS)
        self.words.setdefault(tokens[0], []).append((tokens, surface, unit))

    def add_symbol(self, surface: str, unit: Unit, is_glued: bool) -> None:
        """Adds a symbol; a glued one only counts where it touches the number."""
        self.symbols.setdefault(Line(surface).words[0], []).append((surface, is_glued, unit))

    def sort(self) -> None:
        """Puts longer forms before shorter ones, and glued symbols before others: "7kt" is a weight, "7 kt" a speed."""
        for words in self.words.values():
            words.sort(key=lambda entry: -len(entry[0]))
        for symbols in self.symbols.values():
            symbols.sort(key=lambda entry: (-len(entry[0]), not entry[1]))

    def match(self, line: Line, at: int, touches: bool) -> UnitMatch | None:
        """The unit whose form starts at token `at`, the longest first; `touches`: the token touches the number."""
        if at >= line.count:
            return None
        best: UnitMatch | None = None
        for tokens, surface, unit in self.words.get(line.lowers[at], ()):
            stop = _words_stop(line, at, tokens)
            if stop:
                best = UnitMatch(unit, stop, surface)
                break
        for surface, is_glued, unit in self.symbols.get(line.words[at], ()):
            if is_glued and not touches:
                continue
            stop = symbol_stop(line, at, surface)
            if stop == line.count and surface[-1] == ".":  # the full stop ends the sentence
                continue
            if stop and (best is None or stop > best.stop):
                return UnitMatch(unit, stop, surface, is_symbol=True)
        return best


def _words_stop(line: Line, at: int, tokens: tuple[str, ...]) -> int:
    """The token after `tokens`, read from token `at` with hyphens between them allowed; 0 where they do not stand."""
    for number, token in enumerate(tokens):
        if number and line.word(at) in HYPHENS:
            at += 1
        if line.lower(at) != token:
            return 0
        at += 1
    return at


def symbol_stop(line: Line, at: int, surface: str, before_number: bool = False) -> int:
    """The token after the symbol `surface` where it stands at token `at` as typed, else 0."""
    start = line.starts[at]
    if not line.text.startswith(surface, start):
        return 0
    end = start + len(surface)
    while at < line.count and line.ends[at] < end:
        at += 1
    if at >= line.count or line.ends[at] != end:
        return 0
    after = line.text[end : end + 1]
    return 0 if surface[-1].isalnum() and after.isalnum() and not before_number else at + 1


def _lexicon(units: list[tuple[Unit, dict[str, str]]]) -> Lexicon:
    lexicon = Lexicon()
    for unit, row in units:
        plurals = row["plurals"].split("|") if row["plurals"] else []
        for word in filter(None, row["words"].split("|")):
            lexicon.add_word(word, unit)
            if not plurals:
                lexicon.add_word(plural(word), unit)
        for word in plurals:
            lexicon.add_word(word, unit)
        for symbol in filter(None, row["symbols"].split("|")):
            lexicon.add_symbol(symbol, unit, is_glued=False)
        for symbol in filter(None, row["glued"].split("|")):
            lexicon.add_symbol(symbol, unit, is_glued=True)
    lexicon.sort()
    return lexicon


_UNITS: Final = _read_units()
BY_CODE: Final[dict[str, Unit]] = {unit.code: unit for unit, _ in _UNITS if unit.times == 1.0}
LEXICON: Final = _lexicon(_UNITS)
RATIO: Final = Unit("1", "fraction", "ratio", "ratio", 1.0, "1", 1.0)
MULTIPLE: Final = Unit("1", "times", "ratio", "multiple", 1.0, "1", 1.0)
POINT: Final = Unit("{point}", "point", "index", "index")
# Nouns that are a unit themselves where a number leaves them out, or behind other nouns: "34 tonnes, then 13".
_MEASURED: Final = {r["word"]: BY_CODE[r["unit"]] for r in read_table("unsaid_units") if r["set"] == "measured"}


def named_or_counted(noun: str) -> Unit:
    """The unit that a singular noun names, or that of things counted."""
    return _MEASURED.get(noun) or counted(noun)


@lru_cache(maxsize=1 << 12)
def counted(noun: str) -> Unit:
    """The unit of things counted: the singular noun in braces."""
    return Unit("{" + noun + "}", noun, "count", "count", 1.0, "{" + noun + "}", 1.0)


def rate(unit: Unit, below: Unit) -> Unit:
    """`unit` per `below`; the factors divide where both have one."""
    factor = base = None
    if unit.factor is not None and below.factor is not None and unit.base and below.base and not unit.offset:
        factor, base = unit.factor / below.factor, f"{unit.base}/{below.base}"
    bottom = f"({below.code})" if "/" in below.code or "." in below.code else below.code
    if below.times != 1.0:
        bottom = f"({below.times:g}.{below.code})"
        factor = None if factor is None else factor / below.times
    kind = unit.kind if unit.kind in ("money", "percent") else "measure"
    dimension = f"{unit.dimension} per {below.dimension if below.dimension != 'count' else below.name}"
    return Unit(f"{unit.code}/{bottom}", f"{unit.name} per {below.name}", dimension, kind, unit.times, base, factor)


def unit_fields(unit: Unit, value: float | None, low: float | None, high: float | None) -> dict[str, Any]:
    """The columns of a claim that follow from its unit: its code, name and dimension, and the figures in base units."""
    figures = {"base_value": value, "base_low": low, "base_high": high}
    factor = unit.factor
    in_base = {n: None if factor is None or f is None else f * factor + unit.offset for n, f in figures.items()}
    base = unit.base if factor is not None else None
    return {"unit": unit.code, "unit_name": unit.name, "dimension": unit.dimension, "base_unit": base, **in_base}
