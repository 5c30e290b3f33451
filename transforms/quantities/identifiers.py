"""Letters and marks that touch a number and make it a name or a time: "F-16", "COVID-19", "3rd", "1980s", "10:30"."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.lines import Line
from transforms.quantities.marks import DASHES
from transforms.quantities.mention import Mention
from transforms.quantities.numerals import is_digits
from transforms.quantities.rule import rule
from transforms.quantities.word_classes import word_class
from transforms.syntax.lexicon import tags_of

_WORDS: Final = read_sets("exclusion_words")
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
# How surnames with a capital inside begin.
_PARTICLES: Final = tuple(sorted(_WORDS["beginnings of surnames"]))
# Before a hyphen and a number these tell how much: "under-21s", "minus-5".
_UNLABELLED: Final = _WORDS["no words with a label"]
_CASE_DIGITS: Final = 3
_SHORTEST_THING: Final = 5  # letters of a plural that touches its number by a slip: "51counts"
_AIRCRAFT: Final = _WORDS["aircraft"]
_SCREEN_LINES: Final = _WORDS["screen lines"]


def follows_product(line: Line, mention: Mention) -> bool:
    """ "iPadOS 13", "MagSafe 2 plugs": a small number behind a word with a capital inside, no surname."""
    word = line.word(mention.first - 1)
    inner = any(letter.isupper() for letter in word[1:]) and any(letter.islower() for letter in word)
    return inner and len(mention.raw) <= 2 and not word.startswith(_PARTICLES)


@rule("letters or marks behind", after=("base of a rate", "rank"))
def glued_behind(line: Line, mention: Mention) -> str | None:
    """ "3rd", "1980s", "1080p", "5G", "10:30": what touches the end of the digits."""
    stop, after = mention.stop, line.lower(mention.stop)
    if mention.raw in ("4", "8") and line.word(stop - 1) in ("K", "k") and word_class(line.word(stop) or ".") != "P":
        return "identifier"  # "in native 4K"
    if _is_case(line, mention):
        mention.unit = None
        return "identifier"
    if line.touches(stop):
        if after in _ORDINALS and _is_ordinal(mention.raw, after):
            return "ordinal"
        if after == "s" and line.word(stop) == "s" and (len(mention.raw) == 4 or mention.raw.endswith("0")):
            return "decade"
        if after == "s" and mention.raw in _AIRCRAFT:  # "two 707s"
            return "identifier"
        if after == "p" and mention.raw in _SCREEN_LINES:
            mention.unit = None
            return "identifier"
        is_side = mention.unit is not None and after == "x"
        is_thing = len(after) >= _SHORTEST_THING and line.word(stop) == after and word_class(after) == "P"
        if is_thing and tags_of(after):
            return None  # "51counts"
        if mention.end == stop and after and after[0].isalpha() and mention.scale == 1.0 and not is_side:
            return "identifier"
        if after == ":" and is_digits(line.word(stop + 1)) and line.touches(stop + 1):
            return "clock time"
    if line.lower(stop) in DASHES and line.touches(stop) and line.lower(stop + 1) in _ORDINALS:
        return "ordinal"
    return None


@rule("letters or marks before", after=("letters or marks behind",))
def glued_before(line: Line, mention: Mention) -> str | None:
    """ "F-16", "COVID-19", "G7", "#5", "'98": what touches the start of the digits."""
    first = mention.first
    if not first or not line.touches(first):
        return None
    before, word = line.words[first - 1], line.word(first - 2)
    if before in DASHES and word.lower() == "sub":
        return None
    if before[0].isalpha() and before not in ("x", "X"):
        return "identifier"
    if (
        before in DASHES
        and line.touches(first - 1)
        and word
        and (word[0].isalpha() and not (word.islower() and len(word) > 3))
    ):
        return "identifier" if mention.unit is None or len(word) <= 3 else None
    if before in DASHES and word in _AIRCRAFT and line.touches(first - 1):  # "the 787-9 jet"
        return "identifier"
    if before in DASHES and line.touches(first - 1) and _is_label(line, mention, word):
        return "identifier"
    if before == ":" and is_digits(word) and line.touches(first - 1):
        return "clock time"
    if before == "." and first > 1 and line.touches(first - 1) and word[-1:].isalnum():
        return "identifier"
    if before in ("#", "@", "_", "\\") or (
        before == "/" and word and line.touches(first - 1) and (word[0].isalpha() or is_digits(word))
    ):
        return "identifier"
    if before in ("'", "’", "‘") and len(mention.raw) == 2 and mention.unit is None:
        return "year"
    return "identifier" if _is_chain(line, mention) else None


def _is_case(line: Line, mention: Mention) -> bool:
    """The number of a case: digits, capitals and digits joined by hyphens, "16-CV-2770"."""
    if line.word(mention.stop) != "-":
        return False
    parts = line.words[mention.stop : mention.stop + 4]
    joined = all(line.touches(at) for at in range(mention.stop, mention.stop + 4))
    is_case = len(parts) == 4 and parts[0] == parts[2] == "-" and parts[1].isalpha() and parts[3].isdigit()
    return joined and is_case and len(parts[3]) >= _CASE_DIGITS


def _is_label(line: Line, mention: Mention, word: str) -> bool:
    """ "victim-1", "omega-3": a common noun and a small number joined by a hyphen, with nothing counted behind it."""
    if not word.isalpha() or not word.islower() or word in _UNLABELLED or len(mention.raw) > 3:
        return False
    is_count = mention.unit is not None or word_class(line.word(mention.stop) or ".") == "P"
    return mention.raw.isdigit() and not is_count and word_class(word) == "N"


def _is_chain(line: Line, mention: Mention) -> bool:
    """A telephone or account number: three runs of digits joined by hyphens."""
    first, stop = mention.first, mention.stop
    before = line.word(first - 1) in DASHES and is_digits(line.word(first - 2)) and line.touches(first - 1)
    after = (
        line.word(stop) in DASHES and is_digits(line.word(stop + 1)) and line.touches(stop) and line.touches(stop + 1)
    )
    if before and after:
        return True
    if before:
        return line.word(first - 3) in DASHES and is_digits(line.word(first - 4))
    return after and line.word(stop + 2) in DASHES and is_digits(line.word(stop + 3)) and line.touches(stop + 2)


def _is_ordinal(raw: str, ending: str) -> bool:
    """Whether the ending is the one of the number: "21st", not "14st" (a weight)."""
    if raw[-2:] in ("11", "12", "13"):
        return ending == "th"
    return {"1": "st", "2": "nd", "3": "rd"}.get(raw[-1], "th") == ending
