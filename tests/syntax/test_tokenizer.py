"""Tokens: what is cut and what stays whole, exact offsets, linear work."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.syntax import tokenize, tokenizer

CUTS = [
    ("fired over 1,300 missiles", ["fired", "over", "1,300", "missiles"]),
    ("up 3.5% to $2.4bn", ["up", "3.5", "%", "to", "$", "2.4bn"]),
    ("US$1.2m and A$3", ["US$", "1.2m", "and", "A$", "3"]),
    ("a 47-year-old, 20-mile walk", ["a", "47-year-old", ",", "20-mile", "walk"]),
    ("5-7 per cent", ["5", "-", "7", "per", "cent"]),
    ("don't, can’t, it's", ["do", "n't", ",", "ca", "n’t", ",", "it", "'s"]),
    ("Syria's workers' rights", ["Syria", "'s", "workers", "'", "rights"]),
    ("O'Brien's car", ["O'Brien", "'s", "car"]),
    ("Ana Ruiz, Ph.D., came", ["Ana", "Ruiz", ",", "Ph.D.", ",", "came"]),
    ("the U.S.-led force of the U.S. Army", ["the", "U.S.-led", "force", "of", "the", "U.S.", "Army"]),
    ("Mr. Smith Jr. of Acme Corp. said", ["Mr.", "Smith", "Jr.", "of", "Acme", "Corp.", "said"]),
    ("Shr 25 cts vs 12 cts.", ["Shr", "25", "cts", "vs", "12", "cts", "."]),
    ("F-16s, COVID-19 and G7", ["F-16s", ",", "COVID-19", "and", "G7"]),
    ("A magnitude-6.8 quake at 2:14 a.m. on May 5.", "A magnitude-6.8 quake at 2:14 a.m. on May 5 .".split()),
    ("It ended at 10 p.m.", ["It", "ended", "at", "10", "p.m", "."]),
    ("a ratio of 3:1", ["a", "ratio", "of", "3", ":", "1"]),
    ("“Yes,” he said ...", ["“", "Yes", ",", "”", "he", "said", "..."]),
    ("see https://example.org/a?b=1 now", ["see", "https://example.org/a?b=1", "now"]),
]


@pytest.mark.parametrize(("text", "cut"), CUTS)
def test_cuts(text: str, cut: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == cut


@given(st.text(max_size=400))
def test_every_character_but_blanks_is_in_one_token(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(before.end <= after.start for before, after in itertools.pairwise(tokens))
    assert "".join(token.text for token in tokens) == "".join(text.split())


@pytest.mark.parametrize(
    "piece", ["a-", "1,", "(“", "é\u0301", "a'", "A.", "http://", "n't", "😀", "x@", "1-a", "._", "שלום "]
)
def test_a_long_run_of_anything_is_tokenised(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    assert sum(len(token.text) for token in tokenize(text)) == len("".join(text.split()))


def test_the_form_of_most_words_only_spares_time() -> None:
    """Without the form that is tried first every text is cut the same."""
    first, rest = tokenizer.TOKENS.pattern.split("|", 1)
    assert "[A-Za-z]++" in first
    slow = re.compile(rest, re.VERBOSE)
    texts = [text for text, _ in CUTS] + [
        "St. Ives, No. 5, a.m. isn't n't, www.a b, U.S, naïve caf\u0065\u0301 AT&T, x-ray y"
    ]
    for text in texts:
        assert tokenizer.TOKENS.findall(text) == slow.findall(text)
