"""What is counted or measured, who does it, and the verb: from the quantity's role in its clause.

Things counted carry their noun with them.  What a measure, sum, share, age or score is about stands elsewhere: after "of",
under the modified noun, before "of", between verb and preposition, or as the clause's subject, looked for in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from transforms.claims.actors import actor_chunk, noun_phrase_text, phrase_text, predicate_of
from transforms.claims.governors import Role, find_role, is_measure_verb
from transforms.claims.reading import ArticleReading, token_spans
from transforms.quantities.quantity import Quantity
from transforms.syntax.clauses import Clauses
from transforms.syntax.tokens import Token

_NOUN_TAGS: Final = frozenset(("NN", "NNS", "NNP", "NNPS"))
_ITEM_TAGS: Final = _NOUN_TAGS | {"JJ", "JJR", "JJS", "VBG", "VBN", "POS", "PRP$", "FW"}


@dataclass(frozen=True, slots=True)
class ItemReading:
    """`item`: what is counted or measured; `actor`: who does it; `predicate`: the verb's lemma.  None where not said."""

    item: str | None
    actor: str | None
    predicate: str | None


def read_items(reading: ArticleReading, sentence_no: int, quantities: Sequence[Quantity]) -> list[ItemReading]:
    """One reading per quantity, in order."""
    sentence = _Sentence(reading, sentence_no, quantities)
    return [sentence.read(number) for number in range(len(quantities))]


class _Sentence:
    """One sentence with its quantities; earlier readings serve later quantities that share verb or noun with them."""

    def __init__(self, reading: ArticleReading, sentence_no: int, quantities: Sequence[Quantity]) -> None:
        self.reading = reading
        self.no = sentence_no
        self.text = reading.sentence_text(sentence_no)
        self.quantities = quantities
        self.clauses: Clauses = reading.clauses(sentence_no, quantities)
        self.tokens: list[Token] = self.clauses.tokens
        self.spans = token_spans(self.tokens, quantities)
        self.holder = {number: at for at, chunk in enumerate(self.clauses.chunks) for number in chunk.spans}
        self.done: list[ItemReading] = []

    def read(self, number: int) -> ItemReading:
        phrase = self.holder.get(number)
        if phrase is None:
            made = ItemReading(self.counted(number, 0), None, None)
        elif (twin := self.twin(number, phrase)) is not None:
            made = self.done[twin]
        else:
            role = find_role(self.clauses, phrase)
            made = self.with_role(number, role)
        self.done.append(made)
        return made

    def twin(self, number: int, phrase: int) -> int | None:
        """An earlier quantity that this one only says again or beside: "ten lbs (five kg)", "25 cts vs 12 cts"."""
        before = self.clauses.left(phrase)
        if self.clauses.kind(before) == "(":
            before = self.clauses.left(before)
        elif self.clauses.word(before) not in ("vs", "vs.", "versus", "against"):
            return None
        spans = self.clauses.chunks[before].spans if before >= 0 and self.clauses.kind(before) in ("NP", "P") else []
        if not spans and self.clauses.kind(before) == "P":
            before = self.clauses.left(before)
            spans = self.clauses.chunks[before].spans if before >= 0 else []
        return spans[-1] if spans and spans[-1] < number else None

    def with_role(self, number: int, role: Role) -> ItemReading:
        quantity = self.quantities[number]
        predicate = predicate_of(self.clauses, role)
        actor_at = actor_chunk(self.clauses, role)
        if quantity.kind == "age":
            return ItemReading(self.person(number, role), None, None)
        if quantity.kind == "count":
            return ItemReading(self.counted(number, role.phrase), self.actor(actor_at), predicate)
        item, item_at = self.measured(number, role)
        if item_at is not None and item_at == actor_at:
            actor_at = None
        return ItemReading(item, self.actor(actor_at), predicate)

    def actor(self, at: int | None) -> str | None:
        if at is None:
            return None
        return noun_phrase_text(self.text, self.clauses, at)

    def counted(self, number: int, phrase: int) -> str | None:
        """The noun that is counted with its modifiers and "of"-phrase; where it is left out, the unit's plural."""
        first, last = self.spans[number]
        chunk = self.clauses.chunks[phrase]
        last = max(last, chunk.last if number in chunk.spans and chunk.spans[-1] == number else last)
        noun = self.after_number(first, last)
        if noun is None:
            return self.elided(number)
        return self.with_of_phrase(noun, last, phrase)

    def after_number(self, first: int, last: int) -> int | None:
        """The first token of the noun phrase inside a quantity, after its number words."""
        start = first
        for index in range(first, last + 1):
            tag = self.tokens[index].tag
            if tag == "CD" or self.tokens[index].text[0].isdigit() or self.tokens[index].lower in _NUMBER_LIKE:
                start = index + 1
        while start <= last and self.tokens[start].tag not in _ITEM_TAGS:
            start += 1
        nouns = [index for index in range(start, last + 1) if self.tokens[index].tag in _NOUN_TAGS]
        return start if nouns else None

    def with_of_phrase(self, first: int, last: int, phrase: int) -> str:
        end = last
        if self.clauses.chunks[phrase].last <= last:
            at = phrase
            while (
                self.clauses.kind(at + 1) == "P"
                and self.clauses.word(at + 1) == "of"
                and self.clauses.kind(at + 2) == "NP"
            ):
                at += 2
                end = self.clauses.chunks[at].last
        return phrase_text(self.text, self.tokens, first, end)

    def elided(self, number: int) -> str | None:
        unit = self.quantities[number].unit
        if not unit.startswith("{"):
            return None
        noun = unit[1 : unit.index("}")].split()[-1] if "}" in unit else ""
        for reading in reversed(self.done):
            if reading.item and noun and noun in reading.item:
                return reading.item
        return _plural(noun) if noun else None

    def measured(self, number: int, role: Role) -> tuple[str | None, int | None]:
        """What a measure, sum, share, score or multiple is of, and its chunk."""
        clauses, phrase = self.clauses, role.phrase
        after = clauses.right(phrase)
        chunk = clauses.chunks[phrase]
        is_last = chunk.spans[-1] == number
        if is_last and chunk.last > self.spans[number][1]:
            return self.with_of_phrase(self.spans[number][1] + 1, chunk.last, phrase), None
        if is_last and clauses.kind(after) == "P" and clauses.kind(after + 1) == "NP":
            word = clauses.word(after)
            if word == "of" or (word in ("in", "for") and self.quantities[number].kind in ("money", "duration")):
                if not clauses.is_time(after + 1) and not clauses.chunks[after + 1].spans:
                    return noun_phrase_text(self.text, clauses, after + 1), None
        if role.container is not None:
            return noun_phrase_text(self.text, clauses, role.container), None
        return self.from_clause(role)

    def from_clause(self, role: Role) -> tuple[str | None, int | None]:
        clauses = self.clauses
        if role.verb is None:
            return self.nearest_noun(role.phrase)
        verb = clauses.chunks[role.verb]
        at = role.target
        if at is None or clauses.is_time(at):
            at = clauses.subject.get(role.verb)
        if at is None or at == role.phrase:
            return self.nearest_noun(role.phrase)
        if verb.is_copula or verb.is_passive or is_measure_verb(verb.lemma) or role.relation != "object":
            return noun_phrase_text(self.text, clauses, at), at
        return noun_phrase_text(self.text, clauses, at), None

    def nearest_noun(self, phrase: int) -> tuple[str | None, int | None]:
        for at in range(phrase - 1, max(-1, phrase - 12), -1):
            if self.clauses.kind(at) == "NP" and not self.clauses.chunks[at].spans and not self.clauses.is_time(at):
                return noun_phrase_text(self.text, self.clauses, at), at
        for at in range(phrase + 1, min(len(self.clauses.chunks), phrase + 6)):
            if self.clauses.kind(at) == "NP" and not self.clauses.is_time(at):
                return noun_phrase_text(self.text, self.clauses, at), at
        return None, None

    def person(self, number: int, role: Role) -> str | None:
        """Whose age it is."""
        clauses, phrase = self.clauses, role.phrase
        chunk = clauses.chunks[phrase]
        if chunk.last > self.spans[number][1]:
            return phrase_text(self.text, self.tokens, self.spans[number][1] + 1, chunk.last)
        before = clauses.left(phrase)
        if clauses.kind(before) == "," and clauses.kind(clauses.left(before)) == "NP":
            return noun_phrase_text(self.text, clauses, clauses.left(before))
        if role.verb is not None and (subject := clauses.subject.get(role.verb)) is not None:
            return noun_phrase_text(self.text, clauses, subject)
        return self.nearest_noun(phrase)[0]


_NUMBER_LIKE: Final = frozenset(
    ("million", "billion", "trillion", "dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "millions")
    + ("billions", "several", "half", "mln", "bln", "no", "none", "some", "about", "more", "than", "least", "up", "to")
    + ("scores", "a", "an", "single", "or", "third", "quarter", "estimated", "total", "average")
)


def _plural(noun: str) -> str:
    if noun in ("person",):
        return "people"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"
