"""Extract: the documents cut into shards, and what came of all of them."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from flows.night import Night
from flows.shards import Shard, ShardResults, cut, cut_staged, gather, refuse_broken_rules


def extract(night: Night, documents: pl.DataFrame, work: Callable[[list[Shard], Night], None]) -> ShardResults:
    """The articles and claims of `documents`; shards that a run which died had finished are taken as they are.

    `work` does the others, each told to the night's progress.  The stage is not a Prefect task itself, as the other
    stages are: the frames of a task around shards would go to the workers with each of them.  Raises InputError where a
    rule fails on more than a few documents.
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
            work(to_do, night)
        results = gather(shards)
        refuse_broken_rules(results.rejected, documents.height, night.known_rejections)
        return results
