"""What a pronoun stands for: the nearest subject before it that agrees, in its sentence or up to three before."""

from __future__ import annotations

from typing import Final

from transforms.claims.reading import ArticleReading
from transforms.syntax.clauses import Clauses

_PERSONS: Final = frozenset(("he", "she", "him", "her", "himself", "herself"))
_PLURALS: Final = frozenset(("they", "them", "themselves", "both"))
_THINGS: Final = frozenset(("it", "itself"))
RESOLVED: Final = _PERSONS | _PLURALS | _THINGS
_SENTENCES_BACK: Final = 3


def antecedent(reading: ArticleReading, sentence_no: int, clauses: Clauses, at: int) -> tuple[int, int] | None:
    """(sentence number, chunk) of the noun phrase that the pronoun at chunk `at` stands for; None if none agrees."""
    pronoun = clauses.tokens[clauses.chunks[at].head].lower
    subjects = [
        subject for verb, subject in clauses.subject.items() if subject is not None and subject < at and verb < at + 2
    ]
    for subject in reversed(subjects):
        if agrees(clauses, subject, pronoun):
            return sentence_no, subject
    for earlier in range(sentence_no - 1, max(-1, sentence_no - 1 - _SENTENCES_BACK), -1):
        found = _subject_of_sentence(reading.clauses(earlier), pronoun)
        if found is not None:
            return earlier, found
    return None


def person_before(reading: ArticleReading, sentence_no: int) -> tuple[int, int] | None:
    """(sentence number, chunk) of the person last named as a subject before a sentence."""
    for earlier in range(sentence_no - 1, max(-1, sentence_no - 1 - _SENTENCES_BACK), -1):
        found = _subject_of_sentence(reading.clauses(earlier), "he")
        if found is not None:
            return earlier, found
    return None


def _subject_of_sentence(clauses: Clauses, pronoun: str) -> int | None:
    """The first subject of a sentence that agrees with the pronoun."""
    for subject in clauses.subject.values():
        if subject is not None and agrees(clauses, subject, pronoun):
            return subject
    return None


def agrees(clauses: Clauses, at: int, pronoun: str) -> bool:
    """Whether a noun phrase can be meant by the pronoun, by number and by whether it names someone."""
    chunk = clauses.chunks[at]
    head = clauses.tokens[chunk.head]
    if head.tag in ("PRP", "EX", "WP", "DT", "CD") or chunk.spans:
        return False
    if pronoun in _PLURALS:
        return head.tag in ("NNS", "NNPS") or head.tag == "NNP"
    if pronoun in _PERSONS:
        return head.tag == "NNP"
    return head.tag in ("NN", "NNP", "NNPS")
