"""What is counted where the noun is left out: told by the sentence, by the words beside the number, by the article."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities.changes import TRENDS
from transforms.quantities.context import Context
from transforms.quantities.hedges import hedge_before
from transforms.quantities.implied import NONE_OF_THEM
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.money import money_after, open_money
from transforms.quantities.points import INDEX_WORDS
from transforms.quantities.pronoun_one import ONE_HURT, ONE_OF_A_ROW
from transforms.quantities.rule import rule
from transforms.quantities.scores import INNINGS, RUN
from transforms.quantities.suffixes import INTERBANK
from transforms.quantities.units import BY_CODE, POINT, Unit, named_or_counted
from transforms.quantities.word_classes import UNMARKED, singular_of, word_class
from transforms.syntax.lexicon import tags_of

# The rules of a number without a noun, and of one that no noun can be told for.
LEFT_OUT: Final = "counted noun left out"
BARE: Final = "bare number"
_WORDS: Final = read_sets("quantity_words")
_CASUALTIES: Final = _WORDS["casualties"]
_MONEY_NOUNS: Final = _WORDS["money nouns"]
# Plurals that numbers tell of and do not count.
_UNCOUNTED: Final = _WORDS["plurals not counted"]
# Beside a number with a decimal: a level of an index.
_LEVELS: Final = _WORDS["levels of indexes"]
# What stands in, at or across so many places is not what the next number counts.
_PLACED: Final = frozenset({"in", "from", "across", "at", "over", "within", "among"})
# Before "one" these say that it counts: "only one survived", but not "the only one who did".
_ONE_COUNTED: Final = frozenset({"remaining", "only", "just", "least", "than"})
_BARE: Final = Unit("1", "", "count", "count", 1.0, "1", 1.0)
_VOTED: Final = _WORDS["voting verbs"]
_PEOPLED: Final = _WORDS["places of people"]
_PARENTS: Final = _WORDS["parents"]
_GRANDPARENTS: Final = _WORDS["grandparents"]
_PARTIES: Final = _WORDS["parties of people"]
# "passenger numbers", "ticket sales"; what stands before sales and is not sold.
_NUMBERED: Final = _WORDS["numbers of things"]
_UNSOLD: Final = _WORDS["no things sold"]
# Rules of numbers without a noun that say more than that it is left out.
_OWN_RULES: Final = frozenset({ONE_OF_A_ROW, ONE_HURT, NONE_OF_THEM})
# Before a plural of time these say when something was, not how long.
_DATING: Final = frozenset({"past", "last", "recent", "previous", "next", "coming", "early", "later", "these", "those"})
# Between a number and the time that it is part of: "12 of the past 15 years".
_OF_TIME: Final = frozenset("of out the those these past last previous first next its his her their".split())
_COSTS: Final = _WORDS["spending verbs"]
_FAR_MONEY: Final = 10  # tokens from a currency to its price in another
_HELD_AGAINST: Final = frozenset("of against from than with versus to".split())
_FAR_END: Final = 3  # tokens: "to well over 112"
_CHILLS: Final = frozenset({"chill", "chills"})
_FAR_INDEX: Final = 6  # tokens from "S&P" to its level
# Before "zero" these are rates.
_IN_PERCENT: Final = _WORDS["told in percent"]
_SHARE_RATES: Final = _WORDS["rates told in percent"]
_BEFORE_RATE_LEVELS: Final = _WORDS["between a rate and its level"]
# Words for a whole that tell what its number counts.
_COLLECTIVES: Final[dict[str, str]] = {row["word"]: row["noun"] for row in read_table("collectives")}


@rule(
    "noun left out",
    after=("index of last year", "number not written", "row of numbers", "time or age in a form of its own"),
)
def fill_elided(line: Line, mentions: list[Mention], context: Context) -> None:
    """Gives numbers without a noun the one they stand for."""
    last: str | None = None
    for mention in mentions:
        if mention.set_aside:
            continue
        if mention.noun is not None:
            if last is None or line.lower(mention.begin - 1) not in _PLACED:
                last = mention.noun.singular
        elif mention.unit is None:
            if (
                mention.value == 1.0
                and mention.rule not in (ONE_OF_A_ROW, ONE_HURT)
                and line.lowers[mention.first] == "one"
                and (line.lower(mention.first - 1) not in _ONE_COUNTED or line.lower(mention.first - 2) == "the")
            ):
                mention.aside("one as a pronoun")
                continue
            last = _fill(line, mention, mentions, last, context) or last


def _fill(line: Line, mention: Mention, mentions: list[Mention], last: str | None, context: Context) -> str | None:
    """Gives one number its unit; returns the noun that it stands for, if it is one."""
    if _is_felt(line, mention):
        mention.unit, mention.rule = BY_CODE["deg"], "level of a rate"
        mention.kind = "measure"
        return None
    if _is_index(line, mention):
        mention.unit, mention.kind, mention.rule = POINT, "index", "level of an index"
        return None
    if line.lowers[mention.first] == "zero" and _is_rate_before(line, mention.first):
        mention.unit, mention.kind, mention.rule = BY_CODE["%"], "percent", "zero of a rate"
        return None
    if _is_decimal(mention) and _is_share_rate(line, mention.begin):
        mention.unit, mention.kind, mention.rule = BY_CODE["%"], "percent", "level of a rate"
        return None
    if line.lowers[mention.first] == "zero" and last is None:
        mention.unit, mention.kind, mention.rule = _BARE, "count", BARE
        return None
    scaled = _same_scale(line, mention, mentions)
    if scaled is not None:
        mention.unit, mention.unit_word, mention.rule = scaled.unit, scaled.unit_word, "unit of the number of its size"
        return None
    money = _named_money(line, mention, context)
    if money is not None:
        mention.unit, mention.kind, mention.rule = money, "money", "so much in a currency"
        return None
    mention.is_elided = True
    if line.word(mention.begin - 1) == "Another":  # it opens the sentence and stands where the noun is left out
        mention.begin -= 1
    after = mention.end + (line.lower(mention.end) in ("more", "away"))
    sold = line.lower(after) == "in" and _MONEY_NOUNS.intersection(line.lowers[after + 1 : after + 4])
    if mention.form == "vague" and mention.magnitude >= 1e6 and (sold or _COSTS & line.vocabulary):
        mention.unit, mention.rule, mention.kind = open_money("$", context.country), "millions of money", "money"
        return None
    if mention.form == "digits" and not INNINGS.isdisjoint(line.vocabulary) and mention.value_is_whole():
        mention.unit, mention.kind, mention.rule = RUN, "score", "runs left out"
        return None
    if _is_fixing(line, mention):
        mention.unit, mention.kind, mention.rule = BY_CODE["%"], "percent", "rate between banks"
        mention.is_elided = False
        return None
    if _is_level(line, mention):
        mention.unit, mention.kind, mention.rule = _BARE, "count", BARE
        return None
    noun = (
        _other_end(line, mention, mentions)
        or _of_a_place(line, mention)
        or _right_before(line, mention)
        or _of_those(line, mention, mentions)
    )
    noun = noun or _numbers_of(line, mention) or (last if _takes_in_others(line, mention) else None)
    if mention.value_is_whole():
        noun = noun or _casualties(line, mention) or last or _noun_before(line, mention) or context.noun
    elif noun is None and last is None:
        mention.unit, mention.kind, mention.rule = _BARE, "count", BARE
        return None
    mention.unit = _as_before(line, mention, mentions, noun) or named_or_counted(noun or last or "person")
    mention.kind = mention.unit.kind
    mention.rule = mention.rule if mention.rule in _OWN_RULES else LEFT_OUT
    if (noun or last) is None:
        mention.note("nothing tells what is counted")
    return noun or last


def _named_money(line: Line, mention: Mention, context: Context) -> Unit | None:
    """The currency of "about 30,000 in Swiss francs"; "the naira traded at 1,580 to the dollar"."""
    if line.lowers[mention.end : mention.end + 2] == ["to", "the"]:
        return _exchanged(line, mention, context)
    if line.lower(mention.end) != "in" or mention.value is None or mention.value < 100:
        return None
    found = money_after(line, mention.end + 1, context.country, False, mention.scale > 1.0)
    return found.unit if found is not None and not found.is_symbol else None


def _exchanged(line: Line, mention: Mention, context: Context) -> Unit | None:
    """The money named before the number whose price in the other behind it is told."""
    other = money_after(line, mention.end + 2, context.country, False, False)
    if other is None or other.is_symbol:
        return None
    for at in range(mention.begin - 1, max(-1, mention.begin - _FAR_MONEY), -1):
        found = money_after(line, at, context.country, False, False)
        if found is not None and not found.is_symbol and found.unit.code != other.unit.code:
            return found.unit
    return None


def _is_fixing(line: Line, mention: Mention) -> bool:
    """ "LIBOR at 0.58", "was fixed at 0.12": what a rate between banks is, in per cent."""
    near = line.lowers[max(0, mention.begin - _FAR_MONEY) : mention.begin]
    return "." in mention.raw and mention.scale == 1.0 and not INTERBANK.isdisjoint(near)


def _is_level(line: Line, mention: Mention) -> bool:
    """ "a 3.0 grade point average", "a 2.5 GPA": a decimal before a noun in the singular counts nothing."""
    after = word_class(line.word(mention.end) or ".")
    return "." in mention.raw and mention.form == "digits" and mention.scale == 1.0 and after in ("N", "C")


def _as_before(line: Line, mention: Mention, mentions: list[Mention], noun: str | None) -> Unit | None:
    """The unit that a noun named beside another number: "12 millimetres fell, against an average of 64"."""
    if line.lower(mention.begin - 1) not in _HELD_AGAINST:
        return None
    for other in mentions:
        is_measure = other.unit is not None and other.unit.kind == "measure" and not other.is_rated
        if is_measure and noun is not None and other.unit_word and singular_of(other.unit_word) == noun:
            return other.unit
    return None


def _other_end(line: Line, mention: Mention, mentions: list[Mention]) -> str | None:
    """What the other level counts: "from 90 ships to 112", "112 ships, up from 90"."""
    for other in mentions:
        if other.noun is not None and not other.set_aside and other.end <= mention.begin:
            gap = line.lowers[other.end : mention.begin]
            is_end = gap[:1] == ["to"] and line.lower(other.begin - 1) == "from"
            if is_end and len(gap) <= _FAR_END:
                return other.noun.singular
    return None


def _of_a_place(line: Line, mention: Mention) -> str | None:
    """Those who live there: "a town of 8,000", "communities of fewer than 500"."""
    hedge = hedge_before(line, mention.begin)
    at = (hedge.first if hedge is not None else mention.begin) - 1
    joint = int(line.word(at) in HYPHENS)  # "a mum-of-three"
    if line.lower(at - joint) != "of":
        return None
    whole = line.lower(at - 2 * joint - 1)
    if whole == "best" and joint:
        return "game"
    if whole in _PARENTS or whole in _GRANDPARENTS:  # "a mother of two"
        return "child" if whole in _PARENTS else "grandchild"
    return "person" if whole in _PEOPLED or whole in _PARTIES else None


def _takes_in_others(line: Line, mention: Mention) -> bool:
    """Whether "others" stands behind the number, which is then part of the quote: "three others", "17 others"."""
    at = mention.end
    if line.lower(at) == "others":
        mention.end = at + 1
        return True
    if mention.value is None and line.lower(at) == "of" and line.lower(at + 1) in ("others", "them"):
        mention.end = at + 2
        return True
    return False


def _numbers_of(line: Line, mention: Mention) -> str | None:
    """What the numbers at the head of the clause are numbers of: "passenger numbers rose by 12,000 to 93,000"."""
    for at in range(mention.begin - 1, max(0, mention.begin - 16), -1):
        word = line.lowers[at]
        if word in (";", "that", "which", "who"):
            return None
        if word in _NUMBERED:
            thing = line.words[at - 1]
            is_thing = (
                word_class(thing) == "N" and thing.lower() not in _UNSOLD and tags_of(thing.lower())[:1] == ("NN",)
            )
            return singular_of(thing) if is_thing else None
    return None


def _same_scale(line: Line, mention: Mention, mentions: list[Mention]) -> Mention | None:
    """The measured or paid number with the same scale word and a decimal, for "an output of 3.5 mln barrels, against
    a quota of 4.1 mln".
    """
    if mention.scale < 1e6 or mention.form != "digits" or "." not in mention.raw:
        return None
    for other in mentions:
        unit = other.unit
        is_conversion = line.word(other.begin - 1) == "("
        if (
            unit is not None
            and unit.kind in ("measure", "money")
            and other.scale == mention.scale
            and not is_conversion
        ):
            return other if not other.set_aside and "." in other.raw else None
    return None


def _right_before(line: Line, mention: Mention) -> str | None:
    """The plural right before a hedge and the number ("claims over 150,000"), or what a collective holds."""
    hedge = hedge_before(line, mention.begin)
    at = (hedge.first if hedge is not None else mention.begin) - 1
    word = line.word(at)
    if hedge is not None and hedge.comparator in (">", "<", ">=", "<=") and word and word_class(word) == "P":
        return singular_of(word) if word[0].islower() and not _is_verb_here(line, at) else None
    for back in range(mention.begin - 1, max(-1, mention.begin - 9), -1):
        if line.lowers[back] in _COLLECTIVES:
            return _COLLECTIVES[line.lowers[back]]
        if line.lowers[back] in (",", ";", "and"):
            return None
    return None


def _of_those(line: Line, mention: Mention, mentions: list[Mention]) -> str | None:
    """ "39 of the state's 40 delegates", "two of their last three games": the part is counted like the whole."""
    if line.lower(mention.end) not in ("of", "out"):
        return None
    for other in mentions:
        if other.begin > mention.end and other.begin - mention.end <= 7:
            if other.noun is not None:
                return other.noun.singular
            is_time = other.unit is not None and other.unit.kind == "duration"
            if is_time and _OF_TIME.issuperset(line.lowers[mention.end : other.begin]):  # "for 50 of those 75 years"
                return singular_of(other.unit_word)
    return None


def _casualties(line: Line, mention: Mention) -> str | None:
    if _VOTED.intersection(line.lowers[max(0, mention.begin - 4) : mention.begin]) and (
        line.lower(mention.end) == "to" or line.lower(mention.begin - 1) == "to"
    ):
        return "vote"
    near = (*range(max(0, mention.begin - 5), mention.begin), *range(mention.end, min(line.count, mention.end + 4)))
    hurt = [at for at in near if line.lowers[at] in _CASUALTIES and not _is_before_things(line, at)]
    return "person" if hurt else None


def _is_before_things(line: Line, at: int) -> bool:
    """ "jobless claims", "arrested drivers": an adjective of things that are counted under their own name."""
    return "JJ" in tags_of(line.lowers[at]) and tags_of(line.lower(at + 1))[:1] == ("NNS",)


def _noun_before(line: Line, mention: Mention) -> str | None:
    """The nearest plural noun before the number: "outstanding asylum claims over 150,000"."""
    for at in range(mention.begin - 1, max(-1, mention.begin - 16), -1):
        word = line.words[at]
        if open_money(line.lowers[at], None) is not None:
            continue
        is_name = word[0].isupper() and (at > 0 or not tags_of(line.lowers[at]))
        if word[0].isalpha() and word_class(word) == "P" and line.lowers[at] not in BY_CODE and not is_name:
            is_modifier = line.lower(at) in UNMARKED and word_class(line.word(at + 1) or ".") in ("N", "P")
            if line.lower(at) in _UNCOUNTED or is_modifier or _is_dating(line, at):
                continue
            if not _is_verb_here(line, at):
                return singular_of(word)
    return None


def _is_dating(line: Line, at: int) -> bool:
    """Whether a plural of time tells when: "the past five years", "in recent months"."""
    is_time = named_or_counted(singular_of(line.words[at])).kind == "duration"
    return is_time and not _DATING.isdisjoint(line.lowers[max(0, at - 2) : at])


def _is_verb_here(line: Line, at: int) -> bool:
    """Whether a plural-looking word is a verb: after a pronoun or a name, before an article."""
    after = line.lower(at + 1)
    return after in ("the", "a", "an", "its", "his", "her", "their", "that", "to") or line.lower(at - 1) in (
        "it",
        "he",
        "she",
        "which",
        "that",
        "who",
    )


def _is_rate_before(line: Line, at: int) -> bool:
    """Whether the subject right before a level is a rate: "inflation was zero", "the jobless rate fell to zero"."""
    back = at - 1
    while back >= 0 and line.lowers[back] in _BEFORE_RATE_LEVELS:
        back -= 1
    return back >= 0 and line.lowers[back] in _IN_PERCENT


def _is_felt(line: Line, mention: Mention) -> bool:
    """Whether the number says how hot or cold it feels: "the heat index reached 109"."""
    near = line.lowers[max(0, mention.begin - _FAR_INDEX) : mention.begin]
    return ("index" in near and "heat" in near) or ("wind" in near and not _CHILLS.isdisjoint(near))


def _is_decimal(mention: Mention) -> bool:
    return "." in mention.raw and mention.form == "digits" and mention.scale == 1.0


def _is_share_rate(line: Line, at: int) -> bool:
    """Whether a rate told in per cent has the level at token `at`: "an unemployment rate of 4.8"."""
    if line.lower(at - 1) == "of" and line.lower(at - 2) in ("rate", "rates"):
        return line.lower(at - 3) in _SHARE_RATES
    back = at - 1
    while back >= 0 and line.lowers[back] in _BEFORE_RATE_LEVELS:
        back -= 1
    if back < 0 or back == at - 1:
        return False
    return line.lowers[back - (line.lowers[back] in ("rate", "rates"))] in _SHARE_RATES


def _is_index(line: Line, mention: Mention) -> bool:
    if mention.value is None or mention.form != "digits" or mention.scale != 1.0:
        return False
    near = line.lowers[max(0, mention.begin - 150) : mention.begin]
    words = {*near, *line.lowers[mention.end : mention.end + 3]}
    is_level = "." in mention.raw and mention.value >= 50
    if is_level and words & _LEVELS:
        return True
    is_moved = "." in mention.raw and line.lower(mention.begin - 1) in TRENDS  # "the Dow fell 9.85"
    # "the S&P 500 shed 6.85", "the S&P 500 at 1,099.8"
    is_beside = {"s", "p"} <= set(near[-_FAR_INDEX:]) or {"s", "p", "500"} <= words
    is_named = bool(words & INDEX_WORDS) or ((is_moved or is_level) and is_beside)
    return is_named and word_class(line.word(mention.end) or ".") == "-" and (mention.value >= 20 or is_moved)
