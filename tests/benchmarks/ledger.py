"""The ledger's part of a load, measured: `python -m tests.benchmarks.ledger`.

A warehouse of 134,000 articles and 938,000 claims of nine days, then a night of 16,000 articles more, drawn at
random: one article in four is a copy, some of them of one agency's text that 300 papers print; traits are as frequent
as words of a language, and articles of one event share some; one passage in ten is a reprint; an article tells
seven figures of four measures of its event. Everything lies within the days that are looked at, which is the worst
case. Prints seconds of the processor and of the clock, and the peak of memory.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from tests.warehouse.factory import night
from transforms.frames import (
    ARTICLE_SKETCHES,
    ARTICLES,
    CLAIMS,
    COLUMNS,
    DOCUMENTS,
    PASSAGE_SKETCHES,
    SOURCE_COUNTS,
    Frame,
)
from warehouse import Warehouse, load

DAYS, STORED, NIGHT = 9, 134_000, 16_000
CLAIMS_EACH, PASSAGES_EACH, SHINGLES, TRAITS, STORY = 7, 4, 100, 20, 12
MEASURES = ("deaths", "injuries", "evacuations", "price")
FIRST = date(2026, 3, 1)


def filled(spec: Frame, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every column of its specification: null, or a value that says nothing, where it has none."""
    blank = {pl.String(): "x", pl.Int64(): 1, pl.Float64(): 0.5, pl.Boolean(): True}
    missing = [
        pl.lit(
            None if COLUMNS[name].nullable else blank.get(COLUMNS[name].dtype, date(2026, 3, 1)), COLUMNS[name].dtype
        ).alias(name)
        for name in spec.columns
        if name not in frame.columns
    ]
    return frame.with_columns(missing).select(spec.columns)


def drawn(first: int, count: int, draw: np.random.Generator) -> dict[str, pl.DataFrame]:
    """The frames of so many articles, numbered from `first`; one in four repeats one of these days."""
    numbers = np.arange(first, first + count)
    days = np.minimum(numbers * DAYS // STORED, DAYS)
    fresh = np.random.Generator(np.random.PCG64(7))  # the same for every night: a copy draws what its original drew
    is_copy = draw.random(count) < 0.25
    popular = (numbers // 2_000) * 2_000  # one text of 2,000 is printed by hundreds
    near = np.maximum(0, numbers - draw.integers(1, 8_000, count))
    model = np.where(is_copy, np.where(draw.random(count) < 0.6, near, popular), numbers)
    seeds = fresh.integers(1, 1 << 29, STORED + NIGHT).astype(np.int64)
    base = seeds[model][:, None] * np.arange(1, SHINGLES + 1)[None, :] * 2_654_435_761 % (1 << 29)
    changed = draw.random(base.shape) < np.where(is_copy, 0.15, 0)[:, None]
    shingles = np.sort(np.where(changed, draw.integers(0, 1 << 29, base.shape), base), axis=1)
    events = model // STORY
    rare = (np.minimum(draw.zipf(1.25, (count, TRAITS - 6)), 400_000)).astype(str)
    own = (events[:, None] * 10 + np.sort(draw.integers(0, 10, (count, 6)), axis=1)).astype(str)
    traits = [
        [*{f"N{name}" for name in names}, *{f"E{name}" for name in marks}]
        for names, marks in zip(rare, own, strict=True)
    ]
    ids = [f"{number:064x}" for number in numbers]
    articles = pl.DataFrame(
        {
            "article_id": ids, "version_id": ids, "own_id": ids, "content_hash": ids, "source": ["paper"] * count,
            "published_date": [FIRST + timedelta(days=int(day)) for day in days],
        }
    )  # fmt: skip
    sketches = articles.with_columns(
        shingles=pl.Series(shingles, dtype=pl.Array(pl.Int64, SHINGLES)).cast(pl.List(pl.Int64)),
        traits=pl.Series([sorted(each) for each in traits], dtype=pl.List(pl.String)),
    )
    of = articles.select("article_id", "version_id", "published_date")
    toll = events % 30 + (draw.random(count) < 0.1)  # one article in ten tells another figure
    told = of.with_columns(event=pl.Series(events).cast(pl.String), toll=pl.Series(toll).cast(pl.Float64))
    parts = []
    for sentence in range(PASSAGES_EACH):
        said = np.where(draw.random(count) < 0.1, near, model) * PASSAGES_EACH + sentence
        words = said[:, None] * 40_503 + np.arange(1, 21)[None, :]
        words = np.sort(words * 2_654_435_761 % (1 << 31), axis=1)
        row = of.with_columns(
            sentence_no=pl.lit(sentence, pl.Int64),
            shingles=pl.Series(words, dtype=pl.Array(pl.Int64, 20)).cast(pl.List(pl.Int64)),
        )
        parts.append(row.select(PASSAGE_SKETCHES.columns))
    claims = pl.concat(
        told.with_columns(
            claim_id=pl.col("article_id") + f" {number}", sentence_no=pl.lit(number % PASSAGES_EACH, pl.Int64),
            measure=pl.lit(MEASURES[number % len(MEASURES)]), role=pl.lit("level"), kind=pl.lit("count"),
            subject_key="thing " + pl.col("event"), place_key="town " + pl.col("event"), modality=pl.lit("asserted"),
            value=pl.col("toll"), low=pl.col("toll"), high=pl.col("toll"),
            place=pl.lit(f"Place {number}"), as_of_start=pl.lit(None, pl.Date), as_of_end=pl.lit(None, pl.Date),
        )
        for number in range(CLAIMS_EACH)
    )  # fmt: skip
    counts = {"source": ["paper"], "document_count": [count], "new_count": [count]} | {
        name: [0] for name in ("changed_count", "unchanged_count", "rejected_count")
    }
    received = pl.lit(None).cast(pl.Datetime("us")).fill_null(pl.datetime(2026, 3, 1, time_unit="us"))
    return {
        "articles": filled(ARTICLES, articles),
        "documents": filled(DOCUMENTS, articles.drop("published_date").with_columns(received_at=received)),
        "article_sketches": sketches.select(ARTICLE_SKETCHES.columns),
        "passage_sketches": pl.concat(parts),
        "claims": filled(CLAIMS, claims.drop("published_date", "event", "toll")),
        "sources": pl.DataFrame(counts, schema=SOURCE_COUNTS.schema()),
    }


def timed(name: str) -> None:
    """Let a step of the load print what it takes."""
    work: Callable[..., Any] = getattr(load, name)

    def timing(*given: Any) -> Any:
        began, clock = time.process_time(), time.monotonic()
        result = work(*given)
        print(
            f"  {name}: {time.process_time() - began:.1f} s of the processor, {time.monotonic() - clock:.1f} s",
            flush=True,
        )
        return result

    setattr(load, name, timing)


def main() -> None:
    """Load both and print."""
    for name in ("move_rows", "find_origins", "tell_stories", "keep_ledger"):
        timed(name)
    draw = np.random.default_rng(11)
    with tempfile.TemporaryDirectory() as folder, Warehouse.open(Path(folder) / "claims.duckdb") as warehouse:
        for number, first, count in ((1, 0, STORED), (2, STORED, NIGHT)):
            frames = drawn(first, count, draw)
            print(f"{count:,} articles, {frames['claims'].height:,} claims", flush=True)
            warehouse.load(night(number, (), **frames))
            del frames
        for view in ("origins", "stories", "claim_text_origins", "figures", "series_points", "conflicts"):
            began = time.monotonic()
            rows = warehouse.query(f"SELECT count(*) FROM {view}").item()
            print(f"  {view}: {rows:,} rows in {time.monotonic() - began:.2f} s")
        for table in ("passage_origins", "articles"):
            print(f"  {table}: {warehouse.query(f'SELECT count(*) FROM {table}').item():,} rows")
        print([result.name for result in warehouse.audit() if not result.is_passed])
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main()
