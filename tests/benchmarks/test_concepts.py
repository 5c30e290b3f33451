"""The concepts of NewsQuant: what may be one, and that the same labels give the same weights."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.benchmarks.concept_choice import figures_of
from tests.benchmarks.concept_ranker import (
    NONE,
    Candidate,
    Example,
    candidates,
    choose,
    cross_validated,
    cross_validation,
    learn,
    shares,
)
from tests.benchmarks.learn_concepts import examples
from tests.benchmarks.newsquant import counted
from tests.benchmarks.quarters import is_unread
from transforms.quantities.lines import Line

MARGIN = 0.03  # the claims that the ranker goes by may move with the reader


def candidates_of(text: str) -> list[Candidate]:
    line = Line(text)
    sentence, figures = figures_of(line, counted(line), [])
    return candidates(sentence, figures[0])


def test_a_concept_may_be_none_one_phrase_or_two() -> None:
    words = {words for words, _ in candidates_of("Sales of US cars rose 5% at the old plant.")}
    assert {NONE, frozenset({"sales", "us", "cars"}), frozenset({"sales", "old", "plant"})} <= words


def test_no_figure_is_in_a_concept() -> None:
    found = candidates_of("The 12 mayors of 30 towns met.")
    assert not any({"12", "30"} & words for words, _ in found)


def made(texts: list[str]) -> list[Example]:
    """Figures whose concept is what stands before them."""
    return [Example(text, candidates_of(text), frozenset(text.split(" rose")[0].lower().split())) for text in texts]


def test_what_stands_before_is_learned_and_twice_the_same() -> None:
    found = made(
        [f"{word} rose {number}% at the old plants." for number, word in enumerate(["Rents", "Wages", "Fares"] * 20)]
    )
    weights = learn(found)
    assert weights == learn(found)
    assert choose(candidates_of("Prices rose 7% at the new ports."), weights) == {"prices"}


def test_each_figure_is_judged_by_weights_learned_without_its_sentence() -> None:
    found = made(
        [f"{word} rose {len(word)}% at the old plants." for word in ("Rents", "Wages", "Fares", "Yields", "Costs")]
    )
    assert Counter(label for label, _ in cross_validated(found)) == Counter(one.label for one in found)


@pytest.mark.slow
def test_nothing_is_learned_from_the_unread_quarter_and_what_was_told_still_holds(shared: Path) -> None:
    found = examples(shared)
    assert not any(is_unread(one.text) for one in found)
    _, part, whole = cross_validation()
    again = shares(cross_validated(found))
    assert again[0] >= part - MARGIN
    assert again[1] >= whole - MARGIN
