"""How well sentences in the style of news are read that nobody looks at: `python -m tests.benchmarks.news_sentences`.

They stand in tests/corpora/quantities_fresh.yaml with the readings (comparator, value or ends, unit, trend) of all that
is to be found; a quantity is right where all of its reading is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import yaml

from tests.conftest import ROOT
from tests.quantities.corpus import reading
from transforms.quantities import read_quantities

SENTENCES: Final = ROOT / "tests" / "corpora" / "quantities_fresh.yaml"
_DIGITS: Final = 6  # that a value must agree in


@dataclass(frozen=True)
class Told:
    """How many sentences and labelled quantities there are, how many were read, and how many of these right."""

    sentences: int
    labelled: int
    read: int
    right: int

    def __str__(self) -> str:
        precision, recall = self.right / self.read, self.right / self.labelled
        return (
            f"{self.sentences} sentences with {self.labelled} quantities; wholly right {precision:.1%} of those read, "
            f"{recall:.1%} of those labelled"
        )


def figures() -> Told:
    """The figures of all sentences."""
    kinds = yaml.load(SENTENCES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    cases = [(text, wanted) for cases in kinds.values() for text, wanted in cases.items()]
    labelled = read = right = 0
    for text, wanted in cases:
        found = Counter(_rounded(reading(one)) for one in read_quantities(text) if one.set_aside is None)
        told = Counter(_rounded(one) for one in wanted)
        labelled, read, right = labelled + told.total(), read + found.total(), right + (found & told).total()
    return Told(len(cases), labelled, read, right)


def _rounded(told: str) -> str:
    """The reading with its value to so many digits."""
    comparator, value, rest = told.split(" ", 2)
    try:
        return f"{comparator} {float(value):.{_DIGITS}g} {rest}"
    except ValueError:  # two ends, or none
        return told


if __name__ == "__main__":
    print(figures())
