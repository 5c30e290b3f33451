"""Rows in, what moved in a night out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warehouse.tolls import CHIEF, MAYOR, exactly, loaded
from warehouse import Warehouse, tonight

pytestmark = pytest.mark.lasting

LOSS: dict[str, Any] = {"measure": "profit", "item": "profit", "unit": "EUR", "base_unit": None, "kind": "money"}


def moved(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    """before, best and how far it moved, of what the last night moved."""
    night = tonight.last_night(warehouse)
    assert night is not None
    return tonight.movers(warehouse, night[0], 9).select("before", "best", "moved").rows()


def test_a_level_that_the_night_tells_has_moved_from_the_one_before(warehouse: Warehouse) -> None:
    loaded(warehouse, exactly(40) | MAYOR)
    loaded(warehouse, exactly(50) | CHIEF | {"day": 2}, number=2)
    assert moved(warehouse) == [(40.0, 50.0, 0.25)]


def test_a_report_of_an_older_day_moves_nothing(warehouse: Warehouse) -> None:
    loaded(warehouse, exactly(40) | MAYOR, exactly(61) | CHIEF | {"day": 3})
    loaded(warehouse, exactly(52) | {"day": 1}, number=2)
    assert moved(warehouse) == []


def test_of_two_days_the_newest_counts_though_it_did_not_move(warehouse: Warehouse) -> None:
    loaded(warehouse, exactly(38) | MAYOR)
    loaded(warehouse, exactly(40) | CHIEF | {"day": 1}, exactly(40) | MAYOR | {"day": 2}, number=2)
    assert moved(warehouse) == []


@pytest.mark.parametrize(("measure", "moves"), [("deaths", False), ("profit", True)])
def test_tolls_of_events_that_no_place_tells_apart_are_not_compared(
    warehouse: Warehouse, measure: str, moves: bool
) -> None:
    nowhere = {"measure": measure, "place": None, "place_key": None, "place_country": None}
    loaded(warehouse, exactly(12) | MAYOR | nowhere)
    loaded(warehouse, exactly(160) | CHIEF | nowhere | {"day": 20}, number=2)
    assert bool(moved(warehouse)) == moves


@pytest.mark.parametrize(("before", "now", "share"), [(-10, 20, 3.0), (-10, -20, -1.0), (10, -20, -3.0)])
def test_losses_move_up_and_down(warehouse: Warehouse, before: float, now: float, share: float) -> None:
    loaded(warehouse, LOSS | exactly(before))
    loaded(warehouse, LOSS | exactly(now) | {"day": 1}, number=2)
    assert moved(warehouse) == [(before, now, share)]


def test_the_figure_that_is_linked_tells_the_level(warehouse: Warehouse) -> None:
    loaded(warehouse, exactly(40) | MAYOR)
    loaded(warehouse, exactly(500) | CHIEF | {"day": 1}, exactly(61) | MAYOR | {"day": 2}, number=2)
    run_id = tonight.last_night(warehouse)
    assert run_id is not None
    (claim_id,) = tonight.movers(warehouse, run_id[0], 9)["claim_id"]
    assert warehouse.query("SELECT figure FROM figures WHERE claim_id = $1", [claim_id]).item() == 61
