"""The claims of an article as linking sees them: values, roles, and the words that stand around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from transforms.lexicons.tables import read_sets
from transforms.syntax.lemmas import regular_noun

_SETS: Final = read_sets("link_words")
CUES: Final = {
    "to": _SETS["to"],
    "from": _SETS["from"],
    "against": _SETS["against"],
    "limit": _SETS["limit"],
    "by": _SETS["by"],
    "up": _SETS["up"],
    "down": _SETS["down"],
    "or": _SETS["or"],
    "before now": _SETS["before now"],
    "lead": _SETS["lead"],
}
# Word → the cues that it is, in their order.
_CUES_OF: Final = {
    word: [name for name, cues in CUES.items() if word in cues] for word in frozenset().union(*CUES.values())
}
GRAMMAR: Final = _SETS["grammar"]
_WORD: Final = re.compile(r"[^\W_]+|[(),;:/–—\-]")
_AFTER_HEAD: Final = re.compile(
    r"\b(?:of|in|on|for|to|at|by|with|from|per|than|who|that|which|between|among)\b|[,(]", re.IGNORECASE
)
BESIDE: Final = 4  # words on each side of a figure that are looked at
REACH: Final = 60  # characters in which they are looked for
FAR: Final = 160  # characters between two figures beyond which the words between them are not read


@dataclass(frozen=True, slots=True)
class LinkFigure:
    """One claim, the `at`-th of its article: its fields, the stems of its item, the words beside it, nearest first."""

    at: int
    start: int
    end: int
    sentence_no: int
    kind: str
    value: float | None
    low: float | None
    high: float | None
    comparator: str
    trend: str | None
    unit: str
    base_value: float | None
    base_unit: str | None
    role: str
    measure: str | None
    actor: str | None
    as_of: tuple[Any, Any]
    noun: str
    item: frozenset[str]
    head: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def figures_of(rows: Sequence[Mapping[str, Any]], text: str) -> list[LinkFigure]:
    """The rows of an article's claims, in the order of their spans, as figures to be linked."""
    return [_figure(at, row, text) for at, row in enumerate(rows)]


def _figure(at: int, row: Mapping[str, Any], text: str) -> LinkFigure:
    start, end, unit, item = row["start"], row["end"], row["unit"], row["item"] or ""
    return LinkFigure(
        at=at,
        start=start,
        end=end,
        sentence_no=row["sentence_no"],
        kind=row["kind"],
        value=row["value"],
        low=row["low"],
        high=row["high"],
        comparator=row["comparator"],
        trend=row["trend"],
        unit=unit,
        base_value=row["base_value"],
        base_unit=row["base_unit"],
        role=row["role"] or "level",
        measure=row["measure"],
        actor=row["actor"],
        as_of=(row["as_of_start"], row["as_of_end"]),
        noun=_noun_of(unit),
        item=frozenset(stems(item)),
        head=_head_of(item),
        before=tuple(reversed(words_of(text[max(0, start - REACH) : start])[-BESIDE:])),
        after=tuple(words_of(text[end : end + REACH])[:BESIDE]),
    )


def words_of(text: str) -> list[str]:
    """Lower-case words, brackets, commas and dashes in order."""
    return [word.lower() for word in _WORD.findall(text)]


def stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    return [regular_noun(word) for word in words_of(text) if word[0].isalnum() and word not in GRAMMAR]


def _head_of(item: str) -> str:
    """The stem of an item's head: its last word before the first preposition."""
    found = stems(_AFTER_HEAD.split(item, maxsplit=1)[0]) or stems(item)
    return found[-1] if found else ""


def _noun_of(unit: str) -> str:
    """The stem of the last word of a counted noun; empty for a unit of measure."""
    words = words_of(unit[1 : unit.find("}")]) if unit.startswith("{") else []
    return regular_noun(words[-1]) if words else ""


def is_alike(unit: str, other: str) -> bool:
    """Whether two units are one, up to what they are told per: `USD` and `USD/h`."""
    return unit.split("/")[0] == other.split("/")[0]


def cue_of(words: Sequence[str]) -> str:
    """The nearest cue among the words on one side of a figure with how many words lie between, or none."""
    return next((f"{_CUES_OF[word][0]} {place}" for place, word in enumerate(words) if word in _CUES_OF), "none")


def cues_between(text: str, one: LinkFigure, other: LinkFigure) -> list[str]:
    """The cues between two figures in order; none where they are far apart."""
    left, right = (one, other) if one.start <= other.start else (other, one)
    if right.start - left.end > FAR:
        return []
    words = words_of(text[left.end : right.start])
    return [name for word in words for name in _CUES_OF.get(word, ())]


def item_relation(figure: LinkFigure, other: LinkFigure) -> str:
    """How far two figures are of one thing, by the words of their items."""
    if not figure.item or not other.item:
        return "untold"
    if figure.item == other.item:
        return "same"
    if figure.head == other.head:
        return "head"
    if figure.item <= other.item or other.item <= figure.item:
        return "within"
    return "some" if figure.item & other.item else "other"
