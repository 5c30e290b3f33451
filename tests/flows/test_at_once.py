"""Two at once on one home, as real processes: a run does its work whole, and who comes second leaves or waits.

The runs that hold a home while another comes are flows as Prefect runs them; those before and after are plain.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.home import Home
from tests.flows.conftest import audited, write_articles
from tests.flows.processes import PLAIN, WAITING, WAITING_RUN, Running, start
from tests.warehouse.analyst import Analyst
from warehouse import Warehouse

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(900)]

WAITING_DECISION = (
    f"{WAITING}from flows.commands import quarantine\nquarantine.carry_out = when_told(quarantine.carry_out)\n"
)
DOUBTFUL = {"id": "old", "published": "2099-01-01", "text": "At least 12 people died in the flood, the mayor said."}


class Place:
    """A folder with a source and homes, and the runs in it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.home = Home(folder / "home")
        self.source = write_articles(folder / "news.jsonl", 20)

    def copy(self, folder: Path) -> Place:
        """One of one's own with the same home."""
        place = Place(folder, self.url)
        shutil.copytree(self.home.root, place.home.root, symlinks=True)
        return place

    def run(self, *command: str | Path, changes: str = PLAIN) -> Running:
        """A process of the command line."""
        return start(self.folder, *command, url=self.url, changes=changes)

    def nightly(self, changes: str = PLAIN, home: Home | None = None) -> Running:
        return self.run("nightly", self.source, "--home", (home or self.home).root, changes=changes)

    def backfill(self, changes: str = PLAIN) -> Running:
        return self.run("backfill", "--apply", "--home", self.home.root, changes=changes)

    def release(self, changes: str = "") -> Running:
        """A decision about the claim that waits in the quarantine."""
        ((claim_id,),) = self.query("SELECT claim_id FROM quarantined_claims")
        command = ("quarantine", "--home", self.home.root, "release", str(claim_id), "--why", "its clock is wrong")
        return self.run(*command, changes=changes)

    def let_go(self) -> None:
        """What waits goes on."""
        (self.folder / "go").touch()

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """What analysts see, where the audits find nothing."""
        with audited(self.home.published) as warehouse:
            return warehouse.query(sql).rows()


@pytest.fixture
def place(tmp_path: Path, prefect_server: str) -> Place:
    return Place(tmp_path, prefect_server)


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Place:
    """A home with one night over 20 articles, to be copied."""
    place = Place(tmp_path_factory.mktemp("night"), prefect_server)
    assert_whole(place.nightly())
    return place


@pytest.fixture(scope="module")
def doubtful_night(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Place:
    """A home with one claim, which waits in the quarantine; to be copied."""
    place = Place(tmp_path_factory.mktemp("doubtful"), prefect_server)
    place.source.write_text(json.dumps(DOUBTFUL) + "\n", encoding="utf-8")
    assert_whole(place.nightly())
    return place


def hashes(home: Home) -> dict[str, str]:
    with Warehouse.open(home.published, is_read_only=True) as warehouse:
        return warehouse.content_hashes()


def assert_whole(run: Running) -> None:
    assert run.end() == 0, run.said


def assert_left(second: Running, first: Running) -> None:
    """The second left by itself and said who holds the home."""
    assert second.end() == 1
    assert f"in use by the run of process {first.process.pid}; wait for it" in second.said
    assert "Traceback" not in second.said


def wait_until(is_so: Callable[[], bool], run: Running) -> None:
    """Wait for something that comes about while the run lasts."""
    while not is_so():
        assert run.process.poll() is None, run.end() or run.said
        time.sleep(0.05)


def has_come_to_the_lock(run: Running, home: Home) -> bool:
    """Whether the run has the file of the lock open: it holds the home, or waits for it."""
    opened = list(Path(f"/proc/{run.process.pid}/fd").iterdir())
    return home.lock in [path.readlink() for path in opened if path.is_symlink()]


def test_of_two_nights_begun_at_once_one_does_it_all(place: Place) -> None:
    both = [place.nightly(WAITING_RUN), place.nightly(WAITING_RUN)]
    while all(run.process.poll() is None for run in both):
        time.sleep(0.1)
    second, first = sorted(both, key=lambda run: run.process.poll() is None)
    assert_left(second, first)
    place.let_go()
    assert_whole(first)
    assert place.query("SELECT event FROM run_history") == [("completed",)]
    alone = Home(place.folder / "alone")
    assert_whole(place.nightly(home=alone))
    assert hashes(place.home) == hashes(alone)


def test_a_backfill_and_a_decision_leave_a_night_alone(doubtful_night: Place, tmp_path: Path) -> None:
    place = doubtful_night.copy(tmp_path)
    night = place.nightly(WAITING_RUN)
    assert night.wait_for("extract: begins")
    assert_left(place.backfill(), night)
    assert_left(place.release(), night)
    assert not list(place.home.corrections.iterdir())
    place.let_go()
    assert_whole(night)
    assert place.query("SELECT run_kind, event FROM run_history") == [("nightly", "completed")] * 2
    assert_whole(place.release())
    assert place.query("SELECT decision FROM quarantine_decisions") == [("release",)]


def test_a_night_leaves_a_backfill_alone(first_night: Place, tmp_path: Path) -> None:
    place = first_night.copy(tmp_path)
    before = hashes(place.home)
    backfill = place.backfill(WAITING_RUN)
    assert backfill.wait_for("extract: begins")
    assert_left(place.nightly(), backfill)
    place.let_go()
    assert_whole(backfill)
    assert hashes(place.home) == before  # the rules are the same


def test_a_night_waits_for_a_decision(doubtful_night: Place, tmp_path: Path) -> None:
    place = doubtful_night.copy(tmp_path)
    decision = place.release(WAITING_DECISION)
    wait_until(lambda: bool(list(place.home.corrections.glob("*.json"))), decision)
    night = place.nightly()
    wait_until(lambda: has_come_to_the_lock(night, place.home), night)
    place.let_go()
    assert_whole(decision)
    assert_whole(night)
    assert place.query("SELECT count(*), count(*) FILTER (run_id IS NULL) FROM articles") == [(21, 0)]
    assert place.query("SELECT decision FROM quarantine_decisions") == [("release",)]


def test_an_analyst_and_a_whole_night_do_not_meet(first_night: Place, tmp_path: Path) -> None:
    count = "SELECT count(*) FROM articles"
    place = first_night.copy(tmp_path)
    for mode, before in (("read-only", 20), ("read-write", 30)):
        analyst = Analyst(place.home.published, mode)
        try:
            write_articles(place.source, before + 10)
            night = place.nightly()
            for words in ("ingest: begins", "extract: begins", "validate: begins", "load: begins", "load: done"):
                assert night.wait_for(words), night.said
                assert analyst.ask(count) == f"[({before},)]"
            assert_whole(night)
            assert analyst.ask(count) == f"[({before},)]"
            assert place.query(count) == [(before + 10,)]
        finally:
            analyst.kill()
