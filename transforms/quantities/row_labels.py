"""Numbers in a row that say which ones, not how many: "on counts 1, 7, 10-14 and 42", "in grades 9-12"."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.numerals import WORDS
from transforms.quantities.word_classes import word_class

_WORDS: Final = read_sets("exclusion_words")
LABELS: Final = _WORDS["labels of rows"]
# Of these a verb or what is told in a game has the same form.
_VERBS_TOO: Final = frozenset({"count", "counts", "measures", "figures", "rules"})
_BEFORE: Final = frozenset({"on", "of", "in", "to", "under", "and", "or", "both", "", ",", "including"})
_DETERMINERS: Final = frozenset("the these those all some any its his her their our my your no".split())
_LONGEST: Final = 40  # tokens of a row
_JOINTS: Final = frozenset({",", "and", "or", "&", "-", "–", "to", "through"})


def is_in_row(line: Line, mention: Mention) -> bool:
    """Whether a number is one of a row behind its label; not in "of the lanes 3 were shut", "the team counts 12"."""
    if "." in mention.raw or "," in mention.raw or LABELS.isdisjoint(line.vocabulary):
        return False
    at = label_before(line, mention.first)
    if at < 0 or word_class(line.word(mention.stop) or ".") in ("P", "N", "J", "C"):
        return False
    before = line.lower(at - 1)
    if line.lowers[at] in _VERBS_TOO:
        return before in _BEFORE
    return before not in _DETERMINERS and word_class(before or ".") in ("-", "V", ".")


def label_before(line: Line, at: int) -> int:
    """Where the label of the row stands that the token at `at` is of, -1 for none."""
    first, at = max(0, at - _LONGEST), at - 1
    while at >= first and (line.lowers[at] in _JOINTS or line.lowers[at].isdigit() or line.lowers[at] in WORDS):
        at -= 1
    return at if at >= first and line.lowers[at] in LABELS else -1
