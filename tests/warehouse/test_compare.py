"""What a backfill would change is told before it is made."""

from __future__ import annotations

import polars as pl

from tests.warehouse.factory import Piece, articles, claims, night
from transforms.frames import FIELD_CONFIDENCES
from warehouse import Warehouse

PIECES = (Piece("a", (1, 2, 3)), Piece("b", (4,)))


def test_claims_added_dropped_and_changed_by_rule(warehouse: Warehouse) -> None:
    before = claims(PIECES)
    warehouse.load(night(1, PIECES, claims=before.filter(pl.col("value") != 1)))
    is_two = pl.col("value") == 2
    after = (
        claims(PIECES, "2")
        .filter(pl.col("value") != 3)
        .with_columns(rule=pl.when(is_two).then(pl.lit("words")).otherwise("rule"), confidence=pl.lit(0.1))
        .with_columns(pl.lit(0.1).alias(name) for name in FIELD_CONFIDENCES)
        .with_columns(unit=pl.when(is_two).then(pl.lit("{man}")).otherwise("unit"))
    )
    rows = warehouse.changes(articles(PIECES), after)
    assert rows.select(
        "change", "rule_before", "rule_after", "quote_before", "quote_after", "changed_columns"
    ).rows() == [
        ("added", None, "digits", None, "1 soldiers", []),
        ("changed", "digits", "words", "2 soldiers", "2 soldiers", ["unit"]),
        ("dropped", "digits", None, "3 soldiers", None, []),
    ]
    assert warehouse.query("SELECT count(*) FROM claims").item() == 3


def test_articles_that_are_not_given_are_not_compared(warehouse: Warehouse) -> None:
    warehouse.load(night(1, PIECES))
    assert warehouse.changes(articles(PIECES[:1]), claims(PIECES[:1])).is_empty()
