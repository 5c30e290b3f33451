"""What a page states about its article: title, authors, day, address.

Publishers write these for search engines and social networks, as schema.org JSON-LD and OpenGraph, and keep them right
there; the visible page is read only where they are silent.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from lxml.html import HtmlElement

from transforms.articles.identity import storable
from transforms.articles.publication import LATEST, publication_day
from transforms.articles.urls import canonical_url

_ARTICLE_TYPES: Final = re.compile(r"\w*Article|BlogPosting|\w*BlogPosting|Report|SocialMediaPosting")
_TYPE: Final = re.compile(r'"@type"\s*:\s*"(\w{1,40})"')
_HOLDERS: Final = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
_DEPTH: Final = 8  # of JSON-LD objects that are looked into
_TITLE_TAGS: Final = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
# Of those that give the day the ones that only an article has.
_ARTICLE_TAGS: Final = ("article:published_time", "og:article:published_time", "article:published")
_DATE_TAGS: Final = (
    *_ARTICLE_TAGS, "datepublished", "dc.date.issued", "dcterms.issued", "dcterms.created", "citation_publication_date",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date", "date",
    "dc.date", "dcterms.date",
)  # fmt: skip
_AUTHOR_TAGS: Final = ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author")
_SITE_TAGS: Final = ("og:site_name", "application-name", "twitter:site")
# What stands between a headline and the name of the site.
_SEPARATOR: Final = re.compile(r"\s+[|*•·»:–—-]{1,2}\s+")
_AFTER_BARS: Final = re.compile(r"(?:\s+\|\s+[^\s|]+(?:\s[^\s|]+){0,3})+$")  # "… | World News | The Courier"
_SITE_WORDS: Final = 5  # a longer part after a separator belongs to the headline
_LONGEST: Final = 1000  # code points: what is longer is no title, name or address
_URL_DAY: Final = re.compile(r"\D(\d{4})[/_-](\d{1,2})[/_-](\d{1,2})(?=\D|$)", re.ASCII)
_BY: Final = re.compile(r"(?i)^\s*by[:\s]\s*")
_LINK: Final = re.compile(r"(?i)https?://|www\.|@")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page states; null where it states nothing that can be read.  `headings` are its first-rank ones.

    `date_source` is where the day comes from: one of lexicons/date_sources.csv.
    `types` are what it says it is (schema.org and OpenGraph), in lower case; `is_article` where that is an article.
    """

    title: str | None = None
    authors: str | None = None
    published: date | None = None
    date_source: str = "none"
    url: str | None = None
    headings: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    is_article: bool = False

    def is_headline(self, line: str) -> bool:
        """Whether `line` says the title again, but for quotation marks and blanks."""
        return bool(line) and _key(line) in {_key(heading) for heading in (self.title or "", *self.headings)}


def read_metadata(tree: HtmlElement) -> Metadata:
    """The metadata of a parsed page, JSON-LD and OpenGraph before what is to be seen."""
    items = list(_linked_data(tree))
    tags = _tags(tree)
    published, date_source = _published(tree, items, tags)
    headings = tuple(title for heading in tree.iter("h1") if (title := _clean(heading.text_content())))
    return Metadata(
        title=_title(tree, items, tags, headings),
        authors=_authors(items, tags),
        published=published,
        date_source=date_source,
        url=_url(tree, tags),
        headings=headings,
        types=_types(tree, tags),
        is_article=bool(items) or any(name in tags for name in _ARTICLE_TAGS) or "article" in _og_types(tags),
    )


def _types(tree: HtmlElement, tags: dict[str, list[str]]) -> frozenset[str]:
    """What the page says it is, also in linked data that is broken."""
    linked = (script.text for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower())
    named = (name for text in linked if text for name in _TYPE.findall(text))
    return frozenset(name.lower() for name in (*named, *_og_types(tags)))


def _og_types(tags: dict[str, list[str]]) -> list[str]:
    return [name.lower() for name in tags.get("og:type", ())]


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, in the page's order."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            try:
                value = json.loads(script.text.strip().rstrip(";"), strict=False)
            except (ValueError, RecursionError):
                continue  # publishers break it often; the other ways stay
            yield from _articles_in(value, _DEPTH)


def _articles_in(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth and isinstance(value, list):
        for member in value:
            yield from _articles_in(member, depth - 1)
    elif depth and isinstance(value, dict):
        types = value.get("@type")
        if any(isinstance(name, str) and _ARTICLE_TYPES.fullmatch(name) for name in _list(types)):
            yield value
        for holder in _HOLDERS:
            yield from _articles_in(value.get(holder), depth - 1)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _tags(tree: HtmlElement) -> dict[str, list[str]]:
    """<meta> contents by lower-case property or name."""
    tags: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = _clean(meta.get("content"))
        for name in {meta.get("property"), meta.get("name"), meta.get("itemprop")}:
            if name and content:
                tags.setdefault(name.strip().lower(), []).append(content)
    return tags


def _clean(text: Any) -> str | None:
    """One line of text, character references resolved (they come escaped twice); null if blank, too long or no text."""
    if not isinstance(text, str):
        return None
    line = storable(" ".join(html.unescape(text).split()))
    return line if 0 < len(line) <= _LONGEST else None


def _named(tags: dict[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from tags.get(name, ())


def _title(
    tree: HtmlElement, items: list[dict[str, Any]], tags: dict[str, list[str]], headings: tuple[str, ...]
) -> str | None:
    stated = [title for item in items if (title := _clean(item.get("headline")))]
    in_head = [title for element in tree.iterfind(".//head/title") if (title := _clean(element.text_content()))]
    candidates = [*_named(tags, _TITLE_TAGS[:1]), *stated, *_named(tags, _TITLE_TAGS[1:])]
    if not candidates:
        # A heading that <title> says again is the headline; others are the site's or a section's name.
        said_again = [heading for heading in headings if any(_holds(title, heading) for title in in_head)]
        candidates = sorted(said_again, key=len, reverse=True)
        candidates += [*(_AFTER_BARS.sub("", title) for title in in_head), *headings]
    if not candidates:
        return None
    sites = [_key(site) for site in _named(tags, _SITE_TAGS)]
    return _without_site(candidates[0], {_key(other) for other in [*stated, *headings]}, sites)


def _holds(title: str, heading: str) -> bool:
    """Whether <title> begins with the heading, or has the whole of it after the site's name."""
    is_long = len(heading.split()) > _SITE_WORDS - 2
    return title.startswith(heading) or (is_long and _key(heading) in _key(title))


def _without_site(title: str, others: set[str], sites: list[str]) -> str:
    """The title without the site's name at its end, as another statement of the title or the site's name shows it."""
    cuts = [match.start() for match in _SEPARATOR.finditer(title)]
    for cut in cuts:
        if _key(title[:cut]) in others:
            return title[:cut]
    while cuts:
        rest = _SEPARATOR.sub("", title[cuts[-1] :], count=1)
        is_site = any(_key(rest) and (_key(rest) in site or site in _key(rest)) for site in sites if site)
        if not is_site or len(rest.split()) > _SITE_WORDS or _key(title) in others:
            break
        title = title[: cuts.pop()]
    return title


def _key(title: str) -> str:
    """What is compared of two titles: letters and digits alone."""
    return "".join(character for character in title.lower() if character.isalnum())


def _published(tree: HtmlElement, items: list[dict[str, Any]], tags: dict[str, list[str]]) -> tuple[date | None, str]:
    """The day, and where it comes from."""
    stated = [item.get("datePublished") for item in items] + [item.get("dateCreated") for item in items]
    marked = [
        *tree.iterfind(".//*[@itemprop='datePublished']"),
        *filter(_is_rdfa_day, tree.iterfind(".//*[@property]")),
    ]
    times = [element.get("datetime") or element.get("content") for element in marked]
    for source, dates in (("json-ld", stated), ("meta tag", [*_named(tags, _DATE_TAGS), *times])):
        for written in dates:
            day = publication_day(written) if isinstance(written, str) else None
            if day:
                return day, source
    return _visible_day(tree)


def _is_rdfa_day(element: HtmlElement) -> bool:
    """Whether an element says of itself, as RDFa does, that it holds the day of publication."""
    return (element.get("property") or "").lower().replace(":", ".").removeprefix("schema.") in _DATE_TAGS


def _visible_day(tree: HtmlElement) -> tuple[date | None, str]:
    """The day that htmldate finds on the page; its bounds are fixed, since today's date may not matter here.

    Not its extensive search, which makes the first of January of a year in a copyright notice.
    """
    from htmldate import find_date  # costs a tenth of a second, which a run without pages saves

    first, last = date(1990, 1, 1).isoformat(), LATEST.isoformat()  # the web's first pages
    found = find_date(tree, original_date=True, extensive_search=False, min_date=first, max_date=last)
    day = publication_day(found) if found else None
    if day is None:
        return None, "none"
    return day, "url" if day in _days_in(tree.findall(".//link[@rel='canonical']")) else "text"


def _days_in(links: Iterable[HtmlElement]) -> set[date]:
    """The days that the addresses of links have among their parts: …/2026/04/14/…"""
    found = (publication_day("-".join(part.zfill(2) for part in parts)) for link in links
             for parts in _URL_DAY.findall(link.get("href") or ""))  # fmt: skip
    return {day for day in found if day}


def _authors(items: list[dict[str, Any]], tags: dict[str, list[str]]) -> str | None:
    stated = [
        name
        for item in items
        for author in _list(item.get("author"))
        for name in _list(author.get("name") if isinstance(author, dict) else author)
    ]
    names = [_clean(name) for name in stated] or list(_named(tags, _AUTHOR_TAGS))
    kept = [_BY.sub("", name) for name in names if name and not _LINK.search(name) and len(name) < 100]
    return "; ".join(dict.fromkeys(kept)) or None


def _url(tree: HtmlElement, tags: dict[str, list[str]]) -> str | None:
    links = [link.get("href") for link in tree.iterfind(".//link[@rel='canonical']")]
    for address in [*links, *_named(tags, ("og:url",))]:
        canonical = canonical_url(address) if address else None
        if canonical:
            return canonical
    return None
