"""Which language a text is in: py3langid, asked about as little text as settles it, and not where English is plain."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Final, Protocol

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENGLISH: Final = "en"
UNKNOWN: Final = "und"

# Short samples of English headlines come out as these; none of them has news that English readers would be misled by.
NOT_TOLD_FROM_ENGLISH: Final = frozenset({"pcm", "zxx", "vo", "ang", "sco", "jam"})
# Words that no other language is full of: where each half of a text is, no model (a second to load) is asked.
PLAIN_WORDS: Final = frozenset("the and that with from this have were said which their they would been".split())
PLAIN_SHARE: Final = 0.08
PLAIN_LENGTH: Final = 40  # words
SAMPLE: Final = 300
LONG_SAMPLE: Final = 3000
SURE: Final = 0.9
LIKELY: Final = 0.5


class Identifier(Protocol):
    """What is used of py3langid."""

    def classify(self, text: str) -> tuple[str, float]:
        """The language's ISO 639 code and its probability."""


def tell_language(text: str) -> str:
    """ISO 639-1 code of the language of `text`; `und` where it has no letters or can't be told.

    A text of a few words, where the odds favour no language, counts as English if it is in Latin letters.
    """
    letters = " ".join(_sample(text, LONG_SAMPLE).split())
    if not any(character.isalpha() for character in letters):
        return UNKNOWN
    if _is_plain_english(letters):
        return ENGLISH
    language, share = _identifier().classify(_sample(letters, SAMPLE))
    if language != ENGLISH and share < SURE:
        language, share = _identifier().classify(letters)
    if language == ENGLISH or share >= LIKELY:
        return language
    return ENGLISH if _is_latin(letters) else UNKNOWN


def _is_plain_english(letters: str) -> bool:
    words = letters.lower().split()
    middle = len(words) // 2
    halves = words[:middle], words[middle:]
    return len(words) >= PLAIN_LENGTH and all(
        sum(word in PLAIN_WORDS for word in half) >= PLAIN_SHARE * len(half) for half in halves
    )


def _sample(text: str, length: int) -> str:
    """Half from the start and half from the middle: a foreign headline over a text does not decide."""
    if len(text) <= length:
        return text
    half, middle = length // 2, len(text) // 2
    return text[:half] + " " + text[middle : middle + half]


def _is_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(character < "\u0250" for character in letters) > 0.9 * len(letters)


_LOADING: Final = Lock()  # or each of the threads that read shards would load the model for itself


def _identifier() -> Identifier:
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> Identifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(set(identifier.labels) - NOT_TOLD_FROM_ENGLISH)
    return identifier  # type: ignore[no-any-return]  # py3langid is untyped
