"""The web, asked politely: what robots.txt allows, no oftener than a host likes, and only for what has changed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from flows.sources.frontier import Frontier
from flows.sources.gathering import NO_ANSWER, Fetch
from flows.sources.hosts import LANES
from flows.sources.means import Means
from flows.sources.memory import Remembered
from flows.sources.robots import Robots
from flows.sources.transfer import PassingError, Reply, Transfer, check_address
from transforms.articles.identity import storable
from transforms.articles.urls import shown_url
from transforms.errors import InputError, NetworkError

KEPT_HEADERS: Final = (
    "content-type", "content-encoding", "content-language", "date", "etag", "last-modified", "cache-control",
)  # fmt: skip

_REMEDIES: Final = {401: "the server wants a login", 403: "the server refuses us", 404: "there is no such page",
                    410: "the page is gone for good", 451: "the law keeps the page away"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: where redirects ended, the stored bytes as received, and when that was.

    `headers` are those worth keeping, as a JSON object.
    """

    url: str
    bytes_hash: str
    headers: str
    received_at: datetime

    def header(self, name: str) -> str:
        """One of the kept headers; "" if it was not sent."""
        value = json.loads(self.headers).get(name, "")
        return str(value)


class Web:
    """Answers of the web, their bytes in `store`; `asked` keeps what became of every address of this run.

    The authorization of the source goes to the origin of its `place` alone.
    """

    def __init__(self, transfer: Transfer, means: Means, place: str = "") -> None:
        self._transfer, self._store, self._memory = transfer, means.store, means.memory
        self.robots = Robots(transfer, means.store, means.memory)
        self._origin, self._authorization = _origin(place), means.options.authorization
        self._resume_from = means.resume_from
        self._ahead: Frontier[_Asked] | None = None
        self.asked: list[Fetch] = []

    @contextlib.contextmanager
    def beside(self, urls: list[str]) -> Iterator[None]:
        """While it lasts, `urls` are asked for before `fetch` is, hosts beside each other; fetch them in this order.

        Those of one host alone are asked for as they are fetched: while one is read, its host's pause passes anyhow.
        """
        if len({_host_name(url) for url in urls}) <= 1:
            yield
            return
        with Frontier(urls, self._ask, _host_name, LANES) as self._ahead:
            try:
                yield
            finally:
                self._ahead = None

    def fetch(self, url: str) -> Answer:
        """The answer of `url`, from the store where the server says that it has not changed.

        Raises InputError for what will not pass, NetworkError for what may.
        """
        asked = (self._ahead and self._ahead.take(url)) or self._ask(url)
        self.asked.append(asked.fetch)
        if isinstance(asked.answer, Answer):
            return asked.answer
        raise asked.answer

    def _ask(self, url: str) -> _Asked:
        """What comes of `url`, and the record of it; other threads may ask other hosts meanwhile."""
        started = self._transfer.clock.monotonic()
        status, attempts, size = None, 0, 0
        answer: Answer | InputError | NetworkError
        try:
            answer, outcome, status, attempts, size = self._answer(url)
        except InputError as error:
            answer, outcome = error, error.reason
        except NetworkError as error:
            answer, outcome = error, NO_ANSWER
            if isinstance(error, PassingError):
                status, attempts = error.status, error.attempts
        seconds = self._transfer.clock.monotonic() - started
        return _Asked(answer, Fetch(shown_url(url), outcome, status, size, attempts, seconds))

    def stored(self, url: str) -> Answer | None:
        """The last answer of `url` without asking again; null where there is none, or its bytes are gone."""
        known = self._memory.recall(url)
        return _remembered(known) if known and self._store.has(known.bytes_hash) else None

    def _answer(self, url: str) -> tuple[Answer, str, int, int, int]:
        check_address(url)
        self._transfer.hosts.wait()
        known = self._memory.recall(url)
        if known and not self._store.has(known.bytes_hash):
            known = None
        if known and self._resume_from and known.fetched() >= self._resume_from:
            return _remembered(known), "kept", known.status, 0, 0
        final_url, reply, attempts = self._transfer.follow(
            url, lambda here: self._headers(here, known), self.robots.wait_for
        )
        if known and reply.status == 304:
            return _remembered(known), "unchanged", 304, attempts, 0
        kept = self._kept(url, final_url, reply)
        return _remembered(kept), "fetched", reply.status, attempts, len(reply.body)

    def _headers(self, here: str, known: Remembered | None) -> dict[str, str]:
        headers = {}
        if known and shown_url(here) == known.final_url:
            validators = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
            headers = {name: value for name, value in validators.items() if value}
        if self._authorization and _origin(here) == self._origin:
            headers["Authorization"] = self._authorization
        return headers

    def _kept(self, url: str, final_url: str, reply: Reply) -> Remembered:
        """The bytes stored and the answer remembered.  Raises InputError if it is no page."""
        if not 200 <= reply.status < 300:
            remedy = _REMEDIES.get(reply.status, "it gives no page")
            raise InputError(shown_url(url), f"status {reply.status}", f"{remedy}; check or remove the address")
        if not reply.body:
            raise InputError(shown_url(url), "empty", "the answer has no bytes; check or remove the address")
        kept = Remembered(
            url=shown_url(url),
            final_url=shown_url(final_url),
            status=reply.status,
            bytes_hash=self._store.put(reply.body),
            headers=kept_headers(reply.headers),
            etag=reply.headers.get("etag"),
            last_modified=reply.headers.get("last-modified"),
            fetched_at=self._transfer.clock.now().isoformat(),
        )
        self._memory.remember(url, kept)
        return kept


@dataclass(frozen=True, slots=True)
class _Asked:
    """What came of an address: its answer or why there is none, and the record of it."""

    answer: Answer | InputError | NetworkError
    fetch: Fetch


def _host_name(url: str) -> str:
    """The host of `url`; "" where it has none, which is told when it is asked."""
    return _origin(url)[1] or ""


def _remembered(known: Remembered) -> Answer:
    return Answer(known.final_url, known.bytes_hash, known.headers, known.fetched())


def kept_headers(headers: Mapping[str, str]) -> str:
    """Those of an answer's headers (names in lower case) that are worth keeping, as a JSON object."""
    kept = {name: storable(headers[name])[:500] for name in KEPT_HEADERS if name in headers}
    return json.dumps(kept, sort_keys=True)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port
    except ValueError:
        return "", None, None
