"""From a label to the words that the reader should point to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from transforms.quantities.elided import LEFT_OUT
from transforms.reader.figures import Figure
from transforms.reader.passages import cut_passages
from transforms.training.targets import NONE, Place, targets

TEXT = (
    "Cemal Ardan heads the agency. In Izmir rescuers have pulled 117 people from the rubble, Mr Ardan said on Monday. "
    "Ardan denied that 12 had died."
)
Said = Sequence[tuple[str, tuple[int, int]]]
SENTENCES = [(0, 29), (30, 112), (113, len(TEXT))]
LABEL: dict[str, Any] = {
    "item": "people", "actor": "rescuers", "predicate": "pull", "speaker": "Cemal Ardan", "place": "Izmir",
    "as_of": None, "unit": "{people}", "kind": "count",
}  # fmt: skip


def words_of(row: Mapping[str, Any] | None = None, said: Said = (), **fields: object) -> dict[str, list[str]]:
    """Slot → the texts of the right spans, for the figure "117" under a changed label; `row` is what the rules read."""
    start = TEXT.index("117")
    (passage,) = cut_passages(TEXT, "", SENTENCES, [(start, start + 3)])
    place = Place(TEXT, passage, 0, Figure(start, start + 3, "count", "=", None), SENTENCES[1], said)
    found = targets(place, LABEL | fields, row, {})

    def text(first: int, last: int) -> str:
        return "none" if first == NONE else TEXT[passage.words[first].start : passage.words[last].end]

    return {slot: [text(first, last) for first, last in pairs] for slot, pairs in found.items()}


def test_each_slot_has_its_words() -> None:
    found = words_of()
    assert found["item"] == ["people"]
    assert found["actor"] == ["rescuers"]
    assert found["predicate"] == ["pulled"]
    assert found["place"] == ["Izmir"]
    assert found["date"] == ["none"]


def test_a_name_is_right_wherever_it_stands() -> None:
    assert words_of()["speaker"] == ["Cemal Ardan", "Ardan", "Ardan"]


@pytest.mark.parametrize("slot", ["item", "actor", "speaker", "place", "predicate"])
def test_what_is_not_said_is_none(slot: str) -> None:
    assert words_of(**{slot: None})[slot] == ["none"]


def test_words_that_are_not_there_teach_nothing() -> None:
    assert "item" not in words_of(item="locusts in Kenya")


def test_an_item_in_other_words_is_the_stretch_most_alike() -> None:
    assert words_of(item="people under the rubble")["item"] == ["people from the rubble"]


LEFT: dict[str, Any] = {
    "rule": LEFT_OUT, "kind": "count", "unit": "{rescuer}", "as_of_start": None, "as_of_end": None,
}  # fmt: skip


def test_a_unit_that_is_left_out_is_said_by_every_word_for_it() -> None:
    twelve = TEXT.index("12 had")
    assert words_of(LEFT, unit="{rescuer}")["unit"] == ["rescuers"]
    assert words_of(LEFT, said=[("min", (twelve, twelve + 6))], unit="min")["unit"] == ["had"]
    assert words_of(LEFT, unit="{locust}")["unit"] == ["none"]


def test_a_unit_that_is_said_is_a_word_of_the_figure() -> None:
    assert "unit" not in words_of(LEFT | {"rule": "number and counted noun"}, unit="{rescuer}")
    assert "unit" not in words_of(None, unit="{rescuer}")
