"""Quotations: every kind of mark, missing and unbalanced ones, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sentences import find_quotations

CASES = [
    ('He said "yes" and left.', ["yes"]),
    ("He said “yes” and left.", ["yes"]),
    ("„So ist es“ is German, «oui» is French.", ["So ist es", "oui"]),
    ("''We did it,'' she said.", ["We did it,"]),
    ("``We did it,'' she said.", ["We did it,"]),
    ("He called it 'a farce' and left.", ["a farce"]),
    ("‘We sold out,’ said Ann. ‘Twice.’", ["We sold out,", "Twice."]),
    ("The workers' pay and the '90s and rock 'n' roll", []),
    ("It's Ann's dogs' food.", []),
    ("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me,"]),
    ('"Unclosed to the end. He left.', ["Unclosed to the end."]),
    ('Closed only," he said.', []),
    ('"One. "Two," he said.', ["One.", "Two,"]),
    ('"One.\n\n"Two," he said.', ["One.", "Two,"]),
    ('"One.\n\nTwo is not quoted.', ["One."]),
    ('"One line\nand the next," he said.', ["One line\nand the next,"]),
    ('""', []),
    ('Marks " with blanks " around them', ["with blanks"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_quotations_are_what_stands_between_marks(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quotations(text)] == expected


def test_a_quotation_over_paragraphs_says_that_it_goes_on() -> None:
    text = '"One.\n\n"Two.\n\n"Three," he said. "Four."'
    assert [quotation.continues for quotation in find_quotations(text)] == [False, True, True, False]


PIECES = [
    '"',
    "“",
    "”",
    "'",
    "‘",
    "’",
    "''",
    "``",
    "«",
    "»",
    "said",
    "Ann's",
    ".",
    ",",
    "\n",
    "\n\n",
    "\n    ",
    "5",
    "🎉",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map(" ".join) | st.text(max_size=200))
def test_quotations_of_any_text_stand_apart_and_in_order(text: str) -> None:
    position = 0
    for quotation in find_quotations(text):
        assert position <= quotation.start < quotation.end <= len(text)
        assert text[quotation.start : quotation.end].strip() == text[quotation.start : quotation.end]
        position = quotation.end


@pytest.mark.parametrize("unit", ['"', '" a', "'a ", "''", '"a.\n\n', '"a b" ', "a "])
def test_a_long_text_gives_no_more_quotations_than_marks(unit: str) -> None:
    assert len(find_quotations(unit * 20_000)) <= 2 * len(find_quotations(unit * 10_000)) + 1
