"""The span of a slot: that which most of the likely ones agree with, whatever the likeliest is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from transforms.reader.consensus import agreed

LENGTHS = 4
NEVER = -1e9


def joint(words: int, *spans: tuple[int, int, float]) -> NDArray[np.float64]:
    """One figure's log probabilities: `spans` are first word, last word, probability."""
    told = np.full((1, words, LENGTHS), NEVER)
    for first, last, probability in spans:
        told[0, first, last - first] = np.log(probability)
    return told


def chosen(told: NDArray[np.float64], of_words: NDArray[np.bool_]) -> tuple[list[tuple[int, int]], list[float]]:
    places, weights = agreed(told, of_words)
    spans = [divmod(at, LENGTHS) for at in places[0].tolist()]
    return [(first, first + length) for first, length in spans], weights[0].tolist()


def test_phrases_that_share_their_words_outweigh_a_likelier_one() -> None:
    # "oil exports" and "exports" and "oil exports from" are one thing, "the ministry" another.
    told = joint(8, (6, 7, 0.4), (1, 2, 0.3), (2, 2, 0.2), (1, 3, 0.1))
    spans, weights = chosen(told, np.eye(8, dtype=np.bool_))
    assert spans == [(1, 2), (6, 7)]
    assert weights == pytest.approx([0.6, 0.4])


def test_two_mentions_of_the_same_words_agree() -> None:
    of_words = np.zeros((6, 3), dtype=np.bool_)
    of_words[[0, 4], 0] = of_words[1, 1] = of_words[2, 2] = True  # the words 0 and 4 say the same
    spans, weights = chosen(joint(6, (1, 1, 0.4), (0, 0, 0.3), (4, 4, 0.25)), of_words)
    assert spans == [(0, 0), (1, 1)]
    assert weights == pytest.approx([0.55, 0.4])


def test_of_spans_that_have_nearly_as_much_the_likeliest_stands() -> None:
    # The longer one agrees with one more, which is next to nothing.
    spans, weights = chosen(joint(8, (2, 3, 0.9), (2, 5, 0.06), (4, 6, 0.01)), np.eye(8, dtype=np.bool_))
    assert spans[0] == (2, 3)
    assert weights[0] == pytest.approx(0.96)


def test_small_words_alone_agree_with_nothing_that_is_said() -> None:
    of_words = np.eye(4, dtype=np.bool_)[:, 1:]  # the first word means nothing
    _, weights = chosen(joint(4, (1, 1, 0.5), (0, 0, 0.3)), of_words)
    assert weights == pytest.approx([0.5, 0.3])


@settings(max_examples=60, deadline=None)
@given(arrays(np.int64, (3, 9, LENGTHS), elements=st.integers(-6, 0)), st.integers(0, 2))
def test_each_figure_is_chosen_for_alone(told: NDArray[np.int64], row: int) -> None:
    of_words = np.eye(9, dtype=np.bool_)
    joints = told.astype(np.float64)
    places, weights = agreed(joints, of_words)
    alone, weight = agreed(joints[row : row + 1], of_words)
    assert places[row].tolist() == alone[0].tolist()
    assert weights[row].tolist() == weight[0].tolist()
    assert ((weights >= 0) & (weights <= 1)).all()
