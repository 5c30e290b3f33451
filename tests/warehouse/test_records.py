"""What became of runs that did not complete, and of batches that were held."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.warehouse.factory import DAWN, Piece, check_results, night
from warehouse import RunEvent, Warehouse

STARTED = RunEvent(run_id="one", event="started", event_at=DAWN, pid=42, host="box", os_user="ana")


def later(event: str, minutes: int = 1, **changes: str) -> RunEvent:
    """Something that happens to the run after its start."""
    return replace(STARTED, event=event, event_at=DAWN + timedelta(minutes=minutes), **changes)


def test_a_run_is_open_until_something_ends_it(warehouse: Warehouse) -> None:
    for event in ("held", "failed", "dead", "completed"):
        run = replace(STARTED, run_id=event)
        warehouse.record_run(run)
        assert warehouse.open_runs().row(0) == (event, "nightly", DAWN, 42, "box")
        warehouse.record_run(replace(later(event), run_id=event))
        assert warehouse.open_runs().is_empty()


def test_a_loaded_night_is_no_open_run(warehouse: Warehouse) -> None:
    warehouse.record_run(replace(STARTED, run_id="run-1"))
    warehouse.load(night(1, [Piece("a")]))
    assert warehouse.open_runs().is_empty()


def test_the_same_event_is_recorded_once(warehouse: Warehouse) -> None:
    for _ in range(2):
        warehouse.record_run(STARTED)
    assert warehouse.query("SELECT count(*) FROM run_events").item() == 1


def test_a_held_batch_waits_with_its_results_until_it_is_accepted_or_discarded(warehouse: Warehouse) -> None:
    for run_id, ending in (("one", "accepted"), ("two", "discarded")):
        held = replace(later("held", run_id=run_id), message="critical: too many")
        warehouse.record_run(held, check_results(run_id), folder="work/staged")
        waiting = warehouse.held_batches().row(0, named=True)
        assert (waiting["run_id"], waiting["folder"], waiting["message"]) == (
            run_id,
            "work/staged",
            "critical: too many",
        )
        warehouse.record_run(later(ending, 2, run_id=run_id))
        assert warehouse.held_batches().is_empty()
    assert warehouse.query("SELECT run_id FROM program_only.attempt_check_results ORDER BY ALL").rows() == [
        ("one",),
        ("two",),
    ]
    assert warehouse.query("SELECT count(*) FROM check_results").item() == 0


def test_history_gives_the_last_completed_runs_by_source(warehouse: Warehouse) -> None:
    for number in (1, 2, 3):
        warehouse.load(night(number, [Piece(str(number)), Piece(str(number), (1, 2), source="radio")]))
    rows = warehouse.history(nights=2).select("run_id", "source", "new_count", "claim_count").rows()
    assert rows == [
        ("run-2", "paper", 1, 1),
        ("run-2", "radio", 1, 2),
        ("run-3", "paper", 1, 1),
        ("run-3", "radio", 1, 2),
    ]
