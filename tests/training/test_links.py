"""Learning the weights of links: whole numbers that make the right alternative weigh most, and units that compare."""

from __future__ import annotations

import pytest

from transforms.ledger.linking import best
from transforms.training.links import Choice, based, fit, judged, lesson_of

TEXT = "Rents rose 3% to 520 euros from 505 euros."
CLAIM = {
    "value": None, "low": None, "high": None, "comparator": "=", "trend": None, "actor": None, "as_of": None,
    "measure": "price", "of": None, "restates": None, "item": "Rents", "role": "level",
}  # fmt: skip


def labelled(quote: str, **fields: object) -> dict[str, object]:
    start = TEXT.index(quote)
    return CLAIM | {"start": start, "end": start + len(quote), "unit": "EUR", "kind": "money"} | fields


ARTICLE = {
    "text": TEXT,
    "claims": [
        labelled("3%", value=3.0, unit="%", kind="percent", role="change", trend="up", of=1),
        labelled("520 euros", value=520.0),
        labelled("505 euros", value=505.0, role="base", of=1),
    ],
}


def test_weights_are_whole_and_make_the_right_alternative_weigh_most() -> None:
    choices = [Choice([["none"], ["near", "same"], ["far", "same"]], frozenset({1}))] * 5
    choices += [Choice([["none"], ["far"]], frozenset({0}))] * 5
    weights = fit(choices, prior=1.0, least=3)
    assert weights == fit(choices, prior=1.0, least=3)
    assert all(isinstance(weight, int) for weight in weights.values())
    assert best(choices[0].alternatives, weights) == 1
    assert best(choices[-1].alternatives, weights) == 0
    assert not fit(choices, prior=1.0, least=100)


def test_any_earlier_mention_is_right_and_a_choice_has_always_one() -> None:
    lesson = lesson_of(ARTICLE)
    assert [choice.right for choice in lesson.choices["of"]] == [frozenset({1}), frozenset({1})]
    assert all(choice.right for kind in lesson.choices.values() for choice in kind)


def test_links_are_judged_against_the_labels() -> None:
    tally = judged(lesson_of(ARTICLE), {"of": {}, "restates": {}})
    assert (tally["of", "gold"], tally["of", "told"], tally["of", "right"]) == (2, 0, 0)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (2.0, "km", (2000.0, "m")),
        (36.0, "km/h", (10.0, "m/s")),
        (50.0, "%", (0.5, "1")),
        (7.0, "{dog}", (7.0, "{dog}")),
        (5.0, "USD", (None, None)),
        (None, "km", (None, "m")),
    ],
)
def test_values_in_base_units(value: float | None, unit: str, expected: tuple[float | None, str | None]) -> None:
    told = based(value, unit)
    assert told[1] == expected[1]
    assert told[0] == pytest.approx(expected[0])
