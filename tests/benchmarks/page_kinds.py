"""How well pages that are no articles are told from those that are: `python -m tests.benchmarks.page_kinds`.

On the pages that are made for the tests (tests/articles/made_pages.py); some of their wordings were written last, after
the formulas, and never looked at again: these are told apart.  Saved pages of news are in tests/benchmarks/pages.py.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from trafilatura import load_html

from flows.sources import RawStore, collect, recognise
from flows.sources.memory import FetchMemory
from tests.articles.made_pages import NO_KIND, MadePage, article_pages, other_pages, short_pages, stories
from tests.conftest import ROOT
from transforms.articles import read_articles
from transforms.articles.metadata import read_metadata
from transforms.articles.page_kinds import KINDS, tell_kind
from transforms.articles.page_layout import read_layout


@dataclass(frozen=True)
class Telling:
    """Pages that are told to be no articles, against those that are none; `exactly` counts those told by their kind."""

    right: int
    wrong: int  # articles
    missed: int
    exactly: int

    @property
    def precision(self) -> float:
        """Of the pages that were told to be no articles those that are none."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of the pages that are no articles those that were told."""
        return self.right / (self.right + self.missed)


def made_pages(folder: Path) -> list[MadePage]:
    """All made pages, on the texts of the examples, whose bytes come to `folder`."""
    at = datetime(2026, 3, 1, 12, tzinfo=UTC).replace(tzinfo=None)
    given = collect(recognise(str(ROOT / "examples")), RawStore(folder), FetchMemory(), lambda: at)
    told = stories(read_articles(given.documents)[0])
    return [*article_pages(told), *other_pages(told), *short_pages("seen"), *short_pages("unseen")]


def told_kind(html: str) -> str:
    """What the page is told to be, NO_KIND for an article."""
    tree = load_html(html)
    return tell_kind(read_layout(tree), read_metadata(tree), str) or NO_KIND


def telling(pages: list[MadePage], told: Callable[[str], str] = told_kind) -> Telling:
    """How well these pages are told."""
    found = Counter(
        (page.kind != NO_KIND, kind != NO_KIND, page.kind == kind) for page in pages for kind in [told(page.html)]
    )
    right = found[True, True, True] + found[True, True, False]
    return Telling(right, found[False, True, False], found[True, False, False], found[True, True, True])


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        pages = made_pages(Path(folder))
    unseen = list(short_pages("unseen"))
    for name, some in (("all made pages", pages), ("wordings never looked at", unseen)):
        articles, told = sum(page.kind == NO_KIND for page in some), telling(some)
        print(f"{name}: {articles} articles, {len(some) - articles} others: precision {told.precision:.3f}", end=", ")
        print(f"recall {told.recall:.3f}, {told.exactly} of {told.right} by their own kind")
    for kind in KINDS:
        of_kind = [page for page in pages if page.kind == kind]
        print(f"  {kind}: {telling(of_kind).exactly} of {len(of_kind)}")


if __name__ == "__main__":
    main()
