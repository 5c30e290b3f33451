"""A tree of words finds each of them, the longest that stands at a place, and nothing else."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from transforms.lexicons.tables import tree_of

WORDS = st.lists(st.text("ab.-$ ", min_size=1, max_size=5), min_size=1, unique=True)


@given(WORDS, st.text("abAB.-$ ", max_size=20))
def test_the_same_as_by_trying_the_words_one_by_one(words: list[str], text: str) -> None:
    one_by_one = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    for flag in (re.NOFLAG, re.IGNORECASE):
        found = [match.span() for match in re.finditer(tree_of(words), text, flag)]
        assert found == [match.span() for match in re.finditer(one_by_one, text, flag)]


def test_beginnings_are_written_once() -> None:
    assert tree_of(["seven", "six", "sixty", "nine"]) == "(?:nine|s(?:even|ix(?:ty)?))"
    assert tree_of([]) == ""
