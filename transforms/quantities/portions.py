"""Fractions: parts of a unit ("a quarter of a mile"), ordinals ("a fourth from Chile") and ratios ("nearly half")."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.money import money_after
from transforms.quantities.numerals import ARTICLES, HEDGING_SHARES, WORDS
from transforms.quantities.points import RATES
from transforms.quantities.rule import rule
from transforms.quantities.units import BY_CODE, LEXICON, POINT, RATIO, Unit, UnitMatch
from transforms.quantities.word_classes import word_class

_WORDS: Final = read_sets("quantity_words")
# Words that are no units elsewhere, and are ones after "half a".
_HALVED: Final = {"point": POINT, "second": BY_CODE["s"]}
_SCORING: Final = _WORDS["scoring verbs"]
_FALLEN_BY: Final = frozenset({"in", "since", "over", "from", "to", "on", "after", "by", "and", ".", ",", ""})
_OF_A_THIRD: Final = frozenset({"was", "is", "has", "had", "who", "said"})
_SERIES: Final = frozenset({"and", "then"})
# Denominators from here on make ordinals before a noun: "his one-hundredth goal".
_LARGE: Final = 100
# Nouns of which "half" is a part and no share: "half time", "half brother".
_AFTER_HALF: Final = _WORDS["after half"]


@rule("fraction", after=("amount with its conversion", "part of an amount"))
def mark_fractions(line: Line, mentions: list[Mention], context: Context) -> None:
    """Fractions without a unit are ratios; "half" only where it is one ("half of", "nearly half"), not "first half"."""
    for mention in mentions:
        if mention.unit is not None or mention.set_aside or mention.form not in ("fraction", "half"):
            continue
        if line.lowers[mention.stop - 2 : mention.stop] == ["/", "32"]:  # the ticks of a bond
            mention.unit, mention.kind, mention.rule = POINT, "index", "ticks of a bond"
            continue
        if mention.value is not None and mention.value > 1 and mention.form == "fraction":
            if "odds" in line.vocabulary and line.word(mention.first + 1) == "/":
                mention.unit, mention.rule = RATIO, "odds"
            elif _is_spelled_ordinal(line, mention):
                mention.aside("ordinal")
            continue
        if line.lower(mention.end + (line.word(mention.end) == "-")) in ("point", "points"):
            continue
        match = None
        start = _divided_start(line, mention)
        if start:
            match = _divided_unit(line, start)
        if match is not None:
            mention.unit = _of_rates(line, match.unit)
            mention.unit_word, mention.end, mention.rule = match.word, match.stop, "part of a unit"
            continue
        if mention.form == "half" and line.lower(mention.end) == "a" and line.lower(mention.end + 1) in _HALVED:
            mention.unit_word = line.lower(mention.end + 1)
            mention.unit = _of_rates(line, _HALVED[mention.unit_word])
            mention.end, mention.rule = mention.end + 2, "part of a unit"
            continue
        if mention.low is not None:
            continue
        if mention.form == "fraction" and (_is_scored(line, mention) or _is_ordinal(line, mention)):
            mention.aside("ordinal")
        elif mention.form == "half" and not _is_share(line, mention):
            mention.aside("half of a game, a year or a word")
        elif mention.form == "fraction" and mention.value in (9 / 11, 24 / 7) and line.word(mention.first + 1) == "/":
            mention.aside("idiom")
        else:
            mention.unit = RATIO
            mention.rule = mention.rule or "fraction of a whole"


def _of_rates(line: Line, unit: Unit) -> Unit:
    """A point of interest rates is one of per cent."""
    return BY_CODE["{percentage point}"] if unit is POINT and not RATES.isdisjoint(line.vocabulary) else unit


def _is_scored(line: Line, mention: Mention) -> bool:
    """ "added a third from 20 yards", "a second and then a third", "two died and a third was hurt": no share."""
    if line.lower(mention.first) not in ARTICLES or line.lower(mention.end) == "of":
        return False
    if line.lower(mention.first - 1) in HEDGING_SHARES:
        return False
    if (
        line.lower(mention.stop - 1) == "third"
        and "thirds" not in line.vocabulary
        and "two" in line.lowers[: mention.first]
    ):
        return line.lower(mention.end) in _OF_A_THIRD
    before = line.lowers[max(0, mention.first - 3) : mention.first]
    return not _SCORING.isdisjoint(before[-1:]) or (not _SERIES.isdisjoint(before[-2:]) and "second" in line.vocabulary)


def _divided_start(line: Line, mention: Mention) -> int:
    """Where the unit that a fraction divides may start: "1/3 of a cup", "1/2 a cup", "3/4 square mile"; else 0."""
    after = line.lower(mention.end)
    if after in ("linear", "square", "cubic"):
        return mention.end + 1
    if after == "of" and line.lower(mention.end + 1) in ARTICLES:
        return mention.end + 2
    is_stroke = after in ARTICLES and line.word(mention.first + 1) == "/"
    return mention.end + 1 if is_stroke else 0


def _is_ordinal(line: Line, mention: Mention) -> bool:
    """ "his one-hundredth goal", "two from Peru and a fourth from Chile": the one of that number."""
    last, after = line.lower(mention.stop - 1), line.word(mention.stop)
    role, bottom = WORDS.get(last, ("", 0.0))
    if role != "part" or last == "quarter":
        return False
    if bottom >= _LARGE and not last.endswith("s"):
        return word_class(after or ".") in ("N", "J", "C")
    in_series = line.lower(mention.first) in ARTICLES and after.lower() == "from" and bottom < _LARGE
    if not in_series or not line.word(mention.stop + 1)[:1].isupper():
        return False
    before = line.lowers[: mention.first]
    return before[-1:] in (["and"], [","]) and any(WORDS.get(word, ("", 0))[0] == "digit" for word in before)


def _is_spelled_ordinal(line: Line, mention: Mention) -> bool:
    """ "the twenty-fifth anniversary" is no 20 fifths."""
    last = line.lower(mention.stop - 1)
    return WORDS.get(last, ("", 0.0))[0] == "part" and not last.endswith("s")


def _divided_unit(line: Line, at: int) -> UnitMatch | None:
    """What stands after "three-eighths of a": a unit, or a coin or point of the markets."""
    match = LEXICON.match(line, at, False) or money_after(line, at, None, False, False)
    if match is not None and match.unit.kind in ("measure", "duration", "percent", "money"):
        return match
    return UnitMatch(POINT, at + 1, "point") if line.lower(at) == "point" else None


def _is_share(line: Line, mention: Mention) -> bool:
    before, after = line.lower(mention.begin - 1), line.lower(mention.end)
    if before == "by" and line.lower(mention.first) in ARTICLES and after in _FALLEN_BY:  # "fell by a half in May"
        return True
    if before == "other" and "half" in line.lowers[: mention.begin - 1]:  # "half rose while the other half fell"
        return True
    if before in (
        "first",
        "second",
        "the",
        "this",
        "last",
        "other",
        "latter",
        "each",
        "third",
        "final",
        "opening",
        "early",
        "better",
        "his",
        "her",
        "whose",
        "-",
    ):
        return before == "the" and after == "of" and line.lower(mention.begin - 2) in ("than",)
    if after == "-" or line.text[line.ends[mention.end - 1] :][:1] == "-":
        return False
    if line.lower(mention.first) in ARTICLES and after not in ("of", ".", ","):
        return False
    return after not in _AFTER_HALF
