"""Phrases are found where their words stand whole and in order, whatever stands between them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reader.phrases import find_alike, find_all, words_of

TEXT = "The U.S. bank said the US bank_note fell; the us-Bank, US  BANK and bank bank bank paid."


def _by_pattern(text: str, phrase: str, start: int, end: int) -> list[tuple[int, int]]:
    between = r"[\W_]+".join(map(re.escape, words_of(phrase)))
    found = re.compile(rf"(?<!\w){between}(?!\w)", re.IGNORECASE).finditer(text, start)
    return [match.span() for match in found if match.end() <= end] if between else []


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("us bank", ["us-Bank", "US  BANK"]),
        ("bank, bank", ["bank bank"]),
        ("The", ["The", "the", "the"]),
        ("ank", []),
        ("note", []),
        ("–", []),
    ],
)
def test_whole_words_in_order(phrase: str, found: list[str]) -> None:
    spans = find_all(TEXT, phrase, 0, len(TEXT))
    assert [TEXT[start:end] for start, end in spans] == found


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("The mayor of İzmir spoke.", "İzmir", "İzmir"),
        ("The mayor of İzmir spoke.", "izmir", "İzmir"),
        ("İİİ, said the mayor of İZMİR.", "İzmir", "İZMİR"),
        ("The Congreſs of 1790", "Congress", "Congreſs"),
        ("Η ΟΔΟΣ ΕΙΝΑΙ ΚΛΕΙΣΤΗ", "οδος", "ΟΔΟΣ"),
        ("in der STRAẞE", "Straße", "STRAẞE"),
    ],
)
def test_letters_that_change_their_number_or_form_with_their_case(text: str, phrase: str, found: str) -> None:
    at = text.index(found)
    assert find_all(text, phrase, 0, len(text)) == [(at, at + len(found))]
    assert find_alike(text, phrase, 0, 0, len(text)) == (at, at + len(found))
    (word,) = words_of(phrase)
    assert words_of(word) == [word]  # one that was brought into one case is found again


@given(
    st.text("aB1_ .éſsSİIiΣσςßẞ", max_size=24), st.text("ab1_ éſsİiΣςß", max_size=6), st.integers(0, 24),
    st.integers(0, 24),
)  # fmt: skip
def test_the_same_as_by_a_pattern(text: str, phrase: str, start: int, end: int) -> None:
    assert find_all(text, phrase, start, end) == _by_pattern(text, phrase, start, end)
