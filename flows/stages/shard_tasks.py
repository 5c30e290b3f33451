"""Shards as Prefect tasks, on threads, processes or a Dask cluster."""

from __future__ import annotations

import logging
from typing import Any

from prefect import task
from prefect.futures import as_completed
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from flows.night import Night
from flows.settings import WorkerSettings
from flows.shards import Shard, work_shard
from flows.worker_loss import losses_told
from transforms.errors import SettingsError


@task(name="shard", task_run_name="shard {folder_path}", persist_result=False)
def shard_task(documents_path: str, folder_path: str, conventions: str) -> tuple[int, int]:
    """One shard: its articles and claims written to its folder; their numbers."""
    return work_shard(documents_path, folder_path, conventions)


def work_as_tasks(shards: list[Shard], night: Night) -> None:
    """Work on every shard, each a task that Prefect shows; raises WorkerLostError where a worker ends before it."""
    with losses_told(task_runner(night.settings.workers, len(shards))) as runner:
        for future in as_completed([_submitted(shard, runner, night) for shard in shards]):
            future.result()
            night.progress.advance()


def _submitted(shard: Shard, runner: TaskRunner[Any], night: Night) -> Any:
    given = {
        "documents_path": str(shard.documents),
        "folder_path": str(shard.folder),
        "conventions": night.settings.conventions.variant,
    }
    return runner.submit(shard_task, given)


def task_runner(workers: WorkerSettings, shard_count: int) -> TaskRunner[Any]:
    """The place where shards run.  A lone shard runs here: a process more would only take time to start."""
    count = min(workers.count, shard_count)
    if workers.kind == "dask":
        return _dask(workers, count)
    if workers.kind == "processes" and count > 1:
        return ProcessPoolTaskRunner(max_workers=count)
    return ThreadPoolTaskRunner(max_workers=count)


def _dask(workers: WorkerSettings, count: int) -> TaskRunner[Any]:
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        remedy = 'install claimwire with its extra "dask", or use "threads" or "processes"'
        raise SettingsError("workers.kind", "Dask is not installed", remedy) from error
    for name in ("distributed", "distributed.client"):  # their levels are set by the import
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what is lost is told by an error of ours
    if workers.dask_address:
        return DaskTaskRunner(address=workers.dask_address)
    return DaskTaskRunner(cluster_kwargs={"n_workers": count, "threads_per_worker": 1, "dashboard_address": None})
