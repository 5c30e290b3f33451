"""What is read back for replays and decisions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.factory import DAWN, Piece, claims, documents, night, set_aside, source_counts
from transforms.frames import CLAIMS, QUARANTINED_CLAIMS, check
from warehouse import Decision, RunEvent, Warehouse, stored

pytestmark = pytest.mark.lasting

OLD, NEW, RADIO = Piece("a", (1, 2)), Piece("a", (1, 3)), Piece("r", (4,), source="radio")


@pytest.fixture(scope="module")
def filled_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article in two versions, one of another source a day later; the claims that say 1 or 2 are set aside."""
    path = tmp_path_factory.mktemp("filled") / "warehouse.duckdb"
    with Warehouse.open(path) as warehouse:
        for number, piece in enumerate((OLD, NEW, RADIO), start=1):
            rows = claims([piece])
            is_bad = pl.col("value") < 3
            received = documents([piece]).with_columns(received_at=pl.lit(DAWN + timedelta(days=number)))
            warehouse.load(
                night(
                    number,
                    [piece],
                    documents=received,
                    claims=rows.filter(~is_bad),
                    quarantined=set_aside(rows.filter(is_bad), "unit_is_known", "bounds"),
                    sources=source_counts([piece]),
                )
            )
    return path


@pytest.fixture
def filled(filled_path: Path, path: Path) -> Iterator[Warehouse]:
    """A copy of it, to be written to."""
    shutil.copy(filled_path, path)
    with Warehouse.open(path) as warehouse:
        yield warehouse


@pytest.mark.parametrize(
    ("scope", "wanted"),
    [
        ({}, ["r", "a"]),
        ({"is_current": False}, ["a", "r", "a"]),
        ({"source": "radio"}, ["r"]),
        ({"since": date(2024, 9, 4)}, ["r"]),
        ({"until": date(2024, 9, 3)}, ["a"]),
        ({"since": date(2024, 9, 5)}, []),
    ],
)
def test_documents_of_a_scope(filled: Warehouse, scope: dict[str, object], wanted: list[str]) -> None:
    found = stored.stored_documents(filled, **scope)  # type: ignore[arg-type]  # the table above is right
    assert sorted(found.get_column("own_id")) == sorted(wanted)


def test_the_sources_that_are_known(filled: Warehouse) -> None:
    assert stored.known_sources(filled) == ["paper", "radio"]


def test_claims_that_wait_by_id_and_by_check(filled: Warehouse) -> None:
    waiting = check(stored.undecided_claims(filled), QUARANTINED_CLAIMS)
    assert waiting.get_column("value").to_list() == [1]
    assert stored.waiting_by_check(filled).rows() == [("bounds", 1), ("unit_is_known", 1)]
    claim_id = str(waiting.item(0, "claim_id"))
    filled.decide(Decision(claim_id=claim_id, decision="drop", why="wrong", decided_by="ana", decided_at=DAWN))
    assert stored.undecided_claims(filled).is_empty()
    assert stored.quarantined_claims(filled, [claim_id, "unknown"]).get_column("claim_id").to_list() == [claim_id]
    assert stored.quarantined_claims(filled, []).is_empty()


def test_claims_that_were_decided_about_stand_beside_the_newest_decision(filled: Warehouse) -> None:
    claim_id = str(claims([NEW]).item(0, "claim_id"))
    assert stored.decided_claims(filled, [NEW.article_id]).select("claim_id", "decision").rows() == [(claim_id, None)]
    for hours, word in ((2, "release"), (1, "drop")):  # told out of their order
        at = DAWN + timedelta(hours=hours)
        filled.decide(Decision(claim_id=claim_id, decision=word, why=word, decided_by="ana", decided_at=at))
    found = stored.decided_claims(filled, [NEW.article_id]).select("decision", "why", "decided_by", "corrected")
    assert found.rows() == [("release", "release", "ana", None)]
    assert stored.decided_claims(filled, [RADIO.article_id]).is_empty()


def test_claims_in_question_are_as_extracted(filled: Warehouse) -> None:
    claim = claims([NEW]).head(1)
    decision = Decision(
        claim_id=str(claim.item(0, "claim_id")), decision="correct", why="x", decided_by="ana", decided_at=DAWN
    )
    filled.decide(decision, claim.with_columns(value=pl.lit(100.0)))
    found = check(stored.claims_in_question(filled, [NEW.article_id]), CLAIMS)
    assert sorted(found.get_column("value")) == [1, 3]


def test_what_the_log_of_runs_says_of_time(filled: Warehouse) -> None:
    assert stored.last_event_at(filled) == night(3).finished_at
    assert stored.unfinished_since(filled) is None
    later = [night(3).finished_at + timedelta(hours=hours) for hours in (1, 2)]
    for number, at in enumerate(later):
        filled.record_run(RunEvent(run_id=f"dead-{number}", event="started", event_at=at))
    assert stored.unfinished_since(filled) == later[0]
    filled.load(night(4, run_kind="backfill"))
    assert stored.unfinished_since(filled) == later[0]  # a backfill takes nothing in: what nights fetched still waits
    assert stored.known_rejections(filled) == frozenset()
    assert stored.texts(filled).height == 3
