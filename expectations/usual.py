"""What was usual: the relations `night` and `sources` of the batch checks, out of the counts and the history."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import polars as pl

from expectations.limits import Limits
from transforms.layout_columns import DATE_SHARES

LAYOUT = ("text_length", "dated_share", "titled_share", "repeated_share", *DATE_SHARES.values())
_LAYOUT_TYPES = {"source": pl.String, "page_count": pl.Int64, **dict.fromkeys(LAYOUT, pl.Float64)}
# Made of types alone: a frame that is computed on import would start threads.
NO_LAYOUTS = pl.DataFrame(schema={"run_id": pl.String, **_LAYOUT_TYPES})
NO_LAYOUT = pl.DataFrame(schema=_LAYOUT_TYPES)
COUNTS = ("past_fresh_nights", "past_layout_nights", "past_date_nights", "page_count")
FRESH = pl.col("new_count") + pl.col("changed_count")


def night_row(counts: dict[str, int], history: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """The relation `night`: `counts` of the batch, what it was like in the nights of `history` (HISTORY), the limits.

    `counts` holds document_count, rejected_count, article_count (those that were read), extracted_count,
    quarantined_count and failed_sentences.  Only nightly runs with articles count as past nights.
    """
    past = (
        history.filter(pl.col("run_kind") == "nightly")
        .group_by("run_id")
        .agg(pl.col("article_count", "extracted_count").sum())
        .filter(pl.col("article_count") > 0)
    )
    usual = (past.get_column("extracted_count") / past.get_column("article_count")).median()
    return pl.DataFrame(
        {
            "night": ["this night"],
            **{name: [count] for name, count in counts.items()},
            "quarantined_share": [share(counts["quarantined_count"], counts["extracted_count"])],
            "rejected_share": [share(counts["rejected_count"], counts["document_count"])],
            "claims_per_article": [share(counts["extracted_count"], counts["article_count"])],
            "usual_claims_per_article": [usual],
            "past_nights": [past.height],
            **{name: [limit] for name, limit in asdict(limits).items()},
        },
        schema_overrides={"usual_claims_per_article": pl.Float64()},
    )


def share(part: int, whole: int) -> float:
    """`part` of `whole`, 0 of nothing."""
    return part / whole if whole else 0.0


def source_rows(
    sources: pl.DataFrame,
    history: pl.DataFrame,
    now: datetime,
    limits: Limits,
    tonight: pl.DataFrame = NO_LAYOUT,
    layouts: pl.DataFrame = NO_LAYOUTS,
) -> pl.DataFrame:
    """The relation `sources`: what each source of `sources` (SOURCE_COUNTS) gave, beside its own past.

    `tonight` has what its articles are like, `layouts` what they were like each night before (LAYOUT of each).
    A night is fresh for a source if it brought new or changed documents.  `now` (naive UTC) ends the silence.
    """
    past = history.filter(pl.col("run_kind") == "nightly").with_columns(fresh_count=FRESH)
    fresh = past.filter(pl.col("fresh_count") > 0)
    usual = past.group_by("source").agg(usual_document_count=pl.col("document_count").median())
    usual_fresh = fresh.group_by("source").agg(
        usual_fresh_count=pl.col("fresh_count").median(),
        past_fresh_nights=pl.len(),
        usual_gap_days=days(pl.col("finished_at").sort().diff().median()),
        silent_days=days(pl.lit(now) - pl.col("finished_at").max()),
    )
    return (
        sources.with_columns(fresh_count=FRESH)
        .join(usual, on="source", how="left")
        .join(usual_fresh, on="source", how="left")
        .join(tonight, on="source", how="left")
        .join(usual_layouts(layouts, limits), on="source", how="left")
        .with_columns(pl.col(*COUNTS).fill_null(0))
        .with_columns(pl.lit(limit).alias(name) for name, limit in asdict(limits).items())
        .sort("source")
    )


def usual_layouts(layouts: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    """source, and over its nights of enough pages the median of each of LAYOUT as `usual_…`.

    past_layout_nights counts those nights, past_date_nights those of which it is known where the days come from.
    """
    enough = layouts.filter(pl.col("page_count") >= limits.min_pages)
    usual = [pl.col(name).median().alias(f"usual_{name}") for name in LAYOUT]
    known = pl.col(next(iter(DATE_SHARES.values()))).count()
    counts = [pl.len().alias("past_layout_nights"), known.alias("past_date_nights")]
    return enough.group_by("source").agg(*counts, *usual)


def days(duration: pl.Expr) -> pl.Expr:
    """A duration in days."""
    return duration.dt.total_seconds() / 86400
