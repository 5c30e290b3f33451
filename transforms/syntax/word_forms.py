"""Every form that a word may take in a text: what makes a search for "deaths" find "death", and "sold" find "sells"."""

from __future__ import annotations

from functools import cache
from typing import Final

from transforms.syntax.lemmas import irregular, lemma

_VOWELS: Final = "aeiou"
# Ends of words that take -es.
_SIBILANTS: Final = ("s", "x", "z", "ch", "sh")


def word_forms(word: str) -> tuple[str, ...]:
    """The word, its dictionary forms as a noun and as a verb, and all forms of those; lower case, in order.

    Some are no words (`deathed`): they find nothing and do no harm.  What is no plain word comes back alone.
    """
    lower = word.lower()
    if not lower.isalpha() or len(lower) < 3:
        return (lower,)
    seen = {lower, *_bases(lower)}
    seen |= {base for each in seen for base in _bases(each)}
    roots = [each for each in seen if _bases(each) == {each}] or [lower]
    forms = {form for root in roots for form in (*_regular(root), *_irregular_forms().get(root, ()))}
    return tuple(sorted(forms | seen))


def _bases(word: str) -> set[str]:
    """The dictionary forms of a word, read as a noun and as a verb; of one that is inflected, not the word itself."""
    bases = {lemma(word, "NOUN"), lemma(word, "VERB")}
    return bases - {word} or {word}


@cache
def _irregular_forms() -> dict[str, tuple[str, ...]]:
    """Dictionary form -> the forms that no rule makes."""
    forms: dict[str, list[str]] = {}
    for pairs in irregular().values():
        for form, base in pairs.items():
            forms.setdefault(base, []).append(form)
    return {base: tuple(found) for base, found in forms.items()}


def _regular(base: str) -> tuple[str, ...]:
    """What regular endings make of a dictionary form: plural and third person, past, and -ing."""
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    if base.endswith("e"):
        return base, f"{base}s", f"{base}d", f"{base[:-1]}ing"
    plural = f"{base}es" if base.endswith(_SIBILANTS) else f"{base}s"
    doubled = base + base[-1] if _is_doubled(base) else base
    return tuple(dict.fromkeys((base, plural, f"{base}ed", f"{base}ing", f"{doubled}ed", f"{doubled}ing")))


def _is_doubled(base: str) -> bool:
    """Whether the last consonant may be written twice, as in stopped and travelled."""
    return len(base) > 2 and base[-1] not in f"{_VOWELS}wxy" and base[-2] in _VOWELS and base[-3] not in _VOWELS
