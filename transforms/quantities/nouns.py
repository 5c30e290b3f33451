"""What is counted: the head noun after a number, and what it stands for where it is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities.digits import WORDS
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.phrase_joints import (
    goes_on,
    is_name_before,
    is_nominal,
    is_noun_alone,
    is_verb_like_plural,
    joins,
    opens_phrase,
    owns,
    reaches_plural,
    told_name,
)  # fmt: skip
from transforms.quantities.units import plural
from transforms.quantities.word_classes import UNMARKED, singular_of, word_class
from transforms.syntax.lexicon import tags_of

_WORDS: Final = read_sets("noun_words")
PEOPLE: Final = _WORDS["people"]
_CASUALTIES: Final = read_sets("quantity_words")["casualties"]
_CLASSIFIERS: Final = _WORDS["classifiers"]
_NEVER_HEADS: Final = _WORDS["never heads"]
_COMPOUNDED: Final = _WORDS["compounded"]
_PAST_ALONE: Final = _WORDS["past forms that modify nothing"]
_LONGEST: Final = 14  # tokens of a noun phrase
_LONGEST_QUOTED: Final = 6
_TIMES_BEFORE: Final = frozenset({"earlier", "later"})
_TIMED: Final = frozenset("full part half long first short all real one".split())
_VOTED: Final = frozenset({"yes", "no", "aye", "nay"})  # "15 yes votes and three no votes"
_POSSESSIVES: Final = frozenset("the his her its their our my your these those this that".split())
_APOSTROPHES: Final = frozenset({"'", "’"})
_QUOTES: Final = frozenset({'"', "“", "‘", "'", "``"})
# Before a number these say of which kind: "two magnitude 6 quakes", "three category 4 storms".
_CLASSED: Final = _WORDS["before a class"]
_CLOSING: Final = frozenset({'"', "”", "’", "'", "''"})
# People of a country whose name for many is that for one.
_PEOPLES: Final = frozenset(_WORDS["peoples"]).union(
    word
    for row in read_table("country_words")
    for word in row["words"].split("|")
    if word.endswith(("ese", "ish", "ch", "Swiss"))
)


# Capitalised, what names of peoples begin with that mean no one without it: "New Yorker".
_FIRST_OF_PEOPLES: Final = frozenset(word.title() for word in _WORDS["first words of peoples"])


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: the tokens `first` to `stop` of its phrase, the head's token, and its singular."""

    first: int
    stop: int
    head: int
    singular: str


def noun_after(line: Line, at: int, is_plural: bool) -> Noun | None:
    """The counted noun whose phrase starts at token `at`, for a count other than one if `is_plural`."""
    is_apart = line.lower(at + 1) in _COMPOUNDED and not line.touches(at)  # "six - member", as some texts are cut
    if line.word(at) in HYPHENS and (is_apart or (line.touches(at) and line.touches(at + 1))):
        return _compound(line, at)
    if line.word(at) in _QUOTES and not line.touches(at) and line.touches(at + 1):
        is_word_alone = line.word(at + 2) in _CLOSING and word_class(line.word(at + 3) or ".") in ("P", "N", "C")
        at += 3 if is_word_alone else 1  # '20 "B" warrants', 'three "Healthy Cities"'
    start: int | None = at
    if line.lower(at) == "of":
        start, is_plural = _partitive(line, at), True
    if start is None:
        return None
    if line.lowers[start : start + 3] == ["so", "-", "called"]:
        start += 3
    is_people = is_plural and line.word(start) in _PEOPLES and _ends_phrase(line, start + 1)
    is_series = line.lower(start + 1) in ("and", "or") or (
        line.word(start + 1) == "," and line.lower(start + 3) in ("and", "or", ",")
    )  # "40 British, French and Dutch nurses"
    if is_people and not is_series:
        return Noun(start, start + 1, start, line.lowers[start])  # "two Japanese were hurt"
    is_state = line.lower(start) in _CASUALTIES and word_class(line.words[start]) != "P"
    if is_plural and is_state and _ends_phrase(line, start + 1):
        if start > at + 1:
            return Noun(start, start + 1, start, line.lowers[start])  # "six of the dead"
        return None  # "left 3,000 homeless": people, whom no word names
    if is_plural and is_verb_like_plural(line, start):
        return Noun(start, start + 1, start, singular_of(line.lowers[start]))
    if is_plural and line.lowers[start : start + 1] and _is_open_compound(line, start):
        return Noun(start, start + 1, start, line.lowers[start])
    noun = _phrase(line, start, is_plural)
    if noun is None and is_people:
        return Noun(start, start + 1, start, line.lowers[start])
    if noun is None and start > at + 1 and start < line.count and is_nominal(line, start):
        return Noun(start, start + 1, start, line.lowers[start])
    return noun


def _ends_phrase(line: Line, at: int) -> bool:
    return line.word(at) not in HYPHENS and word_class(line.word(at) or ".") in ("-", "V")


def _is_open_compound(line: Line, at: int) -> bool:
    """ "a 12 person panel", "the 200 seat parliament": the singular right behind the number is counted, for it modifies
    a singular.
    """
    if line.word(at + 1) in HYPHENS or line.lowers[at] not in _COMPOUNDED:
        return False
    walk = at + 1
    while word_class(line.word(walk) or ".") in ("J", "C"):
        walk += 1
    is_unmarked = line.lower(walk) in UNMARKED  # "a two man crew"
    if word_class(line.word(walk) or ".") != "N" and not is_unmarked:
        return False
    return word_class(line.word(walk + 1) or ".") != "P"


def _partitive(line: Line, at: int) -> int | None:
    """Where the noun phrase of "(three) of the …" starts; None where a number or a pronoun follows."""
    word = line.lower(at + 1)
    if word not in _POSSESSIVES and not (word == "all" and line.lower(at + 2) in _POSSESSIVES):
        return at + 1
    start = at + 2 + (word == "all")
    if word in ("those", "these") and not opens_phrase(line, start):
        return None
    following = line.lower(start)
    if following in ("who", "which", "that", ""):
        return None
    is_described = line.word(start + 1) in HYPHENS and line.touches(start + 1)  # "four of his one-time rivals"
    if word_class(line.words[start]) in ("-", "V") and not is_described:
        return None
    return start


def _compound(line: Line, at: int) -> Noun | None:
    """ "three-judge court", "200-seat": the noun after the hyphen is what is counted."""
    head = at + 1
    word = line.lower(head)
    if word == "strong":  # "a 500-strong crowd"
        return Noun(head, head + 1, head, "person")
    if not word[:1].isalpha() or len(word) == 1 or word in _NEVER_HEADS:
        return None
    if line.word(head + 1) in HYPHENS and line.touches(head + 1) and line.touches(head + 2):
        return None
    return Noun(head, head + 1, head, _without_ed(singular_of(word)))


def _without_ed(word: str) -> str:
    """The noun of an adjective made of it: "a five-pillared plan", "a four-wheeled cart"."""
    nouns = (word[:-2], word[:-1]) if word.endswith("ed") and tags_of(word)[:1] != ("NN",) else ()
    return next((noun for noun in nouns if tags_of(noun)[:1] == ("NN",)), word)


def _phrase(line: Line, start: int, is_plural: bool) -> Noun | None:
    walk = _Walk(line, start, is_plural)
    while walk.at < walk.limit and walk.step():
        walk.at += 1
        if walk.ends_at_possessive():
            break
    return _headed(line, start, walk.head if walk.head >= 0 else _bare_head(line, start, walk.last_noun, is_plural))


class _Walk:
    """A walk to the right through a noun phrase: the head found so far (-1: none yet) and the last noun passed."""

    def __init__(self, line: Line, start: int, is_plural: bool) -> None:
        self.line, self.start, self.at, self.is_plural = line, start, start, is_plural
        self.limit = min(line.count, start + _LONGEST)
        self.head = self.last_noun = -1

    def step(self) -> bool:
        """Takes in the token at `at`; False where the phrase ends before it."""
        word = self.line.words[self.at]
        if self.at == self.start and word in _PAST_ALONE:
            return False  # "all three made phone calls"
        kind = word_class(word)
        if self._is_described(word) or (word.lower() in _VOTED and self.line.lower(self.at + 1) in ("vote", "votes")):
            self.head = -1
            return True
        if kind in ("P", "N", "C"):
            return self._noun(kind)
        if kind == "J" or self._is_before_plural(word):
            return self.head < 0
        if self._is_compound():
            return True
        if kind == "V":
            return self._participle()
        if self._is_model(word):
            self.head = -1
            return True
        if word in HYPHENS and self.line.touches(self.at) and self.at > self.start:
            return self._hyphen()
        if joins(self.line, self.at, self.start, self.head, self.limit):
            self.head = -1
            return True
        if self.head >= 0 or self.at == self.start:
            return False
        return (self.is_plural and self._rest_of_name(word)) or self._is_quoted(word)

    def ends_at_possessive(self) -> bool:
        """Whether a plural's apostrophe ends the phrase; after "'s" it starts anew."""
        line, at = self.line, self.at
        if line.word(at) in _APOSTROPHES and line.touches(at):
            owned = line.word(at + 1)
            if line.words[at - 1][0].isupper() and owned.islower() and word_class(owned) in ("P", "J", "N"):
                self.head = self.last_noun = -1  # "20 of Sanders' colleagues"
                self.at += 1
            return self.head >= 0
        if line.lower(at) in ("'s", "’s"):
            if self.head >= 0 and line.lowers[self.head] == "people":
                return True  # "two people's lives" counts people
            self.head = self.last_noun = -1
            self.at += 1
        return False

    def _noun(self, kind: str) -> bool:
        if self.head >= 0 and (is_name_before(self.line, self.head, self.at) or self._is_owner()):
            self.head = -1
        if (
            self.head >= 0
            and self.line.lowers[self.at] in ("age", "ages")
            and self.line.word(self.at + 1)[:1].isdigit()
        ):
            return False  # "47,000 children ages 14 and under"
        if self.head >= 0 and not goes_on(self.line, self.head, self.at, kind):
            return False
        if kind == "P" and not self.is_plural and self.line.lowers[self.at] not in UNMARKED:
            return self.head < 0  # "one sports team"; "one contact reports"
        self.last_noun = self.at
        if kind == "P" or (not self.is_plural and kind != "C"):
            self.head = self.at
        return True

    def _is_owner(self) -> bool:
        """Whether a name behind "of" owns what follows, its apostrophe lost: "28 of Harlows manufacturing plants"."""
        line, head = self.line, self.head
        if (
            head != self.start
            or self.at != head + 1
            or line.lower(head - 1) != "of"
            or not line.words[head][0].isupper()
        ):
            return False
        return not tags_of(line.lowers[head]) and line.words[self.at].islower() and owns(line, self.at, self.limit)

    def _participle(self) -> bool:
        """ "41 pledged delegates": a past form right before the plural."""
        follows = word_class(self.line.word(self.at + 1) or ".") == "P"
        return self.head < 0 and self.is_plural and follows and "VBN" in tags_of(self.line.lowers[self.at])

    def _is_compound(self) -> bool:
        """Takes in what a hyphen makes of a word that is no noun: "off-duty officers", "by-elections"."""
        line, at = self.line, self.at
        while line.word(at + 1) in HYPHENS and line.touches(at + 1) and line.touches(at + 2):
            at += 2
        if at == self.at or self.head >= 0 or at >= self.limit or not line.words[self.at].isalpha():
            return False
        kind, following = word_class(line.words[at]), word_class(line.word(at + 1) or ".")
        if kind != "P" and following not in ("P", "N", "C", "J"):
            return False
        self.head, self.at = (at if kind == "P" else -1), at
        return True

    def _is_model(self, word: str) -> bool:
        """Whether a number or letter names what is counted: "Model 3 sedans", "737 Max jets", "A320 jets"."""
        line, at = self.line, self.at
        following = word_class(line.word(at + 1) or ".")
        if word.isupper() and line.touches(at + 1) and line.word(at + 1)[:1].isdigit():
            return True
        if at == self.start:  # "five 2024 hopefuls"
            return len(word) == 4 and word.isdecimal() and word[:2] in ("19", "20") and following in ("C", "P", "N")
        if not word[0].isdigit():
            return False
        named = (line.words[at - 1][0].isupper() or line.lowers[at - 1] in _CLASSED) and following == "P"
        return named or (following in ("C", "N") and word_class(line.word(at + 2) or ".") == "P")

    def _is_described(self, word: str) -> bool:
        """Takes in a word that a hyphen makes a modifier: "18-hole courses", "one-time rivals", "F-14A jets"."""
        line, at = self.line, self.at
        if line.word(at + 1) not in HYPHENS or not line.touches(at + 1) or not line.touches(at + 2) or self.head >= 0:
            return False
        is_number = word[0].isdigit() or word.lower() in WORDS
        following = line.word(at + 2)
        is_model = word.isupper() and following[:1].isdigit()
        is_name = word[0].isupper() and (following[:1].isupper() or is_model)
        if not is_number and not is_name:
            return False
        if is_name and word_class(following) == "P" and word_class(line.word(at + 3) or ".") in ("-", "V"):
            return False  # "five Hispanic-Americans"
        self.at = at + 2 + (line.touches(at + 3) and following[:1].isdigit())
        return self.at < self.limit

    def _rest_of_name(self, word: str) -> bool:
        """Takes in how a name before the plural goes on: "City of Oslo residents", "World Bank (WB) officials"."""
        line, at = self.line, self.at
        if not line.words[at - 1][0].isupper():
            return False
        if word == "(" and (close := told_name(line, at)):
            self.at = close
            return reaches_plural(line, close + 1, close + 1 + _LONGEST)
        return word == "of" and line.word(at + 1)[:1].isupper() and reaches_plural(line, at + 1, self.limit)

    def _is_before_plural(self, word: str) -> bool:
        """Takes in what modifies only right before the plural: "four earlier votes", 'three "hunter-killer" drones'."""
        line, at = self.line, self.at
        is_mark = word in _CLOSING and at > self.start and line.touches(at)
        return (is_mark or word in _TIMES_BEFORE) and word_class(line.word(at + 1) or ".") == "P"

    def _is_quoted(self, word: str) -> bool:
        """Takes in a modifier between quotation marks: "two federal “sanctuary” cities"."""
        line, at = self.line, self.at
        if word not in _QUOTES or line.touches(at) or not line.touches(at + 1):
            return False
        close = next((ahead for ahead in range(at + 2, at + 2 + _LONGEST_QUOTED) if line.word(ahead) in _CLOSING), 0)
        if not close or word_class(line.word(close + 1) or ".") not in ("P", "N") or close >= self.limit:
            return False
        self.at = close
        return True

    def _hyphen(self) -> bool:
        """ "gas-only options", "cotton- and grain-producing areas": what a hyphen joins modifies, unless it
        is a plural.
        """
        line, at = self.line, self.at
        if line.lower(at + 1) in ("and", "or"):
            self.head, self.at = -1, at + 1
            return joins(line, at + 1, self.start, -1, self.limit)
        if not line.touches(at + 1) or line.word(at + 1) == "-":
            return False
        self.at = at + 1
        if line.lowers[at + 1] == "time" and line.lowers[at - 1] in _TIMED:  # "full-time clerks"
            self.head = self.last_noun = -1
            return True
        kind = word_class(line.words[self.at])
        is_head = kind == "P" or (kind == "N" and not self.is_plural)
        self.head = self.at if is_head else -1
        self.last_noun = self.at if kind in ("P", "N", "C") else self.last_noun
        return True


def _bare_head(line: Line, start: int, last_noun: int, is_plural: bool) -> int:
    """The head where no plural was found: the last noun; -1 for none.

    Behind a number of more than one, a noun that has a plural is not counted ("the 66,000 cap", "three shot in the
    leg"), but the first of two such nouns is ("a 50 slip marina"), and one without a plural is ("three equipment").
    """
    if last_noun < 0:
        return -1
    word = line.words[last_noun]
    if not is_plural or (word_class(word) != "C" and not _is_one_thing(word)):
        return last_noun
    is_pair = last_noun > start and is_noun_alone(line.words[start]) and _has_plural(line.lowers[start])
    return start if is_pair and line.lower(start - 1) != "of" else -1


def _is_one_thing(word: str) -> bool:
    """Whether a noun in the singular could be a plural, and is no part of a name: "cap", not "Model" or "staff"."""
    return word.islower() and _has_plural(word) and word not in _COMPOUNDED


def _has_plural(noun: str) -> bool:
    return "NNS" in tags_of(plural(noun))


def _headed(line: Line, start: int, head: int) -> Noun | None:
    if head < 0 or line.lowers[head] in _NEVER_HEADS or len(line.words[head]) == 1:
        return None
    word = line.lowers[head]
    stop = head + 1
    if word in PEOPLE and line.lower(stop) == "and" and line.lower(stop + 1) in PEOPLE:
        return Noun(start, stop + 2, head, "person")
    if word in _CLASSIFIERS and line.lower(stop) == "of":
        inner = _phrase(line, stop + 1, True) if word_class(line.word(stop + 1) or ".") != "-" else None
        stop = inner.stop if inner is not None else stop
    begin = head
    while begin - 2 > start and line.words[begin - 1] in HYPHENS and line.touches(begin):
        begin -= 2
    single = singular_of(line.words[head])
    is_of_people = head > start and line.words[head][0].isupper() and line.words[head - 1] in _FIRST_OF_PEOPLES
    if is_of_people and "NN" not in tags_of(single):  # "50 New Yorkers", but "5 New Homes" of a headline
        single = f"{line.lowers[head - 1]} {single}"
    if begin < head and line.lowers[begin] in ("co", "non", "ex", "vice", "by", "semi", "mid"):
        single = line.text[line.starts[begin] : line.starts[head]].lower() + single
    elif (
        head - 2 >= start
        and line.words[head - 1] in HYPHENS
        and line.lowers[head - 2] in ("co", "non", "ex", "vice", "by", "semi")
    ):
        single = line.text[line.starts[head - 2] : line.starts[head]].lower() + single
    return Noun(start, stop, head, single)
