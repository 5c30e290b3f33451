"""Which pages are no articles: lists of articles, galleries, paywall stubs, consent walls, error pages.

What an article has and the others lack is a run of prose, in the page's lines (page_layout.py), that no link to another
article interrupts; so a page that has a long one is an article whatever else stands on it, and one without needs a clue
of what else it is to be refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, cached_property
from statistics import median
from typing import Final

from transforms.articles.metadata import Metadata
from transforms.articles.page_layout import PROSE_LINE, Layout, plain
from transforms.lexicons.tables import read_table

ERROR, CONSENT, PAYWALL = "error page", "consent wall", "paywall"
GALLERY, LIST = "gallery", "list of articles"
REMEDIES: Final = {
    CONSENT: "it asks for consent, not for readers; the server shows the article to those who gave it",
    ERROR: "it says that there is no such page, or that it can't be shown; check or remove the address",
    PAYWALL: "it shows the beginning of an article alone; give the source an authorization, or leave it out",
    GALLERY: "it shows pictures with captions and no article",
    LIST: "it lists articles and is none; give it as a place of the kind sitemap or feed, or leave it out",
}
"""What would mend each kind, in the order in which they are looked for."""
KINDS: Final = tuple(REMEDIES)

# Words of prose, and counts, on pages that were looked at.
_PLENTY: Final = 200  # in one run: an article
_STUB: Final = 160  # as many as a paywall leaves to be read
_LITTLE: Final = 60  # as many as an error page or a consent wall says besides
_INTRODUCTION: Final = 100  # as many as a gallery says before its pictures
_BRIEF: Final = 20  # the shortest news
_FORMULA: Final = 30  # words of the longest line that is a formula
_HEADLINES: Final = 5  # links to other articles that make a list
_STANDS_OUT: Final = 2.5  # times the usual run between two of them
_PICTURES: Final = 5
_COUNTERS: Final = 3

_TO_READER: Final = re.compile(r"(?i)\b(you|your|please|sorry|we|our|us)\b")
_QUOTED: Final = re.compile('[“”"]|\\b(said|says|told)\\b')
_LIST_TYPES: Final = frozenset(("collectionpage", "searchresultspage", "profilepage", "itemlist"))
_GALLERY_TYPES: Final = frozenset(("imagegallery", "mediagallery", "gallery"))


def tell_kind(layout: Layout, stated: Metadata, main_text: Callable[[], str]) -> str | None:
    """What the page is, of KINDS; null for an article (or what may be one).  Where its text decides it is asked for."""
    told = _Told(layout, stated)
    if told.has_plenty():
        return None
    # Where elements are closed in the wrong order all of a page may seem to be its menu.
    if not told.runs and stated.is_article and len(main_text().split()) >= _PLENTY:
        return None
    return next((kind for kind in KINDS if _CLUES[kind](told)), None) or _said_to_the_reader(told)


class _Told:
    """What is counted of a page for all kinds; most is asked of few pages, since a long run of prose settles it."""

    def __init__(self, layout: Layout, stated: Metadata) -> None:
        self.layout, self.stated = layout, stated
        self._hits: dict[int, dict[str, int]] = {}
        for before, line in zip(layout.lines, layout.lines[1:], strict=False):
            if _count(GALLERY, line.plain, line.words):
                before.is_caption = line.is_caption = True  # a picture's number stands under what is said of it

    def has_plenty(self) -> bool:
        """Whether a run is so long that the page is an article."""
        run = 0
        for at, line in enumerate(self.layout.lines):
            run = 0 if line.is_headline else run + self._prose(at)
            if run >= _PLENTY:
                return True
        return False

    @cached_property
    def titles(self) -> list[str]:
        """The title and first headings, as formulas are written."""
        return [plain(title) for title in (self.stated.title or "", *self.stated.headings) if title]

    @cached_property
    def hits(self) -> list[dict[str, int]]:
        """kind → how many of its formulas a line holds, of those that it holds any of; for each line."""
        return [self._hits_of(at) for at in range(len(self.layout.lines))]

    @cached_property
    def headlines(self) -> int:
        """How many lines may be headlines of other articles."""
        return sum(line.is_headline for line in self.layout.lines)

    @cached_property
    def runs(self) -> list[int]:
        """Words of prose that no headline of another article interrupts."""
        runs = [0]
        for at, line in enumerate(self.layout.lines):
            if line.is_headline:
                runs.append(0)
            runs[-1] += self._prose(at)
        return [run for run in runs if run]

    @cached_property
    def longest(self) -> int:
        """The longest run."""
        return max(self.runs, default=0)

    def _prose(self, at: int) -> int:
        line = self.layout.lines[at]
        return line.words if line.is_prose and not line.is_headline and not self._hits_of(at) else 0

    def _hits_of(self, at: int) -> dict[str, int]:
        if at not in self._hits:
            line = self.layout.lines[at]
            self._hits[at] = {kind: count for kind in KINDS if (count := _count(kind, line.plain, line.words))}
        return self._hits[at]

    def is_titled(self, kind: str) -> bool:
        """Whether a title or a first heading is one of such pages."""
        return any(formula.match(title) for title in self.titles for formula in _formulas(kind, "title"))

    def count(self, kind: str) -> int:
        """How often the lines hold a formula of the kind."""
        return sum(hits.get(kind, 0) for hits in self.hits)


def _is_consent(told: _Told) -> bool:
    found = [(line, CONSENT in hits) for line, hits in zip(told.layout.lines, told.hits, strict=True)]
    asked = sum(line.words for line, is_hit in found if is_hit)
    other = sum(line.words for line, is_hit in found if line.is_prose and not is_hit)
    is_asked = any(
        is_hit and (not line.is_prose or _TO_READER.search(line.text)) for line, is_hit in found if not line.is_heading
    )
    return is_asked and told.count(CONSENT) > 1 and told.headlines < _HEADLINES and other < min(asked, _LITTLE)


def _said_to_the_reader(told: _Told) -> str | None:
    """The kind of a page that says little, most of it to its reader: an article speaks of others."""
    prose = [line for line in told.layout.lines if line.is_prose]
    words = sum(line.words for line in prose)
    to_reader = sum(line.words for line in prose if _TO_READER.search(line.text) and not _QUOTED.search(line.text))
    if told.stated.is_article or told.headlines >= _HEADLINES or words >= _LITTLE or 2 * to_reader <= words:
        return None
    text = " ".join([*told.titles, *(line.plain for line in told.layout.lines)])
    return next((kind for kind in KINDS if any(formula.search(text) for formula in _formulas(kind, "tiny"))), None)


def _is_error(told: _Told) -> bool:
    return told.longest < _LITTLE and not told.stated.is_article and (told.is_titled(ERROR) or bool(told.count(ERROR)))


def _is_paywall(told: _Told) -> bool:
    """A wall after which no text follows but that of other articles."""
    walls = [at for at, hits in enumerate(told.hits) if PAYWALL in hits]
    if not walls or sum(run for run in told.runs if run >= _LITTLE) >= _STUB:
        return False
    after = 0
    for line, hits in zip(told.layout.lines[walls[-1] :], told.hits[walls[-1] :], strict=True):
        if line.is_headline:
            break
        after += line.words if line.is_prose and not hits else 0
    return after < _LITTLE / 2


def _is_gallery(told: _Told) -> bool:
    if told.layout.pictures < _PICTURES:
        return False
    if told.is_titled(GALLERY) or told.stated.types & _GALLERY_TYPES or told.count(GALLERY) >= _COUNTERS:
        return told.longest < _INTRODUCTION
    captions = sum(line.is_caption for line in told.layout.lines)
    return told.longest < (_LITTLE if captions >= _PICTURES else _BRIEF)


def _is_list(told: _Told) -> bool:
    if told.headlines < _HEADLINES:
        return False
    usual = median(told.runs) if len(told.runs) > 1 else 0
    stands_out = told.longest >= max(_LITTLE, _STANDS_OUT * usual)
    if told.is_titled(LIST) or (told.stated.types & _LIST_TYPES and not told.stated.is_article):
        return told.longest < _STUB
    if stands_out:
        return False
    first = told.runs[0] if told.runs else 0
    has_headline = any(len(title.split()) > 3 for title in told.titles)
    return not (first >= PROSE_LINE and (told.stated.is_article or (has_headline and first > usual)))


_CLUES: Final = {CONSENT: _is_consent, ERROR: _is_error, PAYWALL: _is_paywall, GALLERY: _is_gallery, LIST: _is_list}


@cache
def _formulas(kind: str, where: str) -> tuple[re.Pattern[str], ...]:
    rows = read_table("page_formulas")
    return tuple(re.compile(row["formula"]) for row in rows if row["kind"] == kind and row["where"] == where)


def _count(kind: str, text: str, words: int) -> int:
    """How many formulas of the kind a line of so many words holds; `text` is plain."""
    count = sum(bool(formula.search(text)) for formula in _formulas(kind, "part"))
    if words <= _FORMULA and not any(formula.search(text) for formula in _formulas(kind, "unless")):
        count += sum(bool(formula.match(text)) for formula in _formulas(kind, "line"))
    return count
