"""Where a time expression stands in its sentence, and whether it dates what is told or only the telling."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from transforms.claims.dates import distances, nodes
from transforms.claims.dates.grammar import Expression
from transforms.claims.nearness import BREAKS, CLAUSE, FINITE, RELATIVES, VERBAL, Nearness, context_words

PUBLISHED: Final = frozenset(["published", "released", "issued", "unveiled", "dated", "according"])


# Of a paper whose day is not that of what it says: "according to a complaint unsealed today".
FILED: Final = frozenset(["unsealed", "filed"])
LONGEST_OBJECT: Final = 14  # tokens
COMPARED: Final = frozenset(["than", "versus", "vs", "against"])  # what follows is compared with
COMPARED_LONG: Final = frozenset(["from", "over", "on", "above", "below"])  # what follows is, where it lasts a while


@dataclass(frozen=True, slots=True)
class Placed:
    """An expression among the tokens: `first` to `last` (exclusive), its preposition, and how it dates.

    `is_base`: what stands before it is compared with it, as in "a $5 million rise over last year's level".
    """

    expression: Expression
    first: int
    last: int
    preposition: str
    said: int | None
    is_compared: bool
    is_base: bool
    is_as_of: bool
    follows_number: bool
    follows_verb: bool
    follows_attribution: bool

    @property
    def opens(self) -> bool:
        """Whether it opens the sentence, and so dates all of it."""
        is_first = self.first == 0 or self.expression.form != "now"
        return (self.first <= 2 or self.follows_attribution) and is_first and not self.follows_verb


def place(expression: Expression, near: Nearness) -> Placed:
    """Find an expression among the tokens, and whether it dates the saying or is what something is compared with."""
    first, last = near.index(expression.start), near.index(expression.end)
    behind = [token.lower for token in near.tokens[last : last + 2]]
    opens_clause = behind[:1] == ["when"] or behind == [",", "when"]
    if opens_clause and isinstance(expression.node, nodes.Since):  # "the highest since May 2008, when 563 died"
        expression = replace(expression, node=expression.node.first, form="plain")
    since = _since(first, near) if expression.form == "plain" and not opens_clause else None
    if since is not None:
        first = since
        expression = replace(expression, node=nodes.Since(expression.node), form="since")
    while first > 0 and near.tokens[first - 1].lower in ("the", "late", "early", "about", "around", "just"):
        first -= 1
    preposition = near.tokens[first - 1].lower if first else ""
    governs = near.tag(first) not in ("IN", "TO") and near.tag(first - 1) in ("IN", "TO")
    start = first - 1 if governs else first
    is_compared = _is_compared_with(expression, preposition, start, first, near)
    comparer = near.tokens[start - 1].lower if start else ""  # "than in May", where `preposition` is "in"
    return Placed(
        expression=expression,
        first=start,
        last=last,
        preposition=preposition,
        said=_said(expression, start, last, near),
        is_compared=is_compared,
        is_base=comparer in COMPARED or (is_compared and preposition in COMPARED | COMPARED_LONG),
        is_as_of=preposition == "of" and first > 1 and near.tokens[first - 2].lower == "as",
        follows_number=any(t.tag == "CD" for t in near.tokens[max(0, start - 2) : start]),
        follows_verb=near.finite_between(0, min(start, 3)) > 0,
        follows_attribution=_follows_attribution(start, near),
    )


def _follows_attribution(start: int, near: Nearness) -> bool:
    """Whether nothing but "According to the indictment," stands before the expression."""
    if not 2 < start <= LONGEST_OBJECT or near.tokens[0].lower != "according" or near.tokens[start - 1].lower != ",":
        return False
    return not any(t.lower == "," for t in near.tokens[: start - 1]) and near.finite_between(0, start) == 0


def _is_compared_with(expression: Expression, preposition: str, start: int, first: int, near: Nearness) -> bool:
    """Whether something is compared with the expression ("than last year", "ahead of 2004", "the same as in May")."""
    is_long = isinstance(expression.node, nodes.CalendarUnit | nodes.Year | nodes.Months | distances.Before)
    if preposition in COMPARED:
        return True
    if preposition in COMPARED_LONG and (is_long or expression.form == "earlier"):
        return True
    words = [t.lower for t in near.tokens[max(0, start - 3) : first]]
    pairs = (("same", "as"), ("ahead", "of"), ("compared", "with"), ("compared", "to"))
    return any(one in words and other in words for one, other in pairs)


def _since(first: int, near: Nearness) -> int | None:
    """The "since" that governs an expression ("since its creation in 1998", "since it began in June"), or None."""
    verbs = 0
    for i in range(first - 1, max(-1, first - 15), -1):
        token = near.tokens[i]
        verbs += token.tag in FINITE
        if verbs > 1 or token.lower in BREAKS or token.lower == ",":
            return None
        if token.lower == "since":
            return i
    return None


def is_day_long(expression: Expression) -> bool:
    """Whether an expression names single days, as words of saying are dated."""
    node = expression.node
    if isinstance(node, nodes.CalendarUnit):
        return node.unit in ("day", "week", "night", "weekend")
    return isinstance(node, nodes.Day | nodes.Weekday | nodes.WeekdayOfWeek | nodes.Days)


def _said(expression: Expression, first: int, last: int, near: Nearness) -> int | None:
    """The token of the verb of saying that the expression dates, or None where it dates what is said."""
    if expression.form not in ("plain", "vague") or isinstance(expression.node, nodes.Between | nodes.Ended):
        return None
    tokens = near.tokens
    if tokens[first].lower == "of" and first and tokens[first - 1].lower == "as":
        return None
    before = _said_before(expression, first, last, near)
    if before is not None:
        return before
    is_free = first <= 1 or tokens[first - 1].lower in BREAKS or tokens[first - 1].lower in ('"', "“", ",", "and")
    for i in range(last, min(last + CLAUSE, len(tokens))):
        token = tokens[i]
        if token.lower in BREAKS or (token.lower in RELATIVES and token.tag in ("WDT", "WP", "WRB")):
            return None
        if token.tag in VERBAL and token.tag != "VB":
            verb = near.speech(i)
            if token.lower in context_words("comments") and is_day_long(expression):
                return i
            if verb is None or token.tag == "VBG" or not (is_free or i == last):
                if token.tag in ("VBG", "VBN"):
                    continue
                return None
            if not is_day_long(expression) and (verb.kind not in ("say", "tell") or _takes_noun(i, near)):
                return None
            return i
    return None


def _takes_noun(verb: int, near: Nearness) -> bool:
    """Whether a noun phrase and no clause follows a verb of saying."""
    following = near.tokens[verb + 1 : verb + 1 + LONGEST_OBJECT]
    if not following or following[0].tag not in ("DT", "PRP$", "CD", "JJ"):
        return False
    for i, token in enumerate(following, start=verb + 1):
        if token.lower in BREAKS or token.lower == "," or near.opens_relative(i):
            return True
        if token.tag in FINITE or token.lower == "that":
            return False
    return True


def _is_of_a_source(i: int, near: Nearness) -> bool:
    """Whether token `i` tells of a paper that something is according to."""
    return any(t.lower == "according" for t in near.tokens[max(0, i - LONGEST_OBJECT) : i])


def _said_before(expression: Expression, first: int, last: int, near: Nearness) -> int | None:
    """The verb of saying that stands before the expression and is dated by it ("said in a statement on Friday")."""
    tokens = near.tokens
    for i in range(first - 1, max(-1, first - 14), -1):
        token = tokens[i]
        if token.lower in BREAKS or token.lower in (",", "that", "which", "who", '"', "”"):
            return None
        if token.lower in PUBLISHED and i >= first - 9 and is_day_long(expression):
            return i
        if token.lower in FILED and i >= first - 2 and _is_of_a_source(i, near):
            return i
        if token.tag in VERBAL:
            verb = near.speech(i)
            if token.lower in context_words("comments") and is_day_long(expression):
                return i
            if verb is None:
                if token.tag == "VBN" and i >= first - 1:
                    return None
                if token.tag in FINITE or token.tag == "VBN":
                    return None
                continue
            bare = (
                i + 1 < first
                and tokens[i + 1].tag not in ("IN", "RB", "TO")
                and tokens[i + 1].lower != "late"
                and verb.kind != "tell"
            )
            if not is_day_long(expression):
                is_told = verb.kind == "tell" and last < len(tokens) and tokens[last].lower == "that"
                is_close = not bare and first - i <= 2 and verb.kind in ("say", "tell")
                return i if is_told or is_close else None
            return i if not bare or (verb.takes_noun and verb.lemma != "say") else None
    return None
