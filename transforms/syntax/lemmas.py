"""Dictionary forms of English words: regular endings by rule, the rest from `lexicons/lemmas.txt`."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from transforms.lexicons.tables import read_table
from transforms.syntax.lexicon import read_groups, tags_of

_VOWELS: Final = frozenset("aeiou")
# Ends of words after which -es is the plural or third person, so that both letters go: boxes, dishes, passes.
_SIBILANTS: Final = ("sses", "shes", "ches", "xes", "zzes")


@cache
def irregular() -> dict[str, dict[str, str]]:
    """By part of speech ("NOUN", "VERB"): inflected form -> dictionary form, where the rules below would miss."""
    found = {pos: dict(pair.rsplit("=", 1) for pair in pairs) for pos, pairs in read_groups("lemmas.txt")}
    for row in read_table("lemmas"):
        found[row["part_of_speech"]][row["form"]] = row["lemma"]
    return found


@lru_cache(maxsize=1 << 16)
def lemma(word: str, pos: str) -> str:
    """Return the lower-case dictionary form of `word` read as `pos`, a Penn tag or "NOUN" / "VERB".

    Words of other parts of speech come back in lower case.
    """
    lower = word.lower()
    if pos.startswith("V"):
        return irregular()["VERB"].get(lower) or regular_verb(lower)
    if pos in ("NNS", "NOUN", "NNPS"):
        return irregular()["NOUN"].get(lower) or regular_noun(lower)
    return lower


def singular(noun: str) -> str:
    """Return the lower-case singular of a noun; of a hyphenated one, with its last part made singular."""
    return lemma(noun, "NOUN")


def regular_noun(word: str) -> str:
    """The singular of a regular plural: missiles -> missile, cities -> city, boxes -> box; other words unchanged."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-1] if len(word) == 4 else word[:-3] + "y"
    if word.endswith(_SIBILANTS):
        return word[:-2]
    return word[:-1]


def regular_verb(word: str) -> str:
    """The base of a regular verb form: fired -> fire, planned -> plan, carries -> carry; other words unchanged."""
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return regular_noun(word)
    for ending in ("ied", "ed", "ing"):
        stem = word[: -len(ending)]
        if word.endswith(ending) and _VOWELS.intersection(stem + "y" * (ending == "ied")):
            return stem + "y" if ending == "ied" else _base_of_stem(stem)
    return word


def _base_of_stem(stem: str) -> str:
    """What verb a stem left by -ed or -ing belongs to; known verbs win, else the spelling decides."""
    doubled = len(stem) > 2 and stem[-1] == stem[-2]
    candidates = [stem[:-1], stem, stem + "e"] if doubled else [stem + "e", stem]
    for candidate in candidates:
        if "VB" in tags_of(candidate):
            return candidate
    if doubled:
        return stem if stem.endswith(("ss", "ll", "zz", "ff")) else stem[:-1]
    return stem + "e" if stem.endswith(("iz", "at", "v", "c", "g", "u")) else stem
