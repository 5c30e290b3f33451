"""Where a phrase stands in a text: the words of the rules and of the labels, found again as spans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

Span = tuple[int, int]
_WORDS: Final = re.compile(r"[^\W_]+")
_JOINS: Final = re.compile(r"\w")
_LONGEST: Final = 16  # words
_ALIKE: Final = 0.6  # F1 of the words
_SMALL: Final = frozenset("the a an of in on for to and or at by with his her its their our my mr mrs ms dr".split())


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


def find_all(text: str, phrase: str, start: int, end: int) -> list[Span]:
    """Every place in `text[start:end]` where the words of `phrase` stand in order, whatever marks are between them."""
    words = words_of(phrase)
    if not words:
        return []
    there = [match.span() for match in _WORDS.finditer(text, start, end)]
    said = [_in_one_case(text[first:last]) for first, last in there]
    found: list[Span] = []
    for at, word in enumerate(said):
        if word == words[0] and said[at : at + len(words)] == words:
            first, last = there[at][0], there[at + len(words) - 1][1]
            is_part = _JOINS.match(text, max(0, first - 1), first) or _JOINS.match(text, last, end)
            if not is_part and (not found or found[-1][1] <= first):
                found.append((first, last))
    return found


def find_alike(text: str, phrase: str, near: int, start: int, end: int) -> Span | None:
    """The stretch of `text[start:end]` that shares the most words with `phrase`, the nearest to `near` of the best."""
    wanted = set(words_of(phrase)) - _SMALL
    words = [(*match.span(), _in_one_case(match.group())) for match in _WORDS.finditer(text, start, end)]
    best: tuple[float, int, int, int] | None = None
    for i, (begin, _, word) in enumerate(words):
        if word not in wanted:
            continue
        size, seen = 0, set()
        for _, stop, other in words[i : i + _LONGEST]:
            size += other not in _SMALL
            if other in wanted:
                seen.add(other)
                score = 2 * len(seen) / (size + len(wanted))
                if best is None or (score, -abs(begin - near)) > best[:2]:
                    best = (score, -abs(begin - near), begin, stop)
    return best[2:] if best is not None and best[0] >= _ALIKE else None


def nearest(spans: Iterable[Span], near: int) -> Span | None:
    """The span that begins nearest to `near`; None of none."""
    return min(spans, key=lambda span: abs(span[0] - near), default=None)


def find_phrase(text: str, phrase: str, near: int, sentence: Span, passage: Span) -> Span | None:
    """Where a phrase said of a figure at `near` stands: in its sentence, else elsewhere, else what is alike."""
    exact = find_all(text, phrase, *sentence) or find_all(text, phrase, *passage)
    return nearest(exact, near) or find_alike(text, phrase, near, *passage)
