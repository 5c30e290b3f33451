"""Claims of one article: every quantity that counts, joined with who says so, about what, when, where and how sure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from transforms.claims.dates import TimeReading, read_times
from transforms.claims.items import read_items
from transforms.claims.modality import read_modalities
from transforms.claims.places import PlaceReading, read_places
from transforms.claims.reading import ArticleReading
from transforms.claims.speakers import SpeakerIndex, read_speakers
from transforms.quantities import Context, Quantity, article_context, read_quantities
from transforms.quantities.hedges import DEFAULT_VARIANT
from transforms.quantities.reader import last_noun

ClaimRow = dict[str, Any]
QUANTITY_FIELDS = (
    "kind", "value", "low", "high", "comparator", "trend", "unit", "unit_name", "dimension", "base_value", "base_low",
    "base_high", "base_unit", "rule", "confidence",
)  # fmt: skip
NO_TIME = TimeReading(None, None, None)
NO_PLACE = PlaceReading(None, None)


def claim_id(version_id: str, start: int, end: int, position: int) -> str:
    """32 hex digits that name a claim: `position` counts the claims of one article that share a span, from 0."""
    return hashlib.sha256(f"{version_id}\x1f{start}\x1f{end}\x1f{position}".encode()).hexdigest()[:32]


def read_claims(
    reading: ArticleReading, version_id: str, candidates: Iterable[int], conventions: str = DEFAULT_VARIANT
) -> Iterator[ClaimRow]:
    """Yield the claims of an article in order of their span, as rows of frames.CLAIMS without article and version.

    `candidates` are the numbers of the sentences that may hold a number; no other sentence is looked at for values.
    `conventions` is a variant of the table of hedges (quantities.hedges.VARIANTS).
    """
    speakers = read_speakers(reading)
    seen: Counter[tuple[int, int]] = Counter()
    for sentence_no, quantities, _ in read_sentences(reading, candidates, conventions):
        for row in _join_fields(reading, sentence_no, quantities, speakers):
            span = (row["start"], row["end"])
            row["claim_id"] = claim_id(version_id, *span, seen[span])
            seen[span] += 1
            yield row


def read_sentences(
    reading: ArticleReading, candidates: Iterable[int], conventions: str = DEFAULT_VARIANT
) -> Iterator[tuple[int, list[Quantity], Context]]:
    """Number, quantities (those set aside too) and context of each sentence of `candidates`, as claims are read."""
    context = replace(article_context(reading.title or "", reading.text), variant=conventions)
    for sentence_no in candidates:
        quantities = read_quantities(reading.sentence_text(sentence_no), context)
        yield sentence_no, quantities, context
        # A number whose noun is left out counts what the sentence before counted.
        context = replace(context, noun=last_noun(quantities) or context.noun)


def _join_fields(
    reading: ArticleReading, sentence_no: int, found: list[Quantity], speakers: SpeakerIndex
) -> Iterator[ClaimRow]:
    quantities = sorted((q for q in found if q.set_aside is None), key=lambda q: (q.start, q.end))
    if not quantities:
        return
    sentence = reading.sentence_text(sentence_no)
    offset = reading.sentences[sentence_no].start
    items = read_items(reading, sentence_no, quantities)
    times = read_times(reading, sentence_no, quantities)
    places = read_places(reading, sentence_no, quantities)
    modalities = read_modalities(reading, sentence_no, quantities)
    for quantity, item, time, place, modality in zip(quantities, items, times, places, modalities, strict=True):
        attribution = speakers.of(sentence_no, offset + quantity.start, offset + quantity.end)
        time, place = time or NO_TIME, place or NO_PLACE
        yield _span_fields(quantity, sentence_no, sentence, offset) | {
            "item": item.item,
            "actor": item.actor,
            "predicate": item.predicate,
            "speaker": attribution.speaker,
            "speaker_role": attribution.speaker_role,
            "cue": attribution.cue,
            "attribution": attribution.attribution,
            "as_of_start": time.as_of_start,
            "as_of_end": time.as_of_end,
            "time_text": time.time_text,
            "place": place.place,
            "place_country": place.place_country,
            "modality": modality,
        }


def _span_fields(quantity: Quantity, sentence_no: int, sentence: str, offset: int) -> ClaimRow:
    return {
        "sentence_no": sentence_no,
        "sentence": sentence,
        "sentence_start": offset,
        "start": offset + quantity.start,
        "end": offset + quantity.end,
        "quote": sentence[quantity.start : quantity.end],
    } | {name: getattr(quantity, name) for name in QUANTITY_FIELDS}
