"""A large archive taken in and its pages read: `python -m tests.benchmarks.warc [--pages 50000] [--folder DIR]`.

The archive is made first (made_archive.py; 50,000 pages are a .warc.gz of 1 GB).  Then it goes the way of a night, by
the stages' own functions: collected into an empty home, cut into shards, and the pages of the shards read on two
processes: parsed, told from those that are no articles, their text, title, authors, day and language taken.  The claims
in the texts are not read: what a text costs does not depend on where it came from (`make bench`).

Prints seconds of the clock and of the processor, the share of each step, what was rejected and why, how well articles
were told from other pages, and the memory of all processes at each tenth of the time.  A second collection shows what
an archive that was read costs the next night.
"""

from __future__ import annotations

import argparse
import functools
import inspect
import os
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import polars as pl
import psutil
import trafilatura

from flows.night import Night, clock
from flows.progress import Progress
from flows.settings import Settings, SourceSettings
from flows.shards import cut_staged
from flows.sources import archives, gathering, memory, raw_store
from flows.stages import ingest as stage
from tests.benchmarks.made_archive import Made, is_article, make_archive
from transforms.articles import pages, reading

WORKERS: Final = 2
EVERY_S: Final = 0.5
OTHER: Final = "all else"
CUT: Final = "unpacked, cut into records"
KNOWN: Final = {"article_id": pl.String, "content_hash": pl.String, "is_current": pl.Boolean}
COLLECTING: Final = (
    (raw_store.RawStore, "put_stream", "copied to the raw store"),
    (archives, "cut_records", CUT),
    (archives, "read_page_record", "answers read and decoded"),
    (gathering.Gathering, "add", "named by their hashes"),
    (gathering.Gathering, "collected", "frames"),
    (memory.FetchMemory, "note", "how far it was read, noted"),
    (stage, "_stage", "kept on the disk"),
)
READING: Final = (
    (trafilatura, "load_html", "parsed"),
    (pages, "read_metadata", "title, authors, day"),
    (pages, "read_layout", "laid out as lines"),
    (pages, "tell_kind", "told whether it is an article"),
    (pages, "_main_text", "main text"),
    (reading, "tell_language", "language"),
)


@dataclass
class Steps:
    """Seconds of the processor by step; what a step asks of another is the other's."""

    seconds: Counter[str] = field(default_factory=Counter)
    _open: list[str] = field(default_factory=lambda: [OTHER])
    _since: float = field(default_factory=time.process_time)

    def _turn(self) -> None:
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now

    @contextmanager
    def of(self, step: str) -> Iterator[None]:
        """What the block takes is the step's."""
        self._turn()
        self._open.append(step)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def watch(self, owner: Any, name: str, step: str) -> None:
        """From now on count what a function, or each turn of a generator, takes."""
        setattr(owner, name, self._watched(getattr(owner, name), step))

    def _watched(self, work: Callable[..., Any], step: str) -> Callable[..., Any]:
        if inspect.isgeneratorfunction(work):

            @functools.wraps(work)
            def each(*given: Any, **named: Any) -> Iterator[Any]:
                found, end = work(*given, **named), object()
                while True:
                    with self.of(step):
                        value = next(found, end)
                    if value is end:
                        return
                    yield value

            return each

        @functools.wraps(work)
        def once(*given: Any, **named: Any) -> Any:
            with self.of(step):
                return work(*given, **named)

        return once


@dataclass
class Watch:
    """The memory of this process and of those that it started (bytes), every half second until it is closed."""

    sampled: list[int] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Look until it is over."""
        here = psutil.Process(os.getpid())
        while not self._over.wait(EVERY_S):
            total = 0
            for process in (here, *here.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            self.sampled.append(total)

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Watch while the block runs."""
        thread = threading.Thread(target=self.run)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def tenths(self) -> list[int]:
        """The most at each tenth of the time (MiB)."""
        count = len(self.sampled)
        cuts = [self.sampled[count * n // 10 : max(count * (n + 1) // 10, count * n // 10 + 1)] for n in range(10)]
        return [max(cut, default=0) >> 20 for cut in cuts]


def collect(home: Path, archive: Path) -> tuple[stage.Ingested, Night]:
    """What the ingest of a night over the archive gives."""
    source = SourceSettings(name="crawl", kind="warc", place=str(archive))
    night = Night("run", "nightly", Settings(home=home), (source,), None, Progress(False), clock())
    night.home.prepare()
    night.known = pl.DataFrame(schema=KNOWN)
    return stage.ingest(night), night


@functools.cache
def _reading_steps() -> Steps:
    steps = Steps()
    for owner, name, step in READING:
        steps.watch(owner, name, step)
    return steps


def read_shard(documents: str, articles: str) -> tuple[Counter[str], Counter[str]]:
    """Read the pages of a shard into a file; how many were what and refused or not, and seconds by step."""
    steps = _reading_steps()
    steps.seconds.clear()
    with steps.of(OTHER):
        found, rejected = reading.read_articles(pl.read_parquet(documents))
        found.write_parquet(articles)
    read = Counter[str]()
    for frame, became in ((found, "taken"), (rejected, "refused")):
        read.update(f"{'articles' if is_article(url) else 'others'} {became}" for url in frame.get_column("own_id"))
    return read, Counter(steps.seconds)


def read_pages(shards: list[str], folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Read all shards on two processes; what `read_shard` tells, of all of them."""
    read, seconds = Counter[str](), Counter[str]()
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        work = [pool.submit(read_shard, shard, str(folder / f"{n}.parquet")) for n, shard in enumerate(shards)]
        for future in as_completed(work):
            told, taken = future.result()
            read, seconds = read + told, seconds + taken
    return read, seconds


def tell_steps(seconds: Counter[str], count: int) -> None:
    """Print the share of each step."""
    whole = sum(seconds.values())
    for step, taken in seconds.most_common():
        print(f"  {taken:7.1f} s {taken / whole:5.0%}  {1e3 * taken / count:6.2f} ms a page  {step}")


def tell_kinds(made: Made, read: Counter[str]) -> None:
    """Print how well articles were told from other pages."""
    others, right, wrong = made.no_articles.total(), read["others refused"], read["articles refused"]
    print(
        f"  {made.articles:,} articles and {others:,} others: {right:,} of these refused, {wrong:,} of those;", end=" "
    )
    print(f"precision {right / max(right + wrong, 1):.3f}, recall {right / max(others, 1):.3f}", flush=True)


def collected(archive: Path, made: Made, home: Path) -> list[str]:
    """Take the archive in, and print what that took; the documents of the shards that it is cut into."""
    steps, began = Steps(), time.monotonic()
    for owner, name, step in COLLECTING:
        steps.watch(owner, name, step)
    with steps.of(OTHER):
        ingested, night = collect(home, archive)
    with steps.of("cut into shards"):
        shards = cut_staged(ingested.documents, night.home.staged, night.home.shards)
    count, no_pages = ingested.documents.height, Counter(ingested.rejected.get_column("reason"))
    assert (count, no_pages) == (made.articles + made.no_articles.total(), made.no_pages), (count, no_pages)
    seconds, processor = time.monotonic() - began, steps.seconds.total()
    print(
        f"collected in {seconds:.0f} s of the clock, {processor:.0f} s of the processor: {count:,} documents,", end=" "
    )
    print(f"{len(shards)} shards, rejected {dict(no_pages)}")
    tell_steps(steps.seconds, count)
    # What was staged waits for its load; the archive itself is not read again.
    before, began = steps.seconds[CUT], time.process_time()
    with steps.of(OTHER):
        collect(home, archive)
    print(f"  again {time.process_time() - began:.1f} s, on records {steps.seconds[CUT] - before:.1f} s", flush=True)
    return [str(shard.documents) for shard in shards]


def measure(archive: Path, made: Made, folder: Path) -> None:
    """Take the archive in and read its pages; print what that took."""
    sizes = f"{archive.stat().st_size / 1e9:.2f} GB ({made.unpacked / 1e9:.2f} GB unpacked)"
    count = made.articles + made.no_articles.total()
    print(f"{sizes} with {count:,} pages, {made.saved:,} of them saved ones", flush=True)
    watch, began = Watch(), time.monotonic()
    with watch.under_way():
        documents = collected(archive, made, folder / "home")
        between = time.monotonic()
        read, seconds = read_pages(documents, folder)
    over = time.monotonic()
    assert read.total() == count, read
    print(
        f"read in {over - between:.0f} s of the clock by {WORKERS} processes, {seconds.total():.0f} s of the processor:"
    )
    tell_steps(seconds, count)
    tell_kinds(made, read)
    print(f"in all {(over - began) / 60:.1f} minutes of the clock")
    print(f"memory at each tenth of it (MiB): {watch.tenths()}")


def main() -> None:
    """Make the archive and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=50_000)
    parser.add_argument("--folder", type=Path, help="where the archive and the home are made (7 GB); they are removed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as temporary:
        archive = Path(temporary) / "pages.warc.gz"
        measure(archive, make_archive(archive, given.pages), Path(temporary))
        shutil.rmtree(temporary, ignore_errors=True)


if __name__ == "__main__":
    main()
