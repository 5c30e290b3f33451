"""What a figure measures, as far as the words of its fields tell: "injured" of injuries, "a barrel" of a price.

The network sees the whole passage, but little of each word; a sum of weights over the words that its fields came to
and those beside the figure ("64 people were still missing") sees every word that labels had.  The two err in different
places: what both say together is right more often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.lexicons.tables import read_sets, read_table
from transforms.reader.slots import MEASURE_CLASSES
from transforms.syntax.lemmas import singular

WEIGHTS: Final = Path(__file__).parent / "weights" / "measures.npz"
SCALE: Final = 16  # weights are shipped as whole sixteenths, so that a sum is the same on any machine
WORDS_SHARE: Final = 0.75  # of what the words say: they are surer than they are right
# `count`, for what no other measure holds, is chosen too often: of the measures of the kept-back excerpts 0.847 are
# right without this, 0.851 with it, and 0.856 with half as much again.
OF_COUNTS: Final = -1.0  # log odds
BEFORE, AFTER = 5, 6  # words of the figure's sentence on each side that are weighed
_WORD: Final = re.compile(r"[^\W\d_]+")
_BEHIND_HEAD: Final = read_sets("word_sets")["behind_head"]
_COUNTING: Final = read_sets("word_sets")["counting_nouns"]

Floats = NDArray[np.float64]


class Table(NamedTuple):
    """Where each feature's weights stand, and the weights: whole numbers [features, MEASURE_CLASSES]."""

    places: Mapping[str, int]
    weights: NDArray[np.int8]


@cache
def table() -> Table:
    """The weights as `python -m transforms.training.measures` fits them."""
    with np.load(WEIGHTS) as packed:
        names = str(packed["names"]).split("\n")
        return Table({name: at for at, name in enumerate(names)}, packed["weights"])


def settled_measure(row: Mapping[str, Any], probabilities: Sequence[float]) -> tuple[str | None, float]:
    """The measure of a claim by its settled fields and the network's probabilities [MEASURE_CLASSES]; how probable."""
    told = np.log(np.maximum(np.asarray(probabilities, dtype=np.float64), 1e-9)) + WORDS_SHARE * word_scores(row)
    told[MEASURE_CLASSES.index("count")] += OF_COUNTS
    raised = np.exp(told - told.max())
    at = int(raised.argmax())
    return _of_verb(_of_counted_thing(MEASURE_CLASSES[at], row), row), float(raised[at] / raised.sum())


@cache
def _counted_things() -> Mapping[str, str]:
    """The last word or words of an item → the measure that counts such things."""
    return {word: row["measure"] for row in read_table("counted_things") for word in row["words"].split("|")}


def _of_counted_thing(measure: str | None, row: Mapping[str, Any]) -> str | None:
    """The measure, or where it is a bare count of what another measure counts ("24 air strikes"), that one."""
    if measure != "count" or row["kind"] != "count":
        return measure
    words = [singular(word) for word in _WORD.findall((row["item"] or "").lower())]
    head = _head(words)
    before = words[words.index(head) - 1] if head and words.index(head) else ""
    known = _counted_things()
    return known.get(f"{before} {head}") or known.get(head, measure)


class _Saying(NamedTuple):
    """A row of the table `verb_measures`; an empty set holds for all but `without`, of which no word may be there."""

    measure: str
    kind: str
    taken: frozenset[str]
    verbs: frozenset[str]
    heads: frozenset[str]
    beside: frozenset[str]
    without: frozenset[str]


@cache
def _sayings() -> tuple[_Saying, ...]:
    sets = ("taken", "verbs", "heads", "beside", "without")
    return tuple(
        _Saying(row["measure"], row["kind"], *(frozenset(row[name].split("|") if row[name] else ()) for name in sets))
        for row in read_table("verb_measures")
    )


def _of_verb(measure: str | None, row: Mapping[str, Any]) -> str | None:
    """The measure, or the one that the figure's verb and what it counts name for sure: "vaccinated 15,000 people"."""
    sayings = [saying for saying in _sayings() if saying.kind == row["kind"] and measure in saying.taken]
    if not sayings:
        return measure
    predicate = row["predicate"] or ""
    heads = _heads(row["item"] or "")
    told = {singular(word) for word in _WORD.findall(row["sentence"].lower())}
    behind = set(_WORD.findall(row["sentence"][row["end"] - row["sentence_start"] :].lower())[:AFTER])
    for saying in sayings:
        is_said = predicate in saying.verbs and (not saying.heads or saying.heads & heads)
        if is_said and (not saying.beside or saying.beside & told) and not saying.without & behind:
            return saying.measure
    return measure


def _heads(item: str) -> frozenset[str]:
    """The head of an item; of a thing with its name ("the satellite maker Orbita") the words before it, too."""
    words = _WORD.findall(item)
    singulars = [singular(word.lower()) for word in words]
    head = _head(singulars)
    at = singulars.index(head) if head in singulars else 0
    return frozenset(singulars[: at + 1] if words and words[at][0].isupper() else [head])


def word_scores(row: Mapping[str, Any]) -> Floats:
    """What the words say for each of MEASURE_CLASSES, in log odds; see `features`."""
    known = table()
    places = map(known.places.get, set(features(row)))
    rows = [at for at in places if at is not None]
    told: Floats = known.weights[rows].sum(0, dtype=np.int64) / SCALE
    return told


def features(row: Mapping[str, Any]) -> Iterator[str]:
    """What of a claim's fields is weighed: item, predicate, kind and unit, by their words; and the words beside it."""
    kind, predicate = row["kind"], row["predicate"]
    words = [singular(word) for word in _WORD.findall((row["item"] or "").lower())]
    last = words[-1] if words else ""
    for word in words:
        yield f"item {word}"
    yield f"last {last}"
    yield f"head {_head(words)}"
    yield f"predicate {predicate}"
    yield f"unit {row['unit']}"
    for word in _WORD.findall(row["unit"].lower()):
        yield f"unit word {word}"
    yield f"kind {kind}"
    yield f"kind {kind}, last {last}"
    yield f"kind {kind}, predicate {predicate}"
    yield from _beside(row["sentence"], row["start"] - row["sentence_start"], row["end"] - row["sentence_start"])


def _beside(sentence: str, start: int, end: int) -> Iterator[str]:
    for word in _WORD.findall(sentence[:start].lower())[-BEFORE:]:
        yield f"before {word}"
    for word in _WORD.findall(sentence[end:].lower())[:AFTER]:
        yield f"after {word}"


def _head(words: list[str]) -> str:
    """What is counted or measured: in "number of refugees in Dorran" the refugees."""
    if words[1:2] == ["of"] and words[0] in _COUNTING:
        words = words[2:]
    stop = next((at for at, word in enumerate(words) if at and word in _BEHIND_HEAD), len(words))
    return words[stop - 1] if words else ""
