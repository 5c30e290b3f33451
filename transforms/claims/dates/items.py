"""The words and numbers of a sentence as the grammar of time sees them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from transforms.lexicons.tables import read_table

ITEM = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{4}\b|\d+(?:[.,]\d+)+|\d{2,4}s\b|\d+(?:st|nd|rd|th)\b|[1-4]Q(?:\d\d)?\b|\d+"
    r"|['’`]\d\ds?\b|['’]s\b|[QH][1-4]\b|FY(?: ?\d\d(?:\d\d)?)\b(?![-–/]\d)|FY\d{2,4}\b|[^\W\d_]+|[-–—/]|[^\w\s]"
)
# Classes that a time expression can begin with, or that make one out of a number.
TRIGGERS = frozenset(
    "month weekday season day overnight now current unit year decade short dotted fiscal daypart phrase feast"
    " yearend movable".split()
)
# What looks like a number that can date something, and the words of small letters: no text without either is read.
DATING = re.compile(r"\d{4}|\d\ds|['’`]\d\d|\dQ|[QH]\d|FY|/")
WORD = re.compile(r"[^\W\d_]+")
DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
YEARS = range(1000, 2200)
UNIT_AFTER = frozenset(["%", "°", "$", "£", "€"])


@dataclass(slots=True)
class Item:
    """One word, number or mark: its class and value in the lexicon ("" and its text where it has none)."""

    cls: str
    value: str
    lower: str
    start: int
    end: int
    is_lower: bool = False  # whether it is written in small letters

    @property
    def number(self) -> int:
        """The value of an item whose class holds numbers."""
        return int(self.value)


@cache
def time_words() -> dict[str, tuple[str, str, bool]]:
    """Lower-case word → class, value, whether it must be written with a capital."""
    return {row["word"]: (row["class"], row["value"], row["case"] == "capital") for row in read_table("time_words")}


@cache
def trigger_words() -> frozenset[str]:
    """The lower-case words that a time expression can begin with or that make one."""
    return frozenset(word for word, (cls, _, _) in time_words().items() if cls in TRIGGERS)


@cache
def word_set(name: str) -> frozenset[str]:
    """The words of one class of time_words that no time expression holds: `before_date`, `after_clock`, …"""
    return frozenset(row["word"] for row in read_table("time_contexts") if row["set"] == name)


def read_items(sentence: str, taken: Sequence[tuple[int, int]] = ()) -> list[Item]:
    """The items of a sentence, or none where nothing in it could date anything.

    `taken` are the half-open spans of bare numbers that count or measure, in order: they are no years or days.
    """
    if not DATING.search(sentence) and trigger_words().isdisjoint(WORD.findall(sentence.lower())):
        return []
    words = time_words()
    starts = [start for start, _ in taken]
    items: list[Item] = []
    is_dated = False
    for match in ITEM.finditer(sentence):
        text = match.group()
        lower = text.lower()
        entry = words.get(lower)
        if entry is not None and (not entry[2] or text[0].isupper()):
            item = Item(entry[0], entry[1], lower, match.start(), match.end())
        elif text.isalpha():
            item = Item("", lower, lower, match.start(), match.end())
        else:
            item = _number_item(text, lower, match.start(), match.end(), sentence)
        if item.cls in ("digits", "year") and _is_taken(item, starts, taken):
            item.cls = "taken"
        item.is_lower = text.islower()
        is_dated = is_dated or item.cls in TRIGGERS or text == "/"
        items.append(item)
    return items if is_dated else []


def _is_taken(item: Item, starts: Sequence[int], taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a number stands in one of the spans, or one of them in it."""
    at = bisect_right(starts, item.start)
    return (at > 0 and item.start < taken[at - 1][1]) or (at < len(starts) and starts[at] < item.end)


def _number_item(text: str, lower: str, start: int, end: int, sentence: str) -> Item:
    """An item for what is not in the lexicon: a number by its form, else a plain word or mark."""
    if text.isdecimal() and text.isascii():
        before, after = sentence[start - 1 : start], sentence[end : end + 1]
        if (before in UNIT_AFTER and before) or (after in UNIT_AFTER and after) or after.isalpha() or before.isalnum():
            return Item("glued", text, lower, start, end)
        return Item("year" if len(text) == 4 and int(text) in YEARS else "digits", text, lower, start, end)
    if text[0].isascii() and text[0].isdigit():
        if lower.endswith("s"):
            return Item("decade", lower[:-1], lower, start, end)
        if lower[-2:] in ("st", "nd", "rd", "th"):
            return Item("nth", lower[:-2], lower, start, end)
        if "q" in lower:
            return Item("short", lower, lower, start, end)
        return Item("dotted" if DOTTED.fullmatch(text) else "decimal", text, lower, start, end)
    if len(text) > 1 and text[0] in "'’`" and text[1].isdigit():
        return Item("decade" if lower.endswith("s") else "year", lower[1:].rstrip("s"), lower, start, end)
    if text[:2] == "FY" and text[-1].isdigit():
        return Item("fiscal", "10", lower, start, end)
    if len(text) > 1 and text[1].isdigit():
        return Item("short", lower, lower, start, end)
    return Item("", lower, lower, start, end)
