"""Where a phrase stands in a text: the words of the rules and of the labels, found again as spans."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

Span = tuple[int, int]
_WORDS: Final = re.compile(r"[^\W_]+")
_LONGEST: Final = 16  # words
_ALIKE: Final = 0.6  # F1 of the words
SMALL: Final = frozenset("the a an of in on for to and or at by with his her its their our my mr mrs ms dr".split())


def words_of(phrase: str) -> list[str]:
    """The words of a phrase in one case, without marks; what it gives are words of which it gives the same."""
    return [_in_one_case(word) for word in _WORDS.findall(phrase)]


def _in_one_case(word: str) -> str:
    """The word without difference of case, letter for letter: `lower` makes two of İ, and of Σ what its place asks."""
    return word.lower() if word.isascii() else "".join(map(_letter, word))


def _letter(letter: str) -> str:
    small = letter.lower()[0]
    folded = small.casefold()  # ſ is an s and ς a σ; ß stays one letter
    return folded if len(folded) == 1 else small


class _Index:
    """The words of a text: where each begins and ends, how it is said, and the numbers of those said alike."""

    __slots__ = ("ends", "places", "said", "starts")

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in _WORDS.finditer(text)]
        self.starts, self.ends = [start for start, _ in spans], [end for _, end in spans]
        self.said = [_in_one_case(text[start:end]) for start, end in spans]
        self.places: dict[str, list[int]] = {}
        for at, word in enumerate(self.said):
            self.places.setdefault(word, []).append(at)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the first word that lies in `text[start:end]`, and of that behind the last."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end)

    def numbers(self, word: str, first: int, stop: int) -> list[int]:
        """The numbers of a word from `first` to `stop`."""
        places = self.places.get(word, [])
        return places[bisect_left(places, first) : bisect_left(places, stop)]


# The phrases of an article are looked for in one text, one after the other.
_index = lru_cache(maxsize=2)(_Index)
_phrase = lru_cache(maxsize=256)(words_of)


def find_all(text: str, phrase: str, start: int, end: int) -> list[Span]:
    """Every place where the words of `phrase` stand whole and in order in `text[start:end]`, whatever is between."""
    words = _phrase(phrase)
    if not words:
        return []
    index, found = _index(text), list[Span]()
    low, high = index.within(start, end)
    for at in index.numbers(words[0], low, high - len(words) + 1):
        if index.said[at : at + len(words)] == words:
            first, last = index.starts[at], index.ends[at + len(words) - 1]
            is_part = text[max(0, first - 1) : first] == "_" or text[last : last + 1] == "_"
            if not is_part and (not found or found[-1][1] <= first):
                found.append((first, last))
    return found


def find_alike(text: str, phrase: str, near: int, start: int, end: int) -> Span | None:
    """The stretch of `text[start:end]` that shares the most words with `phrase`, the nearest to `near` of the best."""
    wanted, index = set(_phrase(phrase)) - SMALL, _index(text)
    low, high = index.within(start, end)
    best: tuple[float, int, int, int] | None = None
    for i in sorted(at for word in wanted for at in index.numbers(word, low, high)):
        begin, size, seen = index.starts[i], 0, set()
        for at in range(i, min(i + _LONGEST, high)):
            other = index.said[at]
            size += other not in SMALL
            if other in wanted:
                seen.add(other)
                score = 2 * len(seen) / (size + len(wanted))
                if best is None or (score, -abs(begin - near)) > best[:2]:
                    best = (score, -abs(begin - near), begin, index.ends[at])
    return best[2:] if best is not None and best[0] >= _ALIKE else None


def nearest(spans: Iterable[Span], near: int) -> Span | None:
    """The span that begins nearest to `near`; None of none."""
    return min(spans, key=lambda span: abs(span[0] - near), default=None)


def find_phrase(text: str, phrase: str, near: int, sentence: Span, passage: Span) -> Span | None:
    """Where a phrase said of a figure at `near` stands: in its sentence, else elsewhere, else what is alike."""
    exact = find_all(text, phrase, *sentence) or find_all(text, phrase, *passage)
    return nearest(exact, near) or find_alike(text, phrase, near, *passage)
