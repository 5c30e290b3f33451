"""A rule that breaks on a sentence costs that sentence: the article's others are read, and it is told."""

from __future__ import annotations

import logging

import pytest

from tests.benchmarks.claims import articles_frame
from transforms.claims import assembly
from transforms.extract import Failure, extract_claims

TEXT = "Three men left. Four women stayed. Five dogs barked."


@pytest.mark.parametrize("rule", ["read_items", "quantities_of"])
def test_a_broken_sentence_is_left_out_and_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, rule: str
) -> None:
    sound = getattr(assembly, rule)

    def fragile(*given: object) -> object:
        if "Four" in str(given[0] if isinstance(given[0], str) else "") or given[1] == 1:
            raise IndexError("list index out of range")
        return sound(*given)

    monkeypatch.setattr(assembly, rule, fragile)
    failures: list[Failure] = []
    with caplog.at_level(logging.WARNING):
        claims = extract_claims(articles_frame([{"id": "a", "text": TEXT}]), failures=failures)
    assert [(failure.article_id, failure.sentence_no) for failure in failures] == [("a", 1)]
    assert claims["value"].to_list() == [3.0, 5.0]
    assert "article a, sentence 1: a rule failed (IndexError: list index out of range)" in caplog.text


@pytest.mark.parametrize(
    "text",
    [
        "Among 30- and 40-somethings, the share rose, and the 50-plus set spends 12 hours a week.",
        "The bank sold bills at averages of 5.47 pct for the three- and 5.51 pct for the six-month bills.",
    ],
)
def test_suspended_numbers_break_no_rule(text: str, caplog: pytest.LogCaptureFixture) -> None:
    claims = extract_claims(articles_frame([{"id": "a", "text": text}]))
    assert claims.height >= 2
    assert not caplog.records


def test_whose_statements_they_are_is_sought_once(caplog: pytest.LogCaptureFixture) -> None:
    text = "The plan failed. According to his statements to police, Venn meant to sell it for 3 million euros."
    claims = extract_claims(articles_frame([{"id": "a", "text": text}]))
    assert claims["value"].to_list() == [3_000_000.0]
    assert not caplog.records
