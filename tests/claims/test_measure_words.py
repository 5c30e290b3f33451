"""What a figure measures: the words of its fields weigh beside what the network says."""

from __future__ import annotations

import pytest

from transforms.claims.measure_words import features, settled_measure, table, word_scores
from transforms.reader.slots import MEASURE_CLASSES
from transforms.training.measures import fitted

EVEN = [1 / len(MEASURE_CLASSES)] * len(MEASURE_CLASSES)


def row(item: str | None, predicate: str | None, unit: str, kind: str) -> dict[str, str | None]:
    return {"item": item, "predicate": predicate, "unit": unit, "kind": kind}


@pytest.mark.parametrize(
    ("claim", "measure"),
    [
        (row("injured passengers", "treat", "{passenger}", "count"), "injuries"),
        (row("miners", "kill", "{miner}", "count"), "deaths"),
        (row("people", "arrest", "{person}", "count"), "arrests"),
        (row("net profit", "rise", "EUR", "money"), "profit"),
        (row("unemployment rate", "fall", "%", "percent"), "unemployment"),
        (row("protesters", "gather", "{protester}", "count"), "attendance"),
        (row("barrel of crude", "cost", "USD", "money"), "price"),
        (row("the river", "rise", "m", "measure"), "distance"),
    ],
)
def test_words_name_the_measure_where_the_network_has_no_opinion(claim: dict[str, str | None], measure: str) -> None:
    assert settled_measure(claim, EVEN)[0] == measure


def test_a_sure_network_stands_against_words_that_say_little() -> None:
    sure = [0.0001] * len(MEASURE_CLASSES)
    sure[MEASURE_CLASSES.index("capacity")] = 0.99
    assert settled_measure(row("things", None, "{thing}", "count"), sure)[0] == "capacity"


def test_how_probable_a_measure_is_adds_up_over_all() -> None:
    claim = row("net profit", "rise", "EUR", "money")
    measure, likely = settled_measure(claim, EVEN)
    assert measure == "profit"
    assert 0.3 < likely < 1


def test_a_claim_without_words_is_read_by_the_network_and_its_unit() -> None:
    assert {*features(row(None, None, "%", "percent"))} >= {"last ", "head ", "predicate None", "kind percent"}
    assert word_scores(row(None, None, "%", "percent")).shape == (len(MEASURE_CLASSES),)


def test_the_head_is_what_comes_before_of() -> None:
    told = [*features(row("tonnes of wheat", "export", "t", "measure"))]
    assert "head tonne" in told
    assert "last wheat" in told


def test_the_same_claims_give_the_same_whole_weights_and_what_is_seen_once_is_not_weighed() -> None:
    claims = [row("net profit", "rise", "EUR", "money") | {"measure": "profit"}] * 4
    claims += [row("dead miners", "find", "{miner}", "count") | {"measure": "deaths"}] * 4
    claims += [row("odd thing", "be", "{thing}", "count") | {"measure": None}]
    names, weights = fitted(claims)
    again, same = fitted(claims)
    assert names == again
    assert (weights == same).all()
    assert weights.dtype.name == "int8"
    assert "last thing" not in names
    at = names.index("last miner")
    assert weights[at, MEASURE_CLASSES.index("deaths")] > 0 >= weights[at, MEASURE_CLASSES.index("profit")]


def test_every_feature_has_a_weight_for_every_measure() -> None:
    known = table()
    assert known.weights.shape == (len(known.places), len(MEASURE_CLASSES))
    assert len(known.places) > 1_000
