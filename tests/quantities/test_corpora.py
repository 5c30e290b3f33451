"""Every rule finds its phrasings, with span and reading, and nothing where it must not."""

from __future__ import annotations

import pytest

from tests.quantities.corpus import RuleCorpus, reading, rules, set_aside, unmarked
from transforms.quantities import Quantity, read_quantities

FOUND = [(entry.rule, text, readings) for entry in rules() for text, readings in entry.finds.items()]
NOT_FOUND = [(entry.rule, text) for entry in rules() for text in entry.not_found]


def claims(text: str) -> list[Quantity]:
    return [quantity for quantity in read_quantities(text) if quantity.set_aside is None]


@pytest.mark.parametrize(("rule", "marked", "readings"), FOUND)
def test_a_rule_finds_its_phrasings(rule: str, marked: str, readings: list[str]) -> None:
    text, spans = unmarked(marked)
    found = [q for q in claims(text) if len(spans) == len(readings) or q.rule == rule]
    assert [reading(q) for q in found if (q.start, q.end) in spans or len(spans) == len(readings)] == readings[
        -len(found) :
    ]
    assert {(q.start, q.end) for q in found} >= set(spans)
    assert rule in {q.rule for q in found}


@pytest.mark.parametrize(("rule", "text"), NOT_FOUND)
def test_a_rule_does_not_fire_where_it_must_not(rule: str, text: str) -> None:
    assert rule not in {quantity.rule for quantity in claims(text)}


@pytest.mark.parametrize("entry", rules(), ids=lambda entry: entry.rule)
def test_one_full_parse_a_rule(entry: RuleCorpus) -> None:
    wanted = dict(entry.parse)
    text = wanted.pop("text")
    if "quote" in wanted:
        wanted["start"] = text.index(wanted["quote"])
        wanted["end"] = wanted["start"] + len(wanted.pop("quote"))
    (quantity,) = [q for q in claims(text) if q.rule == entry.rule and q.start == wanted["start"]]
    assert {name: getattr(quantity, name) for name in wanted} == wanted


@pytest.mark.parametrize(("reason", "marked"), set_aside())
def test_what_is_no_claim_is_set_aside_with_its_reason(reason: str, marked: str) -> None:
    text, _ = unmarked(marked)
    reasons = {quantity.set_aside for quantity in read_quantities(text)}
    assert reason in reasons
    assert None not in reasons or reason == "base of a rate"


def test_every_corpus_has_all_three_parts() -> None:
    assert [entry.rule for entry in rules() if not (entry.finds and entry.not_found and entry.parse)] == []
    assert len({entry.rule for entry in rules()}) == len(rules())
