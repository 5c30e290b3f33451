"""Orders in which rules may run: all that keep what the rules state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Any

from transforms.quantities.rule import Rule

Rules = Sequence[Rule[Callable[..., Any]]]


def earlier(rules: Rules) -> dict[str, set[str]]:
    """The names of all that comes before each rule, by what it states and what those state; `rules` are in order."""
    before: dict[str, set[str]] = {}
    for rule in rules:
        before[rule.name] = set(rule.after).union(*(before[name] for name in rule.after))
    return before


def unrelated(rules: Rules) -> list[tuple[str, str]]:
    """Each two rules of which neither must come before the other, the first in order first."""
    before = earlier(rules)
    return [(one.name, other.name) for one, other in combinations(rules, 2) if one.name not in before[other.name]]


def arranged(rules: Rules, wanted: Iterable[str]) -> tuple[Rule[Callable[..., Any]], ...]:
    """The rules in the order of the names wanted, each as soon as all that must come before it has."""
    named, before = {rule.name: rule for rule in rules}, earlier(rules)
    order: list[str] = []
    for name in wanted:
        order += (one for one in named if one in before[name] | {name} and one not in order)
    return tuple(named[name] for name in order)


def swapped(rules: Rules, one: str, other: str) -> tuple[Rule[Callable[..., Any]], ...]:
    """The rules with the second of two right before the first; all that neither needs before it stays behind them."""
    before = earlier(rules)
    needed = [rule.name for rule in rules if rule.name in before[one] | before[other]]
    return arranged(rules, [*needed, other, one, *(rule.name for rule in rules)])


def both_ways(rules: Rules) -> list[tuple[Rule[Callable[..., Any]], ...]]:
    """Orders in which each two unrelated rules come in both ways: as they stand, from the last, and what is left."""
    names = [rule.name for rule in rules]
    orders = [tuple(rules), arranged(rules, reversed(names))]
    left = set(unrelated(rules)) - turned(orders[1], names)
    while left:
        one, other = min(left)
        orders.append(arranged(rules, [other, *reversed([name for name in names if name != one]), one]))
        left -= turned(orders[-1], names)
    return orders


def turned(order: Rules, names: list[str]) -> set[tuple[str, str]]:
    """The pairs that stand the other way than in the list of names."""
    at = {rule.name: number for number, rule in enumerate(order)}
    return {(one, other) for one, other in combinations(names, 2) if at[other] < at[one]}
