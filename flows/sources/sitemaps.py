"""The pages that a site's sitemaps list, as far as they are new: found first, then asked for, the newest first.

They come in parts.  What a part held is noted as taken when the next one is asked for: by then whoever takes the parts
has kept it, so that a run that dies loses no page and asks for none twice.
"""

from __future__ import annotations

import contextlib
import heapq
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

from flows.settings import SourceSettings
from flows.sources.answers import answer_bytes
from flows.sources.expansion import Expansion
from flows.sources.feed import Entry
from flows.sources.gathering import Collected, Gathering, Origin
from flows.sources.means import Means
from flows.sources.newness import is_due, stated_change
from flows.sources.pages import WebSource, input_error
from flows.sources.sitemap import Listed, Sitemap, read_sitemap
from flows.sources.transfer import Clock, Transfer
from flows.sources.web import Answer, Web
from transforms.articles.publication import publication_day
from transforms.articles.urls import canonical_url, shown_url
from transforms.errors import InputError, NetworkError

DEPTH: Final = 3  # indexes within one another; the protocol knows one
_PART: Final = 100  # pages
_NEVER: Final = datetime.min  # noqa: DTZ901 (UTC without a zone, as everywhere)
_GZIP: Final = b"\x1f\x8b"
# What a page is rejected for that stays so until the sitemap says that it has changed: it is not asked for again.
_FOR_GOOD: Final = ("status 4", "no page")


def gather_sitemaps(source: SourceSettings, means: Means) -> Iterator[Collected]:
    """The documents of the new pages, in parts; the last part tells what was asked for."""
    transfer = Transfer(means.web, means.limits, Clock(means.now), means.hosts)
    with contextlib.closing(transfer):
        web = Web(transfer, means, source.place)
        gathering = Gathering(source.name)
        due = SitemapWalk(web, gathering, means, source.name).due_pages(source.place)
        for start in range(0, len(due), _PART):
            reader, notes = WebSource(web, gathering, means), dict[str, str]()
            asked_at, pages = means.now(), due[start : start + _PART]
            with web.beside([page.link for page in pages]):
                for page in pages:
                    notes |= _taken(page, reader, asked_at)
            is_last = start + _PART >= len(due)
            yield replace(gathering.collected(tuple(web.asked) if is_last else ()), is_told_once=True)
            means.memory.note(source.name, notes)
            gathering = Gathering(source.name)
        if not due:
            yield replace(gathering.collected(tuple(web.asked)), is_told_once=True)


def _taken(page: Listed, reader: WebSource, asked_at: datetime) -> dict[str, str]:
    """The page into the reader's gathering; what is to be noted of it: since when what it says is known."""
    published = page.published if page.published and publication_day(page.published) else None
    reason = reader.gather_page(page.link, Entry(0, None, page.link, page.title, published, None))
    if reason is not None and not reason.startswith(_FOR_GOOD):
        return {}
    stored = reader.web.stored(page.link)
    if stored and reader.web.asked[-1].outcome == "kept":
        asked_at = stored.received_at
    return {_key(page.link): asked_at.isoformat()}


def _key(url: str) -> str:
    return canonical_url(url) or url


@dataclass
class SitemapWalk:
    """The way through the sitemaps of one source: each read once, as deep and as many as the limits allow."""

    web: Web
    gathering: Gathering
    means: Means
    source: str
    _seen: set[str] = field(default_factory=set)
    _looping: set[str] = field(default_factory=set)
    _due: dict[str, Listed] = field(default_factory=dict)
    _newest: list[tuple[datetime, str]] = field(default_factory=list)  # a heap: its first is the oldest
    _sitemaps_left: int = 0
    _pages_left: int = 0

    def due_pages(self, place: str) -> list[Listed]:
        """The pages that are new, the newest first; what kept a sitemap from being read is rejected."""
        for url in self._roots(place):
            self._walk(url, None, ())
        limits = self.means.limits
        if self._sitemaps_left:
            remedy = f"{self._sitemaps_left} more than limits.sitemaps = {limits.sitemaps} are named; raise that limit"
            self._reject(place, InputError(shown_url(place), "too many sitemaps", remedy))
        if self._pages_left:
            remedy = f"{self._pages_left} new pages are more than limits.sitemap_pages = {limits.sitemap_pages}; "
            problem = InputError(shown_url(place), "too many entries", remedy + "the next run goes on with them")
            self._reject(place, problem)
        return [self._due[key] for _, key in sorted(self._newest, reverse=True)]

    def _roots(self, place: str) -> list[str]:
        """The sitemap itself; of a site's first page or robots.txt those that robots.txt names, else /sitemap.xml."""
        path = urlsplit(place).path
        if path not in ("", "/", "/robots.txt"):
            return [place]
        try:
            named = self.web.robots.sitemaps(place)
        except (InputError, NetworkError) as error:
            self._reject(place, input_error(error))
            return []
        return [urljoin(place, url) for url in named] or [urljoin(place, "/sitemap.xml")]

    def _walk(self, url: str, modified: str | None, above: tuple[str, ...]) -> None:
        key, shown = _key(url), shown_url(url)
        if key in above and key not in self._looping:
            self._looping.add(key)
            self._reject(url, InputError(shown, "sitemap loop", "it is listed by a sitemap below it; mend the index"))
        if key in self._seen:
            return
        if len(self._seen) >= self.means.limits.sitemaps:
            self._sitemaps_left += 1
            return
        self._seen.add(key)
        try:
            self._follow(self._sitemap(url, modified), url, (*above, key))
        except (InputError, NetworkError) as error:
            self._reject(url, input_error(error))

    def _follow(self, sitemap: Sitemap, url: str, above: tuple[str, ...]) -> None:
        if sitemap.left_out:
            remedy = f"{sitemap.left_out} lines are beyond what one sitemap may list; ask its maker to split it"
            self._reject(url, InputError(shown_url(url), "too many entries", remedy))
        if not sitemap.is_index:
            for page in sitemap.listed:
                self._weigh(page)
            return
        if len(above) > DEPTH:
            remedy = f"it lists sitemaps more than {DEPTH} indexes deep; give its own address as the place"
            raise InputError(shown_url(url), "too many sitemaps", remedy)
        for child in sorted(sitemap.listed, key=_last_change, reverse=True):
            self._walk(child.link, child.modified, above)

    def _sitemap(self, url: str, modified: str | None) -> Sitemap:
        """What the sitemap lists, asked for unless the index says that it has not changed since."""
        taken_at = self._noted_at(f"sitemap {_key(url)}")
        stated, stored = stated_change(modified), self.web.stored(url)
        if stored and stated and taken_at and taken_at >= stated.at:
            return read_sitemap(self._body(stored), stored.url, stored.header("content-type"))
        asked_at = self.means.now()
        answer = self.web.fetch(url)
        sitemap = read_sitemap(self._body(answer), answer.url, answer.header("content-type"))
        # What it lists is noted on its own, page by page: this saves asking for the sitemap alone.
        self.means.memory.note(self.source, {f"sitemap {_key(url)}": asked_at.isoformat()})
        return sitemap

    def _body(self, answer: Answer) -> bytes:
        """The sitemap unpacked: it may be gzip in itself, however the server sends it."""
        limits = self.means.limits
        body = answer_bytes(answer, self.means.store, limits, "sitemap_bytes")
        if body.startswith(_GZIP):
            return Expansion(io.BytesIO(body), ".gz", answer.url, limits).whole("sitemap_bytes")
        return body

    def _noted_at(self, subject: str) -> datetime | None:
        noted = self.means.memory.noted(self.source, subject)
        return datetime.fromisoformat(noted) if noted else None

    def _weigh(self, page: Listed) -> None:
        """Keep the page if it is new, and among the newest that a run may ask for."""
        key, stated = _key(page.link), stated_change(page.modified, page.published)
        since = self.means.options.since_day()
        if since and stated and stated.at.date() < since:
            return
        if key in self._due:
            known = self._due[key]  # a news sitemap says more of it than another one
            told = Listed(known.link, None, known.published or page.published, known.title or page.title)
            self._due[key] = told
        elif is_due(stated, self._noted_at(key), self.means.now()):
            self._due[key] = page
            heapq.heappush(self._newest, (stated.at if stated else _NEVER, key))
            if len(self._newest) > self.means.limits.sitemap_pages:
                del self._due[heapq.heappop(self._newest)[1]]
                self._pages_left += 1

    def _reject(self, url: str, error: InputError) -> None:
        origin = Origin(key=shown_url(url), place=shown_url(url), received_at=self.means.now())
        self.gathering.reject(error, origin)


def _last_change(child: Listed) -> datetime:
    """By which sitemaps are ordered; one that tells nothing comes first, since it may be today's."""
    stated = stated_change(child.modified)
    return stated.at if stated else datetime.max  # noqa: DTZ901 (UTC without a zone, as everywhere)
