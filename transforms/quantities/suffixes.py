"""The unit, the money word or the glued scale behind a number; ambiguous ones are decided by what stands around."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets
from transforms.quantities.context import Context
from transforms.quantities.hedges import hedge_after
from transforms.quantities.lines import Line
from transforms.quantities.marks import HYPHENS
from transforms.quantities.mention import Mention
from transforms.quantities.money import money_after
from transforms.quantities.nouns import noun_after
from transforms.quantities.numerals import ARTICLES, WORDS
from transforms.quantities.unit_parts import take_hour, take_part
from transforms.quantities.units import BY_CODE, LEXICON, MULTIPLE, UnitMatch
from transforms.quantities.word_classes import word_class
from transforms.syntax.lexicon import tags_of

_WORDS: Final = read_sets("quantity_words")
_GLUED: Final = {word: value for word, (role, value) in WORDS.items() if role == "glued"}
_LENGTH_CUES: Final = _WORDS["lengths"]
# Beside pounds that are money, and behind "pounds of".
_PAID: Final = _WORDS["paid in pounds"]
_OWED: Final = _WORDS["pounds of money"]
_MULTITUDES: Final = _WORDS["multitudes"]
_MASS_CUES: Final = _WORDS["masses"]
_HOT: Final = _WORDS["melting and boiling"]
_BRACKETS: Final = frozenset({("[", "]"), ("<", ">")})
_REPEATED: Final = _WORDS["money said twice"]
_AFTER_COUNTRY: Final = frozenset({"per", "a", "to", ".", ",", "in", "an"})
# Words between a number and its unit, before any unit and before units of time.
_BETWEEN_ALL: Final = _WORDS["before units"]
_BETWEEN: Final = _BETWEEN_ALL | _WORDS["before units of time"]
_TEMPERATURES: Final = _WORDS["temperatures"]
# Where the degrees of the whole earth are meant.
_CLIMATE: Final = _WORDS["climate"]
# Metals that are weighed in troy ounces.
FINE_METALS: Final = _WORDS["fine metals"]
_FOOT_MARKS: Final = frozenset({"'", "’"})
_INCH_MARKS: Final = frozenset({'"', "”", "″", "''"})
# Marks and letters, in lower case, that are a unit or none by what stands around them.
_UNSURE: Final = _FOOT_MARKS | _INCH_MARKS | frozenset("′ . in c f m s v w x".split())
# What is measured of a named place or kind: "8,600 Georgia acres".
_LAND: Final = frozenset({"area", "mass", "volume"})
# Behind "in" that is short for inches.
_INCHED: Final = _WORDS["behind inches"]
_LONGEST_IN_FEET: Final = 200
INTERBANK: Final = _WORDS["interbank rates"]
_OUTNUMBERING: Final = frozenset("topped exceeded surpassed passed top exceed surpass".split())
_FRAMES: Final = 480  # in a second; more are the feet of a bullet
_HIGHER_THAN_WAVES: Final = 50
_SCALES: Final = frozenset(("million", "billion", "mln", "trillion", "bn"))
# Hedges that hang on a number.
_LOOSENING: Final = frozenset(("+", "plus", "odd"))


def read_suffix(line: Line, mention: Mention, context: Context) -> None:
    """The unit or the money word behind the number."""
    at = mention.end
    loosened = _behind_hedge(line, at)
    if loosened:
        loosened = _take_scale(line, mention, loosened)
    if mention.is_money_prefixed:
        _named_again(line, mention)
        return
    at = loosened or at
    hyphened = line.word(at) in HYPHENS and line.touches(at) and line.touches(at + 1) and at + 1 < line.count
    start = at + hyphened
    touches = line.touches(start)
    if mention.form == "half" and line.lower(start) in ARTICLES:
        start += 1
    if (line.word(start), line.word(start + 2)) in _BRACKETS:
        start += 1
    match = _read_unit(line, mention, context, start, touches)
    if match is None and not hyphened and line.lower(start) != "of" and _thousands(line, mention, context):
        return
    match = match or _unit_further(line, mention, context, start)
    if match is not None:
        _take(line, mention, match)
    _below_zero(line, mention)


def _behind_hedge(line: Line, at: int) -> int:
    """The token behind a hedge that hangs on the number, else 0: "10+ km", "35-plus hours", "ten-odd cats"."""
    hedge = hedge_after(line, at)
    if hedge is None or hedge.words not in _LOOSENING:
        return 0
    return hedge.stop if line.touches(hedge.first) or line.word(hedge.first - 1) in HYPHENS else 0


def _take_scale(line: Line, mention: Mention, at: int) -> int:
    """Takes in the scale at token `at` where the number has none yet; the token behind it, or `at`."""
    if mention.value is None or mention.scale != 1.0 or line.lower(at) not in _SCALES:
        return at
    mention.scale = WORDS[line.lowers[at]][1]
    mention.value *= mention.scale
    mention.end = at + 1
    return at + 1


def _named_again(line: Line, mention: Mention) -> None:
    """ "$10 dollars", "$75 U.S. per barrel": words that only repeat what the sign said."""
    word = line.lower(mention.end)
    is_country = word in ("u.s.", "us") and line.word(mention.end).isupper()
    is_next = word == "usd" and line.word(mention.end + 1)[:1].isdigit()  # "EUR 10 USD 12"
    if (word in _REPEATED and not is_next and line.word(mention.end - 1) != "-") or (
        is_country and line.lower(mention.end + 1) in _AFTER_COUNTRY
    ):
        mention.end += 1


def _unit_further(line: Line, mention: Mention, context: Context, start: int) -> UnitMatch | None:
    """The unit a word further on: "millions of dollars", "two or more years", "three consecutive days",
    "1.5 of a mile".
    """
    word = line.lower(start)
    if word == "of" and (mention.value is None or not mention.value.is_integer()):
        return _read_unit(line, mention, context, start + 1, False)
    if word == "or" and line.lower(start + 1) in ("more", "so", "fewer", "less"):
        return _read_unit(line, mention, context, start + 2, False)
    if line.word(start)[:1].isupper() and word_class(line.word(start)) == "C":  # "8,600 Georgia acres"
        ahead = _read_unit(line, mention, context, start + 1, False)
        is_unit = ahead is not None and ahead.unit.dimension in _LAND and not ahead.is_symbol
        return ahead if is_unit and line.words[start + 1].islower() else None  # not "four FA Cup finals"
    if word not in _BETWEEN:
        return None
    ahead = _read_unit(line, mention, context, start + 1, False)
    if ahead is None or ahead.is_symbol:
        return None
    return ahead if ahead.unit.kind == "duration" or word in _BETWEEN_ALL else None


def _below_zero(line: Line, mention: Mention) -> None:
    """ "20 degrees below zero", "2 below zero"."""
    is_degrees = mention.unit is None or mention.unit.code in ("deg", "Cel", "[degF]")
    if mention.value is None or not is_degrees:
        return
    if (line.lower(mention.end), line.lower(mention.end + 1)) == ("below", "zero"):
        mention.value, mention.end, mention.rule = -abs(mention.value), mention.end + 2, "degrees below zero"
        mention.unit = mention.unit or BY_CODE["deg"]


def _take(line: Line, mention: Mention, match: UnitMatch) -> None:
    mention.unit, mention.unit_word, mention.end = match.unit, match.word, match.stop
    if match.unit.kind == "money":
        mention.rule = "number and money word"
        if match.is_symbol:
            _take_scale(line, mention, match.stop)
    elif match.unit.kind == "percent":
        mention.rule = "per cent"
    else:
        mention.rule = "number and unit"
        take_part(line, mention)
        if match.unit.code == "min":
            take_hour(line, mention)


def _thousands(line: Line, mention: Mention, context: Context) -> bool:
    """ "4m consoles", "40k", "3bn": a glued scale with what is counted behind it, or money a word later."""
    word = line.word(mention.end)
    spaced = word in ("B", "M") and word_class(line.word(mention.end + 1) or ".") == "P"
    if word not in ("m", "M", "k", "K", "b", "B", "mm") or not (line.touches(mention.end) or spaced):
        return False
    if not glued_scale(line, mention):
        return False
    mention.note(f"'{word}' touching the number is a scale")
    match = _read_unit(line, mention, context, mention.end, False)
    if match is not None and not match.is_symbol:
        _take(line, mention, match)
    return True


def _read_unit(line: Line, mention: Mention, context: Context, at: int, touches: bool) -> UnitMatch | None:
    if at >= line.count:
        return None
    if touches and _is_term(line, at):
        return UnitMatch(BY_CODE["mo"], at + 1, line.words[at], True)
    match = LEXICON.match(line, at, touches)
    if match is None or match.stop == at + 1:  # "7 m2" is no letter m
        if line.lowers[at] in _UNSURE:
            if _is_no_unit(line, mention, at, touches):
                return None
            letter = _letter_unit(line, mention, at, touches)
            if letter is not None:
                return letter
        word = line.words[at]
        if word in ("c", "p", "¢") and (touches or word == "p"):
            return money_after(line, at, context.country, True, False)
    money = money_after(line, at, context.country, touches, mention.scale >= 1000)
    if money is not None and (match is None or money.stop > match.stop or _is_typed(money, match)):
        match = money
    if match is None:
        return _open_unit(line, mention, context, at, touches)
    if match.unit.code == "[oz_av]" and not FINE_METALS.isdisjoint(line.vocabulary):
        return UnitMatch(BY_CODE["[oz_tr]"], match.stop, match.word)
    if match.word == "fps" and (mention.value or 0) > _FRAMES:
        return UnitMatch(BY_CODE["[ft_i]/s"], match.stop, match.word, True)
    if match.unit.code == "[car_m]" and line.lower(match.stop) == "gold":
        return UnitMatch(BY_CODE["[car_Au]"], match.stop, match.word)
    if match.unit.code == "{ton}":
        code = {"US": "[ston_av]", "GB": "[lton_av]"}.get(context.country or "", "t")
        return UnitMatch(BY_CODE[code], match.stop, match.word)
    return _checked(line, mention, context, match)


def _is_typed(money: UnitMatch, match: UnitMatch) -> bool:
    """Whether the money is a sign or code as typed and the unit a word in any case: "40 million CUP"."""
    return money.stop == match.stop and money.is_symbol and not match.is_symbol


def _is_no_unit(line: Line, mention: Mention, at: int, touches: bool) -> bool:
    """Whether the mark or letter behind a number is none of a unit: a quotation mark, a model's letter, millions."""
    word, after = line.words[at], line.word(at + 1)
    if word.lower() == "in" and after in HYPHENS:  # "a one-in-five chance"; but "6-in-long"
        return line.word(at + 2)[:1].isdigit() or line.lower(at + 2) in WORDS
    if word in ('"', "”", "″", "''"):
        return _closes_quote(line, mention, at)
    if word in ("′", "'"):
        return line.lower(at + 1) == "s"
    if word in ("F", "C", "V", "W"):
        return touches and line.word(mention.first - 1)[:1].isupper()
    if word == "s":
        return touches and (line.word(mention.first - 1)[:1].isupper() or after[:1].isupper())
    if word == "m" and line.touches(at + 1) and after[:1].isdigit() and after not in ("2", "3"):
        return True
    return word in ("m", "M") and touches and _is_million(line, mention, at)


def _letter_unit(line: Line, mention: Mention, at: int, touches: bool) -> UnitMatch | None:
    """Letters and marks that are a unit only where the words around say so: "5 m.", "boils at 100 C", "4x"."""
    word, after = line.words[at], line.word(at + 1)
    if word == "x" and touches and not after[:1].isdigit():
        return UnitMatch(MULTIPLE, at + 1, "x", True)
    if word == "." and after == "%" and touches and line.touches(at + 1):  # "4.%"
        return UnitMatch(BY_CODE["%"], at + 2, "%", True)
    if word in _FOOT_MARKS and touches and _is_foot(line, mention, at):
        return UnitMatch(BY_CODE["[ft_i]"], at + 1, "ft", True)
    if touches:
        return None
    if word == "in" and after in _INCHED and mention.scale == 1.0:
        return UnitMatch(BY_CODE["[in_i]"], at + 1, "in", True)
    if word == "m" and mention.scale == 1.0 and (after in _INCHED or word_class(after or ".") == "-"):
        return UnitMatch(BY_CODE["m"], at + 1, "m", True)
    if word in ("C", "F") and _HOT & line.vocabulary:
        return UnitMatch(BY_CODE["Cel" if word == "C" else "[degF]"], at + 1, word, True)
    if word == '"' and line.text.count('"') == 1:
        return UnitMatch(BY_CODE["[in_i]"], at + 1, word, True)
    return None


def _is_foot(line: Line, mention: Mention, at: int) -> bool:
    """ "6'2\"", "18' ceilings": a mark behind digits that inches or a noun follow, where no quotation is open."""
    if line.word(mention.first - 1) in _FOOT_MARKS and line.touches(mention.first):  # '98
        return False
    if line.touches(at + 1):
        return line.word(at + 1).isdigit() and line.touches(at + 2) and line.word(at + 2) in _INCH_MARKS
    is_open = any(line.words[back] in ("'", "‘") for back in range(mention.first))
    is_short = mention.value is not None and mention.value <= _LONGEST_IN_FEET and mention.raw.isdigit()
    return is_short and not is_open and word_class(line.word(at + 1) or ".") in ("N", "P")


def _closes_quote(line: Line, mention: Mention, at: int) -> bool:
    """Whether the mark behind the number ends a quotation and is no inch."""
    before = line.text[: line.starts[at]]
    if line.words[at] == '"' and before.count('"') % 2:
        return True
    return "“" in before or mention.value is None or mention.value > 200


def _checked(line: Line, mention: Mention, context: Context, match: UnitMatch) -> UnitMatch | None:
    """Ambiguous unit words, decided by what stands around them."""
    word = match.word.lower()
    if word == "pound" or (
        line.lower(match.stop - 1) in ("pound", "pounds")
        and match.unit.code == "GBP"
        and match.word in ("pound", "pounds")
    ):
        return _pounds(line, mention, context, match)
    if (
        word in ("second", "stone", "stones")
        and not match.is_symbol
        and word == "second"
        and mention.value != 1
        and line.lower(match.stop - 1) == "second"
        and line.word(match.stop - 2) not in HYPHENS
    ):
        return None
    if word == "quid" or word == "cup":
        return match
    if word == "min" and line.word(match.stop - 1) == "Min":
        return None
    return match


def _pounds(line: Line, mention: Mention, context: Context, match: UnitMatch) -> UnitMatch:
    is_mass = mention.scale < 1e5 and context.country not in ("GB", "EG", "LB", "SY", "SD", "IE")
    words = line.vocabulary
    if words & _MASS_CUES and mention.scale < 1e6:
        is_mass = True
    elif line.lower(match.stop) == "of" and line.lower(match.stop + 1) not in _OWED:
        is_mass = mention.scale < 1e8
    elif (
        line.lower(match.stop) == "sterling"
        or (line.lower(match.stop) in ("and",) and "pence" in words)
        or (is_mass and words & _PAID)
    ):
        is_mass = False
    return UnitMatch(BY_CODE["[lb_av]"], match.stop, match.word) if is_mass else match


def _is_term(line: Line, at: int) -> bool:
    """ "6m yen LIBOR": months of a rate between banks."""
    return line.lowers[at] == "m" and not INTERBANK.isdisjoint(line.lowers[at + 1 : at + 3])


def _is_outnumbered(line: Line, mention: Mention) -> bool:
    """ "downloads topped 100m": what is many and not high."""
    subject = line.lower(mention.first - 2)
    is_many = tags_of(subject)[:1] == ("NNS",) and line.lower(mention.first - 1) in _OUTNUMBERING
    return is_many and (mention.value or 0) >= _HIGHER_THAN_WAVES


def _is_million(line: Line, mention: Mention, at: int) -> bool:
    """Whether "m" touching the number means million: "4m consoles", not "the 400m final" or "6m wide"."""
    after = line.lower(at + 1)
    words = set(line.lowers[at + 1 : at + 4])
    if line.words[at] == "M" or (line.touches(mention.first) and line.words[mention.first - 1][-1].isalpha()):
        return True
    if words & _LENGTH_CUES or after in ("x", "by") or "," in mention.raw:
        return False
    if _MULTITUDES.intersection(line.lowers[max(0, mention.first - 2) : mention.first]):
        return True
    if _is_outnumbered(line, mention):
        return True
    if LEXICON.match(line, at + 1, False) is not None or money_after(line, at + 1, None, False, True) is not None:
        return after not in ("in", "a")
    counted = noun_after(line, at + 1, True)  # "4m consoles"; "a 13m drying space" is so long
    return counted is not None and word_class(line.words[counted.head]) == "P"


def _open_unit(line: Line, mention: Mention, context: Context, at: int, touches: bool) -> UnitMatch | None:
    """ "points", "degrees", "°", "tons": words that are units only by what they measure."""
    word = line.lowers[at]
    if word in ("degree", "degrees", "deg", "°", "º", "˚"):
        stop = at + 1 + (word == "deg" and line.word(at + 1) == ".")
        following = line.lower(stop)
        if word in ("degree", "degrees") and following in (
            "from",
            "in",
            "of",
            "program",
            "programs",
            "courses",
            "holders",
        ):
            return None
        if _CLIMATE & line.vocabulary and "fahrenheit" not in line.vocabulary:
            return UnitMatch(BY_CODE["Cel"], stop, "degrees")
        if _TEMPERATURES & line.vocabulary:
            code = "[degF]" if context.country == "US" else "Cel" if context.country else "deg"
            return UnitMatch(BY_CODE[code], stop, "degrees")
        return UnitMatch(BY_CODE["deg"], stop, "degrees")
    return None


def glued_scale(line: Line, mention: Mention) -> bool:
    """ "5m", "2.4b", "40k" right behind the digits of an amount."""
    at = mention.end
    factor = _GLUED.get(line.lower(at))
    if factor is None or mention.scale != 1.0 or mention.value is None or mention.form != "digits":
        return False
    if not line.touches(at) and line.words[at] not in ("m", "b", "M", "B", "mm", "MM"):
        return False
    after = line.text[line.ends[at] : line.ends[at] + 1]
    if after.isalnum():
        return False
    mention.value, mention.scale = round(mention.value * factor, 6), factor
    mention.stop = mention.end = at + 1
    return True
