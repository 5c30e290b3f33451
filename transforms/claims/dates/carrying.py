"""When a sentence without a date of its own goes on telling of the day that the one before named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from transforms.claims.dates import nodes
from transforms.claims.dates.placing import Placed
from transforms.claims.nearness import CLAUSE, Nearness
from transforms.quantities.quantity import Quantity

# Periods that frame figures rather than tell when something happened.
LONG: Final = (nodes.Year, nodes.FiscalYear, nodes.Ended, nodes.Fixed, nodes.Window)
NUMBER: Final = 7  # tokens
COMPOUND: Final = re.compile(r"\w-[^\W\d]")


def to_carry(placed: Sequence[Placed], near: Nearness) -> Placed | None:
    """The one expression that dates what a whole sentence tells, if a later sentence may go on from it."""
    free = [p for p in placed if p.said is None and not p.is_compared]
    plain = [p for p in free if p.expression.form == "plain"]
    if (
        len(plain) != 1
        or isinstance(plain[0].expression.node, LONG)
        or any(p.expression.form in ("since", "until") for p in free)
    ):
        return None
    found = plain[0]
    if near.is_ahead(found.first, found.last) or _is_of_the_compared(found, near):
        return None
    return found if found.opens or near.aside(found.first, found.last) is None else None


def _is_of_the_compared(found: Placed, near: Nearness) -> bool:
    """Whether it dates what a figure is compared with: "10 per cent, against 10.4 in February"."""
    words = {t.lower for t in near.tokens[max(0, found.first - NUMBER) : found.first]}
    return bool(words & {"against", "compared", "versus", "vs"})


def goes_on(quantity: Quantity, sentence: str, near: Nearness) -> bool:
    """Whether the clause of a quantity tells of something that happened, as the sentence before did."""
    if COMPOUND.search(sentence, quantity.start, quantity.end):
        return False
    first, last = near.index(quantity.start), near.index(quantity.end)
    verb = near.verb_of(first, last)
    if verb is None or any(t.lower in ("if", "unless") for t in near.tokens[max(0, first - CLAUSE) : first]):
        return False
    if first > 0 and near.tokens[first - 1].lower in ("the", "these", "those"):
        return False  # they were there before
    between = near.tokens[last:verb]
    is_speaking = verb >= last and near.speech(verb) is not None and not any(t.lower == "," for t in between)
    return near.tokens[verb].tag == "VBD" and not is_speaking
