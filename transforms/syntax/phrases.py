"""Base noun phrases: an article or possessive, modifiers and a head noun, without what follows the head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transforms.syntax.lexicon import word_sets
from transforms.syntax.tokens import Token

_HEADS: Final = frozenset(("NN", "NNS", "NNP", "NNPS"))
_MODIFIERS: Final = frozenset(("JJ", "JJR", "JJS", "CD", "VBN", "VBG", "$", "POS", "RBR", "RBS"))
_STARTS: Final = frozenset(("DT", "PRP$", "WP$"))
_PRONOUNS: Final = frozenset(("PRP", "EX"))
_OPENERS: Final = _HEADS | _MODIFIERS | _STARTS | {"RB"}


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Token indexes: `first` and `last` inclusive, `head` the last noun (a number where no noun is)."""

    first: int
    last: int
    head: int


def noun_phrases(tokens: list[Token]) -> list[NounPhrase]:
    """The base noun phrases of tagged tokens in order; they do not overlap.  Pronouns are phrases of one token."""
    found: list[NounPhrase] = []
    index = 0
    while index < len(tokens):
        phrase = phrase_at(tokens, index)
        if phrase is None:
            index += 1
        else:
            found.append(phrase)
            index = phrase.last + 1
    return found


def phrase_at(tokens: list[Token], first: int) -> NounPhrase | None:
    """The noun phrase whose first token is `first`, if one starts there."""
    if tokens[first].tag in _PRONOUNS:
        return NounPhrase(first, first, first)
    if tokens[first].tag not in _OPENERS:
        return None
    head = number = -1
    index = first
    while index < len(tokens):
        tag = tokens[index].tag
        if tag in _HEADS:
            if tag == "NNP" and index > first and _opens_heading_clause(tokens, index):
                break
            head = index
        elif index > first and _opens_time(tokens, index):
            break
        elif tag in _STARTS:
            if index > first and tokens[index - 1].tag not in _STARTS:
                break
        elif tag == "POS":
            if head < 0:
                break
        elif not _is_modifier(tokens, index, first, head):
            break
        if tag == "CD":
            number = index
        index += 1
    if head < 0 and number < 0 and _is_people(tokens, first, index):
        return NounPhrase(first, index - 1, index - 1)
    is_owned = number > head >= 0 and any(token.tag == "POS" for token in tokens[head + 1 : number])
    if head < 0 or is_owned:  # "Ford's paltry $3,000"
        return NounPhrase(first, number, number) if number >= 0 else None
    return NounPhrase(first, max(head, number if number == head + 1 else head), head)


def _is_people(tokens: list[Token], first: int, end: int) -> bool:
    """Whether an adjective stands for those it describes: "the French were", "the poor pay"."""
    is_described = end - first > 1 and tokens[first].lower == "the" and tokens[end - 1].tag == "JJ"
    return is_described and end < len(tokens) and tokens[end].tag in ("VBD", "VBZ", "VBP", "MD")


def _opens_heading_clause(tokens: list[Token], index: int) -> bool:
    """Whether a name after a plural noun is a heading's subject: "Projects Smith Secured"."""
    after = tokens[index + 1].tag if index + 1 < len(tokens) else ""
    return tokens[index - 1].tag == "NNS" and after.startswith("V")


def _opens_time(tokens: list[Token], index: int) -> bool:
    """Whether "last year" or the like starts here: a phrase of its own, never part of the noun before."""
    if tokens[index].lower not in ("last", "next", "this", "each", "every", "past") or index + 1 >= len(tokens):
        return False
    return tokens[index + 1].lower in word_sets()["times"]


def _is_modifier(tokens: list[Token], index: int, first: int, head: int) -> bool:
    """Whether an adjective, number, participle or adverb belongs to the phrase that runs from `first`."""
    tag = tokens[index].tag
    if tag in ("VBN", "VBG"):
        return _is_attributive(tokens, index, first, head)
    if tag == "RB":
        return index + 1 < len(tokens) and tokens[index + 1].tag in ("JJ", "VBN", "CD", "JJR") and head < index - 1
    if tag not in _MODIFIERS or (tokens[index].lower == "worth" and index > first):
        return False
    if head < 0 or head != index - 1 or tag not in ("JJ", "CD", "$"):
        return True
    is_plural = tokens[head].tag == "NNS" and tag == "JJ"  # "25 stores next year"
    return not is_plural and _leads_to_noun(tokens, index)


def _is_attributive(tokens: list[Token], index: int, first: int, head: int) -> bool:
    """Whether a participle inside or at the start of a phrase describes its noun: "the wounded men", "fried eggs"."""
    if head == index - 1 and head >= first:
        return False
    if index > first:
        return _leads_to_noun(tokens, index) or (index + 1 < len(tokens) and tokens[index + 1].tag == "CD")
    before = tokens[index - 1].tag if index else "START"
    return (
        tokens[index].tag == "VBN" and before in ("IN", "START", "VBZ", "VBP", "VBG") and _leads_to_noun(tokens, index)
    )


def _leads_to_noun(tokens: list[Token], index: int) -> bool:
    """Whether only modifiers stand between this token and a noun."""
    for token in tokens[index + 1 : index + 5]:
        if token.tag in _HEADS:
            return True
        if token.tag not in _MODIFIERS:
            return False
    return False
