"""Prefect's database in a home does not grow for ever, and a database of the user's is left alone."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from flows.home import Home
from flows.prefect_environment import prefect_api, prepare
from flows.prefect_history import database_url, is_own, prune_history
from flows.progress import Progress
from flows.settings import PrefectSettings
from tests.flows.conftest import environment
from tests.flows.shared_server import with_history

OTHER = "sqlite+aiosqlite:////nowhere/other.db"


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, (True, 30)),
        ({"PREFECT_SERVER_DATABASE_CONNECTION_URL": OTHER}, (False, 90)),
        ({"PREFECT_API_DATABASE_CONNECTION_URL": OTHER}, (False, 90)),
        ({"PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events"}, (False, 30)),
    ],
)
def test_a_server_is_told_what_to_keep_of_a_database_in_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], told: tuple[bool, int]
) -> None:
    from prefect.settings import Settings

    with monkeypatch.context() as patch:
        patch.setattr(os, "environ", environment() | variables)
        prepare(Home(tmp_path), PrefectSettings(history_days=30))
        vacuum = Settings().server.services.db_vacuum
    assert ("flow_runs" in vacuum.enabled_vacuum_types, vacuum.retention_period.days) == told


def test_only_the_database_in_the_home_is_pruned(tmp_path: Path) -> None:
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, temporary_settings

    home = Home(tmp_path)
    for url, is_home_s in ((OTHER, False), (database_url(Home(tmp_path / "other")), False), (database_url(home), True)):
        with temporary_settings({PREFECT_API_DATABASE_CONNECTION_URL: url}):
            assert is_own(home) is is_home_s


def test_the_embedded_server_is_told_to_prune_the_homes_database_alone_and_what_it_took_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, PREFECT_API_URL, temporary_settings

    told: list[bool] = []

    def start(_: float, *, is_pruned: bool) -> str:
        told.append(is_pruned)
        return "http://127.0.0.1:9/api"

    monkeypatch.setattr("flows.prefect_environment.start_embedded", start)
    monkeypatch.setattr("flows.prefect_environment.name_api", lambda url: None)
    home = Home(tmp_path)
    for url in (OTHER, database_url(home)):
        changed = temporary_settings({PREFECT_API_DATABASE_CONNECTION_URL: url}, restore_defaults={PREFECT_API_URL})
        with changed, prefect_api(home, Progress(is_terminal=False)):
            pass
        said = [line for line in capsys.readouterr().err.splitlines() if "took" in line]
        assert len(said) == 1
        assert "to start" in said[0]
        assert "`claimwire schedule`, or `prefect server start`" in said[0]
    assert told == [False, True]


def test_a_history_that_can_not_be_pruned_is_told_and_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def vacuum(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("prefect.server.services.db_vacuum.vacuum_old_flow_runs", vacuum)
    asyncio.run(prune_history())
    assert "No space left on device); the next run tries again" in capsys.readouterr().err


# One more flow run with an artifact, on the embedded server, as a night leaves it; and what a thread knows of it.
RUN = """
import sys
import threading
from pathlib import Path
from flows.home import Home
from flows.prefect_environment import prefect_api, prepare
from flows.progress import Progress
from flows.settings import PrefectSettings
home = Home(Path(sys.argv[1]))
prepare(home, PrefectSettings(history_days=30))
with prefect_api(home, Progress(is_terminal=False)):
    from tests.flows.test_prefect_history import leave_a_run
    leave_a_run()
    from prefect.settings import PREFECT_API_URL
    thread = threading.Thread(target=lambda: print(PREFECT_API_URL.value()))
    thread.start()
    thread.join()
"""
COUNTS = """
SELECT
    (SELECT count(*) FROM flow_run), (SELECT count(*) FROM artifact), (SELECT count(*) FROM log),
    (SELECT count(*) FROM flow_run WHERE end_time < datetime('now', '-30 days'))
"""
OLDEST = "(SELECT min(end_time) FROM flow_run)"
AGED = f"UPDATE flow_run SET end_time = datetime(end_time, '-31 days') WHERE end_time = {OLDEST}"
LOGGED = """
INSERT INTO log (id, name, level, flow_run_id, message, timestamp)
SELECT id, 'claimwire', 20, id, 'a word', end_time FROM flow_run
"""


def leave_a_run() -> str:
    """The id of a flow run with an artifact, on the API in use."""
    from prefect import flow
    from prefect.artifacts import create_link_artifact
    from prefect.runtime import flow_run

    @flow(name="nightly")
    def night() -> str:
        create_link_artifact("https://example.org", key="report")
        return str(flow_run.id)

    return night()


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_runs_of_long_ago_are_forgotten_and_later_ones_kept(
    tmp_path: Path, prefect_folder: Path, prefect_server: str
) -> None:
    earlier = [leave_a_run() for _ in range(2)]
    home = with_history(prefect_folder, Home(tmp_path / "home"), earlier)
    with closing(sqlite3.connect(home.prefect / "prefect.db")) as prefect, prefect:
        for change in (LOGGED, AGED):
            prefect.execute(change)
        assert prefect.execute(COUNTS).fetchall() == [(2, 2, 2, 1)]
    command = [sys.executable, "-c", RUN, str(home.root)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    assert "could not be pruned" not in ran.stderr
    assert ran.stdout.startswith("http://127.0.0.1:"), "a thread would start a server of its own"
    with closing(sqlite3.connect(home.prefect / "prefect.db")) as prefect:
        assert prefect.execute(COUNTS).fetchall() == [(2, 2, 1, 0)]
