"""The labels that the reader learns from: whole, of texts that are there, and kept apart by publisher."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from transforms.errors import InputError
from transforms.reader.slots import COMPARATORS, KINDS, MEASURES, MODALITIES, ROLES, TRENDS
from transforms.training import corpus
from transforms.training.corpus import LABELS, composed_articles, own_articles
from transforms.training.labels import FOLDS, fold_of, matches, publisher
from transforms.training.made import NUMERALS, SHARES, made_articles
from transforms.training.stretches import stretch_articles

ROWS = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


COMPOSED = list(composed_articles())


def test_every_label_is_of_known_classes_and_inside_its_excerpt() -> None:
    assert len(ROWS) > 600
    assert len(COMPOSED) > 900
    assert len({row["id"] for row in (*ROWS, *COMPOSED)}) == len(ROWS) + len(COMPOSED)
    lengths = [row["end"] - row["start"] for row in ROWS] + [len(row["text"]) for row in COMPOSED]
    for row, length in zip((*ROWS, *COMPOSED), lengths, strict=True):
        for claim in row["claims"]:
            assert 0 <= claim["start"] < claim["end"] <= length
            assert claim["kind"] in KINDS
            assert claim["comparator"] in COMPARATORS
            assert claim["trend"] in TRENDS
            assert claim["modality"] in MODALITIES
            assert claim["measure"] is None or claim["measure"] in MEASURES
            assert claim["role"] in ROLES


def test_every_excerpt_is_found_in_the_shared_texts(shared: Path) -> None:
    articles = list(own_articles(shared))
    assert len(articles) == len(ROWS)
    for article in articles:
        for claim in article["claims"]:
            assert article["text"][claim["start"] : claim["end"]] == claim["quote"]


def test_no_excerpt_is_of_the_check_set(shared: Path) -> None:
    lines = (shared / "gold" / "check_articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert not {row["document"] for row in ROWS} & {json.loads(line)["id"] for line in lines}


def test_no_composed_article_is_one_of_others(shared: Path) -> None:
    """They share no run of ten words with a text of the check set; none stands there twice."""
    lines = (shared / "gold" / "check_articles.jsonl").read_text(encoding="utf-8").splitlines()
    known = set().union(*(runs(json.loads(line)["text"]) for line in lines))
    assert not [row["id"] for row in COMPOSED if runs(row["text"]) & known]
    assert len({row["text"] for row in COMPOSED}) == len(COMPOSED)


def runs(text: str, length: int = 10) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def test_a_text_that_has_changed_is_refused(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps(ROWS[0] | {"text_hash": "0" * 64}) + "\n", encoding="utf-8")
    monkeypatch.setattr(corpus, "LABELS", path)
    with pytest.raises(InputError, match="is missing or has changed"):
        list(own_articles(shared))


def test_articles_of_one_publisher_are_of_one_fold_and_folds_are_alike() -> None:
    folds: dict[str, set[int]] = {}
    for row in ROWS:
        folds.setdefault(publisher(row), set()).add(fold_of(row))
    assert all(len(found) == 1 for found in folds.values())
    assert set(range(FOLDS)) == {fold for found in folds.values() for fold in found}


def test_a_label_is_matched_by_value_and_place_once() -> None:
    def claim(start: int, end: int, value: float | None, comparator: str = "=") -> dict[str, object]:
        return {"start": start, "end": end, "value": value, "low": value, "high": value, "comparator": comparator}

    labelled = [claim(0, 10, 5), claim(20, 30, 7), claim(40, 50, None, "~")]
    read = [claim(0, 9, 5), claim(20, 30, 8), claim(0, 10, 5), claim(42, 50, 24, "~"), claim(60, 70, 7)]
    assert matches(labelled, read) == {2: 0, 3: 2}


def test_made_sentences_say_what_they_are_labelled_as_and_are_the_same_again() -> None:
    articles = list(made_articles(1, 300))
    assert articles == list(made_articles(1, 300))
    assert articles != list(made_articles(2, 300))
    for article in articles:
        (claim,) = article["claims"]
        words = article["text"][claim["start"] : claim["end"]].lower()
        assert words.startswith((*NUMERALS, "$", "at least", *"0123456789"))
    counts = Counter(article["claims"][0]["modality"] for article in articles)
    assert set(counts) == set(SHARES)
    assert counts["asserted"] > counts["denied"] > max(counts[m] for m in set(SHARES) - {"asserted", "denied"})


def test_stretches_are_whole_sentences_with_the_labels_of_their_figures() -> None:
    whole = {article["id"]: article for article in COMPOSED[:200]}
    found = list(stretch_articles(whole.values()))
    assert found == list(stretch_articles(reversed(whole.values())))[::-1]
    assert len(found) == len(whole) > 3 * len(list(stretch_articles(whole.values(), 0.2))) > 0
    for stretch in found:
        article = whole[stretch["id"].removesuffix("/stretch")]
        at = article["text"].index(stretch["text"])
        assert at == 0 or article["text"][at - 1].isspace()
        inside = [c for c in article["claims"] if at <= c["start"] and c["end"] <= at + len(stretch["text"])]
        assert 0 < len(stretch["claims"]) == len(inside)
        for claim, label in zip(stretch["claims"], inside, strict=True):
            assert stretch["text"][claim["start"] : claim["end"]] == article["text"][label["start"] : label["end"]]
            assert claim["modality"] == label["modality"]
