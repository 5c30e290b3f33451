"""Figures of one verb have one doer, the surest; what is sure already stands."""

from __future__ import annotations

from transforms.reader.agreeing import with_one_actor
from transforms.reader.figures import Choices, Chosen, Span

NOTHING = Chosen(None, 0.9)


def choices(verb: Span | None, actor: Span | None, probability: float) -> Choices:
    slots = {"predicate": Chosen(verb, 0.9), "actor": Chosen(actor, probability), "item": NOTHING}
    return Choices(slots, 0.9, ("asserted", 0.9), ("level", 0.9), (None, 0.9))


def actors(*told: Choices) -> list[Span | None]:
    return [one.slots["actor"].span for one in with_one_actor(told)]


def test_an_unsure_actor_gives_way_to_the_surest_of_its_verb() -> None:
    assert actors(choices((10, 16), (0, 4), 0.9), choices((10, 16), None, 0.5)) == [(0, 4), (0, 4)]
    assert actors(choices((10, 16), (5, 9), 0.4), choices((10, 16), (0, 4), 0.8)) == [(0, 4), (0, 4)]


def test_a_sure_actor_stands() -> None:
    assert actors(choices((10, 16), (0, 4), 0.9), choices((10, 16), None, 0.8)) == [(0, 4), None]


def test_figures_of_other_verbs_or_of_none_are_left_alone() -> None:
    assert actors(choices((10, 16), (0, 4), 0.9), choices((20, 26), None, 0.5)) == [(0, 4), None]
    assert actors(choices(None, (0, 4), 0.9), choices(None, None, 0.5)) == [(0, 4), None]


def test_no_actor_gives_way_to_one_that_is_less_sure() -> None:
    assert actors(choices((10, 16), (0, 4), 0.3), choices((10, 16), None, 0.6)) == [(0, 4), None]
