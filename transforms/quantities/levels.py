"""Levels that a figure is held against: they share its unit, and what it is a rate of."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.nouns import word_class

_FAR: Final = 6  # tokens between a figure and the level before
_LEVEL_BEFORE: Final = frozenset({"from", "with", "against", "than", "versus", "vs"})
_COMPARED: Final = frozenset({"up", "down", "compared", "against", "versus", "vs"})


def share_levels(line: Line, mentions: list[Mention]) -> None:
    """ "widened to 8.2 billion dlrs in February from 5.7 billion", "153.60 yen, down from 154.15", "2.6 tonnes, up from
    2.1": the level before has the unit.
    """
    for left, right in pairwise(mentions):
        if left.unit is None or left.trend is not None or right.unit is not None or right.set_aside:
            continue
        gap = line.lowers[left.end : right.begin]
        if not _is_held_against(gap):
            continue
        if left.unit.kind not in ("money", "percent") and not (
            left.unit.kind == "measure" and _COMPARED.intersection(gap)
        ):
            continue
        is_level = right.form == "digits" and (right.scale > 1 or "." in right.raw)
        if is_level and word_class(line.word(right.end) or ".") == "-":
            right.unit, right.unit_word, right.kind = left.unit, left.unit_word, left.kind
            right.rule = "unit shared with the number before"


def share_rates(line: Line, mentions: list[Mention]) -> None:
    """ "$3.40 a gallon, up from $3.15", "from $75 to $45.88 a barrel": both levels are rates of the same."""
    standing = [mention for mention in mentions if not mention.set_aside]
    for left, right in pairwise(standing):
        gap = line.lowers[left.end : right.begin]
        if left.is_rated and not right.is_rated and _is_held_against(gap):
            _share_rate(left, right)
        elif right.is_rated and not left.is_rated and gap == ["to"] and line.lower(left.begin - 1) == "from":
            _share_rate(right, left)


def _is_held_against(gap: list[str]) -> bool:
    """Whether these words between two figures make the second the level before."""
    return 0 < len(gap) <= _FAR and gap[-1] in _LEVEL_BEFORE


def _share_rate(rated: Mention, other: Mention) -> None:
    if rated.unit is None or other.unit is None or other.scale != rated.scale:
        return
    if rated.unit.code.startswith(f"{other.unit.code}/"):
        other.unit, other.kind, other.is_rated = rated.unit, rated.kind, True
        other.note(f"a {rated.unit.name}, as the level beside it")
