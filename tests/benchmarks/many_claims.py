"""A home of a million real claims: what some thousand articles gave, repeated under other ids and days.

Every fifth article of ../shared is read by a night of its own, once.  Then its rows are repeated: ids get a number in
front, and each repetition lies in four weeks of its own, so that no text would be taken for a reprint of itself; within
these weeks articles keep their order, and days that figures are about move with their article.  Each repetition is of a
night of its own.  Stories and the ledger are told of the repeated rows by the load's own statements.
"""

from __future__ import annotations

import gzip
import shutil
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
from warehouse.ledger import make_ledger
from warehouse.stories import tell_stories
from warehouse.tables import quoted

NOBODY: Final = pl.DataFrame(schema={"article_id": pl.String, "published_date": pl.Date})
EACH: Final = 5  # one article of so many is read
# What a repetition changes of a row, by column: ids, lists of ids, days.  `nth` is its number, `days` by how many days
# the row's article is moved.
ID: Final = "printf('r%02x', nth) || substr({0}, 4)"
SELVES: Final = (
    "article_id", "version_id", "claim_id", "content_hash", "of_claim_id", "restates_claim_id", "relation_id",
    "tested_claim_id", "origin_id", "copy_of_id", "story_id", "run_id",
)  # fmt: skip
LISTS: Final = ("claim_ids", "follows_ids")
DAYS: Final = ("published_date", "as_of_start", "as_of_end", "about_date")
# The later a repetition, the nearer its night is to the one that read the articles.
INSTANTS: Final = ("started_at", "finished_at", "event_at", "received_at")
REPEATED: Final = (
    "raw_documents", "articles", "claims", "arithmetic", "program_only.article_sketches",
    "program_only.passage_sketches", "article_origins", "passage_origins", "article_stories", "runs", "run_sources",
    "run_events",
)  # fmt: skip
MOVED: Final = """
CREATE TEMP TABLE moved AS
SELECT version_id, (DATE '1910-01-01' - published_date)
    + (20 * percent_rank() OVER (ORDER BY published_date NULLS LAST, version_id))::INT AS days
FROM articles WHERE is_current
"""
# What a night brings, by the argument of `night`: the table, its columns, and which rows of a repetition.
NIGHT: Final = {
    "documents": ("raw_documents", tuple(name for name in DOCUMENTS.columns if name != "content")),
    "articles": ("articles", ARTICLES.columns),
    "claims": ("claims", CLAIMS.columns),
    "quarantined": ("quarantined_claims", QUARANTINED_CLAIMS.columns),
    "arithmetic": ("arithmetic", ARITHMETIC.columns),
    "article_sketches": ("program_only.article_sketches", ARTICLE_SKETCHES.columns),
    "passage_sketches": ("program_only.passage_sketches", PASSAGE_SKETCHES.columns),
}


def read_home(folder: Path) -> Path:
    """The home of the articles that are repeated; made, and its folder, where it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    home, source = folder / "read", folder / "some.jsonl"
    if not (home / "claims.duckdb").exists():
        with gzip.open(SHARED / "data" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            source.write_text("".join(islice(lines, 0, None, EACH)), encoding="utf-8")
        nightly.run(str(source), home, {})
    return home


def repetitions(warehouse: Warehouse, table: str, numbers: str) -> str:
    """SQL for the rows of a table in the repetitions that a list in SQL gives; `moved` must be there."""
    columns = [name for name, *_ in warehouse.con.execute(f"DESCRIBE {table}").fetchall()]
    changes = {name: ID.format(name) for name in SELVES if name in columns}
    changes |= {name: f"list_transform({name}, lambda id: {ID.format('id')})" for name in LISTS if name in columns}
    moved = "version_id" in columns and any(name in columns for name in DAYS)
    changes |= {name: f"{name} + days::INT + (28 * nth)::INT" for name in DAYS if moved and name in columns}
    changes |= {name: f"{name} - INTERVAL (1000 - nth) DAYS" for name in INSTANTS if name in columns}
    replaced = ", ".join(f"{sql} AS {name}" for name, sql in changes.items())
    days = "JOIN moved USING (version_id)" if moved else ""
    kept = quoted(tuple(columns))
    return f"""SELECT {kept} FROM (
        SELECT * REPLACE ({replaced}) FROM {table} {days}, (SELECT unnest({numbers}) AS nth)
    )"""


def make_home(folder: Path, least: int) -> Path:
    """The home with at least so many claims, published, where it is not there yet."""
    home = folder / f"many-{least}"
    if not (home / "claims.duckdb").exists():
        fill_home(home, read_home(folder), "claims", least)
        with Warehouse.open(home / "state" / "warehouse.duckdb") as warehouse:
            warehouse.publish(home / "claims.duckdb")
    return home


def fill_home(home: Path, read: Path, table: str, least: int) -> None:
    """Make the warehouse of a home, with at least so many current rows of a table, out of the home that was read."""
    path = home / "state" / "warehouse.duckdb"
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(read / "state" / "warehouse.duckdb", path)
    with Warehouse.open(path) as warehouse:
        warehouse.con.execute("SET enable_progress_bar = false")
        rows = warehouse.query(f"SELECT count(*) FROM {table} WHERE is_current").item()
        warehouse.con.execute(MOVED)
        for repeated in REPEATED:
            more = repetitions(warehouse, repeated, f"range(1, {-(-least // rows)})")
            warehouse.con.execute(f"INSERT INTO {repeated} {more}")
        warehouse.con.execute("DROP TABLE moved")
        tell_stories(warehouse.con, NOBODY)
        make_ledger(warehouse.con)


def night_frames(read: Path, number: int, share: float) -> dict[str, pl.DataFrame]:
    """What a night brings (the names of NIGHT → frames): a share of the articles of one more repetition."""
    with Warehouse.open(read / "claims.duckdb", is_read_only=True) as source:
        source.con.execute(MOVED)
        frames = {
            name: source.query(f"SELECT {quoted(columns)} FROM ({repetitions(source, table, f'[{number}]')})")
            for name, (table, columns) in NIGHT.items()
        }
    chosen = frames["articles"].sort("article_id").sample(fraction=share, seed=7).select("article_id")
    return {name: frame.join(chosen, on="article_id", how="semi") for name, frame in frames.items()}


def load_more(warehouse: Warehouse, read: Path, number: int, share: float) -> tuple[int, int]:
    """Load a share of one more repetition in a night, after those before it; the number of its articles and claims."""
    frames = night_frames(read, number, share)
    counted = frames["articles"].group_by("source").agg(document_count=pl.len().cast(pl.Int64))
    none = [pl.lit(0, pl.Int64).alias(name) for name in ("changed_count", "unchanged_count", "rejected_count")]
    sources = counted.with_columns(pl.col("document_count").alias("new_count"), *none).select(SOURCE_COUNTS.columns)
    warehouse.load(night(number, (), **frames, sources=sources))
    return frames["articles"].height, frames["claims"].height
