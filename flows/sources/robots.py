"""What a host's robots.txt allows (RFC 9309), asked once a day; one that can't be had, once a night."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from flows.sources.memory import FetchMemory, Remembered
from flows.sources.raw_store import RawStore
from flows.sources.transfer import Transfer, check_address
from transforms.articles.urls import shown_url
from transforms.errors import InputError, NetworkError

_KEPT_FOR: Final = timedelta(hours=24)
_READ: Final = 512_000  # bytes of a robots.txt that are read, as RFC 9309 allows
_LONGEST_DELAY_S: Final = 60.0


class Robots:
    """The rules of the hosts that are asked."""

    def __init__(self, transfer: Transfer, store: RawStore, memory: FetchMemory) -> None:
        self._transfer, self._store, self._memory = transfer, store, memory
        self._agent = transfer.web.user_agent.partition("/")[0]

    def wait_for(self, url: str) -> float:
        """Seconds to leave between requests to the host of `url`.

        Raises InputError if its robots.txt forbids the address, NetworkError if that file can't be had now.
        """
        rules = self._of(url)
        if not rules.can_fetch(url, self._agent):
            remedy = f"robots.txt of {urlsplit(url).hostname} forbids it to {self._agent}; take the address out"
            raise InputError(shown_url(url), "forbidden by robots.txt", remedy)
        delay = rules.crawl_delay(self._agent) or 0.0
        return max(self._transfer.web.seconds_between, min(float(delay), _LONGEST_DELAY_S))

    def sitemaps(self, url: str) -> list[str]:
        """The addresses that the host of `url` names as its sitemaps, in their order.

        Raises NetworkError if its robots.txt can't be had now.
        """
        return list(dict.fromkeys(str(each) for each in self._of(url).sitemaps))

    def _of(self, url: str) -> Protego:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        rules = self._transfer.hosts.rules_of(origin, lambda: self._asked(f"{origin}/robots.txt"))
        if isinstance(rules, NetworkError):
            # Without the rules nothing is allowed: a host that is in trouble is best left alone, and named in the end.
            host = self._transfer.hosts.of(check_address(url).host.decode("ascii"))
            with host.turn:
                host.kept_silent()
            raise NetworkError(shown_url(url), f"its robots.txt can't be had: {rules.problem}")
        return rules

    def _asked(self, address: str) -> Protego | NetworkError:
        known = self._memory.recall(address)
        now = self._transfer.clock.now()
        if not known or not timedelta() <= now - known.fetched() < _KEPT_FOR or not self._store.has(known.bytes_hash):
            try:
                known = self._fetched(address)
            except NetworkError as error:
                return error
        with self._store.open(known.bytes_hash) as stored:
            body = stored.read(_READ)
        return Protego.parse(body.decode("utf-8", "replace") if known.status == 200 else "")

    def _fetched(self, address: str) -> Remembered:
        """The file; none, and so no rule, where the server has none (4xx) or sends round in circles."""
        between = self._transfer.web.seconds_between
        plain = {"Accept-Encoding": "identity"}
        status, body = 404, b""
        try:
            _, reply, _ = self._transfer.follow(address, lambda _: plain, lambda _: between)
            status, body = reply.status, reply.body
        except InputError as error:
            if error.reason == "refused address":
                raise
        known = Remembered(
            url=shown_url(address),
            final_url=shown_url(address),
            status=status,
            bytes_hash=self._store.put(body if status == 200 else b""),
            headers="{}",
            etag=None,
            last_modified=None,
            fetched_at=self._transfer.clock.now().isoformat(),
        )
        self._memory.remember(address, known)
        return known
