"""Numbers that are not written as numbers: "no casualties" (zero), "about an hour" (one)."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.changes import TRENDS
from transforms.quantities.hedges import Hedge, hedge_before
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.money import money_after
from transforms.quantities.nouns import noun_after
from transforms.quantities.units import LEXICON, UnitMatch

_WORDS: Final = read_sets("implied_words")
_COUNTED: Final = _WORDS["counted when none"]
_ABSTRACT: Final = _WORDS["plain negation"]
_WERE: Final = _WORDS["after what is none"]
_THERE: Final = _WORDS["before what is none"]
_STARTS: Final = frozenset({"no", "none", "a", "an"})


def read_implied(line: Line) -> list[Mention]:
    """The zeros and ones that words imply."""
    found = []
    for at, word in enumerate(line.lowers):
        if word not in _STARTS:
            continue
        mention = _zero(line, at) if word in ("no", "none") else _one(line, at)
        if mention is not None:
            found.append(mention)
    return found


def _zero(line: Line, at: int) -> Mention | None:
    if line.lowers[at] == "none":
        if line.lower(at + 1) != "of":
            return None
        noun = noun_after(line, at + 1, True)
        if noun is None or noun.singular in _ABSTRACT:
            return None
        return Mention(at, at + 1, at, noun.stop, 0.0, "words", noun=noun, rule="none of them")
    if line.lower(at + 1) in ("more", "fewer", "less", "longer", "one", "matter", "doubt", "other") and line.lower(
        at + 2
    ) in ("than", "", "what", "."):
        return None
    noun = noun_after(line, at + 1, True)
    if noun is None or noun.singular in _ABSTRACT:
        return None
    if noun.singular in ("point", "case") and line.lower(at - 1) in ("at", "in"):
        return None
    plural = line.lowers[noun.head] != noun.singular or noun.singular in _COUNTED
    if not plural or (noun.singular not in _COUNTED and not _exists(line, at, noun.stop)):
        return None
    return Mention(at, at + 1, at, noun.stop, 0.0, "words", noun=noun, rule="no such thing")


def _exists(line: Line, at: int, stop: int) -> bool:
    """Whether the words say that none were there: "no vehicles were involved", "there were no events", "we
    have no …".
    """
    return line.lower(stop) in _WERE or line.lower(at - 1) in _THERE


def _one(line: Line, at: int) -> Mention | None:
    """ "about an hour", "within a year", "over a mile": one of a unit, where a hedge stands before it."""
    step = at + 1
    match = LEXICON.match(line, step, False) or money_after(line, step, None, False, False)
    if match is None or (match.is_symbol and line.count > 2) or match.unit.kind not in ("duration", "measure", "money"):
        return None
    hedge = hedge_before(line, at)
    if at == 0 and match.stop == line.count:  # nothing but "a litre"
        return Mention(
            at, at + 1, at, match.stop, 1.0, "article", unit=match.unit, unit_word=match.word, rule="one of a unit"
        )
    if match.unit.kind == "money":
        return _one_coin(line, at, match, hedge)
    if hedge is None or hedge.kind == "drop" or hedge.words in ("some", "past", "better than", "beyond", "near"):
        return None
    if line.lower(match.stop) in ("ago", "earlier", "later", "before", "after") and hedge.words != "within":
        return None
    return Mention(
        at,
        at + 1,
        at,
        match.stop,
        1.0,
        "article",
        unit=match.unit,
        unit_word=match.word,
        rule="a hedge and one of a unit",
    )


def _one_coin(line: Line, at: int, match: UnitMatch, hedge: Hedge | None) -> Mention | None:
    """ "fell almost a cent", "slipped a penny to 45p": by one coin or dollar, where a verb of change stands before."""
    verb = line.lower(at - 1 if hedge is None else hedge.first - 1)
    if TRENDS.get(verb, ("", ""))[1] not in ("verb", "verb noun"):
        return None
    return Mention(
        at, at + 1, at, match.stop, 1.0, "article", unit=match.unit, unit_word=match.word, rule="a change by one coin"
    )
