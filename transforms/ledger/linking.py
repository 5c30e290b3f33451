"""Roles and links of an article's claims: which figure each change, base or difference is of, which says one again.

Every choice is the alternative whose features have the largest sum of weights.  The weights are whole numbers
(`weights/links.json`, fitted by `python -m transforms.training.links`), so that a choice is the same on any machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from transforms.ledger.belonging import belonging_candidates, belonging_features, belongs_to_none
from transforms.ledger.figures import LinkFigure, figures_of
from transforms.ledger.repeating import repeating_candidates, repeating_features, repeats_none
from transforms.ledger.roles import role_clues
from transforms.reader.slots import ROLES

WEIGHTS: Final = Path(__file__).parent / "weights" / "links.json"
Weights = Mapping[str, int]
# The weights were fitted to rows as labels have them; of rows as they are read, whose items and speakers are less
# alike, too few repetitions are told without this; the best of eight out of fold on the labelled articles.
EAGER: Final = 24

Links = dict[int, int]  # number of a claim -> number of the claim that it points to


@cache
def weights() -> Mapping[str, Weights]:
    """The weights of each choice (role, of, restates): feature -> weight."""
    told: Mapping[str, Weights] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return told


def link(rows: Sequence[dict[str, Any]], text: str) -> None:
    """Set `role`, `of_claim_id` and `restates_claim_id` in the rows of one article's claims, ordered by their spans."""
    if not rows:
        return
    table = weights()
    figures = settled_roles(figures_of(rows, text), text)
    belonging, repeating = belongings(figures, text, table["of"]), repetitions(figures, text, table["restates"])
    for at, row in enumerate(rows):
        row["role"] = figures[at].role
        row["of_claim_id"] = rows[belonging[at]]["claim_id"] if at in belonging else None
        row["restates_claim_id"] = rows[repeating[at]]["claim_id"] if at in repeating else None


@cache
def _role_weights() -> Mapping[str, tuple[int, ...]]:
    """Clue -> its weight for each of ROLES."""
    table = weights()["role"]
    clues = {name.split(": ", 1)[1] for name in table}
    return {clue: tuple(table.get(f"{role}: {clue}", 0) for role in ROLES) for clue in clues}


def settled_roles(figures: Sequence[LinkFigure], text: str) -> list[LinkFigure]:
    """The figures with their roles settled, each from what the reader told of it and of those beside it."""
    return [_with_role(figure, _settled_role(figure, figures, text)) for figure in figures]


def _with_role(figure: LinkFigure, role: str) -> LinkFigure:
    return figure if figure.role == role else replace(figure, role=role)


def _settled_role(figure: LinkFigure, figures: Sequence[LinkFigure], text: str) -> str:
    """The role that weighs most; the first of those that weigh the same."""
    table = _role_weights()
    told = [table[clue] for clue in role_clues(figure, figures, text) if clue in table]
    sums = [sum(column) for column in zip(*told, strict=True)] or [0]
    return ROLES[sums.index(max(sums))]


def belongings(figures: Sequence[LinkFigure], text: str, table: Weights) -> Links:
    """Change, base or difference -> what it belongs to."""
    found: Links = {}
    for figure in figures:
        others = belonging_candidates(figure, figures)
        if others:
            told = (belonging_features(figure, other, figures, text) for other in others)
            at = best([belongs_to_none(figure, others), *told], table)
            if at:
                found[figure.at] = others[at - 1].at
    return _without_rings(_followed(found, figures))


def _followed(found: Links, figures: Sequence[LinkFigure]) -> Links:
    """Where one base or change was taken for what another belongs to, both belong to the same."""
    return {
        at: found[other] if figures[at].role == figures[other].role and found.get(other, at) != at else other
        for at, other in found.items()
    }


def _without_rings(found: Links) -> Links:
    """Without the links that would lead back to where they start."""
    kept: Links = {}
    for at, other in sorted(found.items()):
        end = other
        while end in kept:
            end = kept[end]
        if end != at:
            kept[at] = other
    return kept


def repetitions(figures: Sequence[LinkFigure], text: str, table: Weights) -> Links:
    """Figure -> the first mention of what it says again."""
    found: Links = {}
    for figure in figures:
        others = repeating_candidates(figure, figures, text)
        if others:
            told = (repeating_features(figure, other, figures, text) for other in others)
            at = best([repeats_none(figure), *told], table, EAGER)
            if at:
                first = others[at - 1][0].at
                found[figure.at] = found.get(first, first)
    return found


def best(alternatives: Iterable[Iterable[str]], table: Weights, eager: int = 0) -> int:
    """The alternative whose features weigh most; the first of those that weigh the same.

    `eager` is taken from the first, which stands for none.
    """
    sums = [sum(table.get(name, 0) for name in set(names)) for names in alternatives]
    sums[0] -= eager
    return sums.index(max(sums))
