"""Pages that are no articles are told from those that are, and each is a reject with its own reason."""

from __future__ import annotations

import pytest

from flows.sources.record import HTML, Record
from tests.articles.made import documents
from tests.articles.made_pages import NO_KIND, MadePage, short_pages
from tests.benchmarks.page_kinds import made_pages, telling, told_kind
from transforms.articles import read_articles
from transforms.articles.page_kinds import KINDS


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[MadePage]:
    """All made pages."""
    return made_pages(tmp_path_factory.mktemp("raw"))


def test_what_is_no_article_is_told_from_articles(pages: list[MadePage]) -> None:
    told = telling(pages)
    assert sum(page.kind == NO_KIND for page in pages) >= 60
    assert sum(page.kind != NO_KIND for page in pages) >= 100
    assert told.precision >= 0.95, told
    assert told.recall >= 0.95, told


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
