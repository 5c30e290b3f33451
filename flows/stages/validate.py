"""Validate: the checks judge the batch; rows that fail are set aside, and a critical failure holds it all."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from expectations import Limits, Verdict, split_claims
from expectations import validate as judge
from flows.corrections import read_corrections
from flows.night import Night
from flows.reports.gathering import Unloaded
from flows.shards import ShardResults
from flows.stages.counting import source_counts
from flows.stages.ingest import Ingested
from transforms.corrections import Correction, heed
from transforms.errors import HeldError
from warehouse.layouts import layout_of


@dataclass(frozen=True)
class Judged:
    """The verdict; the claims (frames.CLAIMS, frames.QUARANTINED_CLAIMS) as it parts them; frames.SOURCE_COUNTS.

    `corrections` are what people decided; accepted claims that they have dropped or corrected are set aside.
    """

    verdict: Verdict
    accepted: pl.DataFrame
    quarantined: pl.DataFrame
    sources: pl.DataFrame
    corrections: list[Correction]


def validate(night: Night, ingested: Ingested, results: ShardResults) -> Judged:
    """Judge the night; raises HeldError where a critical check failed and nobody accepts it.

    Raises InputError where a file of the home's corrections is none.
    """
    corrections = read_corrections(night.home.corrections)
    sources = source_counts(night.sources, ingested, results.articles)
    with night.open_warehouse() as warehouse:
        levels = warehouse.levels_beside(results.articles, results.claims)
    verdict = judge(
        ingested.documents,
        results.articles,
        results.claims,
        night.history,
        run_id=night.run_id,
        now=night.now(),
        sources=sources,
        levels=levels,
        layout=layout_of(results.articles),
        layouts=night.layouts,
        failed_sentences=results.failures.height,
        limits=Limits(**night.settings.checks.model_dump()),
        data_docs=night.home.reports / "data_docs" if night.is_recorded else None,
    )
    night.check_results = verdict.check_results
    for message in verdict.messages:
        night.progress.say(f"validate: {message}")
    accepted, quarantined = heed(*split_claims(results.claims, verdict.failing_rows), corrections)
    night.unloaded = Unloaded(failing_rows=verdict.failing_rows)
    if verdict.is_critical and night.accepted_why is None:
        night.unloaded = Unloaded(
            articles=results.articles,
            quarantined=quarantined,
            rejected=ingested.rejected,
            sources=sources,
            failing_rows=verdict.failing_rows,
        )
        critical = tuple(message for message in verdict.messages if message.startswith("critical"))
        command = "nightly" if night.is_nightly else "backfill --apply"
        raise HeldError(night.run_id, critical or verdict.messages, command)
    return Judged(verdict, accepted, quarantined, sources, corrections)
