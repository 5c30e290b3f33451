"""What a rule asks first, so as to look no further at most sentences, lets through all that the rule finds."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.quantities import names, read_quantities, suffixes

MARKS = [*"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,'\"’”″′%$£€¢°-–/&+*#", "in", "ft", "''", "mm", "km"]
BEHIND = [
    ".",
    " a box",
    "-in-five",
    "-long",
    " ceilings",
    '2" tall',
    "% more",
    "2",
    "s",
    " diameter",
    " Corp",
    ' high" now',
]


class _Everything:
    def __contains__(self, word: object) -> bool:
        return True


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("before", ["It is 6", "Galaxy 100", 'He said "the hot 18', "It boils at 100", "A 1"])
def test_marks_and_letters_behind_a_number_are_read_as_without_the_guard(
    before: str, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"{before}{blank}{mark}{behind}" for blank in ("", " ") for behind in BEHIND]
    guarded = [read_quantities(text) for text in texts]
    monkeypatch.setattr(suffixes, "_UNSURE", _Everything())
    assert guarded == [read_quantities(text) for text in texts]


@example("+44 20 7946 1958", "")
@given(st.from_regex(names._PHONE), st.sampled_from(["", "Call ", "5 calls to "]))
def test_no_telephone_number_is_kept_from_its_pattern(number: str, before: str) -> None:
    text = before + number
    assert names._PHONE.search(text) is None or names.may_hold_phone(text)
