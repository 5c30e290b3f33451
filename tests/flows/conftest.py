"""What the tests of the flow share: one Prefect server for all of them, small sources, and runs in processes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.embedded_server import name_api
from flows.home import Home
from tests.flows import plain_checks, plain_flows
from tests.flows.shared_server import shared_server, with_empty_database
from warehouse import Warehouse

os.environ |= {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_LOGGING_LEVEL": "CRITICAL"}

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def prefect_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what is of the shared Prefect server lies, for all processes of the run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "prefect"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def with_prefect(prefect_folder: Path) -> Callable[[Home], Home]:
    """Prepares a home that a server of its own is to be started on."""
    shared_server(prefect_folder)
    return partial(with_empty_database, prefect_folder)


@pytest.fixture(scope="session")
def prefect_server(prefect_folder: Path) -> Iterator[str]:
    """The address of one Prefect API for the whole session, for flows here and in other processes."""
    from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    url = shared_server(prefect_folder)
    name_api(url)
    with temporary_settings({PREFECT_API_URL: url, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield url


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A small file of articles with claims in them."""
    return write_articles(tmp_path / "news.jsonl", 6)


def write_articles(path: Path, count: int, *, deaths: int = 12) -> Path:
    """`count` articles, one of them a table of hostile words; each says its own numbers."""
    rows = [
        {
            "id": f"a{number}",
            "title": f"Flood in valley {number}",
            "published": "2024-05-03",
            "text": (
                f"At least {deaths + number} people died in the flood on Tuesday, the mayor said.\n\n"
                f"The river rose by {number + 2} metres. Damage is put at ${number + 1}.5 million."
            ),
        }
        for number in range(count)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def environment(url: str | None = None) -> dict[str, str]:
    """The environment of a run in a process of its own: nothing of this one's claimwire or Prefect settings."""
    # Whoever forbids byte code to be written would have every run compile all modules anew.
    left_out = ("CLAIMWIRE_", "PREFECT_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return kept | {"PYTHONPATH": str(ROOT)} | ({"PREFECT_API_URL": url} if url else {})


@contextmanager
def audited(database: Path) -> Iterator[Warehouse]:
    """A database to read, in which no audit finds a fault."""
    with Warehouse.open(database, is_read_only=True) as warehouse:
        assert [result for result in warehouse.audit() if not result.is_passed] == []
        yield warehouse


@dataclass(frozen=True)
class Place:
    """A home and the real command line on it, run in this process."""

    home: Home

    def run(self, *arguments: str | Path, exit_code: int = 0) -> Result:
        """`claimwire ARGUMENTS --home …`; it must end with the exit code, and never with a traceback."""
        words = [str(argument) for argument in arguments]
        group = [words.pop(0)] if words[0] == "quarantine" else []
        place = ["--home", str(self.home.root)]
        told = CliRunner().invoke(main, [*group, *place, *words] if group else [*words, *place])
        assert told.exit_code == exit_code, (told.output, told.exception)
        assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
        return told

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the published copy."""
        with Warehouse.open(self.home.published, is_read_only=True) as warehouse:
            return warehouse.query(sql).rows()

    def seen(self) -> list[tuple[Any, ...]]:
        """own_id, quote and value of the claims that analysts see; everything about the home must be sound."""
        self.run("audit")
        return self.query(
            "SELECT own_id, quote, value FROM current_claims JOIN current_articles USING (version_id) ORDER BY ALL"
        )


@contextmanager
def kept_environment() -> Iterator[None]:
    """What commands set in the environment for their children is undone."""
    before = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture
def run_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flows without Prefect, and the checks without Great Expectations."""
    make_plain(monkeypatch)


def make_plain(patch: pytest.MonkeyPatch) -> None:
    """From now on flows run without Prefect, and check without Great Expectations."""
    plain_checks.put_in_place(patch.setattr)
    plain_flows.put_in_place(patch.setattr)


@pytest.fixture
def place(tmp_path: Path, run_plainly: None) -> Iterator[Place]:
    """An empty home, in which all runs are plain."""
    with kept_environment():
        yield Place(Home(tmp_path / "home"))


def home_after(folder: Path, *sources: str | Path) -> Home:
    """A home in `folder` after one plain night; for tests of one module to copy."""
    home = Home(folder / "home")
    with kept_environment(), pytest.MonkeyPatch.context() as patch:
        make_plain(patch)
        Place(home).run("nightly", *sources)
    return home


@pytest.fixture
def newer_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[pl.DataFrame], pl.DataFrame]], None]:
    """A change of the rules: from now on claims are as today's rules give them, put through a function."""
    from flows import shards
    from flows.stages import load
    from transforms.extract import Failure, extract_claims

    def change(version: str, read: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
        def newer(articles: pl.DataFrame, conventions: str, failures: list[Failure]) -> pl.DataFrame:
            return read(extract_claims(articles, conventions, failures)).with_columns(extractor_version=pl.lit(version))

        monkeypatch.setattr(shards, "extract_claims", newer)
        monkeypatch.setattr(shards, "rules_version", lambda: version)
        monkeypatch.setattr(load, "extractor_version", lambda conventions: version)

    return change
