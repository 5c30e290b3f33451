"""What the law threatens: "faces a maximum of five years", "carries a fine of $5,000", "punishable by ten years"."""

from __future__ import annotations

from typing import Final

from transforms.claims.governors import Role
from transforms.claims.modality_words import cues
from transforms.claims.sentence import SentenceReading
from transforms.quantities.quantity import Quantity

_KINDS: Final = frozenset(("duration", "money", "multiple"))
_BEHIND: Final = 4  # tokens after the figure: "carries ten years in federal prison"


def is_threatened(sentence: SentenceReading, role: Role, quantity: Quantity) -> bool:
    """Whether the figure is how long or how much somebody may have to serve or pay."""
    if quantity.kind not in _KINDS or role.relation in ("subject", "in subject"):
        return False
    clauses = sentence.clauses
    at = clauses.verb_before(role.phrase) if role.verb is None else role.verb
    if at is None or at > role.phrase:
        return False
    verb = clauses.chunks[at]
    between = {t.lower for t in sentence.tokens[verb.first : clauses.chunks[role.phrase].last + _BEHIND]}
    words = cues()
    if verb.lemma in words["threat"]:
        return role.verb is not None or not words["penalty"].keys().isdisjoint(between)
    if verb.lemma in words["threat_of_penalty"]:
        return not words["penalty"].keys().isdisjoint(between)
    if not words["liable"].keys().isdisjoint(between):
        return True
    return verb.is_copula and _is_limit(sentence, at)


def _is_limit(sentence: SentenceReading, verb: int) -> bool:
    """Whether "the maximum penalty is" governs."""
    subject = sentence.clauses.subject.get(verb)
    if subject is None:
        return False
    chunk = sentence.clauses.chunks[subject]
    words = {token.lower for token in sentence.tokens[chunk.first : chunk.last + 1]}
    is_bound = not {"minimum", "mandatory", "statutory"}.isdisjoint(words)
    return "maximum" in words or (is_bound and not cues()["penalty"].keys().isdisjoint(words))
