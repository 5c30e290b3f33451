"""Sketches: what two texts have in common is what their words have, in whole and in part."""

from __future__ import annotations

from datetime import date

from tests.warehouse.newsroom import Report, articles_of, claims_of
from transforms.ledger.sketches import (
    ARTICLE_BOUND,
    ARTICLE_SHINGLE,
    COMMON,
    PASSAGE_MOST,
    article_sketches,
    passage_sketches,
    shingle_hashes,
    smallest,
    words_of,
)

SAID = "Divers of Tarsova lifted 14 crates from the sunken ferry while the harbour master Edda Lumo kept count ashore."


def test_a_shingle_is_a_run_of_words_whatever_stands_between_texts() -> None:
    one, other, short, none = shingle_hashes(
        [words_of(text) for text in ("red Ferry, sinks; at dawn", "A red ferry sinks at", "red ferry", "")], 4
    )
    assert (len(one), len(other), len(short), len(none)) == (2, 2, 0, 0)
    assert set(one.tolist()) & set(other.tolist()) == {one[0]} == {other[1]}
    assert [each.tolist() for each in shingle_hashes([words_of("red ferry sinks at dawn")], 4)] == [one.tolist()]
    assert shingle_hashes([], 4) == []


def test_a_run_of_common_words_comes_after_all_others() -> None:
    (hashes,) = shingle_hashes([words_of("in the year of the 14 people who said that Tarsova sank")], ARTICLE_SHINGLE)
    assert [bool(each >= COMMON) for each in hashes[[0, -1]]] == [True, False]
    assert smallest(hashes, 3) == sorted(set(hashes.tolist()))[:3]


def test_an_article_keeps_a_sample_of_its_runs_of_words() -> None:
    text = " ".join(f"{SAID} {number} more." for number in range(40))
    sketch = article_sketches(articles_of([Report("wire", "a", None, text, date(2026, 3, 2))]))
    (shingles,) = sketch.get_column("shingles").to_list()
    assert shingles == sorted(set(shingles))
    assert all(each % int(COMMON) < ARTICLE_BOUND for each in shingles)
    assert sketch.get_column("published_date").to_list() == [date(2026, 3, 2)]


def test_a_passage_is_a_sentence_that_says_enough_and_names_something_rare() -> None:
    text = f"{SAID} Only 9 came back. The people of the town said that they would like to have the 20 of them as well."
    report = Report("wire", "a", None, text, date(2026, 3, 2))
    sketch = passage_sketches(articles_of([report]), claims_of([report]))
    assert sketch.get_column("sentence_no").to_list() == [0]
    (shingles,) = sketch.get_column("shingles").to_list()
    assert 0 < len(shingles) <= PASSAGE_MOST
