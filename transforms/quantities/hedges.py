"""Hedges beside a number, and the interval that hedged, exact and vague numbers commit to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities.lines import Line
from transforms.quantities.word_classes import word_class


@dataclass(frozen=True, slots=True)
class Hedge:
    """A hedge: the tokens it covers, the comparator it stands for, its row of the conventions.

    `kind` is "over" for a word that may be a preposition, "drop" for one that stays out of the quote, "weak" for a
    doubt that only counts where nothing stronger stands, "money" for one that needs an amount.
    """

    first: int
    stop: int
    comparator: str
    width: str
    words: str
    kind: str = ""


Bounds = tuple[float | None, float | None]


def _read() -> tuple[dict[str, list[tuple[tuple[str, ...], dict[str, str]]]], ...]:
    left: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = {}
    right: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = {}
    for row in read_table("hedges"):
        tokens = tuple(Line(row["words"]).lowers)
        if row["side"] == "left":
            left.setdefault(tokens[-1], []).append((tokens, row))
        else:
            right.setdefault(tokens[0], []).append((tokens, row))
    for table in (left, right):
        for entries in table.values():
            entries.sort(key=lambda entry: -len(entry[0]))
    return left, right


_LEFT, _RIGHT = _read()
_CONVENTIONS: Final[dict[tuple[str, str], Bounds]] = {
    (row["variant"], row["words"]): (
        float(row["low"]) if row["low"] else None,
        float(row["high"]) if row["high"] else None,
    )
    for row in read_table("conventions")
}
# Words around a hedge that decide what it says, by the name of their set.
HEDGE_WORDS: Final = read_sets("hedge_words")
VARIANTS: Final = tuple(dict.fromkeys(variant for variant, _ in _CONVENTIONS))
DEFAULT_VARIANT: Final = "claimwire"


def hedge_before(line: Line, at: int) -> Hedge | None:
    """The longest hedge that ends right before token `at`."""
    entries = _LEFT.get(line.lower(at - 1))
    if entries is None:  # as with most numbers
        return None
    for tokens, row in entries:
        first = at - len(tokens)
        if first >= 0 and tuple(line.lowers[first:at]) == tokens and not _is_verb(line, first):
            return Hedge(first, at, row["comparator"], row["width"], row["words"], row["kind"])
    return None


def _is_verb(line: Line, at: int) -> bool:
    """Whether somebody estimates: "the firm estimated 5,000 would come", not "an estimated 5,000"."""
    return line.lowers[at] == "estimated" and word_class(line.word(at - 1) or ".") in ("N", "P", "C")


def hedge_after(line: Line, at: int) -> Hedge | None:
    """The longest hedge that starts at token `at`; "-plus" and "-odd" with their hyphen."""
    word = line.lower(at)
    step = at + (word == "-" and line.lower(at + 1) in ("plus", "odd"))
    entries = _RIGHT.get(word if step == at else line.lower(step))
    if entries is None:  # as with most numbers
        return None
    for tokens, row in entries:
        if tuple(line.lowers[step : step + len(tokens)]) == tokens:
            return Hedge(step, step + len(tokens), row["comparator"], row["width"], row["words"], row["kind"])
    return None


def bounds(value: float, width: str, variant: str = DEFAULT_VARIANT) -> Bounds:
    """The closed interval (low, high) that `value` hedged by the convention `width` commits to; None = unbounded."""
    low, high = _CONVENTIONS.get((variant, width)) or _CONVENTIONS[(DEFAULT_VARIANT, width)]
    # A bound that is the value itself stays it to the last digit: a sixth ends in no nine digits.
    first, last = (None if by is None else value if by == 1 else round(value * by, 9) for by in (low, high))
    return (last, first) if value < 0 and first is not None and last is not None else (first, last)
