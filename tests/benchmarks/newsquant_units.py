"""How NewsQuant names units: in words, counted nouns with their adjectives, "-" for what it gives none."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.nouns import Noun, noun_after
from transforms.quantities.word_classes import singular_of, word_class
from transforms.syntax.lexicon import tags_of

_COMPOUNDED: Final = read_sets("noun_words")["compounded"]
NAMES: Final = {
    "%": "percentage", "{percentage point}": "percentage point", "USD": "dollar", "GBP": "pound sterling",
    "EUR": "euro",
    "JPY": "japanese yen", "CNY": "chinese yuan", "[lb_av]": "pound-mass", "t": "metric ton", "deg": "degree",
    "Cel": "celsius", "[degF]": "fahrenheit", "[ppb]": "parts-per-billion", "[ppm]": "parts-per-million",
    "INR": "rupee",
    "ILS": "shekel", "SEK": "swedish krona", "DKK": "danish krone", "HRK": "croatian kuna", "ESP": "peseta",
    "[ft_i].[lbf_av]": "foot pound-force", "K": "kelvin", "ZAR": "south african rand", "CHF": "swiss franc",
    "BTC": "bitcoin", "MYR": "malaysian ringgit", "RUB": "russian ruble", "TRY": "turkish lira",
    "[nmi_i]": "nautical mile",
    "[ston_av]": "ton", "[lton_av]": "long ton", "[Cal]": "calorie", "[HP]": "horsepower", "Mt": "megaton",
    "kt": "kiloton", "Gt": "gigaton",
}  # fmt: skip
COINS: Final = {
    "cent": "cent", "cents": "cent", "cts": "cent", "ct": "cent", "c": "cent", "¢": "cent", "pence": "penny",
    "penny": "penny", "pennies": "penny", "p": "point", "sen": "sen", "paise": "paisa",
}  # fmt: skip
WRITTEN: Final = {
    "ton": "ton", "tons": "ton", "bhp": "brake horsepower", "brake horsepower": "brake horsepower",
    "ounce": "ounce", "decade": "decade", "century": "century", "fortnight": "fortnight", "fluid ounce": "ounce",
    "us fluid ounce": "ounce", "sen": "sen", "degrees": "degree",
}  # fmt: skip


def is_generation(line: Line, mention: Mention) -> bool:
    """ "5G": a generation of networks, which NewsQuant counts."""
    return (
        mention.raw in ("2", "3", "4", "5", "6")
        and line.word(mention.stop) in ("G", "g")
        and line.touches(mention.stop)
    )


def unit_name(line: Line, mention: Mention, mentions: list[Mention]) -> str:
    """The unit by NewsQuant's names."""
    if is_generation(line, mention):
        return "generation wireless"
    if mention.kind == "age":
        code = mention.unit.code if mention.unit is not None else "a"
        return {"mo": "month of age", "wk": "week of age", "d": "day of age"}.get(code, "year of age")
    if (mention.unit is not None and mention.unit.kind == "ratio") or (
        mention.form in ("half", "fraction") and mention.unit is not None and mention.unit.code == "1"
    ):
        return "% " + (_fraction_noun(line, mention) or "-")
    if mention.unit is not None and mention.unit.kind == "multiple":
        return "count"
    if mention.is_elided and mention.kind == "count" and mention.noun is None:
        return _elided_name(line, mention, mentions)
    if mention.rule == "level of an index" and line.lower(mention.end) in ("up", "down"):
        return "point"
    if mention.rule == "level of an index" or mention.rule == "score of a game":
        return "-"
    if mention.noun is not None and mention.is_rated and mention.unit is not None:
        return f"{_noun_name(line, mention)} per {_below(mention.unit.code.split('/', 1)[1], mention.unit.name)}"
    if mention.noun is not None or (
        (mention.unit is None or mention.unit.dimension == "count") and not mention.is_rated
    ):
        return _noun_name(line, mention)
    assert mention.unit is not None
    name = _unit_words(mention)
    if mention.is_rated and line.lower(mention.end - 1) not in ("each", "apiece") and not _far_rate(line, mention):
        below = mention.unit.code.split("/", 1)[1]
        name = f"{name} per {_below(below, mention.unit.name)}"
    return name


def _elided_name(line: Line, mention: Mention, mentions: list[Mention]) -> str:
    """The noun of the number that this one is compared with, or "-"."""
    before = line.lower(mention.begin - 1)
    earlier = [other for other in mentions if other.first < mention.first and other.noun is not None]
    is_rated = mention.is_rated and mention.unit is not None
    if not earlier or not (before in ("from", "with", "vs") or is_rated):
        return "-"
    name = _noun_name(line, earlier[-1])
    return f"{name} per {_below(mention.unit.code.split('/', 1)[1], '')}" if is_rated and mention.unit else name


def _far_rate(line: Line, mention: Mention) -> bool:
    """ "gigatonnes of ice every year": a rate said apart from its unit, which NewsQuant does not join."""
    return line.lower(mention.end - 1) == "annually" or line.lower(mention.end - 2) in ("every", "each")


def _unit_words(mention: Mention) -> str:
    assert mention.unit is not None
    word = mention.unit_word.lower()
    code = mention.unit.code.split("/")[0] if mention.is_rated else mention.unit.code
    if word in COINS and mention.unit.times != 1.0:
        return COINS[word]
    if word in WRITTEN:
        return WRITTEN[word]
    if code in NAMES:
        return NAMES[code]
    return (mention.unit.name.split(" per ")[0] if mention.is_rated else mention.unit.name).lower().removeprefix("us ")


def _below(code: str, name: str) -> str:
    return (
        {
            "(100.a)": "century",
            "(10.a)": "decade",
            "a": "year",
            "mo": "month",
            "d": "day",
            "h": "hour",
            "wk": "week",
            "min": "minute",
            "s": "second",
            "[oz_tr]": "ounce",
        }.get(code)
        or NAMES.get(code)
        or name.rsplit(" per ", 1)[-1]
    )


def _fraction_noun(line: Line, mention: Mention) -> str:
    if line.lower(mention.end) != "of":
        noun = noun_after(line, mention.end, True)
        return "" if noun is None else " ".join(line.words[noun.first : noun.head + 1])
    at = mention.end + 1
    words = []
    while at < line.count and len(words) < 4:
        kind = word_class(line.words[at])
        if line.lowers[at] in ("the", "a", "an", "all", "its", "their", "his", "her", "our"):
            at += 1
            continue
        if kind not in ("N", "P", "C", "J") or (words and kind == "P" and "VBZ" in tags_of(line.lowers[at])):
            break
        words.append(
            singular_of(line.words[at])
            if kind == "P" and word_class(line.word(at + 1) or ".") == "-"
            else line.words[at]
        )
        at += 1
    return " ".join(words)


def _noun_name(line: Line, mention: Mention) -> str:
    noun = mention.noun or noun_after(line, mention.stop, mention.value != 1.0 or line.lower(mention.stop) == "of")
    if noun is None:
        if mention.unit is not None and mention.unit.dimension == "count" and mention.unit.code == "{time}":
            return "count"
        return "-"
    if line.lowers[noun.head] in ("times", "time"):
        return "count"
    words = []
    first = noun.first
    for at in range(first, noun.head):
        word = line.lowers[at]
        if line.words[at] in ("-", "‐", "–"):
            words.append("-")
        elif word[0].isalnum() and word not in (
            "and",
            "or",
            "the",
            "of",
            "'s",
            "’s",
            "our",
            "their",
            "its",
            "more",
            "additional",
            "further",
        ):
            words.append(_base(word))
    head = line.lowers[noun.head]
    words.append(head if head == "people" else singular_of(head))
    words += _described(line, noun, mention.value != 1.0)
    words += _superlative_scope(line, mention, noun.head)
    return " ".join(word for word in words if word).replace(" - ", "-")


def _described(line: Line, noun: Noun, is_plural: bool) -> list[str]:
    """What a counted singular describes, part of the unit here: "three course *meal*", not "11-member *deal*"."""
    found: list[str] = []
    at = noun.head + 1
    if noun.singular in _COMPOUNDED or line.word(noun.head - 1) in HYPHENS:
        return found
    while is_plural and word_class(line.words[noun.head]) != "P" and word_class(line.word(at) or ".") in ("N", "J"):
        found.append(_base(line.lowers[at]))
        at += 1
    return found


def _superlative_scope(line: Line, mention: Mention, head: int) -> list[str]:
    """ "one of the hottest cars in the world": a superlative's scope belongs to NewsQuant's unit."""
    if mention.value != 1.0 or not any("JJS" in tags_of(line.lowers[at]) for at in range(mention.stop, head)):
        return []
    if line.lower(head + 1) not in ("in", "to", "ever", "of"):
        return []
    scope = []
    for at in range(head + 1, min(line.count, head + 9)):
        word = line.lowers[at]
        if word in ("but", "and", "with", "that", "who", ",", ".", "whose"):
            break
        if word_class(line.words[at]) in ("N", "C", "P", "J"):
            scope.append(singular_of(word) if word_class(word) == "P" else line.words[at])
    return scope


def _base(word: str) -> str:
    """A superlative's plain form: richest → rich, best → good."""
    if word in ("best", "worst", "most", "least"):
        return {"best": "good", "worst": "bad"}.get(word, "")
    if word.endswith("est") and "JJS" in tags_of(word):
        stem = word[:-3]
        for plain in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem, stem[:-1] + "y"):
            if "JJ" in tags_of(plain):
                return plain
    if word.endswith("er") and "JJR" in tags_of(word) and word not in ("other", "former", "latter", "upper"):
        for plain in (word[:-2], word[:-1], word[:-3] if word[-3:-2] == word[-4:-3] else word, word[:-3] + "y"):
            if "JJ" in tags_of(plain):
                return plain
    return word
