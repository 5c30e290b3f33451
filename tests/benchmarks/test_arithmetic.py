"""The arithmetic of articles against the labelled relations: figures that may not fall, on articles never looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.arithmetic import measure

FLOORS = {"precision": 0.90, "recall": 0.60, "real_share": 0.70}  # shares, 0 to 1
FEWEST_LABELLED = 100


@pytest.mark.slow
def test_relations_of_unread_articles_do_not_fall_below_their_floor(shared: Path) -> None:
    articles = json.loads((shared / "gold" / "claims_train.json").read_text(encoding="utf-8"))
    score, _ = measure(articles, unread=True)
    assert score.labelled >= FEWEST_LABELLED
    for name, floor in FLOORS.items():
        assert getattr(score, name) >= floor, name
