"""The word "one": a number in "one soldier was killed", a pronoun in "one of them", an article in "one
director stated".
"""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_table
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.nouns import word_class
from transforms.quantities.numerals import WORDS

_DATED: Final = frozenset({"ago", "earlier", "later", "hence"})
_DASHES: Final = frozenset("-‐‑‒–—")
_ONE_VERBS: Final = next(
    frozenset(row["words"].split("|")) for row in read_table("exclusion_words") if row["set"] == "one verbs"
)
_ONE_MEASURE: Final = frozenset(
    {
        "day",
        "point",
        "time",
        "night",
        "morning",
        "evening",
        "afternoon",
        "stage",
        "way",
        "thing",
        "side",
        "hand",
        "area",
        "reason",
        "kind",
        "sort",
        "place",
        "person",
        "part",
        "step",
        "another",
        "word",
        "wonders",
        "wonder",
        "exception",
        "source",
        "option",
        "answer",
        "example",
        "possibility",
        "idea",
    }
)
_ONE_BEFORE: Final = frozenset(
    {
        "no",
        "this",
        "that",
        "the",
        "which",
        "any",
        "every",
        "each",
        "another",
        "some",
        "not",
        "a",
        "an",
        "new",
        "good",
        "big",
        "first",
        "last",
        "only",
        "old",
        "right",
        "wrong",
        "different",
        "bad",
        "better",
        "own",
        "second",
        "loved",
        "little",
        "as",
        "day",
        "is",
        "number",
        "square",
        "game",
    }
)
_ONE_COUNTS: Final = frozenset(
    {
        "just",
        "least",
        "than",
        "about",
        "nearly",
        "up",
        "over",
        "by",
        "to",
        "of",
        "with",
        "for",
        "another",
        "from",
        "killed",
        "lost",
        "won",
        "and",
        "or",
        "only",
    }
)


def one_reason(line: Line, mention: Mention) -> str | None:
    """Why "one" counts nothing here, or None where it counts."""
    first, stop = mention.first, mention.stop
    before, after = line.lower(first - 1), line.lower(stop)
    if mention.unit is not None:
        if after == "day" or (
            mention.unit.code == "d" and before in (",", "") and line.lower(mention.end) not in ("of",)
        ):
            return "one meaning some"
        if mention.end > stop and line.lower(mention.end) in _DATED:
            return None
        return None
    if after in ("or", "to") and WORDS.get(line.lower(stop + 1), ("", 0.0))[0] in ("digit", "teen", "tens"):
        return None
    if after in _DASHES and line.lower(stop + 1) in (
        "sided",
        "off",
        "way",
        "on",
        "size",
        "stop",
        "time",
        "man",
        "woman",
        "party",
    ):
        return "manner" if line.lower(stop + 1) in ("sided", "off", "way", "on", "size", "stop") else None
    if before in ("all", "but") and "but" in line.lowers[max(0, first - 1) : first] and line.lower(first - 2) == "all":
        return None
    if before == "remaining" or (False):
        return None
    if before in ("just", "only", "by", "than", "least") and word_class(line.word(stop) or ".") in ("N", "J"):
        return None
    if before in ("is", "was", "not", "as") and word_class(line.word(stop) or ".") in ("N", "J", "C"):
        return "one meaning some"
    if before in _ONE_BEFORE and not (before == "only" and after not in _ONE_VERBS):
        return "one as a pronoun"
    if after in _ONE_VERBS or not after or (not after[0].isalpha() and after not in _DASHES):
        return "one as a pronoun"
    if after in _ONE_MEASURE and before not in ("just", "than", "least", "killed"):
        return "one meaning some"
    kind = word_class(line.words[stop])
    if before in ("of", "from", "by", "with") and after not in ("count", "percent", "per"):
        return "one meaning some"
    if kind in ("-", "V", "P") and after not in ("people",):
        return "one as a pronoun"
    if first == 0 or before in (
        ",",
        ";",
        ":",
        "“",
        '"',
        "said",
        "'s",
        "’s",
        "in",
        "and",
        "but",
        "that",
        "as",
        "when",
        "after",
        "``",
        "at",
    ):
        return "one meaning some"
    return None
