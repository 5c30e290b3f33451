"""What numbers share: the unit of a coordination and the noun of a list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.hedges import hedge_after
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention, is_share_of_whole
from transforms.quantities.money import money_named, open_money
from transforms.quantities.nouns import noun_after
from transforms.quantities.numerals import WORDS
from transforms.quantities.rule import rule
from transforms.quantities.units import Unit, counted
from transforms.quantities.word_classes import word_class

_WORDS: Final = read_sets("quantity_words")
# What stays money behind any adjective: "millions of federal dollars".
_COINS: Final = frozenset({"dollar", "cent", "euro"})
_ACCOUNTS: Final = _WORDS["accounts"]
# "tens or even hundreds of billions", "thousands, if not tens of thousands".
_EVEN: Final = (["or"], ["or", "even"], ["if", "not"], [",", "if", "not"], [",", "or", "even"], ["to"], ["and", "even"])
_ROWS: Final = (["or"], ["and"], [","], [",", "or"], ["to"], [",", "and"])
_PERHAPS: Final = frozenset({"even", "possibly", "perhaps", "about"})
_PRICED: Final = frozenset({"at", "of", "to", "from", "for"})  # before the price of a share
_SPENT: Final = _WORDS["before money spent"]
# Between the joint and the second number: "10 or even 20 years".
_BETWEEN: Final = _PERHAPS | {"around", "nearly", "approximately", "some", "almost", "maybe"}


def _pairs(line: Line, mentions: list[Mention]) -> Iterator[tuple[Mention, Mention, list[str]]]:
    """Each two numbers that stand, from the last, with the words between them that join them."""
    for left, right in reversed(list(pairwise(mentions))):
        if left.set_aside or right.set_aside or left.value is None or right.value is None:
            continue
        gap = line.lowers[left.end : right.begin]
        if gap and gap[0] in ("-", "‐", "–") and len(gap) > 1 and line.touches(left.end):
            gap = gap[1:]
        yield left, right, gap[:-1] if len(gap) > 1 and gap[-1] in _BETWEEN else gap


@rule("unit of two vague numbers", least=2)
def share_vague(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "tens or even hundreds of billions of dollars": the first has the scale and the money of the second."""
    for left, right in reversed(list(pairwise(mentions))):
        if left.set_aside or right.set_aside or not left.form == right.form == "vague":
            continue
        if left.unit is not None or right.unit is None or line.lowers[left.end : right.begin] not in _EVEN:
            continue
        leading = WORDS[line.lowers[right.first]][1]
        if left.magnitude < leading:
            left.magnitude *= right.magnitude / leading
        left.unit, left.unit_word, left.rule = right.unit, right.unit_word, "unit shared with the next number"


@rule("unit of the next number", after=("age", "year after a year"), least=2)
def share_forward(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "one or two hundred", "5 1/2 or 5 3/4 percent", "5 and 6 kg", "from 70 to 80 dollars": the second
    has the unit.
    """
    for left, right, gap in _pairs(line, mentions):
        _take_next(line, left, right, gap)


def _take_next(line: Line, left: Mention, right: Mention, gap: list[str]) -> None:
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
    if gap == ["to"] and is_share_of_whole(left, right):
        return
    if gap == [","] and (right.value or 0.0) * 10 < (left.value or 0.0):
        return
    if gap == [","] and not (left.form == right.form and right.unit.kind in ("percent", "measure", "duration")):
        return
    left.unit, left.unit_word = right.unit, right.unit_word
    left.kind = "age" if right.kind == "age" else left.kind
    left.rule = "unit shared with the next number"


@rule("part of an amount", after=("unit of the next number",), least=2)
def share_whole(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "280 million of the 1.5 billion shekels": the part has the money of the whole."""
    for left, right, gap in _pairs(line, mentions):
        _take_whole(line, left, right, gap)


def _take_whole(line: Line, left: Mention, right: Mention, gap: list[str]) -> None:
    if (
        left.unit is None
        and left.form != "single"
        and right.unit is not None
        and right.unit.kind == "money"
        and gap[:1] == ["of"]
        and len(gap) <= 3
    ):
        left.unit, left.unit_word, left.rule = right.unit, right.unit_word, "part of an amount"


@rule("line of results", after=("level before",))
def share_accounts(line: Line, mentions: list[Mention], context: Context) -> None:
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
                mention.unit, mention.rule = _money_of_results(context), "line of results"
                break


def _money_of_results(context: Context) -> Unit | None:
    """The money of the article's other lines; dollars where those name none."""
    named = money_named(Line(context.results_in)) if context.results_in else None
    return open_money(context.results_in or "$", context.country) or named or open_money("$", context.country)


@rule("amount with its conversion", after=("unit of the number before",), least=2)
def share_conversions(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "2,380,000 ($21,972)": a bare number with its conversion in brackets is money of the kind named before."""
    money: Mention | None = None
    for left, right in pairwise(mentions):
        if left.unit is not None and left.unit.kind == "money" and line.word(left.begin - 1) != "(":
            money = left
        bracketed = line.lowers[left.end : right.begin] == ["("] and right.is_money_prefixed
        if bracketed and left.unit is None and money is not None and not left.set_aside:
            left.unit, left.unit_word, left.rule = money.unit, money.unit_word, "amount with its conversion"


@rule("pounds beside a weight", after=("range",), least=2)
def weigh_pounds(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "20 million pounds of beef, against 1 million pounds that …": beside a pound's weight pounds are no sterling."""
    weight = next((m.unit for m in mentions if m.unit is not None and m.unit.code == "[lb_av]"), None)
    if weight is None:
        return
    for mention in mentions:
        is_word = mention.unit_word in ("pound", "pounds") and not mention.is_money_prefixed
        is_spent = not _SPENT.isdisjoint(line.lowers[max(0, mention.begin - 4) : mention.begin])
        if is_word and not is_spent and mention.unit is not None and mention.unit.code == "GBP":
            mention.unit, mention.kind, mention.rule = weight, weight.kind, "pounds beside pounds of a weight"


@rule("price of a share", after=("part of an amount", "unit of the number before"))
def price_shares(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "offered at 23.50 per share": a number without a sign is money where it is what a share costs."""
    if "share" not in line.vocabulary:
        return
    for mention in mentions:
        below = line.lowers[mention.end : mention.end + 2]
        is_price = below in (["per", "share"], ["a", "share"]) and line.lower(mention.begin - 1) in _PRICED
        if is_price and mention.unit is None and not mention.set_aside and mention.form == "digits":
            money = next(
                (m.unit for m in mentions if m.unit is not None and m.unit.kind == "money" and not m.is_rated), None
            )
            unit = money or open_money("$", context.country)
            mention.unit, mention.rule, mention.kind = unit, "price of a share", "money"


@rule("unit of the number before", after=("unit of the next number",), least=2)
def share_back(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "3.65 billion crowns vs 3.40 billion": the second takes the unit of the first."""
    for left, right, gap in _pairs(line, mentions):
        _take_before(line, left, right, gap)


def _take_before(line: Line, left: Mention, right: Mention, gap: list[str]) -> None:
    if right.unit is not None or left.unit is None or left.unit.kind not in ("money", "percent", "measure", "index"):
        return
    is_table = gap in (["vs"], ["versus"], ["vs", "."], ["against"])
    if left.unit.kind == "percent" and right.scale != 1.0:  # "rose by 26 percent from 4.6 million"
        return
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


@rule("index of last year", least=2)
def share_tables(line: Line, mentions: list[Mention], context: Context) -> None:
    """Lines of results: "Shr 25 cts vs 12": and ratings with last year's in brackets: "wheat 96 (91)"."""
    for left, right in pairwise(mentions):
        if right.unit is None and left.kind == "index" and not right.set_aside and line.word(right.begin - 1) == "(":
            right.unit, right.kind, right.rule = left.unit, "index", left.rule


@rule("counted noun", after=("ages in a row", "line of results", "unit of two vague numbers"))
def read_nouns(line: Line, mentions: list[Mention], context: Context) -> None:
    """Finds the counted noun behind every number that has no unit."""
    if all(mention.unit is not None for mention in mentions):
        return
    next_of = {id(left): right for left, right in pairwise(mentions)}
    standing = [m for m in mentions if m.set_aside not in ("identifier", "year") and not _is_modifier(line, m)]
    limit_of = {id(left): right.begin for left, right in pairwise(standing)}
    for mention in mentions:
        if mention.unit is not None or (mention.set_aside and mention.set_aside != "one meaning some"):
            continue
        if line.word(mention.first - 1) in HYPHENS and line.lower(mention.first - 2) == "of":  # "a mum-of-three"
            continue
        _read_noun(line, mention, next_of.get(id(mention)), limit_of.get(id(mention), line.count), context.country)


def _read_noun(line: Line, mention: Mention, following: Mention | None, limit: int, country: str | None) -> None:
    """Gives one number its noun, whose head stands before token `limit`; `following` is the next number."""
    is_plural = mention.value is None or mention.value != 1.0
    hedge = hedge_after(line, mention.end)
    if hedge is not None and hedge.words.startswith(("or ", "plus", "+", "odd")):
        noun = noun_after(line, hedge.stop, is_plural or hedge.words == "or more")
        if noun is not None and noun.head < limit:
            mention.noun, mention.end, mention.rule = noun, noun.stop, "number, hedge and counted noun"
        return
    if following is not None and _is_measured_beside(mention, following):
        noun = noun_after(line, following.end, True)
        if noun is not None:
            mention.noun, mention.rule, mention.end = noun, "number before a measured noun", noun.stop
        return
    if following is not None and _is_priced_beside(line, mention, following):
        mention.noun = noun_after(line, following.end, True)
        mention.rule = "number before a priced noun"
        return
    if line.word(mention.end) == "[" and line.word(mention.end + 2) == "]":  # "10 [states]", the editor's word
        noun = noun_after(line, mention.end + 1, is_plural)
        if noun is not None and noun.stop == mention.end + 2:
            mention.noun, mention.end, mention.rule = noun, noun.stop, "number and counted noun"
        return
    more = line.lowers[mention.end : mention.end + 2] == ["more", "of"]  # "millions more of our children"
    noun = noun_after(line, mention.end + more, is_plural)
    is_level = "." in mention.raw and mention.scale == 1.0  # "a 3.0 grade point average" counts no grades
    if noun is not None and is_level and word_class(line.words[noun.head]) != "P" and noun.singular != "point":
        noun = None
    if noun is not None and noun.singular in _COINS and noun.head < limit:
        mention.unit, mention.end = open_money(noun.singular, country), noun.stop
        mention.unit_word, mention.rule = noun.singular, "number and described money"
    elif noun is not None and noun.head < limit:
        mention.noun, mention.end = noun, noun.stop
        mention.rule = mention.rule or _count_rule(line, mention)
    elif _is_joined_to_word(line, mention.end):
        mention.aside("manner")


def _is_priced_beside(line: Line, mention: Mention, following: Mention) -> bool:
    """Whether the next number right behind is what each thing costs or is worth that this one counts: "two $600
    cheques", "a pair of $48,000 speeches".
    """
    unit = following.unit
    at = following.begin - (line.lower(following.begin - 1) == "of" and mention.form == "single")
    if at != mention.end or unit is None or unit.kind != "money" or mention.scale != 1.0:
        return False
    noun = noun_after(line, following.end, True)
    return noun is not None and word_class(line.words[noun.head]) == "P"


def _is_modifier(line: Line, mention: Mention) -> bool:
    """Whether a number and the word behind its hyphen describe a noun that goes on: "18-hole golf courses"."""
    return mention.unit is None and _is_joined_to_word(line, mention.stop)


def _is_measured_beside(mention: Mention, following: Mention) -> bool:
    """Whether the next number measures what this one counts: "two 30-foot boats", "two magnitude 6 quakes"."""
    unit = following.unit
    return following.begin == mention.end and unit is not None and unit.kind in ("measure", "duration", "index")


def _is_joined_to_word(line: Line, at: int) -> bool:
    """Whether a hyphen at `at` joins the number to a word: "a three-pronged plan"."""
    is_joint = line.word(at) in ("-", "‐") and line.touches(at) and line.touches(at + 1)
    return is_joint and line.word(at + 1)[:1].isalpha()


def _count_rule(line: Line, mention: Mention) -> str:
    if mention.form in ("vague", "several"):
        return "vague cardinal"
    after = line.word(mention.stop)
    if after == "of":
        return "so many of them"
    return "number as a modifier" if after in ("-", "‐", "‑") else "number and counted noun"


@rule("noun of a row", after=("row after a name",), least=2)
def share_nouns(line: Line, mentions: list[Mention], context: Context) -> None:
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
