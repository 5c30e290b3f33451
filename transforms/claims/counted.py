"""The item of things counted: the noun they carry with them, or the one that they leave out."""

from __future__ import annotations

from transforms.claims.governors import Role, is_measure_verb
from transforms.claims.item_words import (
    NEAR,
    Item,
    before_participle,
    described_end,
    has_target,
    is_amount,
    is_measured,
    noun_after_number,
    plural,
    unit_noun,
)
from transforms.claims.measured import from_clause
from transforms.claims.sentence import SentenceReading
from transforms.syntax.lexicon import word_sets


def counted_item(sentence: SentenceReading, number: int, role: Role) -> Item:
    """The noun counted, with modifiers and "of"-phrase; for one left out, the unit's plural; None for others."""
    quantity = sentence.quantities[number]
    if not quantity.unit.startswith("{") or quantity.unit.startswith(("{time}", "{percentage", "{basis")):
        return None, None
    if quantity.kind == "index" or unit_noun(quantity.unit) in word_sets()["times"]:
        return None, None  # "within twenty working days" measures something else
    first, last = sentence.spans[number]
    chunk = sentence.clauses.chunks[role.phrase]
    if quantity.kind == "score" and not any(token.text.isalpha() for token in sentence.tokens[first : last + 1]):
        return None, None
    if chunk.spans[-1] == number:
        last = max(last, chunk.last)
    is_compound = quantity.kind == "count" and "-" in sentence.tokens[sentence.spans[number][1]].text
    if is_compound and last > sentence.spans[number][1]:
        noun = plural(unit_noun(quantity.unit))
        return f"{noun} of the {sentence.words(sentence.spans[number][1] + 1, last)}", None
    if _is_amount_of_subject(sentence, role):
        return None, None
    noun_at = noun_after_number(sentence, first, last)
    if noun_at is not None:
        last = before_participle(sentence, noun_at, last)
        end = described_end(sentence, role) if chunk.last <= last else last
        return sentence.words(noun_at, max(last, end)), None
    if quantity.kind not in ("count", "score"):
        return None, None
    return _elided(sentence, number, role)


def _is_amount_of_subject(sentence: SentenceReading, role: Role) -> bool:
    """Whether the count says how large something named is: "the estimate will be 126 mln boxes"."""
    clauses = sentence.clauses
    if role.verb is None or role.relation in ("subject", "in subject", "of"):
        return False
    at = role.target
    if at is None and (clauses.chunks[role.verb].is_copula or is_measure_verb(clauses.chunks[role.verb].lemma)):
        at = clauses.subject.get(role.verb)
    return at is not None and is_amount(sentence, at)


def _elided(sentence: SentenceReading, number: int, role: Role) -> Item:
    """For a counted noun left out: the earlier item it shares, else what it is a number of, else its plural."""
    noun = unit_noun(sentence.quantities[number].unit)
    if sentence.items and sentence.items[0] and sentence.tokens[0].lower == "of":
        return sentence.items[0], None  # "Of the 212 passengers aboard, 9 were killed"
    for item in reversed(sentence.items[-NEAR:]):
        if item and noun and noun in item:
            return item, None
    if role.container is not None and not sentence.clauses.chunks[role.container].spans:
        return sentence.name(role.container), role.container
    subject = None if role.verb is None else sentence.clauses.subject.get(role.verb)
    if subject is not None and role.relation == "object" and is_amount(sentence, subject):
        return sentence.name(subject), subject  # "the total passed five million"
    is_level = role.verb is not None and role.relation in ("to", "from", "at", "by")
    if is_level and (has_target(sentence, role) or is_measured(sentence, role)):
        return from_clause(sentence, number, role)
    return (plural(noun) if noun else None), None
