"""Requests, one to a host at a time: address checked, host not hurried, answer bounded, what may pass tried again."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
import stamina

from flows.http_logs import keep_still
from flows.settings import LimitSettings, WebSettings
from flows.sources.connections import Deadline, GuardedBackend, Resolve, resolve_host
from flows.sources.hosts import Host, Hosts
from transforms.articles.urls import shown_url
from transforms.errors import InputError, NetworkError

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_ADDRESSES: Final = 4096  # kept in the form that requests take: each is looked at from four sides while it is asked
_PATIENCE_S: Final = 60.0  # a server that asks to be left alone for longer is left alone until the next run

_TRUSTING: Final = threading.Lock()

keep_still()
# Attempts are counted in the run's record of fetches; a line on the terminal for each is noise.
stamina.instrumentation.set_on_retry_hooks([])


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, so that tests can make their own: `now` is UTC without a zone, `monotonic` seconds."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of a server, its body read."""

    status: int
    headers: dict[str, str]
    body: bytes


class PassingError(NetworkError):
    """What may be gone on the next attempt, after `wait_s` if the server said so; `attempts` were made in all."""

    def __init__(self, url: str, problem: str, status: int | None = None, wait_s: float | None = None) -> None:
        super().__init__(url, problem)
        self.status, self.wait_s, self.attempts = status, wait_s, 0


@dataclass
class Transfer:
    """Requests to the web, spaced by host and bounded in time and size by the settings.  Threads may share it.

    All of it raises InterruptedError once the night of `hosts` is over.
    """

    web: WebSettings
    limits: LimitSettings
    clock: Clock
    hosts: Hosts
    resolve: Resolve = resolve_host

    def __post_init__(self) -> None:
        self._deadline = Deadline(self.clock.monotonic, self.hosts.wait)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusted(),
            max_connections=None,  # Hosts.slots bound them: whoever waits for one here would lose its time
            max_keepalive_connections=4,
            network_backend=GuardedBackend(self.web.allowed_hosts, self._deadline, self.resolve),
        )

    def follow(
        self, url: str, headers_for: Callable[[str], dict[str, str]], wait_for: Callable[[str], float]
    ) -> tuple[str, Reply, int]:
        """(where redirects from `url` end, what is there, attempts made); every stop is asked with its own headers.

        Raises InputError for what will not pass (a loop, a refused address, too many bytes), NetworkError for what may.
        """
        here, seen, attempts = url, set[str](), 0
        while here not in seen and len(seen) <= self.limits.redirects:
            seen.add(here)
            check_address(here)
            reply, made = self.get(here, headers_for(here), wait_for(here))
            attempts += made
            if reply.status not in REDIRECTS or not reply.headers.get("location"):
                return here, reply, attempts
            here = _joined(here, reply.headers["location"])
        reason = "redirect loop" if here in seen else "too many redirects"
        remedy = f"after {len(seen)} redirects it leads to {shown_url(here)}; give the article's own address"
        raise InputError(shown_url(url), reason, remedy)

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.close()

    def get(self, url: str, headers: dict[str, str], wait_s: float) -> tuple[Reply, int]:
        """The reply of `url`, and how many attempts it took, `wait_s` at least after the last request to its host.

        Raises InputError for what will not pass (a refused address, too many bytes), NetworkError for what may, also
        for a host that is left for the night.
        """
        attempts, pause_s = 0, 0.0
        try:
            for attempt in stamina.retry_context(
                _is_brief, self.limits.attempts, timeout=None, wait_initial=0.5, wait_max=30
            ):
                self.hosts.wait(pause_s)  # and not stamina, which would not be woken
                pause_s = attempt.next_wait
                with attempt:
                    attempts += 1
                    reply = self._once(url, headers, wait_s)
        except PassingError as error:
            error.attempts = attempts
            host = self._host(url)
            with host.turn:
                host.kept_silent()
            raise
        return reply, attempts

    def _host(self, url: str) -> Host:
        return self.hosts.of(check_address(url).host.decode("ascii"))

    def _once(self, url: str, headers: dict[str, str], wait_s: float) -> Reply:
        target, host = check_address(url), self._host(url)
        with host.turn:
            if host.left_why:
                name = target.host.decode("ascii")
                raise NetworkError(shown_url(url), f"{name} {host.left_why} and is left for the night")
            now = self.clock.monotonic()
            at = max(now, host.next_at)
            self.hosts.wait(at - now)
            with self.hosts.slots:
                host.next_at = max(at, self.clock.monotonic()) + wait_s  # a slot may have been long in coming
                reply = self._asked(url, target, headers)
            if reply.status in _PASSING:
                asked_s = _retry_after(reply.headers)
                self._heed(host, asked_s)
                raise PassingError(shown_url(url), f"status {reply.status}", reply.status, asked_s)
            host.answered()
        return reply

    def _asked(self, url: str, target: httpcore.URL, headers: dict[str, str]) -> Reply:
        self._deadline.start(self.limits.total_s)
        timeouts = {"connect": self.limits.connect_s, "read": self.limits.read_s, "write": self.limits.read_s}
        sent = {"User-Agent": self.web.user_agent, "Accept-Encoding": "gzip, zstd", "Accept": "*/*", **headers}
        try:
            with self._pool.stream(
                "GET", target, headers=list(sent.items()), extensions={"timeout": timeouts}
            ) as response:
                reply_headers = _headers(response.headers)
                return Reply(response.status, reply_headers, self._body(response, reply_headers, url))
        except httpcore.TimeoutException as error:
            raise PassingError(shown_url(url), f"no answer in time ({error or 'timed out'})") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise PassingError(shown_url(url), f"no answer ({str(error) or type(error).__name__})") from error
        except InputError as error:
            raise InputError(shown_url(url), error.reason, error.remedy) from error

    def _heed(self, host: Host, asked_s: float | None) -> None:
        """Leave the host alone as long as it asks to be, whoever would ask it next; for the night if that is long."""
        if asked_s is not None and asked_s > _PATIENCE_S:
            host.left_why = f"asks to be left alone for {asked_s:.0f} s"
        elif asked_s:
            host.next_at = max(host.next_at, self.clock.monotonic() + asked_s)

    def _body(self, response: httpcore.Response, headers: dict[str, str], url: str) -> bytes:
        most = self.limits.response_bytes
        announced = headers.get("content-length", "")
        body = bytearray()
        if not (announced.isdecimal() and (len(announced) > 15 or int(announced) > most)):
            for chunk in response.iter_stream():
                body += chunk
                if len(body) > most:
                    break
            else:
                return bytes(body)
        remedy = f"the answer is longer than limits.response_bytes = {most}; if it is sound, raise that limit"
        raise InputError(shown_url(url), "too large", remedy)


def _trusted() -> ssl.SSLContext:
    """Whom a connection trusts: read once, for that takes thirty milliseconds, and a night may have many sources.

    The hosts of a night all begin at the same moment: the first reads it and the others wait for that one.
    """
    with _TRUSTING:
        return _read_trust()


@cache
def _read_trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


@lru_cache(maxsize=_ADDRESSES)
def check_address(url: str) -> httpcore.URL:
    """The address in the form that requests take.  Raises InputError unless it is a whole http(s) one."""
    try:
        parsed = httpx.URL(url)
        urlsplit(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise InputError(shown_url(url), "refused address", f"it is no address ({error}); mend it") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise InputError(shown_url(url), "refused address", "only http and https addresses are fetched")
    return httpcore.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path)


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError:
        raise InputError(shown_url(base), "broken redirect", "it redirects to what is no address") from None


def _headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in raw}


def _is_brief(error: Exception) -> bool | float:
    """0 s to wait (the host's own `next_at` and the pause between attempts are waited for) if it is tried again."""
    return isinstance(error, PassingError) and (error.wait_s or 0.0) <= _PATIENCE_S and 0.0


def _retry_after(headers: dict[str, str]) -> float | None:
    """Seconds that the server asks for; dates are not read, since clocks differ."""
    asked = headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() and len(asked) < 10 else None
