"""Statements: in one sentence, each cue with the words for its speaker and the stretches of text that it covers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.claims.speakers.sources import Source
from transforms.claims.speakers.view import SentenceView

JOINTS = frozenset(["but", "and", "while", "although", "though", "whereas", "yet"])


@dataclass(frozen=True, slots=True)
class Statement:
    """What one cue attributes: all are half-open ranges of the sentence's tokens.

    `is_backward` says that what is said stands before the cue ("…, he said"); `is_held`, that nobody states it in so
    many words: it is believed, or a paper shows it.  Where somebody states that in turn, it is from him.
    """

    cue: tuple[int, int]
    source: Source
    contents: tuple[tuple[int, int], ...]
    is_backward: bool = False
    is_held: bool = False

    @property
    def size(self) -> int:
        """How many tokens it covers; of nested statements the smallest speaks."""
        return sum(end - start for start, end in self.contents)

    def covers(self, token: int) -> bool:
        """Whether a token is part of what is said."""
        return any(start <= token < end for start, end in self.contents)


def quote_end(view: SentenceView, token: int) -> int:
    """The token after the quotation that `token` stands in."""
    return view.quote_last[token]


def clause_start(view: SentenceView, token: int) -> int:
    """Where a statement that is said before `token` begins: after the last semicolon, else at the sentence's start."""
    return view.clause_first[token] if 0 <= token < view.count else max(token, 0)


def clause_end(view: SentenceView, token: int) -> int:
    """Where a statement that is said after `token` ends: at a semicolon, the sentence's end, or with its quotation."""
    return view.clause_last[token] if token < view.count else view.count


def parted(view: SentenceView, statements: list[Statement]) -> list[Statement]:
    """Part statements that stand side by side in one sentence at the joint between them: A said …, but B said …."""
    for at in range(1, len(statements)):
        left, right = statements[at - 1], statements[at]
        if left.is_backward or view.quote_of[right.cue[0]] >= 0:
            continue
        begin = min(right.source.first, right.cue[0])
        joint = _joint(view, left.cue[1], right.contents[0][1] if right.is_backward else begin)
        if joint is None:
            continue
        statements[at - 1] = _cut(left, 0, joint)
        if right.is_backward:
            statements[at] = _cut(right, joint, view.count)
    return statements


def _joint(view: SentenceView, start: int, end: int) -> int | None:
    """The last comma before "but", "while", … between two cues, or a semicolon."""
    for i in range(end - 1, max(start, end - 80), -1):
        if view.lowers[i] == ";" or (
            view.lowers[i] == "," and i + 1 < view.count and view.lowers[i + 1] in JOINTS and view.has_finite(start, i)
        ):
            return i
    return None


def _cut(statement: Statement, start: int, end: int) -> Statement:
    contents = tuple((max(a, start), min(b, end)) for a, b in statement.contents if min(b, end) > max(a, start))
    return replace(statement, contents=contents)
