"""Claims that fail are set aside with every reason; the others pass, in the order given."""

from __future__ import annotations

import polars as pl

from expectations import split_claims
from tests.warehouse.factory import Piece, claims, frame
from transforms.frames import CLAIMS, FAILING_ROWS, QUARANTINED_CLAIMS, check

PIECES = (Piece("a", (1, 2, 3)), Piece("b", (4, 5)))
ROWS = claims(PIECES)
IDS = ROWS.get_column("claim_id").to_list()


def failing(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """FAILING_ROWS: table, key, check, severity."""
    names = ("table_name", "row_key", "check_name", "severity")
    return frame(FAILING_ROWS, ({**dict(zip(names, row, strict=True)), "why": "because"} for row in rows))


def test_every_reason_is_kept_and_nothing_is_lost() -> None:
    accepted, aside = split_claims(
        ROWS,
        failing(
            ("claims", IDS[1], "unit_is_known", "quarantine"),
            ("claims", IDS[1], "bounds_are_in_order", "quarantine"),
            ("claims", IDS[0], "missing_words_are_null", "warning"),
            ("articles", PIECES[1].version_id, "published_in_time", "quarantine"),
            ("articles", PIECES[0].version_id, "text_is_not_empty", "warning"),
            ("claims", IDS[4], "unit_is_known", "quarantine"),
        ),
    )
    assert check(accepted, CLAIMS).get_column("value").to_list() == [1, 3]
    assert check(aside, QUARANTINED_CLAIMS).select("value", "failed_checks").rows() == [
        (2, ["bounds_are_in_order", "unit_is_known"]),
        (4, ["article: published_in_time"]),
        (5, ["article: published_in_time", "unit_is_known"]),
    ]


def test_nothing_failed_and_nothing_came() -> None:
    accepted, aside = split_claims(ROWS, failing())
    assert accepted.equals(ROWS)
    assert aside.is_empty()
    accepted, aside = split_claims(CLAIMS.empty(), failing())
    assert (accepted.schema, aside.schema) == (CLAIMS.schema(), QUARANTINED_CLAIMS.schema())
