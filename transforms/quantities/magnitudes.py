"""Magnitudes of earthquakes: "magnitude 6.8", "a 6.8-magnitude quake", "a 6.6 quake", "7.1 on the Richter scale"."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.rule import rule
from transforms.quantities.units import Unit

_WORDS: Final = read_sets("quantity_words")
MAGNITUDE: Final = Unit("{magnitude}", "magnitude", "index", "index", 1.0, "{magnitude}", 1.0)
_QUAKES: Final = _WORDS["quakes"]
_CUES: Final = _QUAKES | _WORDS["quake scales"]
_MEASURED: Final = frozenset("measured measuring measures registered registering registers".split())
_ENDS: Final = _MEASURED | {"of"}
_HIGHEST: Final = 10
_LONGEST_HEDGE: Final = 4


@rule("magnitude of a quake", after=("no quantity",))
def mark_magnitudes(line: Line, mentions: list[Mention], context: Context) -> None:
    """Gives the numbers that tell how strong a quake was their unit."""
    if line.vocabulary.isdisjoint(_CUES):
        return
    for mention in mentions:
        if mention.unit is None and not mention.set_aside and 0 < (mention.value or 0) < _HIGHEST:
            _mark(line, mention)


def _mark(line: Line, mention: Mention) -> None:
    before, after = mention.begin - 1, mention.end
    before -= line.word(before) in HYPHENS and line.touches(mention.begin)
    after += line.word(after) in HYPHENS
    if line.lower(before) == "magnitude":
        mention.begin = before
    elif line.lower(after) == "magnitude":
        mention.end = after + 1
    elif line.lowers[after : after + 4] == ["on", "the", "richter", "scale"]:
        mention.end = after + 4
    elif "." in mention.raw and line.lower(after) in _QUAKES:
        pass
    elif not _is_named_before(line, mention):
        return
    mention.unit, mention.rule = MAGNITUDE, "magnitude of a quake"


def _is_named_before(line: Line, mention: Mention) -> bool:
    """ "a magnitude of about 6.8", "measuring greater than 7.0": the word stands before what may loosen the number."""
    at = mention.begin - 1
    while at > 1 and mention.begin - at < _LONGEST_HEDGE and line.lower(at) not in _ENDS and line.lower(at).isalpha():
        at -= 1
    if "." in mention.raw and line.lower(at) in _MEASURED:
        return True
    return line.lower(at) == "of" and line.lower(at - 1) == "magnitude"
