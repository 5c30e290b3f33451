"""Claims of one article: every quantity that counts, joined with who says so, about what, when, where and how sure."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from transforms.claims.dates import TimeReading, read_times
from transforms.claims.items import read_items
from transforms.claims.modality import read_modalities
from transforms.claims.places import PlaceReading, read_places
from transforms.claims.proposals import proposed_figure
from transforms.claims.reading import ArticleReading
from transforms.claims.settling import settle
from transforms.claims.speakers import SpeakerIndex, read_speakers
from transforms.claims.time_table import TimeExpression, time_expressions
from transforms.ledger.linking import link
from transforms.ledger.subjects import give_subjects
from transforms.ledger.voices import give_voices
from transforms.quantities import Context, Quantity, article_context
from transforms.quantities.hedges import DEFAULT_VARIANT
from transforms.quantities.reader import last_noun, quantities_of
from transforms.reader.choosing import read_figures
from transforms.reader.figures import Choices, Figure
from transforms.reader.passages import BEFORE
from transforms.syntax.lexicon import may_be_verb

ClaimRow = dict[str, Any]
Span = tuple[int, int]
QUANTITY_FIELDS = (
    "kind", "value", "low", "high", "comparator", "trend", "unit", "unit_name", "dimension", "base_value", "base_low",
    "base_high", "base_unit", "rule", "confidence",
)  # fmt: skip
# A number is a claim where the reader and the rule that read it say so together, in log odds: the reader's, and how far
# the rule's are from those of all rules (quantities.confidence).  The rule's weight and the least sum are those of the
# best F1 on the 569 kept-back excerpts, of 30 tried: .951, where 1.5 and 0.1 have .949; from 0.3 to 0.8 and from 0.1 to
# 0.7 it is flat within .001.
RULE_WEIGHT, USUAL_ODDS = 0.5, 1.9
LEAST_SUM = 0.5
LEAST_ODDS = 1e-4
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
    proposals = propose(reading, candidates, conventions)
    seen: Counter[Span] = Counter()
    rows = list(_settled(reading, proposals))
    for row in rows:
        span = (row["start"], row["end"])
        row["claim_id"] = claim_id(version_id, *span, seen[span])
        seen[span] += 1
    link(rows, reading.text)
    give_subjects(rows)
    give_voices(rows)
    yield from rows


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the rules read in an article: rows of claims by span, each as the reader's figure, and what dates them."""

    rows: list[ClaimRow]
    figures: list[Figure]
    times: dict[Span, TimeExpression]


def propose(reading: ArticleReading, candidates: Iterable[int], conventions: str = DEFAULT_VARIANT) -> Proposals:
    """What the rules read of the figures in the sentences `candidates`; see ArticleReading.failures for the rest."""
    speakers = read_speakers(reading)
    rows: list[ClaimRow] = []
    for sentence_no, found, _ in read_sentences(reading, candidates, conventions):
        with reading.guarded(sentence_no):
            rows += list(_join_fields(reading, sentence_no, found, speakers))
    rows.sort(key=lambda row: (row["start"], row["end"]))
    times = time_expressions(reading, _around(rows, len(reading.sentences)))
    return Proposals(rows, [proposed_figure(reading, row, times) for row in rows], times)


def _around(rows: list[ClaimRow], count: int) -> set[int]:
    """The sentences that the reader sees beside those of `rows`, of `count`."""
    numbers = {row["sentence_no"] for row in rows}
    return {n for number in numbers for n in range(max(0, number - BEFORE), min(count, number + 2))}


def choices_of(reading: ArticleReading, proposals: Proposals) -> list[Choices]:
    """What the reader says of each of the proposed rows."""
    sentences = [(sentence.start, sentence.end) for sentence in reading.sentences]
    times = list(proposals.times)
    return read_figures(reading.text, reading.title or "", sentences, proposals.figures, times, may_be_verb)


def _settled(reading: ArticleReading, proposals: Proposals) -> Iterator[ClaimRow]:
    """The rows as the reader settles them; what it takes for no claim is left out."""
    told = choices_of(reading, proposals)
    rows = proposals.rows
    for number, (row, figure, choices) in enumerate(zip(rows, proposals.figures, told, strict=True)):
        if is_claim(choices.is_claim, row["confidence"]):
            yield settle(reading, rows, number, figure, choices, proposals.times)


def is_claim(of_reader: float, of_rule: float) -> bool:
    """Whether the probabilities of reader and rule make a number a claim."""
    return _log_odds(of_reader) + RULE_WEIGHT * (_log_odds(of_rule) - USUAL_ODDS) > LEAST_SUM


def _log_odds(probability: float) -> float:
    within = min(max(probability, LEAST_ODDS), 1 - LEAST_ODDS)
    return math.log(within / (1 - within))


def read_sentences(
    reading: ArticleReading, candidates: Iterable[int], conventions: str = DEFAULT_VARIANT
) -> Iterator[tuple[int, list[Quantity], Context]]:
    """Number, quantities (those set aside too) and context of each sentence of `candidates`, as claims are read."""
    context = replace(article_context(reading.title or "", reading.text), variant=conventions)
    for sentence_no in candidates:
        quantities: list[Quantity] = []
        with reading.guarded(sentence_no):
            quantities = quantities_of(reading.sentence_text(sentence_no), context)
        yield sentence_no, quantities, context
        # A number whose noun is left out counts what the sentence before counted.
        noun = last_noun(quantities)
        if noun is not None:
            context = replace(context, noun=noun)


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
