"""Blocks: the stretches of text that no sentence crosses (paragraphs, headlines, items of a list).

A blank line always ends a block.  A single line break ends one too, unless it only wraps a line: wire copy breaks
its lines at about 70 columns, and marks a new paragraph by an indent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
BULLET = re.compile(r"[-*+•·‣▪●◦○■–—>]\s|\(?\d{1,3}[.)]\s|\(?[a-zA-Z][.)]\s|\|")
WRAP_COLUMNS = range(40, 100)  # widths at which typewriters, wires and mailers wrap
SHORTEST_UNWRAPPED = 40  # a line this long that stops in mid-phrase was broken by a machine, not by its author
INDENT = 2
OPEN_END = re.compile(r"\s(?:of|the|an?|and|or|to|in|for|by|with|at|from|its|his|her|their)$")
PARAGRAPH_INDENT = (4, 5)  # of the wires
MINIMUM_WRAPPED_LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the blanks around it; `indent` counts the blanks before it."""

    start: int
    end: int
    indent: int


def find_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open span of each block, from its first to its last non-blank character."""
    lines = list(_lines(text))
    width = _wrap_width(lines)
    start: int | None = None
    for line, following in pairwise([*lines, Line(len(text), len(text), 0)]):
        if line.start == line.end:
            continue
        if start is None:
            start = line.start
        if not _runs_on(text, line, following, width):
            yield start, line.end
            start = None


def _lines(text: str) -> Iterator[Line]:
    position = 0
    ends = [match.span() for match in LINE_END.finditer(text)]
    for start, end in [*ends, (len(text), len(text))]:
        raw = text[position:start]
        stripped = raw.lstrip()
        indent = len(raw) - len(stripped)
        first = position + indent
        yield Line(first, first + len(stripped.rstrip()), indent)
        position = end


def _wrap_width(lines: list[Line]) -> int | None:
    """The column at which the text is wrapped, or None where its lines are whole paragraphs."""
    lengths = [line.indent + line.end - line.start for line in lines if line.end > line.start]
    widest = max(lengths, default=0)
    full = sum(length >= widest - 16 for length in lengths)
    has_indents = any(line.indent in PARAGRAPH_INDENT and line.end > line.start for line in lines)
    is_mostly_full = full >= MINIMUM_WRAPPED_LINES and 2 * full >= len(lengths)
    is_wrapped = widest in WRAP_COLUMNS and (is_mostly_full or has_indents)
    return widest if is_wrapped else None


def _runs_on(text: str, line: Line, following: Line, width: int | None) -> bool:
    """Whether the sentence at the end of `line` may go on in the line that follows."""
    if following.start >= following.end or following.indent >= max(INDENT, line.indent + 1):
        return False
    if BULLET.match(text, following.start):
        return False
    next_is_lower = text[following.start].islower()
    last = text[line.end - 1]
    if width is None:
        is_cut = last.isalnum() or last == ","
        if line.end - line.start >= SHORTEST_UNWRAPPED and OPEN_END.search(
            text, max(line.start, line.end - 6), line.end
        ):
            return True
        return next_is_lower and is_cut and line.end - line.start >= SHORTEST_UNWRAPPED
    if next_is_lower and last not in ".!?":
        return True
    next_word = text[following.start : following.end].split(None, 1)[0]
    return line.indent + (line.end - line.start) + 1 + len(next_word) >= width - 3
