"""Ages in all their forms: "47-year-old", "aged 34", "Maddon, 66,", "five years old", "at the age of 99",
"11-month".
"""

from __future__ import annotations

import itertools
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.hedges import hedge_after, hedge_before
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.numerals import is_digits
from transforms.quantities.rule import in_order, rule
from transforms.quantities.units import BY_CODE
from transforms.quantities.word_classes import word_class

_WORDS: Final = read_sets("quantity_words")
_YEAR: Final = BY_CODE["a"]
_KIN: Final = _WORDS["kin"]
# After "she was nineteen".
_AFTER_AGE: Final = frozenset(
    ", . ; ? ) when by and now at so because but then until since after before while or that her his".split()
) | {""}
# Who is told by an age: "those over 65".
_AGED: Final = _WORDS["told by their age"]
_OLDER: Final = _WORDS["older or younger"]
_CALENDAR: Final = read_sets("exclusion_words")["months"] | read_sets("exclusion_words")["weekdays"]
_I_AM: Final = frozenset({"you're", "you’re", "i'm", "i’m", "he's", "he’s", "she's", "she’s"})
# "I'm 63 and my knees hurt": of full years; "I'm 5 and 2 down" is no age.
_GROWN: Final = 12
_AFTER_TURNING: Final = frozenset(", . on in this last and was is when at before after next".split()) | {""}
# Who has an age behind a comma without being named, and those of them whose age may be spelled.
_OWN_AGES: Final = _WORDS["told by an age of their own"]
_KIN_IN_WORDS: Final = _WORDS["kin in words"]
# "died at 66 after a long illness".
_DYING: Final = _WORDS["dying"]
_AFTER_AT: Final = frozenset({",", ".", "", "after", "following", "in", "on", "from", "of", "and", ";"})
_QUOTES: Final = frozenset({'"', "“", "'", "‘"})
_OLDEST: Final = 120  # years
_OF_AN_AGE: Final = frozenset("kids man woman boy girl children people".split())
_AGE_HEDGES: Final = frozenset({">", "<", ">=", "<="})
# "d" for the end of "Ph.D.", which is cut at its full stops.
_NAMES_BEFORE: Final = _WORDS["suffixes of names"]


@rule("age", after=("magnitude of a quake",))
def mark_ages(line: Line, mentions: list[Mention], context: Context) -> None:
    """Turns the mentions that tell an age into ages."""
    for mention in mentions:
        if mention.set_aside or mention.value is None:
            continue
        if mention.unit is not None and mention.unit.dimension == "time":
            _with_unit(line, mention)
        elif mention.unit is None and mention.form in ("digits", "words", "fraction"):
            _bare(line, mention)


def _age(mention: Mention, rule: str) -> None:
    mention.kind, mention.rule = "age", rule


def _with_unit(line: Line, mention: Mention) -> None:
    at = mention.end
    hyphened = line.word(at) in HYPHENS and line.lower(at + 1) in ("old", "olds")
    if hyphened or line.lower(at) in ("old", "olds"):
        mention.end = at + 1 + hyphened
        _age(mention, "so many years old")
    elif line.lower(at) == "of" and line.lower(at + 1) == "age":
        mention.end = at + 2
        _age(mention, "years of age")
    elif line.lower(mention.begin - 1) in ("aged", "ages", "age"):
        _age(mention, "aged so many")
    elif line.word(mention.stop) in HYPHENS and line.lower(at) in _KIN:
        _age(mention, "so many months of a child")


def _bare(line: Line, mention: Mention) -> None:
    """Ages without a unit: the number must be one that people live to."""
    assert mention.value is not None
    is_half = line.lower(mention.begin - 1) == "age" and (mention.value * 2).is_integer()
    if not 0 < mention.value < 125 or not (mention.value.is_integer() or mention.comparator == "range" or is_half):
        return
    told = next((one.name for one in AGE_RULES if one.apply(line, mention)), None)
    if told is None:
        return
    if told == "age so many" and hedge_before(line, mention.begin - 1):  # "around age 16"
        mention.begin -= 1
    if told == "at the age of" and line.lower(mention.begin - 3) == "the" and hedge_before(line, mention.begin - 3):
        mention.begin -= 3
    mention.unit, mention.unit_word = _YEAR, ""
    _age(mention, told)
    for word in ("years", "year"):
        if line.lower(mention.end) == word:
            mention.end += 1


@rule("aged so many")
def _is_after_aged(line: Line, mention: Mention) -> bool:
    """ "aged 34", "ages 18 to 24"; not "ages 5 of them"."""
    return line.lower(mention.begin - 1) in ("aged", "ages") and line.lower(mention.end) != "of"


@rule("age so many")
def _is_after_age(line: Line, mention: Mention) -> bool:
    """ "age 34"; not "average age 34"."""
    return line.lower(mention.begin - 1) == "age" and line.lower(mention.begin - 2) != "average"


@rule("at the age of")
def _is_of_age(line: Line, mention: Mention) -> bool:
    """ "at the age of 99", "between the ages of 18 and 24", "died at 66"."""
    before, earlier = line.lower(mention.begin - 1), line.lower(mention.begin - 2)
    is_between = "ages" in line.lowers[mention.begin : mention.first]
    return (
        is_between
        or (before == "of" and earlier in ("age", "ages"))
        or (before == "at" and (_at_age(line, mention) or _opens(line, mention)))
    )


def _opens(line: Line, mention: Mention) -> bool:
    """Whether the age of who is named next opens the sentence: "At 61, Mora lost her sight", "At 22 I was a fool"."""
    at = mention.begin - 1
    if at > 0 and line.word(at - 1) not in _QUOTES:
        return False
    comma = line.word(mention.end) == ","
    who = line.word(mention.end + comma)
    return who.lower() in ("i", "he", "she") or (comma and who[:1].isupper() and who.lower() not in _CALENDAR)


@rule("turned so many")
def _is_turned(line: Line, mention: Mention) -> bool:
    """ "who turned 40 in May"."""
    is_turned = line.lower(mention.begin - 1) in ("turned", "turning", "turns")
    return is_turned and line.lower(mention.end) in _AFTER_TURNING


@rule("a child of so many")
def _is_child(line: Line, mention: Mention) -> bool:
    """ "kids of 15, 16", "a woman of 60."."""
    is_of = line.lower(mention.begin - 1) == "of" and line.lower(mention.begin - 2) in _OF_AN_AGE
    return is_of and line.lower(mention.end) in (",", ".", "and", "or", "")


@rule("age after a name", after=("age so many", "aged so many", "at the age of"))
def _is_of_name(line: Line, mention: Mention) -> bool:
    """ "Maddon, 66, said", "Nick Hague 44 has"."""
    return _after_bare_name(line, mention) or _follows_name(line, mention)


@rule("those over so many", after=("at the age of",))
def _is_aged(line: Line, mention: Mention) -> bool:
    """ "those over 65", "men who are over 40", "adults 18 and over": nothing but the age behind the people."""
    hedge = hedge_before(line, mention.begin)
    after = hedge_after(line, mention.end)
    if after is not None and after.words in _OLDER:
        return line.lower(mention.begin - 1) in _AGED
    is_range = mention.low is not None and mention.high is not None and 1 < mention.low < mention.high < _OLDEST
    if not is_range and (hedge is None or hedge.comparator not in _AGE_HEDGES):
        return False  # "women between 20 and 35" are so old
    at = (hedge.first if hedge is not None else mention.begin) - 1
    at -= 2 * (line.lower(at) in ("is", "are", "was", "were") and line.lower(at - 1) == "who")
    if line.lower(at) not in _AGED:
        return False
    return word_class(line.word(mention.end) or ".") != "P" and line.lower(mention.end) not in (
        "of",
        "%",
        "per",
    )


@rule("an age of so many", after=("aged so many", "at the age of"))
def _is_age_level(line: Line, mention: Mention) -> bool:
    """ "the average age is 43", "life expectancy for men is around 73"."""
    assert mention.value is not None
    words = line.lowers[max(0, mention.begin - 10) : mention.begin]
    if words[-1:] in (["turned"], ["turning"], ["turns"]):
        return False
    if not ("age" in words or "expectancy" in words) or mention.value < 1 or line.lower(mention.end) in ("per", "%"):
        return False
    start = words.index("age" if "age" in words else "expectancy")
    tail = words[start + 1 :]
    return (
        bool({"is", "was", "of", "at", "to"} & set(tail))
        and not {",", ";", "and", "group"} & set(tail)
        and (word_class(line.word(mention.end) or ".") == "-" or line.lower(mention.end).endswith("ing"))
    )


@rule("she is so many")
def _pronoun_is(line: Line, mention: Mention) -> bool:
    """ "He will be 35 by the end of the year", "she was 19 when"."""
    assert mention.value is not None
    if mention.value < 3 or (line.lower(mention.end) not in _AFTER_AGE and not _is_back_then(line, mention)):
        return False
    hedge = hedge_before(line, mention.begin)
    at = (hedge.first if hedge is not None else mention.begin) - 1
    at -= line.lower(at) in ("only", "just", "now", "actually")
    verb = line.lower(at)
    if verb in _I_AM:
        is_told = line.lower(mention.end) in ("and", "but", "now", "so") and not is_digits(line.word(mention.end + 1))
        return line.lower(mention.end) in (",", ".") or (is_told and mention.value >= _GROWN)
    if verb in ("be",) and line.lower(at - 1) in ("will", "would"):
        at -= 1
    is_named = verb == "was" and line.word(at - 1)[:1].isupper() and _is_back_then(line, mention)
    return (
        (verb in ("is", "was", "be", "'s", "’s", "'m", "am"))
        and (line.lower(at - 1) in ("he", "she", "i") or is_named or _who_is(line, mention, at - 1))
        and not (line.lower(mention.end) == "and" and is_digits(line.word(mention.end + 1)))
    )


def _who_is(line: Line, mention: Mention, at: int) -> bool:
    """ "the minister, who is 58,": the clause tells the age of the one before it and nothing else."""
    return line.lower(at) == "who" and line.lower(mention.end) in (",", ".", ")", "when", "and", "")


def _is_back_then(line: Line, mention: Mention) -> bool:
    """Whether a time follows: "Okafor was 12 when", "Mira was 12 in 1976"."""
    after, later = line.lower(mention.end), line.word(mention.end + 1)
    return after == "when" or (after == "in" and len(later) == 4 and later.isdigit())


def _after_bare_name(line: Line, mention: Mention) -> bool:
    """ "Nick Hague 44 has spent", where the commas were lost: two names, the age, a verb of the person."""
    assert mention.value is not None
    first, second = line.word(mention.begin - 1), line.word(mention.begin - 2)
    if second == "." and len(line.word(mention.begin - 3)) == 1:  # "John D. Gries 48, of Mendota"
        second = line.word(mention.begin - 4)
    named = first[:1].isupper() and second[:1].isupper() and first[1:].islower() and second[1:].islower()
    return (
        named
        and mention.form == "digits"
        and 15 <= mention.value <= 105
        and (
            line.lower(mention.end) in ("has", "had", "was", "is", "said", "who", "told", "says", ";")
            or line.lowers[mention.end : mention.end + 2] == [",", "of"]
        )
    )


def _at_age(line: Line, mention: Mention) -> bool:
    near = line.lowers[max(0, mention.begin - 5) : mention.begin]
    return line.lower(mention.end) in _AFTER_AT and not _DYING.isdisjoint(near) and (mention.value or 0) >= 1


def _follows_name(line: Line, mention: Mention) -> bool:
    """ "Maddon, 66, said", "Carr (34)", "Anthony St. Laurent Sr., 70,": a name, a comma, the number, a comma."""
    at = mention.begin - 1
    at -= line.lower(at) in ("also", "now", "then") and line.word(at - 1) == ","
    mark, after = line.word(at), line.lower(mention.end)
    if mark not in (",", "(") or mention.value is None or mention.value < (10 if mark == "(" else 2):
        return False
    if mark == "," and line.lower(at - 1) in _OWN_AGES:
        return _is_of_kin(line, mention, line.lower(at - 1))
    if mention.form == "words" and mark == ",":
        return _is_spelled(line, mention, at)
    if mention.form != "digits" or not mention.raw.isdigit():
        return False
    if mark == "(" and after != ")":
        return False
    if mark == "," and after not in (",", ".", ";", ")", "—", "–", ""):
        return False
    if mark == "," and line.word(at - 1) == ")":
        at = _before_bracket(line, at)
    name = line.word(at - 1)
    if (name == "." and line.lower(at - 2) in _NAMES_BEFORE) or name in ("M.D.", "Ph.D.", "D.O.", "D.D.S."):
        return True
    if not name[:1].isupper() or (len(name) > 1 and name.isupper() and len(name) <= 4 and name not in ("III", "II")):
        return False
    if line.lower(at - 1) in _CALENDAR or (after == "" and mark == ","):
        return False
    return not (mark == "," and after == "." and line.lower(mention.end + 1)[:1].isdigit())


def _is_of_kin(line: Line, mention: Mention, who: str) -> bool:
    """ "his son, 9, plays", "their daughters, 7 and 5,", "the songstress, 30, took": no name, a word for the person."""
    after = line.lower(mention.end)
    if mention.form not in ("digits", "words") or (mention.form == "words" and who not in _KIN_IN_WORDS):
        return False
    if after in (",", ".", ";", ")", "—", "–", ""):
        return True
    return after == "and" and who.endswith(("s", "ren")) and line.lower(mention.end + 2) in (",", ".", ";", "")


def _is_spelled(line: Line, mention: Mention, comma: int) -> bool:
    """ "Bebe King, six, Elsie Stancombe, seven, and Alice, nine": an age in words between the commas of a name."""
    name, after = line.word(comma - 1), line.lower(mention.end)
    if mention.value == 1.0 or mention.scale != 1.0 or not name[:1].isupper() or name.lower() in _CALENDAR:
        return False
    return len(name) > 1 and after in (",", ";") and not name.isupper()


def _before_bracket(line: Line, at: int) -> int:
    """Where the bracket before the comma `at` opens, if it is short: "Sen. Mia Hall (D-Ohio), 61, said"."""
    for back in range(at - 2, max(0, at - 8), -1):
        if line.words[back] == "(":
            return back
    return at


# The ways in which a number without a unit tells an age.
AGE_RULES: Final = in_order([
    _is_after_aged, _is_after_age, _is_of_age, _is_aged, _is_turned, _is_age_level, _pronoun_is, _is_of_name, _is_child,
])  # fmt: skip


@rule("ages in a row", after=("fraction",), least=2)
def share_ages(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "kids of 15, 16, 17": numbers coordinated with an age are ages."""
    for left, right in itertools.pairwise(mentions):
        gap = line.lowers[left.end : right.begin]
        if (
            left.kind == "age"
            and right.unit is None
            and not right.set_aside
            and gap in ([","], ["and"], ["or"], [",", "and"])
        ):
            if (
                right.value is not None
                and right.value < 125
                and line.lower(right.end) in (",", ".", "and", "or", ";", ")", "", "with")
            ):
                right.unit = left.unit
                _age(right, left.rule)
        elif (
            (
                right.kind == "age"
                and left.unit is None
                and not left.set_aside
                and gap in ([","], ["and"], ["or"], ["-", "and"], ["-", "or"], ["-", "to"])
            )
            and left.value is not None
            and left.value < 125
        ):
            left.unit = right.unit
            _age(left, right.rule)
