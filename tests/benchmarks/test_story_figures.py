"""The written stories through the whole pipeline: figures that may not fall, and the same tables in any order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.benchmarks.story_figures import Score, Story, measured, read_night, written_stories
from tests.warehouse.newsroom import Report
from warehouse import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.lasting]

FLOORS = {"point_share": 0.87, "precision": 0.90, "recall": 0.80}  # shares, 0 to 1, of all twenty stories
TABLES = (
    "figures",
    "series_points",
    "conflicts",
    "article_origins",
    "passage_origins",
    "article_stories",
    "arithmetic",
)


@pytest.fixture(scope="module")
def given() -> tuple[list[Report], list[Story]]:
    """The reports and what is told in them."""
    return written_stories()


@pytest.fixture(scope="module")
def at_once(given: tuple[list[Report], list[Story]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse that got all reports in one night."""
    with Warehouse.open(tmp_path_factory.mktemp("figures") / "claims.duckdb") as warehouse:
        warehouse.load(read_night(1, given[0]))
        yield warehouse


def test_points_and_conflicts_do_not_fall_below_their_floor(
    at_once: Warehouse, given: tuple[list[Report], list[Story]]
) -> None:
    halves = measured(at_once, given[1]).values()
    counts = ("points", "points_right", "conflicts", "conflicts_found", "conflicts_right")
    score = Score(*(sum(getattr(half, name) for half in halves) for name in counts))
    assert (score.points, score.conflicts) == (81, 22)
    assert {name: getattr(score, name) for name, floor in FLOORS.items() if getattr(score, name) < floor} == {}


def test_any_order_with_corrections_and_a_backfill_ends_the_same(
    at_once: Warehouse, given: tuple[list[Report], list[Story]], tmp_path: Path
) -> None:
    draw = random.Random(5)
    reports = draw.sample(given[0], len(given[0]))
    early = [replace(report, text=report.text[:150], published=date(2026, 3, 1)) for report in reports[:9]]
    with Warehouse.open(tmp_path / "claims.duckdb") as warehouse:
        warehouse.load(read_night(1, early))
        for number in range(3):
            warehouse.load(read_night(2 + number, reports[number::3]))
        warehouse.load(read_night(5, draw.sample(reports, 8), run_kind="backfill"))
        ours, theirs = warehouse.content_hashes(), at_once.content_hashes()
        assert [result.name for result in warehouse.audit() if not result.is_passed] == []
    assert [name for name in TABLES if ours[name] == theirs[name]] == list(TABLES)
