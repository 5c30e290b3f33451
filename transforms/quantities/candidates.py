"""Whether a text can hold a number at all: the filter that spares all other work, in Python and in Polars.

Both use one pattern, which both engines read alike; it lets through every text in which a rule could find something.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from transforms.lexicons.tables import tree_of
from transforms.quantities.collect import STARTERS
from transforms.quantities.money import MONEY_WORDS
from transforms.quantities.ratios import MULTIPLES
from transforms.quantities.spells import DECADE_WORDS
from transforms.quantities.units import LEXICON

# What an article makes a number: "a dozen", "about an hour".  Without it these words let too much through.
_AFTER_ARTICLES: Final = (
    "hundred thousand million billion trillion dozen third quarter fifth tenth couple single few eighth pair duo trio "
    "quartet handful "
    "sixth seventh ninth mln bln trln mn bn doz".split()
)
_UNITS: Final = {entry[0][0] for words in LEXICON.words.values() for entry in words}
_WORDS: Final = STARTERS | set(MULTIPLES) | DECADE_WORDS | {"no", "none", "nobody"}
_MARKS: Final = "[0-9" + "".join(sorted(word for word in _WORDS if len(word) == 1)) + "]"
_LONGER: Final = tree_of(word for word in _WORDS if len(word) > 1)
_ARTICLED: Final = tree_of([*_AFTER_ARTICLES, *_UNITS, *MONEY_WORDS])
# The last branch is a text of two words, "a litre".
_SAID: Final = rf"(?i:\b(?:{_LONGER})\b|\ban?[\s-]+(?:{_ARTICLED})|^an? \S+$)"
PATTERN: Final = f"{_MARKS}|{_SAID}"
# Python looks for the two apart: a digit, which most have, is found at once, a word only by trying at each letter.
_MARK_IN, _SAID_IN = re.compile(_MARKS).search, re.compile(_SAID).search


def may_hold_number(text: str) -> bool:
    """False where no rule can find a quantity in `text`."""
    return _MARK_IN(text) is not None or _SAID_IN(text) is not None


def has_number_candidate(text: pl.Expr) -> pl.Expr:
    """For a column of texts: a Boolean column, false only where the reader would find no quantity."""
    return text.str.contains(PATTERN)
