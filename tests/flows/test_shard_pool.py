"""Shards on threads and processes without Prefect: the same results, and a worker that is lost is told."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from flows.night import Night
from flows.progress import Progress
from flows.settings import WorkerSettings
from flows.shards import cut, gather
from flows.stages.shard_pool import work_in_pool
from flows.worker_loss import WorkerLostError
from tests.flows.test_shards import documents
from transforms.quantities.hedges import DEFAULT_VARIANT


def night(kind: str) -> Night:
    """What the pool asks of a night."""
    workers = WorkerSettings(kind=cast(Any, kind), count=2)
    settings = SimpleNamespace(workers=workers, conventions=SimpleNamespace(variant=DEFAULT_VARIANT))
    return cast(Night, SimpleNamespace(settings=settings, progress=Progress(is_terminal=False)))


def die(*_: str) -> None:
    """Work that the system ends, as where memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_processes_and_threads_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.shards.SHARD_DOCUMENTS", 4)
    found = []
    for kind in ("threads", "processes"):
        (tmp_path / kind).mkdir()
        shards = cut(documents(16), tmp_path / kind)
        assert len(shards) > 1
        work_in_pool(shards, night(kind))
        found.append(gather(shards))
    assert found[0].claims.height > 0
    assert found[0].claims.equals(found[1].claims)
    assert found[0].articles.equals(found[1].articles)


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_lost_worker_is_told_and_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.shards.SHARD_DOCUMENTS", 4)
    monkeypatch.setattr("flows.stages.shard_pool.work_shard", die)
    shards = cut(documents(16), tmp_path)
    assert len(shards) > 1  # a lone one would run, and end, this process
    with pytest.raises(WorkerLostError, match="ended without a word"):
        work_in_pool(shards, night("processes"))
