"""Extract: the documents cut into shards, each shard a task on threads, processes or a Dask cluster."""

from __future__ import annotations

import logging
from typing import Any

import polars as pl
from prefect import task
from prefect.futures import as_completed
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from flows.night import Night
from flows.settings import WorkerSettings
from flows.shards import Shard, ShardResults, cut, cut_staged, gather, refuse_broken_rules, work_shard
from flows.worker_loss import loss, no_worker_left
from transforms.errors import SettingsError


@task(name="shard", task_run_name="shard {folder_path}", persist_result=False)
def shard_task(documents_path: str, folder_path: str, conventions: str) -> tuple[int, int]:
    """One shard: its articles and claims written to its folder; their numbers."""
    return work_shard(documents_path, folder_path, conventions)


def extract(night: Night, documents: pl.DataFrame) -> ShardResults:
    """The articles and claims of `documents`; shards that a run which died had finished are taken as they are.

    It is not a Prefect task itself, as the other stages are: its shards are, and the frames of a task around them would
    go to the workers with each of them.  Raises InputError where a rule fails on more than a few documents.
    """
    with night.stage("extract"):
        is_staged, variant = pl.col("content").is_null(), night.settings.conventions.variant
        shards = cut(documents.filter(~is_staged), night.home.shards, variant)
        shards += cut_staged(documents.filter(is_staged), night.home.staged, night.home.shards, variant)
        to_do = [shard for shard in shards if not shard.is_done]
        if len(to_do) < len(shards):
            done = len(shards) - len(to_do)
            night.progress.say(f"extract: {done} of {len(shards)} shards were finished by an earlier run")
        night.progress.begin("extract", len(to_do))
        if to_do:
            _work(to_do, night)
        results = gather(shards)
        refuse_broken_rules(results.rejected, documents.height, night.known_rejections)
        return results


def _work(shards: list[Shard], night: Night) -> None:
    with no_worker_left() as is_broken, task_runner(night.settings.workers, len(shards)) as runner:
        try:
            for future in as_completed([_submitted(shard, runner, night) for shard in shards]):
                future.result()
                night.progress.advance()
        except Exception as error:
            lost = loss(error)
            if lost is None:
                raise
            is_broken.set()
            raise lost from error


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
