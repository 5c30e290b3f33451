"""What the rules propose for each claim, as the reader sees it: a figure with the words that each slot is from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transforms.claims.reading import ArticleReading
from transforms.claims.time_table import TimeExpression
from transforms.reader.figures import Figure, Span
from transforms.reader.phrases import find_all, find_phrase, nearest, words_of
from transforms.syntax.lemmas import lemma
from transforms.syntax.tokens import Token

Row = Mapping[str, Any]
NEAR = 4  # sentences to either side in which words of a slot are looked for


def proposed_figure(reading: ArticleReading, row: Row, times: Mapping[Span, TimeExpression]) -> Figure:
    """The figure of a claim as the rules read it (a row of frames.CLAIMS)."""
    clues = {slot: _phrase(reading, row, slot) for slot in ("item", "actor", "speaker")}
    clues["predicate"] = _verb(reading, row)
    date = _date(reading, row, times)
    is_dated = date is None and row["as_of_start"] is not None
    if not is_dated:
        clues["date"] = date
    return Figure(
        row["start"], row["end"], row["kind"], row["comparator"], row["trend"], row["modality"], clues, is_dated
    )


def _sentence(reading: ArticleReading, row: Row) -> Span:
    sentence = reading.sentences[row["sentence_no"]]
    return sentence.start, sentence.end


def _around(reading: ArticleReading, row: Row) -> Span:
    last = len(reading.sentences) - 1
    first_no, last_no = max(0, row["sentence_no"] - NEAR), min(last, row["sentence_no"] + 1)
    return reading.sentences[first_no].start, reading.sentences[last_no].end


def _phrase(reading: ArticleReading, row: Row, slot: str) -> Span | None:
    words = row[slot]
    if not words:
        return None
    around = _around(reading, row)
    found = find_phrase(reading.text, words, row["start"], _sentence(reading, row), around)
    if found is None and slot == "speaker" and words_of(words):  # a surname stands for the full name
        found = nearest(find_all(reading.text, words_of(words)[-1], *around), row["start"])
    return found


def _verb(reading: ArticleReading, row: Row) -> Span | None:
    wanted: str | None = row["predicate"]
    if not wanted:
        return None
    offset = reading.sentences[row["sentence_no"]].start

    def is_verb(token: Token) -> bool:
        return lemma(token.text, "VERB") == wanted

    spans = [(offset + t.start, offset + t.end) for t in reading.tokens(row["sentence_no"]) if is_verb(t)]
    return nearest(spans, row["start"])


def _date(reading: ArticleReading, row: Row, times: Mapping[Span, TimeExpression]) -> Span | None:
    """The expression from whose words the rules dated the claim."""
    if not row["time_text"]:
        return None
    text = reading.text
    sentence, around = _sentence(reading, row), _around(reading, row)
    found = find_all(text, row["time_text"], *sentence) or find_all(text, row["time_text"], *around)
    words = nearest(found, row["start"])
    if words is None:
        return None
    return next((span for span in times if span[0] <= words[0] < span[1] or words[0] <= span[0] < words[1]), None)
