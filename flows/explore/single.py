"""One figure with all that is known of it, and one article with its claims in place."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from starlette.requests import Request
from starlette.responses import Response

from flows.explore.formats import rows_response
from flows.explore.parameters import RequestError, read_form
from flows.explore.rendering import page
from flows.explore.threads import name_of
from flows.home import Home
from flows.reports.claim_page import shown_articles
from flows.sources.raw_store import RawStore
from transforms.frames import ARTICLES, CLAIMS, COLUMNS, FIELD_CONFIDENCES
from warehouse import following, walks
from warehouse import search as claims
from warehouse.published import Published, Reader
from warehouse.tables import literal

AROUND: Final = 400  # characters of the article shown on either side of the sentence
# What is left of a word where the text around a sentence is cut.
CUT_BEFORE: Final = re.compile(r"^\S*\s+")
CUT_AFTER: Final = re.compile(r"\s+\S*$")
SAME_MOST: Final = 30
# What another claim of the article is to this one.
TIES: Final = {
    "restates": "It says again what was said before:", "of": "It belongs to", "restated": "It is said again as",
    "has": "To it belongs",
}  # fmt: skip
GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("What", ("measure", "role", "item", "actor", "predicate", "modality")),
    ("Who says so", ("speaker", "speaker_role", "cue", "attribution")),
    ("When and where", ("as_of_start", "as_of_end", "time_text", "place", "place_country")),
    ("The figure", (
        "kind", "value", "low", "high", "comparator", "trend", "unit", "unit_name", "dimension", "base_value",
        "base_low", "base_high", "base_unit",
    )),
    ("How it was read", ("confidence", "rule", "extractor_version", "claim_id", "version_id", "start", "end")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a claim: its name, what it means, its value, and how surely it is right (None: not told)."""

    name: str
    meaning: str
    value: Any
    sure: float | None


def figure_page(request: Request, published: Published, home: Home) -> Response:
    """`/figure/{claim_id}`: the claim in its article, its fields, its bytes; raises RequestError for no such claim."""
    claim_id, form = request.path_params["claim_id"], read_form(request.query_params)
    with published.reading() as reader:
        found = walks.figure(reader, claim_id)
        if found.is_empty():
            raise RequestError(404, f"there is no claim “{claim_id[:80]}”", "search for its words")
        if form:
            return rows_response(found, form, "claim")
        row = found.row(0, named=True)
        about = walks.article(reader, row["version_id"]).to_dicts()
        origin = walks.origin(reader, row["version_id"]).to_dicts()
        ledger = ledger_of(reader, claim_id)
        beside = walks.beside(reader, row["version_id"], row["sentence_no"], claim_id).to_dicts()
    article = about[0] if about else None
    return page(
        request, "figure.html.j2", row=row, article=article, beside=beside, ledger=ledger, ties=TIES,
        name_of=name_of, groups=fields_of(row),
        context=context_of(row, article), origin=origin[0] if origin else None,
        proofs=proofs_of(row, origin[0] if origin else None, home),
        decisions=decisions_of(row["claim_id"], home) if is_undecided(row) else (),
    )  # fmt: skip


def ledger_of(reader: Reader, claim_id: str) -> Mapping[str, Any] | None:
    """What the claim is to others: its standing, its level, conflicts, who tells the same; None for one not current."""
    standing = following.standing_of(reader, claim_id)
    if standing.is_empty():
        return None
    about = standing.row(0, named=True)
    level = following.point_of(reader, about["series_id"], claim_id).to_dicts() if about["is_point"] else []
    return {
        "standing": about,
        "point": level[0] if level else None,
        "kin": following.kin_of(reader, claim_id).to_dicts(),
        "disputes": following.disputes_of(reader, [claim_id]).to_dicts(),
        "same": claims.with_openings(reader, following.same_figure(reader, about, SAME_MOST)).to_dicts(),
    }


def is_undecided(row: Mapping[str, Any]) -> bool:
    """Whether the claim waits in quarantine for somebody to decide."""
    return row["standing"] == "quarantined" and row["decision"] is None


def fields_of(row: Mapping[str, Any]) -> list[tuple[str, list[Field]]]:
    """The claim's columns in groups; those without a value are left out unless how sure that is was told."""
    return [(title, [field for field in map(_field(row), names) if _is_told(field)]) for title, names in GROUPS]


def _field(row: Mapping[str, Any]) -> Any:
    def field(name: str) -> Field:
        told = f"{'as_of' if name.startswith('as_of') else name}_confidence"
        return Field(name, COLUMNS[name].meaning, row[name], row[told] if told in FIELD_CONFIDENCES else None)

    return field


def _is_told(field: Field) -> bool:
    return field.value is not None or field.sure is not None


def context_of(row: Mapping[str, Any], article: Mapping[str, Any] | None) -> tuple[str, str, str, str, str]:
    """The text before the claim's sentence, the sentence in three parts about its quote, and the text after it.

    Where the article's text is not at hand, or its spans do not hold, the sentence stands alone.
    """
    left = row["start"] - row["sentence_start"]
    sentence, quote = row["sentence"], row["quote"]
    is_inside = left >= 0 and sentence[left : left + len(quote)] == quote
    parts = (sentence[:left], quote, sentence[left + len(quote) :]) if is_inside else ("", quote, f" – in: {sentence}")
    first, last = row["sentence_start"], row["sentence_start"] + len(sentence)
    text = article["text"] if article else ""
    if text[first:last] != sentence:
        return "", *parts, ""
    before, after = text[max(0, first - AROUND) : first], text[last : last + AROUND]
    if first > AROUND:
        before = "… " + (CUT_BEFORE.sub("", before, count=1) or before)
    if last + AROUND < len(text):
        after = (CUT_AFTER.sub("", after, count=1) or after) + " …"
    return before, *parts, after


def proofs_of(row: Mapping[str, Any], origin: Mapping[str, Any] | None, home: Home) -> list[tuple[str, str]]:
    """What each command proves, and the command."""
    place = shlex.quote(str(home.root))
    query = f"FROM claim_origins WHERE claim_id = {literal(row['claim_id'])}"
    # In double quotes a person can read it, too; a shell changes nothing in them where the id is letters and digits.
    quoted = f'"{query}"' if row["claim_id"].isalnum() else shlex.quote(query)
    proofs = [("The walk from the figure to its bytes:", f"claimwire sql {quoted} --home {place}")]
    if origin is not None:
        raw = RawStore(home.raw).path(origin["bytes_hash"])
        proofs.append(("The bytes as received; their SHA-256 is their name:", f"sha256sum {shlex.quote(str(raw))}"))
    proofs.append(("How each field was chosen:", f"claimwire why {shlex.quote(row['claim_id'])} --home {place}"))
    proofs.append(("Every claim against its text, and every stored byte:", f"claimwire audit --home {place}"))
    return proofs


def decisions_of(claim_id: str, home: Home) -> tuple[tuple[str, str], ...]:
    """What a person may decide about a claim in quarantine, and the commands that do it."""
    rest = f"{shlex.quote(claim_id)} --why 'WHY' --home {shlex.quote(str(home.root))}"
    return (
        ("accept", f"claimwire quarantine release {rest}"),
        ("drop", f"claimwire quarantine drop {rest}"),
        ("correct", f"claimwire quarantine correct --set value=VALUE {rest}"),
    )


def article_page(request: Request, published: Published, home: Home) -> Response:
    """`/article/{version_id}`: its text with every claim marked; raises RequestError for no such article."""
    version_id, form = request.path_params["version_id"], read_form(request.query_params)
    with published.reading() as reader:
        found = walks.article(reader, version_id)
        if found.is_empty():
            raise RequestError(404, f"there is no article “{version_id[:80]}”", "search for words of its title")
        accepted = walks.claims_of(reader, version_id)
        if form:
            return rows_response(accepted, form, "article")
        waiting = walks.waiting_of(reader, version_id)
        about = found.row(0, named=True)
        newest, story = _newest(reader, about), following.story_of(reader, about["article_id"]).to_dicts()
    reasons: dict[str, Sequence[str]] = dict(waiting.select("claim_id", "reasons").iter_rows())
    claims = pl.concat([accepted.select(CLAIMS.columns), waiting.select(CLAIMS.columns)])
    (shown,) = shown_articles(found.select(ARTICLES.columns), claims, reasons)
    decisions = {claim_id: decisions_of(claim_id, home) for claim_id in reasons}
    return page(
        request, "article.html.j2", article=shown, about=about, newest=newest, decisions=decisions,
        story=story[0] if story else None,
    )  # fmt: skip


def _newest(reader: Reader, about: Mapping[str, Any]) -> str | None:
    """The version that took this one's place, if one did."""
    if about["is_current"]:
        return None
    newest = walks.newest_version(reader, about["article_id"])
    return newest.item(0, "version_id") if newest.height else None
