"""What NewsQuant calls the concepts of a quantity: the words of the nouns that it is about."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.syntax import Token, tag, tokenize

_NOUNS: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "VBG", "FW", "VBN"})
_HEADS: Final = frozenset({"NN", "NNS", "NNP", "NNPS"})
_INSIDE: Final = frozenset(
    {
        "the",
        "a",
        "an",
        "'s",
        "’s",
        "its",
        "their",
        "his",
        "her",
        "our",
        "my",
        "your",
        "-",
        "/",
        "&",
        "this",
        "these",
        "those",
        "all",
        "some",
        "S&P",
    }
)
_LINKS: Final = frozenset(
    {"of", "in", "for", "to", "on", "with", "at", "from", "by", "between", "into", "among", "across", "and"}
)
_STOPS: Final = frozenset(
    "total average lot number year years month week day today yesterday time times monday tuesday wednesday thursday friday "
    "saturday sunday january february march april june july august september october november december more other".split()
)
_RELATIVES: Final = frozenset({"which", "that", "who", "whose", "where"})


@lru_cache(maxsize=64)
def _tagged(text: str) -> tuple[Token, ...]:
    tokens = tokenize(text)
    tag(tokens)
    return tuple(tokens)


def concepts_of(line: Line, mention: Mention, mentions: list[Mention]) -> list[str]:
    """The concept words of one quantity, or ["-"]."""
    tokens = _tagged(line.text)
    taken = _taken(line, tokens, mentions)
    start, end = line.starts[mention.begin], line.ends[mention.end - 1]
    first = next((at for at, token in enumerate(tokens) if token.end > start), len(tokens))
    after = next((at for at, token in enumerate(tokens) if token.start >= end), len(tokens))
    right = _right(tokens, after, taken, mention)
    left = _left(tokens, first, taken)
    if mention.noun is not None and not right:
        right = []
    words = [*right, *left]
    kept = list(dict.fromkeys(word for word in words if word.lower() not in _STOPS))
    return kept or ["-"]


def _taken(line: Line, tokens: tuple[Token, ...], mentions: list[Mention]) -> set[int]:
    spans = [(line.starts[other.begin], line.ends[other.end - 1]) for other in mentions]
    return {
        at for at, token in enumerate(tokens) if any(token.start < end and token.end > start for start, end in spans)
    }


def _is_noun(token: Token) -> bool:
    return token.tag in _NOUNS and any(letter.isalnum() for letter in token.text) and len(token.text) > 1


def _right(tokens: tuple[Token, ...], at: int, taken: set[int], mention: Mention) -> list[str]:
    """The noun phrase that the quantity modifies, or the whole that it is a share of."""
    if at >= len(tokens):
        return []
    kind = mention.kind or (mention.unit.kind if mention.unit is not None else "count")
    lead = tokens[at].lower
    modifies = _is_noun(tokens[at]) and tokens[at].tag != "VBN" and mention.noun is None and lead not in _STOPS
    if not modifies and not (lead in ("of", "from", "in", "for") and (kind != "count" or lead in ("of",))):
        return []
    if lead in ("in", "for", "from") and kind not in ("percent", "money"):
        return []
    words, links = [], 0
    for step in range(at, len(tokens)):
        token = tokens[step]
        if step in taken:
            break
        if _is_noun(token):
            words.append(token.text)
        elif token.lower in _LINKS:
            links += 1
            if links > (1 if modifies else 2) or not words and step > at:
                break
        elif token.lower not in _INSIDE:
            break
    return words if lead not in ("in",) or kind != "money" or words else []


def _left(tokens: tuple[Token, ...], at: int, taken: set[int]) -> list[str]:
    """The noun phrase before the verb that governs the quantity: its subject."""
    back = at - 1
    while back >= 0 and not (
        tokens[back].tag.startswith("VB")
        and tokens[back].tag != "VBN"
        or tokens[back].tag == "MD"
        or tokens[back].lower in ("up", "down")
    ):
        if tokens[back].lower in (";", ":", "(") and back < at - 1:
            break
        back -= 1
    if back < 0:
        return _nouns_before(tokens, at - 1, taken)
    while back >= 0 and (
        tokens[back].tag.startswith(("VB", "MD", "RB", "TO")) or tokens[back].lower in ("up", "down", ",")
    ):
        back -= 1
    if back >= 0 and tokens[back].lower in _RELATIVES:
        back -= 1
        while back >= 0 and tokens[back].lower in (",", "and"):
            back -= 1
    return _nouns_before(tokens, back, taken)


def _nouns_before(tokens: tuple[Token, ...], back: int, taken: set[int]) -> list[str]:
    words: list[str] = []
    while back >= 0:
        token = tokens[back]
        if _is_noun(token) and back not in taken:
            words.append(token.text)
        elif token.lower not in _LINKS and token.lower not in _INSIDE and not (back in taken):
            break
        back -= 1
    return words[::-1]
