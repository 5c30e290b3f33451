"""Connections to public addresses alone, each to the very address that was checked, each with an end.

A link in a feed is written by a stranger: it may name this machine, a router, a cloud's metadata service, or a host
whose name means another address a second later.  So a name is resolved once, what it means is checked, and that is
what is connected to.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

import httpcore

from transforms.errors import InputError

Resolve = Callable[[str, int], list[str]]

# Addresses that carry an IPv4 address, to a translator (RFC 6052) or of old (RFC 4291): judged by the one they carry.
_CARRIERS: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
# Public in form alone: a network's own translator (RFC 8215), segments of routes (RFC 9602), examples (RFC 9637),
# relays of 6to4 (RFC 7526), and the host that tells Azure's machines of themselves.
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(each)
    for each in ("64:ff9b:1::/48", "5f00::/16", "3fff::/20", "192.88.99.0/24", "168.63.129.16/32")
)


def resolve_host(host: str, port: int) -> list[str]:
    """The IP addresses of `host`, in the system's order.  Raises OSError if it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether the IP address is one of the public internet: not loopback, private, link-local, shared or reserved."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        carried = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo or (None, None))[1]
        if any(parsed in network for network in _CARRIERS):
            carried = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(str(carried))
        if parsed.is_site_local:
            return False
    return parsed.is_global and not parsed.is_multicast and not any(parsed in network for network in _NOT_PUBLIC)


class Deadline:
    """When the attempt under way must be over, by a clock that only goes forward (seconds); each thread has its own.

    `go_on` is called before each step: what it raises ends the attempt.
    """

    def __init__(self, monotonic: Callable[[], float], go_on: Callable[[], None] = lambda: None) -> None:
        self._monotonic, self._go_on = monotonic, go_on
        self._of_thread = threading.local()

    def start(self, seconds: float) -> None:
        """Give the attempt `seconds` from now."""
        self._of_thread.end = self._monotonic() + seconds

    def left(self, at_most: float | None) -> float | None:
        """Seconds that one step may take.  Raises httpcore.ReadTimeout when none are left."""
        self._go_on()
        left = getattr(self._of_thread, "end", float("inf")) - self._monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole answer took too long")
        bounded = left if at_most is None else min(left, at_most)
        return None if bounded == float("inf") else bounded


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses, and to any of the hosts in `allowed`.

    Raises InputError for a host that means an address which is not public.
    """

    def __init__(
        self,
        allowed: Iterable[str],
        deadline: Deadline,
        resolve: Resolve = resolve_host,
        inner: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._allowed = frozenset(host.lower().strip("[]") for host in allowed)
        self._deadline, self._resolve = deadline, resolve
        self._inner = inner or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that answers."""
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._checked(host, port):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
                return _BoundedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} is not known: {error}") from error
        if host.lower() not in self._allowed:
            for address in addresses:
                if not is_public(address):
                    remedy = (
                        f"{host} is at {address}, which is not a public address; if it is yours, name the host in "
                        "web.allowed_hosts"
                    )
                    raise InputError(host, "refused address", remedy)
        return addresses

    def sleep(self, seconds: float) -> None:
        """What the pool waits with between its own attempts, of which there are none."""
        self._inner.sleep(seconds)


class _BoundedStream(httpcore.NetworkStream):
    """A connection whose every step ends with the attempt's deadline: one that drips bytes does not last for ever."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _BoundedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
