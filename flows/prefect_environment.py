"""Prefect as a run needs it: quiet, without telemetry, its database in the home, its start said and timed.

`prepare` must come before the first import of prefect, which reads the environment then.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flows.embedded_server import name_api, start_embedded
from flows.home import Home
from flows.prefect_history import database_url, is_own
from flows.progress import Progress
from flows.run_lock import mark_children
from flows.settings import PrefectSettings
from transforms.errors import RetryableError


class PrefectStartError(RetryableError):
    """Prefect's API did not answer in time."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"Prefect: {problem}; try again, raise prefect.startup_s, or set PREFECT_API_URL to a server")
        self.problem = problem


TO_SAVE_IT = "to save that, keep one: `claimwire schedule`, or `prefect server start` and PREFECT_API_URL set to it"
DAY_S = 86_400
DATABASE_NAMES = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_DATABASE_CONNECTION_URL")


def prepare(home: Home, settings: PrefectSettings, log_level: str = "CRITICAL") -> None:
    """Set what Prefect and its child processes read from the environment, where the user has not set it."""
    defaults = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": log_level,
        "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(int(settings.startup_s)),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": database_url(home),
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
        "PREFECT_SERVER_MEMO_STORE_PATH": str(home.prefect / "memo_store.toml"),
        "PREFECT_RESULTS_LOCAL_STORAGE_PATH": str(home.prefect / "results"),
    }
    if not any(name in os.environ for name in DATABASE_NAMES):  # of a database of the user's, nothing is deleted
        defaults["PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"] = "events,flow_runs"
        defaults["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] = str(settings.history_days * DAY_S)
    mark_children()  # the embedded server is started before the run holds its lock
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


@contextmanager
def prefect_api(home: Home, progress: Progress) -> Iterator[None]:
    """Have Prefect's API at hand, starting the embedded server where none is configured, and say how long that took.

    Old flow runs are deleted from the embedded server's database alone.  Raises PrefectStartError where the API does
    not answer.
    """
    began = time.monotonic()
    from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    # The heartbeat's thread costs a second at the end of a run; our lock tells a dead run from a living one.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}), ExitStack() as stack:
        url = PREFECT_API_URL.value()
        if url:
            progress.say(f"prefect: using the API at {_without_secrets(url)}")
            _ask(url)
        else:
            progress.say("prefect: starting its embedded server, since no API is configured; up to half a minute")
            # Without its address, every worker process would start a server of its own.
            url = _start_embedded(is_own(home))
            name_api(url)
            stack.enter_context(temporary_settings({PREFECT_API_URL: url}))
            progress.say(f"prefect: its server took {time.monotonic() - began:.1f} s to start; {TO_SAVE_IT}")
        yield


def _start_embedded(is_pruned: bool) -> str:
    from prefect.settings import PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS

    try:
        return start_embedded(PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS.value(), is_pruned=is_pruned)
    except TimeoutError as error:
        raise PrefectStartError(str(error)) from error


def _ask(url: str) -> None:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        problem = client.api_healthcheck()
    if problem is not None:
        raise PrefectStartError(f"no answer from {_without_secrets(url)} ({type(problem).__name__})")


def _without_secrets(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"
