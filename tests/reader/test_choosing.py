"""Choices: what a figure is read as depends on its passage alone, and is the same every time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from transforms.reader import choosing
from transforms.reader.choosing import read_figures
from transforms.reader.figures import Choices, Figure
from transforms.reader.passages import Passage
from transforms.reader.slots import CLUES, MEASURES, MODALITIES, POINTERS, ROLES
from transforms.syntax.lexicon import may_be_verb

TEXT = (
    "The storm hit on Monday. Rescuers pulled 117 people from the rubble, said Cemal Ardan. He denied that 12 had died."
)
SENTENCES = [(0, 24), (25, 86), (87, len(TEXT))]
FIGURES = [Figure(41, 51, "count", "=", None), Figure(102, 104, "count", "=", None)]
DATES = [(17, 23)]


def read(text: str = TEXT, figures: list[Figure] = FIGURES) -> list[Choices]:
    return read_figures(text, "A storm", SENTENCES, figures, DATES, may_be_verb)


def test_a_predicate_is_a_verb() -> None:
    at = TEXT.index("pulled")
    assert read()[0].slots["predicate"].span == (at, at + len("pulled"))
    told = read_figures(TEXT, "A storm", SENTENCES, FIGURES, DATES, lambda word: word == "said")
    assert [choices.slots["predicate"].span for choices in told] != [c.slots["predicate"].span for c in read()]
    assert {TEXT[slice(*span)] for c in told if (span := c.slots["predicate"].span)} <= {"said"}


def test_every_figure_gets_a_choice_for_every_slot() -> None:
    for choices in read():
        assert set(choices.slots) == {"item", "actor", "speaker", "place", "predicate", "date", "unit"}
        shares = [c.probability for c in choices.slots.values()]
        shares += [choices.is_claim, choices.modality[1], choices.role[1], *choices.measures]
        assert all(0 <= share <= 1 for share in shares)
        assert choices.modality[0] in MODALITIES
        assert choices.role[0] in ROLES
        assert len(choices.measures) == len(MEASURES) + 1
        assert sum(choices.measures) == pytest.approx(1)


def test_the_same_figures_are_read_the_same_whatever_was_read_before() -> None:
    once = read()
    read_figures("Prices rose 5% in May.", "", [(0, 22)], [Figure(12, 14, "percent", "=", "up")], [], may_be_verb)
    assert read() == once


def test_what_the_rules_say_is_a_clue_and_no_command() -> None:
    bare, told = read(), read(figures=[replace(f, modality="denied", clues=dict.fromkeys(CLUES)) for f in FIGURES])
    assert [c.slots for c in bare] != [c.slots for c in told]


def scored(pointer: str, word: int) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    words = len(passage().words)
    pointers = np.zeros((1, words, len(POINTERS)), dtype=np.float32)
    pointers[0, word, POINTERS.index(pointer)] = 9
    classes = np.zeros((1, 2 + len(MODALITIES) + len(ROLES) + len(MEASURES) + 1), dtype=np.float32)
    return pointers, np.zeros((1, len(POINTERS) + 1), dtype=np.float32), classes


def passage() -> Passage:
    return choosing.cut_passages(TEXT, "", SENTENCES, [(41, 51)])[0]


def test_a_date_is_one_of_the_calendar_s(monkeypatch: pytest.MonkeyPatch) -> None:
    """However sure the network is of another word, the days come from an expression that the calendar can read."""
    monkeypatch.setattr(choosing, "scores", lambda *_: scored("date", 0))
    (choices,) = read(figures=FIGURES[:1])
    assert choices.slots["date"].span in (None, (17, 23))


def test_a_span_stays_in_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(*_: object) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        pointers, nones, classes = scored("item_first", 1)
        pointers[0, 9, POINTERS.index("item_last")] = 9  # a word of the next sentence
        return pointers, nones, classes

    monkeypatch.setattr(choosing, "scores", told)
    (choices,) = read(figures=FIGURES[:1])
    span = choices.slots["item"].span
    assert span is not None
    assert any(start <= span[0] and span[1] <= end for start, end in SENTENCES)


def test_of_the_words_for_a_unit_their_weight_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(*_: object) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        pointers, nones, classes = scored("unit", 0)
        at = POINTERS.index("unit")
        pointers[0, :, at] = -9
        pointers[0, [1, 7], at] = 5
        nones[0, at] = 5.5
        return pointers, nones, classes

    monkeypatch.setattr(choosing, "scores", told)
    (choices,) = read(figures=FIGURES[:1])
    word = passage().words[1]
    assert choices.slots["unit"].span == (word.start, word.end)
    assert 0.5 < choices.slots["unit"].probability < 0.6


def test_of_a_name_with_many_mentions_their_weight_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three mentions that share the weight outweigh "none", which is likelier than each of them."""

    def told(*_: object) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        pointers, nones, classes = scored("place_first", 0)
        for end in ("place_first", "place_last"):
            at = POINTERS.index(end)
            pointers[0, :, at] = -9
            pointers[0, [1, 7, 11], at] = 5
            nones[0, at] = 5.5
        return pointers, nones, classes

    monkeypatch.setattr(choosing, "scores", told)
    (choices,) = read(figures=FIGURES[:1])
    assert choices.slots["place"].span is not None
