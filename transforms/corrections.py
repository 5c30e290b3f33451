"""Corrections: what people decided about claims, kept as data and matched with the claims of later runs.

A correction carries what the claim said when it was decided (`expect`).  It holds for a later claim only while that
still says the same: where the extractor or the source has caught up, or says something else again, it is told instead.
Of several about one claim the newest counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import polars as pl

from transforms.errors import InputError
from transforms.frames import CLAIMS, COLUMNS, QUARANTINED_CLAIMS
from transforms.ledger.subjects import give_subjects
from transforms.ledger.voices import give_voices
from transforms.lexicons.tables import read_table
from transforms.quantities.units import RATIO, Unit, counted, rate, unit_fields

# What a person may put right; the rest follows from these or names the claim.
CORRECTABLE: Final = (
    "value", "low", "high", "comparator", "trend", "kind", "unit", "item", "actor", "predicate", "speaker",
    "speaker_role", "as_of_start", "as_of_end", "place", "place_country", "modality", "measure", "role",
)  # fmt: skip
EXPECTED: Final = ("value", "low", "high", "comparator", "kind", "unit")
HOLDS, CAUGHT_UP, DIFFERS, LOST = "holds", "caught up", "differs", "lost"
# The reason of a claim that passes every check and that a person has dropped or corrected all the same.
DECIDED_OTHERWISE: Final = "nobody_decided_otherwise"


@dataclass(frozen=True, slots=True)
class Correction:
    """A decision about a claim: `decision` is one of frames.DECISIONS, `changed` the columns put right.

    The claim is named by its id, or in another version of its article by its sentence, its quote and the quote's
    `offset` in the sentence (code points; null in files that were written before it was kept).
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
    version_id: str = ""
    offset: int | None = None

    def is_about(self, claim: Mapping[str, Any]) -> bool:
        """Whether it is the claim that was decided about, also in another version of its article."""
        if claim["claim_id"] == self.claim_id:
            return True
        if claim["version_id"] == self.version_id:
            return False  # the same words, said again in the very version: nobody decided about those
        names = ("article_id", "sentence", "quote")
        is_there = self.offset in (None, claim["start"] - claim["sentence_start"])
        return is_there and all(claim[name] == getattr(self, name) for name in names)

    def standing(self, claim: Mapping[str, Any]) -> str:
        """How it stands to the claim as it is extracted now."""
        if all(_plain(claim[name]) == value for name, value in self.expect.items()):
            return HOLDS
        return CAUGHT_UP if self.is_met_by(claim) else DIFFERS

    def is_met_by(self, claim: Mapping[str, Any]) -> bool:
        """Whether a claim says by itself what the correction would make of it."""
        wanted = put_right(self.expect, self.changed)
        return bool(self.changed) and all(_plain(claim[name]) == _plain(value) for name, value in wanted.items())


def expected_of(claim: Mapping[str, Any], changed: Iterable[str] = ()) -> dict[str, Any]:
    """What a claim says now, for the guard: its figure, and the columns that are put right."""
    return {name: _plain(claim[name]) for name in dict.fromkeys((*EXPECTED, *changed))}


def _plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def newest_about(
    claims: pl.DataFrame, corrections: Iterable[Correction]
) -> Iterator[tuple[dict[str, Any], Correction]]:
    """Each row of `claims` that someone decided about, with the newest correction about it."""
    by_article: dict[str, list[Correction]] = {}
    for correction in sorted(corrections, key=lambda each: each.decided_at, reverse=True):
        by_article.setdefault(correction.article_id, []).append(correction)
    if not by_article:
        return
    for row in claims.filter(pl.col("article_id").is_in(list(by_article))).iter_rows(named=True):
        about = next((each for each in by_article[row["article_id"]] if each.is_about(row)), None)
        if about is not None:
            yield row, about


def standings(claims: pl.DataFrame, corrections: Iterable[Correction]) -> list[tuple[Correction, str]]:
    """The corrections that do not hold for `claims` as they are extracted now, each with how it stands.

    `claims` are all of the articles in question.  A correction that a newer one has overtaken is left out.
    """
    corrections = list(corrections)
    told: dict[str, set[str]] = {}
    for row, correction in newest_about(claims, corrections):
        told.setdefault(correction.claim_id, set()).add(correction.standing(row))
    found = []
    for correction in corrections:
        standing = told.get(correction.claim_id) or _without_claim(correction, claims)
        if standing and HOLDS not in standing:
            found.append((correction, min(standing)))
    return found


def _without_claim(correction: Correction, claims: pl.DataFrame) -> set[str]:
    """How a correction stands whose claim is gone: where the source was mended, another says what it wants."""
    of_article = claims.filter(pl.col("article_id") == correction.article_id).to_dicts()
    if any(correction.is_about(claim) for claim in of_article):
        return set()
    return {CAUGHT_UP if any(correction.is_met_by(claim) for claim in of_article) else LOST}


def heed(
    accepted: pl.DataFrame, quarantined: pl.DataFrame, corrections: Iterable[Correction]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """CLAIMS and QUARANTINED_CLAIMS, with accepted ones set aside that a person has dropped or corrected."""
    ids = [
        row["claim_id"]
        for row, correction in newest_about(accepted, corrections)
        if correction.decision != "release" and correction.standing(row) == HOLDS
    ]
    is_decided = pl.col("claim_id").is_in(ids)
    reason = pl.lit([DECIDED_OTHERWISE], dtype=pl.List(pl.String)).alias("failed_checks")
    aside = accepted.filter(is_decided).with_columns(reason).select(QUARANTINED_CLAIMS.columns)
    return accepted.filter(~is_decided), pl.concat([quarantined, aside])


def with_decisions(
    accepted: pl.DataFrame, quarantined: pl.DataFrame, corrections: Iterable[Correction]
) -> pl.DataFrame:
    """CLAIMS as they will be accepted once the corrections are carried out."""
    frames = [accepted]
    for row, correction in newest_about(quarantined, corrections):
        if correction.decision != "drop" and correction.standing(row) == HOLDS:
            claim = quarantined.filter(pl.col("claim_id") == row["claim_id"]).select(CLAIMS.columns)
            frames.append(corrected_claim(claim, correction.changed))
    return pl.concat(frames)


def check_changed(changed: Mapping[str, Any]) -> None:
    """Raise InputError for a column that can't be put right, or a value that is none of it."""
    for column, value in changed.items():
        if read_value(column, "" if value is None else str(value)) != value:
            raise InputError(f"--set {column}", f"not a value of it: {value!r}", "write it as `correct` would")
    if "unit" in changed:
        unit_of(changed["unit"])


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
    row = put_right(claim.row(0, named=True), changed)
    if {"value", "low", "high", "unit"} & changed.keys():
        row |= unit_fields(unit_of(row["unit"]), row["value"], row["low"], row["high"])
    if {"item", "actor", "predicate", "measure", "unit", "place", "place_country"} & changed.keys():
        give_subjects([row])
    if {"speaker", "speaker_role"} & changed.keys():
        give_voices([row])
    days = [name for name, dtype in CLAIMS.schema().items() if dtype == pl.Date]
    frame = pl.DataFrame(
        [{**row, **{name: str(row[name]) if row[name] else None for name in days}}], infer_schema_length=1
    )
    return frame.with_columns(pl.col(days).cast(pl.String).str.to_date("%Y-%m-%d")).select(
        pl.col(name).cast(dtype) for name, dtype in CLAIMS.schema().items()
    )


def put_right(row: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """`row` with columns put right.  An exact figure commits to itself; of a hedged one the person says to what."""
    right = {**row, **changed}
    if "value" in changed and right["comparator"] == "=":
        right |= {name: right["value"] for name in ("low", "high") if name not in changed}
    return right


def refuse_disorder(row: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    """Raise InputError where what was put right of a claim contradicts the rest of it."""
    value, low, high = (row[name] for name in ("value", "low", "high"))
    is_inside = (value is None or low is None or low <= value) and (value is None or high is None or value <= high)
    is_in_order = is_inside and (low is None or high is None or low <= high)
    if {"value", "low", "high", "comparator"} & changed.keys() and not is_in_order:
        problem = f"value {value}, low {low} and high {high} are not in order"
        raise InputError("--set", problem, "put the others right too")
    start, end = row["as_of_start"], row["as_of_end"]
    if {"as_of_start", "as_of_end"} & changed.keys() and start and end and start > end:
        raise InputError("--set", f"as_of_start {start} is after as_of_end {end}", "put both right")


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
