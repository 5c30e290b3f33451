"""One sentence with its quantities, as the readers of items and modality see it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from transforms.claims.pronouns import (
    RESOLVED,
    antecedent,
    body_named,
    fullest_name,
    group_before,
    organisation_before,
    person_before,
)
from transforms.claims.reading import ArticleReading, token_spans
from transforms.quantities.quantity import Quantity
from transforms.syntax.clauses import Clauses
from transforms.syntax.lexicon import word_sets
from transforms.syntax.tokens import Token

_DROPPED_FIRST: Final = frozenset(("DT", "POS", ",", ":", "``", "''", "(", "SYM"))
# Prepositions that hang a phrase on the noun before them, hardly ever on the verb.
_INNER_PREPOSITIONS: Final = frozenset(("of", "against", "between", "over"))
_DOER_PREPOSITIONS: Final = _INNER_PREPOSITIONS | {"for"}
_BULLETS: Final = frozenset("*•-–—·o▪‣")


class SentenceReading:
    """`holder`: quantity number -> chunk that holds it; `items`: the items read so far."""

    def __init__(self, reading: ArticleReading, sentence_no: int, quantities: Sequence[Quantity]) -> None:
        self.reading = reading
        self.no = sentence_no
        self.text = reading.sentence_text(sentence_no)
        self.quantities = quantities
        self.clauses: Clauses = reading.clauses(sentence_no, quantities)
        self.tokens: list[Token] = self.clauses.tokens
        self.spans = token_spans(self.tokens, quantities)
        self.holder = {number: at for at, chunk in enumerate(self.clauses.chunks) for number in chunk.spans}
        self.items: list[str | None] = []
        self.is_question = self.text.rstrip("\"”’' \n").endswith("?")
        self.last_quote = max(self.text.rfind('"'), self.text.rfind("”"))
        self._firsts = [chunk.first for chunk in self.clauses.chunks]

    def chunk_at(self, token: int) -> int:
        """The chunk that holds a token."""
        return bisect_right(self._firsts, token) - 1

    def words(self, first: int, last: int) -> str:
        """The text from token `first` to `last` on one line, without a leading article or mark."""
        return words_of(self.text, self.tokens, first, last)

    def name(self, at: int | None) -> str | None:
        """A noun phrase with its "of"-phrases; of a pronoun, what it stands for."""
        return self.name_in(self.no, at)

    def name_alone(self, at: int) -> str | None:
        """The same of one noun phrase of a list: of "Ann Lee, 40, and Jo Ray" the last."""
        chunk = self.clauses.chunks[at]
        return self.words(chunk.first, chunk.last) if at in self.clauses.first_of_list else self.name(at)

    def noun_or_counted(self, at: int) -> str | None:
        """The name of a noun phrase, or the item of the figure that it holds: "50 jets"."""
        spans = self.clauses.chunks[at].spans
        return self.items[spans[-1]] if spans and spans[-1] < len(self.items) else self.name(at)

    def doer(self, at: int | None) -> str | None:
        """The same, with any quantity that an "of"-phrase holds: "receipt of the 900 shares"."""
        if at is None or at in self.clauses.first_of_list:
            return self.doer_in(self.no, at)
        inner = at + 2 if self.clauses.word(at + 1) == "of" and self.clauses.kind(at + 2) == "NP" else at
        if inner == at or not self.clauses.chunks[inner].spans:
            return self.doer_in(self.no, at)
        return self.words(self.clauses.chunks[at].first, self.clauses.chunks[inner].last)

    def doer_in(self, sentence_no: int, at: int | None) -> str | None:
        """The name of a noun phrase of any sentence that was read, with what "for" hangs on it: "money for schools"."""
        return self.name_in(sentence_no, at, _DOER_PREPOSITIONS)

    def name_in(
        self, sentence_no: int, at: int | None, prepositions: frozenset[str] = _INNER_PREPOSITIONS
    ) -> str | None:
        """The name of a noun phrase of any sentence that was read."""
        if at is None:
            return None
        clauses = self.reading.clauses(sentence_no)
        chunk = clauses.chunks[at]
        if chunk.first == chunk.last and clauses.tokens[chunk.head].lower in RESOLVED:
            sentence_no, at = antecedent(self.reading, sentence_no, clauses, at) or (sentence_no, at)
            clauses = self.reading.clauses(sentence_no)
        named = body_named(self.reading, sentence_no, clauses, at)
        if named is not None:
            return named
        sentence_no, at = organisation_before(self.reading, sentence_no, clauses, at) or (sentence_no, at)
        clauses = self.reading.clauses(sentence_no)
        text = self.reading.sentence_text(sentence_no)
        first = clauses.first_of_list.get(at)
        if first is not None:
            return words_of(text, clauses.tokens, clauses.chunks[first].first, of_phrase_end(clauses, at))
        return fullest_name(
            self.reading, noun_phrase_text(text, clauses, at, prepositions), clauses.tokens[clauses.chunks[at].head].tag
        )

    def person_before(self) -> str | None:
        """Whom "he" at the start of the sentence would mean."""
        found = person_before(self.reading, self.no)
        return None if found is None else self.name_in(*found)

    def whole_before(self) -> str | None:
        """What a share that is itself the subject is a share of: "Of 90 who voted, 5%", else "they"."""
        if self.items and self.tokens[0].lower == "of":
            return self.items[0]
        if self.tokens[0].lower == "of" and self.clauses.kind(1) == "NP":
            return self.name(1)
        counted = zip(reversed(self.items), reversed(self.quantities[: len(self.items)]), strict=True)
        asked = next((item for item, quantity in counted if quantity.kind == "count" and not quantity.trend), None)
        if asked is not None:
            return asked  # "a survey of 2,000 adults found that 43% agree"
        found = group_before(self.reading, self.no)
        return None if found is None else self.name_in(*found)

    def is_bare(self, number: int) -> bool:
        """Whether the quantity is written without any word but number words."""
        first, last = self.spans[number]
        return all(
            token.tag == "CD" or token.lower in word_sets()["number_words"] for token in self.tokens[first : last + 1]
        )

    def modifies(self, number: int) -> bool:
        """Whether the quantity only describes the noun after it: "a 200-seat parliament", "the 10 year loan"."""
        chunk, last = self.clauses.chunks[self.holder[number]], self.spans[number][1]
        if chunk.spans[-1] != number or chunk.last <= last:
            return False
        kind, is_owner = self.quantities[number].kind, self.tokens[last + 1].tag == "POS"
        is_plural = self.is_bare(number) or self.tokens[chunk.head].tag == "NNS"
        is_whole = all("-" not in token.text for token in self.tokens[self.spans[number][0] : last + 1])
        is_plain = kind == "count" and is_plural and is_whole and not is_owner
        if kind == "ratio" and is_number(self.tokens[last]) and self.tokens[chunk.head].tag == "NNS":
            return False  # "six in 10 voters said"
        return not is_plain and not (kind == "duration" and is_owner)  # but "two others", "two years' probation"

    def is_suspended(self, number: int) -> bool:
        """Whether the quantity leaves its noun to the next one: the first of "a three- to four-month backlog"."""
        mark = self.spans[number][1] + 1
        if number + 1 >= len(self.quantities) or mark >= len(self.tokens) or self.tokens[mark].text != "-":
            return False
        touches = self.tokens[mark].start == self.tokens[mark - 1].end
        return touches and self.spans[number + 1][0] - mark in (1, 2)

    def is_list_entry(self, number: int) -> bool:
        """Whether the line opens with a bullet or with this quantity."""
        first = self.spans[number][0]
        return first == 0 or (bool(self.tokens) and self.tokens[0].text in _BULLETS and first == 1)


def is_number(token: Token) -> bool:
    return token.tag == "CD" or token.text[0].isdigit()


def words_of(text: str, tokens: list[Token], first: int, last: int) -> str:
    """The words from token `first` to `last` on one line, without a leading article or mark."""
    while first < last and tokens[first].tag in _DROPPED_FIRST:
        first += 1
    return " ".join(text[tokens[first].start : tokens[last].end].split())


def _gerund_end(clauses: Clauses, at: int) -> int:
    """Of "count of using and attempting to use weapons" the chunk of the weapons; `at`: the chunk of "using"."""
    while clauses.kind(at + 1) == "VG" or (clauses.kind(at + 1) == "CC" and clauses.kind(at + 2) == "VG"):
        at += 1
    return at + 1 if clauses.kind(at + 1) == "NP" and not clauses.chunks[at + 1].spans else at


def of_phrase_end(clauses: Clauses, at: int, prepositions: frozenset[str] = _INNER_PREPOSITIONS) -> int:
    """The last token of a noun phrase with the phrases that "of" hangs on it, up to another quantity."""
    last = clauses.chunks[at].last
    after = clauses.right(at)
    while clauses.word(after) in prepositions and clauses.kind(after) == "P":
        at = after + 1
        if clauses.kind(at) == "VG" and clauses.chunks[at].form == "ing":
            at = _gerund_end(clauses, at)
        elif clauses.kind(at) != "NP":
            break
        if clauses.chunks[at].spans:
            break
        last, after = clauses.chunks[at].last, clauses.right(at)
    return last


def noun_phrase_text(text: str, clauses: Clauses, at: int, prepositions: frozenset[str]) -> str:
    """A noun phrase with the phrases that these prepositions hang on it."""
    return words_of(text, clauses.tokens, clauses.chunks[at].first, of_phrase_end(clauses, at, prepositions))
