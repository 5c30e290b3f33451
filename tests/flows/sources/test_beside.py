"""Hosts are asked beside each other, each politely on its own, and what comes of it is the same in any order."""

from __future__ import annotations

import random
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import stamina

from flows.settings import SourceSettings, WebSettings
from flows.sources import Collected, RawStore, collect
from flows.sources.frontier import AHEAD, Frontier
from flows.sources.hosts import SILENCES, Hosts
from flows.sources.memory import FetchMemory
from flows.sources.transfer import Clock, Transfer, _read_trust
from tests.flows.sources.collected import NOON, QUICK, Night
from tests.flows.sources.server import Site, drip, serving

pytestmark = pytest.mark.lasting

PAGE = "<html><body><article><p>{words} people came to the harbour of town {host}.</p></article></body></html>"
NAMES = [f"127.0.0.{n}" for n in range(2, 14)]
SLOW, ASKING, FAILING = NAMES[3], NAMES[6], NAMES[9]
PAGES = 7
PATIENT = QUICK.model_copy(update={"read_s": 20.0, "total_s": 30.0, "connect_s": 20.0})  # a busy machine is no failure


@dataclass
class Net:
    """Twelve hosts; `under_way` and `most` count the requests that are answered at this moment, per host and in all."""

    sites: dict[str, Site] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    under_way: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NAMES, 0))
    most_of_host: int = 0
    most: int = 0
    refused: list[float] = field(default_factory=list)
    after_refusal: list[float] = field(default_factory=list)

    def urls(self) -> list[str]:
        """Those of a host beside each other."""
        return [f"{site.address}/{n}" for site in self.sites.values() for n in range(PAGES)]

    def page(self, name: str, number: int, handler: BaseHTTPRequestHandler) -> None:
        """A page, or what the host gives instead."""
        with self.lock:
            self.under_way[name] += 1
            self.most_of_host = max(self.most_of_host, self.under_way[name])
            self.most = max(self.most, sum(each > 0 for each in self.under_way.values()))
        time.sleep(0.15 if name == SLOW else 0.03)
        status, headers = 200, {"Content-Type": "text/html"}
        if name == FAILING:
            status = 500
        elif name == ASKING:
            with self.lock:
                (self.after_refusal if self.refused else self.refused).append(time.monotonic())
                if not self.after_refusal:
                    status, headers = 429, {"Retry-After": "1"}
        with self.lock:
            self.under_way[name] -= 1
        body = PAGE.format(words=number, host=name).encode()
        handler.send_response(status)
        for header, value in {**headers, "Content-Length": str(len(body))}.items():
            handler.send_header(header, value)
        handler.end_headers()
        handler.wfile.write(body)


@pytest.fixture
def net() -> Iterator[Net]:
    made = Net()
    with ExitStack() as stack:
        for name in NAMES:
            site = made.sites[name] = stack.enter_context(serving(host=name))
            for number in range(PAGES):
                site.pages[f"/{number}"] = lambda handler, name=name, number=number: made.page(name, number, handler)  # type: ignore[misc]
        yield made


def gather(net: Net, folder: Path, urls: list[str], at_once: int = 32) -> tuple[Night, Collected]:
    web = WebSettings(seconds_between=0, allowed_hosts=tuple(NAMES), hosts_at_once=at_once)
    night = Night(folder, web=web, limits=PATIENT)
    folder.mkdir()
    (folder / "list.txt").write_text("\n".join(urls))
    return night, night.collect(str(folder / "list.txt"), "pages")


def test_hosts_are_asked_beside_each_other_and_none_twice_at_once(net: Net, tmp_path: Path) -> None:
    _, collected = gather(net, tmp_path / "a", net.urls())
    assert net.most_of_host == 1
    assert net.most >= 6  # of twelve: one host after the other would be 1
    assert collected.documents.height == (len(NAMES) - 1) * PAGES
    for name, site in net.sites.items():
        paths = [path for path in site.asked_paths() if path != "/robots.txt"]
        assert site.asked_paths().count("/robots.txt") == 1
        expected = {FAILING: SILENCES * QUICK.attempts, ASKING: PAGES + 1}
        assert len(paths) == expected.get(name, PAGES), name


def test_a_host_that_asks_for_time_gets_it(net: Net, tmp_path: Path) -> None:
    gather(net, tmp_path / "a", net.urls())
    assert net.after_refusal[0] - net.refused[0] >= 1.0


def test_a_host_that_fails_is_left_and_named(net: Net, tmp_path: Path) -> None:
    _, collected = gather(net, tmp_path / "a", net.urls())
    failed = collected.rejected.sort("place_found")
    assert failed.height == PAGES
    assert set(failed.get_column("reason")) == {"no answer"}
    assert all(FAILING in place for place in failed.get_column("place_found"))
    left = failed.filter(failed.get_column("detail").str.contains(f"{FAILING} did not answer {SILENCES} times"))
    assert left.height == PAGES - SILENCES


def test_any_order_gives_the_same(net: Net, tmp_path: Path) -> None:
    urls = net.urls()
    told = []
    for name, at_once in (("a", 32), ("b", 1), ("c", 3)):
        if name == "c":
            random.Random(7).shuffle(urls)
        night, collected = gather(net, tmp_path / name, urls, at_once)
        frame = collected.documents.drop("received_at", "headers").sort("article_id")
        stored = sorted(path.name for path in night.store.root.rglob("*") if path.is_file())
        told.append((frame.rows(), stored, collected.rejected.height))
        assert [fetch.url for fetch in collected.fetches] == urls[::-1]  # in the order of reading, not of answering
    assert told[0] == told[1] == told[2]


def test_what_waits_to_be_read_is_bounded() -> None:
    asked: list[str] = []
    urls = [f"{n % 5} {n}" for n in range(3 * AHEAD)]

    def ask(url: str) -> str:
        asked.append(url)
        return url.upper()

    with Frontier(urls, ask, lambda url: url.partition(" ")[0], 4) as frontier:
        for number, url in enumerate(urls):
            assert frontier.take(url) == url
            assert len(asked) <= number + AHEAD
            assert frontier.take(url) is None  # each once
    assert sorted(asked) == sorted(urls)


def test_the_first_that_is_waited_for_is_under_way_however_few_ask() -> None:
    # The hosts that come first have far more addresses than may wait; the last one's stand between them.
    urls = [f"{'ab'[n % 2]} {n}" if n % 50 else f"c {n}" for n in range(4 * AHEAD)]
    with Frontier(urls, str.upper, lambda url: url[0], 1) as frontier:
        assert [frontier.take(url) for url in urls] == [url.upper() for url in urls]


def test_what_asking_raises_is_raised_where_it_is_taken() -> None:
    def ask(url: str) -> str:
        raise OSError(f"no room for {url}")

    with Frontier(["a", "b"], ask, str, 2) as frontier, pytest.raises(OSError, match="no room for a"):
        frontier.take("a")


def test_the_pages_of_one_host_take_no_thread(net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.sources.web.Frontier", None)
    site = net.sites[NAMES[0]]
    urls = [f"{site.address}/{number}" for number in range(PAGES)]
    _, collected = gather(net, tmp_path / "a", urls)
    assert [fetch.url for fetch in collected.fetches] == urls[::-1]  # the order of reading
    assert site.asked_paths() == ["/robots.txt", *(f"/{number}" for number in reversed(range(PAGES)))]


def test_hosts_that_begin_together_read_whom_to_trust_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, begin = [], threading.Barrier(8, timeout=60)

    def reading(**_: object) -> ssl.SSLContext:
        read.append(threading.current_thread())
        time.sleep(0.05)  # long enough for the others to come
        return ssl.create_default_context()

    def begun(_: int) -> Transfer:
        begin.wait()
        return Transfer(WebSettings(), QUICK, Clock(lambda: NOON), Hosts(8))

    monkeypatch.setattr("flows.sources.transfer.httpx.create_ssl_context", reading)
    _read_trust.cache_clear()
    try:
        with ThreadPoolExecutor(8) as pool:
            for transfer in pool.map(begun, range(8)):
                transfer.close()
    finally:
        _read_trust.cache_clear()
    assert len(read) == 1


def test_one_bound_holds_for_all_lists_of_a_night(net: Net, tmp_path: Path) -> None:
    hosts = Hosts(2)
    urls = net.urls()

    def read(number: int) -> int:
        web = WebSettings(seconds_between=0, allowed_hosts=tuple(NAMES), hosts_at_once=32)
        night = Night(tmp_path / f"{number}", web=web, limits=PATIENT, hosts=hosts)
        night.folder.mkdir()
        (night.folder / "list.txt").write_text("\n".join(urls[number::3]))
        return night.collect(str(night.folder / "list.txt"), "pages").documents.height

    with ThreadPoolExecutor(3) as pool, stamina.set_testing(True, attempts=QUICK.attempts):
        assert sum(pool.map(read, range(3))) == (len(NAMES) - 1) * PAGES
    assert net.most == 2
    assert all(site.asked_paths().count("/robots.txt") == 1 for site in net.sites.values())


def test_a_host_that_waited_for_a_slot_is_not_hurried(net: Net, tmp_path: Path) -> None:
    site, hosts, gap_s = net.sites[NAMES[0]], Hosts(1), 0.4
    asked: list[float] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(time.monotonic())
        handler.send_response(404)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.pages["/1"] = site.pages["/2"] = answer
    web = WebSettings(seconds_between=gap_s, allowed_hosts=tuple(NAMES))
    night = Night(tmp_path, web=web, limits=PATIENT, hosts=hosts)
    (tmp_path / "list.txt").write_text(f"{site.address}/1\n{site.address}/2")
    with ThreadPoolExecutor(1) as pool:
        with hosts.slots:  # longer than the gap: a slow host's
            collecting = pool.submit(night.collect, str(tmp_path / "list.txt"), "pages")
            time.sleep(2 * gap_s)
        collecting.result()
    assert len(asked) == 2
    assert asked[1] - asked[0] >= 0.9 * gap_s


def test_a_host_without_its_robots_txt_is_named_in_the_end(net: Net, tmp_path: Path) -> None:
    site = net.sites[NAMES[0]]
    site.pages["/robots.txt"] = (500, {}, b"")
    web = WebSettings(seconds_between=0, allowed_hosts=tuple(NAMES))
    night = Night(tmp_path, web=web, limits=PATIENT, hosts=Hosts(32))
    (tmp_path / "list.txt").write_text("\n".join(f"{site.address}/{number}" for number in range(9)))
    night.collect(str(tmp_path / "list.txt"), "pages")
    assert night.hosts.left() == [f"{NAMES[0]} did not answer {SILENCES} times"]


def test_a_robots_txt_that_cannot_be_had_is_asked_for_once_a_night(net: Net, tmp_path: Path) -> None:
    site = net.sites[NAMES[0]]
    site.pages["/robots.txt"] = (500, {}, b"")
    web = WebSettings(seconds_between=0, allowed_hosts=tuple(NAMES))
    night = Night(tmp_path, web=web, limits=PATIENT, hosts=Hosts(32))
    for _ in range(3):
        assert night.collect(f"{site.address}/1", "pages").rejected["reason"].to_list() == ["no answer"]
    assert site.asked_paths() == ["/robots.txt"] * QUICK.attempts
    night.hosts = Hosts(32)
    night.collect(f"{site.address}/1", "pages")
    assert site.asked_paths() == ["/robots.txt"] * QUICK.attempts * 2


@pytest.mark.parametrize("waits_for", ["the host's turn", "the next attempt", "the answer"])
def test_a_night_that_is_over_waits_for_nothing(net: Net, tmp_path: Path, waits_for: str) -> None:
    site, hosts, is_waiting = net.sites[NAMES[0]], Hosts(32), threading.Event()
    web = WebSettings(seconds_between=0, allowed_hosts=tuple(NAMES))
    if waits_for == "the host's turn":
        web = web.model_copy(update={"seconds_between": 3600.0})

    def answer(handler: BaseHTTPRequestHandler) -> None:
        is_waiting.set()
        if waits_for == "the answer":
            drip(handler)
        handler.send_response(503)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.pages["/robots.txt" if waits_for == "the host's turn" else "/1"] = answer
    limits = PATIENT.model_copy(update={"attempts": 20})
    means = (RawStore(tmp_path), FetchMemory(), lambda: NOON)
    source = SourceSettings(name="tests", kind="pages", place=f"{site.address}/1")
    with ThreadPoolExecutor(1) as pool:
        collecting = pool.submit(collect, source, *means, limits=limits, web=web, hosts=hosts)
        assert is_waiting.wait(60)
        began = time.monotonic()
        hosts.over.set()
        with pytest.raises(InterruptedError, match="the night is over"):
            collecting.result()
    assert time.monotonic() - began < 3.0  # the answer takes 5 s, its attempts minutes, the turn an hour
    assert len(site.asked_paths()) <= 3
