"""Entries of a feed: RSS and Atom by feedparser, JSON Feed by its specification (version 1.1)."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urljoin

from flows.sources.record import HTML, TEXT
from transforms.articles.identity import storable
from transforms.articles.publication import publication_day
from transforms.articles.urls import canonical_url, shown_url
from transforms.errors import InputError

# A whole article is longer than a teaser, and does not break off.
_WHOLE: Final = 1000  # code points
_TAG: Final = re.compile(r"<[^>]*>")
_BREAKS_OFF: Final = re.compile(r"(?i)(\[\W*\]|\.\.\.|…|read (more|on|the full \w+)|continue reading|\[?more\]?)\W*$")
# A feed's own entities can grow without end, and name files; the characters that feeds need have names without them.
_ENTITY: Final = re.compile(rb"<!ENTITY[^>]*>")
_IS_HTML_TEXT: Final = re.compile(r"<[a-zA-Z!/]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: where its page is, what the feed says of it, and the text it carries if it is a whole article's."""

    row_no: int
    own_id: str | None
    link: str | None
    title: str | None
    published: str | None
    content: str | None
    media_type: str = HTML

    def is_whole(self) -> bool:
        """Whether the content looks like the article and not like a teaser for it."""
        text = _TAG.sub("", self.content or "").strip()
        return len(text) >= _WHOLE and not _BREAKS_OFF.search(text[-60:])


def read_feed(body: bytes, url: str, content_type: str) -> list[Entry]:
    """The entries in the feed's order.  Raises InputError if it is no feed."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_entries(body, url)
    parsed = _parsed(_without_entities(body, url), url, content_type)
    if not parsed.get("version") and not parsed.entries:
        why = str(parsed.get("bozo_exception", "no RSS, Atom or JSON Feed in it"))[:120]
        raise InputError(url, "no feed", f"{why}; give the address of a feed")
    return [_entry(row_no, entry, url) for row_no, entry in enumerate(parsed.entries)]


def _parsed(body: bytes, url: str, content_type: str) -> Any:
    """What feedparser makes of the feed, even of one that is broken off."""
    import feedparser  # costs a tenth of a second, which a run without feeds saves

    # Nothing is fetched: feedparser is given bytes, never the address.  It is not told the address either, since it
    # would put it before ids that are no addresses.
    headers = {"content-type": content_type or "application/xml"}
    try:
        return feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # of broken XML it lets ValueError, KeyError and more through, by no rule
        remedy = f"it can't be parsed ({type(error).__name__}: {str(error)[:80]}); give the address of a feed"
        raise InputError(url, "no feed", remedy) from error


def _without_entities(body: bytes, url: str) -> bytes:
    if b"\0" in body and b"<!ENTITY" in body.replace(b"\0", b""):
        raise InputError(url, "no feed", "it declares entities in UTF-16; the feed must come as UTF-8")
    return _ENTITY.sub(b"", body)


def _entry(row_no: int, entry: Mapping[str, Any], url: str) -> Entry:
    contents = [part for part in entry.get("content", ()) if _text(part.get("value"))]
    whole = max(contents, key=lambda part: len(part["value"])) if contents else entry.get("summary_detail", {})
    content = _text(whole.get("value"))
    is_plain = whole.get("type") == TEXT and not (content and _IS_HTML_TEXT.search(content))
    return Entry(
        row_no=row_no,
        own_id=_shown_id(_text(entry.get("id"))),
        link=_link(_text(entry.get("link")), url),
        title=_plain(_text(entry.get("title"))),
        published=_published(entry),
        content=content,
        media_type=TEXT if is_plain else HTML,
    )


def _published(entry: Mapping[str, Any]) -> str | None:
    """The date as the feed writes it; where only feedparser can read it, its day."""
    for name in ("published", "created", "updated"):
        if name not in entry:
            continue  # feedparser would give another date in its stead
        written, parsed = _text(entry[name]), entry.get(f"{name}_parsed")
        if written and publication_day(written):
            return written
        if parsed:
            return date(parsed.tm_year, parsed.tm_mon, parsed.tm_mday).isoformat()
    return None


def _json_entries(body: bytes, url: str) -> list[Entry]:
    try:
        feed = json.loads(body)
        items = feed["items"] if "jsonfeed.org/version" in feed["version"] else None
    except (ValueError, RecursionError, KeyError, TypeError):
        items = None
    if not isinstance(items, list):
        raise InputError(url, "no feed", "it is no JSON Feed (version and items); give the address of a feed")
    return [_json_entry(row_no, item if isinstance(item, dict) else {}, url) for row_no, item in enumerate(items)]


def _json_entry(row_no: int, item: Mapping[str, Any], url: str) -> Entry:
    own_id = item.get("id")
    written = _text(item.get("date_published")) or _text(item.get("date_modified"))
    page, text = _text(item.get("content_html")), _text(item.get("content_text"))
    return Entry(
        row_no=row_no,
        own_id=_shown_id(str(own_id) if isinstance(own_id, int) else _text(own_id)),
        link=_link(_text(item.get("url")) or _text(item.get("external_url")), url),
        title=_text(item.get("title")),
        published=written if written and publication_day(written) else None,
        content=text or page,
        media_type=TEXT if text else HTML,
    )


def _text(value: Any) -> str | None:
    return storable(value) if isinstance(value, str) and value.strip() else None


def _plain(title: str | None) -> str | None:
    """Titles of Atom may be HTML."""
    return " ".join(html.unescape(_TAG.sub("", title)).split()) or None if title else None


def _link(link: str | None, url: str) -> str | None:
    try:
        return urljoin(url, link.strip()) if link else None
    except ValueError:
        return None


def _shown_id(own_id: str | None) -> str | None:
    """Ids that are addresses lose their secrets as all addresses do."""
    return shown_url(own_id) if own_id and canonical_url(own_id) else own_id
