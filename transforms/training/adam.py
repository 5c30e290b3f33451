"""Adam over all examples at once, for the small models whose weights are shipped as whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

STEP: Final = 0.15
SLOWER_FROM: Final = 0.6  # of the steps

Floats = NDArray[np.float64]


def minimised(slope_at: Callable[[Floats], Floats], shape: int | tuple[int, ...], steps: int) -> Floats:
    """The weights [shape] after `steps` steps from zeros down `slope_at`, which gives the slope of the loss [shape]."""
    weights = first = second = np.zeros(shape)
    for step in range(1, steps + 1):
        slope = slope_at(weights)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        pace = STEP if step < SLOWER_FROM * steps else 0.3 * STEP
        weights = weights - pace * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights
