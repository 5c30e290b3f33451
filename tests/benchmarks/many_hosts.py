"""Many feeds of many hosts, asked in one night: `python -m tests.benchmarks.many_hosts [--hosts 400] [--feeds 5]`.

Each host of this machine (127.0.0.0/8) has robots.txt, so many feeds, and a page for each of an entry's links, and is
asked once a second at most, as in a real night; one of them asks for twice as long a pause.  That host's sources are
collected alone first, then those of all hosts, by the night's own stage.  Prints how many documents came, seconds of
the clock and of the processor (the servers' apart: a night has them elsewhere), and how many times the slowest host's
own time the whole took.  Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import os
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
PAGE: Final = "<html><body><article><h1>Harbour of {host}, {path}</h1>{prose}</article></body></html>"
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
    return "text/html", PAGE.format(host=host, path=path, prose="".join(PROSE.format(n=n) for n in range(30)))


class Served(asyncio.Protocol):
    """A connection to a host: each request is answered LATENCY_S after it came."""

    def __init__(self, slow: str) -> None:
        self._slow, self._came = slow, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Of which host it is shows in the address that was connected to."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host = "{}:{}".format(*transport.get_extra_info("sockname")[:2])

    def data_received(self, data: bytes) -> None:
        """A request, or a piece of one."""
        self._came += data
        while found := REQUEST.match(self._came):
            self._came = self._came[found.end() :]
            asyncio.get_running_loop().call_later(LATENCY_S, self._answer, found[1].decode())

    def _answer(self, path: str) -> None:
        kind, body = body_of(self._host, path, self._slow)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write((head + body).encode())


def serve(names: list[str], slow: str, told: Connection) -> None:
    """Serve all hosts on one port until the process is ended; the port is told."""

    async def run() -> None:
        loop = asyncio.get_running_loop()
        first = await loop.create_server(lambda: Served(slow), names[0], 0)
        port = first.sockets[0].getsockname()[1]
        others = [await loop.create_server(lambda: Served(slow), name, port) for name in names[1:]]
        told.send(port)
        await asyncio.gather(*(server.serve_forever() for server in (first, *others)))

    asyncio.run(run())


@contextmanager
def served(names: list[str], slow: str) -> Iterator[tuple[int, int]]:
    """The port on which the hosts are served while the block runs, and the process of their own that serves them."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(names, slow, there), daemon=True)
    process.start()
    try:
        assert process.pid is not None
        yield int(here.recv()), process.pid
    finally:
        process.terminate()
        process.join()


def processor_s(process: int) -> float:
    """Seconds of the processor that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    # after the name in brackets: ticks in the program and in the system stand at 11 and 12
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


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
    with served(names, slow) as (port, server), tempfile.TemporaryDirectory() as folder:
        sources = [
            SourceSettings(name=f"{name} {n}", kind="feed", place=f"http://{name}:{port}/feed{n}")
            for n in range(given.feeds)
            for name in names
        ]
        alone = [source for source in sources if f"//{slow}:" in source.place]
        took = []
        for told, some in (("the slowest host alone", alone), (f"{given.hosts} hosts", sources)):
            before_s = processor_s(server)
            count, clock_s, used_s = collected(Path(folder) / told, some, names)
            took.append(clock_s)
            beside = f"processor {used_s:.1f} s, the servers' {processor_s(server) - before_s:.1f} s"
            print(f"{told}: {len(some):,} feeds, {count:,} documents, {clock_s:.1f} s ({beside})")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"{took[1] / took[0]:.2f} times the slowest host's own time; peak {peak:.2f} GiB")


if __name__ == "__main__":
    main()
