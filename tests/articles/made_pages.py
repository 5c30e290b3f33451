"""Pages made for the tests: articles in many layouts with what stands around them, and pages that are no articles.

Articles are the examples' and those of tests/corpora/pages.toml; walls, errors and lists are from there as well.
"""

# ruff: noqa: E501 (a line of a page is a line here)
from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, Final

import polars as pl

from tests.conftest import ROOT

CORPUS: Final = ROOT / "tests" / "corpora" / "pages.toml"
NO_KIND: Final = ""  # an article


@dataclass(frozen=True)
class Story:
    """An article's words."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class MadePage:
    """A page; `kind` is the reason for which it is to be rejected, NO_KIND for an article."""

    name: str
    kind: str
    html: str


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(CORPUS.read_text(encoding="utf-8"))


def stories(articles: pl.DataFrame) -> list[Story]:
    """Those of the examples (ARTICLES) that have a title, and the corpus's own."""
    titled = articles.filter(pl.col("title").is_not_null() & pl.col("is_read")).sort("article_id")
    found = [
        Story(title, tuple(line for line in text.split("\n") if line.strip() and line != title))
        for title, text in titled.select("title", "text").iter_rows()
    ]
    return found + [Story(each["title"], tuple(each["paragraphs"])) for each in _told()["articles"]]


# --- layouts: (story, what stands around it) → page ----------------------------------------------------------------


def _paragraphs(story: Story, mark: str = "p") -> str:
    return "".join(f"<{mark}>{escape(each)}</{mark}>" for each in story.paragraphs)


def _linked(story: Story, kind: str = "NewsArticle") -> str:
    told = {"@context": "https://schema.org", "@type": kind, "headline": story.title, "datePublished": "2026-04-14"}
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


def _teasers(stories: list[Story], heading: str = "h3", length: int = 18) -> str:
    return "".join(
        f'<div class="card"><{heading}><a href="/a/{n}">{escape(each.title)}</a></{heading}>'
        f"<p>{escape(' '.join(each.paragraphs[0].split()[:length]))}…</p></div>"
        for n, each in enumerate(stories)
    )


def _links(stories: list[Story]) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="/a/{n}">{escape(each.title)}</a></li>' for n, each in enumerate(stories))
        + "</ul>"
    )


MENU: Final = (
    "<ul>"
    + "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("World", "Economy", "Sport", "Life"))
    + "</ul>"
)
BANNER: Final = (
    '<div id="banner"><p>We use cookies to personalise content and ads and to analyse our traffic.</p>'
    "<button>Accept all</button><button>Reject all</button></div>"
)
OFFER: Final = '<div class="offer"><p>Subscribe to the Courier from 9 a month.</p><a href="/login">Already a subscriber? Log in</a></div>'
FOOT: Final = (
    "<footer><p>© 2026 The Courier</p><a href='/privacy'>Privacy policy</a> <a href='/terms'>Terms</a></footer>"
)


def _shell(head: str, body: str, title: str) -> str:
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head><body>{body}</body></html>'


def semantic(story: Story, others: list[Story]) -> str:
    """Clean HTML 5 with linked data."""
    main = f"<main><article><h1>{escape(story.title)}</h1><time datetime='2026-04-14'>14 April 2026</time>{_paragraphs(story)}</article></main>"
    return _shell(
        _linked(story),
        f"<nav>{MENU}</nav>{main}<aside><h2>Most read</h2>{_links(others)}</aside>{FOOT}",
        f"{story.title} | Courier",
    )


def div_soup(story: Story, others: list[Story]) -> str:
    """No element says what it is; teasers follow the text."""
    text = "".join(f'<div class="x7">{escape(each)}</div>' for each in story.paragraphs)
    return _shell(
        "",
        f'<div>{MENU}</div><div class="a1"><div class="t">{escape(story.title)}</div>{text}</div><div class="b2">{_teasers(others)}</div>',
        story.title,
    )


def blog(story: Story, others: list[Story]) -> str:
    """A weblog's theme: og tags, a side bar of recent posts, comments."""
    head = f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(story.title)}">'
    post = f'<div class="entry-content">{_paragraphs(story)}</div>'
    comments = '<div id="comments"><h3>2 comments</h3><p>Well said.</p><p>I was there and saw it too.</p></div>'
    return _shell(
        head,
        f'<div id="page"><h1 class="entry-title">{escape(story.title)}</h1>{post}{comments}</div><div id="sidebar">{_links(others)}</div>',
        story.title,
    )


def tables(story: Story, others: list[Story]) -> str:
    """The year 2003: tables and line breaks."""
    text = "<br><br>".join(escape(each) for each in story.paragraphs)
    return _shell(
        "",
        f"<table><tr><td width=150>{_links(others)}</td><td><b>{escape(story.title)}</b><br>14 April 2026<p>{text}</td></tr></table>",
        story.title,
    )


def crowded(story: Story, others: list[Story]) -> str:
    """A banner, an offer, a picture, teasers between the paragraphs and many after them."""
    half = (len(story.paragraphs) + 1) // 2
    first, last = Story("", story.paragraphs[:half]), Story("", story.paragraphs[half:])
    between = f'<div class="more"><p>Read more: <a href="/a/1">{escape(others[0].title)}</a></p></div>'
    picture = "<figure><img src='a.jpg'><figcaption>The harbour of Tarn on Monday.</figcaption></figure>"
    main = f"<article><h1>{escape(story.title)}</h1>{picture}{_paragraphs(first)}{between}{_paragraphs(last)}</article>"
    return _shell(
        _linked(story),
        f"{BANNER}<nav>{MENU}</nav>{OFFER}<main>{main}<section><h2>More</h2>{_teasers(others)}</section></main>{FOOT}",
        f"{story.title} - Courier",
    )


def picture_story(story: Story, others: list[Story]) -> str:
    """A picture with its caption after each paragraph."""
    told = "".join(
        f"<p>{escape(each)}</p><figure><img src='{n}.jpg'><figcaption>Picture {n + 1}, taken in spring.</figcaption></figure>"
        for n, each in enumerate(story.paragraphs)
    )
    head = '<meta property="article:published_time" content="2026-04-14T08:00:00Z">'
    return _shell(
        head, f"<main><h1>{escape(story.title)}</h1>{told}</main><div>{_links(others[:4])}</div>", story.title
    )


def bare(story: Story, others: list[Story]) -> str:
    """A wire's page: nothing but the text."""
    return _shell("", f"<h2>{escape(story.title)}</h2>{_paragraphs(story)}", "")


def sectioned(story: Story, others: list[Story]) -> str:
    """Headings between the paragraphs, an offer at the end, a wall that waits hidden."""
    told = "".join(f"<h2>Part {n + 1}</h2><p>{escape(each)}</p>" for n, each in enumerate(story.paragraphs))
    hidden = '<div style="display:none" class="paywall"><p>Subscribe to continue reading</p></div>'
    return _shell(
        _linked(story, "ReportageNewsArticle"),
        f"<header>{MENU}{OFFER}</header><article><h1>{escape(story.title)}</h1>{told}</article>{hidden}<div>{_teasers(others[:5])}</div>{FOOT}",
        story.title,
    )


LAYOUTS: Final = (semantic, div_soup, blog, tables, crowded, picture_story, bare, sectioned)


def _around(every: list[Story], at: int, count: int = 9) -> list[Story]:
    return [every[(at + 1 + n) % len(every)] for n in range(count)]


def article_pages(every: list[Story]) -> Iterator[MadePage]:
    """Each story in four of the layouts."""
    for at, story in enumerate(every):
        for step in range(4):
            layout = LAYOUTS[(at + 2 * step + step // 2) % len(LAYOUTS)]
            yield MadePage(f"{layout.__name__}: {story.title}", NO_KIND, layout(story, _around(every, at)))


# --- pages that are no articles --------------------------------------------------------------------------------------


def _wall(told: dict[str, Any], story: Story, others: list[Story], *, is_plain: bool) -> str:
    shown = Story(story.title, story.paragraphs[: told["shown"]])
    lines = told["wall"]
    if is_plain:
        wall = "".join(f"<div>{escape(line)}</div>" for line in lines)
        return _shell(
            "",
            f'<div>{MENU}</div><div><h1>{escape(story.title)}</h1>{_paragraphs(shown)}</div><div class="k">{wall}</div><div>{_links(others)}</div>',
            story.title,
        )
    wall = f"<h3>{escape(lines[0])}</h3>" + "".join(f"<p>{escape(line)}</p>" for line in lines[1:])
    main = f'<article><h1>{escape(story.title)}</h1>{_paragraphs(shown)}<section class="gate">{wall}<a href="/buy">Offers</a></section></article>'
    return _shell(
        _linked(story),
        f"{BANNER}<nav>{MENU}</nav><main>{main}</main><section>{_teasers(others)}</section>{FOOT}",
        story.title,
    )


def _consent(told: dict[str, Any], *, is_form: bool) -> str:
    text = "".join(f"<p>{escape(each)}</p>" for each in told["paragraphs"])
    mark = "a href='#'" if is_form else "button"
    buttons = "".join(f"<{mark}>{escape(each)}</{mark.split()[0]}>" for each in told["buttons"])
    body = (
        f"<form><h1>{escape(told['title'])}</h1>{text}{buttons}</form>"
        if is_form
        else f"<div role='dialog'><h2>{escape(told['title'])}</h2>{text}<div>{buttons}</div></div>"
    )
    return _shell("", body + ("" if is_form else FOOT), told["title"])


def _error(told: dict[str, Any], others: list[Story], *, has_links: bool) -> str:
    text = "".join(f"<p>{escape(each)}</p>" for each in told["paragraphs"])
    rest = f"<nav>{MENU}</nav><section><h2>Most read</h2>{_links(others)}</section>{FOOT}" if has_links else ""
    return _shell("", f"<main><h1>{escape(told['title'])}</h1>{text}</main>{rest}", told["title"])


def _tag(told: dict[str, Any], others: list[Story], way: int) -> str:
    about = f"<p>{escape(told['about'])}</p>" if told["about"] else ""
    heading = f"<h1>{escape(told['title'])}</h1>{about}"
    if way == 0:
        return _shell(
            '<meta property="og:type" content="website">',
            f"<nav>{MENU}</nav><main>{heading}{_teasers(others, 'h2', 30)}</main>{FOOT}",
            told["title"],
        )
    if way == 1:
        return _shell(
            "",
            f"<div>{MENU}</div><div>{heading}</div><div>{_links(others)}</div><a href='?page=2'>Older</a>",
            told["title"],
        )
    rows = "".join(
        f'<article><a href="/a/{n}"><h3>{escape(each.title)}</h3></a><span>1{n} April 2026</span><div>{escape(each.paragraphs[0])}</div><a href="/a/{n}">Read more</a></article>'
        for n, each in enumerate(others)
    )
    return _shell(
        f'<script type="application/ld+json">{json.dumps({"@type": "CollectionPage", "name": told["title"]})}</script>',
        f"<header>{MENU}</header>{heading}{rows}",
        told["title"],
    )


def _gallery(told: dict[str, Any], captions: list[str], way: int) -> str:
    intro = f"<p>{escape(told['intro'])}</p>" if told["intro"] else ""
    if way == 0:
        pictures = "".join(
            f"<figure><img src='{n}.jpg'><figcaption>{escape(each)}</figcaption></figure>"
            for n, each in enumerate(captions)
        )
        head = f'<meta property="og:type" content="article"><script type="application/ld+json">{json.dumps({"@type": "ImageGallery", "name": told["title"]})}</script>'
    elif way == 1:
        pictures = "".join(
            f"<div class='slide'><img src='{n}.jpg'><p>{escape(each)}</p><span>{n + 1} / {len(captions)}</span></div>"
            for n, each in enumerate(captions)
        )
        head = ""
    else:
        pictures = "".join(f"<li><img src='{n}.jpg' alt='{escape(each)}'></li>" for n, each in enumerate(captions))
        pictures, head = f"<ul>{pictures}</ul>", '<meta property="og:type" content="article">'
    return _shell(
        head, f"<nav>{MENU}</nav><main><h1>{escape(told['title'])}</h1>{intro}{pictures}</main>{FOOT}", told["title"]
    )


def other_pages(every: list[Story]) -> Iterator[MadePage]:
    """Paywall stubs, consent walls, error pages, lists and galleries, each in several layouts."""
    told = _told()
    for way in (0, 1):
        for at, each in enumerate(told["paywalls"]):
            story = every[(at * 2 + way) % (len(every) - len(told["articles"]))]
            yield MadePage(f"wall {at}.{way}", "paywall", _wall(each, story, _around(every, at), is_plain=bool(way)))
        for at, each in enumerate(told["consents"]):
            yield MadePage(f"consent {at}.{way}", "consent wall", _consent(each, is_form=bool(way)))
        for at, each in enumerate(told["errors"]):
            yield MadePage(f"error {at}.{way}", "error page", _error(each, _around(every, at), has_links=bool(way)))
    for way in (0, 1, 2):
        for at, each in enumerate(told["tags"]):
            yield MadePage(f"tag {at}.{way}", "list of articles", _tag(each, _around(every, at, 7 + 2 * at), way))
        for at, each in enumerate(told["galleries"]):
            captions = [" ".join(story.paragraphs[-1].split()[:16]) for story in _around(every, 5 * at, 8 + at)]
            yield MadePage(f"gallery {at}.{way}", "gallery", _gallery(each, captions, way))


def short_pages(which: str) -> Iterator[MadePage]:
    """Whole bodies as they stand in the corpus: those that were "seen" when formulas were written, or "unseen"."""
    shorts = _told()["shorts"]
    parts = {name: text for name, text in shorts.items() if isinstance(text, str)}
    for at, each in enumerate(shorts[which]):
        body = each["body"]
        for name, text in parts.items():
            body = body.replace(f"{{{name}}}", text)
        yield MadePage(f"{which} {at}", each["kind"], _shell("", body, each["title"]))
