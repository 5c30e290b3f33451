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

__all__ = ["FIELDS", "OF_ROW", "TABLE", "field_confidence", "logit", "row_confidence", "row_odds", "share"]
TABLE: Final = Path(__file__).parent / "weights" / "calibration.json"
# The fields that make a row right as a whole, beside its number (the scorers' `whole`).
OF_ROW: Final = ("item", "speaker", "as_of", "modality")
DIGITS: Final = 3
_NEAR_NONE: Final = 1e-4
_FAR: Final = 30.0  # log odds that leave no doubt
Table = Mapping[str, Sequence[float]]


@cache
def _table() -> dict[str, list[float]]:
    """Field → slope and offset of its logit; "row" → weights of OF_ROW's fields and of the number, an offset."""
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


def row_odds(probabilities: Mapping[str, float], number: float, table: Table | None = None) -> tuple[float, float]:
    """What tells of a row that it is right in all, in log odds: that OF_ROW's fields are, each taken for independent of
    the others, and that its number is; `probabilities` by field and `number` are those of the reader and the rules.
    """
    return logit(math.prod(field_confidence(field, probabilities[field], table) for field in OF_ROW)), logit(number)


def row_confidence(probabilities: Mapping[str, float], number: float, table: Table | None = None) -> float:
    """The calibrated probability that a row is right in all; see `row_odds`."""
    of_fields, of_number, offset = (table or _table())["row"]
    fields, rule = row_odds(probabilities, number, table)
    return share(of_fields * fields + of_number * rule + offset)


def share(score: float) -> float:
    """The probability of log odds, rounded to DIGITS."""
    return round(1 / (1 + math.exp(-max(-_FAR, min(_FAR, score)))), DIGITS)
