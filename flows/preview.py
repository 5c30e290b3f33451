"""What today's rules would change of what is loaded: stored bytes read again, and told before anything is written."""

from __future__ import annotations

from typing import Any

import polars as pl

from flows.night import Night, running
from flows.replay import replay
from flows.scope import Scope
from flows.settings import Settings
from flows.shards import ShardResults
from flows.sources import RawStore
from flows.stages.extract import extract
from flows.stages.ingest import Ingested, standing
from flows.stages.shard_pool import work_in_pool
from flows.stages.validate import Judged, validate
from transforms.corrections import with_decisions
from transforms.frames import REJECTED_DOCUMENTS
from warehouse.stored import stored_documents

PREVIEW = "only shown, not loaded"


def preview(settings: Settings, scope: Scope) -> dict[str, Any]:
    """What a backfill of `scope` would change; nothing is written, and no Prefect API is asked.

    Returns what the flow `backfill` returns.  Raises HomeLockedError where a run holds the home.
    """
    with running(settings, (), PREVIEW, "backfill", is_recorded=False) as night:
        with night.stage("replay_stored"):
            ingested = replay_stored(night, scope)
        results = extract(night, ingested.documents, work_in_pool)
        with night.stage("validate"):
            judged = validate(night, ingested, results)
        with night.stage("compare"):
            changes = compare(night, results, judged)
    return told(changes, ingested)


def told(changes: pl.DataFrame, ingested: Ingested) -> dict[str, Any]:
    """`changes`, rows of change, rule and claims, and the number of `documents` that were read."""
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
