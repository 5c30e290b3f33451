"""The words of an item: where the noun of a quantity starts and ends, and what kind of noun it is."""

from __future__ import annotations

from typing import Final

from transforms.claims.governors import Role, is_measure_verb
from transforms.claims.sentence import SentenceReading, of_phrase_end
from transforms.syntax.lexicon import word_sets
from transforms.syntax.tokens import Token

NOUN_TAGS: Final = frozenset(("NN", "NNS", "NNP", "NNPS"))
ITEM_TAGS: Final = NOUN_TAGS | {"JJ", "JJR", "JJS", "VBG", "VBN", "POS", "PRP$", "FW"}
RATE_WORDS: Final = frozenset(("a", "an", "per", "each", "every"))
NEAR: Final = 12  # earlier items that a figure without a noun may share
Item = tuple[str | None, int | None]


def noun_after_number(sentence: SentenceReading, first: int, last: int) -> int | None:
    """The first token of the noun phrase inside a quantity, after its number words."""
    tokens = sentence.tokens
    number_words = word_sets()["number_words"]
    start = first
    for index in range(first, last + 1):
        token = tokens[index]
        if start > first and start < index and token.lower in RATE_WORDS:
            break  # "3 million households a year"
        if token.tag == "CD" or token.text[0].isdigit() or token.lower in number_words:
            start = index + 1
    while start < last and tokens[start].tag not in ITEM_TAGS:
        start += 1
    has_noun = any(tokens[index].tag in NOUN_TAGS for index in range(start, last + 1))
    return start if has_noun or (start <= last and tokens[last].text.isalpha()) else None


def before_participle(sentence: SentenceReading, first: int, last: int) -> int:
    """The last token before a reduced clause or rate inside a quantity's span: "checks written each year"."""
    for index in range(first + 1, last + 1):
        if sentence.tokens[index].lower in RATE_WORDS and sentence.tokens[index - 1].tag in NOUN_TAGS:
            return index - 1
        if sentence.tokens[index].tag in ("VBN", "VBD") and sentence.tokens[index - 1].tag in NOUN_TAGS:
            return index - 1
    return last


def described_end(sentence: SentenceReading, role: Role) -> int:
    """The last token of a noun with its "of"-phrases, a clause like "built for the army", or in "there are" a place."""
    clauses = sentence.clauses
    end = of_phrase_end(clauses, role.phrase)
    after = clauses.right(sentence.chunk_at(end))
    if clauses.kind(after) == "VG" and clauses.chunks[after].form == "ppl" and role.verb != after:
        after = clauses.right(after)
    elif role.verb is None or not is_existential(sentence, role.verb):
        return end
    has_place = clauses.kind(after) == "P" and clauses.kind(after + 1) == "NP" and not clauses.is_time(after + 1)
    return of_phrase_end(clauses, after + 1) if has_place and not clauses.chunks[after + 1].spans else end


def is_existential(sentence: SentenceReading, verb: int) -> bool:
    """Whether "there" is the subject: "there are 40 people on board"."""
    subject = sentence.clauses.subject.get(verb)
    return subject is not None and sentence.clauses.word(subject) == "there"


def is_number_word(token: Token) -> bool:
    return token.tag == "CD" or token.lower in word_sets()["number_words"]


def unit_noun(unit: str) -> str:
    """The noun inside a unit such as {soldier} or {barrel}/d."""
    return unit[1:].partition("}")[0].split(" ")[-1]


def plural(noun: str) -> str:
    if noun == "person":
        return "people"
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun  # plural already: "troops"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"


def has_target(sentence: SentenceReading, role: Role) -> bool:
    """Whether a noun without a figure stands between verb and quantity: "cut the stake to 10%"."""
    clauses = sentence.clauses
    return role.target is not None and not clauses.is_time(role.target) and not clauses.chunks[role.target].spans


def is_measured(sentence: SentenceReading, role: Role) -> bool:
    return role.verb is not None and is_measure_verb(sentence.clauses.chunks[role.verb].lemma)


def is_amount(sentence: SentenceReading, at: int) -> bool:
    """Whether a noun phrase names a quantity: "the estimate", "its output"."""
    return sentence.tokens[sentence.clauses.chunks[at].head].lower in word_sets()["amount_nouns"]
