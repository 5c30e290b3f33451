"""`claimwire explore` over a million claims, measured: `python -m tests.benchmarks.explore [--folder DIR]`.

The home is that of `many_claims.py`; it stays in the folder, where one is given, for the next time.  The pages are
served as the command serves them, and asked for over HTTP: searches of one to three words that the claims have, as
often as they have them, of phrases, of values, of words and values; series, those of most voices among them; and every
other page.  First one reader asks, then twenty at once, each of whom reads for two seconds what came, then twenty who
never pause.  At last a night of 1,500 articles is loaded and published meanwhile.

Prints milliseconds until the last byte (median, 95 of 100, most), seconds of the processor that the server took for
each answer, its peak of memory, how long after the publish the new night was shown, and how many requests failed.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import urlencode

import httpx
import psutil

from tests.benchmarks.many_claims import load_more, make_home, read_home
from warehouse import Warehouse

READERS: Final = 20
READING_S: Final = 2.0
ASKED: Final = 300
LASTS_S: Final = 60.0
# The nights that come at the end, one each time: repetitions behind all others, and which share of each.
AFTER_ALL, NIGHT_SHARE = 200, 0.5
PLACES: Final = "SELECT DISTINCT {column} FROM current_claims WHERE {column} IS NOT NULL USING SAMPLE 40 (reservoir, 7)"


class Server:
    """The command in a process of its own."""

    def __init__(self, home: Path) -> None:
        began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "explore", "--no-open", "--port", "0", "--home", str(home)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().split()[0].rstrip("/")
        self.seen = psutil.Process(self.process.pid)
        httpx.get(f"{self.address}/", timeout=60).raise_for_status()
        print(f"started and its first page shown in {time.monotonic() - began:.1f} s")

    def processor_s(self) -> float:
        """Seconds of the processor so far."""
        times = self.seen.cpu_times()
        return times.user + times.system

    def peak_gib(self) -> float:
        """The most memory so far, files that are mapped included."""
        told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmHWM:\s+(\d+) kB", told)
        assert found is not None
        return int(found[1]) / 2**20


@contextmanager
def served(home: Path) -> Iterator[Server]:
    """The pages of a home while the block runs."""
    server = Server(home)
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait(20)


class Asked:
    """What was asked, how long it took (s), and what failed."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.took: list[float] = []
        self.failed: list[str] = []
        self.lock = threading.Lock()

    def ask(self, client: httpx.Client, path: str) -> httpx.Response | None:
        """One page, to its last byte."""
        began = time.monotonic()
        try:
            answer = client.get(self.server.address + path, timeout=60)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            with self.lock:
                self.failed.append(f"{path}: {error}")
            return None
        with self.lock:
            self.took.append(time.monotonic() - began)
        return answer

    def told(self, began_s: float) -> str:
        """In words; `began_s` is what the server's processor stood at."""
        if not self.took:
            return f"ALL FAILED, as {self.failed[0]}"
        ordered = sorted(self.took)
        worst = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        each = (self.server.processor_s() - began_s) / len(ordered)
        failed = f"; FAILED {len(self.failed)}, as {self.failed[0]}" if self.failed else ""
        return (
            f"{len(ordered)} asked: median {1000 * median(ordered):.0f} ms, 95 % within {1000 * worst:.0f} ms, most "
            f"{1000 * ordered[-1]:.0f} ms; {1000 * each:.0f} ms of the processor each{failed}"
        )


def searches(home: Path, draw: random.Random) -> Callable[[], str]:
    """What gives the address of a search: of words as frequent as they are, of phrases, values, days, and mixtures."""
    with Warehouse.open(home / "claims.duckdb", is_read_only=True) as warehouse:
        sentences = _listed(warehouse, "SELECT sentence FROM claims USING SAMPLE 2000 (reservoir, 7)")
        values = {
            name: _listed(warehouse, PLACES.format(column=name))
            for name in ("speaker", "place", "measure", "place_country", "source")
        }
        days = _listed(warehouse, PLACES.format(column="published_date"))

    def search() -> str:
        words = [word for word in re.findall(r"[^\W\d_]+", draw.choice(sentences)) if len(word) > 3] or ["people"]
        asked: dict[str, str] = {}
        sort = draw.random()
        if sort < 0.6:
            asked["q"] = " ".join(draw.sample(words, min(len(words), draw.choice((1, 1, 2, 2, 3)))))
        elif sort < 0.7:
            place = draw.randrange(max(1, len(words) - 1))
            asked["q"] = f'"{" ".join(words[place : place + 2])}"'
        if sort >= 0.5:
            name = draw.choice(list(values))
            asked[name] = draw.choice(values[name])
        if sort >= 0.9:
            asked["since"] = str(draw.choice(days))
        if draw.random() < 0.1:
            asked["sort"] = "surest"
        return f"/search?{urlencode(asked)}"

    return search


def series_of(home: Path, draw: random.Random) -> Callable[[], str]:
    """What gives the address of a series: one in three is of the fifty of most voices, the others at random."""
    with Warehouse.open(home / "claims.duckdb", is_read_only=True) as warehouse:
        large = _listed(warehouse, "SELECT series_id FROM series ORDER BY origin_count DESC LIMIT 50")
        any_of = _listed(warehouse, "SELECT series_id FROM series USING SAMPLE 300 (reservoir, 7)")
    return lambda: f"/series?{urlencode({'id': draw.choice(large if draw.random() < 1 / 3 else any_of)})}"


def _listed(warehouse: Warehouse, sql: str) -> list[Any]:
    """The values of a query of one column."""
    return warehouse.query(sql).to_series().to_list()


def other_pages(home: Path) -> dict[str, str]:
    """Every other page by its name."""
    with Warehouse.open(home / "claims.duckdb", is_read_only=True) as warehouse:
        claim, version = warehouse.query("SELECT claim_id, version_id FROM figures WHERE is_point LIMIT 1").row(0)
        story = warehouse.query("SELECT story_id FROM stories ORDER BY member_count DESC LIMIT 1").item()
        most = {
            name: warehouse.query(f"SELECT mode({name}) FROM current_claims").item()
            for name in ("speaker", "place", "source")
        }
    named = {name: f"/{name}?{urlencode({'name': value})}" for name, value in most.items()}
    return {
        "tonight": "/", "all claims": "/search", "a figure": f"/figure/{claim}", "an article": f"/article/{version}",
        "series by words": "/series?q=deaths", "all series": "/series", "stories": "/stories",
        "a story": f"/story/{story}", **named, "ask": "/ask",
    }  # fmt: skip


def one_reader(server: Server, what: str, address: Callable[[], str], count: int) -> None:
    """So many pages, one after the other."""
    asked, began = Asked(server), server.processor_s()
    with httpx.Client() as client:
        for _ in range(count):
            asked.ask(client, address())
    print(f"one reader, {what}: {asked.told(began)}", flush=True)


def many_readers(server: Server, what: str, address: Callable[[], str], pause_s: float, lasts_s: float) -> None:
    """READERS at once, each of whom pauses after every page."""
    asked, began, ends = Asked(server), server.processor_s(), time.monotonic() + lasts_s
    waiting = random.Random(5)

    def read() -> None:
        with httpx.Client() as client:
            time.sleep(waiting.random() * pause_s)
            while time.monotonic() < ends:
                asked.ask(client, address())
                time.sleep(pause_s)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    pause = f"who read for {pause_s:.0f} s between" if pause_s else "who never pause"
    print(f"{READERS} readers {pause}, {what}: {asked.told(began)}", flush=True)


def one_night(folder: Path, home: Path, published_at: object) -> None:
    """Load half a repetition more, and publish; in a process of its own, as a night is."""
    with Warehouse.open(home / "state" / "warehouse.duckdb") as warehouse:
        warehouse.con.execute("SET enable_progress_bar = false")
        began, clock = time.process_time(), time.monotonic()
        known = warehouse.query("SELECT count(*) FROM runs").item()
        articles, claims = load_more(warehouse, read_home(folder), AFTER_ALL + known, NIGHT_SHARE)
        told = f"{time.process_time() - began:.1f} s of the processor, {time.monotonic() - clock:.1f} s"
        began, clock = time.process_time(), time.monotonic()
        warehouse.publish(home / "claims.duckdb")
        print(
            f"  a night of {articles:,} articles, {claims:,} claims: loaded in {told}; published in "
            f"{time.process_time() - began:.1f} s of the processor, {time.monotonic() - clock:.1f} s", flush=True
        )  # fmt: skip
    published_at.value = time.monotonic()  # type: ignore[attr-defined]


def while_it_loads(server: Server, folder: Path, home: Path, address: Callable[[], str]) -> None:
    """A night is loaded and published under readers; when is it shown?"""
    context = get_context("spawn")
    published_at = context.Value("d", 0.0)
    process = context.Process(target=one_night, args=(folder, home, published_at))
    asked, began, over = Asked(server), server.processor_s(), threading.Event()

    def read() -> None:
        with httpx.Client() as client:
            while not over.is_set():
                asked.ask(client, address())
                time.sleep(READING_S)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    with httpx.Client() as client:
        before = _count(client, server)
        process.start()
        for reader in readers:
            reader.start()
        while process.is_alive() and _count(client, server) == before:
            time.sleep(0.2)
        process.join()
        while _count(client, server) == before:
            time.sleep(0.1)
        shown_s = max(0.0, time.monotonic() - published_at.value)
    time.sleep(3 * READING_S)
    over.set()
    for reader in readers:
        reader.join()
    print(f"the night is shown {shown_s:.1f} s after its publish ended; meanwhile {asked.told(began)}")


def _count(client: httpx.Client, server: Server) -> str:
    """How many claims the search shows."""
    found = re.search(r"<b>([\d,]+) claims</b>", client.get(f"{server.address}/search", timeout=60).text)
    assert found is not None
    return found[1]


def main() -> None:
    """Make or find the home, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--lasts", type=float, default=LASTS_S, help="seconds for each measurement of many readers")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        home = make_home(folder, given.claims)
        copy = (home / "claims.duckdb").resolve()
        index = sum(path.stat().st_size for path in (home / "state" / "search").iterdir())
        print(f"the copy has {copy.stat().st_size / 2**20:.0f} MiB, its index {index / 2**20:.0f} MiB")
        draw = random.Random(3)
        search, series = searches(home, draw), series_of(home, draw)
        with served(home) as server:
            one_reader(server, "searches", search, ASKED)
            one_reader(server, "series", series, ASKED // 3)
            for name, path in other_pages(home).items():
                one_reader(server, name, lambda path=path: path, 3)
            for pause_s in (READING_S, 0.0):
                many_readers(server, "searches", search, pause_s, given.lasts)
                many_readers(server, "series", series, pause_s, given.lasts / 2)
            while_it_loads(server, folder, home, search)
            print(f"peak of its memory {server.peak_gib():.2f} GiB")


if __name__ == "__main__":
    main()
