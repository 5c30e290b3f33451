"""Whether a text can hold a number at all: the filter that spares all other work."""

from __future__ import annotations

import re
from typing import Final

from transforms.quantities.collect import STARTERS
from transforms.quantities.ratios import MULTIPLES

# Word starts of everything that a rule could begin with, the articles only where a number word follows them.
_WORDS: Final = sorted(
    STARTERS | set(MULTIPLES)
    | {"no", "none", "zero", "hundred", "thousand", "million", "billion", "trillion", "dozen", "third", "quarter", "fifth",
       "tenth", "couple", "single", "hour", "minute", "day", "week", "month", "year", "decade", "century", "mile", "half"},
    key=lambda word: (-len(word), word),
)  # fmt: skip
PATTERN: Final = (
    "[0-9"
    + "".join(word for word in _WORDS if len(word) == 1)
    + "]|(?i:\\b(?:"
    + "|".join(word for word in _WORDS if len(word) > 1)
    + ")\\b|^an? \\S+$)"  # ^ and $, since Polars runs it too, and its engine knows no \\Z
)
_SEARCH: Final = re.compile(PATTERN).search


def may_hold_number(text: str) -> bool:
    """False where no rule can find a quantity in `text`."""
    return _SEARCH(text) is not None
