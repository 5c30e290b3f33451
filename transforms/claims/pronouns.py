"""What a pronoun stands for: the nearest subject before it that agrees, in its sentence or up to three before."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import Final

from transforms.claims.places.gazetteer import gazetteer
from transforms.claims.reading import ArticleReading
from transforms.claims.speakers.names import BODY_WORDS, read_name
from transforms.claims.speakers.words import given_names
from transforms.syntax.clauses import Clauses
from transforms.syntax.lexicon import word_sets

_PERSONS: Final = frozenset(("he", "she", "him", "her", "himself", "herself"))
_MALE: Final = frozenset(("he", "him", "himself"))
_PLURALS: Final = frozenset(("they", "them", "themselves", "both"))
_THINGS: Final = frozenset(("it", "itself"))
RESOLVED: Final = _PERSONS | _PLURALS | _THINGS
_REACH: Final = 40  # chunks or verbs looked at in one sentence
_NAMES_BACK: Final = 200
_SENTENCES_BACK: Final = 5


def antecedent(reading: ArticleReading, sentence_no: int, clauses: Clauses, at: int) -> tuple[int, int] | None:
    """(sentence number, chunk) of the noun phrase that the pronoun at chunk `at` stands for; None if none agrees."""
    pronoun = clauses.tokens[clauses.chunks[at].head].lower
    for verb in range(at + 1, max(-1, at - _REACH), -1):
        subject = clauses.subject.get(verb)
        if subject is not None and subject < at and _can_mean(reading, sentence_no, clauses, subject, pronoun):
            return sentence_no, subject
    for earlier in range(sentence_no - 1, max(-1, sentence_no - 1 - _SENTENCES_BACK), -1):
        found = _subject_of_sentence(reading, earlier, pronoun)
        if found is not None:
            return earlier, found
    return None


def person_before(reading: ArticleReading, sentence_no: int) -> tuple[int, int] | None:
    """(sentence number, chunk) of the person last named as a subject before a sentence, man or woman."""
    for earlier in range(sentence_no - 1, max(-1, sentence_no - 1 - _SENTENCES_BACK), -1):
        found = _subject_of_sentence(reading, earlier, "who")
        if found is not None:
            return earlier, found
    return None


def group_before(reading: ArticleReading, sentence_no: int) -> tuple[int, int] | None:
    """(sentence number, chunk) of the plural last named as a subject before a sentence: "computer users"."""
    for earlier in range(sentence_no - 1, max(-1, sentence_no - 1 - _SENTENCES_BACK), -1):
        clauses = reading.clauses(earlier)
        for subject in islice(clauses.subject.values(), _REACH):
            chunk = None if subject is None else clauses.chunks[subject]
            if subject is not None and chunk is not None and clauses.tokens[chunk.head].tag in ("NNS", "NNPS"):
                return earlier, subject
    return None


def organisation_before(reading: ArticleReading, sentence_no: int, clauses: Clauses, at: int) -> tuple[int, int] | None:
    """For "the company", the last named subject before that can be one."""
    chunk = clauses.chunks[at]
    is_defined = clauses.tokens[chunk.first].lower == "the"
    head = clauses.tokens[chunk.head]
    if not is_defined or head.tag != "NN" or head.lower not in word_sets()["organisation_nouns"]:
        return None
    for earlier in range(sentence_no - 1, max(-1, sentence_no - 1 - _SENTENCES_BACK), -1):
        view = reading.clauses(earlier)
        for subject in islice(view.subject.values(), _REACH):
            if subject is not None and view.tokens[view.chunks[subject].head].tag in ("NNP", "NNPS"):
                return earlier, subject
    return None


def body_named(reading: ArticleReading, sentence_no: int, clauses: Clauses, at: int) -> str | None:
    """For "the bureau", the body last named with that word: "State Plant Bureau"."""
    noun = _defined_noun(clauses, at)
    if noun is None:
        return None
    names = reading.names.names
    end = bisect_left(names, reading.sentences[sentence_no].start, key=lambda name: name.start)
    return next(
        (
            name.text
            for name in reversed(names[max(0, end - _NAMES_BACK) : end])
            if name.words[-1].lower() == noun and len(name.words) > 1
        ),
        None,
    )


def fullest_name(reading: ArticleReading, text: str, head_tag: str) -> str:
    """The fullest form that the article gives a name; other phrases unchanged."""
    words = text.split()
    if head_tag != "NNP" or len(words) > 4 or not words[-1][0].isupper():
        return text
    first = len(words) - 1
    while first > 0 and words[first - 1][0].isupper() and "-" not in words[first - 1]:
        first -= 1
    name = read_name(" ".join(words[first:]), 0, 0)
    if name is None:
        return text
    full = reading.names.fullest(name)
    is_body = full.words[-1].lower().rstrip(".") in word_sets()["company_suffixes"] or name.words[-1].isupper()
    is_same = full.words[-1] == name.words[-1]
    return full.text if full is not name and (full.is_person or is_body or is_same) else text


def _defined_noun(clauses: Clauses, at: int) -> str | None:
    """The noun of a phrase that is only "the" and a noun, or None."""
    chunk = clauses.chunks[at]
    if chunk.last != chunk.first + 1 or clauses.tokens[chunk.first].lower != "the":
        return None
    head = clauses.tokens[chunk.last]
    return head.lower if head.tag == "NN" or (head.tag == "NNP" and head.lower in ("party", "company")) else None


def _can_mean(reading: ArticleReading, sentence_no: int, clauses: Clauses, at: int, pronoun: str) -> bool:
    """Whether a noun phrase agrees with the pronoun and, for "he" and "she", names no body."""
    if not agrees(clauses, at, pronoun):
        return False
    if pronoun in _THINGS:
        return True
    chunk = clauses.chunks[at]
    text = reading.sentence_text(sentence_no)[clauses.tokens[chunk.first].start : clauses.tokens[chunk.last].end]
    name = read_name(" ".join(text.split()), 0, 0)
    full = None if name is None else reading.names.fullest(name)
    if pronoun in _PLURALS:
        is_name = clauses.tokens[chunk.head].tag == "NNP" and clauses.kind(clauses.left(at)) != "CC"
        return not (is_name and full is not None and full.words[0] in given_names())
    if full is None or name is None or name.words[-1].lower().rstrip(".") in BODY_WORDS:
        return False
    place = gazetteer().get(full.text)
    if place is not None and place.kind == "country":
        return False
    gender = given_names().get(full.words[0], "")
    return pronoun == "who" or gender != ("f" if pronoun in _MALE else "m")


def _subject_of_sentence(reading: ArticleReading, sentence_no: int, pronoun: str) -> int | None:
    """The first subject of a sentence that agrees with the pronoun."""
    clauses = reading.clauses(sentence_no)
    for subject in islice(clauses.subject.values(), _REACH):
        if subject is not None and _can_mean(reading, sentence_no, clauses, subject, pronoun):
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
    if pronoun in _PERSONS | {"who"}:
        return head.tag == "NNP"
    return head.tag in ("NN", "NNP", "NNPS")
