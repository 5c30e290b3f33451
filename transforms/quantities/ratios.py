"""Ratios and multiples: "one in five", "nine out of ten", "3-to-1", "doubled", "three times as many", "tenfold"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities.context import Context
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention, beside
from transforms.quantities.numerals import ARTICLES
from transforms.quantities.rule import rule
from transforms.quantities.units import MULTIPLE, RATIO, counted
from transforms.quantities.word_classes import word_class
from transforms.syntax.lexicon import tags_of

_WORDS: Final = read_sets("quantity_words")
# Of whom one in so many is told: "one adult in four".
_MEMBERS: Final = read_sets("noun_words")["members"]
MULTIPLES: Final[dict[str, tuple[float, str, str]]] = {
    row["word"]: (float(row["value"]), row["trend"], row["form"]) for row in read_table("multiples")
}
_MULTIPLES: Final = frozenset(MULTIPLES)
_COMPARISONS: Final = _WORDS["comparisons"]
_STRUCK: Final = _WORDS["struck once"]
_NOT_BEFORE_ONCE: Final = frozenset("at for this all was were is are be but that and or more".split())
_SIZES: Final = _WORDS["sizes"]
# Behind these a number names a level: "Level 3 out of 5".
_GRADES: Final = read_sets("exclusion_words")["grades"]
_IN_EVERY: Final = (["in"], ["in", "every"], ["-", "in", "-"], ["of", "every"])
_AGAINST: Final = (["-"], ["–"], [":"], ["-", "to", "-"], ["to"])
_BETS: Final = _WORDS["behind odds"]
_BOOKMAKERS: Final = frozenset({"odds", "bookmaker", "bookmakers", "bookie", "bookies"})
_ISSUES: Final = frozenset({"split", "splits", "issue", "issues", "offer", "offering", "basis"})
_SHARES: Final = frozenset({"stock", "share", "shares", "rights", "bonus", "scrip", "reverse"})
_SPLIT: Final = (["-", "for", "-"], ["for"])
_FAR_BET: Final = 4  # tokens
_RATIOS: Final = _WORDS["ratios"]
_GAMES: Final = _WORDS["games"]
_WON: Final = _GAMES - {"against", "first", "half", "set", "final", "level", "down", "up", "game", "match"}
# "ruled by 8-1" tells votes.
_VOTES: Final = frozenset(
    "vote votes voted voting ruled ruling panel court council senate house committee board approved passed "
    "rejected".split()
)
_MATCHED: Final = frozenset({"match", "basis", "matching", "exchange", "stock"})
# Of so many a part is told as a share, "nine out of ten"; of others both are counted, "five out of six crew members".
_WHOLES: Final = frozenset({2.0, 3.0, 4.0, 5.0, 10.0, 100.0, 1000.0})
_LARGEST_PART: Final = 9
_SHARED: Final = frozenset({"", ".", ",", ";", ")", "people"})
_OUTDONE: Final = _WORDS["outdone so many to one"]
_EARNED: Final = frozenset(
    "earnings profit profits income sales revenue revenues annual turnover ebitda salary".split()
)
_NO_SIZES: Final = frozenset("a an the his her its their this that it he she they we i you".split())
_OFTEN: Final = _WORDS["how often"]
_PERIODS: Final = _WORDS["periods"]


@rule("multiple in one word", after=("unit of the next number",), least=0)
def add_multiples(line: Line, mentions: list[Mention], context: Context) -> list[Mention]:
    """The mentions with the multiples that are single words: "doubled", "halving", "twice a year", "tenfold"."""
    return mentions if line.vocabulary.isdisjoint(_MULTIPLES) else beside(mentions, list(_multiples(line)))


def _multiples(line: Line) -> Iterator[Mention]:
    for at, word in enumerate(line.lowers):
        entry = MULTIPLES.get(word)
        if entry is None:
            continue
        value, trend, form = entry
        mention = Mention(at, at + 1, at, at + 1, value, "words", unit=MULTIPLE, rule=line.lowers[at])
        if line.lower(at + 1) == "down" and value == 2:  # "doubled down on the claim"
            continue
        if form == "verb" or (form == "open verb" and _is_verb(line, at)):
            mention.trend = trend
        elif form == "fold":
            mention.trend = "up" if line.lower(at + 1) in ("increase", "rise", "growth", "jump", "gain") else None
        elif form == "open verb":
            if line.lower(at + 1) not in ("the", "that", "its", "their", "what"):
                continue
        elif form == "times" and not _times_word(line, mention, at):
            continue
        yield mention


def _is_verb(line: Line, at: int) -> bool:
    before = line.lower(at - 1)
    if before in ("nearly", "almost", "than", "roughly", "about"):
        before = line.lower(at - 2) if before != "than" else line.lower(at - 3)
    return (
        before in ("to", "will", "would", "could", "may", "might", "can", "should", "must", "n't")
        and line.lower(at + 1) != "digits"
    )


def _times_word(line: Line, mention: Mention, at: int) -> bool:
    """ "twice as many" is a multiple, "twice" a count of times; "once" only where it says how often."""
    after = line.lower(at + 1)
    is_compared = after in _COMPARISONS and (after != "the" or line.lower(at + 2) not in ("",))
    if line.lowers[at] != "once" and (is_compared or _is_owned(line, at + 1)):
        mention.rule = f"{line.lowers[at]} as much"
        mention.end = _compared_end(line, at + 1)
        return True
    if line.lowers[at] == "once":
        often = after in _OFTEN and not (after in ("a", "an", "and") and not _period(line, at + 2))
        counted_once = line.lower(at - 1) in ("only", "just", "than", "least") or _is_counted_once(line, at)
        counted_once = counted_once or _is_struck_once(line, at)
        if not (often or counted_once) or after in ("again", "more") or line.lower(at - 1) == "at":
            return False
    mention.unit, mention.kind, mention.rule = counted("time"), "count", "how often"
    return True


def _period(line: Line, at: int) -> bool:
    return line.lower(at) in _PERIODS or line.lower(at - 1) in ("per", "each", "every", "during")


def _is_struck_once(line: Line, at: int) -> bool:
    """ "has been married once.", "was struck once in the back": how often it happened; not "was once a banker"."""
    before, after = line.lower(at - 1), line.lower(at + 1)
    if not before or not before[0].isalpha() or before in _NOT_BEFORE_ONCE:
        return False
    if after in (".", "", ";", ")", "—"):
        return True
    return before in _STRUCK and after in ("in", "on", "for", "by", "and", ",", "before", "with")


def _is_counted_once(line: Line, at: int) -> bool:
    return line.lower(at + 1) in ("and",) and ("twice" in line.vocabulary or "times" in line.vocabulary)


@rule("ratio", after=("range",), least=2)
def join_ratios(line: Line, mentions: list[Mention], context: Context) -> list[Mention]:
    """The mentions with "one in five" and its like joined into one ratio."""
    joined: list[Mention] = []
    for mention in mentions:
        if joined and _ratio_of(line, joined[-1], mention):
            left = joined[-1]
            assert left.value is not None
            assert mention.value is not None
            left.value = left.value / mention.value
            left.stop, left.end, left.unit, left.scale = mention.stop, mention.stop, RATIO, 1.0
            left.raw = ""
        elif joined and _is_part_of_one(line, joined[-1], mention):
            left = joined[-1]
            left.unit, left.unit_word, left.rule = mention.unit, mention.unit_word, "part of a unit"
            left.stop, left.end = mention.stop, mention.end
        else:
            joined.append(mention)
    return joined


def _is_part_of_one(line: Line, left: Mention, right: Mention) -> bool:
    """ "less than one-half of 1 percent": the fraction is of one of the unit behind it."""
    is_one = right.value == 1 and right.unit is not None and right.unit.kind == "percent"
    is_free = left.form in ("fraction", "half") and left.unit is None and left.set_aside is None
    return is_one and is_free and line.lowers[left.end : right.begin] == ["of"]


def _ratio_of(line: Line, left: Mention, right: Mention) -> bool:
    if left.value is None or not right.value or left.unit or left.set_aside or left.low is not None:
        return False
    if line.lower(left.begin - 1) in _GRADES and _is_of_whole(line, left, right):  # "a Level 3 out of 5 risk"
        left.aside("identifier")
        right.aside("identifier")
        return False
    if left.raw and len(left.raw) == 4 and left.raw.isdigit() and left.form == "digits" and 1800 < left.value < 2100:
        return False
    gap = line.lowers[left.end : right.begin]
    if gap in _SPLIT and right.unit is None and _is_split(line, left, right):
        left.rule = "so many shares for so many"
        return True
    if is_told_ratio(line, left, right):
        left.rule = "so many to so many"
        return True
    small = left.value < right.value and left.value.is_integer() and right.value.is_integer()
    if gap in _IN_EVERY:
        left.rule = "one in so many"
        return (
            small
            and left.value <= 10
            and right.unit is None
            and _free(line, right)
            and not (len(right.raw) == 4 and 1900 <= right.value < 2100)
        )
    if gap[1:] == ["in"] and left.value <= _LARGEST_PART and _is_of_kind(gap[0], left):
        is_many = right.value in _WHOLES if left.value > 1 else right.value != 1
        if not (small and is_many and right.unit is None and _free(line, right)) or _counts(line, right.stop):
            return False
        left.rule = "one of a kind in so many"
        return True
    if gap == ["out", "of"] or gap == ["out", "of", "every"]:
        left.rule = "so many out of so many"
        is_share = gap[-1] == "every" or right.value in _WHOLES or line.lower(right.stop) in _SHARED
        return left.value <= right.value and right.unit is None and is_share
    if (
        gap in (["-", "to", "-"], ["to"])
        and right.value == 1
        and right.unit is None
        and (len(gap) == 3 or line.lower(right.stop) not in ("",))
    ):
        left.rule = "so many to one"
        return len(gap) == 3 or "ratio" in line.vocabulary or "odds" in line.vocabulary
    return False


def _is_of_kind(noun: str, left: Mention) -> bool:
    """Whether a noun tells of what so many are counted: "one adult in four", "two voters in five"."""
    if noun in _MEMBERS:
        return left.value == 1
    tags = tags_of(noun)
    return bool(tags) and tags[0] == ("NN" if left.value == 1 else "NNS") and noun not in _PERIODS


def is_told_ratio(line: Line, left: Mention, right: Mention) -> bool:
    """Whether two bare numbers are a ratio: by the words beside them ("a 7-5 ratio", "odds of 10:1"), or by a colon
    where no clock, verse or result has one ("a 16:9 screen", "50:50").
    """
    gap = line.lowers[left.end : right.begin]
    if gap not in _AGAINST or left.unit is not None or right.unit is not None:
        return False
    before = line.lowers[max(0, left.begin - 2) : left.begin]
    if line.lower(right.end) in _RATIOS or (before[-1:] == ["of"] and before[0] in _RATIOS):
        return True
    if gap == ["-"] and _is_odds(line, right.end):
        return True
    if gap == ["-"] and not _BOOKMAKERS.isdisjoint(line.vocabulary) and _WON.isdisjoint(line.vocabulary):
        return left.raw.isdigit() and right.raw.isdigit()
    if right.value == 1 and not _OUTDONE.isdisjoint(line.lowers[max(0, left.begin - 3) : left.begin]):
        return True
    is_voted = not _VOTES.isdisjoint(line.vocabulary)
    if right.value == 1 and "by" in before and not is_voted and _GAMES.isdisjoint(line.vocabulary):  # "by nearly 2-1"
        return True
    if gap == [":"] and line.lower(right.end) in _MATCHED:  # "a 1:1 match"
        return True
    is_split = len(right.raw) == 1 or (left.raw == right.raw == "50")
    is_result = line.word(left.begin - 1)[:1].isupper() or not _GAMES.isdisjoint(line.vocabulary)
    return gap == [":"] and is_split and not is_result


def _is_split(line: Line, left: Mention, right: Mention) -> bool:
    """Whether shares are given or put together: "a three-for-two stock split", "split its stock 5-for-1"."""
    behind = line.lowers[right.end : right.end + _FAR_BET]
    before = line.lowers[max(0, left.begin - _FAR_BET) : left.begin]
    is_issue = not _ISSUES.isdisjoint(behind) and not _SHARES.isdisjoint([*behind, *before])
    return is_issue or ("split" in before and not _SHARES.isdisjoint(before))


def _is_odds(line: Line, at: int) -> bool:
    """Whether a bet's odds stand before token `at`: "an 8-1 shot", "the 3-5 morning-line favorite"."""
    for ahead in range(at, at + _FAR_BET):
        if line.lower(ahead) in _BETS:
            return True
        if not line.lower(ahead) or (word_class(line.word(ahead)) == "-" and line.word(ahead) not in HYPHENS):
            return False
    return False


def _is_of_whole(line: Line, left: Mention, right: Mention) -> bool:
    """Whether "out of" joins the two numbers."""
    return line.lowers[left.end : right.begin] == ["out", "of"]


def _counts(line: Line, at: int) -> bool:
    """Whether token `at` is a plural noun that a number before it counts."""
    tags = tags_of(line.lower(at))
    return bool(tags) and tags[0] == "NNS"


def _free(line: Line, right: Mention) -> bool:
    """Whether nothing but a group of people or things follows "one in five": not "six in two games"."""
    return right.form != "digits" or len(right.raw) != 4 or not right.raw.startswith(("19", "20"))


@rule("times as much", after=("ratio",))
def mark_times(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "three times as many" is a multiple, "three times" a count; "half as much" a multiple; "two-fold", "4x"."""
    for mention in mentions:
        if mention.unit is not None or (mention.value is None and mention.form != "several"):
            continue
        at = mention.end + (line.word(mention.end) == "-")
        word, after = line.lower(at), line.lower(at + 1)
        if line.lowers[max(0, mention.begin - 2) : mention.begin] == ["factor", "of"]:
            mention.unit, mention.rule = MULTIPLE, "a factor of so many"
            mention.begin -= 2 + (line.lower(mention.begin - 3) in ARTICLES)
        elif mention.form == "half" and line.lower(mention.first) in ARTICLES and _after_time(line, mention.begin):
            mention.unit, mention.rule, mention.value = MULTIPLE, "time and a half", 1.5
            mention.begin = _after_time(line, mention.begin) - 1
        elif word == "fold":
            mention.unit, mention.end, mention.rule = MULTIPLE, at + 1, "so many fold"
        elif word == "times" and _is_comparison(line, at + 1):
            mention.unit, mention.rule = MULTIPLE, "so many times as much"
            mention.end = _compared_end(line, at + 1)
        elif (
            word == "times"
            and after
            and after not in ("a", "an", "per")
            and mention.value
            and after in _EARNED
            and word_class(line.word(at + 2) or ".") in ("-", "N", "P")
        ):
            mention.unit, mention.end, mention.rule = MULTIPLE, at + 1, "so many times earnings"
        elif mention.form == "half" and word == "as" and after in _SIZES and line.lower(at + 2) == "again":
            mention.unit, mention.rule, mention.value = MULTIPLE, "half as much again", 1.5
            mention.end = at + 3
        elif mention.form == "half" and word == "as" and after in _SIZES:
            mention.unit, mention.rule = MULTIPLE, "half as much"
            mention.end = at + 2


def _after_time(line: Line, at: int) -> int:
    """The token behind the "time" of "time and a half", "time-and-a-half" before token `at`; 0 where there is none."""
    and_at = at - 1 - (line.word(at - 1) in HYPHENS)
    time_at = and_at - 1 - (line.word(and_at - 1) in HYPHENS)
    return time_at + 1 if line.lower(and_at) == "and" and line.lower(time_at) == "time" else 0


def _is_comparison(line: Line, at: int) -> bool:
    """Whether token `at` behind "times" says as what or than what: "as many", "the size", "lighter than"."""
    if line.lower(at) in _COMPARISONS:
        return _is_compared(line, at)
    if _is_owned(line, at):
        return True
    return tags_of(line.lower(at))[:1] == ("JJR",) and line.lower(at + 1) in ("than", ".", ",", ";", "and", "")


def _is_owned(line: Line, at: int) -> bool:
    """Whether what something is so many times as much as stands at token `at`: "Earth's radius", "last year's"."""
    owner = at + (line.lower(at) in ("last", "this"))
    return line.lower(owner + 1) in ("'s", "’s") and line.word(owner)[:1].isalpha()


def _is_compared(line: Line, at: int) -> bool:
    """Whether token `at` behind "times" compares: "four times the $4,000 estimate", not "four times that he asked"."""
    word, after = line.lower(at), line.word(at + 1) or "."
    if (
        word in ("as", "over") and after.lower() in _NO_SIZES
    ):  # "ran three times as a Democrat", "told them over the phone"
        return False
    if word == "that":
        return tags_of(after.lower())[:1] != ("PRP",)
    return word != "the" or after in "$£€" or word_class(after) != "-"


def _compared_end(line: Line, at: int) -> int:
    """Where the comparison that starts at token `at` ends, as far as it belongs to the number: "as many"."""
    return at + 2 if line.lower(at) == "as" and line.lower(at + 1) in _SIZES else at
