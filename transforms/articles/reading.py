"""Documents in, articles out: the text that claims point into, with its title, authors, day and language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from transforms.articles.identity import version_id
from transforms.articles.language import ENGLISH, tell_language
from transforms.articles.pages import read_page
from transforms.articles.publication import EARLIEST, LATEST, date_confidences, publication_day
from transforms.articles.rejection import rejected_frame, rejection
from transforms.errors import InputError
from transforms.frames import ARTICLES, check

HTML: Final = "text/html"
MARKDOWN: Final = "text/markdown"

_HEADING_WITHIN: Final = 2000  # code points


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of a document's content alone."""

    text: str
    title: str | None = None
    authors: str | None = None
    published: date | None = None
    date_source: str = "none"
    url: str | None = None


def read_articles(documents: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """DOCUMENTS → (ARTICLES, REJECTED_DOCUMENTS), in the documents' order; every document is in one of the two.

    Text is kept to the character; HTML gives its main text.  What the source states (title, date) goes before what the
    content says.  A document without text, or with a date that can't be read, is rejected.
    """
    articles: list[dict[str, Any]] = []
    rejected: list[dict[str, Any]] = []
    for document in documents.iter_rows(named=True):
        try:
            articles.append(_article(document))
        except InputError as error:
            rejected.append(_rejected(document, error))
    frame = pl.DataFrame(articles, schema=ARTICLES.schema(), orient="row")
    return check(frame, ARTICLES), rejected_frame(rejected)


def _article(document: dict[str, Any]) -> dict[str, Any]:
    reading = _READERS.get(document["media_type"], _read_text)(document["content"], document["place_found"])
    if not reading.text or reading.text.isspace():
        raise InputError(_where(document), "no text", "there are only blanks in it; give it text, or remove it")
    title = document["given_title"] or reading.title
    published, date_source = _given_day(document)
    if published is None:
        published, date_source = reading.published, reading.date_source
    language = tell_language(reading.text)
    day = published.isoformat() if published else None
    return {
        "article_id": document["article_id"],
        "version_id": version_id(document["article_id"], title, reading.text, day),
        "source": document["source"],
        "own_id": document["own_id"],
        "content_hash": document["content_hash"],
        "url": document["url"] or reading.url,
        "title": title,
        "authors": reading.authors,
        "published_date": published,
        "date_source": date_source,
        "date_confidence": date_confidences()[date_source],
        "language": language,
        "text": reading.text,
        "is_read": language == ENGLISH,
    }


def _given_day(document: dict[str, Any]) -> tuple[date | None, str]:
    """The day that the source gives beside the content, and which kind of source: on the web, what listed the page."""
    written = document["given_published"]
    if written is None:
        return None, "none"
    day = publication_day(written)
    if day is None:
        raise InputError(
            _where(document),
            "unreadable date",
            f"field published is {written[:40]!r}; write the day as YYYY-MM-DD, from {EARLIEST} to {LATEST}, or leave "
            "it out",
        )
    return day, "feed" if "://" in document["place_found"] else "given"


def _where(document: dict[str, Any]) -> str:
    """The file or page, and the row of one that holds several documents (counted from 1) with its id."""
    place, row_no = document["place_found"], document["row_no"]
    return str(place) if row_no is None else f"{place}, row {row_no + 1} (id {document['own_id'][:80]!r})"


def _rejected(document: dict[str, Any], error: InputError) -> dict[str, Any]:
    kept = ("source", "own_id", "bytes_hash", "row_no", "received_at")
    return rejection(
        **{name: document[name] for name in kept},
        place=document["place_found"],
        key=document["article_id"],
        reason=error.reason,
        detail=str(error),
    )


def _read_text(content: str, place: str) -> Reading:
    return Reading(content)


def _read_markdown(content: str, place: str) -> Reading:
    """Markdown is text: kept as it is.  Its first heading, if it begins with one, is its title."""
    first = content[:_HEADING_WITHIN].lstrip("\ufeff \r\n").split("\n", 1)[0]
    title = first.removeprefix("# ").strip().rstrip("#").strip() if first.startswith("# ") else None
    return Reading(content, title=title or None)


def _read_html(content: str, place: str) -> Reading:
    text, stated = read_page(content, place)
    return Reading(text, stated.title, stated.authors, stated.published, stated.date_source, stated.url)


_READERS: Final[dict[str, Callable[[str, str], Reading]]] = {MARKDOWN: _read_markdown, HTML: _read_html}
