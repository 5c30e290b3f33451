"""A machine that fails in the middle of a real night: a home that becomes read-only, memory that runs out."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from flows.home import Home
from tests.flows.conftest import Place, audited, write_articles
from tests.flows.processes import PLAIN, QUICK, WAITING_RUN, Running, start

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(900)]

ARTICLES = 40
MOUNT_TRIES = 400
# One shard, when two others are done, asks for more than there is: the limit is the kernel's, and stays for the rest.
# The second worker is at work, but the pool has not noted it yet, when the first one dies.
LATE_WORKER = f"""{QUICK}
import time
from multiprocessing.context import SpawnProcess
begin, begun = SpawnProcess.start, []
def begin_slowly(worker):
    begin(worker)
    for first in begun[:1]:
        time.sleep(2)
        first.kill()
        first.join()
        time.sleep(1)
    begun.append(worker)
SpawnProcess.start = begin_slowly
"""
LITTLE_MEMORY = f"""{QUICK}
import resource, time
from pathlib import Path
read, work = shards.extract_claims, Path("home/work/shards")
def hungry(articles, *given):
    if articles["own_id"].is_in(["a7"]).any():
        while sum(path.is_dir() and not path.name.startswith(".") for path in work.iterdir()) < 2:
            time.sleep(0.05)
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + (256 << 20),) * 2)
        bytearray(4 << 30)
    return read(articles, *given)
shards.extract_claims = hungry
"""


class Machine:
    """A folder with a source and a home, and nights over it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.home = Home(folder / "home")
        self.source = write_articles(folder / "news.jsonl", ARTICLES)

    def nightly(self, changes: str = QUICK, **variables: str) -> Running:
        command = ("nightly", self.source, "--home", self.home.root)
        return start(self.folder, *command, url=self.url, changes=changes, **variables)

    def check_repaired(self, *before: str) -> Running:
        """The next night loads everything; `before` is how the runs before it ended."""
        night = self.nightly(PLAIN)
        assert night.end() == 0, night.said
        with audited(self.home.published) as warehouse:
            assert warehouse.query("SELECT count(*) FROM articles").item() == ARTICLES
            events = warehouse.query("SELECT event FROM run_history ORDER BY started_at").get_column("event")
        assert events.to_list() == [*before, "completed"]
        return night


@pytest.fixture
def machine(tmp_path: Path, prefect_server: str) -> Machine:
    return Machine(tmp_path, prefect_server)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """The folder can be read alone, whoever asks; skipped where nothing can be mounted."""
    if subprocess.run(["mount", "--bind", folder, folder], check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        for _ in range(MOUNT_TRIES):  # refused while a file is open for writing
            if not subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=False).returncode:
                break
            time.sleep(0.05)
        else:
            raise TimeoutError(f"{folder} is busy all the time")
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def assert_told(night: Running, words: str) -> None:
    """It ended with exit code 1 and one line that says what is wrong."""
    assert night.end() == 1
    last = night.said.rstrip().splitlines()[-1]
    assert last.startswith("claimwire: ")
    assert words in last
    assert "Traceback" not in night.said


def test_a_home_that_can_only_be_read(machine: Machine) -> None:
    assert machine.nightly(PLAIN).end() == 0
    with read_only(machine.home.root):
        assert_told(machine.nightly(), "Read-only file system; make it writable")
        assert "No run is under way." in Place(machine.home).run("status").stdout
        Place(machine.home).run("sql", "SELECT 1")
    machine.check_repaired("completed")


@pytest.mark.parametrize(
    ("part", "before"), [("work", ["failed"]), pytest.param("state", ["dead"], marks=pytest.mark.long)]
)
def test_a_home_that_becomes_read_only_in_a_night(machine: Machine, part: str, before: list[str]) -> None:
    night = machine.nightly(WAITING_RUN)
    assert night.wait_for("extract: begins")
    with read_only(machine.home.root / part):
        (machine.folder / "go").touch()
        assert_told(night, "ead-only")
    machine.check_repaired(*before)


def test_memory_that_runs_out_in_a_shard(machine: Machine) -> None:
    assert_told(machine.nightly(LITTLE_MEMORY), "out of memory; give it more, or lower workers.count")
    night = machine.check_repaired("failed")
    assert "shards were finished by an earlier run" in night.said


def test_a_worker_that_the_system_kills(machine: Machine) -> None:
    """As the kernel does to the largest process when memory runs out."""
    night = machine.nightly(CLAIMWIRE_WORKERS_KIND="processes")
    assert night.wait_for("extract: begins")
    first_worker(night).kill()
    assert_told(night, "a worker process ended without a word")
    machine.check_repaired("failed")


def test_a_worker_that_is_killed_while_another_is_started(machine: Machine) -> None:
    """Python's pool would wait for ever for the other one, which it did not know of when it ended all."""
    assert_told(
        machine.nightly(LATE_WORKER, CLAIMWIRE_WORKERS_KIND="processes"), "a worker process ended without a word"
    )
    machine.check_repaired("failed")


def first_worker(run: Running) -> psutil.Process:
    """The first worker process that the run starts."""
    while run.process.poll() is None:
        for process in psutil.Process(run.process.pid).children(recursive=True):
            with suppress(psutil.Error):
                if any("spawn_main" in word for word in process.cmdline()):
                    return process
        time.sleep(0.01)
    raise AssertionError(run.end() or run.said)
