"""Rates: "per", "a", "each", "every" and "annually" behind a unit, an amount or a counted noun."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.elided import BARE, LEFT_OUT
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.money import money_after
from transforms.quantities.numerals import WORDS, is_digits
from transforms.quantities.rule import rule
from transforms.quantities.suffixes import FINE_METALS
from transforms.quantities.units import BY_CODE, LEXICON, Unit, counted, rate
from transforms.quantities.word_classes import singular_of, word_class

_WORDS: Final = read_sets("quantity_words")
_ADVERBS: Final = {
    "annually": "a", "yearly": "a", "daily": "d", "weekly": "wk", "monthly": "mo", "hourly": "h", "nightly": "d",
}  # fmt: skip
# What comes once a day: "eight hours per night" is told as "nightly" is.
_DAILY: Final = frozenset({"night", "weekday"})
# What an amount is paid for, after "a": "19 dlrs a share".
_PIECES: Final = _WORDS["pieces"]
_TIMES: Final = _WORDS["times"]
_HAPPENING: Final = _WORDS["counted by the day"]  # "18 daily trips", not "two daily newspapers"
# Where what is measured ends, and no rate follows.
_ENDS: Final = frozenset(", . ; : ( ) and to in on with from that which who for at by but are is were was".split())
_EACH: Final = frozenset({"each", "apiece"})
_HOW_OFTEN: Final = "how often"  # the rule of "once" and "twice"
# What happens to so many in a hundred thousand, and the tokens from its rate to the number.
_RATED_THINGS: Final = _WORDS["things with a rate"]
_NEAR_RATE: Final = 12
_EARNINGS: Final = _WORDS["earnings"]
_SHARES: Final = frozenset({"shr", "eps"})  # short for what is earned on one share
_PER_SHARE: Final = _SHARES | {"per"}


@rule("rate", after=("multiple in one word", "noun left out", "points", "pounds beside a weight"))
def mark_rates(line: Line, mentions: list[Mention], context: Context) -> None:
    """Adds the "per …" of every mention that has a unit or a noun."""
    starts = [mention.begin for mention in mentions]
    for number, mention in enumerate(mentions):
        if mention.set_aside or (mention.unit is None and mention.noun is None):
            continue
        if mention.kind in ("age", "ratio", "multiple", "score"):
            continue
        limit = starts[number + 1] if number + 1 < len(mentions) else line.count
        if _is_every_so_many(line, mentions, number):  # "once every ten years"
            continue
        below = _read_below(line, mention, limit)
        if below is None:
            continue
        unit, stop = below
        base = mention.unit or counted(mention.noun.singular if mention.noun is not None else "unit")
        if mention.rule in (LEFT_OUT, BARE) and unit.code[0].isdigit():
            base = _happening(line, mention) or base
        if base.code == unit.code:
            continue
        mention.unit, mention.end, mention.is_rated = rate(base, unit), stop, True
        if base.dimension == "count" and unit.dimension == "time":
            mention.kind = "count"
        mention.note(f"a rate per {unit.name}")
        if number + 1 < len(mentions) and starts[number + 1] < stop:  # "$4 a dozen"
            mentions[number + 1].aside("base of a rate")


def _happening(line: Line, mention: Mention) -> Unit | None:
    """What a rate of so many in a hundred thousand counts: "a suicide rate of 4.5 per 100,000"."""
    for at in range(mention.begin - 1, max(0, mention.begin - _NEAR_RATE), -1):
        if line.lowers[at] in ("rate", "rates"):
            thing = singular_of(line.words[at - 1])
            return counted(thing) if thing in _RATED_THINGS else None
    return None


def _is_every_so_many(line: Line, mentions: list[Mention], number: int) -> bool:
    """Joins "once" and the time that it comes every so many of; whether there is one."""
    mention, following = mentions[number], mentions[number + 1] if number + 1 < len(mentions) else None
    if following is None or mention.rule != _HOW_OFTEN or line.lowers[mention.end : following.begin] != ["every"]:
        return False
    time = following.unit
    if time is None or time.kind != "duration" or not following.value or mention.unit is None or not mention.value:
        return False
    mention.value /= following.value * time.times
    mention.unit, mention.end, mention.is_rated = rate(mention.unit, replace(time, times=1.0)), following.end, True
    following.aside("base of a rate")
    return True


def _read_below(line: Line, mention: Mention, limit: int) -> tuple[Unit, int] | None:
    at = mention.end
    found = _at(line, mention, at)
    if found is not None:
        return found
    noun = mention.noun
    if noun is not None and line.lower(mention.stop) in _ADVERBS and noun.singular in _HAPPENING:
        return BY_CODE[_ADVERBS[line.lower(mention.stop)]], at  # "18 daily trips"
    if _is_money(mention):
        apart = _apart(line, mention)
        if apart is not None:
            return apart[0], at
    is_measure = mention.unit is None or mention.unit.kind in ("measure", "money", "duration", "count")
    if not is_measure or (
        mention.unit is not None
        and mention.unit.kind == "duration"
        and mention.unit.code not in ("h", "min", "d", "wk")
    ):
        return None
    return _further(line, mention, min(limit, at + 7))


def _at(line: Line, mention: Mention, at: int) -> tuple[Unit, int] | None:
    """The denominator that starts right at token `at`."""
    step = at + (line.word(at) in HYPHENS)
    word = line.lower(step)
    if word in ("per", "/", "a", "an", "each", "every", "p"):
        return _named(line, mention, step, word)
    if word == "to" and line.lower(step + 1) in ("the", "one"):  # "103.62 yen to the dollar"
        return _other_money(line, mention, step + 2)
    if word in _ADVERBS:
        return BY_CODE[_ADVERBS[word]], step + 1
    if word in ("apiece",) and _is_money(mention):
        return None
    return None


def _other_money(line: Line, mention: Mention, at: int) -> tuple[Unit, int] | None:
    """The money at token `at` that an amount in another is the price of."""
    if not _is_money(mention) or line.lower(at) in ("pound", "pounds"):  # "$2.50 per pound" of coffee
        return None
    found = money_after(line, at, None, False, False)
    if found is None or mention.unit is None or word_class(line.word(found.stop) or ".") in ("N", "P"):
        return None
    if found.unit.times != 1.0 or found.unit.code == mention.unit.code:
        return None
    return found.unit, found.stop


def _apart(line: Line, mention: Mention) -> tuple[Unit, int] | None:
    """What an amount is for, behind its conversion ("$150m (£80m) a year") or its noun ("a $10 fee per person")."""
    at = mention.end
    if line.word(at) == "(" and ")" in line.words[at : at + 7]:
        return _at(line, mention, line.words.index(")", at) + 1)
    if line.word(at) == ")" and "(" in line.words[max(0, mention.begin - 3) : mention.begin]:
        return _at(line, mention, at + 1)
    if line.lower(at + 1) == "per" and word_class(line.word(at) or ".") == "N":
        return _at(line, mention, at + 1)
    return None


def _is_money(mention: Mention) -> bool:
    return mention.unit is not None and mention.unit.kind == "money"


def _named(line: Line, mention: Mention, at: int, word: str) -> tuple[Unit, int] | None:
    step = at + 1 + (line.word(at + 1) in HYPHENS)
    noun = line.lower(step)
    if not _opens_base(line, at, step, word):
        return None
    if noun in ("annum", "year") or word == "p":
        return BY_CODE["a"], step + (3 if word == "p" else 1)
    if noun == "capita" or noun == "head":
        return counted("person"), step + 1
    if word in ("a", "an", "each", "every") and singular_of(noun) not in (
        _PIECES if _is_money(mention) or word != "a" else _TIMES
    ):
        return None
    if is_digits(noun):
        return _per_number(line, step, _is_money(mention)) if word == "per" else None
    money = _other_money(line, mention, step) if word == "per" else None  # "7.8 Hong Kong dollars per US dollar"
    if money is not None:
        return money
    return _unit_below(line, step, word == "/")


def _opens_base(line: Line, at: int, step: int, word: str) -> bool:
    """Whether the word at `at` says "per" of what stands at `step`: not "a year ago", "two days from now", "5 p.m."."""
    noun, after = line.lower(step), line.lower(step + 1)
    if not noun or noun == "cent":
        return False
    if word == "each":
        return noun[0].isalpha() and word_class(line.words[step]) != "-"
    if word == "p":
        return noun == "." and after == "a"
    if word == "/":
        return line.touches(at) or line.touches(at + 1)
    if word not in ("a", "an"):
        return True
    if after in HYPHENS and line.touches(step + 1):  # "registered a quarter-to-quarter increase"
        return False
    if after == "of" and line.lower(step + 2) in WORDS:  # "$30,000 a family of four"
        return False
    is_from_now = after == "from" and line.lower(step + 2) in ("now", "today", "then")
    return after not in ("ago", "earlier", "later", "before", "after", "back", "old") and not is_from_now


def _unit_below(line: Line, at: int, is_stroke: bool) -> tuple[Unit, int] | None:
    """The unit or the noun at token `at` as a denominator: a pound is a weight there, a ton a metric one."""
    noun = line.lower(at)
    if noun in ("pound", "pounds"):
        return BY_CODE["[lb_av]"], at + 1
    if line.lower(at) in _DAILY:
        return BY_CODE["d"], at + 1
    match = LEXICON.match(line, at, is_stroke)
    if (
        match is not None
        and match.unit.kind in ("measure", "duration")
        and not (match.is_symbol and match.word in ("in",))
    ):
        if match.unit.code == "{ton}":
            return BY_CODE["t"], match.stop
        if match.unit.code == "[oz_av]" and not FINE_METALS.isdisjoint(line.vocabulary):
            return BY_CODE["[oz_tr]"], match.stop
        return match.unit, match.stop
    if is_stroke and not noun[0].isalpha():
        return None
    return _noun_below(line, at)


def _noun_below(line: Line, at: int) -> tuple[Unit, int] | None:
    word = line.words[at]
    if not word[0].isalpha() or word_class(word) == "-":
        return None
    head = at
    while word_class(line.words[head]) == "J" and word_class(line.word(head + 1) or ".") in ("N", "P"):
        head += 1
    if (
        word_class(line.words[head]) in ("N", "C")
        and word_class(line.word(head + 1) or ".") == "N"
        and line.lower(head) in ("american", "depositary", "common", "class", "ordinary")
    ):
        head += 1
    noun = line.words[head]
    return counted(noun if noun.isupper() else singular_of(noun)), head + 1


def _per_number(line: Line, at: int, is_money: bool) -> tuple[Unit, int] | None:
    """ "18.9 deaths per 100,000 people per year"; where no noun stands behind them, they are people."""
    number = line.words[at].replace(",", "")
    step = at + 1
    factor = {"thousand": "000", "million": "000000"}.get(line.lower(step))
    if factor:
        number, step = number + factor, step + 1
    parts = [number]
    ahead = step + (word_class(line.word(step) or ".") == "J")  # "per 1,000 live births"
    if word_class(line.word(ahead) or ".") in ("P", "N"):
        parts.append("{" + singular_of(line.words[ahead]) + "}")
        step = ahead + 1
    elif not is_money:
        parts.append("{person}")
    name = " ".join(part.strip("{}") for part in parts)
    if line.lower(step) in ("per", "a", "each", "every") and line.lower(step + 1) in _TIMES:
        match = LEXICON.match(line, step + 1, False)
        if match is not None:
            parts.append(match.unit.code)
            step = match.stop
    return Unit(".".join(parts), name, "count", "count", 1.0), step


def _further(line: Line, mention: Mention, limit: int) -> tuple[Unit, int] | None:
    """The rate after what is measured: "7.5 billion gallons of ethanol annually", "40 billion checks
    written each year".
    """
    is_count = mention.unit is None
    at = mention.end
    if not (is_count or line.lower(at) == "of"):
        return None
    while at < limit:
        word = line.lowers[at]
        if word in _ENDS:
            return None
        if word in ("per", "each", "every") or (word in ("a", "an") and line.lower(at + 1) in _TIMES):
            return (
                _named(line, mention, at, word) if singular_of(line.lower(at + 1)) in _TIMES or word == "per" else None
            )
        if word in _ADVERBS and at > mention.end:
            return BY_CODE[_ADVERBS[word]], at + 1
        at += 1
    return None


@rule("amounts per share", after=("price of each",))
def mark_per_share(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "Earnings per share … 1.94 crowns vs 12.05", "Shr 25 cts": the amounts after it are per share."""
    if line.vocabulary.isdisjoint(_PER_SHARE):
        return
    below: Unit | None = None
    at = 0
    for mention in mentions:
        while at < mention.begin:
            word = line.lowers[at]
            if word in _SHARES:
                below = counted("share")
            elif word == "per" and at and line.lowers[at - 1] in _EARNINGS:
                found = _noun_below(line, at + 1)
                below = found[0] if found is not None else below
            elif word in (";",) or (word in ("net", "revs", "sales", "oper", "revenue", "revenues") and below):
                below = None
            at += 1
        if below is not None and _is_money(mention) and not mention.is_rated and mention.scale == 1.0 and mention.unit:
            mention.unit, mention.is_rated = rate(mention.unit, below), True


@rule("price of each", after=("rate",))
def share_each(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "between $500 and $1000 each", "19 dlrs each": the amount is per thing, which stands before it."""
    if line.vocabulary.isdisjoint(_EACH):
        return
    for number, mention in enumerate(mentions):
        if mention.set_aside or mention.is_rated or not _is_money(mention):
            continue
        if line.lower(mention.end) not in _EACH:
            continue
        noun = _thing_before(line, mentions[:number], mention.begin)
        if noun is not None and mention.unit is not None:
            mention.unit, mention.end, mention.is_rated = rate(mention.unit, counted(noun)), mention.end + 1, True


def _thing_before(line: Line, earlier: list[Mention], at: int) -> str | None:
    for mention in reversed(earlier):
        if mention.noun is not None:
            return mention.noun.singular
    for back in range(at - 1, max(-1, at - 8), -1):
        word = line.words[back]
        if word_class(word) == "P" and "VBZ" not in word_class(word) and line.lower(back) != "costs":
            return singular_of(word)
    return None
