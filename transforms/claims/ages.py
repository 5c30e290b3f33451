"""Whose age it is."""

from __future__ import annotations

from typing import Final

from transforms.claims.governors import Role
from transforms.claims.measured import nearest_noun
from transforms.claims.sentence import SentenceReading

# What stands between a name and its age: other names, degrees.
_BESIDE_NAMES: Final = frozenset((
    "aka", "a.k.a.", "alias", "jr", "jr.", "sr", "sr.",
    "ph.d.", "m.d.", "d.o.", "psy.d.", "ed.d.", "j.d.", "md", "phd", "esq.",
))  # fmt: skip
_GOALS: Final = frozenset(("to", "at", "in", "into", "from"))


def _aged(sentence: SentenceReading, aged: int) -> str | None:
    """Whose age stands after "aged": of the noun before it, but of "was sent to the ship aged 18" the subject."""
    clauses = sentence.clauses
    noun = clauses.left(aged)
    if clauses.kind(noun) in (",", ":", "("):
        noun = clauses.left(noun)
    verb = clauses.verb_before(noun)
    subject = None if verb is None else clauses.subject.get(verb)
    is_place = clauses.kind(noun) != "NP" or clauses.is_time(noun)
    if not is_place and clauses.word(clauses.left(noun)) in _GOALS:
        is_place = sentence.tokens[clauses.chunks[noun].first].lower == "the"
    return sentence.name(subject if is_place and subject is not None else noun)


def person_item(sentence: SentenceReading, number: int, role: Role) -> str | None:
    """Whose age it is."""
    clauses, phrase = sentence.clauses, role.phrase
    last = sentence.spans[number][1]
    chunk = clauses.chunks[phrase]
    if sentence.tokens[chunk.first].lower == "the" and chunk.last == last:
        return sentence.person_before()
    if chunk.last > last:
        end = next((at - 1 for at in range(last + 1, chunk.last + 1) if sentence.tokens[at].tag == "POS"), chunk.last)
        return sentence.words(last + 1, end)
    if role.container is not None and sentence.tokens[clauses.chunks[role.container].head].lower != "age":
        return sentence.name(role.container)
    before = clauses.left(phrase)
    if clauses.kind(before) == "NP" and clauses.word(before) == "age":
        before = clauses.left(before)
    if clauses.word(before) == "aged":
        return _aged(sentence, before)
    earlier = clauses.chunks[clauses.left(before)].spans if clauses.kind(clauses.left(before)) == "NP" else []
    if (
        clauses.kind(before) == ","
        and earlier
        and earlier[-1] < number
        and sentence.quantities[earlier[-1]].kind == "age"
    ):
        return sentence.items[earlier[-1]]
    while (
        clauses.kind(before) == ","
        and sentence.tokens[clauses.chunks[clauses.left(before)].first].lower in _BESIDE_NAMES
    ):
        before = clauses.left(clauses.left(before))  # "Ivan Ruiz, Jr., aka Shorty, 29", "Ana Ruiz, Ph.D., 29"
    if clauses.kind(before) in (",", "(", ":") and clauses.kind(clauses.left(before)) == "NP":
        return sentence.name_alone(clauses.left(before))
    if clauses.kind(before) == "NP":  # "residents of the town over the age of 18"
        while clauses.word(clauses.left(before)) == "of" and clauses.kind(clauses.left(clauses.left(before))) == "NP":
            before = clauses.left(clauses.left(before))
        return sentence.name(before)
    if role.verb is not None and (subject := clauses.subject.get(role.verb)) is not None:
        return sentence.name(subject)
    return nearest_noun(sentence, phrase)[0]
