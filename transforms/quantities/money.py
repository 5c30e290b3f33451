"""Money: symbols, codes, names, coins and wire style, and whose dollar is meant."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities.lines import Line
from transforms.quantities.units import Lexicon, Unit, UnitMatch, plural, symbol_stop

_WORDS: Final = read_sets("quantity_words")
_ROWS: Final = read_table("currencies")
_CODES: Final = frozenset(row["code"] for row in read_table("currency_codes"))
NAMES: Final[dict[str, str]] = {row["code"]: row["name"] for row in read_table("currency_codes")} | {
    row["code"]: row["name"] for row in _ROWS
}
# Names that are common words besides: they need a scale word, a symbol or an article about the country.
_SHY: Final = _WORDS["shy money"]
_NAMES_TOO: Final = _WORDS["money that is also a name"]  # "40 Rand Paul supporters"
# Other money of the sentence, beside which a mark is money, too.
_BESIDE_SHY: Final = _WORDS["money beside shy money"]

# Codes that are read in lower case, too, and codes that are words when written large.
_LOWER_CODES: Final = _WORDS["currency codes in lower case"]
_WORDLIKE_CODES: Final = _WORDS["currency codes that are words"]
_LOWER_PREFIXES: Final = _LOWER_CODES | {"rmb", "sen", "malaysian ringgit", "malaysia ringgits", "sfr"}
# Behind the country's name beside "dollar".
_OF_DOLLARS: Final = (("dlr", 1.0), ("cent", 0.01), ("ct", 0.01))


@lru_cache(maxsize=1 << 12)
def currency(code: str, factor: float = 1.0) -> Unit:
    """The unit of an amount of money; coins multiply by their part of the main unit."""
    return Unit(code, NAMES.get(code, code), "currency", "money", factor)


def _forms_of(noun: str) -> list[tuple[str, float]]:
    """A currency's name, its short form in wire style and its coins: "taiwan dollar", "taiwan dlr", "taiwan cent"."""
    country, is_dollar, _ = noun.rpartition("dollar")
    return [(noun, 1.0)] + [(country + form, factor) for form, factor in _OF_DOLLARS if country and is_dollar]


def _lexicon() -> tuple[Lexicon, dict[str, list[tuple[str, str]]]]:
    lexicon = Lexicon()
    prefixes: dict[str, list[tuple[str, str]]] = {}
    for row in _ROWS:
        unit = currency(row["code"])
        for symbol in filter(None, row["symbols"].split("|")):
            lexicon.add_symbol(symbol, unit, is_glued=False)
            prefixes.setdefault(Line(symbol).words[0], []).append((symbol, row["code"]))
        for noun in filter(None, row["nouns"].split("|")):
            for form, factor in _forms_of(noun):
                part = unit if factor == 1.0 else currency(row["code"], factor)
                lexicon.add_word(form, part)
                lexicon.add_word(plural(form), part)
        for short in filter(None, row["wire"].split("|")):
            lexicon.add_word(short, unit)
    for code in sorted(_CODES):
        lexicon.add_symbol("M" + code, currency(code, 1e6), is_glued=False)
        for form in (code, code.lower()) if code.lower() in _LOWER_CODES else (code,):
            lexicon.add_symbol(form, currency(code), is_glued=False)
            prefixes.setdefault(form, []).append((form, code))
    for name in ("rmb", "sen", "malaysian ringgit", "malaysia ringgits"):
        prefixes.setdefault(Line(name).words[0], []).append((name, "CNY" if name == "rmb" else "MYR"))
    for entries in prefixes.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    lexicon.sort()
    return lexicon, prefixes


_LEXICON, _PREFIXES = _lexicon()
_OPEN: Final[dict[str, tuple[float, str, dict[str, str]]]] = {}
for _row in read_table("currency_words"):
    _by_country = dict(pair.split("=") for pair in _row["of"].split())
    for _form in (_row["word"], plural(_row["word"])):
        _OPEN[_form] = (float(_row["factor"]), _row["default"], _by_country)
# Names of money without a country, as "dollar" and "penny".
MONEY_WORDS: Final = sorted(word for word in _OPEN if word.isalpha() and word.islower() and len(word) > 1)
MONEY_UNITS: Final = {code: currency(code) for code in NAMES}
# Letters of a country apart from the dollar sign.
_MARKED_DOLLARS: Final = {
    "c": "CAD", "a": "AUD", "us": "USD", "hk": "HKD", "nz": "NZD", "au": "AUD", "s": "SGD", "nt": "TWD",
    "cad": "CAD", "usd": "USD", "aud": "AUD",
    "u.s": "USD", "u.s.": "USD",
}  # fmt: skip
# Those that are words, too: "a $16 meal", "owes us $4 million".
_WORDS_TOO: Final = frozenset({"a", "s", "us"})
# Letter -> code and country.
_LETTERS: Final = {row["letter"]: (row["code"], row["country"]) for row in read_table("currency_letters")}
_GROUP: Final = 3  # digits between the blanks of "R88 000"
_GLUED_ONLY: Final = frozenset({"c", "p", "¢"})
_LAST: Final = {entry[0][-1]: True for entries in _PREFIXES.values() for entry in entries}


def open_money(word: str, country: str | None, around: str | None = None) -> Unit | None:
    """The money that a word without a country names ("dollar", "cents"), told by `around` (a code) or the country."""
    entry = _OPEN.get(word)
    if entry is None:
        return None
    factor, default, by_country = entry
    code = by_country.get(country or "", default)
    if around and (factor != 1.0 or around in by_country.values()):
        code = around
    return currency(code, factor)


def money_named(line: Line) -> Unit | None:
    """The money that a line ends in the name of: "British pound", "euro"; a dollar is that of the US."""
    for at in range(line.count):
        found = _LEXICON.match(line, at, False)
        if found is not None and found.stop == line.count:
            return found.unit
    return open_money(line.lower(line.count - 1), None)


def money_before(line: Line, at: int, country: str | None) -> tuple[Unit, int] | None:
    """The currency symbol or code before token `at`, and the token it starts at: "US$", "£", "RM", "EUR "."""
    if at == 0:
        return None
    last = line.words[at - 1]
    if last != "$" and last not in _LETTERS and last not in _PREFIXES and last[-1] not in _LAST:
        return None
    for start in range(max(0, at - 4), at):
        for symbol, code in _PREFIXES.get(line.words[start], ()):
            if symbol_stop(line, start, symbol, True) == at and _prefix_stands(line, start, at, symbol):
                return open_money(symbol, country) or currency(code), start
    if last in _LETTERS and _is_lettered_money(line, at, country):
        return currency(_LETTERS[last][0]), at - 1
    if last == "$":
        unit = _marked_dollar(line, at - 1, country)
        if unit is not None:
            return unit, at - 2
        return open_money("$", country) or currency("USD"), at - 1
    return None


def _is_lettered_money(line: Line, at: int, country: str | None) -> bool:
    """Whether a letter that touches an amount is money: "R4bn", "N500,000", "P3 million", "R88 000".

    No model's or road's number looks like these; others, as "N500", are money in news of the country alone.
    """
    if not line.touches(at) or line.touches(at - 1):
        return False
    is_at_home = _LETTERS[line.words[at - 1]][1] == country and line.lower(at - 2) != "the"  # not "the N1"
    return _is_amount(line, at) or (is_at_home and len(line.words[at]) > 1)


def _is_amount(line: Line, at: int) -> bool:
    """Whether the number at token `at` is written as only amounts are: "500,000", "23.40", "4bn", "3 million"."""
    after = line.lower(at + 1)
    return (
        "," in line.words[at]
        or line.words[at][-3:-2] == "."  # "23.40"
        or after in ("million", "billion", "trillion")
        or (after in ("bn", "m", "tn") and line.touches(at + 1))
        or (len(after) == _GROUP and after.isdecimal() and line.text[line.ends[at]] == " ")
    )


def _marked_dollar(line: Line, at: int, country: str | None) -> Unit | None:
    """ "c $ 16" in tokenised text: the country's letter apart from the dollar sign; not the article of "A $16 meal"."""
    letters = line.lower(at - 1)
    code = _MARKED_DOLLARS.get(letters)
    if code is None or (letters in _WORDS_TOO and not line.word(at - 1).isupper()):
        return None
    if letters == "a" and not line.touches(at) and line.touches(at + 1) and country != "AU":
        return None
    return currency(code)


def _prefix_stands(line: Line, start: int, at: int, symbol: str) -> bool:
    """Letters as a prefix must not be the end of a longer word, and lower-case ones must touch the number."""
    if symbol in _WORDLIKE_CODES and not (line.touches(at) and _is_amount(line, at)):  # "TRY40 million", not "TRY 40"
        return False
    if symbol[-1].isalpha() and not line.touches(at) and symbol[0].islower() and symbol not in _LOWER_PREFIXES:
        return False
    if symbol in ("Euro", "Eur", "Re", "ID", "Bs", "MK", "BD") and len(line.words[at]) == 4 and not line.touches(at):
        return False
    return not (symbol[0].isalpha() and line.touches(start) and line.words[start - 1][-1].isalnum())


def _is_of_next(line: Line, match: UnitMatch, touches: bool) -> bool:
    """Whether a sign belongs to the amount behind it: "40 £50 notes"."""
    is_sign = match.is_symbol and not match.word[-1].isalpha() and not touches
    return is_sign and line.touches(match.stop) and line.word(match.stop)[:1].isdigit()


def _is_no_money(line: Line, at: int) -> bool:
    """ "40 Rand Paul supporters", "40 lei of orchids"."""
    return line.words[at][0].isupper() or line.lower(at + 1) == "of"


def _is_title(line: Line, at: int) -> bool:
    """Whether the word is "Sen." before a senator's name, or "Sens." of several."""
    return line.lower(at) in ("sen", "sens") and line.words[at][0].isupper() and line.word(at + 1) == "."


def money_after(line: Line, at: int, country: str | None, touches: bool, is_scaled: bool) -> UnitMatch | None:
    """The name, symbol or code of money at token `at`: "dlrs", "yen", "€", "pence"."""
    if _is_title(line, at):
        return None
    match = _LEXICON.match(line, at, touches)
    is_shy = match is not None and match.word in _SHY and not is_scaled and not match.is_symbol
    is_shy = is_shy or (match is not None and match.word in _NAMES_TOO and _is_no_money(line, at))
    is_at_home = match is not None and match.unit.code[:2] == country  # "1,923 won" in news of South Korea
    if is_shy and not is_at_home and line.vocabulary.isdisjoint(_BESIDE_SHY):
        match = None
    if match is not None and _is_of_next(line, match, touches):
        match = None
    if match is not None:
        return match
    word = line.lower(at)
    spaced_pence = word == "p" and line.words[at] == "p" and line.lower(at + 1) not in (".", "m", "&")
    if word in _OPEN and not (word in _GLUED_ONLY and not touches and not spaced_pence) and word != "$":
        unit = open_money(word, country)
        assert unit is not None
        return UnitMatch(unit, at + 1, word)
    if word == "$" and not line.word(at + 1)[:1].isdigit():
        unit = open_money("$", country)
        assert unit is not None
        return UnitMatch(unit, at + 1, "$", is_symbol=True)
    return None
