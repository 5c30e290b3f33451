"""Nights for the front page: a first one, one that brings everything that it can tell, and one that brings nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import polars as pl

from flows.home import Home
from tests.warehouse.factory import Piece, arithmetic, claims, digest, frame, night, row, set_aside, source_counts
from tests.warehouse.tolls import CHIEF, FIRST, HOUSES, MAYOR, TOLD, exactly, loaded
from transforms.frames import FAILING_ROWS, SOURCE_COUNTS
from warehouse import Warehouse

SILENT: Final = "a source that is silent for longer than usual has most often moved"
QUIET: Final = "the <quiet> one"
POUNDS: Final = {"kind": "money", "unit": "GBP", "base_unit": None, "dimension": "currency", "subject": "houses"}


def first_night(warehouse: Warehouse) -> None:
    """The mayor tells of 38 dead."""
    loaded(warehouse, exactly(38) | MAYOR, number=1)


def busy_night(warehouse: Warehouse) -> None:
    """The chief tells 52 of that day and 61 three days later; a part is more than its whole, a claim waits, a source
    is silent."""
    told: list[dict[str, Any]] = [
        exactly(52) | CHIEF,
        exactly(61) | CHIEF | {"day": 3},
        exactly(410_000) | HOUSES | POUNDS | {"subject_key": "house"},
    ]
    sums, waiting = Piece("sums", (6, 7), source="wire"), Piece("waiting", (9,), source="wire")
    pieces, given = [sums, waiting], claims([sums]).to_dicts()
    for at, fields in enumerate(told):
        day = FIRST + timedelta(days=fields.pop("day", 0))
        piece = Piece(f"told {at}", (at + 2,), source=f"paper {at}", published=day)
        pieces.append(piece)
        given.append(claims([piece]).row(0, named=True) | TOLD | fields | {"claim_id": digest("told", at)})
    alarms = [
        row(
            FAILING_ROWS, table_name="sources", row_key=QUIET, check_name="source_is_not_silent",
            severity="warning", why=SILENT,
        )
    ]  # fmt: skip
    none = dict.fromkeys(SOURCE_COUNTS.columns, 0) | {"source": QUIET}
    silent = frame(SOURCE_COUNTS, [row(SOURCE_COUNTS, **none)])
    warehouse.load(
        night(
            2, pieces, claims=pl.DataFrame(given, schema=claims([]).schema, orient="row"),
            quarantined=set_aside(claims([waiting]), "value_in_bounds"), arithmetic=arithmetic([sums]),
            failing_rows=frame(FAILING_ROWS, alarms), sources=pl.concat([source_counts(pieces), silent]),
        )
    )  # fmt: skip


def quiet_night(warehouse: Warehouse) -> None:
    """Nothing new."""
    warehouse.load(night(3))


def load_nights(home: Home, *nights: Any) -> None:
    """The nights into the home, and published."""
    home.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with Warehouse.open(home.warehouse) as warehouse:
        for load in nights:
            load(warehouse)
        warehouse.publish(home.published)
