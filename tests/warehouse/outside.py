"""Places that a home is published to, as those see them who read there; and publishes that die at a step of theirs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.warehouse.factory import DAWN, Piece, claims, night, set_aside
from warehouse import Decision, Warehouse
from warehouse.connection import BASE, Connection, attach_home, connect_beside
from warehouse.lake import attach
from warehouse.parts import PUBLISHED
from warehouse.tables import quoted
from warehouse.targets import Catalogue, publish_to, target_of

DAYS = (date(2024, 7, 30), date(2024, 8, 1), date(2024, 8, 2), date(2024, 9, 1), None)
# What a reader asks: both figures out of one question.
SEEN = "SELECT (SELECT count(*) FROM {claims}), (SELECT max(run_id) FROM {runs})"


def homes(folder: Path) -> list[Path]:
    """Copies of one home: after a night, after one that changes an article of 2 August, and after a decision."""
    copies = []
    pieces = [Piece(str(n), (n, n + 1), published=DAYS[n % len(DAYS)]) for n in range(10)]
    later = [Piece("2", (7, 8, 9), published=date(2024, 8, 2))]
    rows = claims(pieces)
    (folder / "state").mkdir(parents=True)
    with Warehouse.open(folder / "state" / "warehouse.duckdb") as warehouse:
        for number in range(3):
            if number == 0:
                warehouse.load(night(1, pieces, claims=rows.tail(-1), quarantined=set_aside(rows.head(1), "a")))
            elif number == 1:
                warehouse.load(night(2, later))
            else:
                given = {"why": "w", "decided_by": "me", "decided_at": DAWN}
                warehouse.decide(Decision(claim_id=rows.item(0, "claim_id"), decision="release", **given))
            copies.append(folder / f"home{number}.duckdb")
            shutil.copyfile(warehouse.publish(folder / "claims.duckdb"), copies[-1])
    return copies


@contextmanager
def opened(target: str) -> Iterator[tuple[Connection, Callable[[str], str]]]:
    """A new reader of a place: a connection, and what a table is called in it."""
    place = target_of(target).place
    with closing(connect_beside()) as con:
        if isinstance(place, Catalogue):
            attach(con, place, None)
            yield con, lambda table: f"lake.main.{table}"
        else:
            snapshot = str(place / json.loads((place / "current.json").read_text())["snapshot"]).replace("'", "''")
            yield con, lambda table: f"read_parquet('{snapshot}/{table}/*/*.parquet', hive_partitioning = true)"


def seen(target: str) -> tuple[Any, ...]:
    """What a new reader sees: how many claims, and the last run."""
    with opened(target) as (con, named):
        return tuple(con.execute(SEEN.format(claims=named("claims"), runs=named("runs"))).fetchall()[0])


def differences(target: str, home: Path) -> list[str]:
    """The tables whose rows there are not those of the home."""
    found = []
    with opened(target) as (con, named):
        attach_home(con, home, "home")
        for table in PUBLISHED:
            # Compared here: DuckDB plans a comparison over the files of a lake for longer than it reads them.
            there, here = (
                sorted(map(repr, con.execute(f"SELECT {quoted(table.columns)} FROM {each}").fetchall()))
                for each in (named(table.name), f"home.{table.sql_name}")
            )
            if there != here:
                found.append(table.name)
    return found


def killed_at(steps: Sequence[str], home: Path, target: str) -> list[tuple[bool, tuple[Any, ...] | None]]:
    """Publish as often as there are steps ("module:function:call"), each time killed there, in a process of its own.

    For each step: whether it was reached, and what a reader saw next.
    """
    command = [sys.executable, "-m", "tests.warehouse.outside", str(home), target, *steps]
    out = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    return [(reached, tuple(saw) if saw else None) for reached, saw in map(json.loads, out.splitlines())]


def die_at(step: str) -> None:
    """Let this process be killed when a function is called for the so many-th time."""
    module, function, call = step.split(":")
    work, calls = getattr(sys.modules[f"warehouse.{module}"], function), 0

    def dying(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == int(call):
            os.kill(os.getpid(), signal.SIGKILL)
        return work(*given, **named)

    setattr(sys.modules[f"warehouse.{module}"], function, dying)


def trust_extensions(setitem: Callable[[str, bool], None]) -> None:
    """From now on DuckDB reads no extension through to check its signature, a fifth of a second each time."""
    setitem("allow_unsigned_extensions", True)


def in_a_fork(work: Callable[[], None]) -> int:
    """The exit status of a copy of this process that does the work."""
    child = os.fork()
    if not child:
        work()
        sys.stdout.flush()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def main(home: str, target: str, *steps: str) -> None:
    """See `killed_at`; nothing is opened in this process itself."""
    import warehouse.parquet_folder

    assert warehouse.parquet_folder
    trust_extensions(BASE.__setitem__)

    for step in steps:

        def publish(step: str = step) -> None:
            die_at(step)
            publish_to(target_of(target), Path(home))

        is_reached = os.WIFSIGNALED(in_a_fork(publish))
        place = target_of(target).place
        is_there = isinstance(place, Catalogue) or (place / "current.json").exists()
        in_a_fork(
            lambda reached=is_reached, there=is_there: print(json.dumps([reached, seen(target) if there else None]))
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
