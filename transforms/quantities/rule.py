"""A rule as a unit: its name, what it does, which rules it comes after; and the order that these statements make.

Nothing else decides the order: rules that state no relation to each other give the same whichever runs first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Generic, TypeVar

F = TypeVar("F", bound=Callable[..., object])
F_co = TypeVar("F_co", bound=Callable[..., object], covariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[F_co]):
    """One rule: `apply` does its work; `after` names the rules that come before it, because they win or because it
    reads what they find; of fewer numbers than `least` in a sentence it makes nothing.
    """

    name: str
    apply: F_co
    after: frozenset[str] = frozenset()
    least: int = 1


def rule(name: str, after: Iterable[str] = (), least: int = 1) -> Callable[[F], Rule[F]]:
    """Makes a function a rule of that name."""
    return lambda apply: Rule(name, apply, frozenset(after), least)


def in_order(rules: Iterable[Rule[F]]) -> tuple[Rule[F], ...]:
    """The rules, each after all that it names; where that leaves a choice, by name, so that the order in which they
    are given counts for nothing.

    Raises ValueError for two rules of one name, for a name that no rule has, and (as CycleError) for a circle.
    """
    given = list(rules)
    named = {one.name: one for one in given}
    unknown = sorted(name for one in given for name in one.after if name not in named)
    if len(named) < len(given) or unknown:
        raise ValueError(f"rules need names of their own and name only each other: {unknown or 'a name is twice'}")
    sorter = TopologicalSorter({one.name: one.after for one in given})
    sorter.prepare()
    order: list[Rule[F]] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += (named[name] for name in ready)
        sorter.done(*ready)
    return tuple(order)
