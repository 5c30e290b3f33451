"""News sentences that nobody looks at are read no worse than they were."""

from __future__ import annotations

from tests.benchmarks.news_sentences import figures

RIGHT = 0.88


def test_news_sentences_are_read_no_worse() -> None:
    told = figures()
    assert told.right / told.labelled >= RIGHT
    assert told.right / told.read >= RIGHT
