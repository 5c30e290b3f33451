"""Load: everything of the run in one transaction, then the published copy, then the work that is done is cleared."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from flows.corrections import carry_out
from flows.night import Night, program_version
from flows.shards import ShardResults, sweep
from flows.stages.ingest import Ingested
from flows.stages.validate import Judged
from transforms.corrections import CAUGHT_UP, DIFFERS, LOST, Correction
from transforms.extract import extractor_version
from warehouse import LoadCounts, Warehouse
from warehouse import Night as Batch

TOLD = {
    CAUGHT_UP: "is no longer needed: the claim now reads as corrected; remove its file",
    DIFFERS: "was left out: the claim now reads otherwise; decide again",
    LOST: "was left out: its article no longer claims that; remove its file",
}


def load(night: Night, ingested: Ingested, results: ShardResults, judged: Judged) -> LoadCounts:
    """Load the batch; returns how many rows the warehouse gained or marked."""
    batch = Batch(
        run_id=night.run_id,
        run_kind=night.kind,
        started_at=night.started_at,
        finished_at=night.now(),
        program_version=program_version(),
        extractor_version=extractor_version(night.settings.conventions.variant),
        documents=_read(ingested.documents, results.articles),
        rejected=pl.concat([ingested.rejected, results.rejected]).unique("rejection_id", maintain_order=True),
        articles=results.articles,
        claims=judged.accepted,
        quarantined=judged.quarantined,
        article_sketches=results.article_sketches,
        passage_sketches=results.passage_sketches,
        arithmetic=results.arithmetic,
        check_results=judged.verdict.check_results,
        failing_rows=judged.verdict.failing_rows,
        sources=judged.sources,
        accepted_by=night.accepted_by if judged.verdict.is_critical else None,
        accepted_why=night.accepted_why if judged.verdict.is_critical else None,
    )
    with night.open_warehouse() as warehouse:
        counts = warehouse.load(batch)
        if night.is_nightly:
            _close_held(night, warehouse)
        carry_out_corrections(night, warehouse, judged.corrections)
        warehouse.publish(night.home.published)
    if night.is_nightly:  # what a held or dead night has left waits for the next one, not for a backfill
        sweep(night.home.staged)
        sweep(night.home.staged_rejections)
        sweep(night.home.shards)
    return counts


def _close_held(night: Night, warehouse: Warehouse) -> None:
    """Batches that were held went along with this load: a night takes in everything that is not done yet."""
    message = night.accepted_why or f"the checks of the run {night.run_id}, which loaded it, let it pass"
    for run_id in warehouse.held_batches().get_column("run_id"):
        warehouse.record_run(replace(night.event("accepted", message), run_id=run_id))


def carry_out_corrections(night: Night, warehouse: Warehouse, corrections: list[Correction]) -> None:
    """What people decided about claims holds for them when they come again; what no longer fits is told."""
    for correction, standing in carry_out(warehouse, corrections, night.now()):
        night.progress.say(f"load: the correction of {correction.quote!r} ({correction.claim_id}) {TOLD[standing]}")


def _read(documents: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The documents that became articles, without their content, which the raw store keeps."""
    return documents.drop("content").join(articles.select("article_id"), on="article_id", how="semi")
