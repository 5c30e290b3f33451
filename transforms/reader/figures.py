"""What the reader is given for a figure, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from transforms.reader.passages import Passage
from transforms.reader.slots import CLUES, COMPARATORS, FIGURE_FEATURES, KINDS, MEASURE_CLASSES, MODALITIES, TRENDS

Span = tuple[int, int]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an article, `text[start:end]`, with what the rules propose for it.

    `clues`: slot -> the span that the rules chose, or None where they chose none; empty where no rule has read the
    figure.  `is_dated`: whether the rules date it by words that are no expression of the calendar.
    """

    start: int
    end: int
    kind: str
    comparator: str
    trend: str | None
    modality: str | None = None
    clues: Mapping[str, Span | None] = field(default_factory=dict)
    is_dated: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choice for a slot: a span of the article or None for none, the runner-up, and how probable each is.

    A date that the rules read from no expression of the calendar has `is_of_rules`.
    """

    span: Span | None
    probability: float
    second: Span | None = None
    is_of_rules: bool = False
    second_probability: float = 0.0


@dataclass(frozen=True, slots=True)
class Choices:
    """What the reader says of one figure: a choice for each slot, a class with its probability for the others.

    `measures`: the probability of each of slots.MEASURE_CLASSES.
    """

    slots: Mapping[str, Chosen]
    is_claim: float
    modality: tuple[str, float]
    role: tuple[str, float]
    measures: tuple[float, ...]

    @property
    def measure(self) -> tuple[str | None, float]:
        """The most probable measure, or none, and how probable it is."""
        likely = max(self.measures)
        return MEASURE_CLASSES[self.measures.index(likely)], likely


def features_of(figure: Figure) -> Floats:
    """What is known of a figure beside its words, [FIGURE_FEATURES]; see slots.FIGURE_FEATURES."""
    row = np.zeros(FIGURE_FEATURES, dtype=np.float32)
    row[KINDS.index(figure.kind)] = 1
    row[len(KINDS) + COMPARATORS.index(figure.comparator)] = 1
    row[len(KINDS) + len(COMPARATORS) + TRENDS.index(figure.trend)] = 1
    at = len(KINDS) + len(COMPARATORS) + len(TRENDS)
    if figure.modality is not None:
        row[at] = 1
        row[at + 1 + MODALITIES.index(figure.modality)] = 1
    at += 1 + len(MODALITIES)
    for number, slot in enumerate(CLUES):
        row[at + number] = slot in figure.clues and figure.clues[slot] is None
    row[-1] = figure.is_dated
    return row


def clues_of(figure: Figure, passage: Passage) -> Floats:
    """Which words of the passage the rules chose for each slot, [words, CLUES]."""
    found = np.zeros((len(passage.words), len(CLUES)), dtype=np.float32)
    for number, slot in enumerate(CLUES):
        span = figure.clues.get(slot)
        words = passage.word_span(*span) if span is not None else None
        if words is not None:
            found[words[0] : words[1] + 1, number] = 1
    return found
