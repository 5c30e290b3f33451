"""Part-of-speech tags: the word list's possibilities, settled by a few rules of context from left to right.

Rules propose and votes (see votes) overrule them where they are sure: the rules know what a sentence must have, the
votes what words mostly do.  Each rule settles one ambiguity of English (noun or verb, past tense or participle, …) from
the tags already given, the likeliest tags of what follows, and whether the clause has its finite verb.  Looking ahead
is bounded, so that time is linear.
"""

from __future__ import annotations

from typing import Final

from transforms.syntax.lemmas import lemma
from transforms.syntax.lexicon import word_sets
from transforms.syntax.share_rules import is_after_adverb, is_after_part, is_after_share, opens_clause, opens_part
from transforms.syntax.tag_sets import (
    BE,
    BEFORE_PREPOSITION_TO,
    CLAUSE_VERBS,
    DETERMINERS,
    DO,
    FINITE,
    HAVE,
    NOUNS,
    OBJECT_STARTS,
    SUBJECT_PRONOUNS,
    SURE_OBJECT_STARTS,
)
from transforms.syntax.tokens import Token
from transforms.syntax.votes import Ballot, candidates_of, count
from transforms.syntax.word_rules import RULES
from transforms.syntax.words import Tags, possible_tags

_AHEAD: Final = 12
# By how much the votes for another tag must outweigh those for the rules' own.
_SURE: Final = 12.0


def tag(tokens: list[Token]) -> None:
    """Fill `tag` (Penn Treebank) and `lemma` of every token in place."""
    if tokens:
        Walk(tokens).run()


class Walk:
    """One walk over a sentence.  `finite`: the clause has its finite verb; `aux`: the auxiliary whose verb is due."""

    __slots__ = (
        "at",
        "aux",
        "ballot",
        "commas",
        "finite",
        "is_headline",
        "last_verb",
        "options",
        "outer",
        "previous",
        "tokens",
        "verb",
    )

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.is_headline = _is_headline(tokens)
        self.options = _all_options(tokens, self.is_headline)
        self.ballot = Ballot(tokens, self.options)
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
        if chosen == "RB" or (self.aux and chosen in ("``", "''")):
            return  # adverbs, "not" and quotation marks stand between an auxiliary and its verb
        if chosen in FINITE:
            self.verb = token.lemma
            self.finite = token.lemma not in CLAUSE_VERBS
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
            self.aux = "" if self.at and self.tokens[self.at - 1].lower in BEFORE_PREPOSITION_TO else "TO"
        elif chosen[0] == "V":
            self.aux = "BE" if lower in BE else "HAVE" if lower in HAVE else "DO" if lower in DO else ""
        elif chosen != "PRP" or self.aux == "TO":  # "did they say", "have we taken"
            self.aux = ""

    def choose(self, options: Tags) -> str:
        lower = self.tokens[self.at].lower
        rule = RULES.get(lower)
        if rule:
            return rule(self)
        return self.overruled(self.by_rule(options), options)

    def overruled(self, proposed: str, options: Tags) -> str:
        """The tag that the votes prefer to a proposed one, where they are sure; else that one."""
        candidates, name = candidates_of(options)
        if "V" not in name or len(candidates) == 1 or self.is_certain(proposed):
            return proposed  # who does what hangs on the verbs: the votes are asked about them alone
        state = ("F" if self.finite else "f") + self.aux
        scores = count(candidates, self.ballot.clues(self.at, self.previous, state, name))
        best = max(candidates, key=lambda candidate: (scores[candidate], candidate))
        return best if scores[best] > scores.get(proposed, scores[best]) + _SURE else proposed

    def is_certain(self, proposed: str) -> bool:
        """Whether a rule rests on what no word can change: "will rise", "10 percent plan to"."""
        if self.aux and proposed in ("VB", "VBN"):
            return True
        if proposed == "VBP":
            return is_after_share(self) or is_after_part(self) or is_after_adverb(self)
        return proposed == "VBD" and self.next_word() == "that"

    def by_rule(self, options: Tags) -> str:
        if options[-1] == "NNP" and len(options) > 1:
            after = self.tokens[self.at + 1].text if self.at + 1 < len(self.tokens) else "."
            is_name = after[0].isupper() or self.following() in ("NNP", "NNPS", "POS", "VBD", "VBZ", "MD")
            if is_name and options[0] != "VBG" and not self.is_headline:
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
        for index in range(self.at + 1, min(len(self.tokens), self.at + _AHEAD)):
            options = self.options[index]
            first = "WDT" if self.tokens[index].lower == "that" else options[0]
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
        if self.at > 1 and self.tokens[self.at - 1].lower == "than" and self.tokens[self.at - 2].lower == "more":
            return tense  # "more than doubled"
        if previous in DETERMINERS:
            return self.attributive(options, following)
        if previous in SUBJECT_PRONOUNS:
            return tense
        if previous in NOUNS or previous == ")":
            return participle if self.is_reduced(following) else tense
        if previous == ",":  # the second comma of "Smith, 33, worked for" closes an aside
            return participle if following in ("IN", "TO") and (self.finite or self.commas < 2) else tense
        if previous == "CC" and "VB" in options and self.has_base_before():
            return "VB"
        if previous == "CC":
            return tense if following in ("DT", "PRP$", "$", "CD") else self.like_last_verb(tense, participle)
        if previous in ("IN", "START", "VBD", "VBZ", "VBP", "VB", "TO"):
            return "NN" if "NN" in options and following not in OBJECT_STARTS and previous == "IN" else participle
        return tense if not self.finite else participle

    def is_reduced(self, following: str) -> bool:
        """Whether the word after a noun is a participle that describes it: "men arrested in May said"."""
        takes_object = following in ("DT", "PRP$", "$", "CD") and self.stem() not in word_sets()["naming_verbs"]
        if (self.finite and takes_object) or self.next_word() == "that":
            return False  # a participle takes no object: "A won 8, B won 6"
        if following in ("MD", "VBZ", "VBP") or self.options[self.at + 1 : self.at + 2] == [("VBD",)]:
            return True  # "the funds raised will pay"
        return self.finite or (following in ("IN", "TO", "RP", "VBG") and self.has_finite_ahead())

    def attributive(self, options: Tags, following: str) -> str:
        """After an article, adjective or number: "the wounded soldiers", but also "at least seven died"."""
        if self.previous == "DT" and following in FINITE:
            return "NN"  # "the accused said"
        if following in NOUNS or following in ("JJ", "VBG", "VBN"):
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
        if self.is_present(options):
            return "VBP"
        if self.is_bare_infinitive(options):
            return "VB"
        nominal = tuple(option for option in options if option[0] != "V") or options
        is_noun = self.finite and "NN" in options and self.previous in NOUNS  # "its total help"
        if self.previous in DETERMINERS or self.previous in ("IN", "VBG", "VBD") or is_noun:
            return self.nominal(nominal)
        if self.previous in ("START", "SYM") and self.following() in SURE_OBJECT_STARTS:
            return "VB"
        return options[0] if options[0] in ("VB", "VBP") else self.nominal(nominal)

    def is_present(self, options: Tags) -> bool:
        """Whether the word is the finite verb of a plural subject (or of one the word list can't tell)."""
        previous, following = self.previous, self.following()
        is_share = previous == "NN" and is_after_share(self)
        if self.finite and not opens_clause(self, is_share):
            return False
        if previous in ("NNPS", "PRP", "WP", "WDT"):
            return True
        if previous == "DT":
            return following == "DT"  # "they each face a fine"
        if is_share:
            is_sure = following in OBJECT_STARTS or following == "TO"  # "30 percent plan to hire"
            return is_sure or (opens_part(self) and not self.has_finite_ahead())
        if is_after_part(self) or is_after_adverb(self):
            return not self.has_finite_ahead()
        if previous == "NNS" and (following in OBJECT_STARTS or following in ("IN", "TO")):
            is_likely = options[0] not in ("NN", "NNS", "JJ") or self.tokens[self.at].lower in CLAUSE_VERBS
            if is_likely or not (following in ("IN", "TO") or self.has_finite_ahead()):
                return True
        is_only_verb = options[0] in ("VB", "VBP") and "NN" not in options
        return is_only_verb and previous in NOUNS and not self.aux and not self.has_finite_ahead()

    def is_bare_infinitive(self, options: Tags) -> bool:
        """Whether the word is an infinitive without "to": "saw sales rise 13%", "helped secure", "seize and hold"."""
        previous, following = self.previous, self.following()
        if previous in ("NN", "NNS", "NNP") and (following in ("CD", "$") or options[0] == "VB"):
            return self.verb in word_sets()["perception_verbs"]
        if previous == "CC":
            return following in OBJECT_STARTS and self.has_base_before()
        return previous[0] == "V" and self.verb == "help"

    def has_base_before(self) -> bool:
        """Whether the last verb before this conjunction is a base form: "to seize and hold"."""
        for index in range(self.at - 1, max(-1, self.at - _AHEAD), -1):
            if self.tokens[index].tag[0] == "V":
                return self.tokens[index].tag in ("VB", "VBP")
        return False

    def third_person(self, options: Tags) -> str:
        """Plural noun or third person singular: reports, strikes, costs."""
        previous, following = self.previous, self.following()
        if previous in SUBJECT_PRONOUNS:
            return "VBZ"
        if previous == "CC" and options[0] == "VBZ" and (following in OBJECT_STARTS or following == "IN"):
            return "VBZ"  # "was convicted and faces up to ten years"
        is_after_year = previous == "CD" and len(self.tokens[self.at - 1].text) == 4
        if (
            (previous in DETERMINERS and not is_after_year)
            or previous in ("IN", "TO", "START", "CC")
            or previous[0] == "V"
        ):
            return "NNS"
        if self.finite or self.has_finite_ahead():
            return "NNS"
        is_verb = options[0] == "VBZ" or self.is_third_person(is_after_year)
        return "VBZ" if is_verb else "NNS"

    def is_third_person(self, is_after_year: bool) -> bool:
        """Whether what follows shows a verb: "plans to open", "accounts for 60 percent", "names the firm"."""
        previous, following, word = self.previous, self.following(), self.next_word()
        if word == "that" or (word == "to" and self.may_be_verb(2)):
            return True
        if not (previous in ("NN", "NNP", ")") or is_after_year):
            return False
        if previous in ("NN", "NNP") and self.tokens[self.at - 1].tag == "RB":
            return True  # "the charge sheet also names"
        if word in ("for", "to", "by", "at", "from") and self.following(2) in ("CD", "$", "JJR", "IN"):
            return True
        starts = OBJECT_STARTS if previous == "NNP" or is_after_year else SURE_OBJECT_STARTS
        is_plural_object = following == "NNS" and not self.is_headline
        return following in starts or following == "CD" or is_plural_object or (is_after_year and following == "NN")

    def gerund(self, options: Tags) -> str:
        if self.aux == "BE":
            return "VBG"
        if self.previous == "DT" and self.next_word() == "of":
            return "NN"
        is_compound = self.previous == "NN" and self.at > 1 and self.tokens[self.at - 2].tag in ("DT", "JJ")
        if "NN" in options and is_compound and any("VBD" in after for after in self.options[self.at + 1 : self.at + 2]):
            return "NN"  # "a school shooting left"
        if "JJ" in options and self.previous == "IN" and self.following() in ("NN", "NNS", "JJ"):
            return "JJ"  # "22 miles of existing railway"
        if self.following() in ("DT", "PRP$", "PRP", "$", "CD"):
            return "VBG"
        if "NN" in options and (
            self.previous in DETERMINERS or (self.following() in ("IN", ".", ",") and options[0] == "NN")
        ):
            return "NN"
        return options[0]

    def nominal(self, options: Tags) -> str:
        """Adjective, adverb or noun."""
        following = self.following()
        if "JJ" in options and "NN" in options:
            if self.next_word() == "of" and self.aux != "BE":
                return "NN"  # "a maximum fine of", "a combined total of"
            if following in NOUNS:
                return options[0] if options[0] in ("JJ", "NN") else "JJ"
            if self.previous in DETERMINERS and self.aux != "BE":
                return "NN"
        if "JJ" in options and "RB" in options:
            return "JJ" if following in NOUNS else "RB" if options[0] == "RB" or following in ("JJ", "VBN") else "JJ"
        return options[0]


def _is_headline(tokens: list[Token]) -> bool:
    """Whether nearly all words have capitals, so that a capital says nothing."""
    words = [token.text for token in tokens if token.text[0].isalpha() and len(token.text) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _all_options(tokens: list[Token], is_headline: bool) -> list[Tags]:
    """Possible tags of every token."""
    if is_headline:
        return [possible_tags(token.text, True) for token in tokens]
    found = [possible_tags(token.text, False) for token in tokens]
    for index, token in enumerate(tokens):
        is_first = index == 0 or (index == 1 and tokens[0].text in _BULLETS)
        if token.text[0].isupper() and (is_first or tokens[index - 1].text in _OPENERS):
            found[index] = possible_tags(token.text, True)
    return found


_BULLETS: Final = frozenset("*•·▪‣")
_OPENERS: Final = frozenset('“"‘:-–—(…')
