"""The quantities of the labelled articles, and how they match the labels: what their confidence is calibrated on."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tests.benchmarks.claims import scorer
from transforms.quantities import article_context, read_quantities
from transforms.quantities.reader import last_noun
from transforms.sentences import split_sentences


def gold_articles(shared: Path) -> list[dict[str, Any]]:
    """The labelled articles that no rule of the quantities was tuned on."""
    articles: list[dict[str, Any]] = json.loads((shared / "gold" / "claims_train.json").read_text(encoding="utf-8"))
    return articles


def quantities_of(article: dict[str, Any]) -> list[dict[str, Any]]:
    """The quantities of one article that count as claims, as rows with offsets in its text."""
    context, text = article_context(article.get("title"), article["text"]), article["text"]
    rows = []
    for sentence in split_sentences(text):
        quantities = read_quantities(text[sentence.start : sentence.end], context)
        noun = last_noun(quantities)
        context = replace(context, noun=noun) if noun else context
        for quantity in quantities:
            if quantity.set_aside is None:
                start, end = quantity.start + sentence.start, quantity.end + sentence.start
                rows.append({**asdict(quantity), "start": start, "end": end, "document_id": article["id"]})
    return rows


def judged(shared: Path) -> list[tuple[dict[str, Any], bool]]:
    """Every quantity read from the labelled articles, with whether it is right in value, unit and comparator."""
    score = scorer(shared, "score_claims")
    found = []
    for article in gold_articles(shared):
        golds, rows = score.gold_spans(article), quantities_of(article)
        pairs = {j: i for i, j in score.match(golds, rows)}
        for j, row in enumerate(rows):
            gold = golds[pairs[j]] if j in pairs else None
            right = gold is not None and all(score.right(field, gold, row) for field in ("unit", "comparator"))
            found.append((row, right))
    return found
