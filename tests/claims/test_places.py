"""Places of figures: what is named as a place, which figure holds there, and that no text breaks the reader."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.claims.marked import figures, quantity, read_marked
from transforms.claims.places import read_places
from transforms.claims.places.gazetteer import gazetteer
from transforms.claims.reading import ArticleReading

CASES = read_marked("places.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_a_figure_gets_its_own_place(case: dict[str, Any]) -> None:
    reading, marked = figures(case)
    places = [place for no, quantities in marked for place in read_places(reading, no, quantities)]
    found = []
    for place, expected in zip(places, case["places"], strict=True):
        has_code = place is not None and " / " in expected
        found.append(f"{place.place} / {place.place_country}" if place and has_code else place.place if place else "-")
    assert found == case["places"]


@pytest.mark.parametrize(
    ("name", "country"),
    [("Iran", "IR"), ("South Korea", "KR"), ("Britain", "GB"), ("Georgia", "GE"), ("Kyiv", "UA"), ("São Paulo", "BR"),
     ("Sao Paulo", "BR"), ("Oxfordshire", "GB"), ("Boise", "US"), ("Ohio", "US"), ("Ontario", "CA"), ("Gaza", "PS"),
     ("Acapulco", "MX"), ("Los Angeles County", "US")],
)  # fmt: skip
def test_the_gazetteer_knows_a_names_likeliest_bearer(name: str, country: str) -> None:
    assert gazetteer()[name].country == country


@pytest.mark.parametrize("word", ["The", "Health", "Police", "Of", "Deal", "President"])
def test_the_gazetteer_holds_no_ordinary_words(word: str) -> None:
    entry = gazetteer().get(word)
    assert entry is None or not entry.is_sure


def test_country_codes_are_of_two_letters() -> None:
    assert {len(entry.country) for entry in gazetteer().values() if entry.country} == {2}


PIECES = [
    "in", "at", "of", "the", "city of", "Reno", ", Nevada", "U.S.", "R.I.", "Bank of", "County", "region", "River",
    "(D-", ")", "Paris", "and", "West", "northern", "said", "who", "Area", "5", "\u202e", "🎉", '"', "'s", "Friday",
    "NEW YORK, March 31 -", "São Paulo", ",", ".", "-", "based in", "the state", "It was", "New", "of the",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=14))
def test_no_text_raises(pieces: list[str]) -> None:
    text = " ".join([*pieces, "5 things"])
    reading = ArticleReading(text)
    for sentence in reading.sentences:
        own = reading.sentence_text(sentence.no)
        marked = [quantity(i, i + 1, own, "count") for i, c in enumerate(own) if c == "5"]
        for place in read_places(reading, sentence.no, marked):
            assert place is None or place.place
