"""Bytes → documents → articles: whatever a file or a feed holds, it gives documents or rejections and never raises."""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import atheris

with atheris.instrument_imports(include=["flows.sources", "transforms.articles", "feedparser", "csv", "json"]):
    from flows.settings import LimitSettings, WebSettings
    from flows.sources.feed import read_feed
    from flows.sources.folder import SUFFIXES, read_stored
    from flows.sources.gathering import Gathering, Origin
    from flows.sources.hosts import Hosts
    from flows.sources.means import Means
    from flows.sources.memory import FetchMemory
    from flows.sources.options import SourceOptions
    from flows.sources.raw_store import RawStore
    from transforms.articles import read_articles
    from transforms.errors import InputError
    from transforms.frames import ARTICLES, DOCUMENTS, REJECTED_DOCUMENTS, check

NAMES: Final = (*(f"a{suffix}{packed}" for suffix in SUFFIXES for packed in ("", ".gz", ".zst")), "feed", "json feed")
AT: Final = datetime(2026, 1, 1)  # noqa: DTZ001 (UTC without a zone, as everywhere)
LIMITS: Final = LimitSettings(document_bytes=100_000, container_bytes=1_000_000)
MEANS: Final = Means(RawStore(Path()), FetchMemory(), lambda: AT, SourceOptions(), LIMITS, WebSettings(), Hosts(1))


def read_any(data: bytes) -> None:
    """The first byte names the format of the others."""
    name = NAMES[data[0] % len(NAMES)] if data else NAMES[0]
    body = data[1:]
    if name.endswith("feed"):
        _read_feed(body)
        return
    gathering = Gathering("fuzz")
    origin = Origin(key=name, place=name, received_at=AT, bytes_hash="0" * 64)
    try:
        read_stored(io.BytesIO(body), "." + name.split(".")[1], origin, gathering, MEANS)
    except InputError as error:
        gathering.reject(error, origin)
    collected = gathering.collected()
    articles, unread = read_articles(check(collected.documents, DOCUMENTS))
    check(collected.rejected, REJECTED_DOCUMENTS)
    assert check(articles, ARTICLES).height + check(unread, REJECTED_DOCUMENTS).height == collected.documents.height
    assert collected.documents.height + collected.rejected.height > 0


def _read_feed(body: bytes) -> None:
    try:
        entries = read_feed(body, "https://example.org/feed", "application/xml")
    except InputError:
        return
    for entry in entries:
        entry.is_whole()


def main() -> None:
    """Run until told otherwise by libFuzzer's options."""
    atheris.Setup(sys.argv, read_any)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
