"""The claims of an article as arithmetic sees them, the words between them, and the relations that are found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from transforms.ledger.arithmetic.intervals import Interval, interval_of
from transforms.ledger.figures import is_alike
from transforms.lexicons.tables import read_sets

PHRASES: Final = read_sets("arithmetic_words")
COUNTED: Final = ("count", "money", "measure")
_OWN_NOUN: Final = re.compile(r"[a-z]{3,}", re.IGNORECASE)
_COMPOUND: Final = re.compile(r"(?:\S* )?\S+-[a-z]+")
_TIMES: Final = "{time}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim, the `at`-th of its article, with what it commits to."""

    at: int
    row: Mapping[str, Any]
    interval: Interval

    @property
    def value(self) -> float:
        """The value, in the claim's unit."""
        return self.interval.value

    @property
    def unit(self) -> str:
        """The claim's unit."""
        return str(self.row["unit"])

    @property
    def is_things(self) -> bool:
        """Whether it counts things."""
        return self.row["kind"] == "count" and self.unit.startswith("{")

    @property
    def is_compound(self) -> bool:
        """Whether it is part of another noun's name: "33-story", "eight-city"."""
        return (
            self.is_things
            and bool(_COMPOUND.fullmatch(self.row["quote"]))
            and self.row["quote"].endswith(self.unit[1:-1])
        )

    @property
    def sentence(self) -> int:
        """Number of its sentence."""
        return int(self.row["sentence_no"])


@dataclass(frozen=True, slots=True)
class Relation:
    """Figures that say something about each other: its kind, the entries with what each is in it."""

    kind: str
    parts: tuple[tuple[str, Entry], ...]

    def those(self, part: str) -> list[Interval]:
        """The intervals of the entries that are `part` in it."""
        return [entry.interval for name, entry in self.parts if name == part]

    def entries(self, part: str) -> list[Entry]:
        """The entries that are `part` in it."""
        return [entry for name, entry in self.parts if name == part]


@dataclass(frozen=True, slots=True)
class Page:
    """An article's text with its entries in the order of their spans."""

    text: str
    entries: Sequence[Entry]

    def between(self, one: Entry, other: Entry) -> str:
        """The text between two entries, lower case, in one line."""
        return self.text[one.row["end"] : other.row["start"]].lower().replace("\n", " ")

    def before(self, entry: Entry, characters: int) -> str:
        """The text before an entry, lower case, in one line."""
        start = entry.row["start"]
        return self.text[max(0, start - characters) : start].lower().replace("\n", " ")

    def after(self, entry: Entry, characters: int) -> str:
        """The text after an entry, lower case, in one line."""
        end = entry.row["end"]
        return self.text[end : end + characters].lower().replace("\n", " ")

    def of_sentence(self, number: int) -> list[Entry]:
        """The entries of one sentence."""
        return [entry for entry in self.entries if entry.sentence == number]


def page_of(rows: Sequence[Mapping[str, Any]], text: str) -> Page:
    """The page of one article's claims, ordered by their spans; those without a value are left out."""
    told = ((at, row, interval_of(row)) for at, row in enumerate(rows))
    return Page(text, [Entry(at, row, interval) for at, row, interval in told if interval is not None])


def is_one_unit(one: Entry, other: Entry) -> bool:
    """Whether two figures are told in one unit, up to what they are told per."""
    return one.row["kind"] == other.row["kind"] and is_alike(one.unit, other.unit)


def may_add(one: Entry, other: Entry) -> bool:
    """Whether two figures may be parts of one total: one unit, or things counted."""
    if _TIMES in (one.unit, other.unit) and one.unit != other.unit:
        return False  # "15 slugs did this, one of them twice"
    return is_one_unit(one, other) or (one.is_things and other.is_things)


def is_one_measure(one: Entry, other: Entry) -> bool:
    """Whether two figures are of one measure, or of one unit where that says nothing."""
    same = one.row["measure"] == other.row["measure"]
    return is_one_unit(one, other) if one.row["measure"] in (None, "count") else same


def has_own_noun(entry: Entry) -> bool:
    """Whether a figure's words name what is counted."""
    return bool(_OWN_NOUN.search(str(entry.row["quote"]).split(" ", 1)[-1])) and " " in entry.row["quote"]


def has_phrase(words: str, phrases: Iterable[str]) -> bool:
    """Whether a text holds one of the phrases, as whole words."""
    padded = f" {re.sub(r'[^a-z’' + chr(39) + r'-]+', ' ', words)} "
    return any(f" {phrase} " in padded for phrase in phrases)
