"""A web server on this machine that the tests tell what to answer, and that remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    """One request, as it came."""

    path: str
    headers: dict[str, str]


@dataclass
class Site:
    """What stands at each path: (status, headers, body), or a function that answers for itself."""

    pages: dict[str, tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]] = field(
        default_factory=dict
    )
    asked: list[Asked] = field(default_factory=list)
    address: str = ""
    leave: Callable[[], None] = lambda: None  # the server goes away, in the middle of whatever it does
    is_gone: bool = False

    def put(self, path: str, body: str | bytes, content_type: str = "text/html; charset=utf-8", **headers: str) -> str:
        """Serve `body` at `path` with an ETag, so that asking again on condition gives 304; its address."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (200, {"Content-Type": content_type, "ETag": f'"{hash(data):x}"', **named}, data)
        return self.address + path

    def asked_paths(self) -> list[str]:
        return [asked.path for asked in self.asked]


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if site.is_gone:
                self.close_connection = True
                return
            site.asked.append(Asked(self.path, dict(self.headers.items())))
            page = site.pages.get(self.path, (404, {}, b""))
            if callable(page):
                page(self)
                return
            status, headers, body = page
            if status == 200 and self.headers.get("If-None-Match") == headers.get("ETag", "none"):
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


@contextmanager
def serving(site: Site | None = None, host: str = "127.0.0.1") -> Iterator[Site]:
    """A site on `host`, gone afterwards; one that was served before comes back at its address."""
    site = site or Site()
    server = _Server((host, int(site.address.rpartition(":")[2] or 0)), _handler(site))
    site.address = f"http://{host}:{server.server_port}"

    def leave() -> None:
        site.is_gone = True
        server.shutdown()
        server.server_close()

    site.leave, site.is_gone = leave, False
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        leave()
        thread.join()


def hang(handler: BaseHTTPRequestHandler) -> None:
    """Accept and say nothing, until the other side is tired of it."""
    time.sleep(2)
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, each in good time, and no end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)
    handler.close_connection = True


def endless(handler: BaseHTTPRequestHandler) -> None:
    """200 MB, unannounced."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x" * 1_000_000)
    handler.close_connection = True


def half(handler: BaseHTTPRequestHandler) -> None:
    """The first half of what was announced, and the connection ends."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "2000")
    handler.end_headers()
    handler.wfile.write(b"x" * 1000)
    handler.close_connection = True


def redirect(to: str) -> tuple[int, dict[str, str], bytes]:
    """An answer that sends on to `to`."""
    return 302, {"Location": to}, b""
