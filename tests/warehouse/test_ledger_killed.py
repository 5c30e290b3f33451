"""The ledger's part of a load and of a decision, killed at each of its statements: all of it is there, or nothing."""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.factory import DAWN, night, set_aside, source_counts
from tests.warehouse.tolls import CHIEF, MAYOR, at_least, exactly, loaded, made
from warehouse import Decision, Night, Warehouse, decisions, load
from warehouse.connection import Connection
from warehouse.ledger import MADE_ANEW, TOUCHED_BY_ARTICLES, keep_ledger

pytestmark = pytest.mark.lasting

STATEMENTS = len(TOUCHED_BY_ARTICLES) + len(MADE_ANEW)
LATER = (exactly(61) | CHIEF, exactly(70) | {"day": 1}, at_least(60), exactly(12) | MAYOR | {"subject_key": "child"})


class KilledError(BaseException):
    """In place of a signal, where the test is to go on."""


class Dying:
    """A connection that ends the process, or raises, before a statement of a number."""

    def __init__(self, con: Connection, number: int, *, is_real: bool) -> None:
        self._con, self._left, self._is_real = con, number, is_real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)

    def execute(self, *given: Any) -> Any:
        if self._left == 0:
            if self._is_real:
                os.kill(os.getpid(), signal.SIGKILL)
            raise KilledError
        self._left -= 1
        return self._con.execute(*given)


def later_night() -> Night:
    """The night that is killed: of one of its articles the claim waits in quarantine."""
    pieces, given = made(LATER, number=2)
    aside = set_aside(given.tail(1), "unit_is_known")
    return night(2, pieces, claims=given.head(-1), quarantined=aside, sources=source_counts(pieces))


def change(path: Path, kind: str) -> None:
    """Load the night, or let the claim out that waits."""
    with Warehouse.open(path) as warehouse:
        if kind == "load":
            warehouse.load(later_night())
            return
        waiting = warehouse.query("SELECT claim_id FROM quarantined_claims WHERE decision IS NULL").item()
        warehouse.decide(
            Decision(claim_id=waiting, decision="release", why="looked", decided_by="ana", decided_at=DAWN)
        )


def dying(path: Path, kind: str, number: int, *, is_real: bool) -> None:
    """The change, ended before a statement of the ledger of a number."""
    module = load if kind == "load" else decisions
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            module,
            "keep_ledger",
            lambda con, *ids: keep_ledger(Dying(con, number, is_real=is_real), *ids),  # type: ignore[arg-type]
        )
        change(path, kind)


def hashes(path: Path) -> dict[str, str]:
    """What the file holds; its audits find no fault."""
    with Warehouse.open(path) as warehouse:
        assert [result.name for result in warehouse.audit() if not result.is_passed] == []
        return warehouse.content_hashes()


@dataclass(frozen=True)
class Ground:
    """A warehouse before a change, and the hashes before and after it."""

    path: Path
    before: dict[str, str]
    after: dict[str, str]


@pytest.fixture(scope="module", params=["load", "decide"])
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Ground]:
    """For each kind of change."""
    kind: str = request.param
    folder = tmp_path_factory.mktemp(kind)
    path, whole = folder / "before.duckdb", folder / "after.duckdb"
    with Warehouse.open(path) as warehouse:
        loaded(warehouse, exactly(38), exactly(52) | MAYOR, exactly(9) | {"place": "Hove", "place_key": "hove, GB"})
        if kind == "decide":
            warehouse.load(later_night())
        assert warehouse.query("FROM conflicts").height
    shutil.copyfile(path, whole)
    change(whole, kind)
    before, after = hashes(path), hashes(whole)
    assert {name for name in ("figures", "series_points", "conflicts") if before[name] != after[name]} >= {"figures"}
    return kind, Ground(path, before, after)


def test_a_change_that_ends_at_any_statement_leaves_nothing(ground: tuple[str, Ground], tmp_path: Path) -> None:
    kind, given = ground
    path = tmp_path / "ended.duckdb"
    shutil.copyfile(given.path, path)
    for number in range(STATEMENTS):
        with pytest.raises(KilledError):
            dying(path, kind, number, is_real=False)
        with Warehouse.open(path) as warehouse:
            assert warehouse.content_hashes() == given.before, number
    change(path, kind)
    assert hashes(path) == given.after


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, len(TOUCHED_BY_ARTICLES) + 3, STATEMENTS - 1])
def test_a_process_that_is_killed_at_a_statement_leaves_nothing(
    ground: tuple[str, Ground], tmp_path: Path, number: int
) -> None:
    kind, given = ground
    path = tmp_path / "killed.duckdb"
    shutil.copyfile(given.path, path)
    process = get_context("spawn").Process(target=dying, args=(path, kind, number), kwargs={"is_real": True})
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert hashes(path) == given.before
    change(path, kind)
    assert hashes(path) == given.after
