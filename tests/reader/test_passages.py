"""Passages: every figure is read once, in a stretch that the encoder can hold, with the same neighbours every time."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.reader.passages import BEFORE, DISTANCES, LONGEST, LONGEST_TITLE, cut_passages

Span = tuple[int, int]


def article(lengths: list[int], with_figure: list[bool], word: str = "word") -> tuple[str, list[Span], list[Span]]:
    """A text of sentences of so many words, with a figure at the end of some."""
    text, sentences, figures = "", list[Span](), list[Span]()
    for length, has_figure in zip(lengths, with_figure, strict=True):
        start = len(text)
        text += " ".join([word] * length)
        if has_figure:
            figures.append((len(text) + 1, len(text) + 3))
            text += " 12"
        text += "."
        sentences.append((start, len(text)))
        text += " "
    return text, sentences, figures


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 400), st.booleans()), min_size=1, max_size=30))
def test_every_figure_is_read_once_and_the_encoder_can_hold_it(shape: list[tuple[int, bool]]) -> None:
    text, sentences, figures = article([n for n, _ in shape], [has for _, has in shape])
    passages = cut_passages(text, "A title of the article", sentences, figures)
    assert [number for passage in passages for number in passage.figures] == list(range(len(figures)))
    for passage in passages:
        assert len(passage.ids) <= LONGEST + LONGEST_TITLE + 3
        for number, first, last in zip(passage.figures, passage.first, passage.last, strict=True):
            assert first == last
            assert (passage.words[first].start, passage.words[first].end) == figures[number]


def test_many_figures_of_an_endless_sentence_are_all_read() -> None:
    text = " ".join(f"word {n}," for n in range(1000))
    figures = [(text.index(f" {n},") + 1, text.index(f" {n},") + 1 + len(str(n))) for n in range(1000)]
    passages = cut_passages(text, "", [(0, len(text))], figures)
    assert [number for passage in passages for number in passage.figures] == list(range(1000))
    assert max(len(passage.ids) for passage in passages) <= LONGEST + LONGEST_TITLE + 3


def test_a_figure_has_the_sentences_before_it_and_the_one_behind() -> None:
    text, sentences, figures = article([5] * 12, [n == 8 for n in range(12)])
    (passage,) = cut_passages(text, "", sentences, figures)
    assert set(passage.sentence_of.tolist()) == set(range(8 - BEFORE, 10))


def test_far_figures_have_passages_of_their_own() -> None:
    text, sentences, figures = article([5] * 40, [n in (2, 35) for n in range(40)])
    assert [passage.figures for passage in cut_passages(text, "", sentences, figures)] == [[0], [1]]


def test_marks_tell_figures_and_distances_tell_sides() -> None:
    text, sentences, figures = article([3, 3], [True, True])
    (passage,) = cut_passages(text, "", sentences, figures)
    marked = passage.marks[passage.first_piece] == 1
    assert [text[w.start : w.end] for w, mark in zip(passage.words, marked, strict=True) if mark] == ["12", "12"]
    distances = passage.distances()
    at = passage.first[0]
    assert distances[0, at] == 0
    assert distances[0, at - 1] == 1
    assert distances[0, at + 1] == len(DISTANCES) + 2
    assert (np.diff(passage.sentence_distances()[0]) >= 0).all()
