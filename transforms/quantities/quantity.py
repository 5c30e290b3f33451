"""A quantity: what the reader of numbers finds in one sentence, before anyone asks who says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Quantity:
    """One quantity of one sentence.  Offsets are code points in the sentence, half-open.

    The fields from `kind` to `base_unit` are those of the claim (see frames.COLUMNS).  `number_start`/`number_end`
    hold the bare number, `noun_start`/`noun_end` the noun phrase that is counted or measured where one follows the
    number (modifiers included, "of"-phrase not), else None.  `is_elided` says that the counted noun is not written
    beside the number.  `set_aside` names why claims.md does not count it ("year", "identifier", "ordinal",
    "dates something", …); such quantities are dropped by claims and kept for benchmarks that count them.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    kind: str
    value: float | None
    low: float | None
    high: float | None
    comparator: str
    trend: str | None
    unit: str
    unit_name: str
    dimension: str
    base_value: float | None
    base_low: float | None
    base_high: float | None
    base_unit: str | None
    rule: str
    confidence: float = 0.5
    noun_start: int | None = None
    noun_end: int | None = None
    is_elided: bool = False
    set_aside: str | None = None
