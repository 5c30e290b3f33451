"""Who speaks, over articles: a key that does without titles, and what sort of speaker it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.syntax.lemmas import singular
from transforms.syntax.lexicon import tags_of

_SETS: Final = read_sets("voice_words")
DOCUMENT: Final = _SETS["document"]
BODY: Final = _SETS["body"]
PERSON: Final = _SETS["person"]
RANK: Final = _SETS["rank"]
_WORD: Final = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*\.?")
_HEAD_ENDS: Final = re.compile(r"\s(?:of|in|at|for|from|on|by|with)\s|,")


def give_voices(rows: Iterable[dict[str, Any]]) -> None:
    """Set `speaker_key` and `speaker_type` in rows of one article's claims.

    A speaker whom the article gives the role of a person is a person wherever it names him.
    """
    rows = list(rows)
    told = [voice_of(row["speaker"], row["speaker_role"]) for row in rows]
    persons = {key for key, sort in told if sort == "person"}
    for row, (key, sort) in zip(rows, told, strict=True):
        row["speaker_key"], row["speaker_type"] = key, "person" if key in persons else sort


def voice_of(speaker: str | None, role: str | None = None) -> tuple[str | None, str]:
    """The key and the type (frames.SPEAKER_TYPES) of a speaker: ("vladimir putin", "person"); (None, "none") for none.

    The key is the name in lower case without titles, offices and articles ("President Vladimir Putin").
    """
    if speaker is None:
        return None, "none"
    words = _WORD.findall(speaker) or [speaker]
    sort = _type_of(speaker, words, role)
    while sort == "person" and len(words) > 1 and _is_title(words[0]) and words[1][0].isupper():
        words = words[1:]
    if words[0].lower() in ("the", "a", "an") and len(words) > 1:
        words = words[1:]
    return " ".join(re.sub(r"['’]s$", "", word.lower()).rstrip(".") for word in words), sort


def _type_of(speaker: str, words: list[str], role: str | None) -> str:
    head = singular((_WORD.findall(_HEAD_ENDS.split(speaker, maxsplit=1)[0]) or words)[-1].rstrip("."))
    names = [word for word in words if word[0].isupper()]
    if head in DOCUMENT:
        return "document"
    if head in BODY or any(word.lower().rstrip(".") in BODY for word in words if len(names) != len(words)):
        return "person" if head in PERSON or head in _people_roles() else "organisation"
    if any(word.lower().rstrip(".") in BODY for word in words):
        return "organisation"
    if role or head in PERSON or head in _people_roles() or (words[0] in _given_names() or _is_title(words[0])):
        return "person"
    return "person" if _is_like_a_name(words) else "organisation"


def is_person(name: str) -> bool:
    """Whether a name begins as a person's: with a given name or a title ("Ana Holm", "Prime Minister Holm")."""
    words = _WORD.findall(name)
    return bool(words) and (words[0] in _given_names() or (words[0][0].isupper() and _is_title(words[0])))


def _is_like_a_name(words: list[str]) -> bool:
    """Whether it is two or three capitalised words of which English knows none: Hasan Okur, not Storm Ines."""
    return 1 < len(words) < 4 and all(
        word[0].isupper() and word.isalpha() and not word.isupper() and not tags_of(word.lower()) for word in words
    )


@cache
def _roles() -> dict[str, str]:
    return {row["word"].lower(): row["kind"] for row in read_table("speaker_roles")}


@cache
def _people_roles() -> frozenset[str]:
    return frozenset(word for word, kind in _roles().items() if kind == "person")


@cache
def _given_names() -> frozenset[str]:
    return frozenset(row["name"] for row in read_table("given_names"))


def role_words() -> frozenset[str]:
    """The words, lower-case and singular, that say what a speaker is: offices, trades, titles, bodies, documents."""
    return DOCUMENT | BODY | PERSON | RANK | _roles().keys()


def _is_title(word: str) -> bool:
    lower = word.lower().rstrip(".")
    return _roles().get(lower) in ("person", "title") or lower in PERSON | RANK
