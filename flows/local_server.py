"""A Prefect server of our own beside a schedule: started, watched over, and started again if it ends.

A schedule never fires on Prefect's embedded server.  The database is the home's, so what is planned outlives a restart.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from types import TracebackType

from flows.embedded_server import is_answering
from flows.home import Home
from flows.prefect_environment import PrefectStartError
from flows.progress import Progress

HOST = "127.0.0.1"
USUAL_PORT = 4200
LOOK_EVERY_S = 1.0


class LocalServer:
    """Context: a `prefect server` whose API is the configured one while the block runs."""

    def __init__(self, home: Home, startup_s: float, progress: Progress) -> None:
        self._home, self._startup_s, self._progress = home, startup_s, progress
        self._port = free_port()
        self._is_stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, name="local-server", daemon=True)
        self._settings = ExitStack()

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"http://{HOST}:{self._port}/api"

    def __enter__(self) -> LocalServer:
        self._progress.say("schedule: no Prefect API is configured; starting a local server (up to half a minute)")
        self._start()
        try:
            self._wait()
        except BaseException:
            self._stop()
            raise
        self._configure()
        self._watcher.start()
        self._progress.say(f"schedule: Prefect's pages are at http://{HOST}:{self._port}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._settings.close()
        self._stop()

    def _configure(self) -> None:
        """Name the API to this process and to those that it starts."""
        from prefect.settings import PREFECT_API_URL, temporary_settings

        os.environ["PREFECT_API_URL"] = self.url
        self._settings.callback(os.environ.pop, "PREFECT_API_URL", None)
        self._settings.enter_context(temporary_settings({PREFECT_API_URL: self.url}))

    def _start(self) -> None:
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(self._port)]
        log = (self._home.prefect / "server.log").open("ab")
        with log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def _wait(self) -> None:
        until = time.monotonic() + self._startup_s
        while time.monotonic() < until and self._process is not None and self._process.poll() is None:
            if self._is_stopping.is_set():
                return
            if is_answering(self.url):
                return
            time.sleep(0.2)
        raise PrefectStartError(f"the local server did not start (see {self._home.prefect / 'server.log'})")

    def _watch(self) -> None:
        """Start the server again whenever it ends before its time."""
        while not self._is_stopping.wait(LOOK_EVERY_S):
            if self._process is not None and self._process.poll() is not None:
                self._progress.say("schedule: the local Prefect server ended; starting it again")
                try:
                    self._start()
                    self._wait()
                except (PrefectStartError, OSError) as error:
                    self._progress.say(f"schedule: {error}")

    def _stop(self) -> None:
        self._is_stopping.set()
        if self._watcher.is_alive():  # it may just be starting a server
            self._watcher.join()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


def free_port() -> int:
    """Prefect's usual port where nobody listens on it, else any free one."""
    for port in (USUAL_PORT, 0):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
                return int(probe.getsockname()[1])
            except OSError:
                continue
    raise PrefectStartError("no port is free on this machine")
