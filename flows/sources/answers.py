"""What an answer of the web holds: a page, a text, a list of addresses or a feed."""

from __future__ import annotations

import re
from email.message import Message
from typing import Final

from flows.settings import LimitSettings
from flows.sources.expansion import Expansion
from flows.sources.raw_store import RawStore
from flows.sources.record import HTML, MARKDOWN, TEXT
from flows.sources.web import Answer
from transforms.articles.decoding import decode_html, decode_text
from transforms.errors import InputError

_PACKED: Final = {"": None, "identity": None, "gzip": ".gz", "x-gzip": ".gz", "zstd": ".zst"}
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
_FEED_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_FIRST_ELEMENT: Final = re.compile(rb"(?i)<(?:(rss|feed|rdf:RDF)|!doctype\s+html|html|head|body)[\s>]")
_HTML_START: Final = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body)[\s>]")
_SNIFFED: Final = 4096  # bytes


def answer_bytes(answer: Answer, store: RawStore, limits: LimitSettings, limit: str = "document_bytes") -> bytes:
    """The body, unpacked, as far as the setting `limit` allows.

    Raises InputError where it is broken, too large or packed in an unknown way.
    """
    encoding = answer.header("content-encoding").strip().lower()
    if encoding not in _PACKED:
        raise InputError(
            answer.url, "unknown encoding", f"Content-Encoding is {encoding[:40]!r}; gzip and zstd are read"
        )
    with store.open(answer.bytes_hash) as stored:
        return Expansion(stored, _PACKED[encoding], answer.url, limits).whole(limit)


def is_feed(answer: Answer, body: bytes) -> bool:
    """Whether the body is RSS, Atom or JSON Feed, by what it says itself or else by what the server calls it."""
    head = body[:_SNIFFED]
    first = _FIRST_ELEMENT.search(head)
    if first:
        return first.group(1) is not None
    return b"jsonfeed.org/version" in head or media_type(answer) in _FEED_TYPES


def media_type(answer: Answer) -> str:
    """The type that the server states, in lower case, without parameters."""
    return answer.header("content-type").partition(";")[0].strip().lower()


def read_answer(answer: Answer, body: bytes) -> tuple[str, str]:
    """(media type, characters) of a page or text.  Raises InputError if it is neither."""
    stated = media_type(answer)
    if stated in _HTML_TYPES or (
        stated in ("", TEXT, "application/octet-stream") and _HTML_START.search(body[:_SNIFFED])
    ):
        return HTML, decode_html(body, _charset(answer), answer.url)
    if stated in (TEXT, MARKDOWN):
        return stated, decode_text(body, _charset(answer) or "utf-8", answer.url)
    remedy = f"the server calls it {stated[:60]!r}; give addresses of pages or texts"
    raise InputError(answer.url, "no page", remedy)


def _charset(answer: Answer) -> str | None:
    message = Message()
    message["Content-Type"] = answer.header("content-type").replace("\n", " ").replace("\r", " ")
    found = message.get_content_charset()
    try:
        return found if found and "".encode(found) is not None else None
    except (LookupError, ValueError):
        return None
