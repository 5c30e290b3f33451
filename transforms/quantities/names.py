"""Numbers inside names and addresses: telephone numbers, web addresses, streets, ships, "Vostok 1", "the 747"."""

from __future__ import annotations

import re
from typing import Final

from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention

# Runs are bounded: a telephone number has at most this many marks and digits.
_PHONE: Final = re.compile(
    r"(?<![\w.$£€])(?:\+?[0-9]{1,3}[-. ])?(?:\([0-9]{2,5}\) ?|[0-9]{3}[-./ ])?[0-9]{3}[-.][0-9]{4}(?![\w-]|\.[0-9])"
    r"|(?<!\w)\+[0-9]{1,3}(?:[ -][0-9]{2,4}){2,4}"
)
_WEB: Final = re.compile(r"(?:https?://|www\.)\S{1,200}|\S{1,64}@\S{1,100}|(?<!\w)[@#][A-Za-z_]\w{0,40}")
_STREETS: Final = frozenset(
    "street st road rd avenue ave drive dr lane boulevard blvd way square place court plaza terrace highway parkway row broadway".split()
)
_MARKS: Final = frozenset("./:@-#")


def set_addresses_aside(line: Line, mentions: list[Mention]) -> None:
    """Sets aside the numbers of telephone numbers and web addresses."""
    text = line.text
    spans = [match.span() for match in _PHONE.finditer(text)] if "-" in text or "+" in text or "." in text else []
    if "@" in text or "www." in text or "://" in text or "#" in text:
        spans += [match.span() for match in _WEB.finditer(text)]
    for start, end in spans:
        for mention in mentions:
            if start <= line.starts[mention.first] < end and not mention.is_money_prefixed:
                mention.aside("telephone number or address")


def set_names_aside(line: Line, mentions: list[Mention]) -> None:
    """Sets aside numbers that belong to a name; called when the counted nouns are known."""
    has_counted = False
    for mention in mentions:
        if mention.set_aside:
            continue
        if _is_named(line, mention, has_counted):
            mention.aside("part of a name")
        has_counted = has_counted or mention.noun is not None


def _is_named(line: Line, mention: Mention, has_counted: bool) -> bool:
    if mention.form != "digits" or mention.is_money_prefixed or not mention.raw.isdigit() or mention.scale != 1.0:
        return False
    if _is_street(line, mention):
        return True
    if mention.unit is not None or mention.noun is not None or mention.comparator == "range":
        return mention.noun is not None and mention.raw == "911"
    before, word = line.lower(mention.first - 1), line.word(mention.first - 1)
    if before == "the" and len(mention.raw) >= 3 and line.lower(mention.end) != "of":
        return True
    if has_counted or mention.first < 2 or len(mention.raw) > 4:
        return False
    return word[:1].isupper() and word[-1].isalpha() and word not in ("I", "Only", "Some", "About", "Over")


def _is_street(line: Line, mention: Mention) -> bool:
    """ "10 Downing Street": the number, names with capitals, and a word for a street."""
    for at in range(mention.stop, min(line.count, mention.stop + 4)):
        if not line.words[at][0].isupper():
            return False
        if line.lowers[at] in _STREETS and at > mention.stop:
            return True
    return False
