"""Which earlier figure of the article a figure says again: the candidates, and what speaks for each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from transforms.ledger.figures import GRAMMAR, LinkFigure, is_alike, item_relation, words_of
from transforms.lexicons.tables import read_sets
from transforms.syntax.lemmas import regular_noun

_SETS: Final = read_sets("link_words")
KNOWN, ANOTHER, PEOPLE = _SETS["known"], _SETS["another"], _SETS["people"]
FARTHEST: Final = 200  # earlier claims that are looked at
CLOSE: Final = 45  # characters between a figure and its conversion
NEAR: Final = 0.12  # how far a conversion or a rounding may lie off, as a part of the larger value
HEDGED: Final = 0.25  # and where one of the two is hedged
_MARKS: Final = frozenset(("(", "or", "/", ",", "–", "-", "—", "of", "a", "an", "to", "from"))
_DASHES: Final = frozenset(("/", "–", "—", "-"))

Candidate = tuple[LinkFigure, str]


def repeating_candidates(figure: LinkFigure, figures: Sequence[LinkFigure], text: str) -> list[Candidate]:
    """The earlier claims whose values agree with a figure's, each with how they agree."""
    earlier = figures[max(0, figure.at - FARTHEST) : figure.at]
    told = ((other, agreement(figure, other)) for other in earlier)
    return [(other, how) for other, how in told if how is not None and not _is_added(figure, other, how, text)]


def _is_added(later: LinkFigure, earlier: LinkFigure, how: str, text: str) -> bool:
    """Whether an "and" in one sentence adds another length or weight: "50 miles from Lund and 80 km from Oslo"."""
    is_here = how == "converted" and later.kind == "measure" and later.sentence_no == earlier.sentence_no
    return is_here and "and" in words_of(text[earlier.end : later.start])


def agreement(later: LinkFigure, earlier: LinkFigure) -> str | None:
    """How two values agree: same, rounded, converted, vague, or amounts of two currencies; None where they do not."""
    is_one_sort = _is_one_sort(later, earlier)
    if later.value is None or earlier.value is None:
        return "vague" if is_one_sort and _meet(later, earlier) else None
    if later.value == earlier.value and is_one_sort:
        return "same"
    if later.kind == earlier.kind == "money" and not is_alike(later.unit, earlier.unit):
        return "currency" if later.start - earlier.end < CLOSE else None
    if later.base_unit != earlier.base_unit and not is_one_sort:
        return None
    if not _is_near(_base(later, later.value), _base(earlier, earlier.value), later, earlier):
        return None
    if later.unit != earlier.unit and not (later.noun and earlier.noun):
        return "converted"
    return "rounded"


def _is_one_sort(later: LinkFigure, earlier: LinkFigure) -> bool:
    if later.unit == earlier.unit:
        return True
    if later.noun and earlier.noun:
        return later.kind == earlier.kind
    return is_alike(later.unit, earlier.unit)


def _base(figure: LinkFigure, value: float) -> float:
    return figure.base_value if figure.base_value is not None else value


def _is_near(one: float, other: float, later: LinkFigure, earlier: LinkFigure) -> bool:
    slack = NEAR if later.comparator == earlier.comparator == "=" else HEDGED
    return abs(one - other) <= slack * max(abs(one), abs(other))


def _meet(one: LinkFigure, other: LinkFigure) -> bool:
    """Whether the intervals of two figures have a value in common."""
    lows = [-math.inf if figure.low is None else figure.low for figure in (one, other)]
    highs = [math.inf if figure.high is None else figure.high for figure in (one, other)]
    return max(lows) <= min(highs)


def digits(value: float | None) -> int:
    """How many digits a value tells: 3 for 52,300, 0 for none."""
    return len(f"{abs(value):.9e}".split("e")[0].rstrip("0").replace(".", "")) if value else 0


def repeats_none(figure: LinkFigure) -> list[str]:
    """What speaks for a figure that says none of its candidates again."""
    return [
        "none",
        f"none {figure.kind}",
        f"none {figure.role}",
        f"none digits {min(3, digits(figure.value))}",
        f"none before {_marker(figure)}",
    ]


def _marker(figure: LinkFigure) -> str:
    """What the word before a figure says of it: known already, another, or the word itself where it tells much."""
    word = figure.before[0] if figure.before else "start"
    if word in KNOWN:
        return "known"
    if word in ANOTHER:
        return "another"
    return word if word in _MARKS or word == "start" else "other"


def _nouns(later: LinkFigure, earlier: LinkFigure) -> str:
    """How far the two count one thing, by their nouns."""
    if later.unit == earlier.unit or (later.noun and later.noun == earlier.noun):
        return "same"
    if not later.noun or not earlier.noun:
        return "other"
    if later.noun in earlier.item or earlier.noun in later.item:
        return "named"
    people = (later.noun in PEOPLE) + (earlier.noun in PEOPLE)
    return ("other", "one people", "people")[people]


def repeating_features(
    later: LinkFigure, candidate: Candidate, figures: Sequence[LinkFigure], text: str
) -> Iterator[str]:
    """What speaks for or against `later` saying the candidate again, by name."""
    earlier, how = candidate
    apart = later.sentence_no - earlier.sentence_no
    where = "here" if apart == 0 else "next" if apart == 1 else "near" if apart < 5 else "far"
    nouns, item = _nouns(later, earlier), item_relation(later, earlier)
    marker, size = _marker(later), min(3, digits(later.value))
    yield how
    yield f"{how} {later.kind}"
    yield f"{how} {where}"
    yield f"{how} noun {nouns}"
    yield f"{how} item {item}"
    yield f"item {item} {where}"
    yield f"noun {nouns} item {item}"
    yield f"{how} before {marker}"
    yield f"{where} before {marker}"
    yield f"{how} digits {size}"
    yield f"{later.kind} digits {size} item {item}"
    yield f"both {later.role}" if later.role == earlier.role else f"roles {later.role} {earlier.role}"
    yield from _gap(text[earlier.end : later.start], how, item)
    yield from _fields(later, earlier, how)
    here = sum(1 for one in figures if one.sentence_no == later.sentence_no and one.kind == later.kind)
    yield f"{how} kind here {min(4, here)}"
    if how == "rounded":
        yield from _rounding(later, earlier)


def _gap(gap: str, how: str, item: str) -> Iterator[str]:
    """What stands between two figures that are side by side."""
    if len(gap) >= CLOSE or "\n" in gap.strip():
        return
    words = words_of(gap)
    yield f"{how} close between {' '.join(words) if len(words) < 3 else 'more'}"
    if gap.rfind("(") > gap.rfind(")") or gap.strip() in _DASHES:
        yield f"{how} in brackets"
        yield f"in brackets item {item}"


def _fields(later: LinkFigure, earlier: LinkFigure, how: str) -> Iterator[str]:
    is_same = later.measure == earlier.measure
    yield f"{how} measure {'same' if is_same else 'other'}"
    if is_same and later.measure not in ("count", "share", "duration", "age", None):
        yield "measure told"
    yield f"{how} beside {min(2, len(_beside(later) & _beside(earlier)))}"
    if later.as_of[0] and earlier.as_of[0] and later.as_of != earlier.as_of:
        yield f"{how} other day"
    if later.comparator == earlier.comparator:
        yield f"{how} same comparator"
    if earlier.sentence_no == 0:
        yield f"{how} of the first sentence"
    if later.actor and earlier.actor:
        yield "same actor" if later.actor == earlier.actor else "other actor"


def _beside(figure: LinkFigure) -> set[str]:
    """The words beside a figure that carry meaning."""
    return {regular_noun(word) for word in (*figure.before, *figure.after) if word[0].isalpha() and word not in GRAMMAR}


def _rounding(later: LinkFigure, earlier: LinkFigure) -> Iterator[str]:
    coarse, fine = sorted((later, earlier), key=lambda figure: digits(figure.value))
    yield "rounded hedged" if coarse.comparator != "=" else "rounded bare"
    if fine.value and coarse.value:
        places = max(0, digits(coarse.value) - 1)
        yield "rounding" if float(f"{fine.value:.{places}e}") == coarse.value else "no rounding"
