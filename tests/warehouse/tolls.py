"""Claims about one event at one town, to be loaded with what differs in each; and reports of it with their texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import polars as pl

from tests.warehouse.factory import Piece, claims, digest, night, source_counts
from tests.warehouse.newsroom import Report, claims_of, night_of
from warehouse import Warehouse

FIRST = date(2024, 9, 1)
TOLD: dict[str, Any] = {
    "measure": "deaths", "role": "level", "item": "people", "subject": "people", "subject_key": "person",
    "unit": "{person}",
    "unit_name": "person", "base_unit": "{person}", "predicate": "kill", "place": "Harrow", "place_key": "harrow, GB",
    "place_country": "GB", "as_of_start": None, "as_of_end": None, "speaker": None, "speaker_key": None,
    "speaker_type": "none", "attribution": "article",
}  # fmt: skip
MAYOR = {"speaker": "Mayor Ann Pell", "speaker_key": "ann pell", "speaker_type": "person", "attribution": "indirect"}
HOUSES: dict[str, Any] = {"measure": "price", "item": "houses", "predicate": None}
CHIEF = {"speaker": "Chief Bo Rand", "speaker_key": "bo rand", "speaker_type": "person", "attribution": "indirect"}


def exactly(value: float) -> dict[str, float]:
    """A value without slack."""
    return {f"{base}{name}": value for base in ("", "base_") for name in ("value", "low", "high")}


def at_least(value: float) -> dict[str, Any]:
    """A lower bound."""
    return exactly(value) | {"high": None, "base_high": None, "comparator": ">="}


def made(rows: Iterable[Mapping[str, Any]], number: int) -> tuple[list[Piece], pl.DataFrame]:
    """One article for each row, and their CLAIMS: `article` is its name, `day` after FIRST when it appears.

    A `day` of None is an article without a date; the rest of the row is what its claim says.
    """
    pieces: list[Piece] = []
    given = []
    for at, row in enumerate(rows):
        fields = TOLD | row
        after = fields.pop("day", 0)
        day = None if after is None else FIRST + timedelta(days=after)
        name = fields.pop("article", f"{number}-{at}")
        known = next((piece for piece in pieces if piece.own_id == name), None)
        piece = known or Piece(name, (at + 2,), source=f"paper {name}", published=day)
        pieces += [] if known else [piece]
        claim = claims([piece]).row(0, named=True) | fields
        given.append(claim | {"claim_id": fields.get("claim_id", digest(name, at))})
    return pieces, pl.DataFrame(given, schema=claims([]).schema, orient="row")


def loaded(warehouse: Warehouse, *rows: dict[str, Any], number: int = 1) -> None:
    """Load a night of `made` articles, one for each row."""
    pieces, frame = made(rows, number)
    warehouse.load(night(number, pieces, claims=frame, sources=source_counts(pieces)))


def reported(
    warehouse: Warehouse,
    reports: Iterable[Report],
    number: int = 1,
    by_value: Mapping[float, Mapping[str, Any]] = MappingProxyType({}),
    **fields: Any,
) -> None:
    """Load reports: the first number of each sentence is an exact toll; `by_value` says what else its claim has."""
    reports = list(reports)
    given = [
        row | TOLD | fields | by_value.get(row["value"], {}) | exactly(row["value"])
        for row in claims_of(reports).iter_rows(named=True)
    ]
    frame = pl.DataFrame(given, schema=claims([]).schema, orient="row")
    warehouse.load(night_of(number, reports, claims=frame))
