"""Durations that only date something: "two years ago", "three days later", "in the past 30 days"."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.rule import rule

_WORDS: Final = read_sets("quantity_words")
_DATED: Final = _WORDS["after distances in time"]
_SPANS: Final = _WORDS["before spans"]
_FRAMES: Final = frozenset(
    "in over during within of from by throughout across at until with to than about since versus".split()
)
_LIKENED: Final = frozenset({"compared", "relative", "similar", "prior", "due"})
# What comes once a year or day and dates as that does: "two winters ago".
_SEASONS: Final = _WORDS["seasons"]
_OWNERS: Final = frozenset({"the", "these", "those", "its", "his", "her", "their"})
# What comes then, and not within so long a time: "talks resume in two weeks", "will open in two to three years".
_STILL_TO_COME: Final = _WORDS["still to come"]
_AHEAD: Final = _WORDS["ahead of their day"]
_OPENED: Final = _WORDS["come to their day"]
_STOPS: Final = frozenset({".", ",", "", ";"})
_NEAR: Final = 4  # tokens before "in"
_ENDS: Final = frozenset({",", ".", "", ";", "and"})


@rule("time that dates", after=("hedge",))
def mark_dating(line: Line, mentions: list[Mention], context: Context) -> None:
    """Sets aside the durations that say when and not how long."""
    for mention in mentions:
        if mention.set_aside or mention.kind == "age":
            continue
        is_duration = mention.unit is not None and mention.unit.kind == "duration"
        if _is_dating(line, mention) if is_duration else _is_quarters(line, mention):
            mention.aside("dates something")


def _is_dating(line: Line, mention: Mention) -> bool:
    after, later = line.lower(mention.end), line.lower(mention.end + 1)
    if after in _DATED:
        return later != "than"  # "two years earlier than hoped"
    if after == "from" and later in ("now", "today", "then"):
        return True
    if after in ("before", "after", "on", "prior") and later in (",", ".", "", "then", ";"):
        return True
    if after == "into":
        return False
    before = line.lower(mention.begin - 1)
    at = mention.begin - 1
    if _is_period(line, mention, at, after):
        return True
    if before in _SPANS:
        return _is_span(line, mention)
    if before == "in" and _is_to_come(line, mention):
        return True
    if before == "in" and mention.comparator == "=":
        return _first_time(line, mention)
    return before == "on" and mention.unit is not None and mention.unit.code == "min"  # "a goal on 71 minutes"


def _is_quarters(line: Line, mention: Mention) -> bool:
    """ "during the next four quarters", "two winters ago"."""
    before = line.lower(mention.begin - 1)
    if mention.noun is not None and mention.noun.singular in _SEASONS and line.lower(mention.end) == "ago":
        return True
    is_quarters = mention.noun is not None and mention.noun.singular == "quarter"
    return is_quarters and before in _SPANS and _is_span(line, mention)


def _is_span(line: Line, mention: Mention) -> bool:
    """ "in the past 30 days", "than in the previous six months"; not "jailed for the past three years"."""
    at = mention.begin - 1
    the = line.lower(at - 1)
    if the == "to" and line.lower(at) == "last" and line.lower(at - 2) not in _LIKENED:  # "is to last 12 days"
        return False
    frame = line.lower(at - 2) if the in _OWNERS else the
    if frame == "for":
        return False
    return frame in _FRAMES or (the == "the" and frame in ("", ",", "and"))


def _is_period(line: Line, mention: Mention, at: int, after: str) -> bool:
    """ "in the five months from May", "during the first 75 days of", "the six-month period": a stretch that dates."""
    part = line.lower(at) in ("first", "last", "final", "opening", "closing", "full")
    at -= part
    if line.lower(at) not in ("the", "this", "that", "its"):
        return False
    if line.lower(at - 1) not in ("in", "during", "for", "over", "within", "of"):
        return False
    if part and after in _ENDS and line.lower(at - 1) in ("in", "during"):  # "in the first 10 months,"
        return True
    return after in (
        "from",
        "to",
        "ended",
        "ending",
        "through",
        "until",
        "period",
        "since",
        "of",
        "before",
        "after",
    ) and not (
        (after == "of" and line.lower(at - 1) in ("for", "of"))
        or (after in ("to", "before", "after") and line.lower(at - 1) == "of")
    )


def _is_to_come(line: Line, mention: Mention) -> bool:
    """ "is expected in three to five years", "talks resume in two weeks": when, from now.

    In the present tense alone only where nothing stands behind.
    """
    words = line.lowers[max(0, mention.begin - 1 - _NEAR) : mention.begin - 1]
    if words and words[-1] in _OPENED and not _AHEAD.isdisjoint(words):
        return True
    ends = line.lower(mention.end) in _STOPS and mention.comparator == "="
    return ends and not _STILL_TO_COME.isdisjoint(words[-2:])


def _first_time(line: Line, mention: Mention) -> bool:
    """ "for the first time in five years", "the worst drought in 30 years": a span looked back over."""
    words = line.lowers[max(0, mention.begin - 9) : mention.begin]
    return (
        any(word in ("first", "only") or word.endswith("est") or word in ("most", "worst") for word in words)
        and "the" in words
    ) or ("in" in words and "highest" in words)
