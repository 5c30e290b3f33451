"""What the tests of the flow share: one Prefect server for all of them, small sources, and runs in processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ |= {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_LOGGING_LEVEL": "CRITICAL"}

ROOT = Path(__file__).resolve().parents[2]
Claimwire = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[str]:
    """The address of one Prefect API for the whole session, for flows here and in other processes."""
    from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with (
        prefect_test_harness(server_startup_timeout=180),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        url = PREFECT_API_URL.value()
        assert url is not None
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
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CLAIMWIRE_", "PREFECT_"))}
    return kept | {"PYTHONPATH": str(ROOT)} | ({"PREFECT_API_URL": url} if url else {})


@pytest.fixture
def claimwire(tmp_path: Path) -> Claimwire:
    """`claimwire` as a real process in an empty folder; `url` is Prefect's API, further names are variables."""

    def run(
        *arguments: str | Path, url: str | None = None, stdin: str = "", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
        return subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment(url) | variables,
            timeout=240,
        )

    return run
