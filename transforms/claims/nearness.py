"""How near two places of a sentence are in its grammar: what a reader crosses on the way from a number to a date.

A flat reading of tagged tokens, no parse: finite verbs, subordinators, breaks and words of comparison are what
separates clauses in news English.  Costs are counted in steps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar

from transforms.lexicons.tables import read_table
from transforms.syntax import Token

FINITE: Final = frozenset(["VBD", "VBZ", "VBP", "MD"])
VERBAL: Final = frozenset([*FINITE, "VB", "VBN", "VBG"])
SPOKEN: Final = frozenset(["VBD", "VBZ", "VBP", "VBN", "VBG"])
RELATIVES: Final = frozenset(["which", "who", "whom", "whose", "where", "that"])
SUBORDINATORS: Final = frozenset(
    ["when", "while", "although", "though", "because", "if", "unless", "whether", "whereas", "once", "so"]
)
COMPARERS: Final = frozenset(["than", "vs", "versus", "compared", "against", "from", "over", "above", "below"])
BREAKS: Final = frozenset([";", ":", "—", "--", "–", "(", ")", "*", "•"])
AHEAD_MODALS: Final = frozenset(["will", "shall", "'ll", "’ll", "would"])


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A verb that attributes: its lemma, kind (see speech_verbs.csv), and whether a noun phrase may be what is said."""

    lemma: str
    kind: str
    takes_noun: bool


@cache
def speech_verbs() -> dict[str, SpeechVerb]:
    """Written form → the verb of speech, belief or finding."""
    return {
        form: SpeechVerb(row["lemma"], row["kind"], row["np"] == "x")
        for row in read_table("speech_verbs")
        for form in row["forms"].split()
        if row["kind"] not in ("value", "accuse")
    }


@cache
def context_words(name: str) -> frozenset[str]:
    """One set of time_contexts: `ahead`, words whose clause looks ahead; `also_acts`, verbs of speech that also do."""
    return frozenset(row["word"] for row in read_table("time_contexts") if row["set"] == name)


# How far, in tokens, a clause and what belongs to it can reach: keeps the reading of endless sentences linear.
REACH: Final = 150
WITHIN_NAME: Final = frozenset(["DT", "JJ", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$"])
LONGEST_NAME: Final = 8
CLAUSE: Final = 60
Named = TypeVar("Named")


def nearest(things: Sequence[Named], firsts: Sequence[int], first: int) -> list[Named]:
    """Those of `things` (in order, starting at tokens `firsts`) that may belong to token `first`.

    The five nearest on either side, and those that open the sentence.
    """
    at = bisect_left(firsts, first)
    low, high = max(0, at - 5), at + 5
    low_token, high_token = first - REACH, first + REACH
    opening = range(min(2, low))
    return [things[i] for i in (*opening, *range(low, min(high, len(things)))) if low_token <= firsts[i] <= high_token]


class Nearness:
    """The tagged tokens of one sentence, with what separates them."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.starts = [t.start for t in tokens]

    def tag(self, i: int) -> str:
        """The tag of token `i`, or "" beyond the ends."""
        return self.tokens[i].tag if 0 <= i < len(self.tokens) else ""

    def index(self, offset: int) -> int:
        """The number of the first token that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def speech(self, i: int) -> SpeechVerb | None:
        """The verb of speech that token `i` is, if it is one."""
        token = self.tokens[i]
        verb = speech_verbs().get(token.lower) if token.tag in SPOKEN else None
        if verb is None or (verb.lemma == "agree" and self.tag(i + 1) == "TO"):
            return None
        if verb.lemma not in context_words("also_acts"):
            return verb
        is_passive = i > 0 and self.tokens[i - 1].lower in ("was", "were", "been", "be")
        return None if is_passive or self._has_figure(i + 1) else verb

    def _has_figure(self, i: int) -> bool:
        """Whether the phrase that starts at token `i` holds a number: "claimed 15 lives" says nothing."""
        for k in range(i, i + 4):
            if self.tag(k) == "CD":
                return True
            if self.tag(k) not in ("DT", "JJ", "JJR", "RB", "RBR", "IN", "$", "PRP$"):
                return False
        return False

    def speech_steps(self, i: int) -> float:
        """What it costs to cross token `i` for being a verb of speech (3) or of belief and finding (1.5), else 0."""
        verb = self.speech(i)
        if verb is None:
            return 0.0
        return 1.5 if verb.kind in ("think", "show") else 3.0

    def finite_between(self, first: int, last: int) -> int:
        """How many finite verb groups stand in tokens `first` to `last` (exclusive)."""
        return sum(
            t.tag in FINITE and not (t.tag in ("VBD", "VBZ", "VBP") and i and self.tokens[i - 1].tag == "MD")
            for i, t in enumerate(self.tokens[first:last], start=first)
        )

    def joins_clauses(self, i: int) -> bool:
        """Whether token `i` is an "and", "but" or "or" between two clauses or verb phrases, not in a list of nouns."""
        lower = self.tokens[i].lower
        if lower not in ("and", "but", "or", "while"):
            return False
        for token in self.tokens[i + 1 : i + 12]:
            if token.tag in FINITE:
                return True
            if token.tag in ("CC", "IN", ",", "TO") or token.lower in BREAKS or token.lower in SUBORDINATORS:
                return False
            if token.tag == "CD" and lower != "but":
                return False
        return False

    def is_break(self, i: int) -> bool:
        """Whether token `i` is a mark that parts clauses, and not the colon of a clock time."""
        if self.tokens[i].text == "-":
            return self._stands_alone(i)
        if self.tokens[i].lower not in BREAKS:
            return False
        if self.tokens[i].lower == ";" and self._parts_a_list(i):
            return False
        around = (self.tokens[k].tag for k in (i - 1, i + 1) if 0 <= k < len(self.tokens))
        return self.tokens[i].lower != ":" or any(tag != "CD" for tag in around)

    def _parts_a_list(self, i: int) -> bool:
        """Whether the semicolon at token `i` stands before an item without a verb: "one count; two counts of fraud"."""
        for token in self.tokens[i + 1 : i + 1 + CLAUSE]:
            if token.tag in FINITE:
                return False
            if token.lower == ";":
                return True
        return True

    def _stands_alone(self, i: int) -> bool:
        """Whether blanks stand on both sides of token `i`: a hyphen that does duty as a dash."""
        has_neighbours = 0 < i < len(self.tokens) - 1
        return has_neighbours and self.tokens[i - 1].end < self.starts[i] and self.tokens[i].end < self.starts[i + 1]

    def parenthesis(self, i: int) -> int | None:
        """The opening parenthesis that token `i` stands in, or None."""
        for k in range(i - 1, max(-1, i - 40), -1):
            if self.tokens[k].lower in ("(", ")"):
                return k if self.tokens[k].lower == "(" else None
        return None

    def opens_relative(self, i: int) -> bool:
        """Whether token `i` is a "which", "who", "where" or "that" before the clause that it opens."""
        token = self.tokens[i]
        if token.lower == "that" and token.tag in ("IN", "WDT"):
            return self.tag(i + 1) in FINITE and self.tag(i - 1) in ("NN", "NNS", "NNP")
        return token.tag in ("WDT", "WP", "WRB", "WP$") and token.lower in RELATIVES

    def relative(self, first: int, last: int) -> tuple[int, int] | None:
        """Tokens of the relative clause ("which …", "who …") that tokens `first` to `last` stand in, or None."""
        aside = self.aside(first, last)
        if aside is None or not self.opens_relative(aside[0]) or self.tag(aside[0]) == "WRB":
            return None
        return aside[0], aside[1]

    def joins_verbs(self, i: int) -> bool:
        """Whether token `i` is an "and" or "or" between two participles or verbs ("injured or killed")."""
        after = self.tokens[i + 1].tag if i + 1 < len(self.tokens) else ""
        return i > 0 and after in ("VBD", "VBN", "VBG") and self.tokens[i - 1].tag in ("VBD", "VBN", "VBG")

    def apposition(self, first: int, last: int) -> bool:
        """Whether tokens `first` to `last` stand in a noun phrase between two commas that says who or what that is."""
        if last >= len(self.tokens) or self.tokens[last].lower != ",":
            return False
        for i in range(first - 1, max(-1, first - 12), -1):
            token = self.tokens[i]
            if token.tag in FINITE or token.lower in BREAKS:
                return False
            if token.lower == ",":
                return i + 1 < first and self.tokens[i + 1].tag in ("DT", "NN", "NNS", "JJ", "RB", "NNP", "PRP$", "CD")
        return False

    def aside(self, first: int, last: int) -> tuple[int, int, bool] | None:
        """The relative or participle clause that tokens `first` to `last` stand in, and whether more follows it.

        Tokens from the first to the second number (exclusive).
        """
        start = None
        for i in range(first - 1, max(-1, first - 16), -1):
            token = self.tokens[i]
            if token.lower in BREAKS:
                break
            if self.opens_relative(i):
                start = i
                break
            if token.lower == ",":
                opener = self.tokens[i + 1]
                start = i + 1 if opener.tag in ("VBN", "VBG", "WDT", "WP", "WRB") and i + 1 < first else None
                break
        if start is None:
            return None
        is_restrictive = self.opens_relative(start) and start > 0 and self.tokens[start - 1].lower != ","
        verbs = self.finite_between(start, last)
        for i in range(last, min(last + CLAUSE, len(self.tokens))):
            token = self.tokens[i]
            verbs += token.tag in FINITE and self.tag(i - 1) != "MD"
            is_main = is_restrictive and verbs > 1 and token.tag in FINITE
            ends = token.lower == "," or token.lower in BREAKS or token.lower in SUBORDINATORS
            if is_main or ends or token.tag in ("WDT", "WP"):
                return start, i, i < len(self.tokens) - 1
        return start, min(last + CLAUSE, len(self.tokens)), False

    def is_ahead(self, first: int, last: int) -> bool | None:
        """Whether the clause around tokens `first` to `last` looks ahead of publication; None where no verb says."""
        verb = self._nearest_verb(first, last)
        around = range(max(0, first - 5), min(last + 1, len(self.tokens)))
        following = self.tokens[last].lower if last < len(self.tokens) else ""
        if any(self._looks_ahead(i) for i in around) or following in context_words("ahead_noun"):
            return True
        if verb is None:
            return None
        if any(self.tag(i) == "VBN" and not self._is_passive(i) for i in range(max(verb + 1, first - 2), first)):
            return False
        token = self.tokens[verb]
        words = [t.lower for t in self.tokens[first:last]]
        is_from = words[:1] == ["from"] and "to" not in words and "through" not in words  # not "from October to May"
        if (is_from or words[:1] == ["by"]) and token.tag != "VBD":
            return True
        if token.tag in ("VBZ", "VBP") and (
            token.lower in context_words("ahead") or token.lower in context_words("ahead_present")
        ):
            return True  # "expects 39 million in the year to June", "in July the minimum wage goes up"
        if token.lower in AHEAD_MODALS or (token.tag == "MD" and not self._is_perfect(verb)):
            return True
        if token.tag in ("VBZ", "VBP") and any(t.lower == "to" for t in self.tokens[verb + 1 : verb + 2]):
            return not self._is_perfect(verb)
        return False if token.tag == "VBD" else None

    def _looks_ahead(self, i: int) -> bool:
        """Whether token `i` is a word whose clause looks ahead: "set to", but not "set on April 14", "set off"."""
        word = self.tokens[i].lower
        if word == "set":
            return i + 1 < len(self.tokens) and self.tokens[i + 1].lower in ("to", "for")
        return word in context_words("ahead")

    def verb_of(self, first: int, last: int) -> int | None:
        """The finite verb of the clause that tokens `first` to `last` stand in, or None where it has none."""
        return self._nearest_verb(first, last)

    def _says_what_came_before(self, verb: int) -> bool:
        """Whether a verb of saying ends what is said: "…, said an analyst"; "…, trade sources said"."""
        speech = self.speech(verb)
        if speech is None or speech.kind not in ("say", "tell"):
            return False
        subject = verb - 1
        while self.tag(subject) in WITHIN_NAME and verb - subject < LONGEST_NAME:
            subject -= 1
        return self.tag(subject) == ","

    def _is_passive(self, participle: int) -> bool:
        """Whether "be" stands before a participle, adverbs between ("be temporarily laid off")."""
        before = participle - 1
        while before > 0 and self.tag(before) == "RB":
            before -= 1
        return before >= 0 and self.tokens[before].lower == "be"

    def _is_perfect(self, verb: int) -> bool:
        return any(t.lower == "have" for t in self.tokens[verb + 1 : verb + 4])

    def _nearest_verb(self, first: int, last: int) -> int | None:
        """The finite verb of the clause of tokens `first` to `last`: the nearest before them, else after."""
        before = range(first - 1, max(-1, first - CLAUSE), -1)
        after = range(last, min(last + CLAUSE, len(self.tokens)))
        candidates: list[tuple[int, int]] = []
        for steps in (before, after):
            for away, i in enumerate(steps):
                if self.tokens[i].lower in BREAKS:
                    break
                if self.tokens[i].tag in FINITE:
                    if steps is after and candidates and self._says_what_came_before(i):
                        break
                    is_sentence_start = first <= 2
                    candidates.append((away + 3 * (steps is after and not is_sentence_start), i))
                    break
        return min(candidates)[1] if candidates else None
