"""Stories that a night can't reach stay as they are, and what comes out is what telling all of them anew gives."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import polars as pl
import pytest

from warehouse.connection import Connection
from warehouse.stories import BACK_DAYS, SPAN_DAYS, lines

FIRST = date(2024, 1, 1)
LONG_AGO = date(1900, 1, 1)
TABLES = """
CREATE SCHEMA program_only;
CREATE TABLE program_only.article_sketches (article_id VARCHAR, published_date DATE);
CREATE TABLE article_origins (article_id VARCHAR, origin_id VARCHAR);
CREATE TABLE article_stories (article_id VARCHAR, story_id VARCHAR, follows_ids VARCHAR[], likeness DOUBLE);
CREATE TABLE followed (article_id VARCHAR, follows_ids VARCHAR[], likeness DOUBLE);
"""


class Stored:
    """Articles that follow each other at random, and the stories that were stored of them."""

    def __init__(self, con: Connection, seed: int) -> None:
        self.con, self.draw = con, random.Random(seed)
        self.days: dict[str, date | None] = {}

    def night(self, first: int, last: int, count: int) -> date:
        """More articles of these days, some of which others follow now; the first day that may be another."""
        since = FIRST + timedelta(days=first)
        for _ in range(count):
            name = f"a{len(self.days):04}"
            self.days[name] = since + timedelta(days=self.draw.randrange(last - first + 1))
            self.con.execute("INSERT INTO program_only.article_sketches VALUES (?, ?)", [name, self.days[name]])
            self.con.execute("INSERT INTO article_origins VALUES (?, ?)", [name, name])
        self.con.execute("DELETE FROM followed")
        for name, day in self.days.items():
            if day and since <= day <= since + timedelta(days=last - first + 2 * BACK_DAYS):
                before = [
                    other for other, its in self.days.items()
                    if its and (its, other) < (day, name) and its >= day - timedelta(days=BACK_DAYS)
                ]  # fmt: skip
                follows = self.draw.sample(before, min(len(before), self.draw.choice((0, 1, 1, 2))))
                self.con.execute("INSERT INTO followed VALUES (?, ?, 0.5)", [name, follows or None])
        return since

    def lose_a_day(self) -> date:
        """One article has no day any more; that which it had."""
        name = self.draw.choice([name for name, day in self.days.items() if day])
        lost = self.days[name]
        assert lost is not None
        self.days[name] = None
        self.con.execute("UPDATE program_only.article_sketches SET published_date = NULL WHERE article_id = ?", [name])
        return lost

    def store(self, told: pl.DataFrame) -> None:
        """What is told anew takes the place of what was told of these articles."""
        for row in told.iter_rows():
            self.con.execute("DELETE FROM article_stories WHERE article_id = ?", row[:1])
            self.con.execute("INSERT INTO article_stories VALUES (?, ?, ?, ?)", row)

    def held(self) -> list[tuple[object, ...]]:
        """What is stored of every article."""
        return self.con.execute("FROM article_stories ORDER BY article_id").fetchall()

    def everything(self) -> pl.DataFrame:
        """All articles, told anew."""
        return lines(self.con, LONG_AGO + timedelta(days=SPAN_DAYS), moved(*self.days))


def moved(*names: str) -> pl.DataFrame:
    """What moved, as `lines` takes it."""
    return pl.DataFrame({"article_id": names}, schema={"article_id": pl.String})


@pytest.fixture
def con() -> Iterator[Connection]:
    with duckdb.connect(":memory:") as con:
        con.execute(TABLES)
        yield con


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_only_what_a_night_reaches_is_told_anew(con: Connection, seed: int) -> None:
    stored = Stored(con, seed)
    for _ in range(6):
        first = stored.draw.randrange(0, 70)
        since = stored.night(first, first + stored.draw.randrange(3), 12)
        lost = moved()
        if stored.draw.random() < 0.3:
            before = dict(stored.days)
            since = min(since, stored.lose_a_day())
            lost = moved(*(name for name, day in stored.days.items() if day != before[name]))
        stored.store(lines(con, since, lost))
        reached, everything = stored.held(), stored.everything()
        stored.store(everything)
        assert reached == stored.held()
    assert everything.get_column("story_id").n_unique() < everything.height == len(stored.days)


def test_what_lies_far_before_is_not_looked_at(con: Connection) -> None:
    stored = Stored(con, 1)
    stored.store(lines(con, stored.night(0, 3, 12), moved()))
    con.execute("UPDATE article_stories SET story_id = 'a0000'")
    told = lines(con, stored.night(40, 42, 12), moved())
    assert told.get_column("article_id").to_list() == sorted(
        (name for name in stored.days if name > "a0011"), key=lambda name: (str(stored.days[name]), name)
    )


@pytest.mark.parametrize(("last", "story_id"), [(20, "a0"), (21, "a0"), (22, "a22")])
def test_a_story_is_joined_as_long_as_it_lasts(con: Connection, last: int, story_id: str) -> None:
    days = [0, 4, 8, 12, 16, 18, last]
    con.executemany(
        "INSERT INTO program_only.article_sketches VALUES (?, ?)",
        [(f"a{day}", FIRST + timedelta(days=day)) for day in days],
    )
    con.executemany("INSERT INTO article_origins VALUES (?, ?)", [(f"a{day}", f"a{day}") for day in days])
    con.executemany(
        "INSERT INTO article_stories VALUES (?, 'a0', ?, 0.5)",
        [(f"a{day}", [f"a{before}"] if day else None) for before, day in zip([0, *days], days[:-1], strict=False)],
    )
    con.execute("INSERT INTO followed VALUES (?, ['a18'], 0.5)", [f"a{last}"])
    told = lines(con, FIRST + timedelta(days=last), moved())
    assert told.get_column("story_id").to_list() == (["a0"] * 6 if last < 22 else []) + [story_id]
