"""What a night costs as its home grows, measured: `python -m tests.benchmarks.growth [--folder DIR] [--articles N …]`.

Homes of so many real articles are made of some thousand that are read once, by changing ids and days (many_claims.py).
Then each gets a night of the same size, of articles that it does not hold yet: they come in from a file, are judged,
loaded, reported and published, by the stages of the night themselves.  Reading them is left out: what a text costs
depends on nothing that is stored (`make bench`), so the frames that reading gives are repeated as well.

Prints for each home and stage seconds of the processor and by how much the home grew on the disk; what that is for one
article; the peak of memory, and what an article takes on the disk.  A home of 300,000 articles has 4.6 GB; its night
takes twice that and once more, for the copy that is measured and the one that is published.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import polars as pl

from flows.home import Home
from flows.night import Night, running
from flows.publishing import publish_each
from flows.reports.gathering import run_lines
from flows.reports.writing import report_paths
from flows.settings import read_settings
from flows.shards import FAILURES, ShardResults
from flows.stages.ingest import Ingested, ingest
from flows.stages.load import load
from flows.stages.report import report
from flows.stages.sources import sources_of
from flows.stages.validate import validate
from tests.benchmarks.many_claims import fill_home, night_frames, read_home
from transforms.frames import REJECTED_DOCUMENTS
from warehouse import Warehouse
from warehouse.index.kept import FOLDER, keep_blocks
from warehouse.targets import target_of

SIZES: Final = (10_000, 100_000, 300_000)
NIGHT: Final = 1_000
FIGURES: Final = ("value", "low", "high", "base_value", "base_low", "base_high")
TEXTS: Final = "own_id", "url", "title", "published_date", "text"


class Costs:
    """Seconds of the processor and bytes that the home grew by, by stage."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.seconds: dict[str, float] = {}
        self.grown: dict[str, int] = {}

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Count what the block takes; a stage that comes again adds to itself."""
        before, began = size_of(self._home), time.process_time()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - began
        self.grown[stage] = self.grown.get(stage, 0) + size_of(self._home) - before


def size_of(folder: Path) -> int:
    """Bytes that the files below a folder take on the disk, each once."""
    found = {(s.st_dev, s.st_ino): s.st_blocks * 512 for s in (path.lstat() for path in folder.rglob("*"))}
    return sum(found.values())


def write_source(path: Path, articles: pl.DataFrame) -> None:
    """A file of the articles as a publisher gives them."""
    with path.open("w", encoding="utf-8") as file:
        for own_id, url, title, day, text in articles.select(TEXTS).iter_rows():
            row = {"id": own_id, "url": url, "title": title, "published": day and day.isoformat(), "text": text}
            file.write(json.dumps({name: value for name, value in row.items() if value is not None}) + "\n")


def as_ingested(frames: dict[str, pl.DataFrame], ingested: Ingested) -> ShardResults:
    """What reading the documents would have given: the repeated rows under the ids that the documents have got."""
    named = ingested.documents.select("own_id", "source", "content_hash", new_id="article_id")
    ids = frames["articles"].select("own_id", "article_id").join(named, on="own_id").drop("own_id")
    given = {
        name: frame.join(ids, on="article_id", how="inner", suffix="_new")
        .with_columns(
            article_id="new_id",
            **{column: f"{column}_new" for column in ("source", "content_hash") if column in frame.columns},
        )
        .select(frame.columns)
        for name, frame in frames.items()
    }
    return ShardResults(
        given["articles"], REJECTED_DOCUMENTS.empty(), given["claims"], pl.DataFrame(schema=FAILURES),
        given["article_sketches"], given["passage_sketches"], given["arithmetic"],
    )  # fmt: skip


def one_night(home: Path, read: Path, count: int, outside: Path | None) -> dict[str, Any]:
    """Give the home a night of so many articles and publish it; what that cost, by stage."""
    source = home.with_name("night.jsonl")
    frames = drawn(read, repetitions_of(home, read), count)
    write_source(source, frames["articles"])
    stand_in_for_pages(home)
    settings = read_settings(None, home, {})
    targets = []
    if outside is not None:
        targets = [target_of(f"parquet:{outside}/parquet"), target_of(f"ducklake:sqlite:{outside}/lake.sqlite")]
        publish_each(targets, home / "claims.duckdb", told)  # what the home holds; what the night adds is measured
    costs = Costs(home)
    with costs.of("what is known"):
        context = running(settings, sources_of(settings, [str(source)]), accepted_why="measured")
        night: Night = context.__enter__()
    with costs.of("ingest"):
        ingested = ingest(night)
    results = as_ingested(frames, ingested)
    assert results.articles.height == count, (results.articles.height, count)
    with costs.of("validate"):
        judged = validate(night, ingested, results)
    with costs.of("load and the published copy"):
        load(night, ingested, results, judged)
    with costs.of("report"):
        report(night)
    context.__exit__(None, None, None)
    for target in targets:
        with costs.of(f"publish to {target.to.partition(':')[0]}"):
            assert not publish_each([target], home / "claims.duckdb", told)
    return {"seconds": costs.seconds, "grown": costs.grown}


def stand_in_for_pages(home: Path) -> None:
    """Leave a page for each run of the home, as its nights would have: only what changed is written anew."""
    with Warehouse.open(Home(home).warehouse, is_read_only=True) as warehouse:
        for run in run_lines(warehouse):
            page = report_paths(Home(home).reports, run.run_id).run_page
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(f'<meta name="claimwire-run-state" content="{run.state}">', encoding="utf-8")


def repetitions_of(home: Path, read: Path) -> int:
    """The number of the first repetition that the home does not hold."""
    counts = []
    for each in (home, read):
        with Warehouse.open(Home(each).warehouse, is_read_only=True) as warehouse:
            counts.append(warehouse.query("SELECT count(*) FROM articles WHERE is_current").item())
    return -(-counts[0] // counts[1])


def drawn(read: Path, number: int, count: int) -> dict[str, pl.DataFrame]:
    """The frames of a night of so many articles of a repetition, with figures that no stored one has."""
    whole = night_frames(read, number, 1.0)
    chosen = whole["articles"].sort("article_id").sample(count, seed=7).select("article_id")
    frames = {name: frame.join(chosen, on="article_id", how="semi") for name, frame in whole.items()}
    return frames | {"claims": frames["claims"].with_columns(pl.col(FIGURES) * 3)}


def told(line: str) -> None:
    """Print what a publish came to."""
    print(f"  {line}", flush=True)


def peak_gib() -> float:
    """The most memory that this process had (GiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def make_home(folder: Path, read: Path, articles: int) -> Path:
    """The home of at least so many articles with the index of its claims, where it is not there yet."""
    home, part = folder / f"home-{articles}", folder / f"part-{articles}"
    if not home.exists():
        fill_home(part, read, "articles", articles)
        with Warehouse.open(Home(part).warehouse) as warehouse:
            keep_blocks(warehouse.con, part / "state" / FOLDER)
        part.rename(home)
    return home


def measure(folder: Path, articles: int, count: int, publishes: bool) -> None:
    """Make a home, give a copy of it a night, and print what that cost; in a process of its own, for the peak."""
    read = read_home(folder)
    made, home = make_home(folder, read, articles), folder / "measured"
    for left in (home, folder / "outside"):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(made, home)
    if publishes:
        with Warehouse.open(Home(home).warehouse) as warehouse:
            warehouse.publish(home / "claims.duckdb")
    with Warehouse.open(Home(home).warehouse, is_read_only=True) as warehouse:
        stored, claims = warehouse.query("SELECT count(*), (SELECT count(*) FROM claims) FROM articles").row(0)
    size = size_of(home / "state") / stored
    costs = one_night(home, read, count, folder / "outside" if publishes else None)
    print(
        f"{stored:,} articles with {claims:,} claims ({size / 1e3:.1f} kB of the disk each); a night of {count:,} more:"
    )
    for stage, seconds in costs["seconds"].items():
        print(f"  {stage}: {seconds:.1f} s of the processor, {costs['grown'][stage] / 1e6:+.1f} MB", flush=True)
    each = sum(costs["seconds"].values()) / count
    print(f"  in all {each * 1e3:.1f} ms of the processor an article; peak {peak_gib():.2f} GiB", flush=True)
    shutil.rmtree(home)
    shutil.rmtree(folder / "outside", ignore_errors=True)


def main() -> None:
    """Measure home after home."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where homes stay for the next time")
    parser.add_argument("--articles", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--night", type=int, default=NIGHT)
    parser.add_argument(
        "--publish", action="store_true", help="also to a folder of Parquet and to a DuckLake in SQLite"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        for articles in given.articles:
            process = get_context("spawn").Process(target=measure, args=(folder, articles, given.night, given.publish))
            process.start()
            process.join()
            if process.exitcode:
                raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main()
