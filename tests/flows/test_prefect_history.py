"""Prefect's database in a home does not grow for ever, and a database of the user's is left alone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from flows.home import Home
from flows.prefect_history import database_url, prune_history
from flows.progress import Progress
from tests.flows.conftest import environment

LOOK = """
import sys
from pathlib import Path
from flows.home import Home
from flows.prefect_environment import prepare
from flows.settings import PrefectSettings
prepare(Home(Path(sys.argv[1])), PrefectSettings(history_days=30))
from prefect.settings import get_current_settings
vacuum = get_current_settings().server.services.db_vacuum
print("flow_runs" in vacuum.enabled_vacuum_types, vacuum.retention_period.days)
"""
OTHER = "sqlite+aiosqlite:////nowhere/other.db"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "True 30"),
        ({"PREFECT_SERVER_DATABASE_CONNECTION_URL": OTHER}, "False 90"),
        ({"PREFECT_API_DATABASE_CONNECTION_URL": OTHER}, "False 90"),
        ({"PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events"}, "False 30"),
    ],
)
def test_a_server_is_told_what_to_keep_of_a_database_in_the_home(
    tmp_path: Path, variables: dict[str, str], told: str
) -> None:
    command = [sys.executable, "-c", LOOK, str(tmp_path)]
    found = subprocess.run(command, capture_output=True, text=True, env=environment() | variables, check=True)
    assert found.stdout.strip() == told


@contextmanager
def database(url: str) -> Iterator[None]:
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, temporary_settings

    with temporary_settings({PREFECT_API_DATABASE_CONNECTION_URL: url}):
        yield


def test_only_the_database_in_the_home_is_pruned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pruned = []

    async def vacuum(**_: object) -> None:
        pruned.append(True)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("prefect.server.services.db_vacuum.vacuum_old_flow_runs", vacuum)
    home, progress = Home(tmp_path), Progress(is_terminal=False)
    for url in (OTHER, database_url(Home(tmp_path / "other"))):
        with database(url):
            prune_history(home, progress)
    assert not pruned
    with database(database_url(home)):
        prune_history(home, progress)
    assert pruned
    assert "No space left on device); the next run tries again" in capsys.readouterr().err


# A flow run with an artifact on the embedded server, as a night leaves one.
RUN = """
import sys
from pathlib import Path
from flows.home import Home
from flows.prefect_environment import prefect_api, prepare
from flows.progress import Progress
from flows.settings import PrefectSettings
home = Home(Path(sys.argv[1]))
home.prepare()
prepare(home, PrefectSettings(history_days=30))
with prefect_api(home, Progress(is_terminal=False)):
    from prefect import flow
    from prefect.artifacts import create_link_artifact
    flow(name="nightly")(lambda: create_link_artifact("https://example.org", key="report") and None)()
"""
COUNTS = "SELECT (SELECT count(*) FROM flow_run), (SELECT count(*) FROM artifact), (SELECT count(*) FROM log)"
AGED = "UPDATE flow_run SET end_time = datetime(end_time, '-31 days')"
LOGGED = """
INSERT INTO log (id, name, level, flow_run_id, message, timestamp)
SELECT id, 'claimwire', 20, id, 'a word', end_time FROM flow_run
"""


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_runs_of_long_ago_are_forgotten(tmp_path: Path) -> None:
    home, counts = Home(tmp_path / "home"), []
    for number in range(3):
        command = [sys.executable, "-c", RUN, str(home.root)]
        ran = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
        assert "could not be pruned" not in ran.stderr
        with closing(sqlite3.connect(home.prefect / "prefect.db")) as prefect, prefect:
            counts.append(prefect.execute(COUNTS).fetchone())
            prefect.execute(LOGGED if number == 0 else AGED)
    assert counts == [(1, 1, 0), (2, 2, 1), (1, 1, 0)]
