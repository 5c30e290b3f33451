"""What a single word can be: its possible tags, by the word list, its spelling and whether it opens the sentence."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from transforms.lexicons.tables import read_table
from transforms.syntax.lexicon import tags_of

Tags = tuple[str, ...]

_MARKS: Final[dict[str, Tags]] = {
    **dict.fromkeys(".?!", (".",)),
    **dict.fromkeys((",", "،"), (",",)),
    **dict.fromkeys((";", ":", "-", "–", "—", "--", "...", "…", "/"), (":",)),
    **dict.fromkeys("([{", ("(",)),
    **dict.fromkeys(")]}", (")",)),
    **dict.fromkeys("“‘«", ("``",)),
    **dict.fromkeys('”"»', ("''",)),
    **dict.fromkeys("$£€¥₹₽₩₪", ("$",)),
    "%": ("NN",),
    "&": ("CC",),
}
_ORDINAL: Final = re.compile(r"\d+(?:,\d{3})*(?:st|nd|rd|th)")
# Endings of unknown words, the longest first within a family.
_ENDINGS: Final[tuple[tuple[str, Tags], ...]] = (
    ("ly", ("RB",)),
    ("ing", ("VBG", "NN")),
    ("ed", ("VBD", "VBN")),
    ("ness", ("NN",)),
    ("ment", ("NN",)),
    ("tion", ("NN",)),
    ("ous", ("JJ",)),
    ("ful", ("JJ",)),
    ("able", ("JJ",)),
    ("ible", ("JJ",)),
    ("ive", ("JJ",)),
    ("ic", ("JJ",)),
    ("ish", ("JJ",)),
    ("ian", ("JJ", "NN")),
    ("ize", ("VB",)),
    ("ise", ("VB", "NN")),
    ("ss", ("NN",)),
    ("us", ("NN",)),
    ("is", ("NN",)),
    ("s", ("NNS", "VBZ")),
)


@cache
def _own_list() -> dict[str, Tags]:
    return {word: tuple(row["tags"].split()) for row in read_table("word_tags") for word in row["words"].split()}


@lru_cache(maxsize=1 << 16)
def possible_tags(text: str, is_open: bool) -> Tags:
    """The tags that a token can have, the likeliest first.

    `is_open` says that a capital means nothing here: the first word of a sentence or quotation, a headline.
    """
    mark = _MARKS.get(text)
    if mark:
        return mark
    first = text[0]
    if first.isdigit():
        return _number_tags(text)
    if not (first.isalpha() or first in "'’"):
        return ("$",) if text.endswith("$") else ("SYM",)
    if first.isupper():
        return _capital_tags(text, is_open)
    return _listed(text) or _unknown(text)


def _listed(lower: str) -> Tags:
    return _own_list().get(lower) or tags_of(lower)


def _number_tags(text: str) -> Tags:
    if _ORDINAL.fullmatch(text):
        return ("JJ",)
    if "-" in text:
        return ("JJ",)
    return ("NNS", "CD") if text.endswith("0s") and len(text) > 2 else ("CD",)


def _capital_tags(text: str, is_open: bool) -> Tags:
    """Tags of a capitalised word: a name, unless the capital is owed to its place or the list knows better."""
    if len(text) == 1 and text not in "AI":
        return ("NNP",)
    lower = text.lower()
    own = _own_list().get(lower)
    written = tags_of(text)
    if own and (is_open or own[0] in ("DT", "IN", "CC", "TO", "PRP", "PRP$", "POS", "CD") or text in ("I", "US")):
        return ("NNP",) if text == "US" else own
    if not is_open:
        return written if written and written[0].startswith(("NNP", "JJ")) else ("NNP",)
    common = tags_of(lower)
    if not common:
        return written or (("NNP",) if "-" not in text else _unknown(lower))
    if written and written[0] == "NNP" and common[0] in ("NN", "NNS", "JJ", "VB", "VBG", "VBN", "VBD", "RB"):
        return (*common, "NNP")
    return common


def _unknown(lower: str) -> Tags:
    """Tags of a word that no list has, by its ending."""
    if "-" in lower:
        tags = _listed(lower.rsplit("-", 1)[1]) or ("NN",)
        return tags if tags[0] in ("NN", "NNS", "NNP") and not lower.endswith(("-old", "-long")) else ("JJ",)
    if any(letter.isdigit() for letter in lower):
        return ("NNP",)
    return next((tags for ending, tags in _ENDINGS if lower.endswith(ending) and len(lower) > len(ending) + 2), ("NN",))
