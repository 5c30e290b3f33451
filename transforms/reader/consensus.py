"""Of the likely spans of a slot the one that most of the probability agrees with.

A phrase can begin and end at many words and say the same: "people", "people in the city", "117 people".  These share
their weight, and the likeliest of them may be an odd one.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

LIKELIEST: Final = 24  # spans that are weighed; what lies behind them has next to no weight
LEAST: Final = 0.01  # times the likeliest: a less likely span stands for none, however many it agrees with
AS_MUCH: Final = 0.95  # of the greatest weight: of spans with as much the likeliest stands


def agreed(joint: NDArray[np.float64], of_words: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The span of each figure that agrees most with the others, and one that says something else, with their weight.

    `joint`: the log probability of the span that begins at a word and has a length less one, [F, W, lengths];
    `of_words`: which of the words that mean something a word is, [W, V].  Two spans agree where they
    share half of their words.  Returns the places in the last two dimensions of `joint`, flat, [F, 2], and the
    weights, probabilities [F, 2]; the second has no weight where all of the likeliest agree with the first.
    """
    places, likely = _likeliest(joint.reshape(len(joint), -1))
    first, length = np.divmod(places, joint.shape[2])
    up_to = np.concatenate([np.zeros((1, of_words.shape[1]), dtype=np.int32), of_words.cumsum(0, dtype=np.int32)])
    behind = np.minimum(first + length + 1, len(of_words))  # of fewer spans than are weighed some are no spans
    says = np.packbits(up_to[behind] > up_to[first], axis=-1)
    shared = np.bitwise_count(says[:, :, None] & says[:, None]).sum(-1, dtype=np.int32)
    count = np.bitwise_count(says).sum(-1, dtype=np.int32)
    is_alike = 4 * shared >= count[:, :, None] + count[:, None]
    is_likely = likely >= LEAST * likely[:, :1]
    weight = (is_alike * likely[:, None]).sum(-1) * is_likely
    rows = np.arange(len(joint))
    best = _first_of_the_greatest(weight)
    other = np.where(is_alike[rows, best], 0, weight)
    second = _first_of_the_greatest(other)
    two = np.stack([places[rows, best], places[rows, second]], 1)
    return two, np.minimum(1, np.stack([weight[rows, best], other[rows, second]], 1))


def _first_of_the_greatest(weight: NDArray[np.float64]) -> NDArray[np.int64]:
    first: NDArray[np.int64] = (weight >= AS_MUCH * weight.max(1, keepdims=True)).argmax(1)
    return first


def _likeliest(flat: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The places of the greatest in each row, from the greatest on and else by their place, and their probabilities."""
    count = min(LIKELIEST, flat.shape[1])
    places = np.argpartition(-flat, count - 1)[:, :count]
    values = np.take_along_axis(flat, places, 1)
    order = np.lexsort((places, -values))
    return np.take_along_axis(places, order, 1), np.exp(np.take_along_axis(values, order, 1))
