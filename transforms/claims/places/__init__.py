"""Where a figure is true: the narrowest named place that the article says it is about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from transforms.claims.nearness import Nearness, nearest
from transforms.claims.places.attachment import attach
from transforms.claims.places.carrying import Carried
from transforms.claims.places.joining import joined
from transforms.claims.places.lists import heading_of, state_of_heading
from transforms.claims.places.names import NamedPlace, PlaceFinder
from transforms.claims.places.usage import Role
from transforms.claims.reading import ArticleReading
from transforms.quantities.quantity import Quantity
from transforms.syntax import Token

# "Projects in Ohio:", "Ohio projects:"; not "programs that affect Ohio include:".
HEADING_ROLES: Final[frozenset[Role]] = frozenset(["locative", "modifier", "possessive"])


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """A named place in the article's words, and its ISO 3166-1 alpha-2 code where it can be told; None where none."""

    place: str | None
    place_country: str | None


def read_places(reading: ArticleReading, sentence_no: int, quantities: Sequence[Quantity]) -> list[PlaceReading | None]:
    """Where each quantity of a sentence holds, one reading a quantity, None where the article does not say."""
    sentence = reading.sentence_text(sentence_no)
    places = places_of(reading, sentence_no)
    near = reading.near(sentence_no)
    firsts = [p.first for p in places]
    found: list[PlaceReading | None] = []
    for quantity in quantities:
        around = nearest(places, firsts, near.index(quantity.start))
        found.append(_reading(attach(quantity, around, near), sentence) if quantity.kind != "age" else None)
    if sentence_no == 0 or None not in found or any(p.role != "other" for p in places):
        return found
    return _carry(reading, sentence_no, quantities, near, found)


def places_of(reading: ArticleReading, sentence_no: int) -> list[NamedPlace]:
    """The places that a sentence of an article names (find_places), found once."""
    found = reading.places.get(sentence_no)
    if found is None:
        sentence, tokens = reading.sentence_text(sentence_no), reading.tokens(sentence_no)
        found = reading.places[sentence_no] = find_places(sentence, tokens, reading.text)
    return found


def find_places(sentence: str, tokens: Sequence[Token], article: str = "") -> list[NamedPlace]:
    """The places that a sentence of an article names, in order; of a chain of ever larger ones the narrowest."""
    return joined(sentence, PlaceFinder(sentence, tokens, article).find())


def _carry(
    reading: ArticleReading,
    sentence_no: int,
    quantities: Sequence[Quantity],
    near: Nearness,
    found: list[PlaceReading | None],
) -> list[PlaceReading | None]:
    """Fill in the place of the sentence before, where these quantities plainly go on telling of it."""
    heading = heading_of(reading, sentence_no)
    if heading is not None:
        whole_list = _of_heading(reading, heading)
        return [whole_list if known is None else known for known in found]
    sentence, before = reading.sentence_text(sentence_no), reading.sentence_text(sentence_no - 1)
    carried = Carried(before, reading.near(sentence_no - 1), places_of(reading, sentence_no - 1))
    if not carried.places:
        return found
    whole = carried.called(sentence) or carried.of_subject(near)
    return [
        _reading(whole or carried.of_event(q, sentence, near), before) if known is None and q.kind != "age" else known
        for q, known in zip(quantities, found, strict=True)
    ]


def _of_heading(reading: ArticleReading, heading: int) -> PlaceReading | None:
    """The one place that the heading of a list names, if it does."""
    words = reading.sentence_text(heading)
    state = state_of_heading(words)
    if state is not None:
        return PlaceReading(*state)
    places = [p for p in places_of(reading, heading) if p.role in HEADING_ROLES]
    return _reading(places[0], words) if len(places) == 1 else None


def _reading(place: NamedPlace | None, sentence: str) -> PlaceReading | None:
    if place is None:
        return None
    return PlaceReading(" ".join(sentence[place.start : place.end].split()), place.country)


def country_of(reading: ArticleReading, span: tuple[int, int]) -> str | None:
    """The country of the place that stands at a span of the article, where it can be told."""
    sentence_no = bisect_right(reading.sentences, span[0], key=lambda sentence: sentence.start) - 1
    offset = reading.sentences[sentence_no].start
    places = places_of(reading, sentence_no)
    return next((p.country for p in places if p.start + offset < span[1] and p.end + offset > span[0]), None)
