"""Documents of the web: one page, a list of pages, or a feed with the pages that its entries link to."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

from flows.settings import SourceSettings
from flows.sources.answers import answer_bytes, is_feed, read_answer
from flows.sources.feed import Entry, read_feed
from flows.sources.gathering import NO_ANSWER, Fetch, Gathering, Origin
from flows.sources.listing import listed_urls
from flows.sources.means import Means
from flows.sources.record import TEXT, Record
from flows.sources.transfer import Clock, Transfer
from flows.sources.web import Answer, Web
from transforms.articles.decoding import decode_text
from transforms.articles.urls import canonical_url, shown_url
from transforms.errors import InputError, NetworkError


def gather_web(source: SourceSettings, gathering: Gathering, means: Means) -> tuple[Fetch, ...]:
    """The documents of an address, or of the addresses that a file lists, into `gathering`; what was asked for."""
    transfer = Transfer(means.web, means.limits, Clock(means.now), means.hosts)
    with contextlib.closing(transfer):
        web = Web(transfer, means, source.place)
        reader = WebSource(web, gathering, means)
        if "://" in source.place:
            reader.gather_address(source.place, must_be_feed=source.kind == "feed")
        else:
            reader.gather_list(Path(source.place).expanduser())
        return tuple(web.asked)


@dataclass(frozen=True, slots=True)
class WebSource:
    """A source on the web while it is read into `gathering`."""

    web: Web
    gathering: Gathering
    means: Means

    def gather_address(self, url: str, *, must_be_feed: bool) -> None:
        """The documents of `url`: of a feed, of a list of addresses, or the page that it is."""
        origin = self._origin(url)
        try:
            answer = self.web.fetch(url)
            origin = _of_answer(origin, answer)
            body = answer_bytes(answer, self.means.store, self.means.limits)
            if is_feed(answer, body) or must_be_feed:
                self._gather_feed(answer, body, origin)
                return
            kind, content = read_answer(answer, body)
            urls = listed_urls(content) if kind == TEXT else None
            if urls is None:
                self._add_page(url, kind, content, answer, origin)
            else:
                self.gather_pages(urls)
        except (InputError, NetworkError) as error:
            self.gathering.reject(input_error(error), origin)

    def gather_list(self, path: Path) -> None:
        """The pages that the file `path` lists, one address a line."""
        origin = Origin(key=path.name, place=str(path), received_at=self.means.now())
        try:
            urls = listed_urls(decode_text(path.read_bytes(), self.means.options.encoding, str(path)))
            if urls is None:
                raise InputError(str(path), "no list", "write one http(s) address on each line")
        except InputError as error:
            self.gathering.reject(error, origin)
        except OSError as error:
            problem = f"{error.strerror or error}; give a file of addresses that can be read"
            self.gathering.reject(InputError(str(path), "unreadable", problem), origin)
        else:
            self.gather_pages(urls)

    def gather_pages(self, urls: list[str]) -> None:
        """The pages at `urls`; of addresses that differ in secrets or tracking alone, the first."""
        distinct = list({canonical_url(url) or url: url for url in reversed(urls)}.values())
        with self.web.beside(distinct):
            for url in distinct:
                self.gather_page(url, None)

    def _gather_feed(self, answer: Answer, body: bytes, origin: Origin) -> None:
        entries = read_feed(body, answer.url, answer.header("content-type"))
        read = entries[: self.means.limits.entries]
        with self.web.beside([entry.link for entry in read if entry.link and not self._takes_text_of(entry)]):
            self._gather_entries(read, origin)
        if len(entries) > self.means.limits.entries:
            remedy = f"it has {len(entries)} entries, of which limits.entries = {self.means.limits.entries} are read"
            self.gathering.reject(InputError(origin.place, "too many entries", remedy), origin)

    def _gather_entries(self, entries: list[Entry], origin: Origin) -> None:
        for entry in entries:
            of_row = replace(origin, row_no=entry.row_no)
            if self._takes_text_of(entry):
                self._add_entry(entry, of_row)
            elif entry.link:
                self.gather_page(entry.link, entry)
            else:
                problem = InputError(
                    origin.place, "no text", "the entry has neither a text nor a link", entry.row_no + 1
                )
                self.gathering.reject(problem, of_row, entry.own_id)

    def _takes_text_of(self, entry: Entry) -> bool:
        if entry.content is None:
            return False
        return self.means.options.full_text == "feed" or (self.means.options.full_text == "auto" and entry.is_whole())

    def _add_entry(self, entry: Entry, origin: Origin) -> None:
        url = canonical_url(entry.link) if entry.link else None
        own_id = entry.own_id or url
        if own_id is None:
            problem = InputError(
                origin.place, "missing field", "the entry has neither an id nor a link", entry.row_no + 1
            )
            self.gathering.reject(problem, origin)
            return
        record = Record(own_id, entry.content or "", entry.media_type, url, entry.title, entry.published)
        self.gathering.add(record, origin)

    def gather_page(self, url: str, entry: Entry | None) -> str | None:
        """The page at `url`, of which `entry` says more; the reason where it was rejected."""
        origin = self._origin(url)
        own_id = _page_id(url, entry)
        try:
            answer = self.web.fetch(url)
            origin = _of_answer(origin, answer)
            kind, content = read_answer(answer, answer_bytes(answer, self.means.store, self.means.limits))
            self._add_page(url, kind, content, answer, origin, entry)
        except (InputError, NetworkError) as error:
            problem = input_error(error)
            self.gathering.reject(problem, origin, own_id)
            return problem.reason
        return None

    def _add_page(
        self, url: str, kind: str, content: str, answer: Answer, origin: Origin, entry: Entry | None = None
    ) -> None:
        title, published = (entry.title, entry.published) if entry else (None, None)
        record = Record(_page_id(url, entry), content, kind, canonical_url(answer.url), title, published)
        self.gathering.add(record, origin)

    def _origin(self, url: str) -> Origin:
        shown = shown_url(url)
        return Origin(key=shown, place=shown, received_at=self.means.now())


def _page_id(url: str, entry: Entry | None) -> str:
    """The id of a page: its entry's, else the address that was listed (not where it redirects, which may change)."""
    return (entry.own_id if entry else None) or canonical_url(url) or shown_url(url)


def _of_answer(origin: Origin, answer: Answer) -> Origin:
    return replace(origin, bytes_hash=answer.bytes_hash, headers=answer.headers, received_at=answer.received_at)


def input_error(error: InputError | NetworkError) -> InputError:
    """What a rejection is made of."""
    if isinstance(error, InputError):
        return error
    return InputError(error.url, NO_ANSWER, f"{error.problem}; it will be tried again in the next run")
