"""The network, or the run itself, gone in the middle of a feed: what came is loaded, and nothing is fetched twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from flows.home import Home
from tests.flows.conftest import audited
from tests.flows.processes import PLAIN, Running, start
from tests.flows.sources.server import Site, half, serving
from tests.flows.sources.test_web_sources import feed_of
from warehouse import Warehouse

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(900)]

PAGES = 8
SETTINGS = """
[web]
seconds_between = 0.0
allowed_hosts = ["127.0.0.1"]
[limits]
attempts = 2
read_s = 60.0
"""
FEED, ROBOTS = "/feed.xml", "/robots.txt"


def pages(*numbers: int) -> list[str]:
    return [f"/{number}.html" for number in numbers]


class Reader:
    """A home, and nights over the feed of a site."""

    def __init__(self, folder: Path, url: str, site: Site) -> None:
        self.folder, self.url, self.site = folder, url, site
        self.feed = feed_of(site, PAGES)
        (folder / "claimwire.toml").write_text(SETTINGS, encoding="utf-8")

    def home(self, name: str = "home") -> Home:
        return Home(self.folder / name)

    def nightly(self, name: str = "home") -> Running:
        """Begin a night; what the site was asked is forgotten."""
        self.site.asked.clear()
        return start(self.folder, "nightly", self.feed, "--home", self.home(name).root, url=self.url, changes=PLAIN)

    def query(self, sql: str, name: str = "home") -> list[tuple[object, ...]]:
        with audited(self.home(name).published) as warehouse:
            return warehouse.query(sql).rows()

    def hashes(self, name: str) -> dict[str, str]:
        """Without those of the documents, whose headers tell the second of each answer."""
        with Warehouse.open(self.home(name).published, is_read_only=True) as warehouse:
            return {**warehouse.content_hashes(), "raw_documents": "", "rejected_documents": ""}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def reader(tmp_path: Path, prefect_server: str, site: Site) -> Reader:
    return Reader(tmp_path, prefect_server, site)


def test_a_server_that_goes_away_in_the_middle_of_its_feed(reader: Reader, site: Site) -> None:
    whole = site.pages["/3.html"]

    def leave(handler: BaseHTTPRequestHandler) -> None:
        half(handler)
        site.leave()

    site.pages["/3.html"] = leave
    night = reader.nightly()
    assert night.end() == 1
    assert f"claimwire: {reader.feed.removeprefix('http://')}: the network or the server went away" in night.said
    assert "Traceback" not in night.said
    told = reader.query("SELECT right(place_found, 7), reason FROM rejected_documents ORDER BY ALL")
    assert told == [(page, "no answer") for page in pages(*range(3, PAGES))]
    assert reader.query("SELECT count(*) FROM articles") == [(3,)]
    assert reader.query("SELECT event FROM run_history") == [("completed",)]
    site.pages["/3.html"] = whole
    with serving(site):
        night = reader.nightly()
        assert night.end() == 0, night.said
        without_a_condition = [asked.path for asked in site.asked if "If-None-Match" not in asked.headers]
        assert sorted(without_a_condition) == pages(*range(3, PAGES))
        assert reader.query("SELECT count(*) FROM articles WHERE is_current") == [(PAGES,)]


def test_a_server_that_is_not_there(reader: Reader, site: Site) -> None:
    site.leave()
    night = reader.nightly()
    assert night.end() == 1
    assert "the network or the server went away" in night.said
    with serving(site):
        night = reader.nightly()
        assert night.end() == 0, night.said
        assert reader.query("SELECT count(*) FROM articles") == [(PAGES,)]


def test_a_night_killed_in_the_middle_of_a_feed_fetches_nothing_twice(reader: Reader, site: Site) -> None:
    whole, has_come, is_over = site.pages["/4.html"], threading.Event(), threading.Event()

    def hold(_: BaseHTTPRequestHandler) -> None:
        has_come.set()
        is_over.wait()

    site.pages["/4.html"] = hold
    night = reader.nightly()
    assert has_come.wait(240)
    night.kill()
    is_over.set()
    assert sorted(asked.path for asked in site.asked) == sorted([FEED, ROBOTS, *pages(*range(5))])
    site.pages["/4.html"] = whole
    again = reader.nightly()
    assert again.end() == 0, again.said
    assert [asked.path for asked in site.asked] == pages(*range(4, PAGES))
    assert reader.nightly("undisturbed").end() == 0
    assert reader.hashes("home") == reader.hashes("undisturbed")
