"""Numbers that are not written as numbers: "no casualties" (zero), "about an hour" (one)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.changes import TRENDS
from transforms.quantities.context import Context
from transforms.quantities.hedges import Hedge, hedge_before
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention, beside, in_place
from transforms.quantities.money import money_after
from transforms.quantities.nouns import noun_after
from transforms.quantities.numerals import WORDS, is_digits
from transforms.quantities.rule import rule
from transforms.quantities.unit_parts import part_behind
from transforms.quantities.units import LEXICON, UnitMatch, counted
from transforms.quantities.word_classes import word_class
from transforms.syntax.lexicon import tags_of

_WORDS: Final = read_sets("implied_words")
_COUNTED: Final = _WORDS["counted when none"]
_ABSTRACT: Final = _WORDS["plain negation"]
_WERE: Final = _WORDS["after what is none"]
_THERE: Final = _WORDS["before what is none"]
AND_A_PART: Final = "one and a half of a unit"
NO_ONE: Final = "no one at all"
# The rule of a "none" whose noun was named before.
NONE_OF_THEM: Final = "none of what was named"
_NOT_ONE: Final = frozenset({"no", "none", "nobody"})
_NAMES: Final = frozenset(tuple(name.split()) for name in _WORDS["names that begin with no"])
_STARTS: Final = _NOT_ONE | {"a", "an"}
# Between the article and its unit: "an extra month and a half".
_WHOLE: Final = _WORDS["before one and a half"]
_SIZED: Final = frozenset({"long", "wide", "tall", "deep", "thick", "away"})
_WEIGHING: Final = frozenset({"weigh", "weighs", "weighed", "weighing", "measures", "measured", "measuring"})
_LASTING: Final = _WORDS["lasting"]
_NOT_LASTING: Final = _WORDS["after no length of time"]
_NOT_BEFORE_FOR: Final = _WORDS["before no length of time"]
# "hourlong", "week-long": so long a thing is.
# Before a "none" that is a subject, and verbs of no fact.
_NONE_OPENS: Final = frozenset(
    {"", ",", "but", "though", "although", "and", "that", "notes", "said", "says", "“", '"', ";", "yet", "while"}
)
_SEEM: Final = frozenset("is was seemed seems exists existed".split())
# Behind "no one" these tell what befell nobody: "no one was hurt", not "no one knows".
_CASUALTIES: Final = read_sets("quantity_words")["casualties"]
_AUXILIARIES: Final = frozenset("was were is are has have had been be else yet so far still".split())
_LONG: Final = {f"{word}long": word for word in ("hour", "day", "week", "month", "year", "decade", "century", "mile")}
_OPENERS: Final = _STARTS | set(_LONG) | {"long"}


@rule("number not written", after=("noun of a row",), least=0)
def add_implied(line: Line, mentions: list[Mention], context: Context) -> list[Mention]:
    """The mentions with the zeros and ones that words imply."""
    for mention in mentions:
        if line.lower(mention.begin - 1) == "not" and _is_not_one(line, mention):
            mention.begin, mention.value, mention.set_aside, mention.rule = mention.begin - 1, 0.0, None, "not one"
    implied = list(_implied(line))
    if not implied:
        return mentions
    whole = [mention for mention in implied if mention.rule == AND_A_PART]
    return beside(in_place(mentions, whole), [mention for mention in implied if mention.rule != AND_A_PART])


def _implied(line: Line) -> Iterator[Mention]:
    for at, word in enumerate(line.lowers):
        if word not in _OPENERS:
            continue
        reader = _one_long if word not in _STARTS else _zero if word in _NOT_ONE else _one
        mention = reader(line, at)
        if mention is not None:
            yield mention


def _is_not_one(line: Line, mention: Mention) -> bool:
    """Whether the "not" before a mention makes it none: "not a single incumbent", "not one woman appeared"."""
    is_alone = mention.unit is None and mention.noun is not None and mention.value == 1.0
    if mention.form == "single":
        return is_alone
    is_one = is_alone and line.lowers[mention.first] == "one" and line.word(mention.stop) not in HYPHENS
    return is_one and line.lower(mention.begin - 2) in _NONE_OPENS


def _befell(line: Line, at: int) -> bool:
    """Whether what befell somebody stands at token `at`, auxiliaries and adverbs passed over: "has been hurt"."""
    while line.lower(at) in _AUXILIARIES or line.lower(at).endswith("ly"):
        at += 1
    return line.lower(at) in _CASUALTIES


def _zero(line: Line, at: int) -> Mention | None:
    if line.lowers[at] == "nobody":
        is_hurt = _befell(line, at + 1)
        return Mention(at, at + 1, at, at + 1, 0.0, "words", unit=counted("person"), rule=NO_ONE) if is_hurt else None
    if line.lowers[at] == "none":
        if _is_subject(line, at):
            return Mention(at, at + 1, at, at + 1, 0.0, "words", rule=NONE_OF_THEM)
        if line.lower(at + 1) != "of":
            return None
        noun = noun_after(line, at + 1, True)
        if noun is None or noun.singular in _ABSTRACT:
            return None
        return Mention(at, at + 1, at, noun.stop, 0.0, "words", noun=noun, rule="none of them")
    is_cast = line.lower(at + 1) in ("vote", "votes")
    if is_cast and (is_digits(line.word(at - 1)) or line.lower(at - 1) in WORDS):  # "three no votes"
        return None
    one = at + 1 + (line.word(at + 1) in HYPHENS)
    if line.lower(one) == "one" and _befell(line, one + 1):
        return Mention(at, one + 1, at, one + 1, 0.0, "words", unit=counted("person"), rule=NO_ONE)
    if line.lower(at + 1) in ("more", "fewer", "less", "longer", "one", "matter", "doubt", "other") and line.lower(
        at + 2
    ) in ("than", "", "what", "."):
        return None
    if any(tuple(line.lowers[at + 1 : at + 1 + len(name)]) == name for name in _NAMES):
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


def _one_long(line: Line, at: int) -> Mention | None:
    """ "a week-long strike", "an hourlong show"; "a 20-mile-long queue" has its number."""
    first, word = at, _LONG.get(line.lowers[at], "")
    if not word:
        first, word = at - 2, line.lower(at - 2)
        if word not in _LONG.values() or line.word(at - 1) not in HYPHENS or not line.touches(at):
            return None
        if line.word(first - 1) in HYPHENS or line.word(first - 1)[:1].isdigit():  # "a 14.5 mile-long dam"
            return None
    unit = LEXICON.words[word][0][2]
    return Mention(first, at + 1, first, at + 1, 1.0, "article", unit=unit, unit_word=word, rule="one of a unit long")


def _is_subject(line: Line, at: int) -> bool:
    """Whether "none" opens a clause and does something: "none has offered plans", "but none uncovered it"."""
    if line.lower(at - 1) not in _NONE_OPENS:
        return False
    after = line.lower(at + 1)
    return after not in _SEEM and tags_of(after)[:1] in (("VBD",), ("VBZ",), ("VBP",), ("VBN",), ("MD",))


def _exists(line: Line, at: int, stop: int) -> bool:
    """Whether the words say that none were there: "no vehicles were involved", "there were no events", "we
    have no …".
    """
    return line.lower(stop) in _WERE or line.lower(at - 1) in _THERE


def _one(line: Line, at: int) -> Mention | None:
    """ "about an hour", "within a year", "over a mile": one of a unit, where a hedge stands before it."""
    step = at + 1 + (line.lower(at + 1) in _WHOLE)
    match = LEXICON.match(line, step, False) or money_after(line, step, None, False, False)
    # "by a percentage point", but not "a tenth of a percentage point"
    is_point = match is not None and match.unit.code == "{percentage point}" and line.lower(at - 1) != "of"
    kinds = ("duration", "measure", "money")
    if match is None or (match.is_symbol and line.count > 2) or (match.unit.kind not in kinds and not is_point):
        return None
    hedge = hedge_before(line, at)
    part, stop = part_behind(line, match.stop)
    if part and match.unit.kind in ("duration", "measure", "money") and not match.is_symbol:
        return Mention(at, stop, at, stop, 1 + part, "words", unit=match.unit, unit_word=match.word, rule=AND_A_PART)
    is_alone = at == 0 and match.stop == line.count  # nothing but "a litre"
    if is_alone or is_point or _is_measured(line, at, match):
        return Mention(
            at, at + 1, at, match.stop, 1.0, "article", unit=match.unit, unit_word=match.word, rule="one of a unit"
        )
    if match.unit.kind == "money":
        return _one_coin(line, at, match, hedge)
    if hedge is None or hedge.kind == "drop" or hedge.words in ("some", "past", "better than", "beyond", "near"):
        return _lasting(line, at, match)
    after = line.lower(match.stop)
    is_gap = after in ("before", "after") and line.word(match.stop + 1)[:1].isalnum()
    if after in ("ago", "earlier", "later", "before", "after") and hedge.words != "within" and not is_gap:
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


def _is_measured(line: Line, at: int, match: UnitMatch) -> bool:
    """ "a mile long", "weighs a kilo": how long, far or heavy something is."""
    is_size = match.unit.kind == "measure" and not match.is_symbol
    return is_size and (line.lower(match.stop) in _SIZED or line.lower(at - 1) in _WEIGHING)


def _lasting(line: Line, at: int, match: UnitMatch) -> Mention | None:
    """ "lasts a month", "may take a year", "on hold for a week": how long something goes on."""
    if match.unit.kind != "duration" or match.is_symbol or match.unit.code == "s" or match.stop != at + 2:
        return None
    before, after = line.lower(at - 1), line.lower(match.stop)
    if before not in _LASTING or after in _NOT_LASTING or line.word(match.stop) in HYPHENS:
        return None
    if after and word_class(line.word(match.stop)) in ("N", "P", "C"):  # "for a day trip"
        return None
    paid = line.lower(at - 2)
    if before == "for" and (match.unit.code == "min" or paid in _NOT_BEFORE_FOR or is_digits(paid) or paid in WORDS):
        return None
    return Mention(
        at, at + 1, at, match.stop, 1.0, "article", unit=match.unit, unit_word=match.word, rule="lasting one of a unit"
    )


def _one_coin(line: Line, at: int, match: UnitMatch, hedge: Hedge | None) -> Mention | None:
    """ "fell almost a cent", "slipped a penny to 45p": by one coin or dollar, where a verb of change stands before."""
    verb = line.lower(at - 1 if hedge is None else hedge.first - 1)
    if TRENDS.get(verb, ("", ""))[1] not in ("verb", "verb noun"):
        return None
    return Mention(
        at, at + 1, at, match.stop, 1.0, "article", unit=match.unit, unit_word=match.word, rule="a change by one coin"
    )
