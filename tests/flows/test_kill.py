"""A run killed anywhere costs nothing but its time: the next one ends in the state of an undisturbed one.

The whole process tree is killed with SIGKILL: as a stage begins or ends, told by the lines of the run itself, and at
moments drawn at random.  The tables are compared by hash with those of a run that nobody disturbed.  The run that is
killed is one of Prefect's; the next one is plain where its home alone is looked at.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.home import Home
from flows.run_lock import current_holder
from tests.flows.conftest import Place, audited, write_articles
from tests.flows.processes import PLAIN, QUICK, SMALL_SHARDS, Running, after, run_events, says, start

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(3600)]

ARTICLES = 40
STAGES = ("ingest", "extract", "validate", "load", "report")
BOUNDARIES = [f"{stage}: {moment}" for stage in STAGES for moment in ("begins", "done")]


@dataclass
class Ground:
    """Where nights are run: the source, Prefect's API, and the hashes of a home that nobody disturbed."""

    folder: Path
    source: Path
    url: str
    undisturbed: dict[str, str]

    def start(self, home: Home, changes: str = QUICK) -> Running:
        """Begin a night."""
        return start(self.folder, "nightly", self.source, "--home", home.root, url=self.url, changes=changes)

    def finish(self, home: Home, changes: str = PLAIN) -> Running:
        """A night that is left alone: it must end well, with clean audits and the tables of the undisturbed one."""
        night = self.start(home, changes)
        assert night.end() == 0, night.said
        with audited(home.published) as warehouse:
            assert warehouse.content_hashes() == self.undisturbed
            assert warehouse.open_runs().is_empty()
        assert not list(home.staged.iterdir())
        assert not list(home.shards.iterdir())
        return night


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Ground:
    """One source, and what comes out of it undisturbed."""
    folder = tmp_path_factory.mktemp("kill")
    ground = Ground(folder, write_articles(folder / "news.jsonl", ARTICLES), prefect_server, {})
    home = Home(folder / "undisturbed")
    night = ground.start(home, SMALL_SHARDS)
    assert night.end() == 0, night.said
    with audited(home.published) as warehouse:
        ground.undisturbed = warehouse.content_hashes()
    return ground


def killed(ground: Ground, home: Home, is_time: Callable[[Running], bool], changes: str = QUICK) -> Running:
    """A night that is killed when it is time; it may have ended before."""
    night = ground.start(home, changes)
    is_time(night)
    night.kill()
    return night


def check_one_kill(
    ground: Ground, name: str, is_time: Callable[[Running], bool], changes: str = QUICK, again: str = PLAIN
) -> None:
    home = Home(ground.folder / name)
    night = killed(ground, home, is_time, changes)
    finished = ground.finish(home, again)
    if night.was_killed and home.warehouse.exists() and "ingest: begins" in night.said:
        assert run_events(home) in (["dead", "completed"], ["completed", "completed"])
    if "extract: done" in night.said and "load: begins" not in night.said:
        assert re.search(r"extract: (\d+) of \1 shards were finished by an earlier run", finished.said)
    shutil.rmtree(home.root)


@pytest.mark.parametrize("boundary", ["extract: 3 of", "load: begins"])
def test_a_night_killed_at_a_boundary_is_made_good_by_the_next(ground: Ground, boundary: str) -> None:
    check_one_kill(ground, "boundary", says(boundary))


def test_a_night_killed_at_a_random_moment_is_made_good_by_the_next(ground: Ground) -> None:
    check_one_kill(ground, "moment", after("ingest: begins", random.Random(5).uniform(0, 6)), SMALL_SHARDS)


def test_a_home_killed_again_and_again_is_shown_as_dead_and_made_good_by_the_next(ground: Ground) -> None:
    home = Home(ground.folder / "again")
    killed(ground, home, says("extract: begins"))
    holder = current_holder(home.lock)
    assert holder is not None
    assert not holder.is_alive()
    told = Place(home).run("status")
    assert f"the run {holder.run_id} died" in told.stdout
    assert "dead" in told.stdout
    assert run_events(home) == ["dead"]
    killed(ground, home, says("load: begins"))
    ground.finish(home, QUICK)


@pytest.mark.long
@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_killed_at_every_boundary(ground: Ground, boundary: str, number: int) -> None:
    check_one_kill(ground, f"long{number}", says(boundary), SMALL_SHARDS, QUICK)


@pytest.mark.long
@pytest.mark.parametrize("number", range(30))
def test_killed_at_random_moments(ground: Ground, number: int) -> None:
    check_one_kill(
        ground, f"moment{number}", after("ingest: begins", random.Random(number).uniform(0, 8)), SMALL_SHARDS, QUICK
    )
