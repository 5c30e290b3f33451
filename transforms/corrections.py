"""Corrections: what people decided about claims, kept as data and matched with the claims of later runs.

A correction carries what the claim said when it was decided (`expect`).  It holds for a later claim only while that
still says the same: where the extractor or the source has caught up, or says something else again, it is told instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from transforms.errors import InputError
from transforms.frames import CLAIMS, COLUMNS
from transforms.lexicons.tables import read_table
from transforms.quantities.units import RATIO, Unit, counted, rate

# What a person may put right; the rest follows from these or names the claim.
CORRECTABLE: Final = (
    "value", "low", "high", "comparator", "trend", "kind", "unit", "item", "actor", "predicate", "speaker",
    "speaker_role", "as_of_start", "as_of_end", "place", "place_country", "modality",
)  # fmt: skip
EXPECTED: Final = ("value", "low", "high", "comparator", "kind", "unit")
HOLDS, CAUGHT_UP, DIFFERS, LOST = "holds", "caught up", "differs", "lost"


@dataclass(frozen=True, slots=True)
class Correction:
    """A decision about a claim: `decision` is one of frames.DECISIONS, `changed` the columns put right.

    The claim is named by its id, or in a later version of its article by its sentence and quote.
    """

    claim_id: str
    article_id: str
    sentence: str
    quote: str
    decision: str
    why: str
    decided_by: str
    decided_at: str
    expect: Mapping[str, Any]
    changed: Mapping[str, Any] = field(default_factory=dict)

    def is_about(self, claim: Mapping[str, Any]) -> bool:
        """Whether it is the claim that was decided about, also in another version of its article."""
        if claim["claim_id"] == self.claim_id:
            return True
        names = ("article_id", "sentence", "quote")
        return all(claim[name] == getattr(self, name) for name in names)

    def standing(self, claim: Mapping[str, Any] | None) -> str:
        """How it stands to the claim as it is extracted now; None where there is no such claim any more."""
        if claim is None:
            return LOST
        if all(claim[name] == value for name, value in self.expect.items()):
            return HOLDS
        wanted = {**self.expect, **{name: value for name, value in self.changed.items() if name in EXPECTED}}
        return CAUGHT_UP if all(claim[name] == value for name, value in wanted.items()) else DIFFERS


def expected_of(claim: Mapping[str, Any]) -> dict[str, Any]:
    """What a claim says now, for the guard."""
    return {name: claim[name] for name in EXPECTED}


def read_value(column: str, text: str) -> Any:
    """A corrected value out of its text, "" being null; raises InputError for a wrong column or value."""
    if column not in CORRECTABLE:
        raise InputError(f"--set {column}", "no such column to correct", f"use one of {', '.join(CORRECTABLE)}")
    spec = COLUMNS[column]
    if text == "" and spec.nullable:
        return None
    if spec.values is not None and text not in spec.values:
        raise InputError(f"--set {column}", f"no such value: {text!r}", f"use one of {', '.join(spec.values)}")
    value = pl.Series([text]).cast(spec.dtype, strict=False).item() if spec.dtype != pl.Date else _day(text)
    if value is None or (isinstance(value, float) and value - value != 0):
        raise InputError(f"--set {column}", f"not a value of it: {text!r}", f"it holds {spec.meaning}")
    return str(value) if spec.dtype == pl.Date else value


def _day(text: str) -> Any:
    return pl.Series([text]).str.to_date("%Y-%m-%d", strict=False).item()


def corrected_claim(claim: pl.DataFrame, changed: Mapping[str, Any]) -> pl.DataFrame:
    """`claim` (frames.CLAIMS, one row) with columns put right, and those that follow from them made to agree."""
    row = claim.row(0, named=True) | dict(changed)
    if "value" in changed:
        # An exact figure commits to itself; with a hedge, the person says what it commits to.
        row |= {name: row["value"] for name in ("low", "high") if name not in changed and row["comparator"] == "="}
    if {"value", "low", "high", "unit"} & changed.keys():
        row |= _in_base_unit(row)
    days = [name for name, dtype in CLAIMS.schema().items() if dtype == pl.Date]
    frame = pl.DataFrame(
        [{**row, **{name: str(row[name]) if row[name] else None for name in days}}], infer_schema_length=1
    )
    return frame.with_columns(pl.col(days).cast(pl.String).str.to_date("%Y-%m-%d")).select(
        pl.col(name).cast(dtype) for name, dtype in CLAIMS.schema().items()
    )


def _in_base_unit(row: Mapping[str, Any]) -> dict[str, Any]:
    """unit_name, dimension and the base columns that belong to the row's unit; raises InputError if it is unknown."""
    unit = unit_of(row["unit"])
    converted = {
        f"base_{column}": None
        if unit.factor is None or row[column] is None
        else row[column] * unit.factor + unit.offset
        for column in ("value", "low", "high")
    }
    return {"unit_name": unit.name, "dimension": unit.dimension, "base_unit": unit.base, **converted}


def unit_of(code: str) -> Unit:
    """The unit of a code, also of a rate as `t/har` or `{person}/d`; raises InputError for one that is not known."""
    if code == RATIO.code:
        return RATIO
    if code.startswith("{") and code.endswith("}") and len(code) > 2 and "}" not in code[:-1]:
        return counted(code[1:-1])
    for row in read_table("units"):
        if row["code"] == code:
            found = {known["code"]: known for known in read_table("unit_factors")}.get(code)
            base = (found["base"], float(found["factor"]), float(found["offset"])) if found else (None, None, 0.0)
            return Unit(code, row["name"], row["dimension"], "measure", 1.0, *base)
    for row in read_table("currency_codes"):
        if row["code"] == code:
            return Unit(code, row["name"], "currency", "money")
    above, slash, below = code.partition("/")
    if slash and above and below:
        return rate(unit_of(above), unit_of(below))
    remedy = "use a UCUM code of units.csv, an ISO 4217 code, a noun in braces, as {soldier}, or a rate, as t/har"
    raise InputError("--set unit", f"no such unit: {code!r}", remedy)
