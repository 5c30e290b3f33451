"""Prefect's server as a run starts it where no API is configured: a process of its own, stopped at this one's exit.

A run that is killed leaves it behind, and the next run in the home ends it (local processes are marked by run_lock).
Prefect would start the same by a class that imports the whole server into the run too, seven seconds of work; here only
the server's own process does.  That process also forgets old flow runs (prefect_history) before it answers.
"""

from __future__ import annotations

import atexit
import gc
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from fastapi import FastAPI

HOST = "127.0.0.1"
PRUNING = "_CLAIMWIRE_PRUNES_HISTORY"
LOOK_EVERY_S = 0.1
ROOT = Path(__file__).parent.parent
# As Prefect sets them for a server of this kind: no pages, no services that only a lasting server needs.
VARIABLES = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}


def start_embedded(startup_s: float, *, is_pruned: bool) -> str:
    """Start the server on Prefect's settings as they are here; the address of its API.  It is stopped at exit.

    Raises TimeoutError where it does not answer within `startup_s`, or ends before.
    """
    from prefect.settings import get_current_settings

    # It is given a socket that listens already, so that nobody else can have its port by the time that it asks for it.
    with socket.create_server((HOST, 0)) as listening:
        port, number = listening.getsockname()[1], listening.fileno()
        command = [sys.executable, "-m", "uvicorn", "--app-dir", str(ROOT), "--factory", f"{__name__}:create_app"]
        command += ["--fd", str(number), "--log-level", "error", "--lifespan", "on"]
        settings = get_current_settings().to_environment_variables(exclude_unset=True)
        variables = {**os.environ, **VARIABLES, **settings, PRUNING: str(int(is_pruned))}
        process = subprocess.Popen(
            command, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[number]
        )
    atexit.register(_stop, process)
    url = f"http://{HOST}:{port}/api"
    _wait(url, process, startup_s)
    return url


def name_api(url: str) -> None:
    """Name the API to every thread of this process and to those that it starts, until it ends.

    Settings that are set for a time do not reach threads that were begun elsewhere, as those that send events are: with
    no address they would start a server of their own.
    """
    from prefect.context import refresh_global_settings_context

    os.environ["PREFECT_API_URL"] = url
    refresh_global_settings_context()


def is_answering(url: str) -> bool:
    """Whether a Prefect API answers at `url`, on this machine; asked often, so without the making of a client."""
    place = urlsplit(f"{url}/health")
    with closing(HTTPConnection(place.netloc, timeout=5)) as connection:
        try:
            connection.request("GET", place.path)
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False


def _wait(url: str, process: subprocess.Popen[bytes], startup_s: float) -> None:
    until = time.monotonic() + startup_s
    while not is_answering(url):
        if process.poll() is not None:
            raise TimeoutError(f"its embedded server ended with exit code {process.returncode}")
        if time.monotonic() > until:
            raise TimeoutError(f"its embedded server did not answer within {startup_s:.0f} s")
        time.sleep(LOOK_EVERY_S)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def create_app() -> FastAPI:
    """The server, in its own process: as Prefect makes it, but for the history, which is pruned before it answers."""
    gc.set_threshold(50_000, 20, 50)  # as cli does, and for the same reason
    from prefect.server.api.server import create_app as create_prefect_app

    from flows.prefect_history import prune_history

    app = create_prefect_app()
    live = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(served: FastAPI) -> AsyncIterator[Any]:
        async with live(served) as state:
            if os.environ.get(PRUNING) == "1":
                await prune_history()
            yield state

    app.router.lifespan_context = lifespan
    return app
