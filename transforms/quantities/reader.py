"""Reads a sentence's quantities: its numbers, what the rules make of them, and the finished quantities.

The rules stand here in no order: each says at its place which others come before it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from transforms.quantities.ages import mark_ages, share_ages
from transforms.quantities.candidates import may_hold_number
from transforms.quantities.changes import mark_trends
from transforms.quantities.collect import collect
from transforms.quantities.compounds import join_compounds
from transforms.quantities.confidence import confidence_of
from transforms.quantities.context import NOTHING, Context
from transforms.quantities.dating import mark_dating
from transforms.quantities.elided import fill_elided
from transforms.quantities.exclusions import set_aside, set_years_aside
from transforms.quantities.hedges import bounds
from transforms.quantities.hedging import attach_hedges
from transforms.quantities.implied import add_implied
from transforms.quantities.levels import share_levels, share_lists, share_prices, share_rates
from transforms.quantities.lines import Line
from transforms.quantities.magnitudes import mark_magnitudes
from transforms.quantities.mention import Mention
from transforms.quantities.names import set_addresses_aside, set_bare_rows_aside, set_names_aside, set_rows_aside
from transforms.quantities.points import read_points
from transforms.quantities.portions import mark_fractions
from transforms.quantities.quantity import Quantity
from transforms.quantities.ranges import join_ranges
from transforms.quantities.rates import mark_per_share, mark_rates, share_each
from transforms.quantities.ratios import add_multiples, join_ratios, mark_times
from transforms.quantities.rule import Rule, in_order
from transforms.quantities.scores import join_innings, join_scores
from transforms.quantities.sharing import (
    price_shares,
    read_nouns,
    share_accounts,
    share_back,
    share_conversions,
    share_forward,
    share_nouns,
    share_tables,
    share_vague,
    share_whole,
    weigh_pounds,
)  # fmt: skip
from transforms.quantities.sides import mark_sides
from transforms.quantities.spells import add_spells
from transforms.quantities.tallies import join_tallies
from transforms.quantities.units import Unit, named_or_counted
from transforms.syntax.tokens import Token

_NO_UNIT: Final = Unit("1", "", "count", "count", 1.0, "1", 1.0)
# What a rule does: it changes mentions in place (None), or gives them as they are now: some joined, some added.
Apply = Callable[[Line, list[Mention], Context], list[Mention] | None]
RULES: Final[tuple[Rule[Apply], ...]] = in_order([
    add_implied, add_multiples, add_spells, attach_hedges, fill_elided, join_compounds, join_innings, join_ranges,
    join_ratios, join_scores, join_tallies, mark_ages, mark_dating, mark_fractions, mark_magnitudes, mark_per_share,
    mark_rates, mark_sides, mark_times, mark_trends, price_shares, read_nouns, read_points, set_addresses_aside,
    set_aside, set_bare_rows_aside, set_names_aside, set_rows_aside, set_years_aside, share_accounts, share_ages,
    share_back, share_conversions, share_each, share_forward, share_levels, share_lists, share_nouns, share_prices,
    share_rates, share_tables, share_vague, share_whole, weigh_pounds,
])  # fmt: skip


def read_quantities(sentence: str, context: Context | None = None, tokens: list[Token] | None = None) -> list[Quantity]:
    """Every quantity of `sentence`, left to right, with offsets in it; those that are no claims carry `set_aside`.

    `context` holds what the article tells; `tokens` (the tagged sentence) are not needed: the words beside a number
    decide what it is.
    """
    return quantities_of(sentence, context or NOTHING) if may_hold_number(sentence) else []


def quantities_of(sentence: str, context: Context) -> list[Quantity]:
    """The same of a sentence that the filter has let through."""
    line = Line(sentence)
    return [_quantity(line, mention, context) for mention in read_mentions(line, context)]


def read_mentions(line: Line, context: Context = NOTHING) -> list[Mention]:
    """The mentions of a line after all rules, in order of their numbers."""
    mentions = collect(line, context)
    for rule in RULES:
        if len(mentions) >= rule.least:
            given = rule.apply(line, mentions, context)
            mentions = mentions if given is None else given
    return mentions


def last_noun(quantities: list[Quantity]) -> str | None:
    """The singular of the last noun counted, for the next sentence's context."""
    for quantity in reversed(quantities):
        if quantity.kind == "count" and not quantity.set_aside and quantity.unit.startswith("{"):
            return quantity.unit[1 : quantity.unit.index("}")]
    return None


def _quantity(line: Line, mention: Mention, context: Context) -> Quantity:
    unit = mention.unit or (named_or_counted(mention.noun.singular) if mention.noun is not None else _NO_UNIT)
    times = unit.times
    value = None if mention.value is None else _exact(mention.value * times)
    low, high = _interval(mention, value, times, context)
    noun = mention.noun if mention.noun is not None and not mention.is_elided else None
    return Quantity(
        start=line.starts[mention.begin],
        end=line.ends[mention.end - 1],
        number_start=line.starts[mention.first],
        number_end=line.ends[mention.stop - 1],
        kind=mention.kind or unit.kind,
        value=value,
        low=low,
        high=high,
        comparator=mention.comparator,
        trend=mention.trend,
        unit=unit.code,
        unit_name=unit.name,
        dimension=unit.dimension,
        base_value=_base(unit, value),
        base_low=_base(unit, low),
        base_high=_base(unit, high),
        base_unit=unit.base if unit.factor is not None else None,
        rule=mention.rule or "number",
        confidence=confidence_of(mention),
        noun_start=None if noun is None else line.starts[noun.first],
        noun_end=None if noun is None else line.ends[noun.stop - 1],
        is_elided=mention.is_elided,
        set_aside=mention.set_aside,
    )


def _exact(value: float) -> float:
    """The value without the dust of binary arithmetic; a third stays a third."""
    if value.is_integer():
        return value
    clean = round(value, 9) if abs(value) < 1e6 else round(value, 4)
    return clean if abs(clean - value) <= 1e-13 * abs(value) else value


def _interval(
    mention: Mention, value: float | None, times: float, context: Context
) -> tuple[float | None, float | None]:
    """The closed interval that the words commit to."""
    if mention.low is not None and mention.high is not None:
        low, high = sorted((mention.low * times, mention.high * times))
        return _exact(low), _exact(high)
    if value is None:
        if mention.form not in ("vague", "several"):
            return None, None
        width = "vague plural" if mention.form == "vague" else "several"
        return bounds(mention.magnitude * times, width, context.variant)
    if mention.width:
        return bounds(value, mention.width, context.variant)
    if mention.form == "couple":
        return bounds(value / 2, "couple", context.variant)
    return value, value


def _base(unit: Unit, value: float | None) -> float | None:
    if value is None or unit.factor is None:
        return None
    return value * unit.factor + unit.offset
