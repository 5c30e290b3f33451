"""What is no quantity though it holds a number: years, dates, times, identifiers, names, ordinals,
decades, "one of".

Each rule gives the reason why it sets a number aside, or None; of two that both have one, that counts which comes first
by what they state.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.days import is_day, is_month, is_time, is_zoned
from transforms.quantities.designations import is_coded, is_rank
from transforms.quantities.identifiers import glued_before, glued_behind
from transforms.quantities.labels import (
    TITLES,
    is_aircraft,
    is_emergency,
    is_listed,
    is_noughted,
    is_postcode,
    is_titled,
)  # fmt: skip
from transforms.quantities.lines import Line
from transforms.quantities.marks import DASHES
from transforms.quantities.mention import Mention
from transforms.quantities.numerals import WORDS
from transforms.quantities.pronoun_one import one_reason
from transforms.quantities.row_labels import is_in_row
from transforms.quantities.rule import Rule, in_order, rule
from transforms.quantities.word_classes import word_class
from transforms.quantities.years import follows_year, is_dating_year

_WORDS: Final = read_sets("exclusion_words")
# What a number word behind a title or these names: "day two", "round three".
_PARTS: Final = _WORDS["lower titles"] | _WORDS["parts of a whole"]
_LOWER_TITLES: Final = _WORDS["lower titles"]
_BEFORE_TIMES: Final = frozenset("last this that each every per next same previous first second one a the".split())
_CARDINAL_NAMES: Final = _WORDS["names with a number"]
# What bills and codes of law are called before or behind their number.
_BILLS: Final = _WORDS["bills"]
_CODES: Final = _WORDS["codes of law"]
_MANNERS: Final = _WORDS["manners"]
_SINGLE_MANNERS: Final = _WORDS["manners of a single"]
_ZERO_MANNERS: Final = _WORDS["manners of zero"]
_ZERO_TERMS: Final = _WORDS["terms with zero"]
# Before "zero" they say that something has that value: "fell to zero", "inflation was zero"; not "below zero".
_BEFORE_LEVELS: Final = _WORDS["before levels"]
_TURNS: Final = frozenset("turn turns turnaround turnabout reversal shift change about-face swing flip".split())
_BEFORE_TURNS: Final = frozenset("a the its his her their this that complete full".split())
_PAIRS: Final = frozenset({("9", "11"), ("24", "7"), ("7", "7")})
Reason = Callable[[Line, Mention], str | None]


@rule("no quantity", after=("address",))
def set_aside(line: Line, mentions: list[Mention], context: Context) -> None:
    """Sets aside every mention that only looks like a quantity, with the reason."""
    for mention in mentions:
        if mention.set_aside or mention.is_money_prefixed:
            continue
        for one in rules_for(line, mention):
            reason = one.apply(line, mention)
            if reason:
                mention.aside(reason)
                break
        else:
            if mention.unit is None and is_in_row(line, mention):
                mention.aside("identifier")


@rule("year after a year", after=("no quantity",), least=2)
def set_years_aside(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "between A.D. 1000 and 1260"."""
    for left, right in pairwise(mentions):
        if left.set_aside == "year" and follows_year(line, left, right):
            right.aside("year")


@rule("range of one")
def _is_twice(line: Line, mention: Mention) -> str | None:
    """ "from five to five"."""
    return "idiom" if mention.comparator == "range" and mention.low == mention.high else None


@rule("base of a rate", after=("range of one",))
def _is_base(line: Line, mention: Mention) -> str | None:
    """ "per 100,000"."""
    is_counted = mention.form in ("digits", "words")
    return "base of a rate" if is_counted and line.lower(mention.begin - 1) == "per" else None


@rule("bundle", after=("letters or marks before",))
def _is_bundle(line: Line, mention: Mention) -> str | None:
    """ "a 3-in-1 charger": both of its numbers."""
    first, stop = mention.first, mention.stop
    if line.lower(stop + 1) != "in" and line.lower(first - 2) != "in":
        return None
    parts = (line.lowers[stop : stop + 3], line.lowers[max(0, first - 3) : first])
    return "manner" if ["-", "in", "-"] in parts else None


@rule("turn of mind")
def _is_turn(line: Line, mention: Mention) -> str | None:
    """ "a 180-degree turn", "a 360 degree shift": of opinion, not of a circle."""
    if mention.raw not in ("180", "360"):
        return None
    at = mention.stop + (line.word(mention.stop) in DASHES)
    is_turn = line.lower(at) in ("degree", "degrees") and line.lower(at + 1) in _TURNS
    is_turn = is_turn and line.lower(mention.first - 1) in _BEFORE_TURNS
    return "idiom" if is_turn else None


@rule("law or bill", after=("bundle",))
def _is_cited(line: Line, mention: Mention) -> str | None:
    """Laws and bills: "H.R. 810", "18 U.S.C. 1512(c)(2)", "Public Law 109-163", "a 401(k)"."""
    first, stop = mention.first, mention.stop
    before, after = line.lower(first - 1), line.lower(stop)
    is_code = after == "u.s." and line.lower(stop + 1) == "code"
    if is_code or before in _BILLS or before in _CODES or after in _CODES:
        return "identifier"
    if before == "pub.l." or (before == "law" and line.lower(first - 2) == "public"):
        return "identifier"
    if after != "(" or not line.touches(stop):
        return None
    letter = line.word(stop + 1)
    return "identifier" if len(letter) == 1 and letter.islower() and line.word(stop + 2) == ")" else None


@rule("idiom of two numbers", after=("rank",))
def _is_idiom(line: Line, mention: Mention) -> str | None:
    """ "9/11", "24/7"."""
    return "idiom" if _sides(line, mention) in _PAIRS else None


@rule("season", after=("rank",))
def _is_season(line: Line, mention: Mention) -> str | None:
    """ "the 19/20 season", "the 2025/2026 budget", "2025/26": years that follow each other."""
    top, bottom = _sides(line, mention)
    if mention.value is not None and mention.value > 1 and len(bottom) == 2 and len(top) == 4:
        return "year"
    follows = len(top) == len(bottom) and len(top) in (2, 4) and int(bottom) == int(top) + 1 and top[0] in "12"
    return "year" if follows else None


@rule("date with a stroke", after=("idiom of two numbers", "season"))
def _is_stroked(line: Line, mention: Mention) -> str | None:
    """ "04/09", "1/2 May"."""
    top, bottom = _sides(line, mention)
    is_dated = (len(top) == 2 and top[0] == "0") or is_month(line, mention.stop)
    return "date" if is_dated and len(bottom) <= 2 else None


def _sides(line: Line, mention: Mention) -> tuple[str, str]:
    """The numbers on both sides of a stroke."""
    return line.word(mention.first), line.word(mention.first + 2)


@rule("ordinal ahead", after=("base of a rate", "rank"))
def _is_ordinal_ahead(line: Line, mention: Mention) -> str | None:
    """ "its one millionth passenger": the number word is part of an ordinal."""
    stop = mention.stop
    role, value = WORDS.get(line.lower(stop), ("", 0.0))
    is_ordinal = role == "part" and value >= 100 and not line.lower(stop).endswith("s")
    return "ordinal" if is_ordinal and word_class(line.word(stop + 1) or ".") in ("N", "J", "C") else None


@rule("one that counts nothing", after=("ordinal ahead",))
def _is_pronoun(line: Line, mention: Mention) -> str | None:
    """ "one of them", "this one", "one day": see pronoun_one."""
    return one_reason(line, mention)


@rule("name with a number", after=("ordinal ahead",))
def _is_name(line: Line, mention: Mention) -> str | None:
    """ "Group of Seven", "Chapter Eleven", "the Six Nations"."""
    first = mention.first
    is_free = mention.unit is None and mention.scale == 1.0
    is_name = is_free and _is_capital_name(line, first, line.word(first - 1), line.word(mention.stop))
    return "name" if is_name else None


def _is_capital_name(line: Line, first: int, before: str, after: str) -> bool:
    """ "Group of Seven", "Chapter Eleven", "the Six Nations"; not the place line of "LISBON Two Ohio men"."""
    is_dateline = before.isupper() and len(before) > 3
    if not line.words[first][0].isupper() or not before[-1:].isalpha() or is_dateline:
        return False
    if before.lower() == "of" and line.lower(first - 2) in _CARDINAL_NAMES:
        return True
    if before[:1].isupper() and before.lower() in _CARDINAL_NAMES | TITLES:
        return True
    return after[:1].isupper() and (before in ("the", "from", "near") or is_prose(line))


@rule("part of a whole", after=("name with a number",))
def _is_part(line: Line, mention: Mention) -> str | None:
    """ "Phase six", "day two", "chapter eleven": a number word that names a part, with nothing counted behind it."""
    before, after = line.lower(mention.first - 1), line.word(mention.stop)
    if before not in _PARTS or mention.scale != 1.0 or mention.unit is not None or mention.low is not None:
        return None
    if line.lower(mention.first - 2) in _BEFORE_TIMES and before not in _LOWER_TITLES:
        return None
    following = after.lower()
    is_followed = following in ("more", "or", "and", "to", "-") or word_class(after or ".") not in ("-", "V", "N", "C")
    return None if is_followed else "part of a whole"


@rule("manner", after=("name with a number",))
def _is_manner(line: Line, mention: Mention) -> str | None:
    """ "a two-faced man", "five figures"."""
    stop = mention.stop
    is_joined = line.word(stop) in DASHES and line.lower(stop + 1) in _MANNERS
    is_figures = mention.unit is None and line.lower(stop) in ("figure", "figures")
    return "manner" if is_joined or is_figures else None


@rule("single in kind")
def _is_single_kind(line: Line, mention: Mention) -> str | None:
    """ "a single-parent home", "a single mother": of what kind, not how many."""
    at = mention.stop + (line.word(mention.stop) in DASHES)
    return "manner" if mention.form == "single" and line.lower(at) in _SINGLE_MANNERS else None


@rule("zero as a level", after=("manner", "part of a whole"))
def _zero_reason(line: Line, mention: Mention) -> str | None:
    """Zero as a level, a manner ("zero-sum") or a name ("ground zero")."""
    first, stop = mention.first, mention.stop
    if line.lowers[first] not in ("zero", "nil"):
        return None
    if line.lowers[first] == "nil" or line.lower(first - 1) in ("-", "ground"):
        return "idiom"
    if line.word(stop) in DASHES and line.lower(stop + 1) in _ZERO_MANNERS:
        return "manner"
    is_verb = line.lower(first - 1) == "to" and line.lower(stop) in ("in", "out")  # "to zero in on"
    is_level = line.lower(first - 1) in _BEFORE_LEVELS and not is_verb
    if line.lower(stop) in _ZERO_TERMS:
        return "manner"
    if mention.unit is None and not is_level and word_class(line.word(stop) or ".") not in ("P", "N", "J"):
        return "zero as a level"
    return None


_EVERY: Final[list[Rule[Reason]]] = [_is_twice, _is_base, is_rank]
RULES: Final = in_order([*_EVERY, _is_single_kind])
DIGIT_RULES: Final = in_order([
    *_EVERY, glued_behind, glued_before, _is_bundle, _is_turn, _is_cited, is_coded, is_zoned, is_day, is_time,
    is_dating_year, is_titled, is_listed, is_aircraft, is_noughted, is_postcode, is_emergency,
])  # fmt: skip
WORD_RULES: Final = in_order([*_EVERY, _is_ordinal_ahead, _is_name, _is_part, _is_manner, _zero_reason])
ONE_RULES: Final = in_order([*_EVERY, _is_ordinal_ahead, _is_pronoun])
STROKE_RULES: Final = in_order([*_EVERY, _is_idiom, _is_season, _is_stroked])


def rules_for(line: Line, mention: Mention) -> tuple[Rule[Reason], ...]:
    """The rules that look at numbers of this form."""
    if mention.form == "digits" and mention.raw:
        return DIGIT_RULES
    if mention.form == "words":
        is_one = mention.value == 1.0 and mention.stop == mention.first + 1 and line.lowers[mention.first] == "one"
        return ONE_RULES if is_one else WORD_RULES
    is_stroked = mention.form == "fraction" and line.word(mention.first + 1) == "/" and mention.unit is None
    return STROKE_RULES if is_stroked else RULES


def is_prose(line: Line) -> bool:
    """Whether the line is a sentence and not a headline, where every word has a capital."""
    words = [word for word in line.words if word[0].isalpha() and len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) <= 0.6 * len(words)
