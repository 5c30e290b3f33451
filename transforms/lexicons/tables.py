"""Reads the lexicon tables beside this module: CSV with `#` comment lines that name the source."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of `name`.csv as column → text; comment lines and blank lines are skipped."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if line.strip() and not line.startswith("#")))


@cache
def read_sets(name: str) -> Mapping[str, frozenset[str]]:
    """The sets of words of `name`.csv by their names; a table is read once, however many modules take sets from it."""
    return {row["set"]: frozenset(row["words"].split("|")) for row in read_table(name)}


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first, that begin where no letter or digit stands before.

    What stands before is asked behind each first letter: a search for those passes over a text many times as fast as
    one for the place where a word begins.
    """
    letters = ((re.escape(first), tree_of(rests)) for first, rests in _by_first_letter(words).items())
    return "(?:" + "|".join(rf"{first}(?<!\w{first}){rests}" for first, rests in letters) + ")"


def tree_of(words: Iterable[str]) -> str:
    """A pattern of any of some words with the beginnings that they share written once, as a tree of letters.

    A search tries one branch for each letter that may come next and not each word; of the words that stand at a place
    it finds the longest.  No words make the empty pattern.
    """
    tails = _by_first_letter(words)
    may_end = tails.pop("", None) is not None
    branches = [re.escape(first) + tree_of(rests) for first, rests in tails.items()]
    if not branches:
        return ""
    together = branches[0] if len(branches) == 1 and not may_end else "(?:" + "|".join(branches) + ")"
    return together + ("?" if may_end else "")


def _by_first_letter(words: Iterable[str]) -> dict[str, list[str]]:
    """The rest of each word by its first letter, in order; "" has no letter and no rest."""
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        rests.setdefault(word[:1], []).append(word[1:])
    return rests
