"""What numbers share: the unit of a coordination, the noun of a list, and the noun that is left out."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from transforms.lexicons.tables import read_table
from transforms.quantities.context import Context
from transforms.quantities.hedges import hedge_after, hedge_before
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.money import open_money
from transforms.quantities.nouns import noun_after, singular_of, word_class
from transforms.quantities.numerals import WORDS
from transforms.quantities.scores import INNINGS, RUN
from transforms.quantities.units import BY_CODE, POINT, Unit, counted

_CASUALTIES: Final = frozenset(
    "killed killing kill kills dead died die dying dies injured injuring injures wounded wounding hurt "
    "missing arrested arresting detained stranded aboard hospitalised hospitalized evacuated displaced "
    "homeless abducted kidnapped rescued drowned trapped infected survived survivors sentenced charged "
    "convicted jailed executed employs employed employing attended attending fled perished unaccounted "
    "murdered lives suffered leaving".split()
)
_INDEX: Final = frozenset(
    "index indices nikkei dax ftse nasdaq dow jones composite s&p footsie sensex hang seng benchmark "
    "gauge bourse dow-jones cac rating ratings rated rates".split()
)
_ACCOUNTS: Final = frozenset(
    "net revs rev revenue revenues sales turnover profit profits loss income earnings assets deposits loans".split()
)
_MONEY_NOUNS: Final = frozenset(
    "sales revenue revenues profit profits losses damages funding aid taxes fines debt cash savings bonuses".split()
)
_MARKETS: Final = _INDEX | {"stocks", "shares", "stock", "trading", "dow", "market"}
_POLLS: Final = frozenset(
    "poll polls polling pollster survey surveys voters approval approve disapprove rating ratings primary caucus "
    "democrats republicans democrat republican candidate candidates favorability".split()
)
_RATES: Final = frozenset({"rate", "rates", "interest", "yield", "yields", "libor", "prime"})
# What stands in, at or across so many places is not what the next number counts.
_PLACED: Final = frozenset({"in", "from", "across", "at", "over", "within", "among"})
# "tens or even hundreds of billions", "thousands, if not tens of thousands".
_EVEN: Final = (["or"], ["or", "even"], ["if", "not"], [",", "if", "not"], [",", "or", "even"], ["to"], ["and", "even"])
_ROWS: Final = (["or"], ["and"], [","], [",", "or"], ["to"], [",", "and"])
_PERHAPS: Final = frozenset({"even", "possibly", "perhaps", "about"})
_BARE: Final = Unit("1", "", "count", "count", 1.0, "1", 1.0)
_VOTED: Final = frozenset({"voted", "vote"})
_COSTS: Final = frozenset(
    "cost costs costing save saves saving saved spend spent spending earn earned paid pay pays raise "
    "raised worth lost lose invested made".split()
)
# Words for a whole that tell what its number counts.
_COLLECTIVES: Final[dict[str, str]] = {row["word"]: row["noun"] for row in read_table("collectives")}


def share_units(line: Line, mentions: list[Mention], context: Context) -> None:
    """Gives unitless numbers the unit of the number they are coordinated with, and shares scale words."""
    for left, right in reversed(list(pairwise(mentions))):
        if left.set_aside or right.set_aside:
            continue
        gap = line.lowers[left.end : right.begin]
        if left.value is None or right.value is None:
            _share_vague(line, left, right, gap)
            continue
        if gap and gap[0] in ("-", "‐", "–") and len(gap) > 1 and line.touches(left.end):
            gap = gap[1:]
        if gap and gap[-1] in ("about", "around", "nearly", "approximately", "some", "almost") and len(gap) > 1:
            gap = gap[:-1]
        _share_forward(line, left, right, gap)
        _share_back(line, left, right, gap)
        _share_whole(line, left, right, gap)
    _converted(line, mentions)
    _share_levels(line, mentions)
    _share_accounts(line, mentions, context)
    _share_tables(line, mentions)


def _share_vague(line: Line, left: Mention, right: Mention, gap: list[str]) -> None:
    """ "tens or even hundreds of billions of dollars": the first has the scale and the money of the second."""
    if left.form == right.form == "vague" and gap in _EVEN and left.unit is None and right.unit is not None:
        leading = WORDS[line.lowers[right.first]][1]
        if left.magnitude < leading:
            left.magnitude *= right.magnitude / leading
        left.unit, left.unit_word, left.rule = right.unit, right.unit_word, "unit shared with the next number"


def _share_forward(line: Line, left: Mention, right: Mention, gap: list[str]) -> None:
    """ "one or two hundred", "5 1/2 or 5 3/4 percent", "5 and 6 kg", "from 70 to 80 dollars": the second
    has the unit.
    """
    if gap not in (["or"], ["and"], [","], ["to"], ["x"], ["by"]) or left.unit is not None:
        return
    if (
        right.scale > 1
        and left.value is not None
        and left.scale == 1.0
        and left.form == right.form == "words"
        and gap == ["or"]
        and left.value < 100
    ):
        left.value = left.value * right.scale
        left.scale = right.scale
    if right.unit is None or right.is_money_prefixed or right.kind in ("ratio", "score"):
        return
    if gap == [","] and (right.value or 0.0) * 10 < (left.value or 0.0):
        return
    if gap == [","] and not (left.form == right.form and right.unit.kind in ("percent", "measure", "duration")):
        return
    left.unit, left.unit_word = right.unit, right.unit_word
    left.kind = "age" if right.kind == "age" else left.kind
    left.rule = "unit shared with the next number"


def _share_whole(line: Line, left: Mention, right: Mention, gap: list[str]) -> None:
    """ "280 million of the 1.5 billion shekels": the part has the money of the whole."""
    if (
        left.unit is None
        and right.unit is not None
        and right.unit.kind == "money"
        and gap[:1] == ["of"]
        and len(gap) <= 3
    ):
        left.unit, left.unit_word, left.rule = right.unit, right.unit_word, "part of an amount"


def _share_levels(line: Line, mentions: list[Mention]) -> None:
    """ "widened to 8.2 billion dlrs in February from 5.7 billion", "153.60 yen, down from 154.15": the level before."""
    for left, right in pairwise(mentions):
        if left.unit is None or left.unit.kind not in ("money", "percent") or right.unit is not None or right.set_aside:
            continue
        gap = line.lowers[left.end : right.begin]
        if not gap or len(gap) > 6 or gap[-1] not in ("from", "with", "against", "than", "versus", "vs"):
            continue
        is_level = right.form == "digits" and (right.scale > 1 or "." in right.raw)
        if is_level and left.trend is None and word_class(line.word(right.end) or ".") == "-":
            right.unit, right.unit_word, right.kind = left.unit, left.unit_word, left.kind
            right.rule = "unit shared with the number before"


def _share_accounts(line: Line, mentions: list[Mention], context: Context) -> None:
    """Lines of a company's results: "Net 807,000 vs 2,858,000" is money, "Avg shrs 2.4 mln" is shares."""
    if not {"vs", "versus"} & line.vocabulary:
        return
    for mention in mentions:
        if mention.unit is not None or mention.set_aside or mention.value is None or mention.value < 1000:
            continue
        for word in reversed(line.lowers[max(0, mention.begin - 12) : mention.begin]):
            if word in ("shrs", "shares"):
                mention.unit, mention.kind, mention.rule = counted("share"), "count", "line of results"
                break
            if word in _ACCOUNTS:
                mention.unit, mention.rule = open_money("$", context.country), "line of results"
                break


def _converted(line: Line, mentions: list[Mention]) -> None:
    """ "2,380,000 ($21,972)": a bare number with its conversion in brackets is money of the kind named before."""
    money: Mention | None = None
    for left, right in pairwise(mentions):
        if left.unit is not None and left.unit.kind == "money" and line.word(left.begin - 1) != "(":
            money = left
        bracketed = line.lowers[left.end : right.begin] == ["("] and right.is_money_prefixed
        if bracketed and left.unit is None and money is not None and not left.set_aside:
            left.unit, left.unit_word, left.rule = money.unit, money.unit_word, "amount with its conversion"


def _share_back(line: Line, left: Mention, right: Mention, gap: list[str]) -> None:
    """ "3.65 billion crowns vs 3.40 billion": the second takes the unit of the first."""
    if right.unit is not None or left.unit is None or left.unit.kind not in ("money", "percent", "measure", "index"):
        return
    is_table = gap in (["vs"], ["versus"], ["vs", "."], ["against"])
    if gap == ["to"] and left.unit.kind == "percent" and line.lower(left.begin - 1) != "from":
        return
    stated = gap in (["to"], ["from"]) and line.lower(right.end) in (
        ",",
        ".",
        "",
        ";",
        "in",
        "and",
        "last",
        "this",
        "on",
        "for",
        "a",
        "per",
        "by",
    )
    ends = (
        gap in (["or"], ["and"])
        and line.lower(right.end) in (",", ".", "", ";")
        and left.unit.kind in ("percent", "money")
        and right.form == "digits"
    )
    if is_table or (stated and left.unit.kind != "measure") or ends:
        right.unit, right.unit_word, right.kind = left.unit, left.unit_word, left.kind
        right.rule = "unit shared with the number before"


def _share_tables(line: Line, mentions: list[Mention]) -> None:
    """Lines of results: "Shr 25 cts vs 12": and ratings with last year's in brackets: "wheat 96 (91)"."""
    for left, right in pairwise(mentions):
        if right.unit is None and left.kind == "index" and not right.set_aside and line.word(right.begin - 1) == "(":
            right.unit, right.kind, right.rule = left.unit, "index", left.rule


def read_nouns(line: Line, mentions: list[Mention]) -> None:
    """Finds the counted noun behind every number that has no unit."""
    next_of = {id(left): right for left, right in pairwise(mentions)}
    standing = [mention for mention in mentions if mention.set_aside != "identifier"]
    limit_of = {id(left): right.begin for left, right in pairwise(standing)}
    for mention in mentions:
        if mention.unit is not None or (mention.set_aside and mention.set_aside != "one meaning some"):
            continue
        is_plural = mention.value is None or mention.value != 1.0
        following = next_of.get(id(mention))
        beside = (
            following is not None
            and following.begin == mention.end
            and following.unit is not None
            and following.unit.kind in ("measure", "duration")
        )
        hedge = hedge_after(line, mention.end)
        if hedge is not None and hedge.words.startswith(("or ", "plus", "+", "odd")):
            noun = noun_after(line, hedge.stop, is_plural)
            if noun is not None and noun.head < limit_of.get(id(mention), line.count):
                mention.noun, mention.end, mention.rule = noun, noun.stop, "number, hedge and counted noun"
            continue
        if beside and following is not None:
            noun = noun_after(line, following.end, True)
            if noun is not None:
                mention.noun, mention.rule, mention.end = noun, "number before a measured noun", noun.stop
            continue
        noun = noun_after(line, mention.end, is_plural)
        if noun is not None and noun.head >= limit_of.get(id(mention), line.count):
            noun = None
        if noun is None:
            if (
                line.word(mention.end) in ("-", "‐")
                and line.touches(mention.end)
                and line.touches(mention.end + 1)
                and line.word(mention.end + 1)[:1].isalpha()
            ):
                mention.aside("manner")
            continue
        mention.noun, mention.end = noun, noun.stop
        mention.rule = mention.rule or _count_rule(line, mention)


def _count_rule(line: Line, mention: Mention) -> str:
    if mention.form in ("vague", "several"):
        return "vague cardinal"
    after = line.word(mention.stop)
    if after == "of":
        return "so many of them"
    return "number as a modifier" if after in ("-", "‐", "‑") else "number and counted noun"


def share_nouns(line: Line, mentions: list[Mention]) -> None:
    """ "two or three judges", "5, 6 and 7 goals": numbers in a row share the noun of the last."""
    for left, right in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=False):
        if left.unit is not None or left.noun is not None or left.set_aside or right.noun is None:
            continue
        gap = line.lowers[left.end : right.begin]
        if gap and gap[0] in ("-", "‐", "–") and len(gap) > 1:
            gap = gap[1:]
        if gap in _ROWS or (left.form == "vague" and gap in _EVEN) or (len(gap) == 2 and gap[1] in _PERHAPS):
            left.noun, left.is_elided = right.noun, True
            left.rule = "noun shared with the next number"


def fill_elided(line: Line, mentions: list[Mention], context: Context) -> str | None:
    """Gives numbers without a noun the one they stand for; returns the last counted noun of the sentence."""
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
                and line.lowers[mention.first] == "one"
                and line.lower(mention.first - 1) not in ("remaining", "only", "just", "least", "than")
            ):
                mention.aside("one as a pronoun")
                continue
            last = _fill(line, mention, mentions, last, context) or last
    return last


def _fill(line: Line, mention: Mention, mentions: list[Mention], last: str | None, context: Context) -> str | None:
    """Gives one number its unit; returns the noun that it stands for, if it is one."""
    if _is_index(line, mention):
        mention.unit, mention.kind, mention.rule = POINT, "index", "level of an index"
        return None
    scaled = _same_scale(line, mention, mentions)
    if scaled is not None:
        mention.unit, mention.unit_word, mention.rule = scaled.unit, scaled.unit_word, "unit of the number of its size"
        return None
    mention.is_elided = True
    sold = line.lower(mention.end) == "in" and line.lower(mention.end + 1) in _MONEY_NOUNS
    if mention.form == "vague" and mention.magnitude >= 1e6 and (sold or _COSTS & line.vocabulary):
        mention.unit, mention.rule, mention.kind = open_money("$", context.country), "millions of money", "money"
        return None
    if mention.form == "digits" and not INNINGS.isdisjoint(line.vocabulary) and mention.value_is_whole():
        mention.unit, mention.kind, mention.rule = RUN, "score", "runs left out"
        return None
    noun = _right_before(line, mention) or _of_those(line, mention, mentions)
    if mention.value_is_whole():
        noun = noun or _casualties(line, mention) or last or _noun_before(line, mention) or context.noun
    elif noun is None and last is None:
        mention.unit, mention.kind, mention.rule = _BARE, "count", "bare number"
        return None
    mention.unit, mention.kind, mention.rule = counted(noun or last or "person"), "count", "counted noun left out"
    if (noun or last) is None:
        mention.note("nothing tells what is counted")
    return noun or last


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
        if other.begin > mention.end and other.begin - mention.end <= 7 and other.noun is not None:
            return other.noun.singular
    return None


def _casualties(line: Line, mention: Mention) -> str | None:
    if _VOTED.intersection(line.lowers[max(0, mention.begin - 4) : mention.begin]) and (
        line.lower(mention.end) == "to" or line.lower(mention.begin - 1) == "to"
    ):
        return "vote"
    near = line.lowers[max(0, mention.begin - 5) : mention.begin] + line.lowers[mention.end : mention.end + 4]
    return "person" if _CASUALTIES.intersection(near) else None


def _noun_before(line: Line, mention: Mention) -> str | None:
    """The nearest plural noun before the number: "outstanding asylum claims over 150,000"."""
    for at in range(mention.begin - 1, max(-1, mention.begin - 16), -1):
        word = line.words[at]
        if open_money(line.lowers[at], None) is not None:
            continue
        if word[0].isalpha() and word_class(word) == "P" and line.lowers[at] not in BY_CODE and not word[0].isupper():
            if line.lower(at) in ("numbers", "figures", "series", "sales", "polls", "results"):
                continue
            if not _is_verb_here(line, at):
                return singular_of(word)
    return None


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


def _is_index(line: Line, mention: Mention) -> bool:
    if mention.value is None or mention.form != "digits":
        return False
    near = line.lowers[max(0, mention.begin - 150) : mention.begin]
    words = {*near, *line.lowers[mention.end : mention.end + 3]}
    if (
        "." in mention.raw
        and mention.value >= 50
        and words & {"index", "close", "closed", "closing", "average", "dow", "ftse", "nikkei"}
    ):
        return True
    return bool(words & _INDEX) and word_class(line.word(mention.end) or ".") == "-" and (mention.value >= 20)


def read_points(line: Line, mentions: list[Mention], is_sport: bool) -> None:
    """ "points" of an index, a game, a poll or IQ; "{noun} points" keep their noun."""
    for mention in mentions:
        noun = mention.noun
        if noun is None or noun.singular not in ("point", "run", "goal", "try"):
            continue
        words = line.vocabulary
        before = line.word(noun.head - 1)
        code = "{" + ("IQ point" if before == "IQ" else noun.singular) + "}"
        if mention.value is not None and not mention.value.is_integer() and _RATES & words and noun.singular == "point":
            mention.unit, mention.kind = BY_CODE["{percentage point}"], "percent"
        elif before == "IQ":
            mention.unit, mention.kind = Unit(code, "IQ point", "score", "score", 1.0), "score"
        elif noun.singular == "point" and (words & _MARKETS or "S&P" in line.text):
            mention.unit = Unit(code, noun.singular, "index", "index", 1.0)
            mention.kind = "index"
        elif noun.singular == "point" and not is_sport and words & _POLLS:
            mention.unit, mention.kind = BY_CODE["{percentage point}"], "percent"
        elif noun.singular in ("point", "run", "goal") and (is_sport or noun.singular != "goal"):
            mention.unit = Unit(code, noun.singular, "score", "score", 1.0)
            mention.kind = "score"
        else:
            continue
        mention.rule = mention.rule or "number and points"
