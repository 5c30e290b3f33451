"""Phrasings by kind: all that is to be found in a sentence is found, with its span and reading, and nothing else."""

from __future__ import annotations

import pytest

from tests.quantities.corpus import reading, unmarked, variants
from transforms.quantities import read_quantities


@pytest.mark.parametrize(("kind", "marked", "readings"), variants())
def test_everything_in_a_phrasing_is_found_and_nothing_else(kind: str, marked: str, readings: list[str]) -> None:
    text, spans = unmarked(marked)
    found = [quantity for quantity in read_quantities(text) if quantity.set_aside is None]
    assert [reading(quantity) for quantity in found] == readings, kind
    assert [(quantity.start, quantity.end) for quantity in found] == spans, kind
