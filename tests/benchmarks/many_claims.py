"""A home of a million real claims: what some thousand articles gave, repeated under other ids and days.

Every fifth article of ../shared is read by a night of its own, once.  Then its rows are loaded again and again: ids get
a number in front, and each repetition lies in four weeks of its own, so that no text is taken for a reprint of itself;
within these weeks articles keep their order, and days that figures are about move with their article.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from tests.benchmarks import nightly
from tests.conftest import SHARED
from tests.warehouse.factory import night
from transforms.frames import (
    ARITHMETIC,
    ARTICLE_SKETCHES,
    ARTICLES,
    CLAIMS,
    DOCUMENTS,
    PASSAGE_SKETCHES,
    QUARANTINED_CLAIMS,
    SOURCE_COUNTS,
)
from warehouse import Warehouse
from warehouse.tables import quoted

EACH: Final = 5  # one article of so many is read
FIRST: Final = date(2022, 1, 1)
WEEKS, TOLD_DAYS = 28, 20
AT_ONCE: Final = 5  # repetitions in one night
IDS: Final = (
    "article_id", "version_id", "claim_id", "content_hash", "of_claim_id", "restates_claim_id", "relation_id",
    "tested_claim_id", "claim_ids",
)  # fmt: skip
READ: Final = {
    "documents": ("raw_documents", tuple(name for name in DOCUMENTS.columns if name != "content"), "is_current"),
    "articles": ("articles", ARTICLES.columns, "is_current"),
    "claims": ("claims", CLAIMS.columns, "is_current"),
    "quarantined": ("quarantined_claims", QUARANTINED_CLAIMS.columns, "is_current"),
    "arithmetic": ("arithmetic", ARITHMETIC.columns, "is_current"),
    "article_sketches": ("article_sketches", ARTICLE_SKETCHES.columns, "true"),
    "passage_sketches": ("passage_sketches", PASSAGE_SKETCHES.columns, "true"),
}
Frames = Mapping[str, pl.DataFrame]


def read_home(folder: Path) -> Path:
    """The home of the articles that are repeated; made where it is not there yet."""
    home, source = folder / "read", folder / "some.jsonl"
    if not (home / "claims.duckdb").exists():
        with gzip.open(SHARED / "data" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            source.write_text("".join(islice(lines, 0, None, EACH)), encoding="utf-8")
        nightly.run(str(source), home, {})
    return home


def read_frames(home: Path) -> Frames:
    """Its frames, as a night takes them; `articles` also has `moved`, the day in its four weeks."""
    with Warehouse.open(home / "claims.duckdb", is_read_only=True) as warehouse:
        frames = {
            name: warehouse.query(f"SELECT {quoted(columns)} FROM {table} WHERE {which}")
            for name, (table, columns, which) in READ.items()
        }
    order = pl.struct(pl.col("published_date").fill_null(FIRST), "version_id").rank("ordinal") - 1
    frames["articles"] = frames["articles"].with_columns(moved=order.cast(pl.Int64) * TOLD_DAYS // pl.len())
    return frames


def repeated(frames: Frames, number: int) -> dict[str, pl.DataFrame]:
    """The frames of a repetition."""
    first = pl.lit(FIRST) + pl.duration(days=number * WEEKS)
    moved = frames["articles"].select("version_id", new=first + pl.duration(days="moved"), old="published_date")
    made = {}
    for name, frame in frames.items():
        days = [column for column in ("published_date", "as_of_start", "as_of_end") if column in frame.columns]
        frame = frame.join(moved, on="version_id", how="left", maintain_order="left") if days else frame
        frame = frame.with_columns(
            pl.col("new") if column == "published_date" else pl.col(column) + (pl.col("new") - pl.col("old"))
            for column in days
        ).with_columns(pl.col("new").alias(column) if column == "published_date" else pl.col(column) for column in days)
        made[name] = frame.select(
            _renamed(column, number) if column in IDS else pl.col(column)
            for column in frame.columns if column not in ("new", "old", "moved")
        )  # fmt: skip
    return made


def _renamed(column: str, number: int) -> pl.Expr:
    if column == "claim_ids":
        return pl.col(column).list.eval(pl.lit(f"{number:03x}") + pl.element().str.slice(3))
    return (pl.lit(f"{number:03x}") + pl.col(column).str.slice(3)).alias(column)


def load_repetitions(warehouse: Warehouse, frames: Frames, run: int, first: int, count: int) -> int:
    """Load so many repetitions in one night; the number of claims accepted."""
    parts = [repeated(frames, number) for number in range(first, first + count)]
    together = {name: pl.concat([part[name] for part in parts]) for name in frames}
    none = [pl.lit(0, pl.Int64).alias(name) for name in ("changed_count", "unchanged_count", "rejected_count")]
    sources = together["articles"].group_by("source").agg(document_count=pl.len().cast(pl.Int64))
    sources = sources.with_columns(pl.col("document_count").alias("new_count"), *none).select(SOURCE_COUNTS.columns)
    warehouse.load(night(run, (), **together, sources=sources))
    return together["claims"].height


def make_home(folder: Path, least: int) -> Path:
    """The home with at least so many claims, published; nights that it holds already are not loaded again."""
    frames, home = read_frames(read_home(folder)), folder / "many"
    (home / "state").mkdir(parents=True, exist_ok=True)
    with Warehouse.open(home / "state" / "warehouse.duckdb") as warehouse:
        warehouse.con.execute("SET enable_progress_bar = false")
        runs, claims = warehouse.query(
            "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM claims WHERE is_current)"
        ).row(0)
        while claims < least:
            claims += load_repetitions(warehouse, frames, runs, runs * AT_ONCE, AT_ONCE)
            runs += 1
            print(f"  night {runs}: {claims:,} claims", flush=True)
        warehouse.publish(home / "claims.duckdb")
    return home
