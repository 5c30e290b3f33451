"""Sentences whose figures are marked «so», as the corpora of dates and places hold them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from transforms.claims.reading import ArticleReading
from transforms.quantities.quantity import Quantity

CORPORA = Path(__file__).parent.parent / "corpora" / "claims"
DIGITS = re.compile(r"\d[\d,.]*")
MARKED = re.compile("«([^»]*)»")


def read_marked(name: str) -> list[dict[str, Any]]:
    """The cases of a corpus; every scalar is text."""
    cases: list[dict[str, Any]] = yaml.load((CORPORA / name).read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return cases


def quantity(start: int, end: int, text: str, kind: str, trend: str | None = None) -> Quantity:
    """A figure at a span of a sentence, with no more about it than its place, kind and trend."""
    number = DIGITS.search(text, start, end)
    inner = number.span() if number else (start, end)
    plain = (None, None, None, "=", trend, "{thing}", "thing", "count", None, None, None, None, "marked")
    return Quantity(start, end, *inner, kind, *plain)


def figures(case: dict[str, Any]) -> tuple[ArticleReading, list[tuple[int, list[Quantity]]]]:
    """The article of a case, and the figures marked in it by number of their sentence."""
    spans: list[tuple[int, int]] = []
    text, at = "", 0
    for mark in MARKED.finditer(case["text"]):
        text += case["text"][at : mark.start()]
        spans.append((len(text), len(text) + len(mark[1])))
        text, at = text + mark[1], mark.end()
    text += case["text"][at:]
    published = date.fromisoformat(case["published"]) if case.get("published") else None
    reading = ArticleReading(text, case.get("title"), published)
    kind, trend = case.get("kind", "count"), case.get("trend")
    found = []
    for sentence in reading.sentences:
        inside = [(s - sentence.start, e - sentence.start) for s, e in spans if sentence.start <= s < sentence.end]
        if inside:
            own = reading.sentence_text(sentence.no)
            found.append((sentence.no, [quantity(s, e, own, kind, trend) for s, e in inside]))
    return reading, found
