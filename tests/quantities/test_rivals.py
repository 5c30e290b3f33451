"""Rules that claim one number between them: of each two that would read it otherwise, one states that the other comes
first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from functools import cache
from itertools import combinations, product
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
import yaml

from tests.quantities.orders import earlier
from transforms.quantities import ages, changes, exclusions, read_quantities
from transforms.quantities.mention import Mention
from transforms.quantities.rule import Rule

PATH: Final = Path(__file__).parent.parent / "corpora" / "quantities_rivals.yaml"
# Lists of rules of which one claims a number: the module, its lists, the sentences that bring them together.
LISTS: Final[dict[str, tuple[ModuleType, str]]] = {
    "DIGIT_RULES": (exclusions, "no quantity"), "WORD_RULES": (exclusions, "no quantity"),
    "ONE_RULES": (exclusions, "no quantity"), "STROKE_RULES": (exclusions, "no quantity"),
    "AGE_RULES": (ages, "age"), "TREND_RULES": (changes, "change"),
}  # fmt: skip
Rules = tuple[Rule[Callable[..., Any]], ...]
# What two rules, the first of them in order, make of one number of a sentence.
Rivals = dict[tuple[str, str], tuple[str, Any, Any]]


def sentences(kind: str) -> Iterator[str]:
    """Each opening with each number and each ending."""
    parts = yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)[kind]
    for opening, number, ending in product(parts["openings"], parts["numbers"], parts["endings"]):
        blank = "" if opening.endswith(("-", "(", "[", "#", "'", "/", "+")) or opening == "5:" else " "
        gap = " " if ending[:1].isalpha() and ending not in ("th", "s", "G") else ""
        yield f"{opening}{blank}{number}{gap}{ending}".strip()


class Watcher:
    """Stands before a list and lets each of its rules look at each number; it claims none."""

    def __init__(self, rules: Rules) -> None:
        self.rules, self.name, self.sentence = rules, "watcher", ""
        self.claimed: set[str] = set()
        self.rivals: Rivals = {}

    def apply(self, *given: Any) -> None:
        """Notes who claims the number, and who would read it otherwise."""
        claims = []
        for rule in self.rules:
            seen = [copy(one) if isinstance(one, Mention) else one for one in given]
            found = rule.apply(*seen)
            if found or seen != list(given):
                claims.append((rule.name, (rule.name if found is True else found, seen)))
        self.claimed.update(name for name, _ in claims)
        for (one, read), (other, otherwise) in combinations(claims, 2):
            if read != otherwise:
                self.rivals.setdefault((one, other), (self.sentence, read[0], otherwise[0]))


@cache
def watched(kind: str) -> dict[str, Watcher]:
    """The watchers of all lists of a kind after all its sentences."""
    lists = {name: module for name, (module, own) in LISTS.items() if own == kind}
    watchers = {name: Watcher(getattr(module, name)) for name, module in lists.items()}
    with pytest.MonkeyPatch.context() as patch:
        for name, module in lists.items():
            patch.setattr(module, name, (watchers[name], *watchers[name].rules))
        for text in sentences(kind):
            for watcher in watchers.values():
                watcher.sentence = text
            read_quantities(text)
    return watchers


@pytest.mark.slow
@pytest.mark.parametrize("name", LISTS)
def test_rules_that_read_a_number_otherwise_state_which_comes_first(name: str) -> None:
    watcher = watched(LISTS[name][1])[name]
    before = earlier(watcher.rules)
    unstated = {pair: found for pair, found in watcher.rivals.items() if pair[0] not in before[pair[1]]}
    assert unstated == {}


@pytest.mark.parametrize("name", LISTS)
def test_every_rule_of_a_list_claims_a_number_of_its_sentences(name: str) -> None:
    watchers = watched(LISTS[name][1])
    claimed: set[str] = set().union(*(watcher.claimed for watcher in watchers.values()))
    assert {rule.name for rule in watchers[name].rules} - claimed == set()


@pytest.mark.parametrize("name", LISTS)
def test_every_statement_settles_what_two_rules_would_read_otherwise(name: str) -> None:
    watchers = watched(LISTS[name][1])
    rivals: set[tuple[str, str]] = set().union(*(watcher.rivals for watcher in watchers.values()))
    assert {(before, rule.name) for rule in watchers[name].rules for before in rule.after} - rivals == set()
