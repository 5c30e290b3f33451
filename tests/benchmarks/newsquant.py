"""NewsQuant's view of our quantities: `python -m tests.benchmarks.newsquant IN.json OUT.json`.

IN is a list of {"text", …} as in NewsQuant and its four unit sets; OUT is what measure/score_quantities.py reads.  What
NewsQuant sees differently from claims.md is translated here and nowhere else: it counts "one" and gaps in time, gives
vague cardinals their power of ten, writes units as names, keeps the adjectives of counted nouns, and reads "from A to
B" as a range.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.concepts import concepts_of
from transforms.lexicons.tables import read_sets
from transforms.quantities.candidates import may_hold_number
from transforms.quantities.changes import TRENDS
from transforms.quantities.collect import collect
from transforms.quantities.context import NOTHING
from transforms.quantities.hedges import hedge_before
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.nouns import Noun, noun_after
from transforms.quantities.reader import read_mentions
from transforms.quantities.word_classes import singular_of, word_class
from transforms.syntax.lexicon import tags_of

_COMPOUNDED: Final = read_sets("noun_words")["compounded"]
# Hedges that stand further off, which NewsQuant does not take over.
_REACHING: Final = frozenset({"a limit named before", "the hedge reaches over both"})
# Set aside under claims.md, but counted by NewsQuant.
COUNTED: Final = frozenset(
    {"dates something", "one meaning some", "one as a pronoun", "half of a game, a year or a word", "manner"}
)
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
# Numbers that no numeral says, which NewsQuant leaves out.
UNWRITTEN: Final = frozenset(
    {
        "no such thing", "none of them", "none of what was named", "a hedge and one of a unit", "lasting one of a unit",
        "one of a unit long",
    }
)  # fmt: skip
TIMES_BACK: Final = frozenset({"decade", "century", "fortnight", "millennium", "quintal"})


def predict(text: str) -> dict[str, Any]:
    """NewsQuant's record of one sentence."""
    quantities: list[dict[str, Any]] = []
    record, text = text, _tidy(text)
    if may_hold_number(text):
        line = Line(text)
        mentions = [mention for mention in _apart(line, read_mentions(line)) if _is_counted(line, mention)]
        joined = _join_from_to(line, mentions)
        for mention in mentions:
            if id(mention) in joined:
                continue
            quantities.append(_record(line, mention, mentions))
    return {"text": record, "quantities": quantities}


_PS: Final = re.compile(r"\bPS(?=[0-9])")
_APART: Final = re.compile(r"(?<=\w) - (?=(?:year|month|week|day|hour|minute|old|time|mile|inch|foot)s?\b)")
_MINUS: Final = re.compile(r"(?<=\s)- (?=[0-9]+ (?:degrees|deg|celsius|fahrenheit))")


def _tidy(text: str) -> str:
    """The text as it was before its tokens were set apart and its pound signs lost: "PS6m" was "£6m"."""
    return _MINUS.sub("-", _APART.sub("-", _PS.sub("£", text)))


def _apart(line: Line, mentions: list[Mention]) -> list[Mention]:
    """Lengths in two units as two quantities, as NewsQuant has them."""
    parts: list[Mention] = []
    for mention in mentions:
        if mention.rule == "amount in two units" and mention.unit is not None and mention.unit.kind != "money":
            parts += [part for part in collect(line, NOTHING) if mention.first <= part.first < mention.stop]
        else:
            parts.append(mention)
    return parts


def _is_counted(line: Line, mention: Mention) -> bool:
    if mention.rule in UNWRITTEN or mention.form == "single":
        return False
    if mention.unit is not None and mention.unit.code == "{time}" and mention.rule == "how often":
        return False
    if (
        mention.unit is not None
        and mention.unit.kind == "multiple"
        and mention.rule not in ("so many times as much",)
        and line.lowers[mention.first]
        in TRENDS | {"double": 1, "doubled": 1, "twice": 1, "doubling": 1, "triple": 1, "tripled": 1}
    ):
        return False
    if mention.form == "several" and mention.magnitude == 1.0:
        return False
    if _generation(line, mention):
        return True
    if mention.set_aside == "half of a game, a year or a word":
        return False
    if mention.set_aside == "one as a pronoun":
        return line.lower(mention.stop) == "of" and line.lower(mention.first - 1) not in ("no", "this", "that")
    if mention.set_aside == "one meaning some":
        return line.lower(mention.stop) not in ("day", "way", "thing", "time", "another", "hand")
    return mention.set_aside is None or mention.set_aside in COUNTED


def _generation(line: Line, mention: Mention) -> bool:
    return (
        mention.raw in ("2", "3", "4", "5", "6")
        and line.word(mention.stop) in ("G", "g")
        and line.touches(mention.stop)
    )


def _join_from_to(line: Line, mentions: list[Mention]) -> set[int]:
    """Joins "from A to B" (left out of our ranges where it is a change between two levels)."""
    gone: set[int] = set()
    for left, right in itertools.pairwise(mentions):
        gap = line.lowers[left.end : right.begin]
        if (
            line.lower(left.begin - 1) != "from"
            or gap not in (["to"], ["up", "to"])
            or left.value is None
            or right.value is None
        ):
            continue
        if (
            left.low is None
            and right.low is None
            and (left.unit is None or right.unit is None or left.unit.kind == right.unit.kind)
        ):
            right.low, right.high = left.value, right.value
            right.comparator = "range"
            gone.add(id(left))
    return gone


def _record(line: Line, mention: Mention, mentions: list[Mention]) -> dict[str, Any]:
    return {
        "value": _value(line, mention),
        "unit": unit_name(line, mention, mentions),
        "change": _change(line, mention),
        "concepts": concepts_of(line, mention, mentions),
    }


def _value(line: Line, mention: Mention) -> float | list[float] | None:
    """The value as written: coins are not turned into their main unit, "twenty MUSD" is."""
    times = mention.unit.times if mention.unit is not None and mention.unit.times >= 1e6 else 1.0
    if mention.low is not None and mention.high is not None:
        return [mention.low * times, mention.high * times]
    if mention.value is None:
        return [mention.magnitude, mention.magnitude * 10]
    if mention.kind == "score" and mention.rule == "score of a game":
        return [mention.value, float(line.words[mention.stop - 1])]
    return mention.value * times


def _change(line: Line, mention: Mention) -> str:
    if _generation(line, mention) or (
        mention.form in ("vague", "several") and not mention.width and not _is_loose(line, mention)
    ):
        return "="
    if mention.trend and not _noun_trend(line, mention) and mention.comparator != ">":
        return mention.trend
    if line.lower(mention.begin) == "within" or line.lower(mention.begin).startswith("start"):
        return "="
    if not _REACHING.isdisjoint(mention.notes or ()):
        return "="
    if line.lower(mention.begin - 1) in ("averaged", "averaging", "averages"):
        return "~"
    if line.lower(mention.begin - 1) == "over" and mention.unit is not None and mention.unit.kind == "duration":
        return ">"
    inner = hedge_before(line, mention.first)
    if inner is not None and inner.comparator == "~" and mention.comparator in ("<=", ">="):
        return "~"
    return {"range": "=", "<=": "<", ">=": ">"}.get(mention.comparator, mention.comparator)


def _is_loose(line: Line, mention: Mention) -> bool:
    """Whether a hedge besides the vague cardinal itself was read."""
    return any(note.startswith("hedge") for note in mention.notes or ())


def _noun_trend(line: Line, mention: Mention) -> bool:
    """Whether the change is only a noun ("a 75 percent increase"), which NewsQuant calls equal."""
    step = mention.end + (line.lower(mention.end) in ("pay", "price", "tax", "sales", "wage", "rate"))
    entry = TRENDS.get(line.lower(step))
    return (entry is not None and entry[1] in ("noun", "verb noun", "compared")) or line.lower(
        mention.begin - 1
    ) == "of"


def unit_name(line: Line, mention: Mention, mentions: list[Mention]) -> str:
    """The unit by NewsQuant's names."""
    if _generation(line, mention):
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


def main(source: str, target: str) -> None:
    """Reads the sentences of `source` and writes the predictions to `target`."""
    entries = json.loads(Path(source).read_text(encoding="utf-8"))
    predictions = [predict(entry["text"]) for entry in entries]
    Path(target).write_text(json.dumps(predictions, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m tests.benchmarks.newsquant IN.json OUT.json")
    main(sys.argv[1], sys.argv[2])
