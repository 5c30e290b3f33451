"""What a figure measures: the words of its fields weigh beside what the network says."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.claims.measure_words import features, settled_measure, table, word_scores
from transforms.reader.slots import MEASURE_CLASSES
from transforms.training.measures import fitted

EVEN = [1 / len(MEASURE_CLASSES)] * len(MEASURE_CLASSES)


def row(item: str | None, predicate: str | None, unit: str, kind: str, sentence: str = "[]") -> dict[str, Any]:
    """The fields of a claim in a sentence, in which its figure stands in brackets."""
    start, end = sentence.index("["), sentence.index("]") - 1
    return {
        "item": item, "predicate": predicate, "unit": unit, "kind": kind, "sentence_start": 0, "start": start,
        "end": end, "sentence": sentence.replace("[", "").replace("]", ""),
    }  # fmt: skip


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
def test_words_name_the_measure_where_the_network_has_no_opinion(claim: dict[str, Any], measure: str) -> None:
    assert settled_measure(claim, EVEN)[0] == measure


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("[Four people] were still missing on Friday.", "missing"),
        ("Last winter [2.1 million people] were out of work.", "unemployment"),
        ("[Sixty people] lost their lives.", "deaths"),
    ],
)
def test_what_is_said_beside_the_figure_names_the_measure_where_the_fields_do_not(sentence: str, measure: str) -> None:
    assert settled_measure(row("people", None, "{person}", "count", sentence), EVEN)[0] == measure


def test_words_beside_a_figure_are_those_of_its_own_sentence_on_their_side() -> None:
    told = {*features(row("people", None, "{person}", "count", "By noon [64 people] were missing."))}
    assert {"before noon", "after missing"} <= told
    assert not {"before missing", "after noon", "before people", "after people"} & told


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


def test_a_number_of_somebody_is_of_them() -> None:
    assert "head refugee" in {*features(row("number of refugees in the camp", "grow", "{refugee}", "count"))}


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


@pytest.mark.parametrize(
    ("item", "kind", "measure"),
    [
        ("air strikes", "count", "attacks"),
        ("homes", "count", "buildings"),
        ("village schools in the hills", "count", "buildings"),
        ("strikes", "count", "count"),  # of workers, of clocks
        ("landslides", "count", "count"),
        ("homes", "percent", "count"),
    ],
)
def test_a_bare_count_of_what_a_measure_counts_is_of_that_measure(item: str, kind: str, measure: str) -> None:
    sure = [float(name == "count") for name in MEASURE_CLASSES]
    assert settled_measure(row(item, None, "{thing}", kind), sure)[0] == measure


def taken(measure: str, claim: dict[str, Any]) -> str | None:
    """The settled measure of a claim of which the network is sure that it is of this measure."""
    return settled_measure(claim, [float(name == measure) for name in MEASURE_CLASSES])[0]


@pytest.mark.parametrize(
    ("network", "claim", "measure"),
    [
        ("employment", row("jobs", "axe", "{job}", "count", "The mill is to axe [300 jobs]."), "job_cuts"),
        ("employment", row("posts", "cut", "{post}", "count", "The council has cut [80 posts]."), "job_cuts"),
        ("cases", row("people", "immunise", "{person}", "count", "They immunised [9,000 people]."), "vaccinations"),
        (
            "count",
            row("doses", "administer", "{dose}", "count", "Vaccine: [60 doses] were administered."),
            "vaccinations",
        ),
        ("share", row("voters", "cast", "%", "percent", "[38%] of voters had cast ballots by noon."), "turnout"),
        ("employment", row("nurses", "join", "{nurse}", "count", "[700 nurses] joined the walkout."), "attendance"),
        ("count", row("families", "be", "{family}", "count", "[90 families] are homeless."), "displaced"),
        ("funding", row("cash", "bid", "EUR", "money", "It bid [EUR 2 bn] in cash, 14 euros a share."), "deal_value"),
        (
            "funding",
            row("brewer Halden", "offer", "EUR", "money", "It offered [EUR 2 bn] for the brewer Halden, 14 a share."),
            "deal_value",
        ),
        ("weight", row("rye", "reap", "t", "measure", "Growers reaped [40,000 tonnes] of rye."), "output"),
    ],
)
def test_a_verb_with_what_it_counts_names_the_measure_for_sure(
    network: str, claim: dict[str, Any], measure: str
) -> None:
    assert taken(network, claim) == measure


@pytest.mark.parametrize(
    ("network", "claim"),
    [
        ("employment", row("staff", "employ", "{staff}", "count", "The mill employs [300 staff].")),
        ("employment", row("staff", "cut", "%", "percent", "It cut its staff by [5%].")),
        ("count", row("doses", "administer", "{dose}", "count", "[60 doses] of the drug were administered.")),
        ("vote_share", row("voters", "cast", "%", "percent", "[38%] of voters cast ballots for Holm.")),
        ("count", row("unions", "join", "{union}", "count", "[Three unions] joined the walkout.")),
        ("employment", row("nurses", "join", "{nurse}", "count", "[700 nurses] joined the hospital.")),
        ("deaths", row("people", "be", "{person}", "count", "[Nine people] are dead and many homeless.")),
        ("funding", row("cash", "offer", "EUR", "money", "It offered [EUR 2 m] in cash for flood victims.")),
        ("funding", row("cash", "offer", "EUR", "money", "Shareholders offered [EUR 2 m] in cash for relief.")),
        ("employment", row("staff", "cut", "{person}", "count", "The mill cut staff to [90] from 300.")),
        ("employment", row("workers", "cut", "{worker}", "count", "It cut the pay of its [90 workers].")),
        ("cases", row("patients", "vaccinate", "{patient}", "count", "[Nine patients] had not been vaccinated.")),
        ("count", row("doses", "give", "{dose}", "count", "[Two doses] of the vaccine give protection.")),
        ("count", row("people", "take", "{person}", "count", "[Ninety people] took shelter from the air strike.")),
        ("weight", row("coffee", "bring", "kg", "measure", "He brought [2 kg] of coffee home.")),
        ("count", row("people", "be", "{person}", "count", "[90 people] are in the hall.")),
    ],
)
def test_what_only_looks_like_it_stays_what_it_is(network: str, claim: dict[str, Any]) -> None:
    assert taken(network, claim) == network
