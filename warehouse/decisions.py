"""What people decide about quarantined claims: decisions are carried out and logged in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from transforms.errors import WarehouseError
from transforms.frames import CLAIMS, DECISIONS
from warehouse.connection import Connection, select, staged, transaction
from warehouse.ledger import keep_ledger
from warehouse.tables import quoted


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision about one quarantined claim: `release` accepts it as it is, `drop` confirms that it is wrong.

    `correct` accepts it with other values, which `corrected` names as a JSON object.  `decided_at` is naive UTC.
    """

    claim_id: str
    decision: str
    why: str
    decided_by: str
    decided_at: datetime
    corrected: str | None = None

    @property
    def decision_id(self) -> str:
        """The same for the same decision, however often it is handed in."""
        parts = (self.claim_id, self.decision, self.decided_by, self.decided_at.isoformat(), self.corrected or "")
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


Decided = tuple[Decision, pl.DataFrame | None]


def decide(con: Connection, decided: Sequence[Decided], place: str) -> None:
    """Carry out decisions about quarantined claims that are current, and log them: all or none, in their order.

    A corrected claim is given beside its decision (CLAIMS, one row, with its old ids).  A later decision replaces an
    earlier one: a claim that was released and is dropped leaves the accepted ones again.  Raises WarehouseError, with
    nothing written, if a claim is not in the quarantine or a correction is not one of it; `place` names the warehouse.
    """
    for decision, claim in decided:
        refuse_misfit(decision, place, claim)
    if not decided:
        return
    with transaction(con):
        keep_ledger(con, [carry_out(con, decision, place, claim) for decision, claim in decided])


def carry_out(con: Connection, decision: Decision, place: str, claim: pl.DataFrame | None) -> str:
    """Move the claim as one decision says, and log it; the id of its article."""
    article_id, version = quarantined_version(con, decision.claim_id, place)
    key = [decision.claim_id, version]
    con.execute("DELETE FROM claims WHERE claim_id = ? AND extractor_version = ?", key)
    if decision.decision == "release":
        accept_quarantined(con, key)
    elif claim is not None:
        accept_corrected(con, key, claim)
    con.execute(
        "UPDATE quarantined_claims SET decision = ? WHERE claim_id = ? AND extractor_version = ?",
        [decision.decision, *key],
    )
    log = [decision.decision_id, *key, decision.decision, decision.why, decision.corrected]
    con.execute(
        "INSERT INTO quarantine_decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [*log, decision.decided_by, decision.decided_at],
    )
    return article_id


def refuse_misfit(decision: Decision, place: str, claim: pl.DataFrame | None) -> None:
    """Raise WarehouseError if the decision is none of the known ones, has no reason, or its claim is not as it says."""
    if decision.decision not in DECISIONS:
        raise WarehouseError(place, f"{decision.decision!r} is no decision", f"choose one of {', '.join(DECISIONS)}")
    if not decision.why.strip():
        raise WarehouseError(place, "a decision without a reason", "say why")
    if (decision.decision == "correct") != (claim is not None):
        raise WarehouseError(place, "a corrected claim belongs to the decision `correct` and to no other", "give both")
    if claim is not None and claim.get_column("claim_id").to_list() != [decision.claim_id]:
        raise WarehouseError(place, f"the correction is not of the claim {decision.claim_id}", "keep the claim's id")


def quarantined_version(con: Connection, claim_id: str, place: str) -> tuple[str, str]:
    """The article and the extractor version of the one current row of a claim in the quarantine."""
    rows: list[tuple[str, str]] = con.execute(
        "SELECT article_id, extractor_version FROM quarantined_claims WHERE claim_id = ? AND is_current", [claim_id]
    ).fetchall()
    if len(rows) != 1:
        problem = "two claims share the id" if rows else "no current claim of that id is in the quarantine"
        raise WarehouseError(place, f"claim {claim_id}: {problem}", "see `claimwire quarantine` for those that wait")
    return rows[0]


def accept_quarantined(con: Connection, key: list[str]) -> None:
    """Put a quarantined claim among the accepted ones as it is."""
    columns = quoted(CLAIMS.columns)
    con.execute(
        f"""INSERT INTO claims ({columns}, run_id, is_current) SELECT {columns}, run_id, true FROM quarantined_claims
        WHERE claim_id = ? AND extractor_version = ?""",
        key,
    )


def accept_corrected(con: Connection, key: list[str], claim: pl.DataFrame) -> None:
    """Put the corrected form of a quarantined claim among the accepted ones."""
    columns = tuple(name for name in CLAIMS.columns if name not in CLAIMS.key)
    with staged(con, {"staged_correction": claim}):
        con.execute(
            f"""INSERT INTO claims ({quoted(CLAIMS.key)}, {quoted(columns)}, run_id, is_current)
            SELECT {quoted(CLAIMS.key, "q.")}, {quoted(columns, "s.")}, q.run_id, true
            FROM quarantined_claims AS q JOIN staged_correction AS s USING (claim_id)
            WHERE q.claim_id = ? AND q.extractor_version = ?""",
            key,
        )


def decisions(con: Connection) -> pl.DataFrame:
    """Every decision on record, the oldest first (the columns of the table quarantine_decisions)."""
    return select(con, "SELECT * FROM quarantine_decisions ORDER BY decided_at, decision_id")
