"""Every kind of source, through whole nights: nothing comes twice, dies or depends on the order or on the workers.

A folder, a file, an archive, and from a real server a feed, a list of pages and a sitemap, each of some articles and of
one thing that is none.  Sources that give parts give them of three pages, so that a night can be killed between two.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from flows.home import Home
from tests.flows.conftest import audited
from tests.flows.processes import PLAIN, Running, says, start
from tests.flows.sources.server import Site, serving
from tests.flows.sources.test_archives import http, record
from tests.flows.sources.test_sitemaps import line, urlset
from tests.flows.sources.test_web_sources import ITEM, PAGE, RSS
from warehouse import Warehouse

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(3600)]

COUNT: Final = 8  # articles of a source
SETTINGS: Final = """
[web]
seconds_between = 0.0
allowed_hosts = ["127.0.0.1"]
[[sources]]
name = "tests"
kind = "{kind}"
place = "{place}"
"""
# Parts of three pages; and the run says when one is in the raw store, kept for the night, and noted as taken.
TELLING: Final = """
import sys
from flows.sources import archives, sitemaps
from flows.sources.memory import FetchMemory
from flows.sources.raw_store import RawStore
from flows.stages import ingest
archives._PART_ROWS = sitemaps._PART = 3
def told(owner, name, done):
    work, counted = getattr(owner, name), []
    def telling(*given):
        work(*given)
        counted.append(name)
        print(f"part: {len(counted)} {done}", file=sys.stderr, flush=True)
    setattr(owner, name, telling)
told(RawStore, "settle", "stored")
told(ingest, "_stage", "kept")
told(FetchMemory, "note", "noted")
"""
STAGES: Final = ("ingest", "extract", "validate", "load", "report")
TWO_WORKERS: Final = {"CLAIMWIRE_WORKERS_KIND": "processes", "CLAIMWIRE_WORKERS_COUNT": "2"}
ONE_WORKER: Final = {"CLAIMWIRE_WORKERS_KIND": "threads", "CLAIMWIRE_WORKERS_COUNT": "1"}
# What tells of bytes, rows or answers, and so of the order: it is compared by what it says of the articles instead.
OF_THE_ANSWERS: Final = {"raw_documents": "", "rejected_documents": ""}
DOCUMENTS: Final = "SELECT own_id, content_hash, is_current FROM raw_documents ORDER BY ALL"
REJECTED: Final = "SELECT own_id, reason, count(*) FROM rejected_documents GROUP BY ALL ORDER BY ALL"


def page(number: int) -> str:
    """An article with figures of its own."""
    return PAGE.format(title=f"Flood {number}", n=number + 2)


def of_folder(folder: Path, site: Site, numbers: list[int]) -> str:
    """Pages as files, and one that is no text."""
    for number in numbers:
        (folder / f"{number}.html").write_text(page(number), encoding="utf-8")
    (folder / "x.txt").write_bytes(bytes(range(9)))
    return str(folder)


def of_file(folder: Path, site: Site, numbers: list[int]) -> str:
    """Rows of a file, one of them broken."""
    rows = [json.dumps({"id": f"a{number}", "html": page(number)}) for number in numbers]
    (folder / "news.jsonl").write_text("\n".join([*rows, "{broken"]), encoding="utf-8")
    return str(folder / "news.jsonl")


def of_archive(folder: Path, site: Site, numbers: list[int]) -> str:
    """Captured pages, an older capture of one of them, and one that was gone."""
    older = record("0.html", http(page(99).encode()), WARC_Date="2026-01-01T00:00:00Z")
    records = [record(f"{number}.html", http(page(number).encode())) for number in numbers]
    records += [older, record("gone", http(b"", "404 Not Found"))]
    records = records if numbers[0] < numbers[-1] else records[::-1]
    (folder / "a.warc.gz").write_bytes(b"".join(map(gzip.compress, records)))
    return str(folder / "a.warc.gz")


def of_feed(folder: Path, site: Site, numbers: list[int]) -> str:
    """Entries that link to pages, one of which is gone."""
    put_pages(site, numbers)
    items = [ITEM.format(id=f"a{n}", title=f"Flood {n}", link=f"/{n}.html", more="") for n in [*numbers, 404]]
    return site.put("/feed.xml", RSS.format(items="".join(items)), "application/rss+xml")


def of_list(folder: Path, site: Site, numbers: list[int]) -> str:
    """Addresses of pages, one of which is gone."""
    put_pages(site, numbers)
    addresses = [f"{site.address}/{number}.html" for number in [*numbers, 404]]
    (folder / "pages.txt").write_text("\n".join(addresses), encoding="utf-8")
    return str(folder / "pages.txt")


def of_sitemap(folder: Path, site: Site, numbers: list[int]) -> str:
    """A sitemap of pages, one of which is gone."""
    put_pages(site, numbers)
    body = urlset(*(line(f"/{n}.html", "2026-02-27T08:00:00Z") for n in [*numbers, 404]))
    return site.put("/sitemap.xml", body, "application/xml")


def put_pages(site: Site, numbers: list[int]) -> None:
    """Serve the pages."""
    for number in numbers:
        site.put(f"/{number}.html", page(number))


@dataclass(frozen=True)
class Kind:
    """A kind of source: how it is made, what its one reject is for, and whether it gives parts."""

    name: str
    make: Callable[[Path, Site, list[int]], str]
    reason: str
    has_parts: bool = False


KINDS: Final = {
    "folder": Kind("folder", of_folder, "binary"),
    "file": Kind("folder", of_file, "broken JSON"),
    "archive": Kind("warc", of_archive, "status 404", has_parts=True),
    "feed": Kind("feed", of_feed, "status 404"),
    "list": Kind("pages", of_list, "status 404"),
    "sitemap": Kind("sitemap", of_sitemap, "status 404", has_parts=True),
}
PARTS: Final = 3
BOUNDARIES: Final = [
    (name, boundary)
    for name, kind in KINDS.items()
    for boundary in (
        *(f"{stage}: {moment}" for stage in STAGES for moment in ("begins", "done")),
        "part: 1 stored", "part: 1 kept",
        *(f"part: {n} {done}" for n in range(1, PARTS + 1) for done in ("stored", "kept", "noted") if kind.has_parts),
    )
]  # fmt: skip


@dataclass
class Ground:
    """Nights over one source of a kind; what an undisturbed one came to."""

    kind: Kind
    folder: Path
    site: Site
    url: str
    undisturbed: dict[str, object] = field(default_factory=dict)

    @property
    def home(self) -> Home:
        """The home of the undisturbed night."""
        return Home(self.folder / "undisturbed")

    def write(self, numbers: list[int]) -> None:
        """Make the source anew, its articles in this order."""
        folder = self.folder / "in"
        folder.mkdir(exist_ok=True)
        place = self.kind.make(folder, self.site, numbers)
        settings = SETTINGS.format(kind=self.kind.name, place=place)
        (self.folder / "claimwire.toml").write_text(settings, encoding="utf-8")

    def start(self, home: Home, **variables: str) -> Running:
        """Begin a night."""
        return start(
            self.folder, "nightly", "--home", home.root, url=self.url, changes=PLAIN + TELLING, **variables
        )  # fmt: skip

    def finish(self, home: Home, **variables: str) -> dict[str, object]:
        """A night that is left alone: it must end well; what the home holds then."""
        night = self.start(home, **variables)
        assert night.end() == 0, night.said
        assert not [*home.staged.iterdir(), *home.staged_rejections.iterdir(), *home.shards.iterdir()]
        return self.state(home)

    def state(self, home: Home) -> dict[str, object]:
        """The tables, which must be sound."""
        with audited(home.published) as warehouse:
            assert warehouse.open_runs().is_empty()
            told = {name: warehouse.query(sql).rows() for name, sql in (("all", DOCUMENTS), ("none", REJECTED))}
            return warehouse.content_hashes() | OF_THE_ANSWERS | told

    def asked(self) -> list[tuple[str, bool]]:
        """The paths that the server was asked for since the last time, each with whether it was on condition."""
        found = [(asked.path, "If-None-Match" in asked.headers) for asked in self.site.asked]
        self.site.asked.clear()
        return found


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Iterator[Callable[[str], Ground]]:
    """The ground of a kind, made and left undisturbed once."""
    with serving() as site:
        site.put("/robots.txt", "", "text/plain")
        made: dict[str, Ground] = {}

        def ground(name: str) -> Ground:
            found = made.get(name) or Ground(KINDS[name], tmp_path_factory.mktemp(name), site, prefect_server)
            found.write(list(range(COUNT)))
            site.asked.clear()
            if name not in made:
                made[name] = found
                found.undisturbed = found.finish(found.home, **TWO_WORKERS)
            return found

        yield ground


def check_kill(ground: Ground, home: Home, boundary: str) -> None:
    """A night killed at the boundary and the next one together do what an undisturbed one does, and ask no more."""
    ground.asked()
    night = ground.start(home)
    is_reached = says(boundary)(night)
    night.kill()
    assert is_reached, night.said
    assert ground.finish(home) == ground.undisturbed
    # A page may have been under way when the night was killed; on condition it is asked only where all was taken in.
    served = {f"/{number}.html" for number in range(COUNT)}
    asked = Counter(path for path, on_condition in ground.asked() if path in served and not on_condition)
    assert asked.total() <= len(asked) + 1, asked


@pytest.mark.parametrize("name", KINDS)
def test_everything_comes_in_once_and_what_does_not_is_told(name: str, grounds: Callable[[str], Ground]) -> None:
    ground = grounds(name)
    with Warehouse.open(ground.home.published, is_read_only=True) as warehouse:
        assert warehouse.query("SELECT count(*) FROM articles").item() == COUNT
        assert warehouse.query("SELECT count(DISTINCT version_id) FROM claims").item() == COUNT
        ((place, reason, detail),) = warehouse.query(
            "SELECT place_found, reason, detail FROM rejected_documents"
        ).rows()
    assert reason == ground.kind.reason
    assert detail.startswith(place)
    assert ";" in detail  # and what would mend it
    ground.asked()
    assert ground.finish(ground.home) == ground.undisturbed
    again = [path for path, on_condition in ground.asked() if not on_condition]
    assert set(again) <= {"/robots.txt", "/404.html"}


@pytest.mark.parametrize("name", KINDS)
def test_neither_the_order_nor_the_workers_change_a_byte(
    name: str, grounds: Callable[[str], Ground], tmp_path: Path
) -> None:
    """What stood in order and was read by two workers is held against what stands in another and is read by one."""
    ground = grounds(name)
    ground.write([5, 2, 7, 4, 0, 6, 3, 1])
    assert ground.finish(Home(tmp_path / "home"), **ONE_WORKER) == ground.undisturbed


@pytest.mark.parametrize(("name", "boundary"), [
    ("folder", "part: 1 stored"), ("file", "part: 1 kept"), ("archive", "part: 2 kept"), ("feed", "part: 1 stored"),
    ("list", "part: 1 kept"), ("sitemap", "part: 2 stored"),
])  # fmt: skip
def test_a_night_killed_while_a_source_gives_is_made_good_by_the_next(
    name: str, boundary: str, grounds: Callable[[str], Ground], tmp_path: Path
) -> None:
    check_kill(grounds(name), Home(tmp_path / "home"), boundary)


@pytest.mark.long
@pytest.mark.parametrize(("name", "boundary"), BOUNDARIES)
def test_killed_at_every_boundary_of_every_kind(
    name: str, boundary: str, grounds: Callable[[str], Ground], tmp_path: Path
) -> None:
    check_kill(grounds(name), Home(tmp_path / "home"), boundary)
