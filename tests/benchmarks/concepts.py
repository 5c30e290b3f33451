"""What NewsQuant calls the concepts of a quantity: the words of the nouns that it is about."""

from __future__ import annotations

from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention


def concepts_of(line: Line, mention: Mention, mentions: list[Mention]) -> list[str]:
    """The concept words of one quantity, or ["-"]."""
    return ["-"]
