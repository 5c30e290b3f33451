"""What `status` says of the run that holds a home, and what it puts right on the way."""

from __future__ import annotations

import json
from pathlib import Path

import psutil
import pytest

from flows.commands.ask import under_way
from flows.home import Home
from tests.warehouse.factory import Piece, night
from transforms.errors import WarehouseError
from warehouse import RunEvent, Warehouse

pytestmark = pytest.mark.lasting

DEAD = {"pid": psutil.Process().pid, "created_s": 1.0, "run_id": "dead-run"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a published night."""
    home = Home(tmp_path)
    home.prepare()
    with Warehouse.open(home.warehouse) as warehouse:
        warehouse.load(night(1, [Piece("a")]))
        warehouse.publish(home.published)
    return home


def articles(home: Home) -> int:
    with Warehouse.open(home.published, is_read_only=True) as warehouse:
        return int(warehouse.query("SELECT count(*) FROM articles").item())


def test_what_a_dead_run_loaded_and_did_not_publish_is_published(home: Home) -> None:
    with Warehouse.open(home.warehouse) as warehouse:
        warehouse.load(night(2, [Piece("b")]))
    home.lock.write_text(json.dumps(DEAD), encoding="utf-8")
    assert articles(home) == 1
    assert under_way(home) == "No run is under way; the run dead-run died."
    assert articles(home) == 2
    assert under_way(home) == "No run is under way."


def test_where_nothing_died_nothing_is_published(home: Home) -> None:
    before = home.published.resolve()
    assert under_way(home) == "No run is under way."
    assert home.published.resolve() == before


def test_a_dead_look_is_no_dead_run(home: Home) -> None:
    home.lock.write_text(json.dumps({**DEAD, "is_brief": True}), encoding="utf-8")
    assert under_way(home) == "No run is under way."


def test_a_run_under_way_is_left_alone(home: Home) -> None:
    me = psutil.Process()
    home.lock.write_text(json.dumps({"pid": me.pid, "created_s": me.create_time(), "run_id": "now"}), encoding="utf-8")
    with Warehouse.open(home.warehouse) as warehouse:
        warehouse.record_run(RunEvent(run_id="now", event="started", event_at=night(2).started_at))
        assert under_way(home) == f"The run now is under way in process {me.pid}."
        assert warehouse.open_runs().height == 1


def test_a_disk_that_is_full_does_not_keep_status_from_telling(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise WarehouseError("warehouse.duckdb", "No space left on device", "make room")

    home.lock.write_text(json.dumps(DEAD), encoding="utf-8")
    monkeypatch.setattr(Warehouse, "open_runs", full)
    assert under_way(home) == "No run is under way; the run dead-run died."
