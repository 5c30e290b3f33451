"""One run at a time, with real processes."""

from __future__ import annotations

import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from flows.home import Home, HomeError
from flows.run_lock import Holder, RunLock, current_holder, end_orphans, refuse_if_locked
from tests.flows.conftest import environment
from transforms.errors import HomeLockedError

pytestmark = pytest.mark.lasting

HOLD = """
import subprocess, sys, time
from pathlib import Path
from flows.run_lock import RunLock
with RunLock(Path(sys.argv[1]), "first", is_brief="brief" in sys.argv):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print(child.pid, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    (tmp_path / "state").mkdir()
    return tmp_path / "state" / "lock"


def hold(lock: Path, *how: str) -> tuple[subprocess.Popen[str], int]:
    """Another process that holds the lock, and the process that it has started."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock), *how], stdout=subprocess.PIPE, text=True, env=environment()
    )
    assert process.stdout is not None
    child = int(process.stdout.readline())
    while not psutil.Process(child).environ():  # a program that has only just begun shows none yet
        time.sleep(0.01)
    return process, child


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_a_second_run_is_refused_with_the_first_ones_process(lock: Path) -> None:
    process, child = hold(lock)
    try:
        with pytest.raises(HomeLockedError, match=str(process.pid)):
            RunLock(lock, "second").__enter__()
        with pytest.raises(HomeLockedError):
            refuse_if_locked(lock)
        holder = current_holder(lock)
        assert holder is not None
        assert holder.is_alive()
        assert holder.run_id == "first"
    finally:
        kill(process)
        os.kill(child, signal.SIGKILL)


def test_a_run_waits_for_what_holds_the_home_briefly(lock: Path) -> None:
    process, child = hold(lock, "brief")
    assert current_holder(lock) is None  # no run is under way
    timer = threading.Timer(0.5, process.send_signal, [signal.SIGKILL])
    timer.start()
    with RunLock(lock, "second") as taken:
        assert process.wait() == -signal.SIGKILL
        assert taken.left_by is not None
        assert taken.left_by.is_brief
    timer.join()
    kill(process)
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_patience_with_what_should_be_brief_ends(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    process, child = hold(lock, "brief")
    monkeypatch.setattr("flows.run_lock.PATIENCE_S", 0.2)
    try:
        with pytest.raises(HomeLockedError, match=str(process.pid)):
            refuse_if_locked(lock)
    finally:
        kill(process)
        os.kill(child, signal.SIGKILL)


def test_a_holder_that_has_not_said_its_name_yet_is_waited_for_and_named(lock: Path) -> None:
    file = os.open(lock, os.O_RDWR | os.O_CREAT)
    fcntl.flock(file, fcntl.LOCK_EX)
    me = psutil.Process()
    named = json.dumps({"pid": me.pid, "created_s": me.create_time(), "run_id": "first"})
    timer = threading.Timer(0.3, os.pwrite, [file, named.encode(), 0])
    timer.start()
    with pytest.raises(HomeLockedError, match=re.escape(f"process {me.pid};")):
        refuse_if_locked(lock)
    timer.join()
    os.close(file)


def test_homes_prepared_at_once_do_not_meet(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: home.prepare(), range(200)))
    assert not [path for path in home.root.rglob("*") if path.is_file()]


def test_the_lock_of_a_dead_process_is_taken_over_and_what_it_started_is_ended(lock: Path) -> None:
    process, child = hold(lock)
    kill(process)
    assert psutil.pid_exists(child)
    with RunLock(lock, "second") as taken:
        assert taken.left_by is not None
        assert taken.left_by.run_id == "first"
        assert not taken.left_by.is_alive()
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def test_a_lock_that_was_let_go_leaves_nothing(lock: Path) -> None:
    with RunLock(lock, "first") as first:
        assert first.left_by is None
    assert current_holder(lock) is None
    with RunLock(lock, "second") as second:
        assert second.left_by is None


def test_a_lock_that_can_not_be_written_is_let_go(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        with pytest.raises(OSError, match="No space left"):
            RunLock(lock, "first").__enter__()
    with RunLock(lock, "second"):
        assert current_holder(lock) is not None


def test_a_later_process_of_the_same_id_is_not_the_holder() -> None:
    me = psutil.Process()
    assert Holder(me.pid, me.create_time(), "run").is_alive()
    assert not Holder(me.pid, me.create_time() - 60, "run").is_alive()


def test_a_process_that_ended_unseen_by_its_parent_is_dead(lock: Path) -> None:
    process, child = hold(lock)
    holder = current_holder(lock)
    assert holder is not None
    os.kill(process.pid, signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert psutil.Process(process.pid).status() == psutil.STATUS_ZOMBIE
    assert not holder.is_alive()
    kill(process)
    os.kill(child, signal.SIGKILL)


def test_nothing_is_ended_for_a_holder_that_lives() -> None:
    me = psutil.Process()
    assert end_orphans(Holder(me.pid, me.create_time(), "run")) == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "x": 2}'])
def test_a_torn_note_names_nobody(lock: Path, text: str) -> None:
    lock.write_text(text, encoding="utf-8")
    assert current_holder(lock) is None
    with RunLock(lock, "run") as taken:
        assert taken.left_by is None


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    with pytest.raises(HomeError, match="choose another --home"):
        Home(tmp_path / "home").prepare()
