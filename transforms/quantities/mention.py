"""A mention: one number of a sentence while the rules are still finding out what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transforms.quantities.lines import Line
from transforms.quantities.nouns import Noun
from transforms.quantities.units import Unit

FRACTIONS: Final = frozenset(("half", "fraction"))  # forms of numbers in words


@dataclass(slots=True)
class Mention:
    """One number (tokens `first` to `stop`) with all that the rules have found about it.

    The quote covers the tokens `begin` to `end`.  `low` and `high` are the ends of a range.  `scale` is the factor of
    the scale word read with it.  `rule` names the phrase that decided what it is; `notes` are the further steps, for
    `--explain`.
    """

    first: int
    stop: int
    begin: int
    end: int
    value: float | None
    form: str
    raw: str = ""
    magnitude: float = 0.0
    scale: float = 1.0
    unit: Unit | None = None
    unit_word: str = ""
    kind: str | None = None
    low: float | None = None
    high: float | None = None
    comparator: str = "="
    width: str = ""
    trend: str | None = None
    noun: Noun | None = None
    is_elided: bool = False
    is_money_prefixed: bool = False
    is_rated: bool = False
    rule: str = ""
    set_aside: str | None = None
    notes: list[str] | None = None

    def note(self, step: str) -> None:
        """Adds a step of the derivation."""
        if self.notes is None:
            self.notes = []
        self.notes.append(step)

    def aside(self, reason: str) -> None:
        """Sets the mention aside with the reason why it is no claim; the first reason stays."""
        if self.set_aside is None:
            self.set_aside = reason

    def value_is_whole(self) -> bool:
        """Whether the value can be a count of whole things; a vague one can."""
        return self.value is None or self.value.is_integer() or self.low is not None

    def text(self, line: Line) -> str:
        """The quote as it stands now."""
        return line.text[line.starts[self.begin] : line.ends[self.end - 1]]


def is_share_of_whole(left: Mention, right: Mention) -> bool:
    """Whether the first is a fraction of something and the second a level: "(fell by) a quarter to 40,000"."""
    return left.unit is None and left.form in FRACTIONS and right.form not in FRACTIONS


def beside(mentions: list[Mention], others: list[Mention]) -> list[Mention]:
    """The mentions with those of the others that start at no number which is there, in order."""
    if not others:
        return mentions
    taken = {at for mention in mentions for at in range(mention.first, mention.stop)}
    return in_place(mentions, [mention for mention in others if mention.first not in taken])


def in_place(mentions: list[Mention], others: list[Mention]) -> list[Mention]:
    """The mentions with the others instead of those that start inside one: of the half in "an hour and a half"."""
    if not others:
        return mentions
    inside = {at for mention in others for at in range(mention.first, mention.stop)}
    kept = [mention for mention in mentions if mention.first not in inside]
    return sorted(kept + others, key=lambda mention: mention.first)
