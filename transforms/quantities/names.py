"""Numbers inside names and addresses: telephone numbers, web addresses, streets, ships, "Vostok 1", "the 747"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.designations import is_designation
from transforms.quantities.exclusions import is_prose
from transforms.quantities.labels import GRADES
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.rule import rule
from transforms.quantities.word_classes import singular_of, word_class

_WORDS: Final = read_sets("exclusion_words")
# Runs are bounded: a telephone number has at most this many marks and digits.
_PHONE: Final = re.compile(
    r"(?<![\w$£€-])[0-9]{1,12}(?:-[0-9]{1,12}){2,8}(?![0-9-])|"
    r"(?<![0-9$£€-])1[-/.]8[0-9]{2}(?=[-.])|"
    r"(?<![\w.$£€])(?:\+?[0-9]{1,3}[-. ])?(?:\([0-9]{2,5}\) ?|[0-9]{3}[-./ ])?[0-9]{3}[-.][0-9]{4}(?![\w-]|\.[0-9])"
    r"|(?<!\w)\+[0-9]{1,3}(?:[ -][0-9]{2,4}){2,4}"
    r"|(?<![\w$£€.,])\(?0[0-9]{1,4}\)? ?[0-9]{3,4} [0-9]{3,4}(?!\w)"
)
_WEB: Final = re.compile(r"(?:https?://|www\.)\S{1,200}|\S{1,64}@\S{1,100}|(?<!\w)[@#][A-Za-z_]\w{0,40}")
_JOINED: Final = re.compile(r"[0-9](?:-[0-9]|[-/.]8[0-9]{2}|[-.][0-9]{4})")
_FROM_ZERO: Final = re.compile(r"0(?<![\w.,]0)[0-9]")
_GOALS: Final = _WORDS["counts needed"]  # "304 votes, over the 270 needed"
_LONG_ROW: Final = 5  # numbers
_RELATIVES: Final = frozenset("of who whom whose which that they we he she it you i".split())
_ROW_JOINTS: Final = ([","], ["and"], ["or"], ["&"], [",", "and"], [",", "or"])
_HIGHEST_GRADE: Final = 12
_STREETS: Final = _WORDS["streets"]


@rule("address", after=("times as much",))
def set_addresses_aside(line: Line, mentions: list[Mention], context: Context) -> None:
    """Sets aside the numbers of telephone numbers and web addresses."""
    text = line.text
    spans = [match.span() for match in _PHONE.finditer(text)] if may_hold_phone(text) else []
    if "@" in text or "www." in text or "://" in text or "#" in text:
        spans += [match.span() for match in _WEB.finditer(text)]
    for start, end in spans:
        for mention in mentions:
            if start <= line.starts[mention.first] < end and not mention.is_money_prefixed and mention.unit is None:
                mention.aside("telephone number or address")


def may_hold_phone(text: str) -> bool:
    """False where no telephone number stands: it has a plus, digits joined to more digits, or begins with 0."""
    return _JOINED.search(text) is not None or "+" in text or _FROM_ZERO.search(text) is not None


@rule("part of a name", after=("counted noun", "unit of the list"))
def set_names_aside(line: Line, mentions: list[Mention], context: Context) -> None:
    """Sets aside numbers that belong to a name."""
    has_counted = False
    for mention in mentions:
        if mention.set_aside:
            continue
        if _is_named(line, mention, has_counted) or is_designation(line, mention):
            mention.aside("part of a name")
        has_counted = has_counted or mention.noun is not None


@rule("row after a name", after=("part of a name",), least=2)
def set_rows_aside(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "Districts 1, 5 and 11", "category 2 and 3 storms": the numbers that run on after a name or grade."""
    in_row = False
    for left, right in pairwise(mentions):
        named = left.set_aside in ("identifier", "part of a name") and line.lower(left.first - 1).endswith("s")
        in_row = named or (in_row and left.set_aside == "part of a name")
        gap = line.lowers[left.stop : right.first]
        is_free = right.unit is None and right.noun is None and not right.set_aside and right.form == "digits"
        if in_row and is_free and gap in _ROW_JOINTS:
            right.aside("part of a name")
        elif left.set_aside == "identifier" and gap in _ROW_JOINTS and _are_grades(line, left, right):
            right.aside("identifier")


def _are_grades(line: Line, left: Mention, right: Mention) -> bool:
    """Whether the second number is the next grade, the word for it left out: "category 2 and 3 storms"."""
    is_next = left.value is not None and right.value is not None and left.value < right.value <= _HIGHEST_GRADE
    return is_next and right.form == "digits" and singular_of(line.lower(left.first - 1)) in GRADES


@rule("row of numbers", after=("no quantity",), least=5)
def set_bare_rows_aside(line: Line, mentions: list[Mention], context: Context) -> None:
    """ "2, 3, 5, 2, 3, 12": so many numbers in a row that count and measure nothing are data, or drawn by lot."""
    if len(mentions) < _LONG_ROW:
        return
    row: list[Mention] = []
    for mention in [*mentions, None]:
        is_bare = mention is not None and mention.form == "digits" and mention.unit is None and mention.noun is None
        if mention is not None and is_bare and (not row or line.lowers[row[-1].end : mention.begin] == [","]):
            row.append(mention)
            continue
        if len(row) >= _LONG_ROW:
            for member in row:
                member.aside("row of numbers")
        row = [mention] if mention is not None and is_bare else []


def _is_named(line: Line, mention: Mention, has_counted: bool) -> bool:
    if mention.form == "words" and mention.unit is None and mention.scale == 1.0 and mention.first > 1:
        word, before = line.words[mention.first], line.words[mention.first - 1]
        named = (
            word[0].isupper()
            and before[0].isupper()
            and len(before) > 1
            and not (before.isupper() and len(before) > 3)
            and word_class(line.word(mention.stop) or ".") != "P"
        )
        is_joined = before == "-" and line.touches(mention.first) and line.touches(mention.first - 1)
        is_of = line.lowers[max(0, mention.first - 3) : mention.first] == ["-", "of", "-"]  # "a mum-of-three"
        return (named and is_prose(line)) or (is_joined and not is_of)
    if mention.form != "digits" or mention.is_money_prefixed or not mention.raw.isdigit():
        return False
    if _is_street(line, mention):
        return True
    if mention.scale != 1.0:
        return False
    if len(mention.raw) >= 9:
        return True
    if mention.unit is not None or mention.noun is not None or mention.comparator == "range":
        return mention.noun is not None and (mention.raw == "911" or _in_a_name(line, mention))
    before, word = line.lower(mention.first - 1), line.word(mention.first - 1)
    if word == "(" and line.word(mention.stop) == ")" and len(mention.raw) == 1:
        return True
    is_goal = line.lower(mention.end) in _GOALS and (has_counted or line.lower(mention.end) == "majority")
    is_told = line.lower(mention.end) in _RELATIVES  # "the 198 who started", "short of the 172 they need"
    if before == "the" and len(mention.raw) >= 3 and line.lower(mention.end) != "of" and not (is_goal or is_told):
        return True
    if has_counted or mention.first < 2 or len(mention.raw) > 4:
        return False
    return word[:1].isupper() and word[-1].isalpha() and word_class(word) != "-"


def _in_a_name(line: Line, mention: Mention) -> bool:
    """ "the Lost 52 Project": names on both sides of the number, the last of them no plural."""
    assert mention.noun is not None
    before, head = line.word(mention.first - 1), line.words[mention.noun.head]
    return before[:1].isupper() and head[0].isupper() and word_class(head) in ("N", "C") and word_class(before) != "-"


def _is_street(line: Line, mention: Mention) -> bool:
    """ "10 Downing Street": the number, names with capitals, and a word for a street."""
    if line.word(mention.stop) in ("Ave", "Rue", "Av", "Calle", "Via"):
        return True
    for at in range(mention.stop, min(line.count, mention.stop + 5)):
        if line.lowers[at] in _STREETS and at > mention.stop:
            noun = mention.noun
            is_modifier = line.lower(at + 1) not in ("and", "or", ",")  # not "at 12 Wall Street and works"
            is_counted = is_modifier and noun is not None and noun.head > at and line.words[noun.head].islower()
            return not is_counted  # "12 Wall Street jobs"
        if not (
            line.words[at][0].isupper() or line.words[at][0].isdigit() or line.lowers[at] in ("st", "nd", "rd", "th")
        ):
            return False
    return False
