"""A search for any of some words finds what it would where it is tried at every place of a text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from transforms.lexicons.tables import any_of

WORDS = ["US", "U.S.", "USA", "New York", "New", "Ōsaka", "iwi", "C$"]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, unique=True),
    st.lists(st.sampled_from([*WORDS, "York", " ", ".", "a", "_", "é", "U"]), max_size=9),
)
def test_the_same_as_by_the_place_where_a_word_begins(words: list[str], parts: list[str]) -> None:
    longest_first = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    text = "".join(parts)
    found = [match.span() for match in re.finditer(any_of(words) + r"(?!\w)", text)]
    assert found == [match.span() for match in re.finditer(rf"\b(?:{longest_first})(?!\w)", text)]
