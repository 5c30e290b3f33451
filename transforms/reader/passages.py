"""Passages: the stretches of an article that are encoded, each with the figures that are read in it.

A passage is whole sentences: those with figures, a few before (who speaks, which period is under report) and one after.
Which passages an article has depends on the article alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from transforms.reader.words import Word, split_words, vocabulary

BEFORE: Final = 3  # sentences
LONGEST_BEFORE: Final = 100  # pieces of them
LONGEST: Final = 320  # pieces of a passage; the encoder knows 512 places, the title takes a few
LONGEST_TITLE: Final = 24
# Upper ends of the classes of distance, in words, on either side of a figure.
DISTANCES: Final = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96)
SENTENCES_BACK: Final = 4
SENTENCES_ON: Final = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """Piece ids, shapes and marks (whether a piece is of a figure) with, for each word, its first piece and sentence.

    `figures` are the numbers of the figures read here, `first`/`last` the words that each begins and ends with.
    """

    words: list[Word]
    sentence_of: NDArray[np.int64]
    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    marks: NDArray[np.int64]
    first_piece: NDArray[np.int64]
    figures: list[int]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def word_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and last word that a span of the article touches here; None where it lies outside."""
        first = bisect_right(self.words, start, key=lambda word: word.end)
        last = bisect_left(self.words, end, key=lambda word: word.start) - 1
        return (first, last) if first <= last else None

    def distances(self) -> NDArray[np.int64]:
        """For each figure and word the class of their distance: 0 inside, then the classes before and behind."""
        at = np.arange(len(self.words))[None, :]
        before, behind = self.first[:, None] - at, at - self.last[:, None]
        classes = np.array(DISTANCES)
        count = len(DISTANCES) + 1
        found = np.zeros(before.shape, dtype=np.int64)
        found = np.where(before > 0, 1 + np.searchsorted(classes, before), found)
        return np.where(behind > 0, 1 + count + np.searchsorted(classes, behind), found)

    def sentence_distances(self) -> NDArray[np.int64]:
        """For each figure and word how many sentences lie between them, from 0 (far before) up."""
        difference = self.sentence_of[None, :] - self.sentence_of[self.first][:, None]
        clipped: NDArray[np.int64] = np.clip(difference, -SENTENCES_BACK, SENTENCES_ON) + SENTENCES_BACK
        return clipped


def cut_passages(
    text: str, title: str, sentences: Sequence[tuple[int, int]], figures: Sequence[tuple[int, int]]
) -> list[Passage]:
    """The passages of an article, in order; every figure is read in exactly one.

    `sentences` and `figures` are half-open spans of `text` (code points), both in order of their start.
    """
    cutter = _Cutter(text, title, sentences, figures)
    passages = []
    at = 0
    while at < len(figures):
        passage, at = cutter.passage(at)
        passages.append(passage)
    return passages


class _Cutter:
    def __init__(
        self, text: str, title: str, sentences: Sequence[tuple[int, int]], figures: Sequence[tuple[int, int]]
    ) -> None:
        self.text, self.sentences, self.figures = text, sentences, figures
        starts = [start for start, _ in sentences]
        self.sentence_of = [max(0, bisect_right(starts, start) - 1) for start, _ in figures]
        self.known: dict[int, tuple[list[Word], int]] = {}
        pieces = [piece for word in split_words(title, 0, len(title)) for piece in word.pieces]
        self.title = pieces[:LONGEST_TITLE]

    def words(self, sentence: int) -> tuple[list[Word], int]:
        """The words of a sentence and how many pieces they have."""
        if sentence not in self.known:
            words = split_words(self.text, *self.sentences[sentence])
            self.known[sentence] = words, sum(len(word.pieces) for word in words)
        return self.known[sentence]

    def passage(self, at: int) -> tuple[Passage, int]:
        """The passage that begins with figure `at`, and the first figure that is not read in it."""
        here = self.sentence_of[at]
        begin, room = here, min(LONGEST_BEFORE, LONGEST - self.words(here)[1])
        while begin > max(0, here - BEFORE) and self.words(begin - 1)[1] <= room:
            begin -= 1
            room -= self.words(begin)[1]
        end = here + 1
        size = sum(self.words(number)[1] for number in range(begin, end))
        stop = at
        while stop < len(self.figures):
            wanted = self.sentence_of[stop]
            if wanted >= end and wanted - BEFORE > end:
                break
            reach = min(wanted + 2, len(self.sentences))
            more = sum(self.words(number)[1] for number in range(end, reach))
            if size + more > LONGEST and wanted != here:
                break
            if size + more <= LONGEST:
                size, end = size + more, max(end, reach)
            stop += 1
        passage = self._made(begin, end, range(at, stop))
        return passage, at + len(passage.figures)

    def _made(self, begin: int, end: int, figures: range) -> Passage:
        known = vocabulary()
        words: list[Word] = []
        sentence_of: list[int] = []
        size = 0
        for number in range(begin, end):
            of_sentence, pieces = self.words(number)
            words += of_sentence
            sentence_of += [number] * len(of_sentence)
            size += pieces
        if size > LONGEST:
            kept = _within(words, self.figures[figures[0]][0])
            words, sentence_of = words[kept], sentence_of[kept]
        figures = range(
            figures[0], max(figures[0] + 1, bisect_left(self.figures, (words[-1].end,), hi=figures[-1] + 1))
        )
        starts, ends, of_words, shapes = zip(*words, strict=True)
        before, marks = [known["[CLS]"], *self.title, known["[SEP]"]], [0] * len(words)
        for start, stop in self.figures[bisect_left(self.sentence_of, begin) : bisect_left(self.sentence_of, end)]:
            for at in range(bisect_right(ends, start), bisect_left(starts, stop)):
                marks[at] = 1
        lengths = np.array([len(pieces) for pieces in of_words])
        first = [min(bisect_right(ends, self.figures[f][0]), len(words) - 1) for f in figures]
        last = [max(bisect_left(starts, self.figures[f][1]) - 1, a) for f, a in zip(figures, first, strict=True)]
        return Passage(
            words,
            np.array(sentence_of),
            np.array([*before, *chain.from_iterable(of_words), known["[SEP]"]]),
            _of_pieces(np.array(shapes) + 1, lengths, len(before)),
            _of_pieces(np.array(marks), lengths, len(before)),
            len(before) + np.cumsum(lengths) - lengths,
            list(figures),
            np.array(first),
            np.array(last),
        )


def _of_pieces(of_words: NDArray[np.int64], lengths: NDArray[np.int64], before: int) -> NDArray[np.int64]:
    """What each word is, for each of its pieces; 0 for the `before` pieces before them and the one behind."""
    return np.concatenate([np.zeros(before, np.int64), np.repeat(of_words, lengths), np.zeros(1, np.int64)])


def _within(words: list[Word], start: int) -> slice:
    """Of too many words those around the figure at `start`."""
    first = min(bisect_right(words, start, key=lambda word: word.end), len(words) - 1)
    last, room = first, LONGEST - len(words[first].pieces)
    while True:
        before = first > 0 and len(words[first - 1].pieces) <= room
        if before:
            first -= 1
            room -= len(words[first].pieces)
        behind = last + 1 < len(words) and len(words[last + 1].pieces) <= room
        if behind:
            last += 1
            room -= len(words[last].pieces)
        if not before and not behind:
            return slice(first, last + 1)
