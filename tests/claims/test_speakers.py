"""Who says a figure: direct and indirect speech in every style, full names, and figures that nobody is quoted for."""

from __future__ import annotations

from typing import Any

import pytest
from tests.claims.marked import figures, read_marked

from transforms.claims.speakers import Attribution, read_speakers

CASES = read_marked("speakers.yaml")


def attributions(case: dict[str, Any]) -> list[Attribution]:
    """What is found for each marked figure of a case, in order."""
    reading, marked = figures(case)
    index = read_speakers(reading)
    return [
        index.of(no, reading.sentences[no].start + quantity.start, reading.sentences[no].start + quantity.end)
        for no, quantities in marked
        for quantity in quantities
    ]


def as_written(found: Attribution, expected: str) -> str:
    """An attribution in the form and with the parts that the corpus gives."""
    parts = [found.speaker or "-", found.speaker_role or "", found.cue or ""]
    return expected if expected == "*" else " | ".join(parts[: expected.count("|") + 1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_a_figure_is_from_who_states_it(case: dict[str, Any]) -> None:
    found = attributions(case)
    assert [as_written(a, e) for a, e in zip(found, case["speakers"], strict=True)] == case["speakers"]
