"""What a word can be after a number: a plural, a noun in the singular, a modifier, a verb or the end of the phrase."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.syntax.lemmas import regular_noun, singular
from transforms.syntax.lexicon import tags_of

_WORDS: Final = read_sets("noun_words")
# Nouns whose plural looks like the singular.
UNMARKED: Final = _WORDS["unmarked plurals"]
_MODIFIERS: Final = _WORDS["modifiers"]
_LISTED_AS_VERBS: Final = _WORDS["plurals listed as verbs"]
# Nouns that look like a plural.
_SINGULAR_IN_S: Final = _WORDS["singular in -s"]
STOPS: Final = _WORDS["stops"]
_CONTRACTED: Final = tuple(mark + end for mark in "'’" for end in ("t", "re", "ve", "ll", "d", "m"))
# Function words that are names with a capital: Next (the retailer).
_NAMES_TOO: Final = _WORDS["function words that are names"]


def singular_of(noun: str) -> str:
    """The singular under which things are counted: people are counted as persons."""
    lower = noun.lower()
    if lower in ("people", "persons"):
        return "person"
    if noun.endswith("s") and noun[:-1].isupper() and len(noun) > 2:  # MPs, TVs, NGOs
        return lower[:-1]
    single = singular(lower)
    if single == lower and lower not in UNMARKED and word_class(lower) == "P" and lower.endswith("s"):
        return regular_noun(lower)
    return single


@lru_cache(maxsize=1 << 15)
def word_class(word: str) -> str:
    """What a word can be after a number: "P" plural noun, "N" singular noun, "J" modifier, "V" verb, "-" a stop.

    A capital makes "C" (a name as a modifier) of words that are not listed in lower case.
    """
    lower = word.lower()
    if lower in STOPS:
        return "C" if word in _NAMES_TOO else "-"
    if not word[:1].isalpha():  # a mark, or the edge of the line
        return "-"
    if lower in _MODIFIERS:
        return "J"
    if lower in UNMARKED or lower in _LISTED_AS_VERBS:
        return "P"
    if lower.endswith(("children", "women", "people")) or (lower.endswith("men") and "NNS" in tags_of(lower)):
        return "P"
    tags = tags_of(lower) or tags_of(word)
    if not tags:
        return _guess(word)
    first = tags[0]
    if word[0].isupper() and first in ("VB", "VBD", "VBP") and tags_of(word)[:1] == ("NNP",):
        return "C"  # "Harry", "Drew"
    if first in ("NNS", "NNPS") or (first in ("NNP", "VBZ") and "NNS" in tags):
        return "P"
    if first == "NN" and "NNS" in tags and lower.endswith("s") and lower not in _SINGULAR_IN_S:
        return "P"  # "audits", "outfits"
    if first in ("NN", "NNP"):
        return (
            ("C" if word[0].isupper() and not tags_of(lower) else "N") if first == "NNP" or "VBD" not in tags else "N"
        )
    if first in ("JJ", "JJS", "JJR", "VBG", "VBN", "CD", "PDT") or (
        first in ("VBD", "VB", "VBP", "RB") and ("JJ" in tags or "NN" in tags)
    ):
        return "J" if "NN" not in tags or first.startswith("V") or first == "CD" else "N"
    if first == "VBD":
        return "V"
    return "J" if first == "RB" and lower.endswith("ly") else "-"


def _guess(word: str) -> str:
    """The class of a word that no list holds, by its spelling."""
    lower = word.lower()
    if lower.endswith(_CONTRACTED):
        return "-"
    if lower.endswith(("children", "men", "women", "people")):
        return "P"
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")) and len(lower) > 2:
        return "P"
    if word[-1] == "s" and word[:-1].isupper() and len(word) > 2:
        return "P"  # "two PIs"
    if word[0].isupper():
        return "C"
    if lower.endswith("ly"):
        return "J"
    if lower.endswith(("ed", "ing", "ous", "ful", "ive", "al", "ic", "able", "less")):
        return "J"
    return "N"
