"""One small home for all tests of the pages: a night of made articles, some hostile, one claim in quarantine."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator

import pytest

from flows.explore.app import make_app
from flows.home import Home
from tests.explore.made import load_night
from tests.reports.conftest import browser
from warehouse.published import Published

with warnings.catch_warnings():  # it would rather have httpx2, which is no dependency of ours
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

__all__ = ["TestClient", "browser"]
PORT = 8321
SHOWN_WITHIN_S = 20.0


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home, with its published copy and a saved query."""
    place = Home(tmp_path_factory.mktemp("explore"))
    load_night(place)
    place.queries.mkdir()
    (place.queries / "tolls.sql").write_text(
        "-- every death toll\nFROM current_claims SELECT quote WHERE measure = 'deaths'"
    )
    place.reports.mkdir()
    (place.reports / "index.html").write_text("<title>All runs</title><style>p{color:red}</style>")
    (place.root / "secret.txt").write_text("a secret")
    return place


@pytest.fixture(scope="session")
def client(home: Home) -> Iterator[TestClient]:
    """A browser's requests, without a network."""
    with client_of(home) as asking:
        yield asking


def client_of(home: Home) -> TestClient:
    """A client of the pages of any home."""
    return TestClient(make_app(home, Published(home.published), PORT), base_url=f"http://127.0.0.1:{PORT}")


def newer_page(client: TestClient, path: str, older: str) -> str:
    """The page once it tells of another night: who asks while a copy is being opened reads the one before."""
    until = time.monotonic() + SHOWN_WITHIN_S
    while (page := client.get(path).text) == older and time.monotonic() < until:
        time.sleep(0.02)
    return page
