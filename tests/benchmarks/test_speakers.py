"""Speakers of US political news against the labelled attributions: figures that may not fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.claims import predict, scorer
from tests.benchmarks.speakers import read_lines

# Shares (0 to 1).  The rest of the recall is what the labels attribute and a claim does not: votes, plans, stances.
FLOORS = {"precision": 0.85, "recall": 0.75}
FEWEST_CLAIMS = 1_500


@pytest.mark.slow
def test_speakers_of_political_news_do_not_fall_below_their_floor(shared: Path) -> None:
    articles = read_lines(shared / "data" / "polnear.jsonl")
    figures = scorer(shared, "score_speakers").score(articles, predict(articles))
    assert figures["claims"] >= FEWEST_CLAIMS
    for name, floor in FLOORS.items():
        assert figures[name] >= floor, name
