"""Properties of the reader: numbers come back, spans are exact, nothing is lost by the filter, time
is linear.
"""

from __future__ import annotations

import sys
from functools import cache

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quantities.corpus import rules, unmarked
from transforms.quantities import Quantity, has_number_candidate, read_quantities
from transforms.quantities.candidates import may_hold_number
from transforms.quantities.numeral_reader import read_numbers

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
SENTENCES = [unmarked(text)[0] for entry in rules() for text in entry.finds]
HOSTILE = (
    "7", "1 2 3 4 ", "1,22,33,", "((((5))", "[[[[", "hundreds of thousands of ", "from 5 to 7 ", "and a half ",
    "1.2.3.4.", "one hundred and ", "5-6-", "5 dogs and ", "$5 and $6 ", "5 vs 6 ", "no dogs ", "5 dlrs per share ",
    "up 5, ", "several red big ", "rose 5% ", "half a ", "1/2/", "10^", "5 feet ",
)  # fmt: skip


def in_words(number: int) -> str:
    """An English number in words, British style, up to the billions."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{rest}"
    for scale, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if number >= scale:
            rest = number % scale
            joint = " and " if 0 < rest < 100 else " "
            return f"{in_words(number // scale)} {name}" + (f"{joint}{in_words(rest)}" if rest else "")
    raise AssertionError(number)


def claims(text: str) -> list[Quantity]:
    return [quantity for quantity in read_quantities(text) if quantity.set_aside is None]


claims_alone = cache(claims)  # of a sentence that is read beside many others


@given(st.integers(min_value=2, max_value=10**12))
def test_any_number_in_words_comes_back(number: int) -> None:
    assert [n.value for n in read_numbers(in_words(number))] == [float(number)]
    (quantity,) = claims(f"They counted {in_words(number)} herons there.")
    assert (quantity.value, quantity.unit) == (float(number), "{heron}")


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=99))
def test_any_number_in_digits_comes_back(whole: int, cents: int) -> None:
    (quantity,) = claims(f"It paid ${whole:,}.{cents:02d} for the barn.")
    assert quantity.value == pytest.approx(whole + cents / 100, rel=1e-12)
    assert quantity.unit == "USD"


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("filler", ["He nodded. ", "\U0001f600 ", "Cafe\u0301. ", "So it went.\r\n"])
def test_text_around_a_sentence_moves_the_spans_and_nothing_else(sentence: str, filler: str) -> None:
    alone, moved = claims_alone(sentence), claims(filler + sentence + " " + filler)
    assert [(q.start + len(filler), q.end + len(filler)) for q in alone] == [(q.start, q.end) for q in moved]
    assert [(q.value, q.unit, q.comparator, q.trend) for q in alone] == [
        (q.value, q.unit, q.comparator, q.trend) for q in moved
    ]


@given(st.text(max_size=80))
def test_spans_lie_in_the_text_whatever_it_is(text: str) -> None:
    for quantity in read_quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.start <= quantity.number_start < quantity.number_end <= quantity.end


@given(st.text(alphabet="0123456789 .,-–/%$£()aon½\n", max_size=60))
def test_marks_and_digits_never_raise(text: str) -> None:
    for quantity in read_quantities(text):
        assert text[quantity.start : quantity.end]


@given(st.lists(st.sampled_from([word for sentence in SENTENCES for word in sentence.split()]), max_size=12))
def test_the_filter_drops_nothing_that_the_reader_finds(words: list[str]) -> None:
    text = " ".join(words)
    passes = pl.DataFrame({"text": [text]}).select(has_number_candidate(pl.col("text"))).item()
    assert passes == may_hold_number(text)
    assert passes or not read_quantities(text)


@given(st.floats(min_value=0.1, max_value=1e6))
def test_intervals_hold_the_value_that_they_hedge(value: float) -> None:
    for hedge in ("about", "nearly", "over", "at least", "up to", "under"):
        (quantity,) = claims(f"It weighs {hedge} {value:.2f} kg.")
        assert quantity.value is not None
        assert quantity.low is None or quantity.low <= quantity.value
        assert quantity.high is None or quantity.high >= quantity.value


def calls(text: str) -> int:
    """How many Python calls reading `text` takes."""
    count = 0

    def tick(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        read_quantities(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_no_faster_than_hostile_text(piece: str) -> None:
    short = piece * (2_500 // len(piece))
    assert calls(short * 4) <= 5 * calls(short) + 500
