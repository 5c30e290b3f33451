"""How far to trust a choice: from the network's probability to the share of such choices that were right on labelled
text that it had not learned from."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from transforms.reader.slots import FIELDS

__all__ = ["FIELDS", "OF_ROW", "TABLE", "field_confidence", "logit", "row_confidence", "share"]
TABLE: Final = Path(__file__).parent / "weights" / "calibration.json"
# The fields that make a row right as a whole, beside its number (the scorers' `whole`).
OF_ROW: Final = ("item", "speaker", "as_of", "modality")
DIGITS: Final = 3
_NEAR_NONE: Final = 1e-4
_FAR: Final = 30.0  # log odds that leave no doubt
Table = Mapping[str, Sequence[float]]


@cache
def _table() -> dict[str, list[float]]:
    """Field → slope and offset of its logit; "row" → weights of OF_ROW's fields and of the number, and an offset."""
    table: dict[str, list[float]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table


def logit(probability: float) -> float:
    """The log odds of a probability that is kept a little from 0 and 1."""
    kept = min(max(probability, _NEAR_NONE), 1 - _NEAR_NONE)
    return math.log(kept / (1 - kept))


def field_confidence(field: str, probability: float, table: Table | None = None) -> float:
    """The calibrated probability, 0 to 1, that a choice for one of FIELDS is right; by the table that ships."""
    slope, offset = (table or _table())[field]
    return share(slope * logit(probability) + offset)


def row_confidence(probabilities: Mapping[str, float], number: float, table: Table | None = None) -> float:
    """The calibrated probability that a row is right in all: `probabilities` by field, `number` that of its value."""
    *weights, last, offset = (table or _table())["row"]
    score = sum(weight * math.log(max(probabilities[f], _NEAR_NONE)) for f, weight in zip(OF_ROW, weights, strict=True))
    return share(score + last * logit(number) + offset)


def share(score: float) -> float:
    """The probability of log odds, rounded to DIGITS."""
    return round(1 / (1 + math.exp(-max(-_FAR, min(_FAR, score)))), DIGITS)
