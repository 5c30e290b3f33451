"""Shards without Prefect, on threads or processes of this machine: for a run that only looks."""

from __future__ import annotations

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from multiprocessing import get_context

from flows.night import Night
from flows.settings import WorkerSettings
from flows.shards import Shard, work_shard
from flows.worker_loss import losses_told


def work_in_pool(shards: list[Shard], night: Night) -> None:
    """Work on every shard; raises WorkerLostError where a worker process ends before it."""
    variant = night.settings.conventions.variant
    with losses_told(_pool(night.settings.workers, len(shards))) as pool:
        work = [pool.submit(work_shard, str(shard.documents), str(shard.folder), variant) for shard in shards]
        for future in as_completed(work):
            future.result()
            night.progress.advance()


def _pool(workers: WorkerSettings, shard_count: int) -> Executor:
    """Where shards run; a lone one runs here, and what would go to a Dask cluster on processes."""
    count = min(workers.count, shard_count)
    if workers.kind == "threads" or count == 1:
        return ThreadPoolExecutor(max_workers=count)
    return ProcessPoolExecutor(max_workers=count, mp_context=get_context("spawn"))
