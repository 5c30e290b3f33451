"""What is published outside, cut into parts by day, and a digest of every part: what differs is what is written.

A row belongs to the day on which its article was published (undated: to the day of receipt), rows of runs to the day of
the run, levels and conflicts to the day that they are about; lists of words are one part.  By these days analysts ask,
and a night touches few of them; by the night that loaded it, an archive loaded at once would be one part for ever.

A digest is the sum of hashes over every column of every row, whatever wrote it: a correction, a backfill, a decision
or a story that went on is found without anybody keeping a list, and rows that were made anew as they were are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from transforms.errors import WarehouseError
from warehouse.connection import Connection, attach_home
from warehouse.schema import migrations, version_of
from warehouse.tables import BY_NAME, TABLES, literal, quoted

HOME: Final = "home"
WHOLE: Final = "all"
UNDATED: Final = "undated"
# Labels name folders and files: nothing else may.
LABEL: Final = re.compile(r"(undated-)?\d{4,6}-\d\d(-\d\d)?|undated|all")

# Of the program's own tables those of words are published, since the views and macros of a lake ask them.
LEFT_OUT: Final = frozenset(
    {"attempt_check_results", "held_batches", "overlay", "schema_version", "source_layouts"}
    | {"article_sketches", "passage_sketches"}
)
PUBLISHED: Final = tuple(table for table in TABLES if table.name not in LEFT_OUT)

# Table → where the day of its rows is found; a table that is not named here is one part.
OF_VERSIONS: Final = "LEFT JOIN days_of_versions AS d USING (version_id)"
OF_ARTICLES: Final = "LEFT JOIN days_of_articles AS d USING (article_id)"
OF_RUNS: Final = "LEFT JOIN days_of_runs AS d USING (run_id)"
JOINS: Final = (
    dict.fromkeys(("raw_documents", "articles", "claims", "quarantined_claims", "arithmetic", "figures"), OF_VERSIONS)
    | dict.fromkeys(("article_origins", "passage_origins", "article_stories"), OF_ARTICLES)
    | dict.fromkeys(("runs", "run_sources", "check_results", "failing_rows"), OF_RUNS)
)
DATED_BY: Final = {
    "series_points": "about_date",
    "conflicts": "about_date",
    "rejected_documents": "received_at",
    "run_events": "event_at",
    "quarantine_decisions": "decided_at",
}
DAYS: Final = (
    f"""CREATE OR REPLACE TEMP TABLE days_of_versions AS
    WITH received AS (SELECT version_id, min(received_at) AS received_at FROM {HOME}.raw_documents GROUP BY version_id)
    SELECT version_id, any_value(coalesce(
        strftime(published_date, '%Y-%m-%d'), '{UNDATED}-' || strftime(received_at, '%Y-%m-%d'), '{UNDATED}'
    )) AS part FROM {HOME}.articles LEFT JOIN received USING (version_id) GROUP BY version_id""",
    f"""CREATE OR REPLACE TEMP TABLE days_of_articles AS
    SELECT article_id, any_value(part) AS part FROM {HOME}.articles JOIN days_of_versions USING (version_id)
    WHERE is_current GROUP BY article_id""",
    f"""CREATE OR REPLACE TEMP TABLE days_of_runs AS
    SELECT run_id, strftime(started_at, '%Y-%m-%d') AS part FROM {HOME}.runs""",
)


@dataclass(frozen=True, slots=True)
class Part:
    """How many rows a part has, and the sum of their hashes (below 2¹²⁸)."""

    rows: int
    digest: int

    def __add__(self, other: Part) -> Part:
        return Part(self.rows + other.rows, (self.digest + other.digest) % (1 << 128))


# Table → label → part.
Parts = dict[str, dict[str, Part]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a home stands: its schema's version, and its completed runs, the oldest first."""

    schema_version: int
    run_ids: tuple[str, ...]

    @property
    def newest(self) -> str:
        """The last run."""
        return self.run_ids[-1]


def open_home(con: Connection, path: Path) -> Standing:
    """Attach the published copy at `path` as HOME, read-only; nothing of it is read yet but where it stands.

    Raises WarehouseError where there is none, no run has completed, or its schema is not this program's, and
    HomeLockedError where a program has it open for writing.
    """
    attach_home(con, path, HOME)
    version = version_of(con, HOME)
    if version != max(migrations()):
        problem = f"its schema has version {version}, and this program publishes version {max(migrations())}"
        older = "run `claimwire nightly` once: it brings the database up to date"
        raise WarehouseError(str(path), problem, older if version < max(migrations()) else "upgrade claimwire")
    runs = con.execute(f"SELECT run_id FROM {HOME}.runs ORDER BY started_at, run_id").fetchall()
    if not runs:
        raise WarehouseError(str(path), "no run has completed yet", "run `claimwire nightly` first")
    return Standing(version, tuple(run_id for (run_id,) in runs))


def find_days(con: Connection) -> None:
    """Make the days of the home's versions, articles and runs, which `rows_of` joins."""
    for statement in DAYS:
        con.execute(statement)


def refuse_foreign(standing: Standing, schema_version: int, run_ids: Iterable[str], place: str) -> None:
    """Raise WarehouseError if what stands at `place` has a newer schema, or was not published from this home."""
    if schema_version > standing.schema_version:
        problem = f"its schema has version {schema_version}, and this program publishes version "
        raise WarehouseError(place, problem + str(standing.schema_version), "upgrade claimwire, or choose another --to")
    strange = sorted(set(run_ids) - set(standing.run_ids))
    if strange:
        problem = f"it holds the run {strange[0]}, which this home does not: another home was published there"
        raise WarehouseError(place, problem, "choose another --to, or another --home")


def rows_of(name: str, source: str | None = None) -> str:
    """SQL for the rows of a published table of the home: `part`, then its columns; `source` names other rows of it."""
    join = JOINS.get(name, "")
    if name in DATED_BY:
        part = f"coalesce(strftime(t.\"{DATED_BY[name]}\", '%Y-%m-%d'), '{UNDATED}')"
    else:
        part = f"coalesce(d.part, '{UNDATED}')" if join else f"'{WHOLE}'"
    columns = quoted(BY_NAME[name].columns, "t.")
    return f"SELECT {part} AS part, {columns} FROM {source or f'{HOME}.{BY_NAME[name].sql_name}'} AS t {join}"


def parts_by_day(con: Connection) -> Parts:
    """Every published table's parts, one for each day."""
    found: Parts = {}
    for table in PUBLISHED:
        columns = quoted(table.columns)
        rows = con.execute(
            f"""SELECT part, count(*), sum(hash({columns})::HUGEINT)::VARCHAR
            FROM ({rows_of(table.name)}) GROUP BY part ORDER BY part"""
        ).fetchall()
        found[table.name] = {label: Part(count, int(digest)) for label, count, digest in rows}
        unfit = [label for label in found[table.name] if not LABEL.fullmatch(label)]
        assert not unfit, (table.name, unfit)
    return found


def by_month(days: Mapping[str, Part], most_rows: int) -> dict[str, dict[str, Part]]:
    """Label → the days in it: the days of a month that has at most `most_rows` rows together, else each alone."""
    months: dict[str, dict[str, Part]] = {}
    for label, part in sorted(days.items()):
        months.setdefault(month_of(label), {})[label] = part
    found: dict[str, dict[str, Part]] = {}
    for month, members in months.items():
        if sum(part.rows for part in members.values()) <= most_rows:
            found[month] = members
        else:
            found |= {label: {label: part} for label, part in members.items()}
    return found


def month_of(label: str) -> str:
    """The month of a day's label; a label that is no day is its own."""
    return label[:-3] if re.fullmatch(r"(undated-)?\d{4,6}-\d\d-\d\d", label) else label


def listed(labels: Iterable[str]) -> str:
    """Labels as a SQL list of literals."""
    return ", ".join(literal(label) for label in sorted(labels)) or "NULL"
