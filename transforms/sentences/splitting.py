"""Sentences: one pass over each block, looking only at the marks that may end one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.lexicons.tables import read_table
from transforms.sentences.blocks import find_blocks

CLOSERS = "\"'”’»)\\]"
STOP = re.compile(rf"[.!?…。！？]+(?:\s?[.]){{0,3}}[{CLOSERS}]*")
OPENERS = "\"'“‘«([¿¡-–—•·*$£€#@"
GLUED = re.compile(r"[A-Z][\w’']*(?=\s)")
LAST_WORD = re.compile(r"[^\s(\[\"“”'‘’/—–-]{1,24}$")
NEXT_WORD = re.compile(r"[^\W\d_][\w’'-]{0,30}")
INLINE_BULLET = re.compile(r"(?<=\s)[•‣▪●◦■](?=\s)")
LONGEST_WORD = 24


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text[start:end]`, without blanks at its ends; `no` counts from 0."""

    no: int
    start: int
    end: int


@cache
def _abbreviations() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in read_table("abbreviations")}


@cache
def _openers() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("sentence_openers"))


@cache
def _name_and_verb() -> re.Pattern[str]:
    """What follows a quotation that ends in "?" or "!" and still belongs to its sentence: "…?" Mr. Smith asked."""
    verbs = "|".join(form for row in read_table("speech_verbs") if row["tag"] for form in row["forms"].split())
    return re.compile(rf"\s+(?:(?:[A-Z][\w.’'-]{{0,30}}|of|the|de|van|von)\s){{1,4}}(?:{verbs})\b")


def split_sentences(text: str) -> list[Sentence]:
    """Split an article's text into sentences, in order; together they cover every character that is not blank.

    A sentence never crosses a blank line.  Line breaks inside a wrapped paragraph stay inside its sentences.  Takes
    time linear in the length of `text`.
    """
    spans = (span for start, end in find_blocks(text) for span in _split_block(text, start, end))
    return [Sentence(no, start, end) for no, (start, end) in enumerate(spans)]


def _split_block(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for cut in _cuts(text, start, end):
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    kept = part.strip()
    if kept:
        first = start + len(part) - len(part.lstrip())
        yield first, first + len(kept)


def _cuts(text: str, start: int, end: int) -> list[int]:
    cuts = [match.end() for match in STOP.finditer(text, start, end) if _ends_sentence(text, match, end)]
    bullets = [match.start() for match in INLINE_BULLET.finditer(text, start, end)]
    return sorted(cuts + bullets) if bullets else cuts


def _ends_sentence(text: str, stop: re.Match[str], block_end: int) -> bool:
    after = stop.end()
    if after >= block_end:
        return False
    if not text[after].isspace():
        return _is_glued(text, stop)
    position = after
    while position < block_end and (text[position].isspace() or text[position] in OPENERS):
        position += 1
    if position >= block_end or text[position].islower():
        return False
    marks = stop.group()
    if "." in marks and marks.rstrip("\"'”’»)]") == ".":
        return _full_stop_ends(text, stop, position)
    has_closer = marks[-1] in "\"”’'»"
    return not (has_closer and ("?" in marks or "!" in marks) and _name_and_verb().match(text, after))


def _is_glued(text: str, stop: re.Match[str]) -> bool:
    """A blank is missing after the stop: "… said.The company …"."""
    following = GLUED.match(text, stop.end())
    before = text[max(0, stop.start() - 2) : stop.start()]
    if following is None:
        return False
    return before.isalpha() and before.islower() and following[0].lower() in _openers()


def _full_stop_ends(text: str, stop: re.Match[str], position: int) -> bool:
    word_match = LAST_WORD.search(text, max(0, stop.start() - LONGEST_WORD), stop.start())
    if word_match is None:
        return True
    word = word_match.group()
    kind = _kind_of(word)
    if kind is None:
        return not (word.isdigit() and _opens_line(text, word_match.start()))
    if kind == "title":
        return stop.end() - stop.start() > 1 and not text[position].isupper()
    if text[position].isdigit():
        return False
    if kind == "number":
        return True
    following = NEXT_WORD.match(text, position)
    return following is None or following.group().lower() in _openers() or stop.group()[-1] in '"”'


def _opens_line(text: str, start: int) -> bool:
    """Whether only a few blanks stand before `start` on its line: "2." there is the number of an item."""
    before = text[max(0, start - LONGEST_WORD) : start].rstrip(" \t\u00a0")
    return before == "" or before[-1] in "\r\n"


def _kind_of(word: str) -> str | None:
    known = _abbreviations()
    written = word.capitalize() if word.isupper() and len(word) > 1 else word
    return known.get(written) or known.get(word.lower()) or ("inner" if _is_initials(word) else None)


def _is_initials(word: str) -> bool:
    """One letter ("J"), or letters with stops between them ("p.l.c"); "I" is the pronoun as often as an initial."""
    return word != "i" and all(len(part) == 1 and part.isalpha() for part in word.split("."))
