"""What NewsQuant calls the concepts of a quantity: the words of the nouns that it is about."""

from __future__ import annotations

from functools import lru_cache

from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.syntax import Token, tag, tokenize

NOUNS = ("NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "VBG", "CD", "FW")
LINKS = frozenset(
    {
        "of",
        "in",
        "for",
        "to",
        "on",
        "with",
        "at",
        "from",
        "the",
        "a",
        "an",
        "and",
        "&",
        "'s",
        "’s",
        "its",
        "their",
        "his",
        "her",
        "our",
        "-",
        "/",
        "by",
        "per",
        "about",
        "between",
        "into",
        "among",
        "across",
        "my",
        "your",
    }
)
STOPS = frozenset({"total", "average", "lot", "number", "while", "who", "which", "that"})


@lru_cache(maxsize=64)
def _tagged(text: str) -> tuple[Token, ...]:
    tokens = tokenize(text)
    tag(tokens)
    return tuple(tokens)


def concepts_of(line: Line, mention: Mention, mentions: list[Mention]) -> list[str]:
    """The concept words of one quantity, or ["-"]."""
    tokens = _tagged(line.text)
    start, end = line.starts[mention.begin], line.ends[mention.end - 1]
    first = next((at for at, token in enumerate(tokens) if token.end > start), len(tokens))
    after = next((at for at, token in enumerate(tokens) if token.start >= end), len(tokens))
    taken = {
        at
        for other in mentions
        for at, token in enumerate(tokens)
        if token.start < line.ends[other.end - 1] and token.end > line.starts[other.begin]
    }
    words = _right(tokens, after, taken, mention) + _subject(tokens, first, taken)
    kept = list(dict.fromkeys(word for word in words if word.lower() not in STOPS))
    return kept or ["-"]


def _is_noun(token: Token) -> bool:
    return token.tag in NOUNS and any(letter.isalnum() for letter in token.text)


def _right(tokens: tuple[Token, ...], at: int, taken: set[int], mention: Mention) -> list[str]:
    """The noun phrase that the quantity modifies, or the whole that it is a share of."""
    if at >= len(tokens):
        return []
    is_plain = mention.unit is not None and mention.unit.kind in ("percent", "ratio", "money", "measure", "duration")
    if tokens[at].lower not in ("of", "in", "from", "for") and not (_is_noun(tokens[at]) and is_plain):
        return []
    words = []
    for token in tokens[at:]:
        if tokens.index(token) in taken:
            break
        if _is_noun(token) and token.tag != "CD":
            words.append(token.text)
        elif token.lower not in LINKS:
            break
    return words


def _subject(tokens: tuple[Token, ...], at: int, taken: set[int]) -> list[str]:
    """The noun phrase before the verb that governs the quantity."""
    back = at - 1
    while back >= 0 and not (tokens[back].tag.startswith("VB") or tokens[back].tag == "MD"):
        back -= 1
    while back >= 0 and (tokens[back].tag.startswith(("VB", "MD", "RB", "TO"))):
        back -= 1
    words: list[str] = []
    while back >= 0:
        token = tokens[back]
        if _is_noun(token) and token.tag != "CD":
            words.append(token.text)
        elif token.lower not in LINKS:
            break
        back -= 1
    return words[::-1]
