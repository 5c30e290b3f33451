"""Part-of-speech tags: the word list's possibilities, settled by a few rules of context from left to right.

Each rule settles one ambiguity of English (noun or verb, past tense or participle, …) from the tags already given,
the likeliest tags of what follows, and whether the clause has its finite verb.  Looking ahead is bounded, so that
time is linear.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from transforms.syntax.lemmas import lemma
from transforms.syntax.lexicon import word_sets
from transforms.syntax.tokens import Token
from transforms.syntax.words import Tags, possible_tags

_NOUNS: Final = frozenset(("NN", "NNS", "NNP", "NNPS"))
_DETERMINERS: Final = frozenset(("DT", "PRP$", "JJ", "JJR", "JJS", "CD", "POS", "$", "WP$"))
_SUBJECT_PRONOUNS: Final = frozenset(("PRP", "WP", "WDT", "EX"))
_FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
_OBJECT_STARTS: Final = frozenset(("DT", "PRP$", "CD", "$", "PRP", "NNP", "NNPS", "JJ", "NNS"))
_SURE_OBJECT_STARTS: Final = frozenset(("DT", "PRP$", "$", "PRP"))
_BE: Final = frozenset("be is are was were been being am 's ’s 're ’re 'm ’m get gets got getting".split())
_HAVE: Final = frozenset("have has had having 've ’ve".split())
_DO: Final = frozenset(("do", "does", "did"))
# After these a clause may follow without "that".
_CLAUSE_VERBS: Final = frozenset(
    "say think believe claim know hope add announce report show mean fear warn feel insist".split()
)
# "to" after these is a preposition even before a word that could be a verb.
_BEFORE_PREPOSITION_TO: Final = frozenset(
    "according due prior thanks addition response relation amount amounted".split()
)
_AHEAD: Final = 12


def tag(tokens: list[Token]) -> None:
    """Fill `tag` (Penn Treebank) and `lemma` of every token in place."""
    if tokens:
        _Pass(tokens).run()


class _Pass:
    """One walk over a sentence.  `finite`: the clause has its finite verb; `aux`: the auxiliary whose verb is due."""

    __slots__ = (
        "at",
        "aux",
        "commas",
        "finite",
        "last_verb",
        "options",
        "outer",
        "previous",
        "tokens",
        "verb",
    )

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.options = _all_options(tokens)
        self.at = 0
        self.aux = ""
        self.finite = False
        self.outer: bool | None = None
        self.commas = 0
        self.verb = self.last_verb = ""
        self.previous = "START"

    def run(self) -> None:
        for at, token in enumerate(self.tokens):
            self.at = at
            options = self.options[self.at]
            token.tag = chosen = options[0] if len(options) == 1 and options[0] != "VB" else self.choose(options)
            token.lemma = lemma(token.lower, chosen) if chosen[0] == "V" or chosen == "NNS" else token.lower
            self.note(token, chosen)

    def note(self, token: Token, chosen: str) -> None:
        """Keep what later words are judged by."""
        if chosen == "RB":  # adverbs and "not" stand between an auxiliary and its verb
            return
        if chosen in _FINITE:
            self.verb = token.lemma
            self.finite = token.lemma not in _CLAUSE_VERBS
        elif chosen in ("WDT", "WP", "WRB"):
            self.outer, self.finite = self.finite, False
        elif chosen == ",":
            self.commas += 1
            if self.outer is not None and self.finite:
                self.finite, self.outer = self.outer, None
        elif chosen == ":" or (chosen == "IN" and token.lower in word_sets()["clause_openers"]):
            self.finite, self.commas = False, 0
        elif chosen == "CC" and self.previous == ",":
            self.finite = False
        if chosen[0] == "V":
            self.last_verb = chosen
        self.note_auxiliary(token.lower, chosen)
        self.previous = chosen

    def note_auxiliary(self, lower: str, chosen: str) -> None:
        if chosen == "MD":
            self.aux = "MD"
        elif chosen == "TO":
            self.aux = "" if self.at and self.tokens[self.at - 1].lower in _BEFORE_PREPOSITION_TO else "TO"
        elif chosen[0] == "V":
            self.aux = "BE" if lower in _BE else "HAVE" if lower in _HAVE else "DO" if lower in _DO else ""
        elif chosen != "PRP" or self.aux == "TO":  # "did they say", "have we taken"
            self.aux = ""

    def choose(self, options: Tags) -> str:
        lower = self.tokens[self.at].lower
        rule = _BY_WORD.get(lower)
        if rule:
            return rule(self)
        if options[-1] == "NNP" and len(options) > 1:
            if self.following() in ("NNP", "NNPS", "POS", "VBD", "VBZ", "MD") and options[0] != "VBG":
                return "NNP"
            options = options[:-1]
        if "VBD" in options or "VBN" in options:
            return self.past(options)
        if "VB" in options or "VBP" in options:
            return self.base(options)
        if "VBZ" in options:
            return self.third_person(options)
        if "VBG" in options:
            return self.gerund(options)
        return self.nominal(options)

    def following(self, distance: int = 1) -> str:
        """The likeliest tag of the word after this one, adverbs passed over."""
        index = self.at + distance
        if index < len(self.options) and self.options[index][0] == "RB":
            index += 1
        return self.options[index][0] if index < len(self.options) else "."

    def stem(self) -> str:
        return lemma(self.tokens[self.at].lower, "VBN")

    def next_word(self) -> str:
        return self.tokens[self.at + 1].lower if self.at + 1 < len(self.tokens) else ""

    def may_be_verb(self, distance: int) -> bool:
        index = self.at + distance
        return index < len(self.options) and "VB" in self.options[index]

    def opens_relative(self) -> bool:
        """Whether the next word may be a verb in -s with an object after it: "a law that mandates five days"."""
        after = self.options[self.at + 1 : self.at + 3]
        return len(after) == 2 and "VBZ" in after[0] and after[1][0] in ("DT", "CD", "PRP$", "$", "JJ", "NNP")

    def has_finite_ahead(self) -> bool:
        """Whether a sure finite verb follows before the clause ends."""
        before = ""
        for options in self.options[self.at + 1 : self.at + _AHEAD]:
            first = options[0]
            if before == "NNP" and "VBD" in options:
                return True
            before = first
            if first in (",", ":", "CC", "WDT", "WP", "PRP", "WRB", "''"):
                return False
            if first in ("MD", "VBZ", "VBP") or (first == "VBD" and "VBN" not in options):
                return "NNS" not in options
            if first == "VBD":
                return True
        return False

    def past(self, options: Tags) -> str:
        """Past tense or participle (or, for "cut" and the like, base form or noun)."""
        tense, participle = "VBD" if "VBD" in options else "VBN", "VBN" if "VBN" in options else "VBD"
        if self.aux in ("HAVE", "BE"):
            return participle
        if self.aux and "VB" in options:
            return "VB"
        previous, following = self.previous, self.following()
        if previous in _DETERMINERS:
            return self.attributive(options, following)
        if previous in _SUBJECT_PRONOUNS:
            return tense
        if previous in _NOUNS or previous == ")":
            if (
                self.finite
                and following in ("DT", "PRP$", "$", "CD")
                and self.stem() not in word_sets()["naming_verbs"]
            ):
                return tense  # a participle takes no object: "A won 8, B won 6"
            if self.next_word() == "that":
                return tense
            if following in ("MD", "VBZ", "VBP"):
                return participle  # "the funds raised will pay"
            reduced = self.finite or (following in ("IN", "TO", "RP", "VBG") and self.has_finite_ahead())
            return participle if reduced else tense
        if previous == ",":  # the second comma of "Smith, 33, worked for" closes an aside
            return participle if following in ("IN", "TO") and (self.finite or self.commas < 2) else tense
        if previous == "CC":
            return tense if following in ("DT", "PRP$", "$", "CD") else self.like_last_verb(tense, participle)
        if previous in ("IN", "START", "VBD", "VBZ", "VBP", "VB", "TO"):
            return "NN" if "NN" in options and following not in _OBJECT_STARTS and previous == "IN" else participle
        return tense if not self.finite else participle

    def attributive(self, options: Tags, following: str) -> str:
        """After an article, adjective or number: "the wounded soldiers", but also "at least seven died"."""
        if following in _NOUNS or following in ("JJ", "VBG", "VBN"):
            return "VBN" if "VBN" in options else options[0]
        if self.previous in ("CD", "DT", "JJ") and "VBD" in options and "NN" not in options:
            if self.last_verb == "VBG" or (self.at > 1 and self.tokens[self.at - 2].lower == "with"):
                return "VBN"  # "leaving 20 wounded", "with 20 wounded"
            return "VBN" if self.previous == "DT" and self.finite else "VBD"
        return "NN" if "NN" in options else "JJ" if "JJ" in options else "VBN" if self.previous != "CD" else options[0]

    def like_last_verb(self, tense: str, participle: str) -> str:
        for index in range(self.at - 1, max(-1, self.at - _AHEAD), -1):
            earlier = self.tokens[index].tag
            if earlier in ("VBD", "VBN", "VBZ", "VBP"):
                return tense if earlier != "VBN" else participle
        return tense

    def base(self, options: Tags) -> str:
        """Base form of a verb or (mostly) a noun or adjective."""
        if self.aux in ("MD", "DO", "TO"):
            return "RB" if options[0] == "RB" and self.may_be_verb(1) else "VB"
        previous, following = self.previous, self.following()
        is_plural_subject = previous in ("NNS", "NNPS", "PRP", "WP", "WDT")
        if is_plural_subject and not self.finite and (previous != "NNS" or following in _OBJECT_STARTS | {"IN", "TO"}):
            others = options[0] in ("NN", "NNS", "JJ")
            if not (others and previous == "NNS" and (following in ("IN", "TO") or self.has_finite_ahead())):
                return "VBP"
        if (
            previous in ("NN", "NNS", "NNP")
            and following in ("CD", "$")
            and self.verb in word_sets()["perception_verbs"]
        ):
            return "VB"  # "saw sales rise 13%"
        if previous == "DT" and following == "DT" and not self.finite:
            return "VBP"  # "they each face a fine"
        if previous in _DETERMINERS or previous in ("IN", "VBG", "VBD"):
            return self.nominal(tuple(option for option in options if option[0] != "V") or options)
        if previous == "START" and following in _SURE_OBJECT_STARTS:
            return "VB"
        if previous[0] == "V" and self.verb == "help":
            return "VB"
        is_open = "NN" not in options and not self.finite and not self.aux and not self.has_finite_ahead()
        if options[0] in ("VB", "VBP") and previous in _NOUNS and is_open:
            return "VBP"
        if (
            previous == "CC"
            and following in _OBJECT_STARTS
            and self.like_last_verb("", "") == ""
            and self.has_base_before()
        ):
            return "VB"
        return options[0] if options[0] in ("VB", "VBP") else self.nominal(options)

    def has_base_before(self) -> bool:
        """Whether the last verb before this conjunction is a base form: "to seize and hold"."""
        for index in range(self.at - 1, max(-1, self.at - _AHEAD), -1):
            if self.tokens[index].tag[0] == "V":
                return self.tokens[index].tag in ("VB", "VBP")
        return False

    def third_person(self, options: Tags) -> str:
        """Plural noun or third person singular: reports, strikes, costs."""
        previous, following = self.previous, self.following()
        if previous in _SUBJECT_PRONOUNS:
            return "VBZ"
        if previous == "CC" and options[0] == "VBZ" and (following in _OBJECT_STARTS or following == "IN"):
            return "VBZ"  # "was convicted and faces up to ten years"
        is_after_year = previous == "CD" and len(self.tokens[self.at - 1].text) == 4
        if (
            (previous in _DETERMINERS and not is_after_year)
            or previous in ("IN", "TO", "START", "CC")
            or previous[0] == "V"
        ):
            return "NNS"
        if self.finite or self.has_finite_ahead():
            return "NNS"
        if options[0] == "VBZ":
            return "VBZ"
        if self.next_word() == "that" or (self.next_word() == "to" and self.may_be_verb(2)):
            return "VBZ"
        is_amount = self.next_word() in ("for", "to", "by", "at", "from") and self.following(2) in (
            "CD",
            "$",
            "JJR",
            "IN",
        )
        if self.at and self.tokens[self.at - 1].tag == "RB" and previous in ("NN", "NNP"):
            return "VBZ"  # "the charge sheet also names"
        if is_amount and previous in ("NN", "NNP", ")"):
            return "VBZ"  # "trade accounts for 60 percent"
        starts = _OBJECT_STARTS if previous == "NNP" or is_after_year else _SURE_OBJECT_STARTS
        is_subject = previous in ("NN", "NNP", ")") or is_after_year
        return (
            "VBZ"
            if is_subject and (following in starts or following == "CD" or (is_after_year and following == "NN"))
            else "NNS"
        )

    def gerund(self, options: Tags) -> str:
        if self.aux == "BE":
            return "VBG"
        if self.previous == "DT" and self.next_word() == "of":
            return "NN"
        if self.following() in ("DT", "PRP$", "PRP", "$", "CD"):
            return "VBG"
        if "NN" in options and (
            self.previous in _DETERMINERS or (self.following() in ("IN", ".", ",") and options[0] == "NN")
        ):
            return "NN"
        return options[0]

    def nominal(self, options: Tags) -> str:
        """Adjective, adverb or noun."""
        following = self.following()
        if "JJ" in options and "NN" in options:
            if self.next_word() == "of" and self.aux != "BE":
                return "NN"  # "a maximum fine of", "a combined total of"
            if following in _NOUNS:
                return options[0] if options[0] in ("JJ", "NN") else "JJ"
            if self.previous in _DETERMINERS and self.aux != "BE":
                return "NN"
        if "JJ" in options and "RB" in options:
            return "JJ" if following in _NOUNS else "RB" if options[0] == "RB" or following in ("JJ", "VBN") else "JJ"
        return options[0]


def _all_options(tokens: list[Token]) -> list[Tags]:
    """Possible tags of every token.  In headlines and in capitals throughout, a capital says nothing."""
    words = [token.text for token in tokens if token.text[0].isalpha() and len(token.text) > 3]
    capitals = sum(word[0].isupper() for word in words)
    is_headline = len(words) > 3 and capitals > 0.7 * len(words)
    if is_headline:
        return [possible_tags(token.text, True) for token in tokens]
    found = [possible_tags(token.text, False) for token in tokens]
    for index, token in enumerate(tokens):
        if token.text[0].isupper() and (index == 0 or tokens[index - 1].text in _OPENERS):
            found[index] = possible_tags(token.text, True)
    return found


_OPENERS: Final = frozenset('“"‘:-–—(…')


def _that(walk: _Pass) -> str:
    """ "that": a relative after a noun and before a verb, a determiner before a lone noun, else a conjunction."""
    following = walk.following()
    if walk.previous in _NOUNS and (following in _FINITE or following[0] == "V" or walk.opens_relative()):
        return "WDT"
    if following in ("NN",) and (walk.previous in ("IN", "START", "CC", ",") or walk.following(2) in _FINITE):
        return "DT" if walk.previous in ("IN", "START", "CC") else "IN"
    return "DT" if following in _FINITE and walk.previous in ("START", "CC", "IN", "''") else "IN"


def _her(walk: _Pass) -> str:
    return "PRP$" if walk.following() in _NOUNS or walk.following() in ("JJ", "JJS", "CD", "VBG", "VBN") else "PRP"


def _apostrophe_s(walk: _Pass) -> str:
    if walk.previous in ("PRP", "EX", "WP", "WRB", "DT", "WDT"):
        return "VBZ"
    return "VBZ" if walk.following() in ("DT", "VBG", "PRP$") and not walk.finite else "POS"


def _apostrophe(walk: _Pass) -> str:
    before = walk.tokens[walk.at - 1].lower if walk.at else ""
    touches = walk.at > 0 and walk.tokens[walk.at - 1].end == walk.tokens[walk.at].start
    return "POS" if touches and before.endswith("s") and walk.following() in _NOUNS | {"JJ", "CD"} else "''"


def _there(walk: _Pass) -> str:
    index = walk.at + 1
    after = walk.tokens[index].lower if index < len(walk.tokens) else ""
    return "EX" if after in _BE or walk.following() == "MD" or after in ("has", "have", "had") else "RB"


def _modal(walk: _Pass) -> str:
    options = walk.options[walk.at]
    if "MD" not in options:
        return options[0]
    return "NN" if walk.previous in ("DT", "PRP$", "JJ", "POS") else "MD"


def _no(walk: _Pass) -> str:
    return "RB" if walk.next_word() in ("longer", "more") and walk.following(2) != "NN" else "DT"


def _longer(walk: _Pass) -> str:
    return "RB" if walk.at and walk.tokens[walk.at - 1].lower in ("no", "any") else "JJR"


_BY_WORD: Final[dict[str, Callable[[_Pass], str]]] = {
    "that": _that,
    "her": _her,
    "'s": _apostrophe_s,
    "’s": _apostrophe_s,
    "'": _apostrophe,
    "’": _apostrophe,
    "there": _there,
    "longer": _longer,
    **dict.fromkeys(("can", "may", "might", "will"), _modal),
    "no": _no,
}
