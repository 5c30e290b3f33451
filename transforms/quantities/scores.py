"""Scores of games: "28-17", "6-4 3-6 7-6", "a 3-2 win", "drew 1-1".  The first figure is the claim's value."""

from __future__ import annotations

import itertools
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.days import is_date
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.ratios import is_told_ratio
from transforms.quantities.row_labels import is_in_row
from transforms.quantities.rule import rule
from transforms.quantities.units import Unit
from transforms.quantities.word_classes import word_class

_WORDS: Final = read_sets("quantity_words")
_CUES: Final = _WORDS["games"]
_VOTES: Final = _WORDS["decisions"]


def _unit(noun: str) -> Unit:
    return Unit("{" + noun + "}", noun, "score", "score", 1.0, "{" + noun + "}", 1.0)


POINT, GOAL, GAME, VOTE = _unit("point"), _unit("goal"), _unit("game"), _unit("vote")
RUN = _unit("run")
_TENNIS: Final = _WORDS["tennis"]
_BASEBALL: Final = _WORDS["baseball"]
_IN_POINTS: Final = _WORDS["games in points"]
# Cricket: words that nothing else uses, and those that a score needs besides.
INNINGS: Final = _WORDS["cricket alone"]
_CRICKET: Final = INNINGS | _WORDS["cricket besides"]
FEWEST_RUNS: Final = 20  # of a side with wickets down
MOST_RUNS: Final = 999
WICKETS: Final = 10
_AFTER_WICKETS: Final = frozenset("in at on and but when before after to against with declared from off by".split())
_BEFORE_TEAMS: Final = frozenset({"the", "fellow", "surging", "struggling"})
MOST_GAMES: Final = 30  # of a record in brackets: larger pairs there are points or shares
_OF_TALLIES: Final = frozenset({"vote", "votes", "margin", "score", "tally", "count"})
_CONTESTS: Final = _CUES | _VOTES | _CRICKET


@rule("score of a game", after=("runs for wickets",), least=2)
def join_scores(line: Line, mentions: list[Mention], context: Context) -> list[Mention]:
    """The mentions with each score's two figures joined into one mention."""
    skip: set[int] = set()
    pairs = [(left, right) for left, right in itertools.pairwise(mentions) if _is_pair(line, left, right)]
    if not pairs:
        return mentions
    are_sets = _are_sets(pairs)
    in_sport = context.is_sport or bool(_CONTESTS & line.vocabulary)
    for left, right in pairs:
        if id(left) in skip or not (in_sport or len(pairs) > 1) or _is_range_of(line, left, right, context.is_sport):
            continue
        if _VOTES & line.vocabulary and (not context.is_sport or _is_tally(line, left)):
            left.unit, left.kind, left.rule = VOTE, "score", "votes for and against"
            left.stop = left.end = right.stop
        else:
            _join(line, left, right, are_sets)
        skip.add(id(right))
    return [mention for mention in mentions if id(mention) not in skip]


@rule("runs for wickets", after=("tally",), least=2)
def join_innings(line: Line, mentions: list[Mention], context: Context) -> list[Mention]:
    """The mentions with runs for wickets joined: "468 for seven", in cricket alone."""
    if not (context.is_sport or _CRICKET & line.vocabulary):
        return mentions
    joined: list[Mention] = []
    for mention in mentions:
        left = joined[-1] if joined else None
        if left is not None and _is_innings(line, left, mention):
            left.unit, left.kind, left.rule = RUN, "score", "runs for wickets"
            left.stop = left.end = mention.stop
        else:
            joined.append(mention)
    return joined


def _is_innings(line: Line, left: Mention, right: Mention) -> bool:
    if left.unit or right.unit or left.set_aside or right.set_aside or left.value is None or right.value is None:
        return False
    is_all = line.lowers[left.end : right.begin] == ["for"] and left.raw.isdigit() and not is_date(line, left)
    follower = line.lower(right.end)
    return (
        is_all
        and FEWEST_RUNS <= left.value <= MOST_RUNS
        and right.value < WICKETS
        and (follower in _AFTER_WICKETS or not follower.isalpha())
    )


def _is_pair(line: Line, left: Mention, right: Mention) -> bool:
    if left.stop + 1 != right.first or line.words[left.stop] not in HYPHENS:
        return False
    if left.unit or right.unit or left.set_aside or right.set_aside or left.value is None or right.value is None:
        return False
    if left.scale != 1.0 or right.scale != 1.0:  # "1-2 million people"
        return False
    if is_date(line, left) or is_told_ratio(line, left, right) or is_in_row(line, left):
        return False
    if line.touches(left.stop) != line.touches(right.first):
        return False
    if not (left.raw.isdigit() and right.raw.isdigit()) or len(left.raw) > 3 or len(right.raw) > 3:
        return False
    before = line.word(left.first - 1)
    return (
        before not in HYPHENS and line.word(right.stop) not in ("%",) and line.word(right.stop) not in HYPHENS
    ) or line.touches(right.stop + 1) is False


def _is_range_of(line: Line, left: Mention, right: Mention, is_sport: bool) -> bool:
    """Whether a rising pair is rather a range: "10-12 people", "ages 18-24"."""
    assert left.value is not None
    assert right.value is not None
    if left.value >= right.value:
        return False
    after = line.lower(right.stop)
    if line.lower(left.first - 1) == "of" and line.lower(left.first - 2) in _OF_TALLIES:  # "failed by a vote of 42-55"
        return False
    if line.lower(left.first - 1) in ("aged", "ages", "age", "about", "around", "between", "of", "top"):
        return True
    return bool(after) and after[0].isalpha() and (after.endswith("s") and after not in _CUES) and not is_sport


def _is_tally(line: Line, left: Mention) -> bool:
    """ "by a vote of 85-13", whatever else the article is of."""
    return line.lower(left.first - 1) == "of" and line.lower(left.first - 2) in ("vote", "votes")


def _are_sets(pairs: list[tuple[Mention, Mention]]) -> bool:
    """Whether the scores of a sentence are the sets of one match: several in a row, each won with six or seven."""
    tops = [max(left.value or 0, right.value or 0) for left, right in pairs]
    return len(pairs) > 1 and all(6 <= top <= 7 for top in tops)


def _join(line: Line, left: Mention, right: Mention, are_sets: bool) -> None:
    assert left.value is not None
    assert right.value is not None
    largest, smallest = max(left.value, right.value), min(left.value, right.value)
    words = line.vocabulary
    if _is_record(line, left, right, largest):
        left.rule = "record of a team"
        unit = GAME
    elif _is_tie_break(line, left):
        unit = POINT
    elif are_sets or "series" in words or "meetings" in words or (words & _TENNIS and largest <= 7):
        unit = GAME
    elif words & _BASEBALL or (largest > 40 and smallest <= 10 and words & _CRICKET):
        unit = RUN
    elif largest > 9 or words & _IN_POINTS:
        unit = POINT
    else:
        unit = GOAL
    if smallest == largest == 1 and "series" in words:
        unit = GAME
    left.unit, left.kind, left.rule = unit, "score", left.rule or "score of a game"
    left.stop = left.end = right.stop
    left.note(f"{left.value:g} to {right.value:g}")


def _is_record(line: Line, left: Mention, right: Mention, largest: float) -> bool:
    """Games won and lost: "Gophers (9-1, 6-1)", "an 11-2 record"; not "beat Sweden (4-2)"."""
    if line.lower(right.stop) == "record" or _is_of_team(line, left, right):
        return True
    at = left.first - 1
    while line.word(at) == "," or line.word(at) in HYPHENS or line.word(at).isdigit():
        at -= 1
    before = at - 1
    while before >= 0 and line.word(before).isalpha() and line.word(before)[0].isupper():
        before -= 1
    is_told = line.word(at) == "(" and before < at - 1
    is_result = line.lower(before) in _CUES and largest == left.value and line.word(left.first - 1) == "("
    return is_told and not is_result and largest <= MOST_GAMES and line.word(right.stop) in (")", ",", ";")


def _is_of_team(line: Line, left: Mention, right: Mention) -> bool:
    """Games won and lost before the team's name or a comma: "the 5-1 Boston Celtics", "At 4-7, the Chargers"."""
    before = line.lower(left.first - 1)
    if left.first == 1 and before == "at":
        return line.word(right.stop) == ","
    named = right.stop
    while line.word(named)[:1].isupper():
        named += 1
    is_named = named > right.stop and line.word(left.first - 1).islower() and before in _BEFORE_TEAMS
    return is_named and word_class(line.words[named - 1]) == "P" and line.lower(named) not in _CUES


def _is_tie_break(line: Line, left: Mention) -> bool:
    """The points of a tie-break behind the games of its set: "7-6 (7-3)"."""
    return line.word(left.first - 1) == "(" and line.words[max(0, left.first - 4) : left.first - 3] in (["7"], ["6"])
