"""Whose answer `--explain` says that it is: by whole words, and of a later rule where it is neither side's."""

from __future__ import annotations

import pytest

from flows.commands.choices import _whose


@pytest.mark.parametrize(
    ("settled", "of_rules", "of_reader", "whose"),
    [
        ("Anna Berg", "Anna Berg", "Mayor Anna Berg", "the reader and the rules"),
        ("Anna Berg", "Lars Holm", "Berg", "the reader"),
        ("US", "US", "Russia", "the rules"),
        ("man", "man", "woman", "the rules"),
        ("Oslo", "Bergen", "Molde", "a later rule"),
        (None, None, None, "the reader and the rules"),
        (None, None, "Oslo", "the rules"),
    ],
)
def test_whose_answer_stands(settled: str | None, of_rules: str | None, of_reader: str | None, whose: str) -> None:
    assert _whose(settled, of_rules, of_reader) == whose
