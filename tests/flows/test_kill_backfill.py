"""A backfill killed anywhere: the warehouse holds the claims of the old rules or of the new ones, and no mixture.

The rules are changed in the program that runs: the old ones know no money and no days, the new ones no metres, so that
a backfill adds, changes and drops claims.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flows.home import Home
from tests.flows.conftest import audited, write_articles
from tests.flows.processes import PLAIN, QUICK, SMALL_SHARDS, Running, after, run_events, says, start
from warehouse import Warehouse

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(3600)]

RULES = """
import polars as pl
read = shards.extract_claims
def reread(articles, *given):
    return read(articles, *given).filter({kept}).with_columns(pl.lit("{name}").alias("extractor_version"){told})
shards.extract_claims = reread
shards.rules_version = lambda: "{name}"
"""
UNDATED = ', pl.lit(None, pl.Date).alias("as_of_start"), pl.lit(None, pl.Date).alias("as_of_end")'
OLD = QUICK + RULES.format(kept='pl.col("kind") != "money"', told=UNDATED, name="old rules")
PLAIN_OLD = PLAIN + OLD.removeprefix(QUICK)
NEW = QUICK + RULES.format(kept='pl.col("unit") != "m"', told="", name="new rules")
PLAIN_NEW = PLAIN + NEW.removeprefix(QUICK)
JUDGED = SMALL_SHARDS + NEW.removeprefix(QUICK)  # with Great Expectations
STAGES = ("replay_stored", "extract", "validate", "compare", "load", "report")
BOUNDARIES = [f"{stage}: {moment}" for stage in STAGES for moment in ("begins", "done")]


@dataclass
class Ground:
    """Where backfills are run: a home of the old rules, and the hashes of its tables before and after a whole one."""

    folder: Path
    source: Path
    url: str
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)

    def backfill(self, home: Home, rules: str = NEW) -> Running:
        """Begin a backfill by the new rules."""
        return start(self.folder, "backfill", "--apply", "--home", home.root, url=self.url, changes=rules)

    def nightly(self, home: Home, rules: str) -> Running:
        """Begin a night."""
        return start(self.folder, "nightly", self.source, "--home", home.root, url=self.url, changes=rules)

    def copy(self, name: str) -> Home:
        """A home of the old rules of one's own."""
        shutil.copytree(self.folder / "old", self.folder / name, symlinks=True)
        return Home(self.folder / name)


def hashes(database: Path) -> dict[str, str]:
    with audited(database) as warehouse:
        return warehouse.content_hashes()


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, prefect_server: str) -> Ground:
    """A home of the old rules, and what a backfill makes of it undisturbed."""
    folder = tmp_path_factory.mktemp("backfill")
    ground = Ground(folder, write_articles(folder / "news.jsonl", 40), prefect_server)
    night = ground.nightly(Home(folder / "old"), PLAIN_OLD)
    assert night.end() == 0, night.said
    ground.before = hashes(folder / "old" / "claims.duckdb")
    home = ground.copy("undisturbed")
    whole = ground.backfill(home, JUDGED)
    assert whole.end() == 0, whole.said
    ground.after = hashes(home.published)
    with Warehouse.open(home.published, is_read_only=True) as warehouse:
        count = "SELECT count(*) FILTER (is_current), count(*) FILTER (NOT is_current) FROM claims WHERE {}"
        assert warehouse.query(count.format("kind = 'money'")).row(0) == (40, 0)
        assert warehouse.query(count.format("unit = 'm'")).row(0) == (0, 40)
        assert warehouse.query(count.format("unit = '{person}' AND as_of_start IS NOT NULL")).row(0) == (40, 0)
    return ground


def check_one_kill(ground: Ground, name: str, is_time: Callable[[Running], bool], rules: str = PLAIN_NEW) -> None:
    """Kill a backfill of Prefect's; the next one, by `rules`, makes it good."""
    home = ground.copy(name)
    run = ground.backfill(home)
    is_time(run)
    run.kill()
    if run.was_killed:
        with Warehouse.open(home.warehouse) as warehouse:  # not read-only: as any next run, it takes up DuckDB's log
            assert [result for result in warehouse.audit() if not result.is_passed] == []
            assert warehouse.content_hashes() in (ground.before, ground.after)
        assert hashes(home.published) in (ground.before, ground.after)
    again = ground.backfill(home, rules)
    assert again.end() == 0, again.said
    assert hashes(home.warehouse) == hashes(home.published) == ground.after
    if "extract: done" in run.said and "load: begins" not in run.said:
        assert "extract: 8 of 8 shards were finished by an earlier run" in again.said
    if run.was_killed and "replay_stored: begins" in run.said:
        assert run_events(home, "backfill") in (["dead", "completed"], ["completed", "completed"])
    shutil.rmtree(home.root)


@pytest.mark.parametrize("boundary", ["extract: 3 of", "load: begins"])
def test_a_backfill_killed_at_a_boundary_is_made_good_by_the_next(ground: Ground, boundary: str) -> None:
    check_one_kill(ground, "boundary", says(boundary))


def test_a_night_is_not_blocked_by_a_dead_backfill(ground: Ground) -> None:
    home = ground.copy("night")
    run = ground.backfill(home)
    assert run.wait_for("load: begins")
    run.kill()
    night = ground.nightly(home, OLD)
    assert night.end() == 0, night.said
    assert "died; what it had finished is taken up" in night.said
    assert hashes(home.published) in (ground.before, ground.after)
    assert ground.backfill(home, PLAIN_NEW).end() == 0
    assert hashes(home.published) == ground.after
    assert run_events(home) == ["completed", "completed"]


def test_a_backfill_leaves_what_a_dead_night_took_in(ground: Ground) -> None:
    """The source may not give it a second time."""
    home, source = ground.copy("waiting"), ground.folder / "more.jsonl"
    write_articles(source, 45)
    night = start(ground.folder, "nightly", source, "--home", home.root, url=ground.url, changes=PLAIN_OLD)
    assert night.wait_for("extract: begins")
    night.kill()
    assert ground.backfill(home, PLAIN_NEW).end() == 0
    assert list(home.staged.glob("*.parquet"))
    last = ground.nightly(home, PLAIN_NEW)
    assert last.end() == 0, last.said
    with Warehouse.open(home.published, is_read_only=True) as warehouse:
        assert warehouse.query("SELECT count(*) FROM articles WHERE is_current").item() == 85
    assert not list(home.staged.iterdir())


@pytest.mark.long
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_killed_at_every_boundary(ground: Ground, boundary: str) -> None:
    check_one_kill(ground, "long", says(boundary), NEW)


@pytest.mark.long
@pytest.mark.parametrize("number", range(12))
def test_killed_at_random_moments(ground: Ground, number: int) -> None:
    moment = after("replay_stored: begins", random.Random(number).uniform(0, 8))
    check_one_kill(ground, f"moment{number}", moment, NEW)
