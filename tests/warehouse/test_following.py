"""Rows in, what follows from a figure out: who agrees with a voice, and the newest level of each series of a story."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.warehouse.newsroom import Report
from tests.warehouse.tolls import CHIEF, FIRST, MAYOR, at_least, exactly, loaded, reported
from warehouse import Warehouse, following, tonight

pytestmark = pytest.mark.lasting

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


def test_a_conflict_is_counted_at_the_level_that_it_is_of(warehouse: Warehouse) -> None:
    """Two papers differ about the half year, and agree about the quarter that ends on the same day."""
    half = {"measure": "injuries", "as_of_start": date(2024, 1, 1), "as_of_end": date(2024, 6, 30)}
    quarter = half | {"as_of_start": date(2024, 4, 1)}
    texts = {
        "paper": "Osric Venn told the council of Harrow of 38 people. Eva Holub counted 70 at the Abbey.",
        "radio": "In the Abbey of Harrow Eva Holub spoke of 52 hurt. Of the 70 Osric Venn knows nothing.",
    }
    reports = [Report(source, source, "Market hall of Harrow", text, FIRST) for source, text in texts.items()]
    reported(warehouse, reports, by_value={38: half, 52: half, 70: quarter})
    (story,) = warehouse.query("SELECT DISTINCT story_id FROM figures").to_series()
    assert story is not None
    assert warehouse.query("SELECT figure, other_figure FROM conflicts").rows() == [(38.0, 52.0)]
    newest = following.story_series(warehouse, story).select("period_days", "best", "conflict_count").rows()
    assert newest == [(91, 70.0, 0)]
    warehouse.con.execute("DELETE FROM series_points WHERE period_days = 91")
    levels = following.story_series(warehouse, story).select("period_days", "conflict_count").rows()
    assert levels == [(182, 1)]


def test_a_story_is_called_by_the_first_words_of_an_article_without_a_title(warehouse: Warehouse) -> None:
    first = "The market hall of Harrow is closed\nOsric Venn told the council of Harrow of 38 people at the Abbey."
    later = (
        "In the Abbey of Harrow Eva Holub spoke of 52 people. The market hall is closed, Osric Venn told the council."
    )
    reported(warehouse, [Report("paper", "1", None, first, FIRST)])
    after = FIRST + timedelta(days=1)
    reported(warehouse, [Report("radio", "2", None, later, after)], number=2)
    told = [
        following.stories_about(warehouse, "", 9).get_column("title"),
        tonight.told_most(warehouse, "run-2", 9).get_column("title"),
        tonight.movers(warehouse, "run-2", 9).get_column("story_title"),
    ]
    (story,) = warehouse.query("SELECT story_id FROM stories").to_series()
    told += [read(warehouse, story).get_column("title") for read in (following.story, following.headline)]
    (claim,) = warehouse.query("SELECT claim_id FROM figures WHERE figure = 52").to_series()
    told.append(following.standing_of(warehouse, claim).get_column("story_title"))
    assert [titles.to_list() for titles in told] == [["The market hall of Harrow is closed"]] * 6
