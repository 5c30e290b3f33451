"""Decisions about the quarantine move the claim, are logged, and can be taken again."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from tests.warehouse.factory import DAWN, Piece, claims, night, set_aside, source_counts
from transforms.errors import WarehouseError
from warehouse import Decision, Warehouse

pytestmark = pytest.mark.lasting

PIECE = Piece("a", (594, 7))
CLAIM = claims([PIECE]).head(1)
CLAIM_ID = str(CLAIM.item(0, "claim_id"))


@pytest.fixture
def waiting(warehouse: Warehouse) -> Warehouse:
    """A warehouse with one accepted claim, and one that waits."""
    aside = set_aside(CLAIM, "unit_is_known")
    warehouse.load(night(1, [PIECE], claims=claims([PIECE]).tail(1), quarantined=aside))
    return warehouse


def decision(kind: str, minutes: int = 0, **given: str) -> Decision:
    """A decision about the claim that waits."""
    at = DAWN + timedelta(minutes=minutes)
    values = {"claim_id": CLAIM_ID, "why": "looked at it", "decided_by": "ana", **given}
    return Decision(decision=kind, decided_at=at, **values)


def accepted(warehouse: Warehouse) -> list[float]:
    """Values of the accepted claims."""
    assert [result.name for result in warehouse.audit() if not result.is_passed] == []
    return warehouse.query("SELECT value FROM current_claims ORDER BY value").get_column("value").to_list()


def test_release_drop_and_correct(waiting: Warehouse) -> None:
    assert accepted(waiting) == [7]
    waiting.decide(decision("release"))
    assert accepted(waiting) == [7, 594]
    waiting.decide(decision("drop", 1))
    assert accepted(waiting) == [7]
    corrected = CLAIM.with_columns(pl.lit(600.0).alias(name) for name in ("value", "low", "high"))
    waiting.decide(decision("correct", 2, corrected='{"value": 600}'), corrected)
    assert accepted(waiting) == [7, 600]
    log = waiting.decisions().select("claim_id", "decision", "why", "corrected", "decided_by").rows()
    assert log == [
        (CLAIM_ID, "release", "looked at it", None, "ana"),
        (CLAIM_ID, "drop", "looked at it", None, "ana"),
        (CLAIM_ID, "correct", "looked at it", '{"value": 600}', "ana"),
    ]


def test_of_several_decisions_all_are_carried_out_or_none(waiting: Warehouse) -> None:
    unknown = decision("drop", 1, claim_id="unknown")
    with pytest.raises(WarehouseError, match="no current claim of that id"):
        waiting.decide_all([(decision("release"), None), (unknown, None)])
    assert waiting.decisions().is_empty()
    assert accepted(waiting) == [7]
    waiting.decide_all([(decision("release"), None), (decision("drop", 1), None)])
    assert waiting.decisions().get_column("decision").to_list() == ["release", "drop"]
    assert accepted(waiting) == [7]


def test_a_decision_outlives_nights_with_nothing_new_and_ends_with_its_version(waiting: Warehouse) -> None:
    waiting.decide(decision("release"))
    waiting.load(night(2))
    assert accepted(waiting) == [7, 594]
    waiting.load(night(3, [Piece("a", (1,))]))
    assert accepted(waiting) == [1]


@pytest.mark.parametrize(("kind", "wanted"), [("release", [7, 594]), ("correct", [7, 600]), ("drop", [7])])
def test_a_decision_stands_whenever_its_version_and_rules_are_current(
    waiting: Warehouse, kind: str, wanted: list[float]
) -> None:
    corrected = CLAIM.with_columns(pl.lit(600.0).alias(name) for name in ("value", "low", "high"))
    waiting.decide(decision(kind), corrected if kind == "correct" else None)
    first = {"claims": claims([PIECE]).tail(1), "quarantined": set_aside(CLAIM, "unit_is_known")}
    repeated = waiting.load(night(2, [PIECE], run_kind="backfill", **first))
    assert (repeated.claims_superseded, repeated.claims_added) == (0, 0)
    assert accepted(waiting) == wanted
    waiting.load(night(3, [Piece("a", (1,))]))
    assert accepted(waiting) == [1]
    waiting.load(night(4, [PIECE], sources=source_counts([PIECE], changed=1), **first))
    assert accepted(waiting) == wanted


@pytest.mark.parametrize(
    ("kind", "claim", "given", "told"),
    [
        ("release", None, {"claim_id": "unknown"}, "no current claim of that id"),
        ("burn", None, {}, "release, drop, correct"),
        ("drop", None, {"why": "  "}, "say why"),
        ("correct", None, {}, "belongs to the decision `correct`"),
        ("release", CLAIM, {}, "belongs to the decision `correct`"),
        ("correct", CLAIM.with_columns(claim_id=pl.lit("other")), {}, "not of the claim"),
    ],
)
def test_what_does_not_fit_is_refused(
    waiting: Warehouse, kind: str, claim: pl.DataFrame | None, given: dict[str, str], told: str
) -> None:
    with pytest.raises(WarehouseError, match=told):
        waiting.decide(decision(kind, **given), claim)
    assert waiting.decisions().is_empty()
    assert accepted(waiting) == [7]
