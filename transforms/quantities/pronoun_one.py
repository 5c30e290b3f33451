"""The word "one": a number in "one soldier was killed", a pronoun in "one of them", an article in "one director
stated".
"""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_table
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.nouns import word_class
from transforms.quantities.numerals import WORDS

_DASHES: Final = frozenset("-‐‑‒–—")
# After the pronoun.
_VERBS: Final = next(
    frozenset(row["words"].split("|")) for row in read_table("exclusion_words") if row["set"] == "one verbs"
)
# "one day", "one point": some day, some point.
_LOOSE: Final = frozenset(
    "afternoon another answer area day evening example exception hand idea kind morning night option part "
    "person place point possibility reason side sort source stage step thing time way wonder wonders word".split()
)
# Before the pronoun.
_BEFORE: Final = frozenset(
    "a an another any as bad better big day different each every first game good is last little loved new "
    "no not number old only own right second some square that the this which wrong".split()
)
_COUNTING: Final = frozenset({"just", "only", "by", "than", "least"})
_MANNERS: Final = frozenset({"sided", "off", "way", "on", "size", "stop"})
_COMPOUNDS: Final = frozenset({"time", "man", "woman", "party"})
# Where a clause starts, or its subject stands: "one director said".
_OPENINGS: Final = frozenset(", ; : “ \" said 's ’s in and but that as when after `` at".split())


def one_reason(line: Line, mention: Mention) -> str | None:
    """Why "one" counts nothing here, or None where it counts."""
    first, stop = mention.first, mention.stop
    before, after = line.lower(first - 1), line.lower(stop)
    if mention.unit is not None:
        is_some_day = mention.unit.code == "d" and before in (",", "") and line.lower(mention.end) != "of"
        return "one meaning some" if after == "day" or is_some_day else None
    if after in ("or", "to") and WORDS.get(line.lower(stop + 1), ("", 0.0))[0] in ("digit", "teen", "tens"):
        return None
    if after in _DASHES and line.lower(stop + 1) in _MANNERS | _COMPOUNDS:
        return "manner" if line.lower(stop + 1) in _MANNERS else None
    if before == "remaining" or (before == "but" and line.lower(first - 2) == "all"):
        return None
    kind = word_class(line.word(stop) or ".")
    if before in _COUNTING and kind in ("N", "J"):
        return None
    if before in ("is", "was", "not", "as") and kind in ("N", "J", "C"):
        return "one meaning some"
    return _pronoun(before, after, kind) or _article(first, before, after)


def _pronoun(before: str, after: str, kind: str) -> str | None:
    """ "this one", "one of them", "one who knows"."""
    if before in _BEFORE and not (before == "only" and after not in _VERBS):
        return "one as a pronoun"
    if after in _VERBS or not after or (not after[0].isalpha() and after not in _DASHES):
        return "one as a pronoun"
    if after in _LOOSE and before not in ("just", "than", "least", "killed"):
        return "one meaning some"
    if before in ("of", "from", "by", "with") and after not in ("count", "percent", "per"):
        return "one meaning some"
    return "one as a pronoun" if kind in ("-", "V", "P") and after != "people" else None


def _article(first: int, before: str, after: str) -> str | None:
    """ "One director stated": a certain one."""
    return "one meaning some" if first == 0 or before in _OPENINGS else None
