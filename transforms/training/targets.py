"""From a label to the words that the reader should point to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lemminflect import getAllLemmas

from transforms.claims.time_table import TimeExpression
from transforms.claims.unsaid import is_left_out
from transforms.reader.figures import Figure, Span
from transforms.reader.passages import Passage
from transforms.reader.phrases import find_alike, find_all, words_of
from transforms.reader.words import Word
from transforms.syntax.lemmas import lemma, singular

NONE, OF_RULES = -1, -2  # targets that are no word
Words = list[tuple[int, int]]
_COUNTED: Final = re.compile(r"\{([^{}]+)\}")
LONGEST_NAME = 3  # words; a longer speaker is no name that a surname stands for


@dataclass(frozen=True, slots=True)
class Place:
    """A figure in its passage: the text, its sentence and where it stands.

    `said`: the units that the words of the article's labelled figures say themselves, each with their span.
    """

    text: str
    passage: Passage
    number: int
    figure: Figure
    sentence: Span
    said: Sequence[tuple[str, Span]] = ()

    @property
    def whole(self) -> Span:
        """The span of the passage."""
        return self.passage.words[0].start, self.passage.words[-1].end


def targets(
    place: Place, label: Mapping[str, Any], row: Mapping[str, Any] | None, times: Mapping[Span, TimeExpression]
) -> dict[str, Words]:
    """Slot → the pairs of first and last word that are right, or NONE; slots whose words are not there are left out."""
    found: dict[str, Words] = {}
    if "item" not in label:
        return found  # a sentence that was made for its modality alone
    for slot in ("item", "actor"):
        found[slot] = _said(place, label[slot])
    found["speaker"] = _named(place, label["speaker"], has_surname=True)
    found["place"] = _named(place, label["place"], has_surname=False)
    found["predicate"] = _verb(place, label["predicate"])
    found["date"] = _dates(place, label.get("as_of"), row, times)
    found["unit"] = _unit(place, label, row)
    return {slot: words for slot, words in found.items() if words}


def _said(place: Place, phrase: str | None) -> Words:
    """The mention nearest to the figure: of its sentence, else of the passage, else the words most alike."""
    if not phrase:
        return [(NONE, NONE)]
    start, end = place.figure.start, place.figure.end
    for area in (place.sentence, place.whole):
        spans = find_all(place.text, phrase, *area)
        alike = None if spans else find_alike(place.text, phrase, start, *area)
        if alike is not None:
            spans = [alike]
        if spans:
            return _words(place, [min(spans, key=lambda s: start - s[0] if s[1] <= start else abs(s[0] - end))])
    return []


def _named(place: Place, phrase: str | None, has_surname: bool) -> Words:
    """Every mention of a name in the passage; of a person also the surname alone."""
    if not phrase:
        return [(NONE, NONE)]
    spans = find_all(place.text, phrase, *place.whole)
    if not spans:
        alike = find_alike(place.text, phrase, place.figure.start, *place.whole)
        spans = [alike] if alike is not None else []
    words = words_of(phrase)
    if has_surname and words:
        surnames = [s for s in find_all(place.text, words[-1], *place.whole) if place.text[s[0]].isupper()]
        is_name = not spans or (place.text[spans[0][0]].isupper() and len(words) <= LONGEST_NAME)
        if is_name:
            spans = spans + [s for s in surnames if not any(s[0] < b and s[1] > a for a, b in spans)]
    return _words(place, spans)


def _words(place: Place, spans: list[Span]) -> Words:
    return [words for span in spans if (words := place.passage.word_span(*span)) is not None]


def _verb(place: Place, predicate: str | None) -> Words:
    if not predicate:
        return [(NONE, NONE)]
    wanted = predicate.split()[0].lower()

    def is_it(word: Word) -> bool:
        form = place.text[word.start : word.end].lower()
        lemmas = getAllLemmas(form)
        known = {*lemmas.get("VERB", ()), *lemmas.get("AUX", ())}
        return wanted in (form, lemma(form, "VERB")) or wanted in known

    return _nearest(place, is_it)


def _unit(place: Place, label: Mapping[str, Any], row: Mapping[str, Any] | None) -> Words:
    """The words that say the unit of a count: in its own words, or where these leave it out, all of the passage."""
    counted = _COUNTED.fullmatch(label.get("unit") or "")
    if row is None or (counted is None and not is_left_out(row)):
        return []
    own = place.figure.start, place.figure.end
    nouns = [
        (at, at)
        for at, word in enumerate(place.passage.words)
        if counted is not None and singular(place.text[word.start : word.end].lower()) == counted[1].lower()
    ]
    if not is_left_out(row):
        words = place.passage.words
        return [pair for pair in nouns if own[0] <= words[pair[0]].start < own[1]]
    others = [words for unit, span in place.said if unit == label["unit"] for words in _words(place, [span])]
    found = sorted({*nouns, *((last, last) for _, last in others)})
    return found or [(NONE, NONE)]


def _nearest(place: Place, is_it: Callable[[Word], bool]) -> Words:
    """The nearest of the words that fit, those of the figure's own sentence first."""
    fit = [at for at, word in enumerate(place.passage.words) if is_it(word)]
    low, high = place.sentence
    own = [at for at in fit if low <= place.passage.words[at].start < high]
    first = int(place.passage.first[place.number])
    best = min(own or fit, key=lambda at: abs(at - first), default=None)
    return [] if best is None else [(best, best)]


def _dates(
    place: Place, as_of: list[str] | None, row: Mapping[str, Any] | None, times: Mapping[Span, TimeExpression]
) -> Words:
    if as_of is None:
        return [(NONE, NONE)]
    low, high = place.whole
    right = {
        span
        for span, time in times.items()
        if time.period is not None and [str(time.period.start), str(time.period.end)] == list(as_of)
    }
    if row is not None and [str(row["as_of_start"]), str(row["as_of_end"])] == list(as_of):
        clue = place.figure.clues.get("date")
        right |= {clue} if clue is not None else set()
        of_rules = [(OF_RULES, OF_RULES)] if place.figure.is_dated else []
    else:
        of_rules = []
        right.discard(place.figure.clues.get("date") or (-1, -1))  # the rules reckon other days from these words
    inside = [span for span in right if span[0] >= low and span[1] <= high + 1]
    return [(first, first) for first, _ in _words(place, inside)] + of_rules
