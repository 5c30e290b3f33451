"""The filter before all other work, as a Polars expression: whether a sentence may hold a number."""

from __future__ import annotations

import polars as pl

from transforms.quantities.numbers import PATTERN


def has_number_candidate(sentence: pl.Expr) -> pl.Expr:
    """True (Boolean) where a text may hold a quantity; never false where `read_quantities` finds one."""
    return sentence.str.contains(PATTERN)
