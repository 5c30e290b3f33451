"""The relations of every article of a frame, as rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from transforms.frames import ARITHMETIC, check
from transforms.ledger.arithmetic.entries import Page, Relation, page_of
from transforms.ledger.arithmetic.products import products
from transforms.ledger.arithmetic.shifts import shifts
from transforms.ledger.arithmetic.sums import sums
from transforms.ledger.arithmetic.verdicts import Verdict, judge

READ = (
    "claim_id", "version_id", "article_id", "sentence_no", "start", "end", "quote", "kind", "value", "low", "high",
    "comparator", "trend", "unit", "base_value", "base_unit", "measure", "role", "as_of_start", "as_of_end",
    "of_claim_id", "restates_claim_id", "extractor_version",
)  # fmt: skip


def relate(articles: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """The relations (frames.ARITHMETIC) of `claims` (frames.CLAIMS) of `articles` (frames.ARTICLES), by version and id.

    What is found in an article depends on it alone.
    """
    texts = dict(articles.select("version_id", "text").iter_rows())
    rows: list[dict[str, Any]] = []
    ordered = claims.select(READ).sort("version_id", "start", "end", "claim_id")
    for (version_id,), group in ordered.group_by("version_id", maintain_order=True):
        if group.height > 1:
            rows += _rows(group.to_dicts(), texts[version_id])
    frame = pl.DataFrame(rows, schema=ARITHMETIC.schema(), orient="row")
    return check(frame.sort("version_id", "relation_id"), ARITHMETIC)


def _rows(claims: Sequence[Mapping[str, Any]], text: str) -> Iterator[dict[str, Any]]:
    first = claims[0]
    for relation, verdict in relations(claims, text):
        claim_ids = [entry.row["claim_id"] for _, entry in relation.parts]
        parts = [part for part, _ in relation.parts]
        yield {
            "relation_id": relation_id(first["version_id"], relation.kind, parts, claim_ids),
            "article_id": first["article_id"],
            "version_id": first["version_id"],
            "relation": relation.kind,
            "claim_ids": claim_ids,
            "claim_parts": parts,
            "verdict": "holds" if verdict.holds else "fails",
            "tested_claim_id": verdict.tested.row["claim_id"],
            "stated_value": verdict.tested.value,
            "holding_value": verdict.holding_value,
            "slack": verdict.slack,
            "extractor_version": first["extractor_version"],
        }


def relation_id(version_id: str, kind: str, parts: Sequence[str], claim_ids: Sequence[str]) -> str:
    """32 hex digits that name a relation: of its version, kind, and claims in their parts."""
    told = "\x1f".join([version_id, kind, *(f"{part}={claim}" for part, claim in zip(parts, claim_ids, strict=True))])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def relations(claims: Sequence[Mapping[str, Any]], text: str) -> list[tuple[Relation, Verdict]]:
    """The relations of one article's claims (rows of frames.CLAIMS, ordered by their spans) with their verdicts."""
    page = page_of(claims, text)
    found: list[tuple[Relation, Verdict]] = []
    taken: set[tuple[str, frozenset[int]]] = set()
    for relation in _found(page):
        verdict = judge(relation)
        key = (relation.kind, frozenset(entry.at for _, entry in relation.parts))
        if verdict is not None and key not in taken:
            taken.add(key)
            found.append((relation, verdict))
    return found


def _found(page: Page) -> Iterator[Relation]:
    yield from sums(page)
    yield from shifts(page)
    yield from products(page)
