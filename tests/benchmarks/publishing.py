"""What a publish costs after a night, measured: `python -m tests.benchmarks.publishing [--articles 20000]`.

A home of so many articles of a hundred days, seven claims each, with texts of 3,000 characters out of 20,000 words
drawn at random; then a night that adds 1 % of it, and a tenth of that as new versions of articles of the week before.
To each kind of place (a folder of Parquet, a DuckLake in SQLite, one in PostgreSQL where that is installed) it
publishes the whole, the night and nothing, and prints rows, bytes and seconds of the processor (of this process alone).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import polars as pl

from tests.benchmarks import ledger
from tests.warehouse.factory import night
from tests.warehouse.postgres import binaries, server
from warehouse import Warehouse
from warehouse.targets import publish_to, target_of

DAYS, WORDS, TEXT_WORDS = 100, 20_000, 500
STRETCH = 4_000  # articles are made so many at a time


def frames(first: int, count: int, draw: np.random.Generator) -> dict[str, pl.DataFrame]:
    """The frames of so many articles, with texts."""
    made = ledger.drawn(first, count, draw)
    letters = np.frombuffer(b"etaoinshrdlucmfw", dtype="S1").astype(str)
    words = np.array(["".join(row) for row in letters[draw.integers(0, 16, (WORDS, 5))]])
    picks = np.minimum(draw.zipf(1.2, (count, TEXT_WORDS)), WORDS) - 1
    texts = pl.Series([" ".join(words[row]) for row in picks], dtype=pl.String)
    articles = made["articles"].with_columns(text=texts, title=texts.str.slice(0, 60))
    sentence = pl.col("text").str.slice(pl.col("sentence_no") * 150, 150)
    claims = (
        made["claims"]
        .join(articles.select("version_id", "text"), on="version_id")
        .with_columns(sentence=sentence, quote=sentence.str.slice(20, 18), item=sentence.str.slice(60, 12))
        .select(made["claims"].columns)
    )
    return made | {"articles": articles, "claims": claims}


def changed(given: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The same articles in another version."""
    other = {
        name: "c" + pl.col(name).str.slice(1) for name in ("version_id", "content_hash", "claim_id")
    }  # ids are of one length
    return {
        name: frame.with_columns(**{column: change for column, change in other.items() if column in frame.columns})
        for name, frame in given.items()
    }


def fill(warehouse: Warehouse, articles: int, draw: np.random.Generator) -> None:
    """Load the home."""
    parts = [frames(first, min(STRETCH, articles - first), draw) for first in range(0, articles, STRETCH)]
    together = {name: pl.concat([part[name] for part in parts]) for name in parts[0]}
    counts = pl.col("document_count", "new_count").sum()
    together["sources"] = together["sources"].group_by("source").agg(counts, pl.col("^(chan|unch|rej).*$").sum())
    together["sources"] = together["sources"].select(parts[0]["sources"].columns)
    warehouse.load(night(1, (), **together))


def add_night(warehouse: Warehouse, articles: int, draw: np.random.Generator) -> None:
    """Load a night of 1 % more, of which one article in ten is an older one in another version."""
    count = articles // 100
    new, old = frames(articles, count, draw), changed(frames(articles - 7 * count, max(1, count // 10), draw))
    both = {name: pl.concat([new[name], old[name]]) for name in new}
    total = new["articles"].height + old["articles"].height
    both["sources"] = new["sources"].with_columns(
        document_count=pl.lit(total), changed_count=pl.lit(old["articles"].height)
    )
    warehouse.load(night(2, (), **both))


def tell(name: str, target: str, data: Path | None, homes: list[Path]) -> None:
    """Publish the homes one after the other, and print what each took."""
    place = target_of(target, str(data) if data else None)
    for what, home in zip(("the whole", "the night", "nothing"), homes, strict=True):
        began, clock = time.process_time(), time.monotonic()
        outcome = publish_to(place, home)
        took, passed = time.process_time() - began, time.monotonic() - clock
        print(
            f"{name}, {what}: {outcome.rows_written:,} rows, {(outcome.bytes_written or 0) / 1e6:.2f} MB in "
            f"{outcome.parts_written:,} of {outcome.parts:,} parts, {took:.1f} s of the processor ({passed:.0f} s)",
            flush=True,
        )


def main() -> None:
    """Make the home, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    count = parser.parse_args().articles
    ledger.DAYS, ledger.STORED, ledger.NIGHT = DAYS, count, count
    draw = np.random.default_rng(11)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        homes = [folder / "whole.duckdb", folder / "night.duckdb"]
        (folder / "state").mkdir()
        with Warehouse.open(folder / "state" / "warehouse.duckdb") as warehouse:
            for home, load in zip(homes, (fill, add_night), strict=True):
                load(warehouse, count, draw)
                home.hardlink_to(warehouse.publish(folder / "claims.duckdb"))
                size = home.stat().st_size / 1e6
                print(f"{load.__name__}: the copy has {size:.0f} MB", flush=True)
        stages = [*homes, homes[-1]]
        tell("Parquet", f"parquet:{folder}/out", None, stages)
        tell("DuckLake in SQLite", f"ducklake:sqlite:{folder}/lake", None, stages)
        programs = binaries()
        if programs is not None:
            where = stack.enter_context(server(programs))
            tell("DuckLake in PostgreSQL", f"ducklake:postgres:{where}", folder / "files", stages)


if __name__ == "__main__":
    main()
