"""Sketches: the few numbers that stand for a text, so that copies are found without comparing texts.

A text is the set of its shingles, every run of so many words; each is hashed to 31 bits, and the sketch keeps the
smallest hashes. A run of nothing but common words ("in the United States") gets 2³¹ on top: it counts, and comes
after those by which texts are looked up. Of two sketches the share of hashes that they have in common estimates the
share of words that the texts do (MinHash in the form that also tells a part from a whole: FracMinHash, bottom-k).

Why this is no library's: sketches stay in the warehouse for years and are compared with those of later versions, so
their definition must be ours and not change with a package. datasketch and rensa give signatures that tell how alike
two whole texts are, but not that one is a part of the other, which is what a shortened reprint is; and both make one
object a text in Python, where all shingles of a shard are hashed here at once.

A change of the definition makes stored sketches incomparable: `claimwire backfill --apply` then makes them anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import polars as pl

from transforms.frames import ARTICLE_SKETCHES, ARTICLES, CLAIMS, PASSAGE_SKETCHES, check
from transforms.ledger.traits import is_common, names_in, traits_of

WORD = re.compile(r"[^\W_]+")
ARTICLE_SHINGLE = 4
ARTICLE_BOUND = 1 << 29  # of an article's hashes of 31 bits those below are kept: one in four
ARTICLE_MOST = 1024
PASSAGE_SHINGLE = 3
PASSAGE_MOST = 20
COMMON = np.uint64(1 << 31)
PASSAGE_WORDS = 12  # a shorter sentence says too little to tell who said it first
MIX = tuple(np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))


def article_sketches(articles: pl.DataFrame) -> pl.DataFrame:
    """Of ARTICLES their sketches and traits (ARTICLE_SKETCHES), one row each, sorted by article.

    `shingles` are hashes in rising order, at most ARTICLE_MOST.  Raises FrameError where `articles` is not of
    its specification.
    """
    check(articles, ARTICLES)
    ordered = articles.sort("article_id")
    texts = ordered.get_column("text").to_list()
    hashed = shingle_hashes([words_of(text) for text in texts], ARTICLE_SHINGLE)
    columns = {
        "shingles": [smallest(each[each % COMMON < ARTICLE_BOUND], ARTICLE_MOST) for each in hashed],
        "traits": [traits_of(title, text) for title, text in ordered.select("title", "text").iter_rows()],
    }
    added = pl.DataFrame(columns, schema={name: ARTICLE_SKETCHES.schema()[name] for name in columns})
    kept = ordered.select("article_id", "version_id", "published_date")
    return check(pl.concat([kept, added], how="horizontal"), ARTICLE_SKETCHES)


def passage_sketches(articles: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Of the sentences that hold claims their sketches (PASSAGE_SKETCHES), sorted by article and sentence.

    Only sentences of PASSAGE_WORDS words and more that name somebody or something rare: short ones and set phrases
    ("faces up to 20 years in prison and a fine of $250,000") are written anew every day.  `shingles` are the
    PASSAGE_MOST smallest hashes in rising order.
    """
    check(claims, CLAIMS)
    named = claims.select("article_id", "version_id", "sentence_no", "sentence").unique(maintain_order=True)
    sentences = named.join(articles.select("version_id", "published_date"), on="version_id")
    rows = [
        (article_id, version_id, sentence_no, published, words)
        for article_id, version_id, sentence_no, sentence, published in sentences.iter_rows()
        if len(words := words_of(sentence)) >= PASSAGE_WORDS and names_in(sentence)
    ]
    hashed = shingle_hashes([row[4] for row in rows], PASSAGE_SHINGLE)
    made = [(*row[:4], smallest(each, PASSAGE_MOST)) for row, each in zip(rows, hashed, strict=True)]
    sketches = pl.DataFrame(made, schema=PASSAGE_SKETCHES.schema(), orient="row")
    return check(sketches.sort("article_id", "sentence_no"), PASSAGE_SKETCHES)


def words_of(text: str) -> list[str]:
    """The runs of letters and digits of a text, in lower case."""
    return WORD.findall(text.casefold())


def shingle_hashes(texts: Sequence[list[str]], length: int) -> list[np.ndarray]:
    """For each text the hashes (uint64, below 2³²) of its runs of `length` words; none where it is shorter."""
    if not texts:
        return []
    words = [word for text in texts for word in text]
    numbers = np.fromiter((word_hash(word) for word in words), np.uint64, len(words))
    is_common = np.fromiter((is_common_word(word) for word in words), np.bool_, len(words))
    count = max(0, len(words) - length + 1)
    hashes, are_common = np.zeros(count, np.uint64), np.ones(count, np.bool_)
    with np.errstate(over="ignore"):
        for place in range(length):
            hashes = mixed(hashes + numbers[place : place + count])
            are_common &= is_common[place : place + count]
    hashes = (hashes >> np.uint64(33)) + COMMON * are_common
    ends = np.cumsum([len(text) for text in texts])
    starts = ends - [len(text) for text in texts]
    return [hashes[start : max(start, end - length + 1)] for start, end in zip(starts, ends, strict=True)]


def mixed(numbers: np.ndarray) -> np.ndarray:
    """SplitMix64's finaliser over uint64: every bit of a number changes all others."""
    shifted: np.ndarray = numbers + MIX[0]
    shifted = (shifted ^ (shifted >> np.uint64(30))) * MIX[1]
    shifted = (shifted ^ (shifted >> np.uint64(27))) * MIX[2]
    shifted ^= shifted >> np.uint64(31)
    return shifted


@lru_cache(maxsize=200_000)
def word_hash(word: str) -> int:
    """64 bits of a word, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@lru_cache(maxsize=200_000)
def is_common_word(word: str) -> bool:
    """Whether a word is common, or a number: those of a text are changed as it is brought up to date."""
    return word.isdigit() or is_common(word)


def smallest(hashes: np.ndarray, most: int) -> list[int]:
    """The smallest, each once, in rising order."""
    kept: list[int] = np.unique(hashes)[:most].tolist()
    return kept
