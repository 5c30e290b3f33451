"""Faults of the machine: a full disk, a home that can't be written, memory that runs out.  The next run repairs all."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows import cli
from flows.cli import main, os_problem
from flows.home import Home
from tests.flows.conftest import write_articles
from tests.flows.processes import PLAIN, SMALL_SHARDS, start
from warehouse import Warehouse


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB, which a warehouse does not fit into; skipped where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], check=False).returncode
    ):
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_full_disk_fails_the_run_and_the_next_one_repairs_it(
    small_disk: Path, tmp_path: Path, prefect_server: str
) -> None:
    source, home = write_articles(tmp_path / "news.jsonl", 20), Home(small_disk / "home")
    night = ("nightly", source, "--home", home.root)
    full = start(tmp_path, *night, url=prefect_server, changes=SMALL_SHARDS)
    assert full.end() == 1
    assert "space" in full.said.lower()
    subprocess.run(["mount", "-o", "remount,size=300m", small_disk], check=True)
    repaired = start(tmp_path, *night, url=prefect_server, changes=PLAIN)
    assert repaired.end() == 0, repaired.said
    with Warehouse.open(home.published, is_read_only=True) as warehouse:
        assert warehouse.query("SELECT count(*) FROM articles").item() == 20
        assert all(result.is_passed for result in warehouse.audit())


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EROFS, "a --home that can be written"),
        (errno.EACCES, "change its permissions"),
        (errno.EIO, "mend that"),
    ],
)
def test_what_the_system_refuses_is_told_with_a_remedy(number: int, remedy: str) -> None:
    told = os_problem(OSError(number, "refused", "/home/file"))
    assert told.startswith("/home/file: ")
    assert remedy in told


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "free some space"),
        (MemoryError(), "out of memory"),
    ],
)
def test_faults_end_in_one_line_and_exit_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("flows.commands.ask.run_status", fail)
    told = CliRunner().invoke(main, ["status", "--home", str(tmp_path)])
    assert told.exit_code == cli.FAILED
    assert words in told.stderr
    assert "Traceback" not in told.stderr


def test_a_home_that_can_not_be_made_is_told_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    source = write_articles(tmp_path / "news.jsonl", 1)
    told = CliRunner().invoke(main, ["nightly", str(source), "--home", str(tmp_path / "file" / "home")])
    assert told.exit_code == cli.FAILED
    assert "choose another --home" in told.stderr
