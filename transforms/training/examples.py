"""Examples: the passages of labelled articles as the reader sees them, with the words that it should point to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from transforms.claims.assembly import Proposals, propose
from transforms.claims.reading import ArticleReading
from transforms.claims.unsaid import is_left_out
from transforms.quantities.candidates import may_hold_number
from transforms.reader.figures import Figure, Span, clues_of, features_of
from transforms.reader.passages import Passage, cut_passages
from transforms.reader.slots import MEASURE_CLASSES, MODALITIES, POINTERS, POINTS, ROLES, SPANS
from transforms.training.labels import fold_of, matches
from transforms.training.targets import NONE, OF_RULES, Place, targets

UNKNOWN: Final = -100  # a class that is not labelled
OPTIONS: Final = 2  # before the words: none, and the rules' own date


@dataclass(frozen=True, slots=True)
class Taught:
    """What teachers say of a passage's figures: probabilities of each pointer's options and of the classes.

    options [F, POINTERS, OPTIONS + W], classes [F, …], both float16.
    """

    options: Tensor
    classes: Tensor


@dataclass(slots=True)
class Example:
    """One passage as tensors.  W words, F figures, P pieces; `right` is true for each right option of a pointer.

    ids, shapes, marks [P]; first_piece [W]; first, last [F]; features [F, FIGURE_FEATURES]; clues [F, W, CLUES];
    distances, sentences [F, W]; right [F, POINTERS, OPTIONS + W]; is_labelled [F, POINTERS]; date_words [W];
    claim, modality, role, measure [F], UNKNOWN where not labelled; `taught` where teachers have labelled it.
    """

    article_id: str
    fold: int
    ids: Tensor
    shapes: Tensor
    marks: Tensor
    first_piece: Tensor
    first: Tensor
    last: Tensor
    features: Tensor
    clues: Tensor
    distances: Tensor
    sentences: Tensor
    right: Tensor
    is_labelled: Tensor
    date_words: Tensor
    claim: Tensor
    modality: Tensor
    role: Tensor
    measure: Tensor
    taught: Taught | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A figure with the rules' row and the label, where there are such; `claim`: 1, 0, or UNKNOWN."""

    figure: Figure
    row: Mapping[str, Any] | None
    label: Mapping[str, Any] | None
    claim: int


def examples_of(article: Mapping[str, Any], has_all_claims: bool = True) -> Iterator[Example]:
    """The passages of a labelled article; `has_all_claims`: whether a figure without a label is no claim."""
    published = date.fromisoformat(article["published"][:10]) if article.get("published") else None
    reading = ArticleReading(article["text"], article.get("title") or "", published)
    candidates = [s.no for s in reading.sentences if may_hold_number(reading.sentence_text(s.no))]
    proposals = propose(reading, candidates)
    figures = _labelled(article, proposals, has_all_claims)
    said = _said(figures)
    sentences = [(s.start, s.end) for s in reading.sentences]
    spans = [(f.figure.start, f.figure.end) for f in figures]
    for passage in cut_passages(reading.text, reading.title or "", sentences, spans):
        here = [figures[number] for number in passage.figures]
        yield _example(article, reading, passage, here, proposals, said)


def _labelled(article: Mapping[str, Any], proposals: Proposals, has_all_claims: bool) -> list[Labelled]:
    labels, rows = article["claims"], proposals.rows
    pairs = matches(labels, rows)
    found = []
    for number, (row, figure) in enumerate(zip(rows, proposals.figures, strict=True)):
        label = labels[pairs[number]] if number in pairs else None
        is_near = any(o["start"] < row["end"] and row["start"] < o["end"] for o in labels)
        other = UNKNOWN if is_near or not has_all_claims else 0
        found.append(Labelled(figure, row, label, other if label is None else 1))
    for number, label in enumerate(labels):
        if number not in pairs.values() and "kind" in label:
            figure = Figure(label["start"], label["end"], label["kind"], label["comparator"], label["trend"])
            found.append(Labelled(figure, None, label, 1))
    return sorted(found, key=lambda one: (one.figure.start, one.figure.end))


def _said(figures: Sequence[Labelled]) -> list[tuple[str, Span]]:
    """The units that figures' own words say, as far as the rules read them as labelled, with the words' span."""
    return [
        (one.row["unit"], (one.row["start"], one.row["end"]))
        for one in figures
        if one.row is not None and one.label is not None and one.row["unit"] == one.label.get("unit") != "1"
        if not is_left_out(one.row)
    ]


def _example(
    article: Mapping[str, Any], reading: ArticleReading, passage: Passage, here: list[Labelled], proposals: Proposals,
    said: Sequence[tuple[str, Span]],
) -> Example:  # fmt: skip
    words = len(passage.words)
    right = torch.zeros(len(here), len(POINTERS), OPTIONS + words, dtype=torch.bool)
    is_labelled = torch.zeros(len(here), len(POINTERS), dtype=torch.bool)
    for number, one in enumerate(here):
        if one.label is None:
            continue
        at = max(0, bisect_right(reading.sentences, one.figure.start, key=lambda s: s.start) - 1)
        sentence = reading.sentences[at].start, reading.sentences[at].end
        place = Place(reading.text, passage, number, one.figure, sentence, said)
        for slot, pairs in targets(place, one.label, one.row, proposals.times).items():
            _mark(right[number], is_labelled[number], slot, pairs)
    date_words = torch.zeros(words, dtype=torch.bool)
    low, high = passage.words[0].start, passage.words[-1].end
    for span in proposals.times:
        found = passage.word_span(*span) if low <= span[0] and span[1] <= high + 1 else None
        if found is not None:
            date_words[found[0]] = True
    return Example(
        str(article["id"]), fold_of(article), torch.from_numpy(passage.ids), torch.from_numpy(passage.shapes),
        torch.from_numpy(passage.marks), torch.from_numpy(passage.first_piece), torch.from_numpy(passage.first),
        torch.from_numpy(passage.last), torch.from_numpy(np.stack([features_of(one.figure) for one in here])),
        torch.from_numpy(np.stack([clues_of(one.figure, passage) for one in here])),
        torch.from_numpy(passage.distances()), torch.from_numpy(passage.sentence_distances()), right, is_labelled,
        date_words, torch.tensor([one.claim for one in here]), _classes(here, "modality", MODALITIES),
        _classes(here, "role", ROLES), _classes(here, "measure", MEASURE_CLASSES),
    )  # fmt: skip


def _mark(right: Tensor, is_labelled: Tensor, slot: str, pairs: list[tuple[int, int]]) -> None:
    names = [f"{slot}_first", f"{slot}_last"] if slot in SPANS else [slot]
    assert slot in SPANS or slot in POINTS
    for end, name in enumerate(names):
        pointer = POINTERS.index(name)
        is_labelled[pointer] = True
        for pair in pairs:
            option = {NONE: 0, OF_RULES: 1}.get(pair[end], OPTIONS + pair[end])
            right[pointer, option] = True


def _classes(here: list[Labelled], name: str, classes: tuple[Any, ...]) -> Tensor:
    """The number of each label's class; a label without this field, as of a made sentence, has none."""
    return torch.tensor(
        [UNKNOWN if one.label is None or name not in one.label else classes.index(one.label[name]) for one in here]
    )
