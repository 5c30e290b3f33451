"""Parts of ten that a level lies in: "in the low 80 percent range", "highs in the mid-90s"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.units import BY_CODE

_WORDS: Final = read_sets("quantity_words")
_WEATHER: Final = _WORDS["told in tens of degrees"]
# What each word leaves of ten; without one all of it is meant.
_PARTS: Final = {
    "low": (0, 3), "lower": (0, 3), "mid": (4, 6), "middle": (4, 6), "high": (7, 9), "upper": (7, 9),
}  # fmt: skip
_ALL: Final = (0, 9)
_TENS: Final = frozenset(str(ten) for ten in range(10, 100, 10))
_PER_CENT: Final = frozenset({"percent", "%", "pct"})
_LEADING: Final = frozenset({"in", "into", "to", "at", "from"})


def bands(line: Line) -> Iterator[Mention]:
    """The mentions of such parts, of per cent or of degrees."""
    is_weather = not _WEATHER.isdisjoint(line.vocabulary)
    for at, word in enumerate(line.words):
        if word not in _TENS or (line.lower(at - 1) == "-" and not line.touches(at)):
            continue
        begin = at - 1 - (line.word(at - 1) in HYPHENS)
        part = _PARTS.get(line.lower(begin))
        first = begin if part else at
        if line.lower(first - 1) != "the" or line.lower(first - 2) not in _LEADING:
            continue
        stop = _per_cent_stop(line, at + 1) if part else 0
        if stop:
            yield _band(at, stop, first, part or _ALL, float(word), "%", "percent")
        elif is_weather and line.word(at + 1) == "s" and line.touches(at + 1):
            yield _band(at, at + 2, first, part or _ALL, float(word), "deg", "measure")


def _per_cent_stop(line: Line, at: int) -> int:
    """The token behind the sign or words for per cent at token `at`, else 0."""
    if line.lower(at) in _PER_CENT:
        return at + 1
    return at + 2 if (line.lower(at), line.lower(at + 1)) == ("per", "cent") else 0


def _band(at: int, stop: int, first: int, part: tuple[int, int], ten: float, code: str, kind: str) -> Mention:
    low, high = (ten + above for above in part)
    return Mention(
        at, stop, first, stop, (low + high) / 2, "words", unit=BY_CODE[code], kind=kind, low=low, high=high,
        comparator="range", rule="part of ten",
    )  # fmt: skip
