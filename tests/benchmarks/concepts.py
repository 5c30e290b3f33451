"""What NewsQuant calls the concepts of a quantity: the words of the nouns that it is about.

Three places are looked at: the noun that the quantity modifies or is a share of (right), the noun that a preposition
joins to it ("a range of 400 kilometres", left), and the subject of the verb that governs it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.syntax import Token, tag, tokenize

_HEADS: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "FW"})
_NOUNS: Final = _HEADS | {"JJ", "JJS", "VBG", "VBN"}
_INSIDE: Final = frozenset("the a an 's ’s its their his her our my your - / & this these those all".split())
_LINKS: Final = frozenset("of in for on with to at from between among across and".split())
_JOINTS: Final = frozenset(
    "of by at from to for with about around nearly than over under up down as some almost".split()
)
_STOPS: Final = frozenset(
    "total average lot number year years month months week weeks day days today yesterday time times "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july "
    "august september october november december more other further last next new such same i".split()
)
_RELATIVES: Final = frozenset({"which", "that", "who", "whose", "where"})
_PRONOUNS: Final = frozenset("it they he she we you i them him us there this that these those one".split())


@lru_cache(maxsize=64)
def _tagged(text: str) -> tuple[Token, ...]:
    tokens = tokenize(text)
    tag(tokens)
    return tuple(tokens)


def concepts_of(line: Line, mention: Mention, mentions: list[Mention]) -> list[str]:
    """The concept words of one quantity, or ["-"]."""
    if mention.value == 1.0 and line.lowers[mention.first] == "one":
        return ["-"]
    sentence = _Sentence(line, mentions)
    start, end = line.starts[mention.begin], line.ends[mention.end - 1]
    tokens = sentence.tokens
    first = next((at for at, token in enumerate(tokens) if token.end > start), len(tokens))
    after = next((at for at, token in enumerate(tokens) if token.start >= end), len(tokens))
    words = _choose(sentence, mention, first, after)
    kept = list(dict.fromkeys(word for word in words if word.lower() not in _STOPS))
    return kept or ["-"]


MODE = {"x": 1}


def _choose(sentence: _Sentence, mention: Mention, first: int, after: int) -> list[str]:
    right = sentence.right(after, mention)
    left = sentence.joined_left(first)
    subject = sentence.subject(first)
    return [*right, *left] + (subject if MODE["x"] or not (right or left) else [])


class _Sentence:
    """The tagged tokens of a sentence, and which of them belong to a quantity."""

    def __init__(self, line: Line, mentions: list[Mention]) -> None:
        self.tokens = _tagged(line.text)
        spans = [(line.starts[other.begin], line.ends[other.end - 1]) for other in mentions]
        self.taken = {
            at
            for at, token in enumerate(self.tokens)
            if any(token.start < end and token.end > start for start, end in spans)
        }

    def is_noun(self, at: int) -> bool:
        token = self.tokens[at]
        if at in self.taken or not any(letter.isalnum() for letter in token.text):
            return False
        if token.tag == "CD":  # "S&P 500", "iPhone 14"
            return at > 0 and self.tokens[at - 1].text[:1].isupper() and self.tokens[at - 1].tag in _HEADS
        return token.tag in _NOUNS and token.lower not in _PRONOUNS

    def right(self, at: int, mention: Mention) -> list[str]:
        """The noun phrase that the quantity modifies, or the whole that it is a share of."""
        if at >= len(self.tokens):
            return []
        kind = mention.kind or (mention.unit.kind if mention.unit is not None else "count")
        lead = self.tokens[at].lower
        modifies = mention.noun is None and self.is_noun(at) and self.tokens[at].tag != "VBN" and lead not in _STOPS
        shares = (
            lead == "of" or (lead in ("from", "in", "for") and kind == "percent") or (lead == "in" and kind == "money")
        )
        return self._forward(at, 1 if modifies else 2) if modifies or shares else []

    def _forward(self, at: int, most_links: int) -> list[str]:
        words: list[str] = []
        links = 0
        for step in range(at, len(self.tokens)):
            token = self.tokens[step]
            if self.is_noun(step):
                words.append(token.text)
            elif token.lower in _LINKS and step not in self.taken:
                links += 1
                if links > most_links or (not words and step > at):
                    break
            elif token.lower not in _INSIDE:
                break
        return words

    def _backward(self, at: int) -> list[str]:
        words: list[str] = []
        while at >= 0:
            token = self.tokens[at]
            if self.is_noun(at):
                words.append(token.text)
            elif token.lower not in _LINKS and token.lower not in _INSIDE and at not in self.taken:
                break
            at -= 1
        return words[::-1]

    def joined_left(self, at: int) -> list[str]:
        """ "a range of 400 km", "raised fees by £24": the noun phrase before the preposition."""
        step = at - 1
        crossed = False
        while step >= 0 and (
            self.tokens[step].lower in _JOINTS
            or self.tokens[step].tag in ("RB", "RBR", "DT", "JJR")
            or step in self.taken
        ):
            crossed = crossed or self.tokens[step].lower in _JOINTS
            step -= 1
        if step < 0 or not crossed or not self.is_noun(step) or self.tokens[step].tag not in _HEADS:
            return []
        return self._backward(step)

    def _is_verb(self, at: int) -> bool:
        token = self.tokens[at]
        return (
            (token.tag.startswith("VB") and token.tag not in ("VBN", "VBG"))
            or token.tag == "MD"
            or token.lower in ("up", "down")
        )

    def subject(self, at: int) -> list[str]:
        """The noun phrase before the verb that governs the quantity."""
        back = at - 1
        while back >= 0 and not self._is_verb(back):
            back -= 1
        while (
            back >= 0
            and not (self.is_noun(back) and self.tokens[back].tag in _HEADS)
            and self.tokens[back].lower not in _PRONOUNS | _RELATIVES
        ):
            back -= 1
        if back >= 0 and self.tokens[back].lower in _RELATIVES:
            back -= 1
            while back >= 0 and self.tokens[back].lower in (",", "and"):
                back -= 1
        words = self._backward(back) if back >= 0 else []
        return words or self._first()

    def _first(self) -> list[str]:
        """The first noun phrase of the sentence."""
        for at in range(len(self.tokens)):
            if self.is_noun(at) and self.tokens[at].tag in _HEADS:
                start = at
                while start > 0 and self.is_noun(start - 1):
                    start -= 1
                return self._forward(start, 1)
        return []
