"""Many feeds of many hosts, asked in one night: `python -m tests.benchmarks.many_hosts [--hosts 400] [--feeds 5]`.

Each host of this machine (127.0.0.0/8) has robots.txt, so many feeds, and a page for each of an entry's links, and is
asked once a second at most, as in a real night; one of them asks for twice as long a pause.  That host's sources are
collected alone first, then those of all hosts, by the night's own stage.  Prints how many documents came, seconds of
the clock and of the processor, and how many times the slowest host's own time the whole took.  Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from flows.home import Home
from flows.night import Night, clock
from flows.progress import Progress
from flows.settings import Settings, SourceSettings, WebSettings
from flows.stages.ingest import ingest
from warehouse import Warehouse

ENTRIES: Final = 4
LATENCY_S: Final = 0.05
PAGE: Final = "<html><body><article><h1>Harbour {path}</h1>{prose}</article></body></html>"
PROSE: Final = (
    "<p>On Monday {n} people came to the harbour of the town, its mayor said, as many as in the year before.</p>"
)
ENTRY: Final = "<item><title>{path}</title><link>http://{host}/page-{path}</link><guid>{path}</guid></item>"
REQUEST: Final = re.compile(rb"GET /(\S*) HTTP/1.1\r\n.*?\r\n\r\n", re.DOTALL)


def body_of(host: str, path: str, slow: str) -> tuple[str, str]:
    """Media type and body of a path."""
    if path == "robots.txt":
        return "text/plain", "User-agent: *\n" + ("Crawl-delay: 2\n" if host.startswith(f"{slow}:") else "")
    if path.startswith("feed"):
        entries = "".join(ENTRY.format(host=host, path=f"{path}-{n}") for n in range(ENTRIES))
        return "application/rss+xml", f'<rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'
    return "text/html", PAGE.format(path=path, prose="".join(PROSE.format(n=n) for n in range(30)))


def serve(names: list[str], slow: str, told: Connection) -> None:
    """Serve all hosts on one port until the process is ended; the port is told."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = "{}:{}".format(*writer.get_extra_info("sockname")[:2])
        try:
            while found := REQUEST.match(await reader.readuntil(b"\r\n\r\n")):
                await asyncio.sleep(LATENCY_S)
                kind, body = body_of(host, found[1].decode(), slow)
                head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write((head + body).encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def run() -> None:
        first = await asyncio.start_server(answer, names[0], 0)
        port = first.sockets[0].getsockname()[1]
        others = [await asyncio.start_server(answer, name, port) for name in names[1:]]
        told.send(port)
        await asyncio.gather(*(server.serve_forever() for server in (first, *others)))

    asyncio.run(run())


@contextmanager
def served(names: list[str], slow: str) -> Iterator[int]:
    """The port on which the hosts are served while the block runs, by a process of their own."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(names, slow, there), daemon=True)
    process.start()
    try:
        yield int(here.recv())
    finally:
        process.terminate()
        process.join()


def collected(home: Path, sources: list[SourceSettings], names: list[str]) -> tuple[int, float, float]:
    """How many documents a night of these sources gets, and its seconds of the clock and of the processor."""
    settings = Settings(home=home, web=WebSettings(allowed_hosts=tuple(names)))
    night = Night("run", "nightly", settings, tuple(sources), None, Progress(False), clock())
    Home(home).prepare()
    with Warehouse.open(night.home.warehouse) as warehouse:
        night.known = warehouse.known_versions()
    began, processor = time.monotonic(), time.process_time()
    documents = ingest(night).documents.height
    return documents, time.monotonic() - began, time.process_time() - processor


def main() -> None:
    """Measure the slowest host alone, then all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=400)
    parser.add_argument("--feeds", type=int, default=5)
    given = parser.parse_args()
    names = [f"127.0.{n // 200}.{n % 200 + 2}" for n in range(given.hosts)]
    slow = names[given.hosts // 2]
    with served(names, slow) as port, tempfile.TemporaryDirectory() as folder:
        sources = [
            SourceSettings(name=f"{name} {n}", kind="feed", place=f"http://{name}:{port}/feed{n}")
            for n in range(given.feeds)
            for name in names
        ]
        alone = [source for source in sources if f"//{slow}:" in source.place]
        took = []
        for told, some in (("the slowest host alone", alone), (f"{given.hosts} hosts", sources)):
            count, clock_s, processor_s = collected(Path(folder) / told, some, names)
            took.append(clock_s)
            print(f"{told}: {len(some):,} feeds, {count:,} documents, {clock_s:.1f} s (processor {processor_s:.1f} s)")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"{took[1] / took[0]:.2f} times the slowest host's own time; peak {peak:.2f} GiB")


if __name__ == "__main__":
    main()
