"""A run's page opens with what the night brought: movers, conflicts, failing sums, stories; then how it fared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.reports.gathering import Unloaded, run_lines, run_report
from flows.reports.run_page import render_run_page
from tests.reports.test_report_pages import page
from tests.warehouse.factory import DAWN
from tests.warehouse.newsroom import Report
from tests.warehouse.tolls import CHIEF, FIRST, MAYOR, exactly, loaded, reported
from warehouse import Warehouse, tonight

pytestmark = pytest.mark.lasting


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """An empty warehouse."""
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        yield opened


HOSTILE = "<script>alert(1)</script>"


PAPER = "Osric Venn told the council of Harrow of 38 people. Eva Holub counted 70 at the Abbey."
RADIO = "In the Abbey of Harrow Eva Holub spoke of the hurt. Of the others Osric Venn knows nothing."


def drawn(warehouse: Warehouse) -> tuple[list[str], str]:
    """The headings, in order, and the text of the page of the last run."""
    *_, run = run_lines(warehouse)
    markup = render_run_page(run_report(warehouse, run, None, (), Unloaded()))
    assert HOSTILE not in markup
    tree = page(markup)
    return [heading.get("id") for heading in tree.xpath("//h2[@id]|//h3[@id]")], " ".join(tree.text_content().split())


def test_a_page_opens_with_what_moved_and_what_is_in_conflict(warehouse: Warehouse) -> None:
    loaded(warehouse, exactly(40) | MAYOR)
    hostile = CHIEF | {"speaker": HOSTILE, "quote": HOSTILE}
    loaded(warehouse, exactly(50) | {"day": 2}, exactly(61) | hostile | {"day": 2}, number=2)
    headings, words = drawn(warehouse)
    assert headings[:4] == ["learned", "movers", "conflicts", "health"]
    assert "deaths: people40 2024-09-0161 2024-09-03+52.5%2" in words
    assert "New conflicts 1 " in words
    assert HOSTILE in words


def test_a_night_that_brought_nothing_says_so(warehouse: Warehouse) -> None:
    loaded(warehouse, exactly(40) | MAYOR)
    headings, words = drawn(warehouse)
    assert headings[:2] == ["learned", "health"]
    assert "No figure moved, none contradicts another" in words


def test_the_stories_of_the_night_are_those_that_most_origins_tell(warehouse: Warehouse) -> None:
    reported(warehouse, [Report("paper", "y", "Hall", PAPER, FIRST), Report("radio", "z", "Hall", RADIO, FIRST)])
    headings, words = drawn(warehouse)
    assert "stories" in headings
    assert "Stories with the most independent origins 1 " in words
    (row,) = tonight.told_most(warehouse, "run-1", 9).iter_rows(named=True)
    assert (row["origin_count"], row["all_count"]) == (2, 1)
    alone = Report("radio", "w", None, "Nothing of 9 others was told.", FIRST + timedelta(days=60))
    reported(warehouse, [alone], number=2)
    assert tonight.told_most(warehouse, "run-2", 9).is_empty()


def test_what_a_run_that_was_not_loaded_brought_is_not_told(warehouse: Warehouse) -> None:
    from warehouse.records import RunEvent

    event = RunEvent(run_id="held", run_kind="nightly", event="held", event_at=DAWN, pid=1, host="h", os_user="ana")
    warehouse.record_run(event)
    headings, _ = drawn(warehouse)
    assert "learned" not in headings
