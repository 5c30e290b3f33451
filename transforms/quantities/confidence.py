"""How sure a quantity is: the share of quantities of its rule that are right in labelled text.

The shares stand in lexicons/confidence.csv, which `python -m tests.benchmarks.calibration` makes from labelled
articles that the rules were not tuned on.  A rule that was seen seldom leans on the prior share, as if that had been
seen `_PRIOR_WEIGHT` times beside it.
"""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_table
from transforms.quantities.mention import Mention

_PRIOR: Final = 0.87  # the share of all
_PRIOR_WEIGHT: Final = 6.0
_SHARES: Final[dict[str, float]] = {
    row["rule"]: round((float(row["right"]) + _PRIOR * _PRIOR_WEIGHT) / (float(row["all"]) + _PRIOR_WEIGHT), 3)
    for row in read_table("confidence")
}
# Default and guesses: the noun is left out and nothing says what it was.
_GUESSED: Final = 0.6


def confidence_of(mention: Mention) -> float:
    """0 to 1 for a mention after all rules; 0 for one that is set aside."""
    if mention.set_aside:
        return 0.0
    if mention.is_elided and mention.notes and "nothing tells what is counted" in mention.notes:
        return _GUESSED
    return _SHARES.get(mention.rule or "number", _PRIOR)
