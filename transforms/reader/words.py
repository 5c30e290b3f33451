"""Words and word pieces: what the encoder sees of a text, cut as its vocabulary was (BERT, uncased)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

VOCABULARY: Final = Path(__file__).parent / "weights" / "vocab.txt"
_WORD: Final = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST: Final = 100  # characters; a longer word is unknown to the vocabulary
SHAPES: Final = ("lower", "title", "upper", "digits", "mark")


class Word(NamedTuple):
    """One word, number or mark: `text[start:end]` of the article (code points), its piece ids and its shape."""

    start: int
    end: int
    pieces: tuple[int, ...]
    shape: int


@cache
def vocabulary() -> dict[str, int]:
    """Word piece to id, as the encoder was trained with."""
    return {piece: number for number, piece in enumerate(VOCABULARY.read_text(encoding="utf-8").splitlines())}


def split_words(text: str, start: int, end: int) -> list[Word]:
    """The words of `text[start:end]` in order, with offsets in `text`."""
    return [Word(*match.span(), *_read(match[0])) for match in _WORD.finditer(text, start, end)]


@lru_cache(maxsize=1 << 16)
def _read(word: str) -> tuple[tuple[int, ...], int]:
    plain = word.lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if unicodedata.category(c) != "Mn")
    return pieces_of(plain), _shape(word)


def pieces_of(word: str) -> tuple[int, ...]:
    """Ids of the longest pieces, from the left, that make up a word in lower case; the unknown piece where none do."""
    known = vocabulary()
    unknown = (known["[UNK]"],)
    if not word or len(word) > _LONGEST:
        return unknown
    found, at = [], 0
    while at < len(word):
        for end in range(len(word), at, -1):
            piece = known.get(word[at:end] if at == 0 else "##" + word[at:end])
            if piece is not None:
                break
        else:
            return unknown
        found.append(piece)
        at = end
    return tuple(found)


def _shape(word: str) -> int:
    if word[0].isdigit():
        return 3
    if not word[0].isalpha():
        return 4
    if word[0].islower() or len(word) == 1:
        return 1 if len(word) == 1 and word.isupper() else 0
    return 2 if word.isupper() else 1
