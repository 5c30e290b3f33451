"""Searches over the blocks of a copy: the numbers of the claims that fit, the newest first, and what they come to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from warehouse.index.blocks import NONE, Block, Numbers, in_arrow
from warehouse.index.layout import DOTTED, FACETS
from warehouse.index.threads import Threads

EPOCH: Final = date(1970, 1, 1)
NO_DAY: Final = np.iinfo(np.int32).min
# How many texts are looked through for a phrase at a time.
TOGETHER: Final = 1 << 15
# A word of a search as the index cuts it, and a form that is one such word.
TOKEN: Final = re.compile(r"[^\W_]+")
SPECIAL: Final = re.compile(r"([\\.+*?()|\[\]{}^$])")


class Index:
    """All blocks of a copy beside each other: claim `n` is the n-th of them, the newest first; `threads` its series."""

    def __init__(self, blocks: Sequence[Block], weights: Numbers, threads: Threads) -> None:
        self.blocks, self.threads = tuple(blocks), threads
        sizes = [block.size for block in self.blocks]
        self.starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self.size = int(self.starts[-1])
        if weights.size != self.size:
            raise ValueError(f"there are {weights.size} weights for {self.size} claims")
        self.values, self.codes = {}, {}
        for name in FACETS:
            self.values[name], self.codes[name] = self._facet(name)
        self.days, self.first_days, self.last_days = (
            self._numbers(name, NO_DAY).astype(np.int32, copy=False)
            for name in ("published_date", "as_of_start", "as_of_end")
        )
        self.confidence, self.weights = self._numbers("confidence", 0.0), weights
        self.articles = self._articles()

    @property
    def by_name(self) -> Mapping[str, Block]:
        """The blocks by their names."""
        return {block.name: block for block in self.blocks}

    @property
    def is_dated(self) -> Numbers:
        """For each claim whether its article has a day of publication."""
        dated: Numbers = self.days != NO_DAY
        return dated

    def having(self, forms: tuple[str, ...]) -> Numbers:
        """For each claim whether one of the forms of a word, or the phrase, stands in one of its texts."""
        words = [form for form in forms if TOKEN.fullmatch(form)]
        found = [block.pieces_with(words) for block in self.blocks]
        for phrase in forms:
            if not TOKEN.fullmatch(phrase):
                for pieces, more in zip(found, _with_phrase(self.blocks, phrase), strict=True):
                    pieces.append(more)
        parts = [block.with_pieces(pieces) for block, pieces in zip(self.blocks, found, strict=True)]
        return np.concatenate(parts) if parts else np.zeros(0, np.bool_)

    def valued(self, facet: str, value: str) -> Numbers:
        """For each claim whether its value of one of FACETS is this one."""
        values = self.values[facet]
        place = bisect_left(values, value)
        is_known = place < len(values) and values[place] == value
        has: Numbers = self.codes[facet] == (place + 1 if is_known else -1)
        return has

    def about(self, day: date) -> Numbers:
        """For each claim whether its figure is about the day; one end of a span stands for both."""
        first = np.where(self.first_days == NO_DAY, self.last_days, self.first_days)
        last = np.where(self.last_days == NO_DAY, self.first_days, self.last_days)
        number = day_number(day)
        spans: Numbers = (first != NO_DAY) & (first <= number) & (number <= last)
        return spans

    def highest(self, hits: Numbers, values: Numbers, most: int) -> Numbers:
        """As many of some claims as `most`, those first for which `values` has the most; of equals the newer."""
        low = -values[hits]
        if most < hits.size:
            near = low <= np.partition(low, most)[most]
            hits, low = hits[near], low[near]
        return hits[np.argsort(low, kind="stable")][:most]

    def counted(self, facet: str, hits: Numbers, most: int) -> list[tuple[str, int]]:
        """The most frequent values of one of FACETS among some claims with their counts; of equals in order."""
        values = self.values[facet]
        counts = np.bincount(of_hits(self.codes[facet], hits), minlength=len(values) + 1)[1:]
        places = np.flatnonzero(counts)
        if places.size > most:
            places = places[counts[places] >= np.partition(counts[places], -most)[-most]]
        ordered = places[np.argsort(-counts[places], kind="stable")][:most]
        return [(values[place], int(counts[place])) for place in ordered]

    def article_count(self, hits: Numbers) -> int:
        """How many articles some claims, in order, stand in."""
        return int(np.count_nonzero(np.diff(of_hits(self.articles, hits)))) + 1 if hits.size else 0

    def by_day(self, hits: Numbers) -> list[tuple[date, int]]:
        """Each day of publication of some claims with their count, the oldest first."""
        days, counts = np.unique(of_hits(self.days, hits), return_counts=True)
        told = zip(days.tolist(), counts.tolist(), strict=True)
        return [(EPOCH + timedelta(days=day), count) for day, count in told if day != NO_DAY]

    def newest_days(self, hits: Numbers, most: int) -> list[tuple[date, int]]:
        """As many days of `by_day` as `most`, the newest first.

        Of each day it looks at a few claims alone, for they stand in the order of their days.
        """
        told: list[tuple[date, int]] = []
        place = 0
        while place < hits.size and len(told) < most and (day := int(self.days[hits[place]])) != NO_DAY:
            after = bisect_right(hits, -day, lo=place, key=lambda number: -int(self.days[number]))
            told.append((EPOCH + timedelta(days=day), after - place))
            place = after
        return told

    def rows(self, hits: Numbers) -> list[dict[str, Any]]:
        """Claims by their numbers: the columns of layout.COLUMNS."""
        return [block.row(place) for block, place in self._places(hits)]

    def columns(self, hits: Numbers, names: Sequence[str]) -> pa.Table:
        """Some columns of layout.COLUMNS of at least one claim by their numbers, in their order."""
        blocks = np.searchsorted(self.starts, hits, side="right") - 1
        order = np.argsort(blocks, kind="stable")
        parts = [
            self.blocks[number].taken(hits[order][blocks[order] == number] - self.starts[number], names)
            for number in np.unique(blocks)
        ]
        return pa.concat_tables(parts).take(in_arrow(np.argsort(order, kind="stable")))

    def ids(self, hits: Numbers) -> list[str]:
        """The claim_id of claims by their numbers."""
        return [block.id(place) for block, place in self._places(hits)]

    def _places(self, hits: Numbers) -> Iterator[tuple[Block, int]]:
        """The block that each claim is in, and its place there."""
        blocks = np.searchsorted(self.starts, hits, side="right") - 1
        for number, place in zip(blocks.tolist(), (hits - self.starts[blocks]).tolist(), strict=True):
            yield self.blocks[number], place

    def _numbers(self, column: str, missing: float) -> Numbers:
        parts = [block.numbers(column, missing) for block in self.blocks]
        return np.concatenate(parts) if parts else NONE

    def _facet(self, name: str) -> tuple[list[str], Numbers]:
        """The values of a facet in order, and for each claim the place of its own, counted from 1; 0 for none."""
        texts = [block.texts(name).to_pylist() for block in self.blocks]
        values = sorted({text for each in texts for text in each} - {None})
        places: Mapping[str, int] = {value: place for place, value in enumerate(values, 1)}
        kind = np.min_scalar_type(len(values))
        parts = [
            np.array([places.get(text, 0) for text in each], kind)[block.codes[name]]
            for each, block in zip(texts, self.blocks, strict=True)
        ]
        return values, np.concatenate(parts) if parts else NONE

    def _articles(self) -> Numbers:
        """A number for each claim's article, those of one article beside each other."""
        parts, first = [], 0
        for block in self.blocks:
            parts.append(block.codes["version_id"].astype(np.int32) + first)
            first += len(block.texts("version_id"))
        return np.concatenate(parts) if parts else NONE


def of_hits(values: Numbers, hits: Numbers) -> Numbers:
    """The values of some claims; of all of them without a copy."""
    return values if hits.size == values.size else values.take(hits)


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def _with_phrase(blocks: Sequence[Block], phrase: str) -> list[Numbers]:
    """For each block the pieces in which a phrase stands as it is: those that have all its words are looked at."""
    likely = [_with_words(block, phrase) for block in blocks]
    written = pattern(phrase)
    # The texts are written as the words of a search are.
    held = [
        texts.str.replace_all(*DOTTED, literal=True).str.contains(written).fill_null(False).to_numpy()
        for texts in _together(blocks, likely)
    ]
    if not held:
        return likely
    ends = np.cumsum([pieces.size for pieces in likely])
    parts = np.split(np.concatenate(held), ends[:-1])
    return [pieces[has] for pieces, has in zip(likely, parts, strict=True)]


def _together(blocks: Sequence[Block], pieces: Sequence[Numbers]) -> Iterator[pl.Series]:
    """The texts of some pieces of each block, in order, some thousand at a time.

    A look at the texts of many blocks costs less than one at each; all that have "of the" would fill the memory.
    """
    texts: list[pa.Array] = []
    for block, sought in zip(blocks, pieces, strict=True):
        for name, places in block.by_column(sought):
            for first in range(0, places.size, TOGETHER):
                texts.append(block.texts(name).take(in_arrow(places[first : first + TOGETHER])))
                if sum(map(len, texts)) >= TOGETHER:
                    yield pl.Series(pa.concat_arrays(texts))
                    texts = []
    if texts:
        yield pl.Series(pa.concat_arrays(texts))


def _with_words(block: Block, phrase: str) -> Numbers:
    """The pieces of a block that have all words of a phrase, in whatever order."""
    having = sorted(block.pieces_with(sorted(set(TOKEN.findall(phrase)))), key=len)
    likely = having[0] if having else np.arange(block.piece_count, dtype=np.int32)
    for pieces in having[1:]:
        likely = np.intersect1d(likely, pieces, assume_unique=True)
    return likely


def pattern(phrase: str) -> str:
    """The regular expression that finds a phrase as whole words, whatever space is between them."""
    words = r"\s+".join(SPECIAL.sub(r"\\\1", word) for word in phrase.split())
    return rf"(?i)(^|[^\pL\pN])({words})($|[^\pL\pN])"
