"""What a check is: one SQL condition that a failing row meets.

That one condition makes the Great Expectations expectation, counts the failures and picks the rows to set aside, so the
three can't drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# suite → the column that names a row of it
ROW_KEYS: Final[dict[str, str]] = {
    "articles": "version_id",
    "claims": "claim_id",
    "levels": "claim_id",
    "night": "night",
    "sources": "source",
}
ROW_SUITES: Final = ("articles", "claims")
LEDGER_SUITES: Final = ("levels",)
BATCH_SUITES: Final = ("night", "sources")


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the rows of a suite's relation (staging.py says which columns it has).

    `fails` is DuckDB SQL over one row, true where the row fails (null counts as passing); `{rows}` in it stands for the
    whole relation.  `why` says why the check exists.  `severity` is one of frames.SEVERITIES.  `observed` is a SQL
    expression of text over one row, for checks of which a count says too little.
    """

    name: str
    suite: str
    fails: str
    why: str
    severity: str = "quarantine"
    observed: str = ""

    def failing_rows(self, columns: str) -> str:
        """The query that gives `columns` of the failing rows."""
        return f"SELECT {columns} FROM {self.suite} WHERE ({self.condition(self.suite)})"

    def condition(self, relation: str) -> str:
        """The condition with the relation's name filled in."""
        return self.fails.replace("{rows}", relation)
