"""The order in which the rules run: what they state settles it, and nothing that they leave open changes an output.

A rule that must come before another and doesn't say so is found here: in some order that keeps all statements it comes
behind, and a sentence that brings the two together reads otherwise.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.quantities.corpus import rules as corpora
from tests.quantities.corpus import set_aside, unmarked, variants
from tests.quantities.crossed import sentence
from tests.quantities.orders import both_ways, earlier, swapped, turned, unrelated
from transforms.quantities import Context, Quantity, article_context, explain, read_quantities, reader
from transforms.quantities.candidates import may_hold_number
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.rule import Rule, in_order, rule
from transforms.sentences import split_sentences

PATH: Final = Path(__file__).parent.parent / "corpora" / "quantities_precedence.yaml"
# The rule that comes first, the other, a sentence of which the other order makes something else.
PRECEDENCE: Final[list[tuple[str, str, str]]] = [
    (earlier_one, later, text)
    for later, before in yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader).items()
    for earlier_one, text in before.items()
]
CROSSED: Final = 1_000
ORDERS: Final = both_ways(reader.RULES)
ARTICLES, OF_AN_ARTICLE = 100, 12
Rules = tuple[Rule[Callable[..., Any]], ...]
Reading = tuple[list[Quantity], list[str]]


def context_of(number: int) -> Context:
    """What the article tells, for a sentence of that number: sport, a country, what was counted before."""
    return Context(is_sport=number % 5 == 0, country="US" if number % 3 else None, noun=None if number % 7 else "ship")


@cache
def sentences() -> list[tuple[str, Context]]:
    """The sentences of the corpora and those put together, each once."""
    texts = [text for entry in corpora() for text in (*entry.finds, *entry.not_found)]
    texts += [text for _, text in set_aside()] + [text for _, text, _ in variants()]
    texts += [text for _, _, text in PRECEDENCE]
    plain = [(unmarked(text)[0], Context()) for text in dict.fromkeys(texts)]
    return plain + [(sentence(number), context_of(number)) for number in range(CROSSED)]


def mentions(text: str, context: Context) -> list[Mention]:
    """What the rules make of a sentence's numbers."""
    return reader.read_mentions(Line(text), context) if may_hold_number(text) else []


def reading(text: str, context: Context) -> Reading:
    """All that comes of a sentence."""
    return read_quantities(text, context), explain(text, context)


as_stated = cache(mentions)  # where the rules run as they do


def differing(order: Rules, given: Sequence[tuple[str, Context]]) -> list[str]:
    """The sentences of which another order makes something else.

    All that comes of a sentence is made of its mentions: where these are the same, it is.
    """
    stated = [as_stated(text, context) for text, context in given]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "RULES", order)
        others = [mentions(text, context) for text, context in given]
        doubtful = [
            (text, context, reading(text, context))
            for (text, context), one, other in zip(given, stated, others, strict=True)
            if one != other
        ]
    return [text for text, context, other in doubtful if reading(text, context) != other]


@cache
def sentences_of_articles(path: Path) -> dict[int, list[tuple[str, Context]]]:
    """For each order but the first the sentences of its articles, which are every 158th from another one on."""
    given: dict[int, list[tuple[str, Context]]] = {number: [] for number in range(1, len(ORDERS))}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            number = at % (15_812 // ARTICLES)
            if number in given:
                article = json.loads(line)
                text, context = article["text"], article_context(article["title"], article["text"])
                given[number] += [(text[one.start : one.end], context) for one in split_sentences(text)[:OF_AN_ARTICLE]]
    return given


def without(rules: Rules, before: str, name: str) -> Rules:
    """The rules where one no longer states that another comes before it."""
    return tuple(replace(one, after=one.after - {before}) if one.name == name else one for one in rules)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, len(ORDERS)))
def test_an_order_that_keeps_what_is_stated_changes_nothing(number: int) -> None:
    assert differing(ORDERS[number], sentences()) == []


def test_each_two_rules_without_a_statement_came_in_both_ways() -> None:
    names = [one.name for one in reader.RULES]
    assert set(unrelated(reader.RULES)) - set().union(*(turned(order, names) for order in ORDERS)) == set()
    assert len(unrelated(reader.RULES)) > 100


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, len(ORDERS)))
def test_an_order_that_keeps_what_is_stated_changes_nothing_in_articles(shared: Path, number: int) -> None:
    given = sentences_of_articles(shared / "data" / "articles.jsonl.gz")[number]
    assert len(given) > 10 * ARTICLES
    assert differing(ORDERS[number], given) == []


@pytest.mark.parametrize(("before", "name", "text"), PRECEDENCE)
def test_a_dependency_that_is_not_stated_is_found(before: str, name: str, text: str) -> None:
    """Where the statement is taken away, the other order is one that keeps all that is left, and reads otherwise."""
    left = without(reader.RULES, before, name)
    assert (before, name) in unrelated(left)
    assert differing(swapped(left, before, name), [(text, Context())]) == [text]


def test_every_statement_has_its_sentence_and_none_follows_from_the_others() -> None:
    stated = {(before, one.name) for one in reader.RULES for before in one.after}
    assert {(before, name) for before, name, _ in PRECEDENCE} == stated
    assert [pair for pair in stated if pair not in unrelated(without(reader.RULES, *pair))] == []


@given(st.permutations(reader.RULES))
def test_the_order_in_which_rules_are_given_counts_for_nothing(given: list[Rule[Any]]) -> None:
    assert in_order(given) == reader.RULES


def test_rules_come_after_all_that_they_name() -> None:
    @rule("joined", after=("split", "cut"))
    def joined() -> None: ...

    @rule("split", after=("cut",))
    def split() -> None: ...

    @rule("cut")
    def cut() -> None: ...

    assert [one.name for one in in_order([joined, split, cut])] == ["cut", "split", "joined"]
    assert earlier(in_order([joined, split, cut]))["joined"] == {"cut", "split"}
    with pytest.raises(ValueError, match="name only each other: \\['cut'\\]"):
        in_order([split])
    with pytest.raises(ValueError, match="twice"):
        in_order([cut, cut])
    with pytest.raises(ValueError, match="cycle"):
        in_order([replace(cut, after=frozenset({"joined"})), split, joined])
