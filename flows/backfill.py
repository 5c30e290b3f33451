"""The backfill flow: stored bytes read again by today's rules; what changes is told before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from prefect import flow
from prefect.runtime import flow_run

from flows.dead_flow_runs import open_flow_run
from flows.home import Home
from flows.night import Night, running
from flows.perform import perform
from flows.replay import replay
from flows.scope import Scope
from flows.settings import read_settings
from flows.shards import ShardResults
from flows.sources import RawStore
from flows.stages.extract import extract
from flows.stages.ingest import Ingested, standing
from flows.stages.load import load
from flows.stages.report import report
from flows.stages.validate import Judged, validate
from transforms.corrections import with_decisions
from transforms.frames import REJECTED_DOCUMENTS
from warehouse.stored import stored_documents

PREVIEW = "only shown, not loaded"


@flow(name="backfill", persist_result=False)
def backfill(
    scope: dict[str, Any], is_applied: bool, home: str, config: str | None = None, accept: str | None = None
) -> dict[str, Any]:
    """Read the stored documents of `scope` (fields of Scope) again; load the result if `is_applied`.

    Returns `changes`, rows of change, rule and claims, and the number of `documents` that were read.  Raises HeldError
    where a critical check holds what is to be loaded.
    """
    settings = read_settings(Path(config) if config else None, Path(home))
    accepted_why = accept if is_applied else PREVIEW
    with (
        running(settings, (), accepted_why, "backfill", is_recorded=is_applied) as night,
        open_flow_run(Home(settings.home), str(flow_run.id)),
    ):
        ingested = perform(replay_stored, night, Scope(**scope))
        results = extract(night, ingested.documents)
        judged = perform(validate, night, ingested, results)
        changes = perform(compare, night, results, judged)
        if is_applied:
            perform(load, night, ingested, results, judged)
            perform(report, night)
    return {"changes": by_rule(changes).to_dicts(), "documents": ingested.documents.height}


def replay_stored(night: Night, scope: Scope) -> Ingested:
    """The current documents of the scope, out of their stored bytes."""
    with night.open_warehouse() as warehouse:
        stored = stored_documents(warehouse, since=scope.since, until=scope.until, source=scope.source)
    documents, problems = replay(stored, RawStore(night.home.raw), night.settings)
    for problem in problems:
        night.progress.say(f"replay: {problem}; its claims stay as they are")
    return Ingested(documents, REJECTED_DOCUMENTS.empty(), standing(documents, night.known))


def compare(night: Night, results: ShardResults, judged: Judged) -> pl.DataFrame:
    """How the accepted claims would change, one row for each (see Warehouse.changes)."""
    with night.open_warehouse() as warehouse:
        claims = with_decisions(judged.accepted, judged.quarantined, judged.corrections)
        return warehouse.changes(results.articles, claims)


def by_rule(changes: pl.DataFrame) -> pl.DataFrame:
    """change, rule and number of claims."""
    rule = pl.coalesce("rule_after", "rule_before").alias("rule")
    counted = changes.group_by("change", rule).agg(claims=pl.len().cast(pl.Int64))
    return counted.sort("change", "claims", "rule", descending=[False, True, False])
