"""What a feed's entries say, and whether they carry an article or a teaser."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.feed import Entry, read_feed
from transforms.articles.urls import canonical_url
from transforms.errors import InputError

LONG = "The gauge stood at 3.5 metres when it was read on Friday. " * 25
URL = "https://example.org/news/feed"


def rss(entry: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><item>{entry}</item></channel></rss>'.encode()


def entry_of(fields: str) -> Entry:
    """The one entry of a feed."""
    (entry,) = read_feed(rss(fields), URL, "application/rss+xml")
    return entry


@pytest.mark.parametrize(
    ("content", "is_whole"),
    [
        (LONG, True),
        (f"<p>{LONG}</p>", True),
        (f"<p>{LONG}</p><p>The post <a href='/a'>Gauge</a> appeared first on Courier.</p>", True),
        (LONG[:600], False),
        (f"<img src='{'x' * 2000}'>", False),
        (LONG + "...", False),
        (LONG + "…", False),
        (LONG + " [...]", False),
        (LONG + " [&#8230;]".replace("&#8230;", "…"), False),
        (LONG + "<a href='/a'>Read more</a>", False),
        (LONG + "Continue reading →", False),
        (None, False),
    ],
)
def test_whole_articles_and_teasers(content: str | None, is_whole: bool) -> None:
    assert Entry(0, "a", None, None, None, content).is_whole() is is_whole


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a", "https://example.org/a"),
        ("b", "https://example.org/news/b"),
        ("https://other.org/a", "https://other.org/a"),
    ],
)
def test_links_count_from_the_feed(link: str, expected: str) -> None:
    assert entry_of(f"<link>{link}</link>").link == expected


def test_ids_are_what_the_feed_gives_without_secrets() -> None:
    assert entry_of("<guid isPermaLink='false'>flood-1</guid>").own_id == "flood-1"
    assert entry_of("<guid>https://example.org/?token=HIDDEN</guid>").own_id == "https://example.org/?token=***"
    assert entry_of("<title>Flood</title>").own_id is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Fri, 27 Feb 2026 23:30:00 -0500", "Fri, 27 Feb 2026 23:30:00 -0500"),
        ("2026-02-27T08:00:00Z", "2026-02-27T08:00:00Z"),
        ("Fri, 31 Feb 99999 08:00:00 GMT", None),
        ("soon", None),
    ],
)
def test_dates_are_kept_as_they_are_written(written: str, expected: str | None) -> None:
    assert entry_of(f"<title>x</title><pubDate>{written}</pubDate>").published == expected


def test_titles_are_plain_text() -> None:
    assert entry_of("<title>Flood &lt;b&gt;in&lt;/b&gt; town &amp;amp; mud</title>").title == "Flood in town & mud"


@given(body=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: rss(text)))
def test_any_bytes_are_entries_or_an_input_error(body: bytes) -> None:
    try:
        entries = read_feed(body, URL, "application/rss+xml")
    except InputError:
        return
    assert [entry.row_no for entry in entries] == list(range(len(entries)))


def test_lone_surrogates_of_json_cost_no_entry() -> None:
    item = {"id": "a\ud800", "url": "/\udfff", "title": "t\ud800", "content_text": "x\udc00 40 left " * 100}
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item, {"id": "https://e.org/\ud800"}]})
    first, second = read_feed(body.encode(), URL, "application/feed+json")
    assert (first.own_id, first.link, first.title) == ("a\ufffd", "https://example.org/\ufffd", "t\ufffd")
    assert (first.content or "").startswith("x\ufffd 40 left")
    assert second.own_id == "https://e.org/\ufffd"
    assert canonical_url("https://e.org/\ud800") == canonical_url("https://e.org/\ufffd")


ENTRY = "<title>x &b;</title>"
BOMB = f'<!DOCTYPE rss [<!ENTITY b "{"A" * 100_000}">]>'


@pytest.mark.parametrize(
    ("prologue", "encoding", "content_type"),
    [
        (BOMB, "utf-8", "application/rss+xml"),
        (BOMB.replace("<!ENTITY", "<!ENT<!ENTITY a>ITY"), "utf-8", "application/rss+xml"),
        (BOMB.replace("<!ENTITY", "+ADw-!ENTITY"), "ascii", "application/rss+xml; charset=utf-7"),
        (BOMB, "cp037", "application/rss+xml; charset=cp037"),
        (BOMB.replace("<!ENTITY", "\\u003c!ENTITY"), "ascii", "application/rss+xml; charset=unicode_escape"),
        (BOMB, "utf-32", "application/rss+xml"),
    ],
    ids=["plain", "in one another", "utf-7", "ebcdic", "escapes", "utf-32"],
)
def test_entities_do_not_grow_in_any_disguise(prologue: str, encoding: str, content_type: str) -> None:
    entries = f'<rss version="2.0"><channel><item>{ENTRY.replace("&b;", "&b;" * 1000)}</item></channel></rss>'
    try:
        found = read_feed((prologue + entries).encode(encoding), URL, content_type)
    except InputError:
        return
    assert sum(len(entry.title or "") for entry in found) < 5000
