"""What the article around a sentence tells about its numbers: the country whose dollar, pint or ton is
meant, and style.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from transforms.lexicons.tables import any_of, read_sets, read_table

_COUNTRIES: Final[dict[str, str]] = {
    word: row["country"] for row in read_table("country_cues") for word in row["words"].split("|")
}
# Of a pattern that begins with a letter or a digit the text is searched for that; with what must not stand before it,
# it would be tried at every place of a whole article.
_CUE: Final = re.compile(any_of(_COUNTRIES) + r"(?!\w)")
_DECIMAL_COMMA: Final = re.compile(r"\d(?<![\d.,]\d)\d{0,2}(?:(?:\.\d{3})+,\d{1,2}(?!\d)|(?:\.\d{3}){2,}(?![\d,]))")
_DECIMAL_POINT: Final = re.compile(r"\d(?<![\d.,]\d)(?:\d{0,2}(?:,\d{3})+(?!\d)|\d*\.(?:\d{1,2}|\d{4,})(?![\d.]))")
# The marked money of an article outweighs the places that it names.
# The code of a currency counts beside a number: "CAD" alone may be computer-aided design.
_BESIDE: Final = r"(?:\b{code} ?(?=[0-9])|[0-9] ?{code}\b|illion {code}\b)"
_MARKED: Final = (
    ("CA", re.compile(r"C(?:AD?|DN)?\$|Canadian d(?:ollar|lr)|" + _BESIDE.format(code="CAD"))),
    ("AU", re.compile(r"A(?:UD?)?\$|" + _BESIDE.format(code="AUD"))),
)
_US_DOLLARS: Final = re.compile(r"U(?:S\$|\.S\. d(?:ollar|lr))")
_RESULTS: Final = re.compile(any_of(["vs"]) + r"\b")
_DOLLARS: Final = re.compile(any_of(["dlr", "dlrs", "cts"]) + r"\b|\$")
_WIRE_MONEY: Final = re.compile(any_of(read_sets("quantity_words")["money of results"]) + r"\b")
_SHOUTED: Final = re.compile(r"[A-Z](?<!\w.)[A-Z]{3,}\b(?=[^A-Za-z]*,)")  # the town of a dateline: "PARIS, April 2"
_FAR_MORE: Final = 3  # times as often named a country has its own dollar, whatever other one the article marks
_LONG_TEXT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Context:
    """Hints for the sentences of one article.

    `country` is an ISO 3166 code or None; `results_in` the word for the money of a company's results where that is no
    dollar, as old wires write it; `decimal_comma` says that the article plainly writes 1.300,5; `noun` is the
    counted noun (singular) of the sentence before, for numbers whose noun is left out.
    """

    country: str | None = None
    results_in: str | None = None
    decimal_comma: bool = False
    noun: str | None = None
    variant: str = "claimwire"
    is_sport: bool = False


NOTHING: Final = Context()
_SPORT: Final = re.compile(any_of(read_sets("quantity_words")["sport"]) + r"\b")


def article_context(title: str | None, text: str) -> Context:
    """The hints that hold for the whole article."""
    whole = f"{title or ''}\n{text[:_LONG_TEXT]}"
    return Context(
        country=_country(whole),
        results_in=_results_in(whole),
        decimal_comma=bool(_DECIMAL_COMMA.search(whole)) and not _DECIMAL_POINT.search(whole),
        is_sport=len(_SPORT.findall(whole)) >= 2,
    )


def _results_in(text: str) -> str | None:
    """The money that the lines of results are in ("14.6 mln stg vs 12.1 mln"), where no line is in dollars."""
    if not _RESULTS.search(text) or _DOLLARS.search(text):
        return None
    counts = Counter(found.lower() for found in _WIRE_MONEY.findall(text))
    return counts.most_common(1)[0][0] if counts else None


def _country(text: str) -> str | None:
    told = _SHOUTED.sub(lambda word: word[0].title(), text)
    counts = Counter(_COUNTRIES[cue] for cue in _CUE.findall(told))
    for country, marked in _MARKED:
        is_of_us = counts["US"] > _FAR_MORE * (counts[country] + 1)
        if marked.search(text) and not is_of_us and not _US_DOLLARS.search(text):
            return country
    if not counts:
        return None
    (best, times), *others = counts.most_common()
    return best if not others or times > others[0][1] else None
