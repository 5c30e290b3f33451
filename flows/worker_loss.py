"""Workers that are lost in the middle of their shards: told in one line, and never waited for.

Where a worker process ends while another is just being started, Python's pool ends those that it knows and then waits
for the new one, which waits for work: for ever.  So whatever is left of a broken pool is killed until the pool is gone.
"""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from transforms.errors import RetryableError

NO_MEMORY = "a worker process ended without a word, as where memory runs out; give it more or lower workers.count"
NO_SCHEDULER = "the Dask scheduler was lost; look at its log and that of its workers"
LOOK_EVERY_S = 0.1
Pool = TypeVar("Pool")


class WorkerLostError(RetryableError):
    """A worker ended in the middle of its shard, as one does that the system takes the memory from."""

    def __init__(self, problem: str = NO_MEMORY) -> None:
        super().__init__(f"{problem}, then run again: the shards that are finished are kept")


def loss(error: Exception) -> WorkerLostError | None:
    """The loss that an error of a task runner tells of, if it does."""
    if isinstance(error, BrokenProcessPool):
        return WorkerLostError()
    dask = sys.modules.get("distributed")  # imported where Dask is at work, and only there
    if dask is not None and isinstance(error, dask.KilledWorker):
        return WorkerLostError()
    if dask is not None and isinstance(error, dask.client.FutureCancelledError):
        return WorkerLostError(NO_SCHEDULER)
    return None


@contextmanager
def losses_told(pool: AbstractContextManager[Pool]) -> Iterator[Pool]:
    """`pool` for the block; an error that tells of a lost worker becomes a WorkerLostError, and no worker is left."""
    with _no_worker_left() as is_broken, pool as opened:
        try:
            yield opened
        except Exception as error:
            lost = loss(error)
            if lost is None:
                raise
            is_broken.set()
            raise lost from error


@contextmanager
def _no_worker_left() -> Iterator[threading.Event]:
    """From when the event is set to the end of the block, every worker process of this one is killed."""
    is_broken, is_over = threading.Event(), threading.Event()

    def kill() -> None:
        is_broken.wait()
        while not is_over.wait(LOOK_EVERY_S):
            for worker in multiprocessing.active_children():
                worker.kill()

    killer = threading.Thread(target=kill, name="no-worker-left", daemon=True)
    killer.start()
    try:
        yield is_broken
    finally:
        is_over.set()
        is_broken.set()
        killer.join()
