"""A sentence is cut without loss, and words of plain letters as all others are."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from transforms.quantities.lines import PLAIN_WORD, TOKEN, Line

PARTS = ["a", "I", "the", "U.S.", "e.g", "don", "’t", "'s", "'S", "S", "é", "ſ", "_", "½", "7", "1,234.5", ".5", "e-7"]
TEXTS = st.lists(st.sampled_from([*PARTS, " ", "\n", ".", "-", "'", "’", "\u0301", "\U0001f600"]), max_size=12)
REST = TOKEN.pattern.replace("|" + PLAIN_WORD, "")  # all but the branch for words of plain letters


@given(TEXTS)
def test_plain_words_are_cut_as_all_others_are(parts: list[str]) -> None:
    text = "".join(parts)
    assert TOKEN.pattern != REST
    assert TOKEN.findall(text) == re.findall(REST, text)


@given(TEXTS)
def test_tokens_stand_where_they_say_and_only_blanks_stand_between_them(parts: list[str]) -> None:
    line = Line("".join(parts))
    assert [line.text[start:end] for start, end in zip(line.starts, line.ends, strict=True)] == line.words
    assert "".join(line.words) == "".join(line.text.split())
