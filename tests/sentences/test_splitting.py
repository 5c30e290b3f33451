"""Sentences: where they end, and what holds for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from transforms.sentences import split_sentences
from transforms.sentences.blocks import find_blocks

CORPUS = Path(__file__).parent.parent / "corpora" / "sentences.yaml"
CASES: list[str] = yaml.load(CORPUS.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
PIECES = [
    "Mr.", "U.S.", "p.m.", "The", "he said", "?", "!", ".", "...", "…", '"', "”", "“", "'", ")", "(", "\n", "\n\n",
    "\r\n", "\n    ", "\u00a0", "• ", "- ", "1. ", "J.", "No.", "5", "3.5", "\u202e", "🎉", "e\u0301", "\x85", "\u2028",
]  # fmt: skip
WIRE = """ROTTERDAM, May 4 - Halvard Shipping NV of the Netherlands said
that it will sell six of its older ships for cash to a U.S.
buyer.
    It gave no price for the ships.
    Freight rates have fallen by a tenth since the start of this
year.
"""


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_the_corpus_says(case: str) -> None:
    text = case.replace("|", "")
    found = [text[sentence.start : sentence.end] for sentence in split_sentences(text)]
    assert found == [part.strip() for part in case.split("|")]


def test_wrapped_wire_copy_is_joined_within_its_paragraphs() -> None:
    found = [" ".join(WIRE[s.start : s.end].split()) for s in split_sentences(WIRE)]
    assert found == [
        "ROTTERDAM, May 4 - Halvard Shipping NV of the Netherlands said that it will sell six of its older ships for "
        "cash to a U.S. buyer.",
        "It gave no price for the ships.",
        "Freight rates have fallen by a tenth since the start of this year.",
    ]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=10), max_size=30).map(" ".join) | st.text(max_size=200))
def test_sentences_cover_every_character_that_is_not_blank(text: str) -> None:
    sentences = split_sentences(text)
    assert [sentence.no for sentence in sentences] == list(range(len(sentences)))
    position = 0
    for sentence in sentences:
        assert text[position : sentence.start].strip() == ""
        part = text[sentence.start : sentence.end]
        assert part
        assert part == part.strip()
        assert "\n\n" not in part
        position = sentence.end
    assert text[position:].strip() == ""


@given(st.binary(max_size=300))
def test_bytes_decoded_anyhow_are_split(content: bytes) -> None:
    text = content.decode("utf-8", errors="replace")
    assert "".join(text.split()) == "".join("".join(text[s.start : s.end].split()) for s in split_sentences(text))


@pytest.mark.parametrize(
    "unit", ["a", ".", ". ", "A. B ", '"', '?" Aa Bb ', "\n", "\n\n", "   \n x", "• ", "Word word. "]
)
def test_a_long_text_is_cut_into_as_many_pieces_as_its_parts(unit: str) -> None:
    """Work is one pass: twice the text gives twice the blocks and sentences, give or take one."""
    counts = [len(split_sentences(unit * size)) for size in (10_000, 20_000)]
    blocks = [sum(1 for _ in find_blocks(unit * size)) for size in (10_000, 20_000)]
    assert counts[1] <= 2 * counts[0] + 1
    assert blocks[1] <= 2 * blocks[0] + 1
