"""The corrections of a home: one JSON file for each claim that someone decided about, carried out by every run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from transforms.corrections import HOLDS, Correction, corrected_claim
from transforms.errors import InputError
from transforms.frames import CLAIMS, DECISIONS
from warehouse import Decision, Warehouse
from warehouse.durable import write_durably
from warehouse.stored import claims_in_question, undecided_claims


def read_corrections(folder: Path) -> list[Correction]:
    """Every correction in `folder`, by claim id; raises InputError naming a file that is none."""
    return [_read(path) for path in sorted(folder.glob("*.json"))]


def _read(path: Path) -> Correction:
    try:
        correction = Correction(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(str(path), f"no correction ({error})", "mend the file, or remove it to forget it") from error
    if correction.decision not in DECISIONS:
        raise InputError(str(path), f"no such decision: {correction.decision!r}", f"use {', '.join(DECISIONS)}")
    return correction


def write_correction(folder: Path, correction: Correction) -> Path:
    """Keep a correction; the newest about a claim is the one that counts."""
    path = folder / f"{correction.claim_id}.json"
    text = json.dumps(asdict(correction), indent=2, ensure_ascii=False) + "\n"
    write_durably(path, lambda part: part.write_text(text, encoding="utf-8"))
    return path


def carry_out(
    warehouse: Warehouse, corrections: Iterable[Correction], at: datetime, among: pl.DataFrame | None = None
) -> list[tuple[Correction, str]]:
    """Carry out the corrections of claims in the quarantine; returns those that no longer fit, and how they stand.

    Only claims that nobody has decided on are touched, or those `among` (frames.QUARANTINED_CLAIMS) where given.
    """
    corrections = list(corrections)
    if not corrections:
        return []
    waiting = undecided_claims(warehouse) if among is None else among
    for row in waiting.iter_rows(named=True):
        for correction in corrections:
            if correction.is_about(row) and correction.standing(row) == HOLDS:
                _decide(warehouse, correction, waiting.filter(pl.col("claim_id") == row["claim_id"]), at)
                break
    return standings(warehouse, corrections)


def standings(warehouse: Warehouse, corrections: Iterable[Correction]) -> list[tuple[Correction, str]]:
    """The corrections that do not hold for the claims as they are extracted now, each with how it stands."""
    corrections = list(corrections)
    claims = claims_in_question(warehouse, [correction.article_id for correction in corrections]).to_dicts()
    found = []
    for correction in corrections:
        about = [claim for claim in claims if correction.is_about(claim)]
        told = {correction.standing(claim) for claim in about} or {correction.standing(None)}
        if HOLDS not in told:
            found.append((correction, sorted(told)[0]))
    return found


def _decide(warehouse: Warehouse, correction: Correction, claim: pl.DataFrame, at: datetime) -> None:
    changed: dict[str, Any] = dict(correction.changed)
    decision = Decision(
        claim_id=claim.item(0, "claim_id"),
        decision=correction.decision,
        why=correction.why,
        decided_by=correction.decided_by,
        decided_at=at,
        corrected=json.dumps(changed, ensure_ascii=False, sort_keys=True) if changed else None,
    )
    given = corrected_claim(claim.select(CLAIMS.columns), changed) if correction.decision == "correct" else None
    warehouse.decide(decision, given)
