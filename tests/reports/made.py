"""Articles and claims made for the tests of the pages: rows of the frames with everything not under test filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from transforms.frames import ARTICLES, CLAIMS, FIELD_CONFIDENCES

PUBLISHED = date(2026, 4, 14)


def made_article(version_id: str, text: str, **fields: Any) -> dict[str, Any]:
    """One row of ARTICLES with `text`."""
    row: dict[str, Any] = {
        "article_id": f"article-{version_id}", "version_id": version_id, "source": "made",
        "own_id": f"own-{version_id}",
        "content_hash": "0" * 64, "url": f"https://example.org/{version_id}", "title": f"Title of {version_id}",
        "authors": None, "published_date": PUBLISHED, "language": "en", "text": text, "is_read": True,
    }  # fmt: skip
    return row | fields


def made_claim(article: Mapping[str, Any], quote: str, number: int = 0, **fields: Any) -> dict[str, Any]:
    """One row of CLAIMS for the first place of `quote` in the article's text."""
    start = article["text"].find(quote)
    row: dict[str, Any] = {
        "claim_id": f"{article['version_id']}-{start}-{len(quote)}-{number}", "article_id": article["article_id"],
        "version_id": article["version_id"], "sentence_no": 0, "sentence": article["text"], "sentence_start": 0,
        "start": start, "end": start + len(quote), "quote": quote, "kind": "count", "value": 12.0, "low": 12.0,
        "high": 12.0, "comparator": "=", "trend": None, "unit": "{person}", "unit_name": "person",
        "dimension": "count", "base_value": None, "base_low": None, "base_high": None, "base_unit": None,
        "item": "people", "actor": None, "predicate": "die", "speaker": None, "speaker_role": None, "cue": None,
        "attribution": "article", "as_of_start": PUBLISHED, "as_of_end": PUBLISHED, "time_text": "Tuesday",
        "place": "Ayvalar", "place_country": "TR", "modality": "asserted", "measure": "deaths", "role": "level",
        "of_claim_id": None, "restates_claim_id": None, "confidence": 0.93, **dict.fromkeys(FIELD_CONFIDENCES, 0.87),
        "rule": "number and noun", "extractor_version": "made",
    }  # fmt: skip
    return row | fields


def frames(articles: list[dict[str, Any]], claims: list[dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows as frames of ARTICLES and CLAIMS."""
    return (
        pl.DataFrame(articles, schema=ARTICLES.schema(), orient="row"),
        pl.DataFrame(claims, schema=CLAIMS.schema(), orient="row"),
    )
