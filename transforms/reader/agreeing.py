"""What figures of one article say together: one verb has one doer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from transforms.reader.figures import Choices, Chosen, Span

SURE: Final = 0.7  # from here on an actor stands, whatever other figures of its verb have


def with_one_actor(told: Sequence[Choices]) -> list[Choices]:
    """The choices of all figures of an article, in order: an unsure actor gives way to the surest one of its verb."""
    surest = _surest(told)
    return [_agreed(choices, surest) for choices in told]


def _surest(told: Sequence[Choices]) -> dict[Span, Chosen]:
    """The surest actor of each verb, by the verb's span; the first of those that are as sure."""
    found: dict[Span, Chosen] = {}
    for choices in told:
        verb, actor = choices.slots["predicate"].span, choices.slots["actor"]
        is_better = verb is not None and (verb not in found or actor.probability > found[verb].probability)
        if verb is not None and actor.span is not None and is_better:
            found[verb] = actor
    return found


def _agreed(choices: Choices, surest: Mapping[Span, Chosen]) -> Choices:
    verb, actor = choices.slots["predicate"].span, choices.slots["actor"]
    other = surest.get(verb) if verb is not None else None
    if other is None or actor.probability >= SURE or other.probability <= actor.probability:
        return choices
    return replace(choices, slots={**choices.slots, "actor": other})
