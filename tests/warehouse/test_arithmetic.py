"""Relations between claims: loaded with their claims, superseded with their article, shown where all figures stand."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from tests.warehouse.factory import DAWN, Piece, arithmetic, claims, night, set_aside, source_counts
from transforms.errors import WarehouseError
from warehouse import Decision, Warehouse

pytestmark = pytest.mark.lasting

MORNING = Piece("a", (594, 7))
EVENING = Piece("a", (6, 7))
OTHER = Piece("b", (1300, 12, 3))


def told(warehouse: Warehouse) -> list[tuple[object, ...]]:
    """Figures, verdict and the value that would hold of every relation that is shown."""
    rows = warehouse.query("SELECT figures, verdict, holding_value FROM current_arithmetic ORDER BY ALL")
    return [(tuple(figures), verdict, value) for figures, verdict, value in rows.iter_rows()]


HELD = (("whole: 1300 soldiers", "part: 12 soldiers"), "holds", 1300.0)


def test_relations_come_with_their_claims_and_go_with_their_version(warehouse: Warehouse) -> None:
    warehouse.load(night(1, [MORNING, OTHER]))
    assert told(warehouse) == [HELD, (("whole: 594 soldiers", "part: 7 soldiers"), "holds", 594.0)]
    assert warehouse.query("FROM failing_arithmetic").is_empty()
    warehouse.load(night(2, [EVENING], sources=source_counts([EVENING], changed=1)))
    assert told(warehouse) == [HELD, (("whole: 6 soldiers", "part: 7 soldiers"), "fails", 7.0)]
    assert warehouse.query("SELECT quote, holding_value FROM failing_arithmetic").rows() == [("6 soldiers", 7.0)]
    assert warehouse.query("SELECT count(*) FROM arithmetic WHERE superseded_by_run_id = 'run-2'").item() == 1
    assert [result.name for result in warehouse.audit() if not result.is_passed] == []


def test_newer_rules_that_tell_no_relation_take_the_old_one_back(warehouse: Warehouse) -> None:
    warehouse.load(night(1, [MORNING]))
    again = night(2, [MORNING], extractor_version="2", arithmetic=arithmetic([]), run_kind="backfill")
    warehouse.load(again)
    assert told(warehouse) == []
    warehouse.load(night(3, [MORNING], run_kind="backfill"))
    assert len(told(warehouse)) == 1
    assert [result.name for result in warehouse.audit() if not result.is_passed] == []


def test_a_relation_of_a_claim_in_quarantine_is_kept_and_not_shown(warehouse: Warehouse) -> None:
    read = claims([MORNING])
    aside = set_aside(read[:1], "value_in_bounds")
    warehouse.load(night(1, [MORNING], claims=read[1:], quarantined=aside, arithmetic=arithmetic([MORNING])))
    assert warehouse.query("SELECT count(*) FROM arithmetic WHERE is_current").item() == 1
    assert told(warehouse) == []
    assert [result.name for result in warehouse.audit() if not result.is_passed] == []


@pytest.mark.parametrize("at", [0, 1])
def test_a_relation_is_not_shown_after_one_of_its_claims_was_put_right(warehouse: Warehouse, at: int) -> None:
    """Its verdict was about what stood there before, whichever of its claims was another."""
    read = claims([MORNING])
    (one, other) = (read[at : at + 1], read[1 - at : 2 - at])
    aside = set_aside(one, "value_in_bounds")
    warehouse.load(night(1, [MORNING], claims=other, quarantined=aside, arithmetic=arithmetic([MORNING])))
    given = {"claim_id": one.item(0, "claim_id"), "why": "a slip", "decided_by": "ana"}
    warehouse.decide(Decision(decision="release", decided_at=DAWN, **given))
    assert len(told(warehouse)) == 1
    values = one.with_columns(pl.lit(600.0).alias(name) for name in ("value", "low", "high"))
    later = DAWN + timedelta(minutes=1)
    warehouse.decide(Decision(decision="correct", decided_at=later, corrected='{"value": 600}', **given), values)
    assert told(warehouse) == []


def test_a_relation_of_a_claim_that_the_night_has_not_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="a relation of a claim that is not in it"):
        warehouse.load(night(1, [MORNING], claims=claims([MORNING])[1:], arithmetic=arithmetic([MORNING])))
    assert warehouse.query("SELECT count(*) FROM arithmetic").item() == 0


@pytest.mark.parametrize("article", ["Title", MORNING.article_id, MORNING.version_id])
def test_an_article_is_found_by_its_ids_and_words(warehouse: Warehouse, article: str) -> None:
    warehouse.load(night(1, [MORNING]))
    found: pl.DataFrame = warehouse.query("SELECT relation, quote FROM adds_up(?)", [article])
    assert found.rows() == [("part", "594 soldiers")]
