"""Text cut at the borders of claims: nothing lost, every claim whole, whatever overlaps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.reports.claim_spans import is_placed, passages


@st.composite
def text_and_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, int]]]:
    text = draw(st.text(min_size=1, max_size=40))
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted).filter(lambda e: e[0] < e[1])
    return text, [(start, end, number) for number, (start, end) in enumerate(draw(st.lists(ends, max_size=8)), 1)]


@given(text_and_spans())
def test_the_pieces_joined_are_the_text_and_each_claim_covers_its_own_words(
    case: tuple[str, list[tuple[int, int, int]]],
) -> None:
    text, spans = case
    pieces = [piece for passage in passages(text, spans) for piece in passage.pieces]
    assert "".join(piece.text for piece in pieces) == text
    for start, end, number in spans:
        assert "".join(piece.text for piece in pieces if number in piece.claims) == text[start:end]


@given(text_and_spans())
def test_each_claim_stands_in_one_passage(case: tuple[str, list[tuple[int, int, int]]]) -> None:
    text, spans = case
    numbers = [number for passage in passages(text, spans) for number in passage.claims]
    assert sorted(numbers) == [number for _, _, number in spans]


def test_spans_that_touch_are_two_passages_and_nested_ones_are_one() -> None:
    text = "39 of the 40 delegates"
    nested = list(passages(text, [(0, 22, 1), (10, 22, 2)]))
    assert [(piece.text, piece.claims) for piece in nested[0].pieces] == [
        ("39 of the ", (1,)),
        ("40 delegates", (1, 2)),
    ]
    touching = list(passages("5kg6m", [(0, 3, 1), (3, 5, 2)]))
    assert [passage.claims for passage in touching] == [(1,), (2,)]


def test_a_span_is_placed_only_if_its_quote_is_there() -> None:
    assert is_placed("𝔘𝔫 12 km", 3, 8, "12 km")
    assert not is_placed("𝔘𝔫 12 km", 4, 9, "12 km")
    assert not is_placed("12 km", -5, 5, "12 km")
    assert not is_placed("12 km", 2, 2, "")
