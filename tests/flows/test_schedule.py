"""The schedule: ticks, missed nights, and a real scheduled run, with a Prefect server running and with none."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.home import Home
from flows.local_server import LocalServer
from flows.prefect_history import database_url
from flows.progress import Progress
from flows.schedule import is_night_missed, previous_tick
from tests.flows.conftest import environment, kept_environment, write_articles
from tests.warehouse.analyst import Analyst
from transforms.errors import SettingsError
from warehouse import Night, RunEvent, Warehouse

pytestmark = pytest.mark.lasting

NOON = datetime(2024, 5, 3, 12, tzinfo=UTC)


def test_the_tick_before_now() -> None:
    assert previous_tick("0 2 * * *", "UTC", NOON) == datetime(2024, 5, 3, 2, tzinfo=UTC)
    assert previous_tick("0 2 * * *", "Europe/Paris", NOON) == datetime(2024, 5, 3, 0, tzinfo=UTC)
    assert previous_tick("30 23 * * 1", "UTC", NOON) == datetime(2024, 4, 29, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(("cron", "timezone"), [("never", "UTC"), ("0 25 * * *", "UTC"), ("0 2 * * *", "Mars/Base")])
def test_a_wrong_schedule_is_refused(cron: str, timezone: str) -> None:
    with pytest.raises(SettingsError):
        previous_tick(cron, timezone, NOON)


def record(home: Home, event: str, hours_ago: int) -> None:
    at = (NOON - timedelta(hours=hours_ago)).replace(tzinfo=None)
    with Warehouse.open(home.warehouse) as warehouse:
        warehouse.record_run(RunEvent(run_id=f"run{hours_ago}", event="started", event_at=at))
        if event == "completed":
            warehouse.load(Night(run_id=f"run{hours_ago}", started_at=at, finished_at=at))
        elif event != "started":
            warehouse.record_run(RunEvent(run_id=f"run{hours_ago}", event=event, event_at=at))
        warehouse.publish(home.published)


@pytest.mark.parametrize(
    ("events", "is_missed"),
    [
        ([], False),
        ([("completed", 30)], True),
        ([("completed", 8)], False),
        ([("completed", 30), ("held", 8)], False),
        ([("completed", 30), ("dead", 8)], True),
        ([("dead", 8)], True),
    ],
)
def test_a_night_is_missed_if_nothing_ran_since_its_tick(
    tmp_path: Path, events: list[tuple[str, int]], is_missed: bool
) -> None:
    home = Home(tmp_path)
    home.prepare()
    for event, hours_ago in events:
        record(home, event, hours_ago)
    assert is_night_missed(home, previous_tick("0 2 * * *", "UTC", NOON)) == is_missed


def test_an_analyst_does_not_keep_a_schedule_from_starting(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    record(home, "completed", 8)
    tick = previous_tick("0 2 * * *", "UTC", NOON)
    analyst = Analyst(home.published, "read-write")
    try:
        assert is_night_missed(home, tick)
    finally:
        analyst.kill()
    with Warehouse.open(home.warehouse):  # as a run does
        assert not is_night_missed(home, tick)


@contextmanager
def scheduled(folder: Path, cron: str, url: str | None) -> Iterator[tuple[Home, subprocess.Popen[str]]]:
    """`claimwire schedule` as a real process over a small source."""
    source = write_articles(folder / "news.jsonl", 2)
    config = folder / "claimwire.toml"
    table = f'[[sources]]\nname = "news"\nkind = "folder"\nplace = "{source}"\n'
    config.write_text(f'home = "home"\n[workers]\nkind = "threads"\n{table}', encoding="utf-8")
    command = [sys.executable, "-m", "flows.cli", "schedule", "--cron", cron, "--config", str(config)]
    log = (folder / "log").open("w")
    process = subprocess.Popen(command, env=environment(url), stdout=log, stderr=log, text=True, cwd=folder)
    try:
        yield Home(folder / "home"), process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=120)
        log.close()


def wait_for_runs(home: Home, count: int, seconds: float) -> list[str]:
    """The events of all runs, as soon as `count` have completed."""
    until = time.monotonic() + seconds
    events: list[str] = []
    while time.monotonic() < until and events.count("completed") < count:
        time.sleep(1)
        if home.published.exists():
            with Warehouse.open(home.published, is_read_only=True) as warehouse:
                events = warehouse.query("SELECT event FROM run_history").get_column("event").to_list()
    return events


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_scheduled_run_on_a_server_that_is_there(
    tmp_path: Path, with_prefect: Callable[[Home], Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.client.orchestration import get_client

    there = with_prefect(Home(tmp_path / "there"))
    # Not the user's own database: a run that was broken off there would hold up all that come after.
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", database_url(there))
    # Prefect's test harness serves without its scheduler, so that nothing would ever fire.
    with (
        kept_environment(),
        LocalServer(there, 240, Progress(is_terminal=False)) as server,
        scheduled(tmp_path, "* * * * *", server.url) as (home, _),
    ):
        assert wait_for_runs(home, 1, 400).count("completed"), (tmp_path / "log").read_text()
        with get_client(sync_client=True) as client:
            deployment = client.read_deployment_by_name("nightly/claimwire")
    assert deployment.entrypoint == "flows.nightly.nightly"
    assert deployment.concurrency_options is not None
    assert "starting a local server" not in (tmp_path / "log").read_text()


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_missed_night_is_caught_up_once_by_a_server_of_our_own(
    tmp_path: Path, with_prefect: Callable[[Home], Home]
) -> None:
    home = with_prefect(Home(tmp_path / "home"))
    long_ago = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=800)
    with Warehouse.open(home.warehouse) as warehouse:
        warehouse.record_run(RunEvent(run_id="old", event="started", event_at=long_ago))
        warehouse.load(Night(run_id="old", started_at=long_ago, finished_at=long_ago))
    # Once a year: nothing but the missed night can run now.
    with scheduled(tmp_path, "0 0 1 1 *", None) as (_, process):
        events = wait_for_runs(home, 2, 500)
        assert events == ["completed", "completed"], (tmp_path / "log").read_text()
        assert process.poll() is None
    with closing(sqlite3.connect(home.prefect / "prefect.db")) as prefect:
        assert prefect.execute("SELECT count(*) FROM flow_run WHERE start_time IS NOT NULL").fetchall() == [(1,)]
    said = (tmp_path / "log").read_text()
    assert "starting a local server" in said
    assert said.count("was missed; it is caught up now") == 1
    assert said.rstrip().endswith("schedule: stopped")
    assert process.returncode == 0
