"""Documents in, articles out: text to the character, ids that say what they mean, and nothing lost."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.record import HTML, MARKDOWN, Record
from tests.articles.made import documents
from transforms.articles import read_articles
from transforms.articles.publication import date_confidences, date_meanings
from transforms.frames import ARTICLES, DOCUMENTS, REJECTED_DOCUMENTS, check
from transforms.layout_columns import DATE_SOURCES

TEXT = "About 40 soldiers left the town on Friday, the council said."
PAGE = f"""<!doctype html><html lang="en"><head><title>Forty leave</title>
<link rel="canonical" href="https://example.org/forty"></head>
<body><h1>Forty leave</h1><p>{TEXT}</p><p>They had <b>held it</b> for <a href="/x">two</a> days.</p></body></html>"""


def article(record: Record) -> dict[str, object]:
    """The one article of a record."""
    articles, rejected = read_articles(documents(record))
    assert rejected.is_empty()
    return check(articles, ARTICLES).row(0, named=True)


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    media_type=st.sampled_from(["text/plain", MARKDOWN]),
)
def test_text_is_kept_to_the_character(text: str, media_type: str) -> None:
    articles, rejected = read_articles(documents(Record("a", text, media_type)))
    if text.isspace():
        assert rejected["reason"].to_list() == ["no text"]
    else:
        assert articles["text"].to_list() == [text]


def test_no_documents_give_no_articles() -> None:
    articles, rejected = read_articles(DOCUMENTS.empty())
    assert check(articles, ARTICLES).is_empty()
    assert check(rejected, REJECTED_DOCUMENTS).is_empty()


def test_what_the_source_states_goes_before_what_the_page_says() -> None:
    found = article(Record("a", PAGE, HTML, "https://example.org/given", "Given", "2026-02-27T23:30:00-05:00"))
    assert (found["title"], found["published_date"], found["url"]) == (
        "Given",
        date(2026, 2, 27),
        "https://example.org/given",
    )


LD_JSON = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-02-25"}</script>'
META_TAG = '<meta property="article:published_time" content="2026-02-26T08:00:00Z">'
ITEMPROP = '<time itemprop="datePublished" datetime="2026-02-24">Tuesday</time>'
DATED_URL = '<link rel="canonical" href="https://example.org/2026/2/23/forty">'
RDFA = '<span class="day" property="dc:date" content="2026-02-21T00:00:00-05:00">Saturday</span>'
READABLE = '<p class="published">February 22, 2026</p>'


@pytest.mark.parametrize(
    ("head", "body", "day", "source"),
    [
        (LD_JSON + META_TAG + DATED_URL, READABLE, 25, "json-ld"),
        (META_TAG + DATED_URL, ITEMPROP + READABLE, 26, "meta tag"),
        (DATED_URL, ITEMPROP + READABLE, 24, "meta tag"),
        (DATED_URL, RDFA + READABLE, 21, "meta tag"),
        (DATED_URL, READABLE, 23, "url"),
        ("", READABLE, 22, "text"),
        ("", "", None, "none"),
    ],
)
def test_where_the_day_of_a_page_comes_from(head: str, body: str, day: int | None, source: str) -> None:
    page = f"<html><head>{head}</head><body><h1>Forty leave</h1>{body}<p>{TEXT} They had held it.</p></body></html>"
    found = article(Record("a", page, HTML))
    assert (found["published_date"], found["date_source"]) == (day and date(2026, 2, day), source)
    sure = found["date_confidence"]
    assert sure == date_confidences()[source]
    assert sure is None if day is None else 0 < float(str(sure)) < 1


def test_what_a_page_states_for_machines_is_surer_than_what_is_read_on_it() -> None:
    sure = date_confidences()
    ranks = [float(str(sure[source])) for source in ("given", "json-ld", "url", "text")]
    assert ranks == sorted(ranks, reverse=True)
    assert sure["none"] is None


@pytest.mark.parametrize(
    ("place", "source"), [("in/a.jsonl", "given"), ("https://example.org/rss.xml", "feed"), ("https://e.org/a", "feed")]
)
def test_the_day_that_a_source_gives_is_its_own(place: str, source: str) -> None:
    given = documents(Record("a", PAGE, HTML, published="2026-02-27")).with_columns(place_found=pl.lit(place))
    found = read_articles(given)[0].row(0, named=True)
    assert (found["published_date"], found["date_source"], found["date_confidence"]) == (date(2026, 2, 27), source, 1.0)


def test_every_place_that_a_day_comes_from_is_told_and_counted() -> None:
    assert tuple(date_confidences()) == tuple(date_meanings()) == DATE_SOURCES


def test_a_page_gives_text_title_and_address() -> None:
    found = article(Record("a", PAGE, HTML))
    assert found["text"] == f"{TEXT}\nThey had held it for two days."
    assert (found["title"], found["url"], found["published_date"]) == ("Forty leave", "https://example.org/forty", None)


def test_a_piece_of_html_is_all_article() -> None:
    found = article(Record("a", f"<p>{TEXT}</p><ul><li>3 <b>stayed</b></li><li>7 left</li></ul>", HTML))
    assert found["text"] == f"{TEXT}\n3 stayed\n7 left"


@pytest.mark.parametrize(
    ("content", "title"),
    [("# Flood in town\n\n40 left.", "Flood in town"), ("\n\n# Flood #\n", "Flood"), ("40 left.\n# Later", None),
     ("## Part\n40 left", None), ("# \n40 left", None)],
)  # fmt: skip
def test_a_markdown_heading_at_the_start_is_the_title(content: str, title: str | None) -> None:
    assert article(Record("a", content, MARKDOWN))["title"] == title


def test_what_is_not_english_is_kept_but_not_read() -> None:
    german = "Am Freitag verließen rund 40 Soldaten die Stadt, wie der Bürgermeister mitteilte."
    articles, rejected = read_articles(documents(Record("a", german), Record("b", TEXT)))
    assert rejected.is_empty()
    assert articles.select("language", "is_read").rows() == [("de", False), ("en", True)]


@pytest.mark.parametrize("written", ["0000-01-01", "9999-12-31", "yesterday", "03/04/2024", "2026-02-30", "1" * 500])
def test_a_date_that_can_not_be_read_is_rejected_by_its_field(written: str) -> None:
    articles, rejected = read_articles(documents(Record("a", TEXT, published=written), Record("b", TEXT)))
    assert articles["own_id"].to_list() == ["b"]
    found = check(rejected, REJECTED_DOCUMENTS).row(0, named=True)
    assert (found["own_id"], found["reason"], found["place_found"]) == ("a", "unreadable date", "in/a")
    assert "field published" in found["detail"]
    assert "YYYY-MM-DD" in found["detail"]


def test_a_rejected_row_of_a_container_is_told_by_its_number_and_id() -> None:
    frame = documents(Record("one", TEXT, published="yesterday")).with_columns(row_no=pl.lit(6))
    _, rejected = read_articles(frame)
    assert rejected.item(0, "detail").startswith("in/one, row 7 (id 'one'): unreadable date; field published")
    assert rejected.item(0, "place_found") == "in/one"


@pytest.mark.parametrize(
    "content", ["<html><body></body></html>", "<html></html>", "<p> </p>", "<script>40</script>", "<"]
)
def test_a_page_without_text_is_rejected(content: str) -> None:
    articles, rejected = read_articles(documents(Record("a", content, HTML)))
    assert articles.height + rejected.height == 1
    assert set(rejected["reason"]) <= {"no text"}


def test_ids_are_those_of_the_article_and_its_version() -> None:
    base = article(Record("a", TEXT, title="T", published="2026-02-27"))
    same = article(Record("a", TEXT, title="T", published="2026-02-27T10:00:00Z", url="https://example.org/moved"))
    assert (same["article_id"], same["version_id"]) == (base["article_id"], base["version_id"])
    assert same["content_hash"] != base["content_hash"]
    changes = [
        Record("b", TEXT, title="T", published="2026-02-27"),
        Record("a", TEXT + " ", title="T", published="2026-02-27"),
        Record("a", TEXT, title="U", published="2026-02-27"),
        Record("a", TEXT, title="T", published="2026-02-28"),
    ]
    assert len({base["version_id"], *(article(record)["version_id"] for record in changes)}) == 5


def test_the_same_id_at_two_sources_is_two_articles() -> None:
    one, two = (read_articles(documents(Record("a", TEXT), source=name))[0] for name in ("one", "two"))
    assert one["article_id"][0] != two["article_id"][0]
    assert one["version_id"][0] != two["version_id"][0]


def test_ids_stay_what_they_are() -> None:
    # Claims in people's warehouses hang on these: a change of the hashing is a change of schema.
    found = article(Record("a", TEXT, title="T", published="2026-02-27"))
    assert found["article_id"] == "bff6bb0dc656a3a669a604c963eb9bd8"
    assert found["version_id"] == "7919a982bdf66bab5eeaabe0b1cc8851"


def test_order_and_company_change_nothing() -> None:
    records = [Record(str(n), f"{TEXT} {n}") for n in range(9)] + [Record("p", PAGE, HTML)]
    together, _ = read_articles(documents(*records))
    apart = pl.concat([read_articles(documents(record))[0] for record in reversed(records)])
    assert together.sort("article_id").equals(apart.sort("article_id"))
