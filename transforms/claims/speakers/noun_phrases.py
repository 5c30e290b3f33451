"""Noun phrases that name or describe a speaker: their heads and parts, and what does not belong to them."""

from __future__ import annotations

from transforms.claims.speakers.view import NOUNS, SentenceView
from transforms.claims.speakers.words import role_of

READ = frozenset(("seen", "received", "obtained", "reviewed", "viewed", "heard"))  # by those who did not write it
PUBLIC = frozenset(("national", "federal", "state", "local", "regional", "provincial"))  # these are no named company
VERBAL = frozenset(("VBD", "VBZ", "VBP", "VBG", "MD"))


def split_at_and(view: SentenceView, first: int, end: int) -> list[tuple[int, int]]:
    """The parts of tokens `first` to `end` between commas and conjunctions, as half-open ranges; none is empty."""
    parts, start = [], first
    for i in range(first, end):
        if view.tags[i] == "CC" or view.lowers[i] == ",":
            if i > start:
                parts.append((start, i))
            start = i + 1
    if end > start:
        parts.append((start, end))
    return parts


def is_told_apart(view: SentenceView, first: int, head: int) -> bool:
    """Whether the phrase says itself which body it is: "the country's bank", "the national relief agency"."""
    is_office = view.lowers[head] == "agency" and {"NNP", "NN"} <= set(view.tags[first:head])  # "U.N. refugee agency"
    end = head + 1
    is_described = view.lowers[end : end + 2] == [",", "which"]  # "the company, which makes tyres,"
    return is_office or is_described or "POS" in view.tags[first:head] or not PUBLIC.isdisjoint(view.lowers[first:head])


def is_body(view: SentenceView, start: int, end: int) -> bool:
    """Whether tokens `start` to `end` are a name, with or without an article: "the Justice Department"."""
    first = start + (view.tags[start] == "DT" and start + 1 < end)
    return (
        view.is_capital(first)
        and not view.is_time(first)
        and not any(view.tags[i] in VERBAL for i in range(first, end))
    )


def head_of(view: SentenceView, first: int, end: int) -> int:
    """The head noun: the last token before an "of"-phrase or a participle."""
    for i in range(first + 1, end):
        is_break = view.tags[i] in ("IN", "TO", "VBN", "VBG", "VBD", "CC", "(", ",", "RB")
        if is_break and view.tags[i - 1] in (*NOUNS, "CD", "PRP", "DT", "JJ", "$", "POS", ")", "%"):
            return i - 1
    return end - 1


def without_circumstances(view: SentenceView, head: int, end: int) -> int:
    """A poll conducted in the city, a poll of 1,005 adults, a report released on Tuesday: the paper alone."""
    if head + 1 < end and view.lowers[head + 1] in READ | {"citing"}:
        return head + 1
    if view.lowers[head + 1 : head + 2] == ["of"] and "CD" in view.tags[head + 2 : min(head + 5, end)]:
        return head + 1
    if head + 2 < end and view.tags[head + 1] == "VBN":
        is_circumstance = view.lowers[head + 2] in ("in", "on", "at", "during") or view.is_time(head + 2)
        return head + 1 if is_circumstance else end
    return end


def has_person_role(words: str) -> bool:
    """Whether one of the words is what a person is: "Health Minister"."""
    found = (role_of(word) for word in words.split())
    return any(role is not None and role[0] == "person" for role in found)


def is_plural_name(words: str) -> bool:
    """Whether the words mean several: "officials", "Brandt and Pell"."""
    return (words.endswith("s") and not words.endswith("ss")) or " and " in words


def genders_agree(gender: str, wanted: str) -> bool:
    """Whether two genders ("m", "f") can be one person's; "" is either."""
    return not gender or not wanted or gender == wanted
