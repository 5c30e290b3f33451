"""Countries of places, the names that the gazetteer holds, and where the reader says that figures hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.claims import predict
from tests.claims.marked import MARKED, read_marked
from transforms.claims.places import country_of
from transforms.claims.places.gazetteer import gazetteer

CASES = read_marked("places.yaml")
FLOOR = 0.7  # of the figures of the corpus: their place is the reader's choice, and no rule is written for one of them


def unmarked(text: str) -> str:
    return MARKED.sub(r"\1", text)


NAMED = [
    (text, name, country)
    for case in CASES
    for name, _, country in (place.partition(" / ") for place in case["places"])
    if country and name in (text := unmarked(case["text"]))
]


@pytest.mark.parametrize(("text", "name", "country"), NAMED)
def test_a_place_has_its_country(text: str, name: str, country: str) -> None:
    start = text.index(name)
    assert country_of(text, start, start + len(name)) == country


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("He lives in Paris, Texas, now.", "Paris", "US"),
        ("In Kabul, Pakistan was blamed.", "Kabul", "AF"),
        ("Police in Tbilisi, Georgia, said so.", "Tbilisi", "GE"),
        ("Police in Atlanta, Georgia, said so.", "Atlanta", "US"),
        ("A fire in Birmingham, Ala., spread.", "Birmingham", "US"),
        ("Shops in Reno, Nevada were shut.", "Reno, Nevada", "US"),
        ("Shops in Michigan and Ohio were shut.", "Michigan and Ohio", "US"),
        ("Shops in Brazil, Bolivia and Peru were shut.", "Brazil, Bolivia and Peru", None),
        ("Sheep near Zzyx, a hamlet, died.", "Zzyx", None),
    ],
)
def test_what_a_place_lies_in_counts_first(text: str, name: str, country: str | None) -> None:
    start = text.index(name)
    assert country_of(text, start, start + len(name)) == country


@pytest.mark.slow
def test_figures_hold_where_their_sentence_says() -> None:
    articles = [
        {"id": str(no), "text": unmarked(case["text"]), "title": case.get("title"), "published": case.get("published")}
        for no, case in enumerate(CASES)
    ]
    told: dict[str, list[dict[str, Any]]] = {}
    for claim in predict(articles):
        told.setdefault(claim["document_id"], []).append(claim)
    right = wanted = 0
    for no, case in enumerate(CASES):
        at = 0
        for number, (mark, place) in enumerate(zip(MARKED.finditer(case["text"]), case["places"], strict=True)):
            at = mark.start() - 2 * number  # every mark before it is two characters shorter in the text
            here = [c for c in told.get(str(no), []) if c["start"] < at + len(mark[1]) and at < c["end"]]
            wanted += bool(here)
            right += bool(here) and (here[0]["place"] or "-") == place.split(" / ")[0]
    assert wanted >= 100
    assert right / wanted >= FLOOR


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
    "(D-", ")", "Paris", "and", "West", "northern", "\u202e", "🎉", '"', "'s", "São Paulo", ",", ".", "-", "New",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=14), st.data())
def test_no_text_raises(pieces: list[str], data: st.DataObject) -> None:
    text = " ".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    country = country_of(text, start, data.draw(st.integers(start, len(text))))
    assert country is None or len(country) == 2
