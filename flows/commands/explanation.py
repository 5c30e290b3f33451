"""Which rules fired on each sentence, what they made of it, and what was set aside and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from transforms.claims.reading import ArticleReading
from transforms.quantities import Quantity, article_context, read_quantities
from transforms.quantities import explain as explain_quantities


def explain(articles: pl.DataFrame, document_ids: Mapping[str, str]) -> Iterator[str]:
    """Lines for each sentence in which a rule fired: the sentence, then each quantity with its rule."""
    for row in articles.filter(pl.col("is_read")).iter_rows(named=True):
        yield document_ids.get(row["article_id"], row["own_id"])
        reading = ArticleReading(row["text"], row["title"], row["published_date"])
        context = article_context(row["title"] or "", row["text"])
        for sentence in reading.sentences:
            text = reading.sentence_text(sentence.no)
            quantities = read_quantities(text, context)
            if quantities:
                yield f"  {sentence.no}: {' '.join(text.split())}"
                steps = explain_quantities(text, context)
                yield from (f"     {_line(text, q)}  ({step})" for q, step in zip(quantities, steps, strict=True))


def _line(sentence: str, quantity: Quantity) -> str:
    quote = " ".join(sentence[quantity.start : quantity.end].split())
    if quantity.set_aside is not None:
        return f"“{quote}”  {quantity.rule} → set aside: {quantity.set_aside}"
    ends = f"[{_number(quantity.low)}, {_number(quantity.high)}]"
    reading = f"{quantity.comparator} {_number(quantity.value)} {ends} {quantity.unit} ({quantity.kind})"
    return f"“{quote}”  {quantity.rule} → {reading}, confidence {quantity.confidence:.2f}"


def _number(value: float | None) -> str:
    return "…" if value is None else f"{value:,.15g}"
