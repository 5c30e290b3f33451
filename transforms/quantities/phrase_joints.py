"""How the noun phrase behind a number goes on: which noun is the head, what "and" and commas join."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.digits import WORDS
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.word_classes import STOPS, UNMARKED, word_class
from transforms.syntax.lexicon import tags_of

_WORDS: Final = read_sets("noun_words")
# Plurals that modify another noun: "savings bonds", "arms sales".
PLURAL_MODIFIERS: Final = _WORDS["plural modifiers"]
# Plurals that modify no other noun, but that a clause follows: "ten things tourists miss".
_UNMODIFYING: Final = _WORDS["plurals that modify nothing"]
_OBJECTS: Final = frozenset("a an the its his her their our them him it us me you this these those about".split())
_BEHIND_VERBS: Final = frozenset({"to", "that", "up", "out", "at", "on"})
_NEAR: Final = 3  # tokens
_BEHIND_PLURALS: Final = frozenset({"", ".", ",", ";", ")", *"and in of from for by per at".split()})
_LONGEST_NAME: Final = 14  # tokens between brackets
# Adjectives that another number follows, and those of "full-time".
_BEFORE_NUMBERS: Final = frozenset("past last first next previous top original most latest final other".split())
_LONGEST_SERIES: Final = 11  # tokens behind a joint
# Plurals of time, and what makes them tell when something happened.
_WHEN: Final = frozenset("moments seconds minutes hours days weeks months years".split())
_FROM_WHEN: Final = frozenset("later earlier before after ago apart".split())


def reaches_plural(line: Line, at: int, limit: int) -> bool:
    """Whether a plural without a capital follows names from token `at` on."""
    while at < limit and line.word(at)[:1].isupper() and word_class(line.words[at]) != "-":
        at += 1
    word = line.word(at)
    return at < limit and word.islower() and word_class(word) == "P"


def goes_on(line: Line, head: int, at: int, kind: str) -> bool:
    """Whether a noun after a head that could stand is the real head: "sales managers", "members states"."""
    if at != head + 1:
        # "ten nuclear weapons storage sites"
        return line.word(at - 1) in HYPHENS or (kind == "P" and line.lowers[head] in PLURAL_MODIFIERS)
    if line.lowers[at] in _WHEN and line.lower(at + 1) in _FROM_WHEN:
        return False  # "five people days later"
    word = line.lowers[at]
    before = line.lowers[head]
    is_verb_too = "VB" in tags_of(word) or "VBZ" in tags_of(word) or "VBP" in tags_of(word)
    if before in PLURAL_MODIFIERS:
        return True
    if before in UNMARKED and kind in ("P", "N"):
        return kind == "P" or not is_verb_too  # "10 head coaches", "two bass drums"
    if word_class(line.words[head]) == "P":
        return kind == "P" and not _is_told_of(line, head, at)
    return not (is_verb_too and tags_of(word)[0] in ("VBZ", "VB", "VBP"))


def _is_told_of(line: Line, head: int, at: int) -> bool:
    """Whether a plural behind a plural is a verb or does one: "five things | tourists miss"; "licences" after
    "firearms" is neither, for no plural has a verb in "-s".
    """
    is_verb_of_name = line.words[head][0].isupper() and line.words[at].islower() and "VBZ" in tags_of(line.lowers[at])
    if is_verb_of_name and line.lower(at + 1) in _BEHIND_VERBS:  # "reported by the 12 Districts points to a slump"
        return True
    if line.lowers[head] in _UNMODIFYING or ("VBZ" in tags_of(line.lowers[at]) and _is_object(line.word(at + 1))):
        return True
    return not line.lowers[at].endswith("s") and not {"VB", "VBP"}.isdisjoint(tags_of(line.lowers[at]))


def _is_object(word: str) -> bool:
    """Whether this word opens what a verb before it acts on: "a keg of 2,000 nails costs | $58"."""
    return word.lower() in _OBJECTS or word[:1].isdigit() or word in ("$", "£", "€")


def owns(line: Line, at: int, limit: int) -> bool:
    """Whether modifiers and a plural, all without a capital, stand from token `at` on."""
    while at < limit and line.words[at].islower() and word_class(line.words[at]) in ("N", "J"):
        at += 1
    return at < limit and line.words[at].islower() and word_class(line.words[at]) == "P"


def is_name_before(line: Line, head: int, at: int) -> bool:
    """Whether a plural that ends a name only modifies: "two United States service members"."""
    is_name = head > 0 and line.words[head][0].isupper() and line.words[head - 1][0].isupper()
    if not is_name or not line.words[at].islower() or at != head + 1:
        return False
    is_plural = word_class(line.words[at]) == "P" and line.lower(at + 1) not in _FROM_WHEN
    is_told = "VB" not in tags_of(line.words[at]) or not {"VBD", "VBZ", "VBP", "MD"}.isdisjoint(
        tags_of(line.lower(at + 2))
    )
    return is_plural or (word_class(line.words[at]) == "N" and is_told and reaches_plural(line, at + 1, at + _NEAR))


def _is_series(line: Line, at: int) -> bool:
    """Whether a modifier and "and" follow a comma: "300 sales, marketing and support jobs"."""
    return line.lower(at + 2) in ("and", "or") and word_class(line.word(at + 1) or ".") in ("N", "J")


def joins(line: Line, at: int, start: int, head: int, limit: int) -> bool:
    """Whether "and", "or", "&" or a comma joins modifiers of one noun: "food, seed and fiber crops"."""
    word = line.lowers[at]
    if word not in ("and", "or", "&", ",") or at == start:
        return False
    may_modify = head < 0 or line.lowers[head] in PLURAL_MODIFIERS | {"police"}  # "12 police and fire officers"
    if not may_modify or (head >= 0 and word == "," and not _is_series(line, at)):
        return False
    following = at + 1 + (line.lower(at + 1) in ("and", "or"))
    if head >= 0 and line.lowers[head] == "police" and word_class(line.word(following) or ".") == "P":
        return False  # "12 police and protesters"
    for ahead in range(following, min(limit, following + _LONGEST_SERIES)):
        kind = word_class(line.words[ahead])
        if line.lowers[ahead] in WORDS:
            return False  # "12 sports and five games"
        if kind == "P":
            return True
        if (
            kind not in ("N", "J", "C")
            and line.words[ahead] not in HYPHENS
            and line.words[ahead - 1] not in HYPHENS  # "aggressive and best-sourced reporters"
            and line.lowers[ahead] not in ("and", "or", ",")
        ):
            return False
    return False


def told_name(line: Line, at: int) -> int:
    """Where the bracket at `at` closes that holds a name or what the letters before it stand for, else 0."""
    if line.word(at + 1).isupper() and line.word(at + 2) == ")":
        return at + 2
    if not line.words[at - 1].isupper() or not line.word(at + 1)[:1].isupper():
        return 0
    return next((ahead for ahead in range(at + 2, at + _LONGEST_NAME) if line.word(ahead) == ")"), 0)


def opens_phrase(line: Line, at: int) -> bool:
    """Whether a noun phrase starts at `at` behind "those": "these bone tools", not "those involved knives"."""
    kind = word_class(line.word(at) or ".")
    if kind == "P":
        return True
    return kind in ("N", "J", "C") and tags_of(line.lower(at))[:1] not in (("VBN",), ("VBD",))


def is_nominal(line: Line, at: int) -> bool:
    """Whether an adjective stands for those who are so: "four of the wounded"; not "eight of the past nine games"."""
    word = line.lowers[at]
    return (
        word_class(word) == "J" and word not in _BEFORE_NUMBERS and word_class(line.word(at + 1) or ".") in ("-", "V")
    )


def is_verb_like_plural(line: Line, at: int) -> bool:
    """ "10 assists", "24 overs": a word that lists know as a verb alone ends the phrase behind a number."""
    word = line.word(at)
    if not word.endswith("s") or not word.islower() or tags_of(word) != ("VBZ",) or word in STOPS:
        return False
    return line.lower(at + 1) in _BEHIND_PLURALS


def is_noun_alone(word: str) -> bool:
    """Whether a word in lower case is a noun in the singular and no adjective."""
    tags = tags_of(word)
    return word.islower() and word not in UNMARKED and "NN" in tags and tags[0] != "JJ" and "NNS" not in tags
