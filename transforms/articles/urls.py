"""Addresses: one canonical form, and a form without secrets for every place that people read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from transforms.articles.identity import storable

DEFAULT_PORTS: Final = {"http": 80, "https": 443}

# Parameters that say how a reader came to a page, not which page it is.
_TRACKING: Final = re.compile(r"(?i)utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_ga|cmpid|ico|ref_src")
_SECRET: Final = re.compile(
    r"(?i).*(token|secret|passw|pwd|api_?key|apikey|signature|credential|session|auth).*|key|sig|sid|code|jwt"
    r"|pass|ticket|hmac|otp|(access|private|subscription|licen[cs]e|client|app|user)[-_]?key(id)?"
)
_PARAMETER: Final = re.compile(r";([^;/]*)")
_USER: Final = re.compile(r"//\S*@")  # also in an address that is a parameter of another
_SAFE: Final = "!$&'()*+,;=:@/?%~-._[]"
_HIDDEN: Final = "***"
_KEPT: Final = 4096  # addresses: each stands in several rows, and is shown for each of them


def canonical_url(url: str) -> str | None:
    """The http(s) address without fragment, secrets, tracking parameters or default port; null for anything else."""
    parts = _split(url)
    if parts is None:
        return None
    query = "&".join(
        _without_secret(pair) for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(_name(pair))
    )
    path = quote(_path(parts) or "/", safe=_SAFE)
    return urlunsplit((parts.scheme, _host(parts), path, quote(query, safe=_SAFE), ""))


@lru_cache(maxsize=_KEPT)
def shown_url(url: str) -> str:
    """`url` for logs, tables and reports: as it is, but without user name, password and secret parameters."""
    parts = _split(url)
    if parts is None:
        return _USER.sub("//", url).partition("?")[0][:200]
    query = "&".join(_without_secret(pair) for pair in parts.query.split("&"))
    return urlunsplit((parts.scheme, _host(parts), _path(parts), query, ""))


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(storable(url).strip())
        parts.port  # noqa: B018 (read for its ValueError)
    except ValueError:
        return None
    return parts if parts.scheme in DEFAULT_PORTS and parts.hostname else None


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"


def _path(parts: SplitResult) -> str:
    """The path, without the secrets of its parameters (`/page;jsessionid=…`)."""
    return _PARAMETER.sub(lambda found: ";" + _without_secret(found[1]), parts.path)


def _name(pair: str) -> str:
    return unquote(pair.partition("=")[0])


def _without_secret(pair: str) -> str:
    name, equals, value = pair.partition("=")
    if equals and value and _SECRET.fullmatch(_name(pair)):
        return f"{name}={_HIDDEN}"
    return _USER.sub("//", pair)
