"""What rules take for NewsQuant's concept of a quantity: the words of the thing measured and of its clause's subject.

The annotators took the noun beside the figure ("a $150,000 *contract*", "*price* of $5", "50 GB of *storage*") and the
subject of the verb before it, each with what "of", "in" and "for" hang on it.  That is no column of a claim, so it is
read here from tagged tokens: clues for concept_ranker, which chooses.
"""

from __future__ import annotations

from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.syntax import Token, tag, tokenize

DROPPED = frozenset(
    "a an the of in on at to for and or with by from as that which who whom whose its his her their our my your this "
    "these those it he she they we i you there all each every some any more most than up about over nearly almost just "
    "only 's s ’s both either per us them him me himself itself themselves such total".split()
)
JOINING = frozenset(("of", "in", "for"))
# Before a verb a preposition belongs to the subject.
IN_SUBJECT = JOINING | {"to", "on", "across", "between", "and"}
LINKING = frozenset(
    "of at to by from with for in on between within after under over above below around near as".split()
)
NOUNS = ("NN", "NNS", "NNP", "NNPS")
IN_PHRASE = (*NOUNS, "JJ", "JJS", "JJR", "VBN", "VBG", "POS", "CD", "PRP$", "DT", "FW")
VERBS = ("VB", "VBD", "VBZ", "VBP", "VBN", "VBG", "MD")
SKIPPED = ("RB", "RBR", "RP", "TO", ",", "DT", "PDT", "JJ", "JJR", "CC", "IN", "CD", ":")
AUXILIARIES = frozenset("be been being had has have is are was were".split())
REFERRING = frozenset("he she it they him her them".split())
CLAUSE_STARTS = frozenset(("while", "whereas", "but", "because", "although", "though", ";", "after", "if", "when"))
TIMES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday year years month months week weeks day days quarter today yesterday time".split()
)
SOURCES = frozenset("said say says told reported announced according".split())


class Reader:
    """One sentence with its quantities masked, so that no figure is taken for the concept of another."""

    def __init__(self, tokens: list[Token], spans: list[tuple[int, int]]) -> None:
        self.tokens = tokens
        self.masked = {n for n, t in enumerate(tokens) for start, end in spans if t.start < end and t.end > start} | {
            n for n, t in enumerate(tokens) if t.text in "()"
        }

    def concept(self, start: int, end: int, is_count: bool, is_age: bool) -> list[str]:
        """The concept's words of the quantity from `start` to `end`, without repeats; empty where there is none."""
        inside = [n for n, t in enumerate(self.tokens) if t.start < end and t.end > start]
        if not inside:
            return []
        first, stop = inside[0], inside[-1] + 1
        right = self._right(stop, is_count, is_age)
        left, verb = self._left(first)
        if is_count and verb is None and not left:
            return right if self._has_of(stop) else []
        return list(dict.fromkeys([*(right or left), *self._subject(verb)]))

    def parts(self, first: int, stop: int, is_count: bool, is_age: bool) -> dict[str, list[str]]:
        """The words beside a figure on either side, and those of its clause's subject."""
        left, verb = self._left(first)
        return {"right": self._right(stop, is_count, is_age), "left": left, "subject": self._subject(verb)}

    def _is_noun(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and at not in self.masked and self.tokens[at].tag in NOUNS

    def _in_phrase(self, at: int) -> bool:
        return (
            0 <= at < len(self.tokens)
            and at not in self.masked
            and self.tokens[at].tag in IN_PHRASE
            and self.tokens[at].lower not in AUXILIARIES
            and not self._takes_object(at)
        )

    def _takes_object(self, at: int) -> bool:
        """A participle before an article is a verb: "orbiting our planet"."""
        follows = self.tokens[at + 1].tag if at + 1 < len(self.tokens) else ""
        return self.tokens[at].tag in ("VBG", "VBN") and follows in ("DT", "PRP$", "IN", "TO")

    def _words(self, first: int, stop: int) -> list[str]:
        return [
            t.text
            for t in self.tokens[first:stop]
            if t.lower not in DROPPED and t.text[0].isalnum() and t.tag not in ("DT", "PRP$", "POS")
        ]

    def _phrase(self, first: int) -> int:
        """The token after the noun phrase that starts at `first`, or `first` where none does."""
        at = first
        while self._in_phrase(at) or (
            self._is_noun(at - 1) and self._is_noun(at + 1) and self.tokens[at].text in "&/-"
        ):
            at += 1
        while at > first and self.tokens[at - 1].tag not in NOUNS and not self._numbers_a_name(at - 1):
            at -= 1
        return at

    def _numbers_a_name(self, at: int) -> bool:
        return self.tokens[at].tag == "CD" and at > 0 and self.tokens[at - 1].tag == "NNP"

    def _chain(self, first: int, joining: frozenset[str] = JOINING) -> list[str]:
        """A noun phrase and what "of", "in" and "for" hang on it, but for dates."""
        stop = self._phrase(first)
        words = self._words(first, stop)
        while stop > first and stop < len(self.tokens) and self.tokens[stop].lower in joining:
            end = self._phrase(stop + 1)
            following = self._words(stop + 1, end)
            if not following or any(w.lower() in TIMES or w.isdigit() for w in following):
                break
            words, first, stop = words + following, stop + 1, end
        return words

    def _has_of(self, stop: int) -> bool:
        return stop < len(self.tokens) and self.tokens[stop].lower == "of"

    def _right(self, stop: int, has_noun: bool, is_age: bool) -> list[str]:
        at = stop
        while at in self.masked and at < len(self.tokens):
            at += 1
        if at >= len(self.tokens):
            return []
        token = self.tokens[at]
        if token.lower in ("of", "for") or (token.lower in ("in", "off", "from") and not is_age and not has_noun):
            end = self._phrase(at + 1)
            words = self._chain(at + 1) if end > at + 1 else []
            return [] if any(w.lower() in TIMES for w in words[:2]) else words
        if not has_noun and self._in_phrase(at) and token.tag not in ("DT", "CD", "VBN", "PRP$"):
            return [] if token.lower in TIMES else self._chain(at)
        return []

    def _left(self, first: int) -> tuple[list[str], int | None]:
        """The noun beside the figure on its left, and the verb before it: its index, or None."""
        words: list[str] = []
        at = first - 1
        while at >= 0:
            token = self.tokens[at]
            if at in self.masked or token.lower in LINKING or token.tag in SKIPPED:
                if token.lower in CLAUSE_STARTS or (token.tag == "," and words):
                    return words, None
                at -= 1
                continue
            if token.tag in VERBS:
                return words, at
            if token.tag in NOUNS and not words:
                start = self._start(at)
                words = [] if self._dates(start, at + 1) else self._chain(start)
                at = start - 1
                continue
            if token.tag in NOUNS:
                at = self._start(at) - 1
                continue
            return words, None
        return words, None

    def _before_apposition(self, verb: int | None) -> int | None:
        """Where the subject ends: before "an investor in real estate," where that stands between commas."""
        if verb is None or verb < 3 or self.tokens[verb - 1].text != ",":
            return verb
        opening = next((n for n in range(verb - 2, 0, -1) if self.tokens[n].text == ","), None)
        return verb if opening is None else opening - 1

    def _first_phrase(self, stop: int) -> list[str]:
        """The first noun phrase of the sentence, for a pronoun that comes after it."""
        for at in range(stop):
            if self._is_noun(at) and not self._dates(at, at + 1):
                return self._chain(self._start(at))
        return []

    def _start(self, last: int, joining: frozenset[str] = JOINING) -> int:
        """The first token of the noun phrase that ends at `last`, and of those that it hangs on."""
        at = last
        while self._in_phrase(at - 1):
            at -= 1
        while at >= 2 and self.tokens[at - 1].lower in joining and self._is_noun(at - 2):
            at -= 2
            while self._in_phrase(at - 1):
                at -= 1
        return at

    def _dates(self, first: int, stop: int) -> bool:
        return any(t.lower in TIMES for t in self.tokens[first:stop])

    def _subject(self, verb: int | None) -> list[str]:
        at = self._before_apposition(verb)
        while at is not None and at >= 0:
            token = self.tokens[at]
            if token.lower in SOURCES or token.lower in CLAUSE_STARTS:
                return []
            if token.tag in ("PRP", "EX"):
                return self._first_phrase(at) if token.lower in REFERRING else []
            if token.tag in NOUNS and at not in self.masked:
                start = self._start(at, IN_SUBJECT)
                chain = self._chain(start, IN_SUBJECT)
                if chain and not any(word.lower() in TIMES for word in chain):
                    return chain
                at = start
            at -= 1
        return []


def concepts_of(line: Line, mention: Mention, mentions: list[Mention]) -> list[str]:
    """The concept words of one quantity of a sentence, or ["-"] where NewsQuant would have none."""
    at = next(n for n, other in enumerate(mentions) if other is mention)
    if at > 0 and line.text[span_of(line, mentions[at - 1])[1] : span_of(line, mention)[0]].strip() == "(":
        return concepts_of(line, mentions[at - 1], mentions)
    if mention.set_aside is not None and mention.set_aside != "dates something":
        return ["-"]
    if mention.form in ("fraction", "half"):
        return ["-"]
    is_age = mention.kind == "age"
    tokens = tokenize(line.text)
    tag(tokens)
    reader = Reader(tokens, [span_of(line, other) for other in mentions])
    words = reader.concept(*span_of(line, mention), mention.noun is not None, is_age)
    if not words and at > 0 and mention.noun is None:
        return concepts_of(line, mentions[at - 1], mentions)
    return words or ["-"]


def span_of(line: Line, mention: Mention) -> tuple[int, int]:
    """Where the quote of a mention stands in its sentence."""
    return line.starts[mention.begin], line.ends[mention.end - 1]
