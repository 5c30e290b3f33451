"""The sides of a thing: "60x63x113.5cm", "4 x 6 feet" have the unit of the last; "4x4" and "3440x1440" have none."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from transforms.quantities.context import Context
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.rule import rule
from transforms.quantities.units import counted

_PIXEL_DIGITS: Final = 3
_CROSSES: Final = frozenset({"x", "×", "X"})


@rule("sides of a thing", after=("amount in two units", "score of a game"), least=2)
def mark_sides(line: Line, mentions: list[Mention], context: Context) -> None:
    """Gives the figures before a cross the length behind the last one; sets those of a name aside."""
    if _CROSSES.isdisjoint(line.words):
        return
    for left, right in reversed(list(pairwise(mentions))):
        if left.unit is not None or left.value is None or not _is_cross(line, left.stop, right.begin):
            continue
        if right.unit is not None and right.unit.dimension == "length":
            left.unit, left.unit_word, left.rule = right.unit, right.unit_word, "side of a thing"
        elif line.touches(left.stop) and right.unit is None and not right.set_aside:
            _set_aside(left, right)


def _set_aside(left: Mention, right: Mention) -> None:
    """ "3440x1440" is one count of pixels; "4x4" a name."""
    right.aside("identifier")
    if len(left.raw) < _PIXEL_DIGITS or len(right.raw) < _PIXEL_DIGITS:
        left.aside("identifier")
        return
    left.unit, left.rule = counted("pixel"), "pixels of a screen"
    left.stop = left.end = right.stop


def _is_cross(line: Line, at: int, stop: int) -> bool:
    return stop == at + 1 and line.words[at] in _CROSSES
