"""Actor and predicate of a quantity, from its role in the clause."""

from __future__ import annotations

from typing import Final

from transforms.claims.governors import Role
from transforms.syntax.clauses import Clauses
from transforms.syntax.tokens import Token

_DROPPED_FIRST: Final = frozenset(("DT", "POS", ",", ":", "``", "''", "("))
_PRONOUN_SUBJECTS: Final = frozenset(
    ("he", "she", "it", "they", "both", "this", "that", "these", "those", "who", "which")
)


def phrase_text(sentence: str, tokens: list[Token], first: int, last: int) -> str:
    """The words from token `first` to `last`, without a leading article."""
    while first < last and tokens[first].tag in _DROPPED_FIRST:
        first += 1
    return " ".join(sentence[tokens[first].start : tokens[last].end].split())


def noun_phrase_text(sentence: str, clauses: Clauses, index: int) -> str:
    """A noun phrase with the phrases that "of" hangs on it."""
    chunk = clauses.chunks[index]
    last = chunk.last
    at = index
    while clauses.word(at + 1) == "of" and clauses.kind(at + 1) == "P" and clauses.kind(at + 2) == "NP":
        at += 2
        last = clauses.chunks[at].last
    return phrase_text(sentence, clauses.tokens, chunk.first, last)


def predicate_of(clauses: Clauses, role: Role) -> str | None:
    """The governing verb's lemma; None for forms of "be" and where no verb governs."""
    if role.verb is None or clauses.chunks[role.verb].is_copula:
        return None
    return clauses.chunks[role.verb].lemma


def actor_chunk(clauses: Clauses, role: Role) -> int | None:
    """The noun phrase of the doer; None where the things counted do it themselves, or nobody is named."""
    if role.verb is None:
        return None
    verb = clauses.chunks[role.verb]
    if verb.is_copula:
        return None
    if verb.is_passive:
        return agent(clauses, role.verb)
    if role.relation in ("subject", "of"):
        return None
    return clauses.subject.get(role.verb)


def agent(clauses: Clauses, verb: int) -> int | None:
    """The doer after "by" in a passive clause."""
    for at in range(verb + 1, min(len(clauses.chunks), verb + 8)):
        kind = clauses.kind(at)
        if kind == "P" and clauses.word(at) == "by":
            after = clauses.right(at)
            is_doer = clauses.kind(after) == "NP" and not clauses.chunks[after].spans and not clauses.is_time(after)
            return after if is_doer else None
        if kind in ("VG", "REL", ":", "SUB"):
            return None
    return None
