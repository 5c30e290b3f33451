"""The corrections of a home: one JSON file for each claim that someone decided about, carried out by every run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import polars as pl

from transforms.corrections import HOLDS, Correction, check_changed, corrected_claim, newest_about, standings
from transforms.errors import InputError
from transforms.frames import CLAIMS, DECISIONS
from warehouse import Decision, Warehouse
from warehouse.durable import write_durably
from warehouse.stored import claims_in_question, decided_claims

# A claim's id names a file: one that is no id, as of an import, must not lead out of the folder.
_ID: Final = re.compile(r"\w[\w-]*", re.ASCII)
_TEXTS: Final = tuple(each.name for each in fields(Correction) if each.type == "str")


def read_corrections(folder: Path) -> list[Correction]:
    """Every correction in `folder`, by claim id; raises InputError naming a file that is none."""
    return [_read(path) for path in sorted(folder.glob("*.json"))]


def _read(path: Path) -> Correction:
    try:
        correction = Correction(**json.loads(path.read_text(encoding="utf-8")))
        if not all(isinstance(getattr(correction, name), str) for name in _TEXTS):
            raise TypeError(f"{', '.join(_TEXTS)} are texts")
        if not isinstance(correction.expect, dict) or not isinstance(correction.changed, dict):
            raise TypeError("expect and changed are objects")
        check_changed(correction.changed)
    except (OSError, ValueError, TypeError, InputError, RecursionError) as error:
        raise InputError(str(path), f"no correction ({error})", "mend the file, or remove it to forget it") from error
    if correction.decision not in DECISIONS or (correction.decision == "correct") != bool(correction.changed):
        problem = f"no such decision: {correction.decision!r} with {len(correction.changed)} columns changed"
        raise InputError(str(path), problem, f"use {', '.join(DECISIONS)}, and change columns with `correct` alone")
    return correction


def write_correction(folder: Path, correction: Correction) -> Path:
    """Keep a correction; the newest about a claim is the one that counts."""
    if not _ID.fullmatch(correction.claim_id):
        raise InputError(repr(correction.claim_id), "no id of a claim", "see `claimwire quarantine` for those that are")
    path = folder / f"{correction.claim_id}.json"
    text = json.dumps(asdict(correction), indent=2, ensure_ascii=False) + "\n"
    write_durably(path, lambda part: part.write_text(text, encoding="utf-8"))
    return path


def carry_out(warehouse: Warehouse, corrections: Iterable[Correction], at: datetime) -> list[tuple[Correction, str]]:
    """Carry out the corrections of claims in the quarantine; returns those that no longer fit, and how they stand.

    What is on record already is not decided again.
    """
    corrections = list(corrections)
    if not corrections:
        return []
    claims = decided_claims(warehouse, _articles(corrections))
    decided = []
    for row, correction in newest_about(claims, corrections):
        if correction.standing(row) == HOLDS and not _is_on_record(correction, row):
            # Of two decisions the later counts, whatever the clock says.
            later = max(at, row["decided_at"] + timedelta(microseconds=1)) if row["decided_at"] else at
            decided.append(_decided(correction, claims.filter(pl.col("claim_id") == row["claim_id"]), later))
    warehouse.decide_all(decided)
    return unfit(warehouse, corrections)


def unfit(warehouse: Warehouse, corrections: Iterable[Correction]) -> list[tuple[Correction, str]]:
    """The corrections that do not hold for the claims as they are extracted now, each with how it stands."""
    corrections = list(corrections)
    return standings(claims_in_question(warehouse, _articles(corrections)), corrections)


def _articles(corrections: Iterable[Correction]) -> list[str]:
    return sorted({correction.article_id for correction in corrections})


def _is_on_record(correction: Correction, row: Mapping[str, Any]) -> bool:
    """Whether the newest decision about the claim is this one."""
    wanted = (correction.decision, correction.why, correction.decided_by, _corrected(correction))
    return wanted == tuple(row[name] for name in ("decision", "why", "decided_by", "corrected"))


def _corrected(correction: Correction) -> str | None:
    changed: dict[str, Any] = dict(correction.changed)
    return json.dumps(changed, ensure_ascii=False, sort_keys=True) if changed else None


def _decided(correction: Correction, claim: pl.DataFrame, at: datetime) -> tuple[Decision, pl.DataFrame | None]:
    decision = Decision(
        claim_id=claim.item(0, "claim_id"),
        decision=correction.decision,
        why=correction.why,
        decided_by=correction.decided_by,
        decided_at=at,
        corrected=_corrected(correction),
    )
    is_corrected = correction.decision == "correct"
    given = corrected_claim(claim.select(CLAIMS.columns), correction.changed) if is_corrected else None
    return decision, given
