"""Items, actors, predicates and modality against labelled sentences, and what no text may do to their readers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.claims.corpus import Label, labelled, quantity, read_corpus
from transforms.claims.items import read_items
from transforms.claims.modality import read_modalities
from transforms.claims.reading import ArticleReading
from transforms.frames import MODALITIES
from transforms.quantities import article_context, read_quantities

CASES = read_corpus("items.txt")


@pytest.mark.parametrize(("text", "labels"), CASES, ids=[text[:40] for text, _ in CASES])
def test_a_sentence_is_read_as_labelled(text: str, labels: list[Label]) -> None:
    reading, quantities = labelled(text, labels)
    items = read_items(reading, 0, quantities)
    modalities = read_modalities(reading, 0, quantities)
    found = [(i.item, i.actor, i.predicate, m) for i, m in zip(items, modalities, strict=True)]
    assert found == [(label.item, label.actor, label.predicate, label.modality) for label in labels]


def test_the_corpus_covers_every_modality() -> None:
    assert {label.modality for _, labels in CASES for label in labels} == set(MODALITIES)


def article(
    text: str, quote: str, kind: str = "count", unit: str = "{thing}"
) -> tuple[str | None, str | None, str | None]:
    """Item, actor and predicate of a figure that stands anywhere in an article."""
    reading = ArticleReading(text)
    at = text.index(quote)
    sentence = next(s for s in reading.sentences if s.start <= at < s.end)
    found = quantity(reading.sentence_text(sentence.no), quote, kind, unit)
    made = read_items(reading, sentence.no, [found])[0]
    return made.item, made.actor, made.predicate


def test_a_pronoun_becomes_the_name_before_it() -> None:
    text = "Maria Delgado runs the mine. She hired 40 workers."
    assert article(text, "40 workers") == ("workers", "Maria Delgado", "hire")


def test_a_surname_becomes_the_full_name() -> None:
    text = "The mayor, Anders Holm, spoke on Friday. Holm promised 300 homes."
    assert article(text, "300 homes")[1] == "Anders Holm"


def test_the_company_is_the_one_named_before() -> None:
    text = "Avondale Corp posted its results. The company sold 12 ships."
    assert article(text, "12 ships")[1] == "Avondale Corp"


def test_the_entries_of_a_list_take_actor_and_verb_from_its_opening() -> None:
    text = "Senator Vance secured these grants:\n* $90,000 for Elm School\n* $70,000 for Oak School\n"
    assert article(text, "$70,000", "money", "USD") == ("Oak School", "Senator Vance", "secure")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The pilot flew across the lake at 90 mph.", ("pilot", None, "fly")),
        ("The storm traversed thirty miles.", ("storm", "storm", "traverse")),
        ("The fire burnt 9 acres.", ("acres", "fire", "burn")),
    ],
)
def test_a_measure_tells_of_what_moves(text: str, wanted: tuple[str, str | None, str]) -> None:
    found = read_items(ArticleReading(text), 0, read_quantities(text, article_context("", text)))[0]
    assert (found.item, found.actor, found.predicate) == wanted


def test_a_pronoun_with_nobody_before_it_stays() -> None:
    assert article("They sold 12 ships.", "12 ships") == ("ships", "They", "sell")


@given(st.text(max_size=300), st.data())
@settings(max_examples=150, deadline=None)
def test_no_text_raises(text: str, data: st.DataObject) -> None:
    reading = ArticleReading(text)
    for sentence in reading.sentences:
        size = sentence.end - sentence.start
        start = data.draw(st.integers(0, max(0, size - 1)))
        end = data.draw(st.integers(start + 1, max(start + 1, size)))
        body = reading.sentence_text(sentence.no)
        found = [quantity(body, body[start:end], "money", "USD")] if body[start:end] else []
        items = read_items(reading, sentence.no, found)
        modalities = read_modalities(reading, sentence.no, found)
        assert len(items) == len(modalities) == len(found)
        assert set(modalities) <= set(MODALITIES)


@given(
    st.lists(
        st.sampled_from("(“\"'12 people who said, that and of to be killed 5% — 😀 شخص [ ] ) if not".split()),
        max_size=60,
    )
)
@settings(max_examples=150, deadline=None)
def test_no_order_of_words_raises(words: list[str]) -> None:
    text = " ".join(words) + " 12"
    reading = ArticleReading(text)
    for sentence in reading.sentences:
        body = reading.sentence_text(sentence.no)
        found = [quantity(body, m[0], "count", "{person}", m.start()) for m in re.finditer(r"\d+", body)]
        assert len(read_items(reading, sentence.no, found)) == len(found)
        assert len(read_modalities(reading, sentence.no, found)) == len(found)


def test_a_long_sentence_is_read_in_bounded_steps() -> None:
    """Work per figure is bounded, so ten times the text takes about ten times the steps (counted, not timed)."""
    assert _steps(400) < 14 * _steps(40)


def _steps(copies: int) -> int:
    """Calls made while a sentence of `copies` like clauses is read."""
    import sys

    text = "the men , who (as she said) and 12 people of the town " * copies + "."
    reading = ArticleReading(text)
    body = reading.sentence_text(0)
    found = [quantity(body, "12 people", "count", "{person}", m.start()) for m in re.finditer("12 people", body)]
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        read_items(reading, 0, found)
        read_modalities(reading, 0, found)
    finally:
        sys.setprofile(None)
    return calls


def test_they_are_not_one_person_and_he_is_no_country() -> None:
    team = "The Chargers met on Monday. Anna Lynn spoke after the game. They sold 24 tickets."
    assert article(team, "24 tickets")[1] == "Chargers"
    man = "Omar Assange left the embassy. The United States wants him. He faces 12 charges."
    assert article(man, "12 charges")[1] == "Omar Assange"


def test_she_is_no_man() -> None:
    text = "Maria Delgado runs the mine. Peter Holm called. She hired 40 workers."
    assert article(text, "40 workers")[1] == "Maria Delgado"


def test_a_share_without_a_noun_is_of_those_asked_before() -> None:
    text = "Computer users ignore warnings about spam. More than a quarter have bought software."
    assert article(text, "More than a quarter", "ratio", "1") == ("Computer users", None, "buy")
