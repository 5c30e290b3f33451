"""The backfill flow: stored bytes read again by today's rules, and what changes loaded in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from flows.dead_flow_runs import open_flow_run
from flows.home import Home
from flows.night import running
from flows.perform import perform
from flows.preview import compare, replay_stored, told
from flows.scope import Scope
from flows.settings import read_settings
from flows.stages.extract import extract
from flows.stages.load import load
from flows.stages.publish import publish_if_asked
from flows.stages.report import report
from flows.stages.shard_tasks import work_as_tasks
from flows.stages.validate import validate


@flow(name="backfill", persist_result=False)
def backfill(scope: dict[str, Any], home: str, config: str | None = None, accept: str | None = None) -> dict[str, Any]:
    """Read the stored documents of `scope` (fields of Scope) again, and load the result.

    Returns `changes`, rows of change, rule and claims, the number of `documents` that were read, and the places that
    are `unpublished`.  Raises HeldError where a critical check holds what is to be loaded.
    """
    settings = read_settings(Path(config) if config else None, Path(home))
    with running(settings, (), accept, "backfill") as night, open_flow_run(Home(settings.home), str(flow_run.id)):
        ingested = perform(replay_stored, night, Scope(**scope))
        results = extract(night, ingested.documents, work_as_tasks)
        judged = perform(validate, night, ingested, results)
        changes = perform(compare, night, results, judged)
        perform(load, night, ingested, results, judged)
        perform(report, night)
        publish_if_asked(night)
    return told(changes, ingested) | {"unpublished": night.unpublished}
