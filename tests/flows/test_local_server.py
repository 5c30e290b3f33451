"""The watch over the local server: it is started again whatever goes wrong, and none outlives the schedule."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from flows import local_server
from flows.home import Home
from flows.local_server import LocalServer
from flows.progress import Progress


class Unlucky(LocalServer):
    """A server that ends at once, then can't be started, then lives; a sleeping process stands for Prefect's."""

    starts: int = 0

    def _start(self) -> None:
        self.starts += 1
        if self.starts == 2:
            raise OSError(28, "No space left on device")
        seconds = 0 if self.starts == 1 else 600
        self._process = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({seconds})"])

    def _wait(self) -> None:
        """It answers at once."""

    def _configure(self) -> None:
        """Nobody asks it."""

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid


def test_a_server_that_ends_is_started_again_until_the_schedule_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(local_server, "LOOK_EVERY_S", 0.02)
    with Unlucky(Home(tmp_path), 1, Progress(is_terminal=False)) as server:
        while server.starts < 3:
            time.sleep(0.02)
    assert not psutil.pid_exists(server.pid)
    assert server.starts == 3
    assert "No space left on device" in capsys.readouterr().err
