"""From the reader's choices to a claim's fields: words tidied, names by their fullest form, days from the calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from transforms.claims.measure_words import settled_measure
from transforms.claims.places import country_of
from transforms.claims.reading import ArticleReading
from transforms.claims.speakers.names import Name, may_be_person
from transforms.claims.speakers.view import FINITE
from transforms.claims.speakers.words import acts, given_names, verbs, words_for
from transforms.claims.time_table import TimeExpression
from transforms.claims.unsaid import pointed_unit, unsaid_unit
from transforms.reader.calibration import FIELDS, field_confidence, row_confidence
from transforms.reader.figures import Choices, Chosen, Figure, Span
from transforms.reader.phrases import words_of
from transforms.syntax.lemmas import lemma

Row = dict[str, Any]
_SLOT: Final = {"as_of": "date"}  # what the reader calls a field
# Where the reader is less sure than this, the rules' answer stands: on publishers that neither had seen, the rules were
# then right more often.
# Of speakers theirs stands for now, unless both name one and the reader points into the figure's own sentence: with the
# reader's wherever it is sure, PolNeAR falls below its floor (0.79 of 0.85 precision).
TRUSTED: Final = {"speaker": 0.7, "place": 0.7, "modality": 0.7, "unit": 0.6}
# Where both mean one speaker and the reader is so sure, its words for a body stand: theirs are right twice as often.
SURE_WORDS: Final = 0.9
PRONOUNS: Final = frozenset("he she it they we i you who which that".split())  # no name of who says something
# Behind a word, not behind a number: "between 2 and 5", "bills of 2014 and 2016" are of one item.
_NEXT_FIGURE: Final = re.compile(r"(?<=[^\W\d_]),? (?:and|or) (?=\d)(?!(?:1[89]|20)\d\d\b)")
# "38 dead that": only here the rules stand against the reader; within other nested statements it is right more often.
_RELATIVE: Final = re.compile(r"(?:\s[\w-]+){0,4}\s(?:that|which)\b")
_CLAUSE_OPENERS: Final = frozenset(("who", "which", "that", "whose", "where"))
_ARTICLES: Final = frozenset(("the", "a", "an"))


def settle(
    reading: ArticleReading, rows: Sequence[Row], number: int, figure: Figure, choices: Choices,
    times: Mapping[Span, TimeExpression],
) -> Row:  # fmt: skip
    """The row of a claim, `number` of all `rows`, with the reader's choices in place of what the rules proposed."""
    row = rows[number]
    slots = choices.slots
    item, predicate = _item(reading, row, slots["item"]), _lemma(reading, slots["predicate"])
    measure, _ = settled_measure(row | {"item": item, "predicate": predicate}, choices.measures)
    return (
        row
        | _confidences(row, choices)
        | {"item": item, "actor": _words(reading, slots["actor"])}
        | {"predicate": predicate, "modality": _modality(row, choices)}
        | _speaker(reading, row, slots["speaker"])
        | _days(reading, row, figure, slots["date"], times)
        | _place(reading, row, slots["place"])
        | {"measure": measure, "role": choices.role[0]}
        # The words weigh the unit, too: where that is in doubt they would only repeat it.
        | unsaid_unit(
            row | {"predicate": predicate}, item, choices.measure, _pointed_unit(reading, rows, row, slots["unit"])
        )
    )


def _pointed_unit(reading: ArticleReading, rows: Sequence[Row], row: Row, chosen: Chosen) -> Row:
    """The unit that the word says which the reader points to, where the figure's own words leave it out."""
    if chosen.span is None or chosen.probability < TRUSTED["unit"]:
        return {}
    return pointed_unit(row, _text(reading, chosen.span), chosen.span, rows)


def _modality(row: Row, choices: Choices) -> str:
    told, probability = choices.modality
    modality: str = row["modality"]
    return told if probability >= TRUSTED["modality"] else modality


def probabilities(choices: Choices) -> dict[str, float]:
    """The network's own probability of each of calibration.FIELDS."""
    told = {field: choices.slots[_SLOT.get(field, field)].probability for field in FIELDS if field != "modality"}
    return told | {"modality": choices.modality[1]}


def _confidences(row: Row, choices: Choices) -> Row:
    """How sure each field is, and the row."""
    told = probabilities(choices)
    fields = {f"{field}_confidence": field_confidence(field, probability) for field, probability in told.items()}
    return fields | {"confidence": row_confidence(told, row["confidence"])}


def _text(reading: ArticleReading, span: Span) -> str:
    return " ".join(reading.text[span[0] : span[1]].split())


def _words(reading: ArticleReading, chosen: Chosen) -> str | None:
    """The words on one line without a leading article."""
    if chosen.span is None:
        return None
    words = _text(reading, chosen.span)
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in _ARTICLES else words


def _item(reading: ArticleReading, row: Row, chosen: Chosen) -> str | None:
    """What is counted, without the next figure of a list: "38 dead and 900 injured" counts the dead.

    Where the words reach over the figure they end before what is said of it: "sales rose 3 percent" is of the sales.
    """
    span = chosen.span
    if span is not None and span[0] < row["start"] < span[1]:
        chosen = replace(chosen, span=(span[0], _verb_within(reading, row["sentence_no"], span)))
    words = _words(reading, chosen)
    return words and _NEXT_FIGURE.split(words, maxsplit=1)[0]


def _verb_within(reading: ArticleReading, sentence_no: int, span: Span) -> int:
    """Where a span ends before its first finite verb, a pronoun as its subject and marks left out; else the span's end.

    A relative clause belongs to what is counted.
    """
    offset, before = reading.sentences[sentence_no].start, ""
    for token in reading.tokens(sentence_no):
        start = offset + token.start
        if start >= span[1] or (start > span[0] and token.lower in _CLAUSE_OPENERS):
            break
        if start > span[0] and token.tag in FINITE:
            kept = reading.text[span[0] : start].rstrip(" ,;:(\n")
            return span[0] + len(kept.removesuffix(before).rstrip() if before in PRONOUNS else kept)
        before = token.lower
    return span[1]


def _lemma(reading: ArticleReading, chosen: Chosen) -> str | None:
    return None if chosen.span is None else lemma(_text(reading, chosen.span), "VERB")


def _speaker(reading: ArticleReading, row: Row, chosen: Chosen) -> Row:
    """Speaker, role, cue and attribution; those of the rules where they mean the same one."""
    of_rules = {name: row[name] for name in ("speaker", "speaker_role", "cue", "attribution")}
    if chosen.span is None or not _is_named_better(reading, row, chosen):
        return of_rules
    told = _words(reading, chosen) or ""
    if row["speaker"] and _is_same(row["speaker"], told):
        return of_rules | ({"speaker": told} if _is_worded_better(reading, row, told, chosen) else {})
    name = _name_at(reading, chosen.span)
    role = None
    if name is not None:
        name = reading.names.fullest(name)
        told, role = name.text, reading.names.role(name)
    return {"speaker": told, "speaker_role": role, "cue": None, "attribution": _attribution(reading, row)}


def _is_named_better(reading: ArticleReading, row: Row, chosen: Chosen) -> bool:
    """Whether the reader's words for who says something stand for those of the rules."""
    if (row["speaker"] or "").lower() in PRONOUNS:
        return True
    if row["cue"] in words_for("confirming") and _RELATIVE.match(reading.text, row["end"]):
        return False  # "the 38 dead that the agency has confirmed" stands within the words of him whom the reader names
    cue = verbs().get((row["cue"] or "").lower())
    if (cue is not None and cue.kind == "cite") or (_words(reading, chosen) or "").lower() in acts():
        return False  # the reader names the paper or the statement, the rules whom it cites or who gave it
    sentence = reading.sentences[row["sentence_no"]]
    is_here = chosen.span is not None and sentence.start <= chosen.span[0] < sentence.end
    return bool(row["speaker"]) and is_here and chosen.probability >= TRUSTED["speaker"]


def _is_worded_better(reading: ArticleReading, row: Row, told: str, chosen: Chosen) -> bool:
    """Whether the reader's words for a speaker stand for those of the rules, which mean the same one.

    Of persons the rules know the full name; of bodies they take words too many ("latest Gallup poll") or too few.
    """
    of_rules: str = row["speaker"]
    is_person = may_be_person(of_rules) or of_rules.split()[0] in given_names()
    is_longer = len(told.split()) > len(of_rules.split())
    is_of_person = row["speaker_role"] is not None if is_longer else is_person
    if chosen.span is None or is_of_person or chosen.probability < SURE_WORDS:
        return False
    # Words with a verb in them run on to another speaker.
    return _verb_within(reading, row["sentence_no"], chosen.span) == chosen.span[1]


def _is_same(one: str, other: str) -> bool:
    a, b = words_of(one), words_of(other)
    return bool(a and b) and (a[-1] == b[-1] or set(a) <= set(b) or set(b) <= set(a))


def _name_at(reading: ArticleReading, span: Span) -> Name | None:
    """The name that the words are, up to an article or a role before it; None where they are no name."""
    names = [name for name in reading.names.before(span[1]) if name.end > span[0]]
    return names[-1] if names and names[-1].end >= span[1] - 2 else None


def _attribution(reading: ArticleReading, row: Row) -> str:
    is_quoted = any(q.start <= row["start"] < q.end for q in reading.quotations)
    return "direct" if is_quoted else "indirect"


def _days(
    reading: ArticleReading, row: Row, figure: Figure, chosen: Chosen, times: Mapping[Span, TimeExpression]
) -> Row:
    """The days and the words for them; those that the rules reckoned where they read the same words."""
    if chosen.is_of_rules or (chosen.span is not None and chosen.span == figure.clues.get("date")):
        return {name: row[name] for name in ("as_of_start", "as_of_end", "time_text")}
    spans = (chosen.span, chosen.second)
    span = next((span for span in spans if span is None or not _is_base(times[span], row)), None)
    period = times[span].period if span is not None else None
    if span is None or period is None:
        return {"as_of_start": None, "as_of_end": None, "time_text": None}
    return {"as_of_start": period.start, "as_of_end": period.end, "time_text": _text(reading, span)}


def _is_base(expression: TimeExpression, row: Row) -> bool:
    """Whether a time after a figure is what that is compared with: of such a time it never is."""
    figure_end: int = row["end"]
    return expression.is_base and expression.start >= figure_end


def _place(reading: ArticleReading, row: Row, chosen: Chosen) -> Row:
    if chosen.probability < TRUSTED["place"]:
        return {"place": row["place"], "place_country": row["place_country"]}
    if chosen.span is None:
        return {"place": None, "place_country": None}
    told = _words(reading, chosen) or ""
    if row["place"] and _is_same(row["place"], told):
        return {"place": row["place"], "place_country": row["place_country"]}
    return {"place": told, "place_country": country_of(reading, chosen.span)}
