"""Shards on a Dask cluster that is not ours: a scheduler and two workers as real processes."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.home import Home
from tests.flows.conftest import audited, environment, write_articles
from tests.flows.processes import PLAIN, QUICK, Running, start, warm_process
from tests.flows.warm import WarmRun

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(900)]

HOST = "127.0.0.1"
DASK = "from dask.__main__ import main\nmain()\n"


@dataclass
class Cluster:
    """An address, and the processes behind it: one worker begins cold, the other is spared its imports."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: tuple[subprocess.Popen[bytes], WarmRun]

    def wait_for_tasks(self) -> None:
        """Until somebody has handed in work."""
        from distributed import Client

        with Client(self.address) as client:
            while not client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)):
                time.sleep(0.1)


def dask(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    with (folder / "dask.log").open("ab") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env=environment(), cwd=folder)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@pytest.fixture
def cluster(tmp_path: Path, prefect_server: str) -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason='the extra "dask" is not installed')
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    address = f"tcp://{HOST}:{port}"
    scheduler = dask(tmp_path, "scheduler", "--host", HOST, "--port", str(port))
    while not listens(port):
        assert scheduler.poll() is None, (tmp_path / "dask.log").read_text()
        time.sleep(0.1)
    worker = ["worker", address, "--nthreads", "1", "--no-nanny"]
    cold = dask(tmp_path, *worker)
    warm = warm_process(prefect_server).run(DASK, [*worker, "--no-dashboard"], environment(), tmp_path)
    yield Cluster(address, scheduler, (cold, warm))
    for process in (cold, warm, scheduler):
        process.send_signal(signal.SIGKILL)
        process.wait()
    warm.stderr.close()


def night(folder: Path, home: Home, url: str, **variables: str) -> Running:
    """A night, plain where it is not told of a cluster."""
    source = write_articles(folder / "news.jsonl", 40)
    changes = QUICK if variables else PLAIN
    return start(folder, "nightly", source, "--home", home.root, url=url, changes=changes, **variables)


def hashes(home: Home) -> dict[str, str]:
    with audited(home.published) as warehouse:
        return warehouse.content_hashes()


def test_a_cluster_gives_the_same_tables_and_its_loss_is_told(
    tmp_path: Path, prefect_server: str, cluster: Cluster
) -> None:
    on_dask = {"CLAIMWIRE_WORKERS_KIND": "dask", "CLAIMWIRE_WORKERS_DASK_ADDRESS": cluster.address}
    here, there, lost = (Home(tmp_path / name) for name in ("here", "there", "lost"))
    for home, variables in ((here, {}), (there, on_dask)):
        run = night(tmp_path, home, prefect_server, **variables)
        assert run.end() == 0, run.said
    assert hashes(here) == hashes(there)
    for worker in cluster.workers:
        worker.send_signal(signal.SIGSTOP)
    broken = night(tmp_path, lost, prefect_server, **on_dask)
    cluster.wait_for_tasks()
    cluster.scheduler.kill()
    assert broken.end() == 1
    assert "the Dask scheduler was lost" in broken.said.rstrip().splitlines()[-1]
    assert "Traceback" not in broken.said
    again = night(tmp_path, lost, prefect_server)
    assert again.end() == 0, again.said
    assert hashes(lost) == hashes(here)
