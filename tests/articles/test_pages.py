"""Main text, title, authors and day out of pages, good and hostile."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks.pages import score_pages
from transforms.articles.metadata import Metadata
from transforms.articles.pages import ELEMENTS, read_page
from transforms.errors import InputError

PARAGRAPHS = [
    "The river rose by 2.5 metres overnight and 1,200 people left their homes, the council said on Friday.",
    "About 40 soldiers helped to fill sandbags along the northern bank, where the water stood highest.",
    "Three schools stay closed until Monday, and the road to the coast is shut for at least two days.",
]


def page(head: str = "", body: str = "", title: str = "") -> str:
    """A page with menus around an article."""
    article = body or "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return f"""<!doctype html><html><head>{f"<title>{title}</title>" if title else ""}{head}</head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport 24</a></li></ul></nav>
    <main><article>{article}</article></main>
    <aside><h3>Most read</h3><a href="/x">12 things to know</a></aside><footer>© 2026 The Courier</footer>
    </body></html>"""


def stated(head: str = "", body: str = "", title: str = "") -> Metadata:
    return read_page(page(head, body, title), "in/a.html")[1]


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def test_menus_and_footers_are_left_out() -> None:
    assert read_page(page(), "in/a.html")[0].split("\n") == PARAGRAPHS


def test_a_headline_is_not_the_first_line_of_the_text() -> None:
    body = "<h1>Flood in <i>town</i></h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    text, found = read_page(page(body=body, title="Flood in town"), "in/a.html")
    assert text.split("\n") == PARAGRAPHS
    assert found.title == "Flood in town"


def test_list_items_begin_with_no_hyphen() -> None:
    items = "".join(f"<li>{n} people were moved from the houses along street number {n}</li>" for n in range(3, 9))
    text, _ = read_page(page(body=f"<p>{PARAGRAPHS[0]}</p><ul>{items}</ul><p>{PARAGRAPHS[1]}</p>"), "in/a.html")
    assert "\n3 people were moved" in text


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        ('<meta property="og:title" content="Flood in town">', "Flood in town | The Courier", "Flood in town"),
        ('<meta property="og:title" content="Flood &amp;amp; mud">', "", "Flood & mud"),
        (linked(headline="Flood in town"), "Other", "Flood in town"),
        ('<meta property="og:title" content="Flood in town - The Courier">'
         '<meta property="og:site_name" content="The Courier">', "", "Flood in town"),
        ('<meta property="og:title" content="Flood in town - The Courier">' + linked(headline="Flood in town"), "",
         "Flood in town"),
        ('<meta property="og:title" content="Flood - what we know">'
         '<meta property="og:site_name" content="Courier">', "", "Flood - what we know"),
        ("", "Flood in town", "Flood in town"),
        ("", "Flood in town | World News | The Courier", "Flood in town"),
        ("", "Flood 2.0 | What the council said about the river", "Flood 2.0 | What the council said about the river"),
        (linked(headline=["not", "text"]), "Flood in town", "Flood in town"),
        ('<script type="application/ld+json">{broken</script>', "Flood in town", "Flood in town"),
    ],
)  # fmt: skip
def test_titles(head: str, title: str, expected: str) -> None:
    assert stated(head, title=title).title == expected


@pytest.mark.parametrize(
    "title",
    ["Flood in town after rain | News | Courier", "Courier: Flood in town after rain", "Flood in town after rain"],
)
def test_a_heading_that_the_title_says_again_is_the_headline(title: str) -> None:
    body = "<h1>Courier</h1><h1>Flood in town after rain</h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    assert stated("", body, title).title == "Flood in town after rain"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (linked(datePublished="2026-02-27T23:30:00-05:00", dateModified="2026-03-01"), date(2026, 2, 27)),
        (linked(datePublished="") + '<meta name="date" content="2026-02-27">', date(2026, 2, 27)),
        ('<meta property="article:published_time" content="2026-02-27T08:00:00Z">', date(2026, 2, 27)),
        ('<meta property="article:modified_time" content="2026-02-28">' + linked(datePublished="2026-02-27"),
         date(2026, 2, 27)),
        ('<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"}, '
         '{"@type": ["ReportageNewsArticle"], "datePublished": "2026-02-27"}]}</script>', date(2026, 2, 27)),
        (linked(datePublished=[2026]), None),
        ("", None),
    ],
)  # fmt: skip
def test_days(head: str, expected: date | None) -> None:
    assert stated(head).published == expected


def test_a_visible_date_is_the_last_resort() -> None:
    body = '<p class="date">Friday, February 27, 2026</p>' + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    assert stated(body=body).published == date(2026, 2, 27)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (linked(author=[{"name": "Ana Lind"}, {"name": "Bo Ek"}, {"name": "Ana Lind"}]), "Ana Lind; Bo Ek"),
        (linked(author="By Ana Lind"), "Ana Lind"),
        (linked(author={"name": ["Ana Lind", "Bo Ek"]}), "Ana Lind; Bo Ek"),
        ('<meta name="author" content="Ana Lind">', "Ana Lind"),
        ('<meta property="article:author" content="https://example.org/ana">', None),
        (linked(author={"name": {"first": "Ana"}}), None),
    ],
)
def test_authors(head: str, expected: str | None) -> None:
    assert stated(head).authors == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [("https://example.org/a?utm_source=x", "https://example.org/a"), ("/a", None), ("javascript:alert(1)", None)],
)
def test_canonical_addresses(address: str, expected: str | None) -> None:
    assert stated(f'<link rel="canonical" href="{address}">').url == expected


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 150_000, "<table><tr><td>" * 30_000, "<ul><li>" * 50_000, "<b>" * 100_000, "&lt;" * 100_000,
        "<!--" * 50_000, "<a href='" + "x" * 500_000, "<p " + "a=b " * 100_000 + ">", "\0" * 1000, "\ud800".encode(
            "utf-8", "surrogatepass").decode("utf-8", "replace"), "<![CDATA[" * 10_000,
        '<script type="application/ld+json">' + "[" * 50_000 + "</script>",
        '<!DOCTYPE html [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>&c;',
    ],
)  # fmt: skip
def test_hostile_pages_are_read_in_bounded_time(hostile: str) -> None:
    text, _ = read_page(page(body=hostile + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)), "in/a.html")
    assert len(text) < 3_000_000


def test_a_page_of_too_many_elements_is_refused() -> None:
    with pytest.raises(InputError, match=r"in/a\.html: too many elements; more than 200000"):
        read_page(page(body="<i>" * ELEMENTS), "in/a.html")


@pytest.mark.slow
@settings(max_examples=40)
@given(content=st.text(max_size=300))
def test_any_text_can_be_read_as_a_page(content: str) -> None:
    for each in (content, page(body=content), page(head=content), page(linked(headline=content, author=content))):
        text, found = read_page(each, "in/a.html")
        (text + (found.title or "") + (found.authors or "")).encode()


@pytest.mark.slow
def test_pages_of_many_publishers_are_all_read_and_come_out_as_people_read_them(shared: Path) -> None:
    # Just under what was measured (0.978, 0.944, 1.000); of titles the target is 0.96 (docs/sources.md tells why not).
    scores = score_pages(shared / "data" / "pages.jsonl.gz")
    assert (scores.pages, scores.rejected) == (150, ())
    assert scores.text_f1 >= 0.975
    assert scores.title >= 0.94
    assert scores.day == 1


TEASER = '<div><a href="/b">Harbour wall fell on Monday and 7,000 people were told to leave their homes</a></div>'


def test_lines_that_lead_to_other_articles_are_no_part_of_the_text() -> None:
    linked = '<p>The <a href="/c">harbour wall fell on Monday and 7,000 people</a> were told to leave, he said.</p>'
    body = f"<p>{PARAGRAPHS[0]}</p>{TEASER}<p>{PARAGRAPHS[1]}</p>{linked}{TEASER}{TEASER}"
    text, _ = read_page(page(body=body), "in/a.html")
    assert text.split("\n")[:2] == PARAGRAPHS[:2]
    assert len(text.split("\n")) == 3
    assert text.count("7,000") == 1


def test_a_link_that_never_ends_costs_no_text() -> None:
    body = f'<p>{PARAGRAPHS[0]}</p><a href="/b"><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>'
    text, _ = read_page(page(body=body), "in/a.html")
    assert text.split("\n") == PARAGRAPHS
