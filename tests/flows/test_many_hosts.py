"""A night over many hosts: one at a time or beside each other, its tables are the same, and who is left is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import stamina

from flows.home import Home
from flows.sources.hosts import SILENCES
from tests.flows.conftest import Place, audited
from tests.flows.sources.server import Site, serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

NAMES = [f"127.0.0.{n}" for n in range(2, 9)]
FAILING = NAMES[2]
PAGES = 6
PAGE = "<html><body><article><p>On Monday {count} people came to the harbour, the mayor of port {name} said.</p>"
# Of what the web gave, all but when it did and, of a host that fails, which of its addresses it was left before.
DOCUMENTS = "SELECT source, own_id, url, bytes_hash, content_hash FROM raw_documents ORDER BY ALL"
REJECTED = "SELECT source, place_found, reason FROM rejected_documents ORDER BY ALL"


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    with ExitStack() as stack:
        sites = [stack.enter_context(serving(host=name)) for name in NAMES]
        for name, site in zip(NAMES, sites, strict=True):
            for n in range(PAGES):
                site.put(f"/{n}", PAGE.format(count=f"{n + 2} hundred", name=name.rpartition(".")[2]))
                if name == FAILING:
                    site.pages[f"/{n}"] = (503, {}, b"")
        yield sites


def settings(folder: Path, sites: list[Site]) -> Path:
    """Two lists, each of some pages of every host, and one of a single host."""
    addresses = [f"{site.address}/{n}" for n in range(PAGES) for site in sites]
    lists = {"even": addresses[::2], "odd": addresses[1::2], "one": [f"{sites[0].address}/{n}" for n in range(PAGES)]}
    sources = ""
    for name, urls in lists.items():
        (folder / f"{name}.txt").write_text("\n".join(urls), encoding="utf-8")
        sources += f'[[sources]]\nname = "{name}"\nkind = "pages"\nplace = "{folder / name}.txt"\n'
    path = folder / "claimwire.toml"
    web = f"[web]\nseconds_between = 0.0\nallowed_hosts = {NAMES}\n[limits]\nattempts = 2\n"
    path.write_text(web + sources, encoding="utf-8")
    return path


def test_one_host_at_a_time_and_many_give_the_same_tables(
    tmp_path: Path, sites: list[Site], run_plainly: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = settings(tmp_path, sites)
    told: list[Any] = []
    for at_once in (1, 32):
        monkeypatch.setenv("CLAIMWIRE_WEB_HOSTS_AT_ONCE", str(at_once))
        place = Place(Home(tmp_path / f"home {at_once}"))
        with stamina.set_testing(True, attempts=2):
            said = place.run("nightly", "--config", config).output
        left = [line.split(None, 2)[2] for line in said.splitlines() if line.startswith("left alone")]
        assert left == [f"{FAILING} did not answer {SILENCES} times"]
        with audited(place.home.published) as warehouse:
            hashes = {**warehouse.content_hashes(), "raw_documents": "", "rejected_documents": ""}
        told.append((hashes, place.query(DOCUMENTS), place.query(REJECTED)))
    assert told[0] == told[1]
    documents, rejected = told[0][1:]
    assert len(documents) == (len(NAMES) - 1) * PAGES + PAGES
    assert len(rejected) == PAGES
