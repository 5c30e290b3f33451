"""The phrases of a sentence that a quantity's concept can be made of: noun phrases, and what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.benchmarks.concepts import DROPPED, TIMES
from transforms.syntax import Token
from transforms.syntax.chunks import Chunk, chunk
from transforms.syntax.clauses import Clauses

Span = tuple[int, int]  # first and last token
_JOINING: Final = frozenset(
    "of in for on at to between and with from by among per under across 's ’s below than as during ,".split()
)
_OWNERS: Final = frozenset("the a an its their his her our".split())
_NO_NOUN_PHRASE: Final = frozenset(("PRP", "EX", "WP", "WDT"))
_LONGEST_JOINT: Final = 3  # tokens
_MOST_JOINTS: Final = 4
_YEAR_DIGITS: Final = 4
# How phrases are joined that no word joins: side by side, by a participle, around a figure.
BESIDE, PARTICIPLE, AROUND = "beside", "participle", "around"


@dataclass(frozen=True)
class Phrase:
    """Noun phrase number `first` of a sentence with what hangs on it, up to number `last`.

    `joints` are the words between; `open` is the one behind, which would join the next; None where there is none.
    """

    first: int
    last: int
    words: tuple[str, ...]
    joints: tuple[str, ...]
    open: str | None


class Sentence:
    """A tagged sentence whose figures are masked, with its chunks, clauses and noun phrases."""

    def __init__(self, tokens: list[Token], spans: list[Span | None]) -> None:
        self.tokens, self.spans = tokens, spans
        told = sorted({span for span in spans if span is not None})
        self.masked = {at for first, last in told for at in range(first, last + 1)}
        apart: list[Span] = []
        for span in told:
            if not apart or span[0] > apart[-1][1]:
                apart.append(span)
        self.chunks: list[Chunk] = chunk(tokens, apart)
        self.clauses = Clauses(tokens, self.chunks)
        self.chunk_at = {at: n for n, one in enumerate(self.chunks) for at in range(one.first, one.last + 1)}
        self.pieces: list[tuple[int, int, int]] = []  # first and last token, chunk
        for number, one in enumerate(self.chunks):
            if one.kind == "NP":
                self.pieces += [(*run, number) for run in self._runs(one)]

    def words(self, first: int, last: int) -> list[str]:
        """The content words of some tokens."""
        return [
            token.text
            for token in self.tokens[first : last + 1]
            if (token.lower not in DROPPED or token.text == "US")
            and token.text[0].isalnum()
            and token.tag not in ("DT", "PRP$", "POS")
        ]

    def _runs(self, one: Chunk) -> list[Span]:
        """What is left of a chunk where its figures and brackets are cut out."""
        found: list[Span] = []
        run: list[int] = []
        for at in [*range(one.first, one.last + 1), None]:
            if at is not None and at not in self.masked and self.tokens[at].text not in "()":
                run.append(at)
                continue
            run = self._undated(run)
            if run and self._is_phrase(run):
                found.append((run[0], run[-1]))
            run = []
        return found

    def _is_phrase(self, run: list[int]) -> bool:
        tags = [self.tokens[at].tag for at in run]
        is_named = any(tag[:2] in ("NN", "JJ", "VB", "FW") or tag == "CD" for tag in tags)
        return bool(self.words(run[0], run[-1])) and is_named and _NO_NOUN_PHRASE.isdisjoint(tags)

    def _undated(self, run: list[int]) -> list[int]:
        """Without a time at the front: "this year Tesla shares", "1900 world temperatures"."""
        for place in range(min(3, len(run) - 1) - 1, -1, -1):
            token, after = self.tokens[run[place]], [self.tokens[at].tag for at in run[place + 1 :]]
            is_year = token.tag == "CD" and len(token.text) == _YEAR_DIGITS and place == 0
            if (token.lower in TIMES or is_year) and any(tag[:2] == "NN" for tag in after) and after[0] != "POS":
                return run[place + 1 :]
        return run

    def phrases(self) -> list[Phrase]:
        """Each noun phrase alone, and with one to four that hang on it."""
        found = []
        for first in range(len(self.pieces)):
            words = self.words(*self.pieces[first][:2])
            joints: list[str] = []
            last = first
            while True:
                joint = self._joint(last)
                found.append(Phrase(first, last, tuple(words), tuple(joints), joint))
                if joint is None or len(joints) == _MOST_JOINTS:
                    break
                participle = [self.tokens[self.pieces[last][1] + 1].text] if joint == PARTICIPLE else []
                last += 1
                words = words + participle + self.words(*self.pieces[last][:2])
                joints.append(joint)
        return found

    def _joint(self, number: int) -> str | None:
        """What joins a noun phrase to the next, if anything does."""
        if number + 1 == len(self.pieces):
            return None
        (_, end, own), (start, _, other) = self.pieces[number], self.pieces[number + 1]
        between = range(end + 1, start)
        if not self.masked.isdisjoint(between):
            is_around = all(at in self.masked or self.tokens[at].text in "-()/" for at in between)
            return AROUND if own == other and is_around else None
        gap = [self.tokens[at] for at in between if self.tokens[at].lower not in _OWNERS]
        if len(between) > _LONGEST_JOINT:
            return None
        words = [token.lower for token in gap]
        if not words or words == [",", "and"]:
            return " ".join(words) or BESIDE
        if len(gap) == 1 and words[0] in _JOINING:
            return words[0]
        return PARTICIPLE if len(gap) == 1 and gap[0].tag in ("VBN", "VBG", "JJ") else None
