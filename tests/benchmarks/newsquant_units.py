"""The unit of a quantity as NewsQuant words it: "dollar", "percentage", "year of age", the counted noun phrase."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from transforms.quantities import Quantity
from transforms.syntax import Token, singular

MONEY = {"USD": "dollar", "GBP": "pound sterling", "EUR": "euro", "ILS": "shekel", "XBT": "bitcoin", "BTC": "bitcoin"}
NAMES = {
    "%": "percentage", "{percentage point}": "percentage point", "{basis point}": "basis point", "{point}": "point",
    "Cel": "celsius", "[degF]": "fahrenheit", "deg": "degree", "[lb_av]": "pound-mass", "t": "metric ton",
    "[ppb]": "parts-per-billion", "[ppm]": "parts-per-million", "By": "byte", "/min": "count per minute",
    "{time}/min": "count per minute", "1": "-",
}  # fmt: skip
AGE = {"a": "year of age", "mo": "month of age", "wk": "week of age", "d": "day of age"}
# Words that NewsQuant leaves out of a unit's noun phrase.
LIGHT = frozenset(
    "a an the of in on at to for and or with by from as that which who is are was were be been being this these those "
    "its his her their our my your ever more less than other's 's another additional further such".split()
)
SUBUNIT = re.compile(r"(cents?|pence|penny|pennies|[pc¢])\b(?=\W*(?:per\b|an?\b|each|/|$))", re.IGNORECASE)
RATE = re.compile(r"\b(?:per|an?|each|every|the)\b|/|-a-", re.IGNORECASE)


@cache
def currency_name(code: str) -> str:
    """ "japanese yen" for JPY; the names of CLDR in lower case but for the few that NewsQuant shortens."""
    return MONEY.get(code) or str(Locale("en").currencies.get(code, code)).lower()


def unit_name(text: str, tokens: list[Token], quantity: Quantity) -> tuple[str, float]:
    """The unit in NewsQuant's words, and the factor from our value to its (100 where it counts pence)."""
    quote = text[quantity.start : quantity.end]
    if quantity.kind == "age":
        return AGE.get(quantity.unit, quantity.unit_name), 1.0
    if quantity.kind == "money":
        return _money(quote, quantity)
    if quantity.unit in NAMES:
        return NAMES[quantity.unit] if quantity.kind != "ratio" else _share(text, tokens, quantity), 1.0
    if quantity.unit.startswith("{"):
        return _counted(text, tokens, quantity), 1.0
    return _measure(quote, quantity), 1.0


def _measure(quote: str, quantity: Quantity) -> str:
    name = quantity.unit_name
    if quantity.unit.startswith("t") and re.search(r"\btons?\b", quote):
        name = name.replace("metric ton", "ton").replace("tonne", "ton")
    elif name == "tonne":
        name = "metric ton"
    elif "bhp" in quote:
        name = "brake horsepower"
    base, joint, per = name.partition(" per ")
    return base.replace("gigatonne", "gigaton") + (
        joint + per if not joint or RATE.search(quote) or "ph" in quote else ""
    )


def _money(quote: str, quantity: Quantity) -> tuple[str, float]:
    code, _, per = quantity.unit.partition("/")
    small = SUBUNIT.search(quote.rstrip())
    rate = f" per {quantity.unit_name.partition(' per ')[2]}" if per else ""
    if small is None:
        return currency_name(code) + rate, 1.0
    word = small[1].lower()
    if word in ("p", "c"):
        return ("point" if word == "p" else "cent") + rate, 100.0
    return ("cent" if word.startswith(("cent", "¢")) else "penny") + rate, 100.0


def _rate(quote: str, quantity: Quantity) -> str:
    """ " per week" where the words say so ("annually" and a bare period do not count)."""
    _, joint, per = quantity.unit_name.partition(" per ")
    return joint + per if RATE.search(quote) else ""


def _share(text: str, tokens: list[Token], quantity: Quantity) -> str:
    """ "% Germans" for "one in three Germans" and "a third of Germans"; "% -" where no noun follows."""
    after = [t for t in tokens if t.start >= quantity.end]
    noun = _phrase(after[1:] if after and after[0].lower == "of" else after)
    return f"% {noun}" if noun else "% -"


def _phrase(tokens: list[Token]) -> str:
    """The words of the noun phrase that opens here, as written."""
    kept: list[Token] = []
    for token in tokens:
        if token.lower in ("the", "all", "its", "his", "her", "their", "our", "'s"):
            continue
        if not token.tag.startswith(("NN", "JJ")):
            break
        kept.append(token)
    while kept and not kept[-1].tag.startswith("NN"):
        kept.pop()
    return " ".join(t.text for t in kept)


def _counted(text: str, tokens: list[Token], quantity: Quantity) -> str:
    quote = text[quantity.start : quantity.end]
    rate = _rate(quote, quantity)
    if "{point}" in quantity.unit and "p" not in quote:
        return "-"
    if quantity.noun_start is None or quantity.noun_end is None:
        return "-" if quantity.is_elided else quantity.unit_name
    words = [t for t in tokens if quantity.noun_start <= t.start and t.end <= quantity.noun_end]
    kept = [t for t in words if t.lower not in LIGHT and t.tag not in ("DT", "PRP$", ",", ":", "POS")]
    if not kept:
        return quantity.unit_name
    head = kept[-1]
    last = head.text if head.tag in ("NNP", "NNPS") or head.lower == "people" else singular(head.lower)
    if head.text[:1].isupper() and head.tag in ("NNS", "NN"):
        last = head.text
    modifiers = [t.lemma if t.tag in ("JJR", "JJS") else t.text for t in kept[:-1]]
    return " ".join([*modifiers, last]) + rate
