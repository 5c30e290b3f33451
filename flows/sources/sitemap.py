"""What a sitemap lists (sitemaps.org, and the news sitemaps of search engines): pages, or further sitemaps.

The parser hands over elements as they come and builds no tree, so that 50 MB of them cost no memory.  Kept parsers of
sitemaps fetch by themselves, past robots.txt and the guard of addresses, and the common one is under the GPL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from flows.sources.feed import read_feed
from flows.sources.listing import listed_urls
from transforms.articles.decoding import decode_text
from transforms.articles.identity import storable
from transforms.errors import InputError

ENTRIES: Final = 50_000  # of one sitemap: the protocol's own limit
_LONGEST: Final = 4096  # code points of an address or a date; the protocol allows 2,048
_KINDS: Final = {"urlset": "url", "sitemapindex": "sitemap"}
_FEEDS: Final = ("rss", "feed", "RDF")
_FIELDS: Final = {
    ("loc",): "link", ("lastmod",): "modified", ("news", "publication_date"): "published", ("news", "title"): "title"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a sitemap: where a page or a further sitemap is, and what is said of it, as written there."""

    link: str
    modified: str | None = None
    published: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages of a sitemap, or, of an index, the sitemaps in it; `left_out` counts those beyond `ENTRIES`."""

    is_index: bool
    listed: list[Listed]
    left_out: int = 0


def read_sitemap(body: bytes, url: str, content_type: str) -> Sitemap:
    """What the unpacked `body` lists: of XML, a feed or a text of addresses.  Raises InputError if it is none.

    Of XML that breaks off comes what stands before the break.
    """
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"\0" not in body[:4]:
        return _bounded(False, [Listed(urljoin(url, link)) for link in _text_lines(body, url)])
    reader = _Reader()
    parser = etree.XMLParser(  # the stubs know parsers of Python 2, which gave bytes
        target=reader,  # type: ignore[arg-type]  # given text, where the stubs want bytes
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
    )
    try:
        parser.feed(body)
        parser.close()
    except _DocumentTypeError as error:
        remedy = "it declares a document type, which no sitemap needs; give the address of a sitemap"
        raise InputError(url, "no sitemap", remedy) from error
    except (etree.LxmlError, ValueError) as error:
        remedy = f"it can't be parsed ({str(error)[:80]}); give the address of a sitemap"
        raise InputError(url, "no sitemap", remedy) from error
    if reader.root in _FEEDS:
        entries = read_feed(body, url, content_type)
        found = [Listed(each.link, None, each.published, each.title) for each in entries if each.link]
        return _bounded(False, found)
    if reader.root not in _KINDS:
        remedy = f"its first element is {(reader.root or 'none')[:40]!r}; give the address of a sitemap"
        raise InputError(url, "no sitemap", remedy)
    listed = [_listed(fields, url) for fields in reader.found]
    return Sitemap(reader.root == "sitemapindex", [each for each in listed if each], reader.left_out)


def _bounded(is_index: bool, listed: list[Listed]) -> Sitemap:
    return Sitemap(is_index, listed[:ENTRIES], max(0, len(listed) - ENTRIES))


def _text_lines(body: bytes, url: str) -> list[str]:
    links = listed_urls(decode_text(body, "utf-8", url))
    if links is None:
        raise InputError(url, "no sitemap", "it is neither XML nor a text of addresses; give the address of a sitemap")
    return links


def _listed(fields: dict[str, str], url: str) -> Listed | None:
    told = {name: storable(" ".join(text.split())) for name, text in fields.items()}
    try:
        link = urljoin(url, told.get("link", ""))
    except ValueError:  # "https://[": refused by name when it would be asked
        link = told["link"]
    return Listed(link, told.get("modified"), told.get("published"), told.get("title")) if told.get("link") else None


class _DocumentTypeError(Exception):
    """The body declares a document type: the way in of entities that grow or name files, in whatever encoding."""


class _Reader:
    """Takes the parser's events; of each `<url>` or `<sitemap>` what `_FIELDS` names, whatever the namespaces."""

    def __init__(self) -> None:
        self.root: str | None = None
        self.found: list[dict[str, str]] = []
        self.left_out = 0
        self._path: list[str] = []
        self._fields: dict[str, str] = {}
        self._field: str | None = None

    def doctype(self, name: str, public_id: str | None, system_id: str | None) -> None:
        raise _DocumentTypeError

    def start(self, tag: str, attributes: object) -> None:
        name = tag.rpartition("}")[2]
        self.root = self.root or name
        self._path.append(name)
        if len(self._path) > 2 and self._path[1] == _KINDS.get(self.root):
            self._field = _FIELDS.get(tuple(self._path[2:5]))

    def data(self, text: str) -> None:
        if self._field and len(known := self._fields.get(self._field, "")) < _LONGEST:
            self._fields[self._field] = (known + text)[:_LONGEST]

    def end(self, tag: str) -> None:
        self._field = None
        self._path.pop()
        if len(self._path) == 1 and self._fields:
            if len(self.found) < ENTRIES:
                self.found.append(self._fields)
            else:
                self.left_out += 1
            self._fields = {}

    def close(self) -> None:
        """Nothing is built."""
