"""Attaches the hedges: which comparator each mention has, and how far its quote reaches."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from transforms.quantities.changes import TRENDS
from transforms.quantities.context import Context
from transforms.quantities.hedges import HEDGE_WORDS, Hedge, hedge_after, hedge_before
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.nouns import noun_after
from transforms.quantities.rule import rule
from transforms.quantities.units import Unit

_OWNERS: Final = frozenset({"the", "its", "their", "his"})
# Hedges that a hyphen joins to their number: "sub-300 sq m", "under-21 months".
_GLUED: Final = {"sub": "<", "under": "<", "over": ">"}
# Hedges that reach over an article: "at least a 20 percent rise", "nearly a 30-mile line".
_BEFORE_ARTICLE: Final = frozenset({"least", "most", "best", "than", "nearly", "almost", "roughly", "approximately"})
# "could top $40 million".
_MODALS: Final = frozenset("to could may might will would can should".split())
_LIMITS: Final = {
    "maximum": "<=",
    "minimum": ">=",
    "max": "<=",
    "min": ">=",
    "cap": "<=",
    "ceiling": "<=",
    "limit": "<=",
}
# Behind "minimum" and "maximum" these are told by what they are: "a minimum wage of $15", "maximum sustained winds".
_NO_BOUNDS: Final = frozenset({"wage", "wages", "sustained", "wind", "winds"})
# Verbs and nouns that set a bound: "limited to two packs", "limits to 500 people", "capped at six".
_LIMITED: Final = frozenset("limits limited limiting capped capping restricted restricts restricting".split())
_LIMITING: Final = frozenset({"limit", "cap", "restrict"})  # behind a modal: "will limit payments to"
# "Over a year after the fire": so long a time, and more.
_APART: Final = frozenset({"after", "before", "since", "ago", "later", "earlier"})
# Hedges that are prepositions as well.
_PREPOSITIONS: Final = frozenset({"about", "above", "around", "below", "over", "under"})
# "No later than 45 days before the vote": so long before it, or longer.
_LATEST: Final = frozenset({"no later than", "not later than"})
_MODIFYING: Final = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_BE: Final = frozenset({"is", "are", "was", "were", "be", "'s", "’s"})
_SUBJECTS: Final = frozenset("he she they it who which was were is".split())
_FEW: Final = 5  # "at least 1,000 soldiers and four tanks" tells of four
# What stands between two terms of a list of penalties; how near what they are for stands behind them.
_SERIES: Final = frozenset({",", ";", "and", "or"})
_BEFORE_TERMS: Final = frozenset({"a", "an"})
_FOR_WHAT: Final = frozenset({"for", "on", "whichever"})
_NEAR: Final = 3  # tokens: "five years in prison for"
_PENALTIES: Final = frozenset("sentence sentences penalty penalties punishment punishments fine fines term".split())
_LONGEST_ITEM: Final = 40  # tokens
_LONGEST_LIMITED: Final = 12  # tokens from "limit the amount that one can buy in a month" to the bound
_MANY: Final = 100
_AFTER_LIMITS: Final = HEDGE_WORDS["limits"]
_ADDING: Final = frozenset({"add", "adds", "adding", "added"})
_WIDTHS: Final = {"~": "about", "<": "under", "<=": "up to", ">": "over", ">=": "at least"}


@rule("hedge", after=("price of goods",))
def attach_hedges(line: Line, mentions: list[Mention], context: Context) -> None:
    """Fills comparator, convention and the quote's ends of every mention."""
    previous = bound = None
    for mention in mentions:
        if mention.form in ("vague", "several", "couple"):
            mention.comparator = "~"
        before = _left(line, mention, previous)
        if before is not None:
            _apply(mention, before)
            if before.kind != "drop":
                mention.begin = before.first
        _right(line, mention)
        if mention.comparator == "=":
            _from_neighbours(line, mention, previous)
        if mention.comparator == "=" and bound is not None and _is_in_list(line, bound, mention):
            mention.comparator, mention.width = "<=", "up to"
            mention.note("the limit holds for all that follow")
        if not mention.set_aside:
            previous = mention
            bound = mention if mention.comparator == "<=" else bound


def _apply(mention: Mention, hedge: Hedge) -> None:
    is_vague = hedge.comparator == "=" and mention.value is None  # "all but a handful" names no number either
    if mention.comparator != "range" and not is_vague:
        mention.comparator, mention.width = hedge.comparator, hedge.width if mention.value is not None else ""
    mention.note(f"hedge '{hedge.words}'")


def _left(line: Line, mention: Mention, previous: Mention | None) -> Hedge | None:
    at = mention.begin
    if line.lower(at - 1) in _OWNERS and line.lower(at - 2) in ("than", "nearly"):
        hedge = hedge_before(line, at - 1)
        stands = hedge is not None and not _compares(line, hedge, previous) and not _is_about_more(line, hedge)
        return hedge if stands else None
    at -= _reaches_over_article(line, mention, at)
    if line.lower(at - 1) == "reportedly":
        at -= 1
        hedge = hedge_before(line, at)
        return None if hedge is not None and hedge.kind == "over" else hedge
    glued = _GLUED.get(line.lower(at - 2)) if line.word(at - 1) == "-" and line.touches(at) else None
    if glued is not None and (mention.unit is not None or line.lower(at - 2) == "sub"):
        return Hedge(at - 2, at, glued, _WIDTHS[glued], f"{line.lower(at - 2)}-")
    hedge = hedge_before(line, at)
    if hedge is not None and hedge.words.startswith("up to") and _goes_up(line, mention, hedge):
        return _without_up(hedge)
    if hedge is None or hedge.words in ("maximum", "minimum"):
        return hedge
    if hedge.words in _LATEST and line.lower(mention.end) in ("before", "prior"):
        return replace(hedge, comparator=">=", width="at least")
    return _stacked(line, hedge) if _stands(line, mention, hedge, previous) else None


def _reaches_over_article(line: Line, mention: Mention, at: int) -> bool:
    """Whether the word before token `at` is an article that a hedge reaches over: "at least a 20 percent rise"."""
    if line.lower(at - 1) not in ("a", "an"):
        return False
    before = line.lower(at - 2)
    if before in ("about", "below", "above", "under"):
        return mention.unit is not None and mention.unit.kind in ("money", "percent")
    return before in _BEFORE_ARTICLE or (before == "to" and line.lower(at - 3) == "up")


def _stands(line: Line, mention: Mention, hedge: Hedge, previous: Mention | None) -> bool:
    """Whether the words loosen the number and do not mean something else here."""
    before = line.lower(hedge.first - 1)
    is_paid = mention.unit is not None and mention.unit.kind in ("money", "percent")
    if hedge.kind in ("money", "verb") and not is_paid and not (hedge.kind == "verb" and (mention.value or 0) >= _MANY):
        return False
    if hedge.kind == "verb" and before not in _MODALS:
        return False
    if hedge.kind == "over" and not _is_over(line, mention, hedge):
        return False
    if hedge.words in _PREPOSITIONS and line.lower(mention.stop - 1) == "single":  # "under a single program"
        return False
    if hedge.words == "under" and _is_instrument(line, mention):
        return False
    if hedge.words in ("about", "around") and before in ("talk", "talking", "think", "know", "worried"):
        return False
    return not _compares(line, hedge, previous) and not _is_about_more(line, hedge)


def _is_about_more(line: Line, hedge: Hedge) -> bool:
    """ "It is about more than the 111 people": and about others."""
    is_more = line.lower(hedge.stop - 1) == "than" and line.lower(hedge.first - 1) == "about"
    return is_more and line.lower(hedge.first - 2) in _BE


def _is_instrument(line: Line, mention: Mention) -> bool:
    """Whether what is counted is what one acts or lives under: "under two contracts", "under three names"."""
    noun = mention.noun or (noun_after(line, mention.end, True) if mention.unit is None else None)
    return noun is not None and noun.singular in HEDGE_WORDS["what one is under"]


def _compares(line: Line, hedge: Hedge, previous: Mention | None) -> bool:
    """Whether "more than" compares an amount with this one: "15 pct more than its 1.5 mln barrel quota"."""
    is_comparison = line.lower(hedge.stop - 1) == "than"
    return is_comparison and previous is not None and previous.end == hedge.first and previous.unit is not None


def _goes_up(line: Line, mention: Mention, hedge: Hedge) -> bool:
    """Whether "up" before "to" belongs to the verb: "edged up to 5%", "add up to $300"; not in "add up to 500 jobs"."""
    verb = line.lower(hedge.first - 1)
    is_of_things = mention.noun is not None or (mention.unit is not None and mention.unit.kind == "measure")
    return verb in HEDGE_WORDS["go up"] and not (is_of_things and not mention.is_elided and verb in _ADDING)


def _without_up(hedge: Hedge) -> Hedge | None:
    """ "edged up to 5%" says where a level stands, no limit; of "edged up to about 5%" the inner hedge is left."""
    inner = hedge.words.removeprefix("up to").strip()
    return Hedge(hedge.first + 2, hedge.stop, "~", "about", inner) if inner else None


def _stacked(line: Line, hedge: Hedge) -> Hedge:
    """ "up to about", "at least some", "an estimated": the outer hedge decides, the quote holds both."""
    outer = hedge_before(line, hedge.first)
    if outer is None or outer.kind in ("over", "drop", "money", "verb"):
        return hedge
    comparator, width = (outer.comparator, outer.width) if outer.comparator != "~" else (hedge.comparator, hedge.width)
    return Hedge(outer.first, hedge.stop, comparator, width, f"{outer.words} {hedge.words}", hedge.kind)


def _is_over(line: Line, mention: Mention, hedge: Hedge) -> bool:
    """Whether "over" loosens the number and is not the preposition of a span, a victory or a spread."""
    before = line.lower(hedge.first - 1)
    if before in HEDGE_WORDS["before a span over"] and not _is_many(mention):
        return before in ("took", "paid") and mention.unit is not None and mention.unit.kind != "duration"
    if mention.unit is not None and mention.unit.kind == "duration" and mention.kind != "age":
        if (
            line.lower(mention.end - 1) in _MODIFYING
            and line.word(mention.end)[:1].isalpha()
            and (mention.value or 0) > 1
        ):
            return True  # "the bureau's over three hour interview"
        is_gap = not before[:1].isalpha() and line.lower(mention.end) in _APART
        return is_gap or (before in HEDGE_WORDS["before a long time over"] and not mention.is_rated)
    return True


def _is_many(mention: Mention) -> bool:
    """Whether "over" before so large a count loosens it, whatever verb stands before: "took over 250 hostages"."""
    return mention.unit is None and mention.value is not None and mention.value >= _MANY


def _right(line: Line, mention: Mention) -> None:
    hedge = hedge_after(line, mention.end)
    at_number = hedge_after(line, mention.stop) if mention.end > mention.stop or hedge is None else None
    if at_number is not None and at_number.words in ("+", "plus", "odd", "or so", "or more", "or fewer", "or less"):
        hedge = hedge or at_number
        if at_number.stop > mention.end:
            hedge = at_number
    if hedge is None or (hedge.words in ("plus", "+", "odd") and not _is_glued_plus(line, hedge)):
        return
    if hedge.words == "and up" and line.lower(hedge.stop) == "to":
        return
    if hedge.words in ("at least", "at most", "more or less", "at the most") and line.word(hedge.stop)[:1].isdigit():
        return
    if hedge.words == "at least" and mention.end < line.count and line.lower(hedge.stop) not in (",", ".", "", ";"):
        return
    if mention.comparator == "=" or hedge.comparator in (">=", "<="):
        _apply(mention, hedge)
        mention.end = max(mention.end, hedge.stop)


def _is_glued_plus(line: Line, hedge: Hedge) -> bool:
    return line.touches(hedge.first) or line.word(hedge.first - 1) == "-"


def _from_neighbours(line: Line, mention: Mention, previous: Mention | None) -> None:
    """Hedges that stand further off: a limit's noun, the number before a conversion in brackets, "up to A and B"."""
    if line.lower(mention.end) in _AFTER_LIMITS or (
        line.lower(mention.end) in ("-", "prison") and line.lower(mention.end + 1) in ("limit", "maximum")
    ):
        mention.comparator, mention.width = "<=", "up to"
        return
    limit = "<=" if _beside_life(line, mention) else _limit(line, mention)
    if limit:
        mention.comparator, mention.width = limit, _WIDTHS[limit]
        mention.note("a limit named before")
        return
    if previous is None or mention.low is not None:
        return
    gap = line.lowers[previous.end : mention.begin]
    if gap in (["and"], ["or"]) and previous.comparator in _WIDTHS and _is_like(previous, mention):
        mention.comparator, mention.width = previous.comparator, previous.width
        mention.note("the hedge reaches over both")
        return
    if previous.unit is None or mention.unit is None:
        return
    if previous.comparator not in ("=", "range") and _is_conversion(previous.unit, mention.unit, gap):
        mention.comparator, mention.width = previous.comparator, previous.width
        mention.note("a conversion shares the hedge")
    elif previous.comparator == "<=" and mention.unit.kind in ("money", "duration") and _reaches(line, gap):
        mention.comparator, mention.width = "<=", "up to"
        mention.note("the limit reaches over both")


def _is_in_list(line: Line, bound: Mention, mention: Mention) -> bool:
    """Whether a limit holds for a later term: "a maximum of ten years for one count, five years for each other"."""
    if bound.unit is None or mention.unit is None or mention.unit.code != bound.unit.code or mention.set_aside:
        return False
    is_term = mention.unit.kind in ("duration", "money") and not _FOR_WHAT.isdisjoint(
        line.lowers[mention.end : mention.end + _NEAR]
    )
    words = line.lowers[bound.end : mention.begin]
    if not _SUBJECTS.isdisjoint(words):  # "…, and he served two years for fraud"
        return False
    return is_term and "maximum" in line.vocabulary and not _SERIES.isdisjoint(words) and len(words) <= _LONGEST_ITEM


def _is_like(left: Mention, right: Mention) -> bool:
    """Whether a hedge before the first of two numbers is the second's, too: "nearly 60 clerks and 40 cooks"."""
    if left.form in ("vague", "several", "couple") or left.low is not None or left.kind == "age" or right.value is None:
        return False
    units = [mention.unit.code if mention.unit is not None else None for mention in (left, right)]
    return units[0] == units[1] and right.form in ("digits", "words") and right.value >= _FEW


def _is_conversion(left: Unit, right: Unit, gap: list[str]) -> bool:
    """Whether the second amount says the first in another unit: "about ten lbs (five kg)", "5 pounds, or 2.3 kg"."""
    stands = gap in (["("], ["/"]) or (gap == [",", "or"] and right.kind == "measure")
    return stands and left.kind == right.kind and left.code != right.code


def _reaches(line: Line, gap: list[str]) -> bool:
    """Whether a limit holds for the next amount, too: "faces up to 10 years in prison and a $250,000 fine"."""
    is_next = "," in gap and not {*gap[gap.index(",") + 1 :]} - _BEFORE_TERMS
    joined = "and" in gap or "or" in gap or is_next
    return joined and len(gap) <= 8 and not line.vocabulary.isdisjoint(("face", "faces", "maximum"))


def _beside_life(line: Line, mention: Mention) -> bool:
    """ "a statutory maximum of life imprisonment and a $250,000 fine", "up to life in prison and a $1 million fine"."""
    if mention.unit is None or mention.unit.kind != "money" or line.lower(mention.end) not in ("fine", "penalty"):
        return False
    words = line.lowers[max(0, mention.begin - 12) : mention.begin]
    if "life" not in words:
        return False
    before = words[: words.index("life")]
    return "maximum" in before or before[-2:] == ["up", "to"]


def _limit(line: Line, mention: Mention) -> str | None:
    """ "a statutory maximum sentence of five years", "a minimum term of 25 years", "maximum number … to 9,309,394"."""
    at = mention.begin - 1
    if line.lower(at) in ("a", "an") and line.lower(at - 1) == "of":  # "a maximum penalty of a $100 million fine"
        at -= 1
    if line.lower(at) in ("is", "are") and _is_of_penalty(line, at):
        return "<="
    if line.lower(at) not in ("of", "is", "to", "at"):
        return None
    for back in range(at - 1, max(-1, at - _LONGEST_LIMITED), -1):
        word = line.lowers[back]
        if word in ("maximum", "minimum"):
            return None if line.lower(back + 1) in _NO_BOUNDS else _LIMITS[word]
        is_limit = word in _LIMITED or (word in _LIMITING and line.lower(back - 1) in _MODALS)
        if is_limit and line.words[back].islower() and line.lower(at) in ("to", "at"):
            return "<="
        if word in TRENDS:  # "its market cap rose to"
            return None
        if word in ("limit", "cap", "ceiling") and back == at - 1 and line.lower(at) == "of":
            return "<="
        if word in (",", ";", "and", "but", "that", "."):
            return None
    return None


def _is_of_penalty(line: Line, at: int) -> bool:
    """Whether the verb at token `at` tells what is the most: "the maximum sentence for conspiracy and fraud is"."""
    for back in range(at - 1, max(-1, at - _LONGEST_ITEM), -1):
        if line.lowers[back] in (";", ".", ":", "is", "are"):
            return False
        if line.lowers[back] == "maximum":
            return line.lower(back + 1) in _PENALTIES
    return False
