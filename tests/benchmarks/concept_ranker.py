"""Learns which phrases NewsQuant calls a quantity's concept: `python -m tests.benchmarks.learn_concepts`.

The candidates of a quantity are no concept, each phrase of its sentence, and each two of them (a thing and the subject
of its clause); a log-linear model over their features chooses.  It learns from the three read quarters alone, prints
what eight-fold cross-validation over their sentences gives, and writes concept_weights.json.  Nothing is drawn by lot:
the same labels give the same weights.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.concept_features import Features, Figure, lowered, of_none, of_phrase
from tests.benchmarks.concept_phrases import Sentence

WEIGHTS: Final = Path(__file__).parent / "concept_weights.json"
NONE: Final = frozenset({"-"})
FOLDS: Final = 8
_SEEN: Final = 8  # figures that a feature must stand beside to be learned
_DECAY, _SOFTNESS, _STEPS, _PACE = 15.0, 0.3, 150, 0.08
_PART: Final = 0.5  # what a word in common is worth beside all in common
_SHOWN: Final = 40  # candidates that are weighed against each other

Concept = frozenset[str]
Candidate = tuple[Concept, Features]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """The candidates of one figure, its concept as labelled, and which sentence it stands in."""

    text: str
    candidates: list[Candidate]
    label: Concept


def candidates(sentence: Sentence, figure: Figure) -> list[Candidate]:
    """All that the concept of a figure may be; one set of words may come in more ways than one."""
    found: list[Candidate] = [(NONE, of_none(sentence, figure))]
    if figure.span is None:
        return found
    parts = [(phrase, of_phrase(sentence, figure, phrase)) for phrase in sentence.phrases()]
    for phrase, features in parts:
        words = lowered(phrase.words)
        told = Counter(["single"]) + _as_ruled(words, figure)
        found.append((words, features + told))
    for one, features in parts:
        for other, more in parts:
            if other.first > one.last:
                words = lowered(one.words) | lowered(other.words)
                sides = "".join(
                    "L" if sentence.pieces[phrase.first][0] < figure.span[0] else "R" for phrase in (one, other)
                )
                told = Counter(["pair", f"pair {sides}"])
                found.append((words, features + more + told + _as_ruled(words, figure)))
    return [(words, told) for words, told in found if words]


def _as_ruled(words: Concept, figure: Figure) -> Features:
    return Counter(["as ruled"] if words == figure.ruled else [])


def choose(found: Sequence[Candidate], weights: dict[str, float]) -> Concept:
    """The candidate that agrees most with what all of them, weighed by how likely they are, have in them."""
    scores: dict[Concept, float] = {}
    for words, features in found:
        score = sum(weights.get(name, 0.0) * count for name, count in features.items())
        scores[words] = float(np.logaddexp(scores[words], score)) if words in scores else score
    best = sorted(scores, key=lambda words: (-round(scores[words], 6), sorted(words)))[:_SHOWN]
    chances = np.exp(np.array([scores[words] for words in best]) - scores[best[0]])
    gains = [
        sum(chance * ((one == other) + _PART * bool(one & other)) for other, chance in zip(best, chances, strict=True))
        for one in best
    ]
    return best[max(range(len(best)), key=lambda at: (round(float(gains[at]), 6), -at))]


def learned() -> dict[str, float]:
    """The weights as they were learned last."""
    weights: dict[str, float] = _stored()["weights"]
    return weights


def cross_validation() -> tuple[int, float, float]:
    """How many figures were learned from, and the shares in part and complete that cross-validation gave then."""
    told = _stored()["cross_validation"]
    return told["figures"], told["in part"], told["complete"]


@cache
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return stored


def learn(examples: Sequence[Example]) -> dict[str, float]:
    """The weights under which the labelled concepts are likeliest, by steps downhill (Adam)."""
    beside = Counter(name for one in examples for name in {name for _, features in one.candidates for name in features})
    names = sorted(name for name, count in beside.items() if count >= _SEEN)
    place = {name: at for at, name in enumerate(names)}
    rows = [features for one in examples for _, features in one.candidates]
    table = np.zeros((len(rows), len(names)))
    for number, features in enumerate(rows):
        for name, count in features.items():
            if name in place:
                table[number, place[name]] = count
    sizes = [len(one.candidates) for one in examples]
    starts, of = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(sizes)), sizes)
    wanted = np.concatenate([_wanted(one) for one in examples])
    weights, mean, square = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, _STEPS + 1):
        scores = table @ weights
        told = _shares(scores, np.ones(len(rows)), starts, of)
        slope = table.T @ (told - _shares(scores, wanted, starts, of)) + _DECAY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        pace = _PACE * (1 - 0.9 * step / _STEPS)
        weights -= pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {name: round(float(weights[at]), 3) for name, at in place.items() if round(float(weights[at]), 3)}


def _shares(scores: Floats, worth: Floats, starts: NDArray[Any], of: NDArray[Any]) -> Floats:
    """How likely each candidate is among those of its figure, weighed by what it is worth."""
    powers = np.exp(scores - np.maximum.reduceat(scores, starts)[of]) * worth
    shares: Floats = powers / np.maximum(np.add.reduceat(powers, starts), 1e-12)[of]
    return shares


def _wanted(example: Example) -> Floats:
    """What each candidate is worth: all for the label, less the fewer words are in common."""
    gains = np.array([_gain(words, example.label) for words, _ in example.candidates])
    if gains.max() <= 0:
        return np.array([float(words == NONE) for words, _ in example.candidates])
    worth: Floats = np.exp((gains - gains.max()) / _SOFTNESS)
    return worth


def _gain(words: Concept, label: Concept) -> float:
    common = len(words & label)
    return (words == label) + _PART * bool(common) + _PART * 2 * common / (len(words) + len(label))


def cross_validated(examples: Sequence[Example]) -> Iterator[tuple[Concept, Concept]]:
    """Each label with what weights choose that were learned without its sentence."""
    folds: dict[int, list[Example]] = defaultdict(list)
    for one in examples:
        folds[int(hashlib.sha256(one.text.encode()).hexdigest(), 16) // FOLDS % FOLDS].append(one)
    for number, held in sorted(folds.items()):
        weights = learn([one for other, rest in sorted(folds.items()) if other != number for one in rest])
        yield from ((one.label, choose(one.candidates, weights)) for one in held)


def write(weights: dict[str, float], figures: int, part: float, whole: float) -> None:
    """concept_weights.json: the weights, and what cross-validation gave."""
    told = {"figures": figures, "in part": round(part, 3), "complete": round(whole, 3)}
    stored = {"cross_validation": told, "weights": weights}
    WEIGHTS.write_text(json.dumps(stored, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def shares(pairs: Iterable[tuple[Concept, Concept]]) -> tuple[float, float]:
    """In how many of the pairs a word is common, and in how many all are."""
    told = [(bool(one & other), one == other) for one, other in pairs]
    return sum(part for part, _ in told) / len(told), sum(whole for _, whole in told) / len(told)
