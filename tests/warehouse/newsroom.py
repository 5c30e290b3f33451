"""Reports as plain texts, and nights of them: articles, a stand-in claim for each sentence with a figure, sketches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from tests.warehouse.factory import DAWN, Piece, digest, frame, night, row, source_counts
from transforms.frames import ARTICLES, CLAIMS, DOCUMENTS
from transforms.ledger.sketches import article_sketches, passage_sketches
from transforms.sentences import split_sentences
from warehouse import Night

DIGIT = re.compile(r"\d+")


@dataclass(frozen=True)
class Report:
    """One article as its source gives it."""

    source: str
    own_id: str
    title: str | None
    text: str
    published: date | None

    @property
    def article_id(self) -> str:
        """As the program makes it: the same for all versions."""
        return digest(self.source, self.own_id)

    @property
    def version_id(self) -> str:
        """Of everything."""
        return digest(self.article_id, self.title, self.text, self.published)

    @property
    def ids(self) -> dict[str, Any]:
        """What its document and its article both say."""
        return {
            "source": self.source, "own_id": self.own_id, "article_id": self.article_id,
            "content_hash": digest(self.own_id, self.text, self.published),
        }  # fmt: skip


def articles_of(reports: Iterable[Report]) -> pl.DataFrame:
    """ARTICLES of the reports."""
    rows = (
        row(
            ARTICLES, **r.ids, version_id=r.version_id, title=r.title, text=r.text, published_date=r.published,
            language="en", is_read=True,
        )
        for r in reports
    )  # fmt: skip
    return frame(ARTICLES, rows)


def documents_of(reports: Iterable[Report]) -> pl.DataFrame:
    """DOCUMENTS of the reports."""
    rows = (
        row(
            DOCUMENTS, **r.ids, place_found=f"in/{r.own_id}", bytes_hash=digest(r.text), media_type="text/plain",
            received_at=DAWN, size_bytes=len(r.text.encode()), content=r.text,
        )
        for r in reports
    )  # fmt: skip
    return frame(DOCUMENTS, rows)


def claims_of(reports: Iterable[Report]) -> pl.DataFrame:
    """CLAIMS: of each sentence its first number."""
    return frame(CLAIMS, (each for r in reports for each in _claims(r)))


def _claims(report: Report) -> Iterator[dict[str, Any]]:
    for sentence in split_sentences(report.text):
        said = report.text[sentence.start : sentence.end]
        match = DIGIT.search(said)
        if match is not None:
            start = sentence.start + match.start()
            number = float(match.group())
            yield row(
                CLAIMS, claim_id=digest(report.version_id, start), article_id=report.article_id,
                version_id=report.version_id, sentence_no=sentence.no, sentence=said, sentence_start=sentence.start,
                start=start, end=start + len(match.group()), quote=match.group(), kind="count", value=number,
                low=number, high=number, comparator="=", unit="1", unit_name="1", dimension="ratio",
                attribution="article", modality="asserted", confidence=0.9, rule="digits", extractor_version="1",
            )  # fmt: skip


def night_of(number: int, reports: Iterable[Report], **given: Any) -> Night:
    """A night of the reports, `number` days after the first."""
    reports = tuple(reports)
    articles, claims = articles_of(reports), claims_of(reports)
    frames = {
        "documents": documents_of(reports),
        "articles": articles,
        "claims": claims,
        "article_sketches": article_sketches(articles),
        "passage_sketches": passage_sketches(articles, claims),
        "sources": source_counts([Piece(each.own_id, source=each.source) for each in reports]),
    }
    return night(number, (), **frames | given)
