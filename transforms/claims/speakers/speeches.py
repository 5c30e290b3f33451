"""Statements that somebody gives: "Ann Lee issued the following statement: …"; "the union released a statement, "…"".

In the sentence itself they cover a quotation alone; else the quotation or the text behind the sentence is meant, and
they cover nothing.
"""

from __future__ import annotations

from functools import cache

from transforms.claims.speakers.sources import before_verb
from transforms.claims.speakers.statements import Statement, quote_end
from transforms.claims.speakers.view import FINITE, SentenceView
from transforms.claims.speakers.words import words_for

WITHIN = frozenset(("DT", "JJ", "NN", "NNS", "VBG", "RB", "IN", "CD", "PRP$"))
REACH = 6  # tokens between the verb and the noun: "made the following brief remarks"
LONGEST_CIRCUMSTANCE = 30  # tokens between the noun and the quotation


@cache
def given_words() -> frozenset[str]:
    """Nouns for what somebody gives to be read or heard: "statement", "remarks"."""
    return words_for("given")


def giving_statements(view: SentenceView) -> list[Statement]:
    """The statements of a sentence that are given, in order of their nouns."""
    found: list[Statement] = []
    nouns = given_words()
    if nouns.isdisjoint(view.lowers):
        return found
    for noun, lower in enumerate(view.lowers):
        if lower in nouns and view.tags[noun] in ("NN", "NNS"):
            statement = _given(view, noun)
            if statement is not None:
                found.append(statement)
    return found


def _given(view: SentenceView, noun: int) -> Statement | None:
    verb = _verb_before(view, noun)
    source = before_verb(view, verb, view.dateline) if verb is not None else None
    if source is None or verb is None:
        return None
    is_handed_on = not {"following", "this"}.isdisjoint(view.lowers[verb:noun])
    opening = _quotation(view, noun + 1)
    if opening is not None:
        return Statement((verb, noun + 1), source, ((opening, quote_end(view, opening)),))
    return Statement((verb, noun + 1), source, ()) if is_handed_on else None


def _verb_before(view: SentenceView, noun: int) -> int | None:
    """The verb of giving that has the noun for its object, or None."""
    for i in range(noun - 1, max(-1, noun - 1 - REACH), -1):
        if view.lowers[i] in words_for("giving") and view.tags[i] in FINITE | {"VBN"}:
            return i if view.quote_of[i] < 0 else None
        if view.tags[i] not in WITHIN:
            return None
    return None


def _quotation(view: SentenceView, start: int) -> int | None:
    """The first token of a quotation that a comma or colon hands over to, or None."""
    for i in range(start, min(view.count, start + LONGEST_CIRCUMSTANCE)):
        if view.quote_of[i] >= 0:
            mark = next((k for k in range(i - 1, start - 2, -1) if not view.is_mark(k)), start - 1)
            return i if view.lowers[mark] in (",", ":") or mark == start - 1 else None
        if view.tags[i] in FINITE:
            return None
    return None
