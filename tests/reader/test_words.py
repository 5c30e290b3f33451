"""Words and pieces: what the encoder sees of a text, with offsets that point back into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reader.words import SHAPES, pieces_of, split_words, vocabulary


def words(text: str) -> list[str]:
    return [text[word.start : word.end] for word in split_words(text, 0, len(text))]


def test_words_numbers_and_marks_stand_alone() -> None:
    assert words("About $1.3bn, or 5-7%.") == ["About", "$", "1", ".", "3bn", ",", "or", "5", "-", "7", "%", "."]


def test_a_word_has_the_longest_pieces_from_the_left() -> None:
    known = {number: piece for piece, number in vocabulary().items()}
    assert [known[piece] for piece in pieces_of("unaffable")] == ["una", "##ffa", "##ble"]


@pytest.mark.parametrize(("one", "other"), [("Türkiye", "turkiye"), ("CAFÉ", "cafe")])
def test_case_and_accents_make_no_other_pieces(one: str, other: str) -> None:
    assert split_words(one, 0, len(one))[0].pieces == pieces_of(other)


def test_what_the_vocabulary_lacks_is_one_unknown_piece() -> None:
    unknown = (vocabulary()["[UNK]"],)
    assert pieces_of("\U0001f600") == unknown
    assert pieces_of("a" * 101) == unknown


@pytest.mark.parametrize(
    ("word", "shape"), [("rose", "lower"), ("Rose", "title"), ("NATO", "upper"), ("594", "digits"), ("%", "mark")]
)
def test_shapes(word: str, shape: str) -> None:
    assert SHAPES[split_words(word, 0, len(word))[0].shape] == shape


@given(st.text(max_size=80))
def test_words_cover_all_but_blanks_in_order(text: str) -> None:
    found = split_words(text, 0, len(text))
    assert "".join(text[word.start : word.end] for word in found) == "".join(text.split())
    assert all(word.pieces for word in found)
