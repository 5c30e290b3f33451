"""Audits: queries that must return no rows.  Each file of `audits/` is one; its first comment says why it must hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from warehouse.connection import Connection, select

AUDITS = Path(__file__).parent / "audits"


@dataclass(frozen=True)
class AuditResult:
    """What one audit found: `rows` are the offenders, none where it passed."""

    name: str
    why: str
    rows: pl.DataFrame

    @property
    def is_passed(self) -> bool:
        """Whether there was nothing to find."""
        return self.rows.is_empty()


def run_audits(con: Connection) -> list[AuditResult]:
    """Every audit in the order of its name."""
    return [run_audit(con, file) for file in sorted(AUDITS.glob("*.sql"))]


def run_audit(con: Connection, file: Path) -> AuditResult:
    """One audit; its reason is the block of `--` comments that it begins with."""
    sql = file.read_text(encoding="utf-8")
    lines = sql.splitlines()
    reason = [
        line.removeprefix("--").strip() for line in lines[: next(n for n, x in enumerate(lines) if x[:2] != "--")]
    ]
    return AuditResult(file.stem, " ".join(reason), select(con, sql))
