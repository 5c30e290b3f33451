"""The word list: which Penn tags a word can have, the likeliest first.  Loaded on first use."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from transforms.lexicons.tables import read_sets

Votes = tuple[tuple[str, float], ...]
_NOTHING: Final[tuple[str, ...]] = ()


def read_groups(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (key, entries) of each line of a packed list: the key, a tab, the entries between spaces."""
    packed = files("transforms.lexicons").joinpath(name + ".gz").read_bytes()
    for line in gzip.decompress(packed).decode().splitlines():
        if not line.startswith("#"):
            key, _, entries = line.partition("\t")
            yield key, entries.split(" ")


@cache
def word_tags() -> dict[str, tuple[str, ...]]:
    """Every listed word, as it is written (names with capitals), to its possible tags, the likeliest first."""
    tags: dict[str, tuple[str, ...]] = {}
    for key, words in read_groups("word_tags.txt"):
        tags.update(dict.fromkeys(words, tuple(key.split())))
    return tags


class TagWeights(Mapping[str, Votes]):
    """Clue → votes, each line read when it is first asked for: a text asks for few of the many."""

    def __init__(self, lines: Mapping[str, list[str]]) -> None:
        self._lines: dict[str, Votes | list[str]] = dict(lines)  # as they are written until they are asked for

    def __getitem__(self, clue: str) -> Votes:
        votes = self._lines[clue]
        if isinstance(votes, list):
            parts = (vote.partition("=") for vote in votes)
            votes = self._lines[clue] = tuple((tag, float(weight)) for tag, _, weight in parts)
        return votes

    def of(self, clues: Iterable[str]) -> list[Votes]:
        """The votes of those clues that are known, in order."""
        lines = self._lines
        return [votes if type(votes) is tuple else self[clue] for clue in clues if (votes := lines.get(clue))]

    def __contains__(self, clue: object) -> bool:
        return clue in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


@cache
def tag_weights() -> TagWeights:
    """Every clue that the tagger goes by to the tags that it speaks for (or, below 0, against) and how strongly."""
    return TagWeights(dict(read_groups("tag_weights.txt")))


def tags_of(word: str) -> tuple[str, ...]:
    """The possible tags of a word exactly as written; empty for unknown words."""
    return word_tags().get(word, _NOTHING)


@lru_cache(maxsize=1 << 16)
def may_be_verb(word: str) -> bool:
    """Whether a word in lower case can be a form of a verb: one that the lexicon knows as such or not at all."""
    tags = tags_of(word)
    return word[:1].isalpha() and (not tags or any(tag.startswith(("VB", "MD")) for tag in tags))


@cache
def word_sets() -> Mapping[str, frozenset[str]]:
    """The named sets of words of `lexicons/word_sets.csv`."""
    return read_sets("word_sets")
