"""Tallies that are one score with the first figure: votes "67 to 29", records "8-8-4", results "Oslo 5, Bergen 2"."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.rule import rule
from transforms.quantities.scores import GAME, GOAL, POINT, RUN, VOTE
from transforms.quantities.units import Unit
from transforms.quantities.word_classes import word_class

_WORDS: Final = read_sets("quantity_words")
_VOTING: Final = _WORDS["before tallies of votes"]
_PASSING: Final = _WORDS["passing of bills"]
_CARRIED: Final = frozenset({"carried", "convicted", "lost", "won"})
_TALLIES: Final = frozenset({"vote", "tally"})
_CHANGED: Final = frozenset({"from", "between"})
_FEW: Final = 1
_NONE_AGAINST: Final = 10  # votes for, beside none against
_RECORDS: Final = _WORDS["records of wins"]
_NEAR: Final = 7  # tokens between the word for a vote and its tally
_JOINTS: Final[tuple[list[str], ...]] = (["to"], ["-", "to", "-"], ["against"])
_SCORED: Final[dict[str, Unit]] = {
    "points": POINT, "goals": GOAL, "runs": RUN, "votes": VOTE, "games": GAME,
}  # fmt: skip


@rule("tally", least=2)
def join_tallies(line: Line, mentions: list[Mention], context: Context) -> list[Mention]:
    """The mentions with the figures of each tally joined into one."""
    if len(mentions) < 2:
        return mentions
    gone: set[int] = set()
    for number, (left, right) in enumerate(pairwise(mentions)):
        if id(left) in gone or not _are_bare(left, right):
            continue
        third = mentions[number + 2] if number + 2 < len(mentions) else None
        if third is not None and _is_record(line, left, right, third, context.is_sport):
            _join(left, third, GAME, "record of wins")
            gone |= {id(right), id(third)}
            continue
        unit = _tally_unit(line, left, right) or _result_unit(line, left, right)
        if unit is not None:
            _join(left, right, unit, "votes for and against" if unit is VOTE else "score of a game")
            gone.add(id(right))
    return [mention for mention in mentions if id(mention) not in gone]


def _are_bare(left: Mention, right: Mention) -> bool:
    """Whether both are whole numbers without a unit."""
    for mention in (left, right):
        if mention.unit is not None or mention.value is None or not mention.value.is_integer() or mention.set_aside:
            return False
        if mention.form not in ("digits", "words") or mention.scale != 1.0 or mention.low is not None:
            return False
    return True


def _tally_unit(line: Line, left: Mention, right: Mention) -> Unit | None:
    """What the two figures of "a vote of 67 to 29", "voted 12 to 10", "22 points to 10" count."""
    gap = line.lowers[left.end : right.begin]
    if len(gap) == 2 and gap[0] in _SCORED and gap[1] == "to":
        return (
            _SCORED[gap[0]]
            if (left.value or 0) >= (right.value or 0) and line.lower(left.begin - 1) != "from"
            else None
        )
    before = line.lower(left.begin - 1)
    if gap in _JOINTS and line.lower(right.end) in _TALLIES and before not in _CHANGED:  # "on a 79 to 19 vote"
        return VOTE
    near = line.lowers[max(0, left.begin - _NEAR) : left.begin]
    if gap in _JOINTS and (before == "by" or near[-2:] == ["majority", "of"]):  # "carried by 31 to 28"
        is_cast = before == "of" or not (_VOTING | _PASSING | _CARRIED).isdisjoint(near)
        return VOTE if is_cast and _is_won(line, left, right) else None
    if gap not in _JOINTS or before in ("from", "between", "by"):
        return None
    return VOTE if _VOTING.intersection(near) or (_PASSING.intersection(near) and _is_won(line, left, right)) else None


def _is_won(line: Line, left: Mention, right: Mention) -> bool:
    """Whether the first figure can be of a majority and nothing is counted behind: "passed 217 to 205"."""
    is_counting = word_class(line.word(right.end) or ".") in ("P", "N", "J")
    won, lost = left.value or 0, right.value or 0
    is_clear = won > lost > _FEW or (lost == 0 and won >= _NONE_AGAINST)  # "by 98 to 0"
    return not is_counting and line.words[left.end] == "to" and is_clear


def _result_unit(line: Line, left: Mention, right: Mention) -> Unit | None:
    """Points or goals of a line that only tells a result: "Oslo 5, Bergen 2"."""
    if not (left.raw.isdigit() and right.raw.isdigit()) or right.end < line.count - 1 or left.first > _NEAR:
        return None
    names, others = line.words[: left.begin], line.words[left.end + 1 : right.begin]
    if line.word(left.end) not in (",", ";") or not names or not others:
        return None
    if not all(word[0].isupper() or word in (".", "&") for word in (*names, *others)):
        return None
    return POINT if max(left.value or 0, right.value or 0) > 15 else GOAL


def _is_record(line: Line, left: Mention, right: Mention, third: Mention, is_sport: bool) -> bool:
    """ "8-8-4": wins, losses and draws."""
    if not _are_bare(right, third) or not all(len(mention.raw) in (1, 2) for mention in (left, right, third)):
        return False
    hyphens = (line.words[left.end : right.begin], line.words[right.end : third.begin])
    if not all(len(gap) == 1 and gap[0] in HYPHENS for gap in hyphens) or line.word(third.end) in HYPHENS:
        return False
    if line.word(left.begin - 1) in HYPHENS or len({len(line.word(at)) for at in (left.first, right.first)}) > 2:
        return False
    return is_sport or not _RECORDS.isdisjoint(line.vocabulary)


def _join(left: Mention, last: Mention, unit: Unit, rule: str) -> None:
    left.unit, left.kind, left.rule = unit, "score", rule
    left.stop = left.end = last.stop
    left.note(f"the first of the figures is {left.value:g}")
