"""Quotations: the spans between quotation marks, whatever marks the publisher uses and however they are balanced."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from transforms.sentences.blocks import find_blocks

OPENING = '"“„«＂`‟'
STRAIGHT = ('"', "＂", "''")
MARK = re.compile(r"``|''|[\"“”„‟«»″＂'‘’]")
DOUBLE_MARK = re.compile(r"``|''|[\"“”„‟«»″＂]")
LINE_BREAKS = re.compile(r"\n\s*\n|\r\n\s*\r\n")
SHORTEST_SINGLE = 2  # characters
LONGEST_WITHOUT_MARK = 1500
SINGLE = frozenset("'‘’")
BEFORE_OPENING = frozenset('(["“—–')
BEFORE_CLOSING = frozenset(".,!?;:…%)]")
STOP_IN_QUOTE = re.compile(r"[.!?…](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words between two marks: `text[start:end]`, marks excluded.

    `continues` says that it takes up the quotation before it, which had no closing mark: the same person speaks on.
    """

    start: int
    end: int
    continues: bool = False


def find_quotations(text: str) -> list[Quotation]:
    """Find the quotations of an article's text, in order and apart from each other (nested ones are left out).

    Straight, curly, angled, doubled and single marks are read; marks that are missing, doubled or unbalanced never
    raise.  A quotation that runs over paragraphs gives one span each, the later ones with `continues`.  Where a closing
    mark is missing the quotation ends with its first sentence.  Takes time linear in the length of `text`.
    """
    finder = _Finder(text)
    blocks = list(find_blocks(text))
    next_starts = [start for start, _ in blocks[1:]]
    for (start, end), next_start in zip_longest(blocks, next_starts):
        for mark in MARK.finditer(text, start, end):
            finder.meet(mark)
        finder.end_block(end, next_start)
    return finder.found


class _Finder:
    """Reads marks from left to right; at most one quotation is open at a time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Quotation] = []
        self.opened: int | None = None
        self.is_single = False
        self.continues = False
        self.doubtful_close: int | None = None

    def meet(self, mark: re.Match[str]) -> None:
        """Read one mark.  A single one may be an apostrophe: it opens only after a blank, and closes only its like."""
        if mark.group() not in SINGLE:
            self._meet_double(mark)
        elif self.opened is None:
            before, after = self._around(mark)
            is_after_gap = before.isspace() or before in BEFORE_OPENING
            if is_after_gap and (after.isalpha() or after in "$£€") and mark.group() != "’":
                self._open(mark.end(), is_single=True)
        elif self.is_single:
            before, after = self._around(mark)
            if not after.isalnum() and (before.isalnum() or before in BEFORE_CLOSING) and mark.group() != "‘":
                self._meet_single_close(mark.start())

    def end_block(self, end: int, next_start: int | None) -> None:
        """Close what is open; it goes on where the next block starts with an opening mark."""
        if self.opened is None:
            return
        goes_on = next_start is not None and self.text[next_start] in ("‘" if self.is_single else OPENING)
        if not goes_on and not self.is_single and next_start is not None and self._closes_later(end, next_start):
            return
        if self.is_single and self.doubtful_close is not None:
            self._close(self.doubtful_close)
            goes_on = False
        elif goes_on:
            self._close(end)
        elif self.is_single:
            self.opened = None
        else:
            stop = STOP_IN_QUOTE.search(self.text, self.opened, end)
            self._close(stop.end() if stop else end)
        self.continues = goes_on

    def _closes_later(self, end: int, next_start: int) -> bool:
        """Whether only the line ends here: no blank line follows, and the next mark is a closing one."""
        if LINE_BREAKS.search(self.text, end, next_start):
            return False
        mark = DOUBLE_MARK.search(self.text, next_start, next_start + LONGEST_WITHOUT_MARK)
        return mark is not None and self._only_closes(mark)

    def _meet_double(self, mark: re.Match[str]) -> None:
        if self.opened is None:
            if not self._only_closes(mark):
                self._open(mark.end(), is_single=False)
        elif self.is_single:
            self._drop_single(mark)
        elif self._only_opens(mark):
            self._close(mark.start())
            self.continues = True
            self._open(mark.end(), is_single=False)
        else:
            self._close(mark.start())

    def _drop_single(self, mark: re.Match[str]) -> None:
        """A double mark inside an unclosed single one: what looked like an opening mark was an apostrophe."""
        if self.doubtful_close is not None:
            self._close(self.doubtful_close)
        self.opened = None
        self._meet_double(mark)

    def _meet_single_close(self, position: int) -> None:
        if self.opened is not None and position - self.opened < SHORTEST_SINGLE:
            self.opened = None  # rock 'n' roll
        elif self.text[position - 1] in "sS":  # "the workers' pay": perhaps an apostrophe
            if self.doubtful_close is None:
                self.doubtful_close = position
        else:
            self._close(position)

    def _open(self, start: int, *, is_single: bool) -> None:
        self.opened, self.is_single, self.doubtful_close = start, is_single, None

    def _close(self, end: int) -> None:
        assert self.opened is not None
        part = self.text[self.opened : end]
        kept = part.strip()
        if kept:
            start = self.opened + len(part) - len(part.lstrip())
            self.found.append(Quotation(start, start + len(kept), self.continues))
        self.opened, self.continues = None, False

    def _only_opens(self, mark: re.Match[str]) -> bool:
        before, after = self._around(mark)
        if mark.group() in STRAIGHT:
            return (before.isspace() or before in "([—–") and not after.isspace() and after.isalnum()
        return mark.group() in OPENING and not (after.isspace() and not before.isspace())

    def _only_closes(self, mark: re.Match[str]) -> bool:
        before, after = self._around(mark)
        is_after_word = not before.isspace() and before not in "([—–-/"
        is_before_gap = not (after.isalnum() or after in "$£€")
        return is_after_word and is_before_gap

    def _around(self, mark: re.Match[str]) -> tuple[str, str]:
        before = self.text[mark.start() - 1] if mark.start() else " "
        after = self.text[mark.end()] if mark.end() < len(self.text) else " "
        return before, after
