"""What keeps other sites and other machines out of a local page, and hostile text out of its script.

A browser carries any site's requests to this machine.  So the Host must be ours (a name that a stranger rebinds to
127.0.0.1 is not), a request that another site makes is refused, only reading is understood, and a policy lets the
pages load their own style and script and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.explore.listening import OWN_NAMES

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# The reports bring a style of their own inside the page, and no script.
REPORT_POLICY: Final = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
READING: Final = ("GET", "HEAD")
LONGEST_QUERY: Final = 40_000
PORT: Final = re.compile(r":\d+$")


class Guard:
    """An application behind the checks; it is served on `port` under `names` alone."""

    def __init__(self, app: ASGIApp, port: int, names: Sequence[str]) -> None:
        self.app = app
        self.hosts = frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset())
        self.origins = frozenset(f"http://{host}" for host in self.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the headers added to its answer, or answer it with why it is refused."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                is_report = scope["path"].startswith("/reports/")
                headers["Content-Security-Policy"] = REPORT_POLICY if is_report else POLICY
            await send(message)

        refusal = self.refusal(scope)
        if refusal is None:
            scope["is_ours"] = self.is_ours(Headers(scope=scope))
            await self.app(scope, receive, send_guarded)
        else:
            status, why = refusal
            await PlainTextResponse(f"{why}\n", status)(scope, receive, send_guarded)

    def refusal(self, scope: Scope) -> tuple[int, str] | None:
        """The status and the reason with which a request is refused; None for one that may pass."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return 421, f"This is served as {', '.join(sorted(self.hosts))} only; open it under one of these names."
        if scope["method"] not in READING:
            return 405, "Nothing can be changed here; use GET."
        if len(scope.get("query_string", b"")) > LONGEST_QUERY:
            return 414, "The address is too long; put the query into a file of the folder queries of the home."
        origin = headers.get("origin")
        if origin is not None and origin not in self.origins:
            return 403, "A page of another site has asked for this; open the address yourself."
        return None if may_pass(headers, scope["path"]) else (
            403, "Another site has asked for this; open the address yourself.",
        )  # fmt: skip

    def is_ours(self, headers: Headers) -> bool:
        """Whether it is known that no other site asks: the browser says so, or a page of ours leads here.

        Only at names of the machine itself, or over TLS, do browsers say which site asks.  What says nothing there is
        no browser; elsewhere it may be any site's page.
        """
        is_told = "sec-fetch-site" in headers or _name(headers.get("host", "")) in OWN_NAMES
        return is_told or headers.get("referer", "").startswith(tuple(f"{origin}/" for origin in self.origins))


def _name(host: str) -> str:
    """A host without its port."""
    return PORT.sub("", host.lower())


def is_costly(path: str) -> bool:
    """Whether the page takes seconds and a process of its own: a question in SQL, and why a figure was read so."""
    return path == "/ask" or path.endswith("/why")


def may_pass(headers: Headers, path: str) -> bool:
    """Whether what the browser says of a request's origin lets it pass: ours, typed, or a link that was followed.

    What costs seconds no link of another site may ask for.
    """
    site = headers.get("sec-fetch-site", "none")
    is_link = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return site in ("none", "same-origin") or (is_link and not is_costly(path))
