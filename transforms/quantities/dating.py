"""Durations that only date something: "two years ago", "three days later", "in the past 30 days"."""

from __future__ import annotations

from typing import Final

from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention

_DATED: Final = frozenset({"ago", "earlier", "later", "hence", "beforehand", "afterwards", "previously", "thereafter"})
_SPANS: Final = frozenset(
    {"last", "past", "next", "previous", "coming", "preceding", "prior", "following", "latest", "recent"}
)
_FRAMES: Final = frozenset(
    {"in", "during", "within", "over", "for", "of", "from", "by", "throughout", "through", "across", "at"}
)


def mark_dating(line: Line, mentions: list[Mention]) -> None:
    """Sets aside the durations that say when and not how long."""
    for mention in mentions:
        if mention.set_aside or mention.kind == "age" or mention.unit is None or mention.unit.kind != "duration":
            continue
        if _is_dating(line, mention):
            mention.aside("dates something")


def _is_dating(line: Line, mention: Mention) -> bool:
    after, later = line.lower(mention.end), line.lower(mention.end + 1)
    if after in _DATED:
        return True
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
        the = line.lower(at - 1)
        frame = line.lower(at - 2) if the in ("the", "these", "those", "its", "his", "her", "their") else the
        if frame == "over" and before in ("next", "coming"):
            return True
        if frame in ("for", "over"):
            return False
        return frame in ("in", "during", "within", "of", "at", "by", "until", "from", "throughout", "across") or (
            the in ("the",) and frame in ("", ",", "and")
        )
    if before == "in" and mention.comparator == "=":
        return _first_time(line, mention)
    return False


def _is_period(line: Line, mention: Mention, at: int, after: str) -> bool:
    """ "in the five months from May", "during the first 75 days of", "the six-month period": a stretch that dates."""
    at -= line.lower(at) in ("first", "last", "final", "opening", "closing", "full")
    if line.lower(at) not in ("the", "this", "that", "its"):
        return False
    if line.lower(at - 1) not in ("in", "during", "for", "over", "within", "of"):
        return False
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


def _first_time(line: Line, mention: Mention) -> bool:
    """ "for the first time in five years", "the worst drought in 30 years": a span looked back over."""
    words = line.lowers[max(0, mention.begin - 9) : mention.begin]
    return (
        any(word in ("first", "only") or word.endswith("est") or word in ("most", "worst") for word in words)
        and "the" in words
    ) or ("in" in words and "highest" in words)
