"""A .warc.gz of many pages as a crawler of news writes it, made of saved pages and articles, to measure with.

Of twenty pages eleven are saved ones (../shared/data/pages.jsonl.gz), eight are articles of ../shared in made layouts
and one is no article; that is what makes 50,000 of them a file of 1 GB.  No page comes twice: its address, its days and
the figures in its text are others each time.  Each stands in a record of its own behind that of its request, and
behind every twenty pages stands a record that gives none: a revisit, a page that is gone, or a picture.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from tests.articles.made_pages import LAYOUTS, NO_KIND, Story, other_pages
from tests.conftest import SHARED

ROUND: Final = 20  # pages
SAVED: Final = 11  # of a round
NO_ARTICLE: Final = 1
STORIES: Final = 4_000
AROUND: Final = 9  # articles whose headlines stand around one
PIECE: Final = 50 * ROUND  # pages that one process makes at once
LEVEL: Final = 6  # of gzip, as crawlers pack
DAYS: Final = 3_000
WORKERS: Final = 2
_DAY: Final = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)")
_FIGURE: Final = re.compile(r"(?<![\w.,:/#&%-])[1-9]\d{0,2}(?![\w.,:/;%-])")
_BETWEEN_TAGS: Final = re.compile(r">([^<>]+)<")
NO_PAGES: Final = ("revisit", "status 404", "no page")


@dataclass
class Made:
    """What an archive holds: pages that are articles, saved ones among them, and the others by why they are none."""

    articles: int = 0
    saved: int = 0
    no_pages: Counter[str] = field(default_factory=Counter)
    no_articles: Counter[str] = field(default_factory=Counter)
    unpacked: int = 0  # bytes

    def add(self, other: Made) -> None:
        """Count what a piece holds."""
        self.articles, self.saved = self.articles + other.articles, self.saved + other.saved
        self.unpacked += other.unpacked
        self.no_pages += other.no_pages
        self.no_articles += other.no_articles


def make_archive(path: Path, pages: int) -> Made:
    """Write an archive of so many pages (rounded up to whole rounds), a piece at a time on two processes."""
    pages = -(-pages // ROUND) * ROUND
    pieces = [(first, min(PIECE, pages - first)) for first in range(0, pages, PIECE)]
    made, part = Made(), path.with_suffix(".part")
    with get_context("spawn").Pool(WORKERS) as pool, part.open("wb") as file:
        file.write(_packed(_record("warcinfo", "", "", b"software: made\r\n", "application/warc-fields")))
        for packed, counted in pool.imap(_piece, pieces):
            file.write(packed)
            made.add(counted)
        os.fsync(file.fileno())
    part.rename(path)
    return made


def _piece(given: tuple[int, int]) -> tuple[bytes, Made]:
    first, count = given
    made, members = Made(), []
    for number in range(first, first + count):
        url, html, kind = _page(number)
        made.articles += kind == NO_KIND
        made.saved += number % ROUND < SAVED
        made.no_articles[kind] += kind != NO_KIND
        body = html.encode("utf-8", "replace")
        made.unpacked += len(body)
        host, _, path = url.partition("://")[2].partition("/")
        asked = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        members.append(_record("request", f"{number}-request", url, asked, "application/http; msgtype=request"))
        members.append(_record("response", str(number), url, _answer(body), _RESPONSE))
        if number % ROUND == ROUND - 1:
            reason = NO_PAGES[number // ROUND % len(NO_PAGES)]
            made.no_pages[reason] += 1
            members.append(_no_page(reason, number))
    return b"".join(map(_packed, members)), made


def _page(number: int) -> tuple[str, str, str]:
    """(address, HTML, why it is no article) of a page, which depend on its number alone."""
    round_no, place = divmod(number, ROUND)
    if place < SAVED:
        saved = _saved()[(round_no * SAVED + place) % len(_saved())]
        url = _address(saved["url"], number)
        return url, changed(saved["html"].replace(saved["url"], url), number), NO_KIND
    url = _address("https://news.example.org/story", number)
    if place >= ROUND - NO_ARTICLE:
        other = _others()[round_no % len(_others())]
        return url, changed(other.html, number), other.kind
    at = (round_no * (ROUND - SAVED - NO_ARTICLE) + place - SAVED) % STORIES
    around = [_stories()[(at + n) % len(_stories())] for n in range(1, AROUND + 1)]
    return url, changed(LAYOUTS[number % len(LAYOUTS)](_stories()[at % len(_stories())], around), number), NO_KIND


def is_article(url: str) -> bool:
    """Whether the page that was made for this address is an article."""
    return int(url.rpartition("/")[2]) % ROUND < ROUND - NO_ARTICLE


def changed(html: str, number: int) -> str:
    """The page with other days, and other figures of one to three digits between its tags."""
    moved = timedelta(days=number % DAYS)

    def day(found: re.Match[str]) -> str:
        try:
            return (date(*map(int, found.groups())) - moved).isoformat()
        except ValueError:
            return found[0]

    def figure(found: re.Match[str]) -> str:
        most = 10 ** len(found[0])
        return str((int(found[0]) * 31 + number) % (most - 1) + 1)

    def text(found: re.Match[str]) -> str:
        return f">{_FIGURE.sub(figure, found[1])}<"

    return _BETWEEN_TAGS.sub(text, _DAY.sub(day, html))


def _address(url: str, number: int) -> str:
    return f"{url.partition('#')[0].partition('?')[0].rstrip('/')}/{number}"


@cache
def _saved() -> list[dict[str, Any]]:
    with gzip.open(SHARED / "data" / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@cache
def _stories() -> list[Story]:
    """Articles of more than a few paragraphs, with headlines."""
    with gzip.open(SHARED / "data" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        return list(islice(filter(None, map(_story, lines)), STORIES))


def _story(line: str) -> Story | None:
    row = json.loads(line)
    told = [each.strip() for each in row["text"].split("\n") if each.strip()]
    paragraphs = tuple(each for each in told if each != row["title"])
    is_long = sum(len(each.split()) for each in paragraphs) >= 150
    return Story(row["title"], paragraphs) if row["title"] and len(paragraphs) > 3 and is_long else None


@cache
def _others() -> list[Any]:
    return list(other_pages(_stories()[:200]))


# --- records -------------------------------------------------------------------------------------------------------

_RESPONSE: Final = "application/http; msgtype=response"


def _record(kind: str, name: str, url: str, block: bytes, content_type: str) -> bytes:
    lines = {
        "WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{kind}-{name}>", "WARC-Date": "2026-02-27T08:00:00Z",
        "WARC-Target-URI": url, "Content-Type": content_type, "Content-Length": str(len(block)),
    }  # fmt: skip
    head = "".join(f"{key}: {value}\r\n" for key, value in lines.items() if value)
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def _answer(body: bytes, status: str = "200 OK", content_type: str = "text/html; charset=utf-8") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _no_page(reason: str, number: int) -> bytes:
    url = f"https://news.example.org/other/{number}"
    if reason == "revisit":
        return _record("revisit", f"{number}-other", url, _answer(b""), _RESPONSE)
    if reason == "status 404":
        return _record("response", f"{number}-other", url, _answer(b"<html>gone</html>", "404 Not Found"), _RESPONSE)
    picture = _answer(b"\x89PNG" + bytes(2_000), content_type="image/png")
    return _record("response", f"{number}-other", url, picture, _RESPONSE)


def _packed(record: bytes) -> bytes:
    packing = zlib.compressobj(LEVEL, wbits=31)
    return packing.compress(record) + packing.flush()
