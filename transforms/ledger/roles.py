"""What a figure is to others of its article: what the reader told, weighed against the words around the figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from transforms.ledger.figures import LinkFigure, cue_of, cues_between, is_alike
from transforms.reader.slots import ROLES

_TELLING: Final = frozenset(("%", "1", "{percentage point}", "{point}"))  # units that changes are often told in


def role_features(figure: LinkFigure, figures: Sequence[LinkFigure], text: str) -> list[list[str]]:
    """What speaks for each of ROLES, in their order, by name; `figure.role` is what the reader told."""
    found = sorted(role_clues(figure, figures, text))
    return [[f"{role}: {clue}" for clue in found] for role in ROLES]


def role_clues(figure: LinkFigure, figures: Sequence[LinkFigure], text: str) -> set[str]:
    """The same without the roles, which have all clues in common."""
    return {*_of_itself(figure), *_of_neighbours(figure, figures, text)}


def _of_itself(figure: LinkFigure) -> Iterator[str]:
    before, after = cue_of(figure.before), cue_of(figure.after)
    yield f"told {figure.role}"
    yield f"told {figure.role} {figure.kind}"
    yield f"trend {figure.trend}"
    yield f"comparator {figure.comparator}"
    yield f"unit {figure.unit}" if figure.unit in _TELLING else "unit other"
    yield f"before {before}"
    yield f"after {after}"
    yield f"{figure.kind} before {_name(before)}"
    for word in figure.before[:2]:
        yield f"word before {word}"
    for word in figure.after[:2]:
        yield f"word after {word}"
    if len(figure.before) > 1:
        yield f"words before {figure.before[1]} {figure.before[0]}"


def _of_neighbours(figure: LinkFigure, figures: Sequence[LinkFigure], text: str) -> Iterator[str]:
    """What the figures beside it in the sentence are, and the words between."""
    before = _name(cue_of(figure.before))
    for side, at in (("previous", figure.at - 1), ("next", figure.at + 1)):
        other = figures[at] if 0 <= at < len(figures) else None
        if other is None or other.sentence_no != figure.sentence_no:
            yield f"{side} none"
            continue
        sort = "alike" if is_alike(figure.unit, other.unit) else other.kind
        between = cues_between(text, figure, other)[-2:]
        yield f"{side} {sort}"
        yield f"{side} told {other.role}"
        yield f"{side} {sort} between {' '.join(between)}"
        if between:
            yield f"{side} {sort} between {between[-1]} before {before}"


def _name(cue: str) -> str:
    return cue.rsplit(" ", 1)[0]
