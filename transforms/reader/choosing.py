"""From scores to choices: for each slot the best span or none, with its probability and the runner-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from transforms.reader.agreeing import with_one_actor
from transforms.reader.consensus import agreed
from transforms.reader.figures import Choices, Chosen, Figure, Floats, Span, clues_of, features_of
from transforms.reader.model import scores
from transforms.reader.passages import Passage, cut_passages
from transforms.reader.phrases import SMALL
from transforms.reader.slots import MEASURE_CLASSES, MODALITIES, POINTERS, ROLES, SPANS

LONGEST_SPAN: Final = 24  # words
LONGEST_OF: Final = {"actor": 12}  # words of the spans of one slot, where labels have no longer one
DIGITS: Final = 3  # of a score, so that the last bit of a processor's arithmetic seldom decides
NAMED: Final = ("speaker", "place")
EVEN: Final = 0.5
_NEVER: Final = -1e9
_FIRST: Final = [POINTERS.index(f"{slot}_first") for slot in SPANS]
_LAST: Final = [POINTERS.index(f"{slot}_last") for slot in SPANS]
_ENDS: Final = np.cumsum([0, 2, len(MODALITIES), len(ROLES), len(MEASURE_CLASSES)]).tolist()
_CLASSES: Final = [slice(*ends) for ends in pairwise(_ENDS)]
_LENGTHS: Final = np.arange(LONGEST_SPAN)
_LONGEST_OF: Final = np.array([LONGEST_OF.get(slot, LONGEST_SPAN) for slot in SPANS])
T = TypeVar("T")


def read_figures(
    text: str, title: str, sentences: Sequence[Span], figures: Sequence[Figure], dates: Sequence[Span],
    may_be_verb: Callable[[str], bool],
) -> list[Choices]:  # fmt: skip
    """What the reader says of each figure, in order.

    `sentences`, `figures` and `dates` (the calendar's expressions) are in order of their start; spans are half-open
    code points of `text`.  `may_be_verb` tells of a word in lower case whether a predicate can be it.
    """
    found: list[Choices] = []
    for passage in cut_passages(text, title, sentences, [(f.start, f.end) for f in figures]):
        here = [figures[number] for number in passage.figures]
        features = np.stack([features_of(figure) for figure in here])
        clues = np.stack([clues_of(figure, passage) for figure in here])
        pointers, nones, classes = (np.round(part, DIGITS) for part in scores(passage, features, clues))
        is_verb = np.array([may_be_verb(text[word.start : word.end].lower()) for word in passage.words])
        pointers[:, ~is_verb, POINTERS.index("predicate")] = _NEVER
        found += _choose(text, passage, pointers, nones, classes, _date_words(passage, dates))
    return with_one_actor(found)


def _date_words(passage: Passage, dates: Sequence[Span]) -> dict[int, Span]:
    """The word that each expression of the calendar begins with."""
    low, high = passage.words[0].start, passage.words[-1].end
    inside = [span for span in dates if span[0] >= low and span[1] <= high + 1]
    words = [(passage.word_span(*span), span) for span in inside]
    return {word[0]: span for word, span in reversed(words) if word is not None}


def _choose(
    text: str, passage: Passage, pointers: Floats, nones: Floats, classes: Floats, dates: dict[int, Span]
) -> Iterator[Choices]:
    """The choices of each figure of a passage, in order."""
    told = _log_softmax(np.concatenate([nones[:, :-1, None], pointers.transpose(0, 2, 1)], 2))
    joint = _joint(passage, told)
    none = told[:, _FIRST, 0] + told[:, _LAST, 0]
    of_words = _of_words(text, passage)
    spans = zip(
        *(
            _named(passage, joint[:, s], none[:, s])
            if slot in NAMED
            else _phrases(passage, joint[:, s], none[:, s], of_words)
            for s, slot in enumerate(SPANS)
        ),
        strict=True,
    )
    claim, modality, role, measure = (np.exp(_log_softmax(classes[:, part])) for part in _CLASSES)
    points = zip(
        _points(passage, told[:, POINTERS.index("predicate")]),
        _mentions(passage, told[:, POINTERS.index("unit")]),
        _dates(pointers, nones, dates),
        strict=True,
    )
    told_classes = zip(
        claim[:, 1].tolist(), _best(modality, MODALITIES), _best(role, ROLES), map(tuple, measure.tolist()), strict=True
    )
    for of_spans, (predicate, unit, date), of_classes in zip(spans, points, told_classes, strict=True):
        slots = dict(zip(SPANS, of_spans, strict=True)) | {"predicate": predicate, "unit": unit, "date": date}
        yield Choices(slots, *of_classes)


def _joint(passage: Passage, told: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each figure and slot how likely the span is that begins at a word and has a length, less one."""
    begins, ends = told[:, _FIRST, 1:], told[:, _LAST, 1:]
    beyond = np.full((*ends.shape[:2], LONGEST_SPAN - 1), _NEVER)
    joint = begins[..., None] + sliding_window_view(np.concatenate([ends, beyond], 2), LONGEST_SPAN, 2)
    may_be: NDArray[np.float64] = np.where(_reach(passage), joint, _NEVER)
    return may_be


def _named(passage: Passage, joint: NDArray[np.float64], none: NDArray[np.float64]) -> Iterator[Chosen]:
    """For each figure the likeliest span of a slot, or none, by `joint` [figures, words, LONGEST_SPAN].

    A name has many mentions that share its weight: none must outweigh them all.
    """
    best = joint.reshape(len(joint), -1).argmax(1).tolist()
    for at, no_name in zip(best, np.exp(none / 2).tolist(), strict=True):
        span = _span(passage, at)
        is_none = no_name >= 1 - no_name
        of_two = (None, no_name, span, 1 - no_name) if is_none else (span, 1 - no_name, None, no_name)
        yield _chosen(*of_two)


def _phrases(
    passage: Passage, joint: NDArray[np.float64], none: NDArray[np.float64], of_words: NDArray[np.bool_]
) -> Iterator[Chosen]:
    """For each figure the span that most of the likely ones agree with, or none, and the next."""
    places, weights = agreed(joint, of_words)
    for two, of_two, no_phrase in zip(places.tolist(), weights.tolist(), np.exp(none).tolist(), strict=True):
        first, second = sorted([(no_phrase, None), *zip(of_two, two, strict=True)], key=lambda one: -one[0])[:2]
        yield _chosen(_span(passage, first[1]), first[0], _span(passage, second[1]), second[0])


def _chosen(span: Span | None, probability: float, second: Span | None, second_probability: float) -> Chosen:
    return Chosen(span, probability, second, second_probability=second_probability)


def _span(passage: Passage, at: int | None) -> Span | None:
    """The words of a span by its place in the flat `joint`."""
    if at is None:
        return None
    first, length = divmod(at, LONGEST_SPAN)
    return _words(passage, first, first + length)


def _of_words(text: str, passage: Passage) -> NDArray[np.bool_]:
    """Which of the passage's words that mean something each of its words is, [words, those]; small words are none."""
    said = [text[word.start : word.end].lower() for word in passage.words]
    numbers: dict[str, int] = {}
    for word in said:
        if word[0].isalnum() and word not in SMALL:
            numbers.setdefault(word, len(numbers))
    told = np.zeros((len(said), len(numbers)), dtype=np.bool_)
    for at, word in enumerate(said):
        if word in numbers:
            told[at, numbers[word]] = True
    return told


def _reach(passage: Passage) -> NDArray[np.bool_]:
    """Whether a span of a slot may begin at a word and have a length, [SPANS, words, LONGEST_SPAN].

    It stays in its sentence, and is no longer than those of its slot are.
    """
    of = passage.sentence_of
    left = np.searchsorted(of, of, side="right") - np.arange(len(of))
    is_whole: NDArray[np.bool_] = np.minimum(left, _LONGEST_OF[:, None])[..., None] > _LENGTHS
    return is_whole


def _points(passage: Passage, told: NDArray[np.float64]) -> Iterator[Chosen]:
    """For each figure the likeliest of none and the words, and the next."""
    order, probabilities = _two_best(told)
    for two, (first, second) in zip(order, probabilities, strict=True):
        spans = [_words(passage, n - 1, n - 1) if n else None for n in two]
        yield Chosen(spans[0], first, spans[1], second_probability=second)


def _mentions(passage: Passage, told: NDArray[np.float64]) -> Iterator[Chosen]:
    """The best of the words, with how likely any of them is: those that are right together, as all mentions of a noun,
    share their weight."""
    for none, at in zip(np.exp(told[:, 0]).tolist(), told[:, 1:].argmax(1).tolist(), strict=True):
        word = _words(passage, at, at)
        yield Chosen(word, 1 - none, None, second_probability=none) if none < EVEN else Chosen(None, none, word)


def _dates(pointers: Floats, nones: Floats, dates: dict[int, Span]) -> Iterator[Chosen]:
    """For each figure the likeliest of no date, the rules' own and the calendar's expressions, and the next."""
    at, words = POINTERS.index("date"), sorted(dates)
    of_words = [pointers[:, word, at : at + 1] for word in words]
    order, probabilities = _two_best(_log_softmax(np.concatenate([nones[:, at : at + 1], nones[:, -1:], *of_words], 1)))
    for two, (first, second) in zip(order, probabilities, strict=True):
        spans = [dates[words[n - 2]] if n > 1 else None for n in two]
        yield Chosen(spans[0], first, spans[1], is_of_rules=two[0] == 1, second_probability=second)


def _two_best(told: NDArray[np.float64]) -> tuple[list[list[int]], list[list[float]]]:
    """In each row the places of the two greatest, the first of those that are as great, and their probabilities."""
    order = np.argsort(-told, kind="stable")[:, :2]
    return order.tolist(), np.exp(told[np.arange(len(told))[:, None], order]).tolist()


def _words(passage: Passage, first: int, last: int) -> Span:
    return passage.words[first].start, passage.words[last].end


def _best(told: NDArray[np.float64], classes: Sequence[T]) -> Iterator[tuple[T, float]]:
    """The likeliest class of each figure, and how likely it is."""
    return ((classes[at], likely) for at, likely in zip(told.argmax(1).tolist(), told.max(1).tolist(), strict=True))


def _log_softmax(values: Floats) -> NDArray[np.float64]:
    """Along the last axis; as of one row alone, however many there are."""
    wide = np.ascontiguousarray(values, dtype=np.float64)
    wide = wide - wide.max(-1, keepdims=True)
    told: NDArray[np.float64] = wide - np.log(np.exp(wide).sum(-1, keepdims=True))
    return told
