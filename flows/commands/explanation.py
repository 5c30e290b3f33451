"""Which rules fired on each sentence, what they made of it, and what was set aside and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from flows.commands.choices import ChoicesOf
from transforms.claims.assembly import read_sentences
from transforms.claims.reading import ArticleReading
from transforms.quantities import Quantity
from transforms.quantities import explain as explain_quantities

Row = Mapping[str, Any]


def explain(
    articles: pl.DataFrame,
    claims: pl.DataFrame,
    document_ids: Mapping[str, str],
    conventions: str,
    claim_id: str | None = None,
) -> Iterator[str]:
    """Lines for each sentence in which a rule fired: the sentence, then each quantity with its rule, context, choices.

    `claims` are those that were read from `articles` by the variant `conventions`; with `claim_id` only what makes that
    one is told.
    """
    rows = {(row["version_id"], row["start"], row["end"]): row for row in claims.iter_rows(named=True)}
    quotes = {row["claim_id"]: f"“{' '.join(row['quote'].split())}”" for row in rows.values()}
    for article in articles.filter(pl.col("is_read")).iter_rows(named=True):
        yield document_ids.get(article["article_id"], article["own_id"])
        reading = ArticleReading(article["text"], article["title"], article["published_date"])
        choices = ChoicesOf(ArticleReading(article["text"], article["title"], article["published_date"]), conventions)
        for sentence_no, quantities, context in read_sentences(reading, range(len(reading.sentences)), conventions):
            text, offset = reading.sentence_text(sentence_no), reading.sentences[sentence_no].start
            told = [
                (quantity, steps, rows.get((article["version_id"], offset + quantity.start, offset + quantity.end)))
                for quantity, steps in zip(quantities, explain_quantities(text, context), strict=True)
            ]
            if claim_id is not None:
                told = [each for each in told if each[2] is not None and each[2]["claim_id"] == claim_id]
            if told:
                yield f"  {sentence_no}: {' '.join(text.split())}"
            for quantity, steps, row in told:
                yield f"     {_line(text, quantity)}{f'  ({steps})' if steps else ''}"
                if row is not None and quantity.set_aside is None:
                    yield f"       {_context(row, quotes)}"
                    yield from (f"         {line}" for line in choices.of(row))


def _line(sentence: str, quantity: Quantity) -> str:
    quote = " ".join(sentence[quantity.start : quantity.end].split())
    if quantity.set_aside is not None:
        return f"“{quote}”  {quantity.rule} → set aside: {quantity.set_aside}"
    ends = f"[{_number(quantity.low)}, {_number(quantity.high)}]"
    reading = f"{quantity.comparator} {_number(quantity.value)} {ends} {quantity.unit} ({quantity.kind})"
    return f"“{quote}”  {quantity.rule} → {reading}, confidence {quantity.confidence:.2f}"


def _context(row: Row, quotes: Mapping[str, str]) -> str:
    """What the claim is about, who does and says it, when, where and how it is held; what is not told is left out.

    `quotes` gives the words of the claims that it may point to, by their ids.
    """
    days = " to ".join(str(day) for day in dict.fromkeys((row["as_of_start"], row["as_of_end"])) if day is not None)
    speaker = row["speaker"] and ", ".join(filter(None, (row["speaker"], row["speaker_role"], row["cue"])))
    does = ", ".join(f"{row[f]}{_sure(row, f)}" for f in ("actor", "predicate") if row[f])
    told = {
        "of": row["item"] and row["item"] + _sure(row, "item"),
        "by": does,
        "said by": (speaker or "the article itself") + _sure(row, "speaker"),
        "as of": days and f"{days} (“{row['time_text']}”)" + _sure(row, "as_of"),
        "at": row["place"] and row["place"] + _sure(row, "place"),
        "kind of figure": " ".join(filter(None, (row["measure"], row["role"]))),
        "of the figure": quotes.get(row["of_claim_id"]),
        "says again": quotes.get(row["restates_claim_id"]),
    }
    modality = row["modality"] + _sure(row, "modality")
    return "; ".join([*(f"{name} {words}" for name, words in told.items() if words), modality])


def _sure(row: Row, field: str) -> str:
    """How sure the reader is of a field, in brackets."""
    confidence = row[f"{field}_confidence"]
    return "" if confidence is None else f" ({confidence:.2f})"


def _number(value: float | None) -> str:
    return "…" if value is None else f"{value:,.15g}"
