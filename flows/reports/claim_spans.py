"""An article's text cut at the borders of its claims, so that spans may touch, nest and overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that the same claims cover; `claims` are their numbers, the outermost first."""

    text: str
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Plain text (`claims` empty, one piece), or a chain of overlapping claims with all of its pieces."""

    pieces: tuple[Piece, ...]
    claims: tuple[int, ...]


Span = tuple[int, int, int]


def is_placed(text: str, start: int, end: int, quote: str) -> bool:
    """Whether the span lies in `text` and holds exactly `quote`; a quarantined claim's may not."""
    return 0 <= start < end <= len(text) and text[start:end] == quote


def passages(text: str, spans: Sequence[Span]) -> Iterator[Passage]:
    """Cut `text` into passages; `spans` are (start, end, number) in code points, inside the text, in any order.

    The pieces' texts joined give `text` again, whatever the spans.
    """
    done = 0
    for chain in _chains(spans):
        start, end = chain[0][0], max(span[1] for span in chain)
        if start > done:
            yield Passage((Piece(text[done:start], ()),), ())
        yield Passage(tuple(_pieces(text, chain)), tuple(number for _, _, number in chain))
        done = end
    if done < len(text):
        yield Passage((Piece(text[done:], ()),), ())


def _chains(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Groups of spans that overlap one another directly or through others, in the order of the text."""
    chain: list[Span] = []
    reach = 0
    for span in sorted(spans, key=lambda s: (s[0], -s[1], s[2])):
        if chain and span[0] >= reach:
            yield chain
            chain = []
        reach = max(reach, span[1]) if chain else span[1]
        chain.append(span)
    if chain:
        yield chain


def _pieces(text: str, chain: list[Span]) -> Iterator[Piece]:
    borders = sorted({border for start, end, _ in chain for border in (start, end)})
    for left, right in pairwise(borders):
        covering = tuple(number for start, end, number in chain if start <= left and right <= end)
        yield Piece(text[left:right], covering)
