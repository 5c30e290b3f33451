"""Pages that are no articles are told from those that are, and each is a reject with its own reason."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from trafilatura import load_html

from flows.sources import RawStore, collect, recognise
from flows.sources.memory import FetchMemory
from flows.sources.record import HTML, Record
from tests.articles.made import documents
from tests.articles.made_pages import NO_KIND, MadePage, article_pages, other_pages, short_pages, stories
from tests.conftest import ROOT
from transforms.articles import read_articles
from transforms.articles.metadata import read_metadata
from transforms.articles.page_kinds import KINDS, tell_kind
from transforms.articles.page_layout import read_layout

AT = datetime(2026, 3, 1, 12, 0)  # noqa: DTZ001 (UTC without a zone, as everywhere)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[MadePage]:
    """All made pages, on the texts of the examples."""
    store = RawStore(tmp_path_factory.mktemp("raw"))
    given = collect(recognise(str(ROOT / "examples")), store, FetchMemory(), lambda: AT)
    told = stories(read_articles(given.documents)[0])
    return [*article_pages(told), *other_pages(told), *short_pages("seen"), *short_pages("unseen")]


def told_kind(html: str) -> str:
    tree = load_html(html)
    return tell_kind(read_layout(tree), read_metadata(tree), str) or NO_KIND


def test_what_is_no_article_is_told_from_articles(pages: list[MadePage]) -> None:
    told = Counter((page.kind != NO_KIND, told_kind(page.html) != NO_KIND) for page in pages)
    assert sum(page.kind == NO_KIND for page in pages) >= 60
    assert sum(page.kind != NO_KIND for page in pages) >= 100
    precision = told[True, True] / (told[True, True] + told[False, True])
    recall = told[True, True] / (told[True, True] + told[True, False])
    assert precision >= 0.95, told
    assert recall >= 0.95, told


def test_short_pages_that_no_formula_was_written_for() -> None:
    unseen = list(short_pages("unseen"))
    assert len(unseen) == 18
    assert [page.name for page in unseen if page.kind == NO_KIND and told_kind(page.html)] == []
    wrong = [page.name for page in unseen if told_kind(page.html) != page.kind]
    assert len(wrong) <= 5, wrong


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_told_from_the_others(kind: str, pages: list[MadePage]) -> None:
    of_kind = [told_kind(page.html) for page in pages if page.kind == kind]
    assert len(of_kind) >= 12
    wrong = [each for each in of_kind if each not in (kind, NO_KIND)]
    assert not wrong
    assert of_kind.count(kind) >= 0.85 * len(of_kind)


def test_articles_with_plenty_around_them_are_articles(pages: list[MadePage]) -> None:
    refused = [(page.name, found) for page in pages if page.kind == NO_KIND and (found := told_kind(page.html))]
    assert len(refused) <= 2, refused


def test_each_is_a_reject_by_its_own_reason(pages: list[MadePage]) -> None:
    chosen = {
        kind: next(page for page in pages if page.kind == kind and told_kind(page.html) == kind) for kind in KINDS
    }
    article = next(page for page in pages if page.kind == NO_KIND)
    records = [Record(kind, page.html, HTML) for kind, page in chosen.items()]
    articles, rejected = read_articles(documents(*records, Record("article", article.html, HTML)))
    assert articles.get_column("own_id").to_list() == ["article"]
    assert dict(rejected.select("own_id", "reason").iter_rows()) == {kind: kind for kind in KINDS}
    assert all(len(detail) > len("in/x: paywall; ") for detail in rejected.get_column("detail"))


def test_a_long_text_is_an_article_whatever_it_is_called() -> None:
    text = "".join(
        f"<p>The council of Osby met for the {n}th time and spent {n} crowns on the harbour wall.</p>"
        for n in range(20)
    )
    for title in ("Page not found", "In pictures: the wall", "Search results for harbour", "Before you continue"):
        wall = "<p>Subscribe to continue reading</p><button>Accept all</button>"
        assert (
            told_kind(f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{text}{wall}</body></html>")
            == NO_KIND
        )
