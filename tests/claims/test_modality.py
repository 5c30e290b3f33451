"""How surely a figure is held, by the phrases that decide it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.claims.marked import figures, read_marked
from transforms.claims.modality import read_modalities

CASES = read_marked("modality.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_a_figure_is_as_sure_as_its_phrase(case: dict[str, Any]) -> None:
    reading, marked = figures(case)
    found = [modality for no, quantities in marked for modality in read_modalities(reading, no, quantities)]
    assert found == case["modality"]
