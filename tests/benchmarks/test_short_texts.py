"""Single sentences and tickers are read as well as a second reader would read them: figures that may not fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.short_texts import articles, figures

# Of the half that nobody looked at.
FLOORS = {"precision": 0.98, "recall": 0.98, "unit": 0.98, "item": 0.97, "speaker": 0.96, "as_of": 0.94, "whole": 0.85}


def test_every_quote_stands_in_its_text() -> None:
    labelled = articles()
    assert len(labelled) == 160
    assert all(claim["quote"] in article["text"] for article in labelled for claim in article["claims"])


@pytest.mark.slow
def test_short_texts_are_read(shared: Path) -> None:
    shares = figures(shared)["unread"]
    assert {field: shares[field] for field, floor in FLOORS.items() if shares[field] < floor} == {}
