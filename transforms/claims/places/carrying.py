"""When a sentence that names no place of its own goes on telling of the one that the sentence before named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from transforms.claims.nearness import CLAUSE, FINITE, Nearness
from transforms.claims.places.attachment import is_said
from transforms.claims.places.gazetteer import gazetteer
from transforms.claims.places.names import NamedPlace
from transforms.claims.speakers.words import papers
from transforms.quantities.quantity import Quantity

# "the state's 40 delegates", "this seat": the place is named, and called what it is.
CALLED: Final = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat) "
    r"(state|country|nation|province|county|city|town|village|island|region|area|district|seat|stadium)\b"
)
NAMES: Final = frozenset(["NNP", "NNPS", "JJ"])
CAPITALISED: Final = re.compile(r"\b[A-Z]\w+(?: [A-Z]\w+)*")
COMPOUND: Final = re.compile(r"\w-[^\W\d]")
NOUNS: Final = frozenset(["NN", "NNS", "NNP"])
BESIDE: Final = 3  # tokens from a noun to its place: "a garage in downtown Oslo"
COURT: Final = 8  # tokens
# A sentence that opens with one of these sets a new scene: "In May, five more were held", "According to the bank, …".
OPENERS: Final = frozenset(["in", "on", "from", "between", "during", "according", "by", "since"])
RANKS: Final = {
    "state": ("state",), "country": ("country",), "nation": ("country",), "province": ("state", "region"),
    "county": ("county",), "city": ("city", "big_city"), "town": ("city", "big_city"), "village": ("city",),
}  # fmt: skip


class Carried:
    """What a sentence leaves for the next one: its places, its events and its nouns."""

    def __init__(self, sentence: str, near: Nearness, places: Sequence[NamedPlace]) -> None:
        self.near = near
        self.is_quoted = '"' in sentence or "“" in sentence
        self.places = [p for p in places if p.role != "other" and not is_said(p, self.near)]
        self.texts = {t.text for t in near.tokens}
        self.where = [p for p in self.places if p.role == "locative" and self._is_main(p)]
        self.nouns = {t.lower for t in near.tokens if t.tag in ("NN", "NNS", "NNP")}

    def called(self, sentence: str) -> NamedPlace | None:
        """The place that the next sentence calls "the state", "this seat" or the like."""
        match = CALLED.search(sentence)
        if match is None:
            return None
        if any(word in gazetteer() for word in CAPITALISED.findall(sentence)):
            return None  # another place is named, if only in a body's name
        kinds = RANKS.get(match[1].lower())
        fitting = [p for p in self.places if kinds is None or p.kind in kinds]
        return fitting[-1] if fitting else None

    def of_subject(self, near: Nearness) -> NamedPlace | None:
        """The place of the noun that the next sentence takes up as its subject ("… a garage in Oslo. The garage …")."""
        verb = next((i for i, t in enumerate(near.tokens) if t.tag in FINITE), 0)
        if not near.tokens or near.tokens[0].lower not in ("the", "this", "these", "of") or verb > 6 or verb < 2:
            return None
        is_plain = near.tokens[0].lower == "of" or not any(t.tag == "IN" for t in near.tokens[:verb])
        is_taken_up = is_plain and near.tokens[verb - 1].lower in self.nouns
        if not is_taken_up or not self.places:
            return None
        noun = near.tokens[verb - 1].lower
        if noun in papers():
            return None  # "the study found"
        named = next((p for p in self.places if self.near.tokens[p.last - 1].lower == noun), None)
        return named or self._place_of(noun)

    def _place_of(self, noun: str) -> NamedPlace | None:
        """The place that stands with a noun of the sentence: "a garage in Oslo", "an Oslo garage"."""
        at = next((i for i, t in enumerate(self.near.tokens) if t.lower == noun and t.tag in NOUNS), None)
        if at is None:
            return None
        beside = (p for p in self.places if 0 <= p.first - at <= BESIDE or 0 < at + 1 - p.last <= 2)
        only = self.where if len(self.where) == 1 else self.places
        return next(beside, only[0] if len(only) == 1 else None)

    def _is_of_another(self, near: Nearness, verb: int) -> bool:
        """Whether what stands before token `verb` names somebody that the sentence carried from does not."""
        capitals = [t for t in near.tokens[max(0, verb - CLAUSE) : verb] if t.text[0].isupper()]
        is_named = any(t.tag in NAMES for t in capitals) and near.tokens[0].lower != "the"
        return is_named and not {t.text for t in capitals} & self.texts

    @cached_property
    def _main_tag(self) -> str:
        """The tag of the first finite verb outside relative clauses."""
        for i, token in enumerate(self.near.tokens):
            if token.tag in FINITE and self.near.relative(i, i + 1) is None:
                return token.tag
        return ""

    def _is_main(self, place: NamedPlace) -> bool:
        """Whether a place belongs to the main clause, and not to a noun after it."""
        after = self.near.tokens[place.last] if place.last < len(self.near.tokens) else None
        is_free = after is None or after.tag not in ("NN", "NNS")
        aside = self.near.aside(place.first, place.last)
        return is_free and aside is None and not self.near.apposition(place.first, place.last)

    def of_event(self, quantity: Quantity, sentence: str, near: Nearness) -> NamedPlace | None:
        """The place of what happened, where the quantity's clause goes on in the past tense."""
        if len(self.where) != 1 or self.is_quoted or self._main_tag != "VBD":
            return None
        if near.tokens[0].lower in OPENERS or self._is_of_a_court(self.where[0]):
            return None
        first = near.index(quantity.start)
        is_known = first > 0 and near.tokens[first - 1].lower == "the"  # "the four candidates" were there before
        if is_known or COMPOUND.search(sentence, quantity.start, quantity.end):
            return None
        verb = near.verb_of(first, near.index(quantity.end))
        return self.where[0] if verb is not None and self._happens(verb, near) else None

    def _is_of_a_court(self, place: NamedPlace) -> bool:
        """Whether the place is but where a court sits, which the next sentence need not be about."""
        words = {t.lower for t in self.near.tokens[max(0, place.first - COURT) : place.last]}
        return bool(words & {"court", "judge", "district", "jury"})

    def _happens(self, verb: int, near: Nearness) -> bool:
        """Whether the verb at a token tells what happened next, and not what somebody said, was or did elsewhere."""
        if near.tag(verb) != "VBD" or near.speech(verb) is not None or self._is_of_another(near, verb):
            return False
        is_copula = near.tokens[verb].lower in ("was", "were") and near.tag(verb + 1) not in ("VBN", "VBG", "RB")
        return not is_copula
