"""Runs as real processes: started, listened to, killed with all that they have started, and waited for."""

from __future__ import annotations

import atexit
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil

from flows.home import Home
from tests.flows import plain_checks, plain_flows
from tests.flows.conftest import environment
from tests.flows.warm import WarmProcess, WarmRun
from tests.warehouse import ready_made
from warehouse import Warehouse

# Shards of a few articles, so that a kill finds some done and some not.
SMALL_SHARDS = """
from flows import shards
shards.SHARD_DOCUMENTS = 8
"""
QUICK = SMALL_SHARDS + plain_checks.PROGRAM + ready_made.PROGRAM
PLAIN = QUICK + plain_flows.PROGRAM
# What holds the home goes on when the test lays a file "go" into its folder.
WAITING = """
import time
from pathlib import Path
def when_told(work):
    def waiting(*given):
        while not Path("go").exists():
            time.sleep(0.05)
        return work(*given)
    return waiting
"""
WAITING_RUN = f"{QUICK}{WAITING}shards.extract_claims = when_told(shards.extract_claims)\n"
MAIN = """
from flows.cli import main
main()
"""
THREADS = {"CLAIMWIRE_WORKERS_KIND": "threads", "CLAIMWIRE_WORKERS_COUNT": "2"}


@dataclass
class Running:
    """A real run in a process of its own, and what it has said so far."""

    process: WarmRun
    said: str = ""

    def wait_for(self, words: str) -> bool:
        """Read on until the run says `words`; false if it ends before."""
        for line in self.process.stderr:
            self.said += line
            if words in line:
                return True
        return False

    def kill(self) -> None:
        """SIGKILL to the run and everything that it has started."""
        with suppress(psutil.NoSuchProcess):
            run = psutil.Process(self.process.pid)
            for process in [run, *run.children(recursive=True)]:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
        self.end()

    def end(self) -> int:
        """Wait for the run's end; its exit code."""
        self.said += self.process.stderr.read()
        self.process.stderr.close()
        return self.process.wait()

    @property
    def was_killed(self) -> bool:
        """Whether it died of a kill and not by itself."""
        return self.process.returncode == -signal.SIGKILL


@cache
def warm_process(url: str) -> WarmProcess:
    """The process that forks the runs beside Prefect's API at `url`; it ends with this one."""
    # Away from any test's folder, and with the variables that Prefect reads when it is imported.
    warm = WarmProcess(Path(tempfile.gettempdir()), environment(url) | {"PREFECT_LOGGING_LEVEL": "CRITICAL"})
    atexit.register(warm.close)
    return warm


def start(folder: Path, *arguments: str | Path, url: str, changes: str = QUICK, **variables: str) -> Running:
    """Begin `claimwire` with `arguments` in `folder`; `changes` is Python that alters the program before it runs."""
    places = f"EMPTY_WAREHOUSE = {str(ready_made.empty_warehouse())!r}\n"
    program, words = places + changes + MAIN, [str(argument) for argument in arguments]
    return Running(warm_process(url).run(program, words, environment(url) | THREADS | variables, folder))


def says(words: str) -> Callable[[Running], bool]:
    """The moment when the run says `words`."""
    return lambda run: run.wait_for(words)


def after(words: str, seconds: float) -> Callable[[Running], bool]:
    """A moment after the run has said `words`, read meanwhile so that the run never waits for its reader."""

    def is_time(run: Running) -> bool:
        run.wait_for(words)
        timer = threading.Timer(seconds, run.process.send_signal, [signal.SIGSTOP])
        timer.start()
        time.sleep(seconds)
        timer.join()
        return True

    return is_time


def run_events(home: Home, kind: str = "nightly") -> list[str]:
    """How the runs of a kind ended, in order."""
    with Warehouse.open(home.published, is_read_only=True) as warehouse:
        told = warehouse.query("SELECT event FROM run_history WHERE run_kind = ? ORDER BY started_at", [kind])
    return told.get_column("event").to_list()
