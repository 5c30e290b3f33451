"""Which of a sentence's time expressions a quantity is about, if any: nearness in the grammar, not in the line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from transforms.claims.dates import nodes
from transforms.claims.dates.deeds import is_of_a_deed
from transforms.claims.dates.grammar import Expression
from transforms.claims.dates.placing import Placed, is_day_long
from transforms.claims.nearness import (
    BREAKS,
    CLAUSE,
    COMPARERS,
    FINITE,
    RELATIVES,
    SUBORDINATORS,
    Nearness,
    context_words,
)
from transforms.quantities.quantity import Quantity

LIMIT: Final = 3.0
FAR: Final = 99.0
FIGURE: Final = 6  # tokens that a figure takes with what stands before it
COMPARED: Final = COMPARERS - {"over", "above", "below"}
QUOTES: Final = frozenset(['"', "“", "”", "``", "''"])
DOERS: Final = ("er", "or", "ers", "ors", "head", "heads")


def attach(quantity: Quantity, placed: Sequence[Placed], near: Nearness, head: int) -> Placed | None:
    """The expression that dates a quantity, or None; `head` is where the first telling of the same thing starts."""
    best, best_cost = None, LIMIT
    for candidate in placed:
        cost = _cost(quantity, candidate, placed, near, head)
        if cost < best_cost:
            best, best_cost = candidate, cost
    return best


def _cost(quantity: Quantity, candidate: Placed, placed: Sequence[Placed], near: Nearness, head: int) -> float:
    expression = candidate.expression
    if expression.start < quantity.end and quantity.start < expression.end:
        return -1.0 if expression.form == "window" else FAR
    first, last = near.index(quantity.start), near.index(quantity.end)
    if _is_of_a_match(quantity, expression) or _is_of_other_things(first, last, near.index(head), candidate, near):
        return FAR
    is_after = candidate.first >= last
    if expression.form == "earlier":
        return 0.0 if is_after and is_compared(near.index(head), near) and candidate.first - last <= 8 else FAR
    is_near = expression.form == "modifier" and 0 <= first - candidate.last <= 2
    if candidate.is_compared and not is_near:
        return FAR
    if expression.form == "modifier" and near.tag(candidate.last) not in FINITE:  # not "2018 saw 40 deaths"
        return _modifier_cost(first, last, candidate, near)
    if is_after and (_is_apart(last, candidate, near) or _is_level_before(first - 1, candidate, near)):
        return FAR
    aside = _aside(first, candidate, near)
    if is_after:
        return _gap(last, candidate.first, candidate, placed, near) + aside
    compared = 3.0 * (not candidate.opens and is_compared(first, near))
    return compared + _gap(candidate.last, first, candidate, placed, near) + aside


def _is_of_other_things(first: int, last: int, head: int, candidate: Placed, near: Nearness) -> bool:
    """Whether the expression dates the saying, the subject or the main clause, and the quantity is none of these."""
    if candidate.said is not None and not _is_of_the_sayer(first, candidate):
        return True
    if _is_of_the_subject(first, candidate, near) or _is_of_what_is_planned(first, candidate, near):
        return True
    if is_day_long(candidate.expression) and is_of_a_deed(first, last, candidate.last, near):
        return True
    if candidate.opens and candidate.first < last and _is_compound(first, last, near):
        return True
    if candidate.opens or candidate.expression.form == "modifier":
        return False
    relative = near.relative(first, last) or near.relative(head, head + 1)
    return relative is not None and not relative[0] <= candidate.first < relative[1]


def _is_apart(last: int, candidate: Placed, near: Nearness) -> bool:
    """Whether an expression after the quantity starts something new ("…, and in May", "shares now outstanding")."""
    form = candidate.expression.form
    if near.tag(candidate.first - 1) == "CC":
        return True
    if form == "since" and _is_record(last, candidate.first, near):
        return True
    is_reduced = form == "now" and near.tag(candidate.last) in ("JJ", "VBN")
    return is_reduced and not near.finite_between(last, candidate.first)


def _is_level_before(i: int, candidate: Placed, near: Nearness) -> bool:
    """Whether token `i` is the "from" of "cut to 5 from 8 on Friday": the day is that of the cut, and of the 5."""
    if i < 0 or near.tokens[i].lower != "from" or not is_day_long(candidate.expression):
        return False
    before = [t.lower for t in near.tokens[max(0, i - FIGURE) : i]]
    return _is_number(i + 1, near) and candidate.first - i <= FIGURE and "to" in before


def _is_record(first: int, last: int, near: Nearness) -> bool:
    """Whether a superlative stands in tokens `first` to `last`: "the most since 1988" dates the record alone."""
    return any(t.tag in ("JJS", "RBS") or t.lower in ("first", "record") for t in near.tokens[first:last])


def _is_of_a_match(quantity: Quantity, expression: Expression) -> bool:
    """Whether "the first half" could be a match's: without a year it dates only money, shares and changes."""
    node = expression.node
    is_half = isinstance(node, nodes.Months) and node.count == 6 and node.year is None
    return is_half and quantity.kind not in ("money", "percent", "index", "multiple")


def _is_compound(first: int, last: int, near: Nearness) -> bool:
    """Whether a quantity is a compound modifier ("the 55-member union")."""
    return any("-" in t.text and t.text[-1].isalpha() for t in near.tokens[first:last])


def _is_of_the_sayer(first: int, candidate: Placed) -> bool:
    """Whether a quantity tells how many speak, not what they say ("this year, 17 per cent said …")."""
    assert candidate.said is not None
    return candidate.last <= first < candidate.said or first < 3 <= candidate.said < candidate.first


def _aside(first: int, candidate: Placed, near: Nearness) -> float:
    """What it costs to leave the relative or participle clause that an expression stands in."""
    aside = near.aside(candidate.first, candidate.last)
    if aside is None or aside[0] <= first < aside[1]:
        return 0.0
    if aside[0] <= 5 and near.tokens[0].tag == "IN":  # "At the hearing, set for May 5, she faces …"
        return 0.0
    return 3.0 if aside[2] else 1.5


def is_compared(first: int, near: Nearness) -> bool:
    """Whether the quantity that starts at token `first` is what another is compared with."""
    for i in range(max(0, first - 3), first):
        lower = near.tokens[i].lower
        if lower in COMPARED and not (lower == "from" and near.tag(i + 1) in ("DT", "PRP$")):
            return True
    return False


def _is_of_the_subject(first: int, candidate: Placed, near: Nearness) -> bool:
    """Whether the quantity only tells which subject is meant ("sales in the four counties fell in May")."""
    if candidate.first < first or not near.finite_between(first, candidate.first):
        return False
    before = [t for t in near.tokens[max(0, first - 3) : first] if t.tag not in ("DT", "PRP$", "JJ", "JJS", "POS")]
    if not before or first < 2:
        return False
    if before[-1].lower == "in":
        return not near.finite_between(max(0, first - CLAUSE), first)
    is_doer = len(before) > 1 and before[-2].lower.endswith(DOERS) and before[-2].lower not in ("number", "order")
    return before[-1].lower == "of" and is_doer


def _is_of_what_is_planned(first: int, candidate: Placed, near: Nearness) -> bool:
    """Whether it dates what those whom the quantity counts will do: "half plan to hire", "half expect sales to"."""
    tokens = near.tokens
    plans = (i for i in range(first, candidate.first) if tokens[i].lower in context_words("ahead"))
    to_do = (i for i in plans if any(t.tag == "TO" for t in tokens[i + 1 : min(i + 1 + FIGURE, candidate.first)]))
    return any(tokens[i].tag in FINITE or near.tag(i - 1) in ("NNS", "VBN", "VBD") for i in to_do)


def _modifier_cost(first: int, last: int, candidate: Placed, near: Nearness) -> float:
    """A modifier dates the noun phrase that it stands in, and what is said of that phrase next to it."""
    is_before = candidate.last <= first
    between = near.tokens[candidate.last : first] if is_before else near.tokens[last : candidate.first]
    if any(t.lower in BREAKS or t.lower in RELATIVES or t.lower in COMPARERS or t.tag == "CC" for t in between):
        return FAR
    verbs = near.finite_between(candidate.last, first) if is_before else near.finite_between(last, candidate.first)
    if not is_before and (len(between) > 7 or any(t.tag == "VBG" for t in between)):
        return FAR
    reach = 4 if is_day_long(candidate.expression) else 8
    if verbs and (not is_before or verbs > 1 or len(between) > reach + 2 * (candidate.preposition in ("at", "during"))):
        return FAR
    return FAR if any(near.speech(i) for i in range(candidate.last, first)) else 0.5 + 0.1 * len(between)


def _gap(first: int, last: int, candidate: Placed, placed: Sequence[Placed], near: Nearness) -> float:
    """What is crossed in tokens `first` to `last`, between a quantity and an expression."""
    is_after = candidate.first >= last
    if candidate.opens and not is_after:
        return _opened_gap(first, last, candidate, placed, near)
    cost = 0.01 * (last - first)
    cost += 3.0 * (near.parenthesis(candidate.first) not in (None, near.parenthesis(first if is_after else last)))
    for i in range(first, last):
        if is_after and _is_level_before(i, candidate, near):
            cost += 0.3
            continue
        cost += _step_to(i, first, near) if is_after else _step_from(i, near)
        cost += 1.5 * (is_after and not is_day_long(candidate.expression) and _opens_background(i, near))
        cost += 0.0 if candidate.is_as_of else near.speech_steps(i)
    cost += max(0, near.finite_between(first, last) - 1) + _between(first, last, placed)
    if not is_after and candidate.follows_number:
        cost += 1.5
    return cost + (1.5 if candidate.expression.form == "now" and cost > 0.25 else 0)


def _opens_background(i: int, near: Nearness) -> bool:
    """Whether token `i` is the participle of what went before: "has lived abroad ten years after losing in 2012"."""
    return near.tag(i) == "VBG" and near.tokens[i - 1].lower in ("after", "before", "since")


def _step(i: int, near: Nearness) -> float:
    """What it costs to cross token `i` in either direction."""
    lower = near.tokens[i].lower
    if near.is_break(i):
        return 0.2 if lower in "()" else 2.5
    if lower == ",":
        return 0.25
    if lower in QUOTES:
        return 1.5
    if lower in COMPARERS and lower not in ("over", "from", "above", "below"):
        is_hedge = lower == "than" and near.tag(i - 1) in ("JJR", "RBR")
        if _is_number(i + 1 + (near.tag(i + 1) in ("IN", "TO")), near):
            return 0.3 if is_hedge else 3.0
        return 2.0
    if near.tag(i) == "VBG" and near.tag(i - 1) == "IN":
        return 3.0 if near.tokens[i - 1].lower == "for" else 1.5
    return 0.0


def _step_to(i: int, first: int, near: Nearness) -> float:
    """What it costs to cross token `i` on the way to a date after the quantity, whose phrase ends at `first`."""
    lower = near.tokens[i].lower
    if near.opens_relative(i) or lower in SUBORDINATORS:
        return 1.5
    if lower == "then" or (lower == "from" and _is_number(i + 1, near)):
        return 3.0
    return _joined(i, first, near) if near.joins_clauses(i) else _step(i, near)


def _step_from(i: int, near: Nearness) -> float:
    """What it costs to cross token `i` on the way from a date to a quantity after it."""
    lower = near.tokens[i].lower
    if near.opens_relative(i):
        return 0.75
    if lower in SUBORDINATORS:
        return 0.5
    if near.joins_clauses(i):
        return 3.0 if lower == "but" or _turns_to_the_present(i, near) else 2.0
    return 0.3 if lower == "and" else _step(i, near)


def _turns_to_the_present(joint: int, near: Nearness) -> bool:
    """Whether the verb before an "and" is past and the one after it present: "had 5 last year and employs 40"."""
    before = next((t.tag for t in reversed(near.tokens[max(0, joint - CLAUSE) : joint]) if t.tag in FINITE), "")
    after = next((t.tag for t in near.tokens[joint : joint + CLAUSE] if t.tag in FINITE), "")
    return before == "VBD" and after in ("VBZ", "VBP")


def _opened_gap(first: int, last: int, candidate: Placed, placed: Sequence[Placed], near: Nearness) -> float:
    """The same for an expression that opens the sentence: it reaches over all that is not said or dated otherwise."""
    cost = 0.05
    for i in range(first, last):
        lower = near.tokens[i].lower
        if lower in (";", ":"):
            cost += 3.0
        if lower in COMPARERS and lower not in ("over", "from", "above", "below"):
            cost += 1.0
        if near.speech(i) is not None:
            is_free = candidate.is_as_of or not is_day_long(candidate.expression)
            cost += 0.2 if is_free else near.speech_steps(i)
    return cost + _between(first, last, placed)


def _joined(i: int, first: int, near: Nearness) -> float:
    """What it costs to cross the "and" at token `i` to a date after it: one verb phrase may share it, no clause."""
    if near.joins_verbs(i):
        return 0.5
    verb = near.verb_of(first, first)
    if near.tag(i + 2) == "TO":
        return 3.0
    return 2.0 if verb is not None and near.tag(i + 1) == near.tag(verb) else 3.0


def _is_number(i: int, near: Nearness) -> bool:
    """Whether a figure stands at token `i`, over a hedge or a sign of money."""
    tags = [near.tag(k) for k in range(i, i + 4)]
    while len(tags) > 1 and tags[0] in ("RB", "$", "IN", "JJS"):
        tags.pop(0)
    return tags[0] == "CD"


def _between(first: int, last: int, placed: Sequence[Placed]) -> float:
    return sum(1.5 for other in placed if first <= other.first and other.last <= last and other.said is None)
