"""What each source gave in a night: documents in = new + changed + unchanged + rejected."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from flows.settings import SourceSettings
from flows.stages.ingest import CHANGED, NEW, UNCHANGED, Ingested
from transforms.frames import SOURCE_COUNTS

REJECTED = "rejected"


def source_counts(sources: Iterable[SourceSettings], ingested: Ingested, articles: pl.DataFrame) -> pl.DataFrame:
    """frames.SOURCE_COUNTS of every source of the night, those that gave nothing included.

    A document that was taken in but gave no article counts as rejected, and not as new or changed.
    """
    is_article = pl.col("article_id").is_in(articles.get_column("article_id").implode())
    is_kept = is_article | (pl.col("standing") == UNCHANGED)
    told = ingested.standing.select("source", standing=pl.when(is_kept).then("standing").otherwise(pl.lit(REJECTED)))
    every = pl.concat([told, ingested.rejected.select("source", standing=pl.lit(REJECTED))])
    counts = [
        (pl.col("standing") == name).sum().cast(pl.Int64).alias(f"{name}_count")
        for name in (NEW, CHANGED, UNCHANGED, REJECTED)
    ]
    counted = every.group_by("source").agg(pl.len().cast(pl.Int64).alias("document_count"), *counts)
    named = pl.DataFrame({"source": [source.name for source in sources]}, schema={"source": pl.String})
    everyone = pl.concat([named, counted.select("source")]).unique().sort("source")
    return everyone.join(counted, on="source", how="left").fill_null(0).select(SOURCE_COUNTS.columns)
