"""Rows in, what follows from a figure out: who agrees with a voice, and the newest level of each series of a story."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.newsroom import Report
from tests.warehouse.tolls import CHIEF, FIRST, MAYOR, at_least, exactly, loaded, reported
from warehouse import Warehouse, following

STREETS = ("Market", "Mill", "Abbey", "Castle", "Bridge", "Orchard", "Station", "Church")


@pytest.mark.parametrize(
    ("one", "other", "agreed"),
    [
        (exactly(52), exactly(52), 1),
        (at_least(38), exactly(52), 1),
        (exactly(52), at_least(38), 1),
        (at_least(60), exactly(52), 0),
        (exactly(38), exactly(52), 0),
    ],
)
def test_figures_agree_where_their_bounds_meet_open_ones_too(
    warehouse: Warehouse, one: dict[str, Any], other: dict[str, Any], agreed: int
) -> None:
    loaded(warehouse, one | MAYOR, other | CHIEF)
    told = following.agreement(warehouse, "speaker", str(MAYOR["speaker"]))
    assert told.filter("is_all").select("figures", "agreed").rows() == [(1, agreed)]


def test_stories_are_those_of_several_independent_articles(warehouse: Warehouse) -> None:
    text = " ".join(f"The wall in {street} Street in Harrow fell on Sunday and killed 38 people." for street in STREETS)
    reported(warehouse, [Report("paper", "1", None, text, FIRST), Report("wire", "2", None, text, FIRST)])
    assert warehouse.query("SELECT member_count, origin_count FROM stories").rows() == [(2, 1)]
    assert following.stories_about(warehouse, "", 9).is_empty()
    assert following.stories_about(warehouse, "dead", 9).is_empty()
