"""Numbers that name a thing and count none: of models ("the Falcon 9 rocket"), of blocks, in code, on buttons; ranks;
sizes of files.
"""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.nouns import noun_after
from transforms.quantities.rule import rule
from transforms.quantities.word_classes import UNMARKED, word_class

_WORDS: Final = read_sets("exclusion_words")
_BUTTONS: Final = _WORDS["buttons"]
_FILES: Final = _WORDS["files"]
_BLOCKS: Final = _WORDS["numbered places"]
_FLOWN: Final = _WORDS["flown by aircraft"]
_AIRCRAFT: Final = _WORDS["aircraft"]
_OWNERS: Final = frozenset("the its their his her our these those".split())
_SHORT_LINE: Final = 5  # tokens of a button at most
_LONGEST_CALL: Final = 40  # tokens of a list in code at most


@rule("rank", after=("range of one",))
def is_rank(line: Line, mention: Mention) -> str | None:
    """ "a top 10 player", "in the top five"; "the top 100 athletes" counts them."""
    return "rank" if _is_rank(line, mention) else None


def _is_rank(line: Line, mention: Mention) -> bool:
    at = mention.begin - 1
    at -= line.word(at) in HYPHENS and line.touches(mention.begin)
    if line.lower(at) != "top" or mention.unit is not None:
        return False
    if line.lower(at - 1) not in _OWNERS or at != mention.begin - 1:
        return line.lower(at - 1) not in ("to", "could", "may", "might", "will", "would")
    if line.lower(mention.end) == "of" or line.lowers[max(0, at - 3) : at - 1] == ["one", "of"]:
        return True
    noun = noun_after(line, mention.end, True)
    return noun is None or word_class(line.words[noun.head]) != "P"


@rule("code, button or file", after=("bundle",))
def is_coded(line: Line, mention: Mention) -> str | None:
    """Why a number belongs to code, to a button or to a file: "c(0.5, 0.7)", "Show all 50", "Map.pdf (86 KB)"."""
    if mention.unit is not None:
        return "size of a file" if mention.unit.dimension == "data" and _is_file(line, mention) else None
    if line.count <= _SHORT_LINE and mention.end == line.count and line.lowers[0] in _BUTTONS:
        return "identifier"
    return "identifier" if _is_in_call(line, mention.first) else None


def _is_file(line: Line, mention: Mention) -> bool:
    """Whether the size stands in brackets behind what is to be fetched."""
    is_bracketed = line.word(mention.begin - 1) == "(" and line.word(mention.end) == ")"
    return is_bracketed and not _FILES.isdisjoint(line.lowers[max(0, mention.begin - 8) : mention.begin])


def _is_in_call(line: Line, first: int) -> bool:
    """Whether only numbers and commas stand between token `first` and a bracket that touches a word before it."""
    for at in range(first - 1, max(0, first - _LONGEST_CALL), -1):
        word = line.words[at]
        if word in ("(", "["):
            return line.touches(at) and line.touches(at + 1) and line.words[at - 1].isalpha()
        if word not in (",", "-") and not word[0].isdigit():
            return False
    return False


def is_designation(line: Line, mention: Mention) -> bool:
    """ "the Falcon 9 rocket", "the Bell 206 helicopter", "the 400 block of Elm", "its 737 flights"."""
    noun = mention.noun
    if noun is None or mention.form != "digits" or "," in mention.raw or mention.is_elided or mention.low is not None:
        return False
    before, head = line.word(mention.first - 1), line.lowers[noun.head]
    if head in _BLOCKS and line.lower(noun.head + 1) == "of":
        return True
    if mention.raw in _AIRCRAFT and head in _FLOWN:
        return before.lower() in _OWNERS or before[:1].isupper()
    is_joined = line.word(mention.stop) in HYPHENS
    if is_joined or mention.value == 1:
        return False
    return _is_model(line, mention, before, head) or _is_numbered_title(line, mention, before)


def _is_numbered_title(line: Line, mention: Mention, before: str) -> bool:
    """ "the 504 Loan Program", "the 21 Minimum Age Law": words with capitals up to a singular that no number counts."""
    assert mention.noun is not None
    words = line.words[mention.stop : mention.noun.head + 1]
    is_capital = all(word[0].isupper() and not word.isupper() for word in words)
    is_one = word_class(words[-1].lower()) == "N" and words[-1].lower() not in UNMARKED
    return before.lower() in _OWNERS and is_capital and is_one


def _is_model(line: Line, mention: Mention, before: str, head: str) -> bool:
    """Whether a name stands before the number and a singular behind it, which no number counts."""
    assert mention.noun is not None
    named = before[:1].isupper() and before[-1].isalpha() and mention.first > 1 and before not in ("The", "All", "In")
    if not named or before.lower() in _WORDS["months"] or before.lower() in _WORDS["weekdays"]:
        return False
    is_alone = mention.noun.head == mention.noun.first
    kind = word_class(line.words[mention.noun.head])
    return (kind == "N" or (head in UNMARKED and is_alone and head.endswith("craft"))) and head[0].isalpha()
