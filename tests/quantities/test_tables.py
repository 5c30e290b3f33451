"""Every form of every unit, currency and number word of the tables, each in a sentence of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import pytest

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities import Context, Quantity, money, read_quantities, units
from transforms.quantities.units import BY_CODE, plural

# What a form may stand for: codes with the factor that the number is multiplied by.
Meanings = set[tuple[str, float]]
TON: Final = {"{ton}": "t"}  # where no article tells whose ton is meant
WORDLIKE: Final = read_sets("quantity_words")["currency codes that are words"]
COUNTED: Final = ("hundred", "scale", "group")


def found(text: str, context: Context | None = None) -> list[tuple[str, float | None]]:
    """Unit and value of all that a sentence claims."""
    return [(quantity.unit, quantity.value) for quantity in claims(text, context)]


def claims(text: str, context: Context | None = None) -> list[Quantity]:
    return [quantity for quantity in read_quantities(text, context) if quantity.set_aside is None]


def is_one_of(read: list[tuple[str, float | None]], number: float, meanings: Meanings) -> bool:
    """Whether just one figure was read, of one of the meanings."""
    if len(read) != 1:
        return False
    return any(read[0][0] == code and read[0][1] == pytest.approx(number * times) for code, times in meanings)


def unit_forms() -> dict[str, Meanings]:
    """Each way to write seven of a unit."""
    forms: dict[str, Meanings] = defaultdict(set)
    for row in read_table("units"):
        meaning = (TON.get(row["code"], row["code"]), float(row["times"] or 1))
        words, plurals = (list(filter(None, row[name].split("|"))) for name in ("words", "plurals"))
        symbols, glued = (list(filter(None, row[name].split("|"))) for name in ("symbols", "glued"))
        written = [f"7 {word}" for word in (plurals or map(plural, words))] + [f"7-{word}" for word in words]
        written += [form for symbol in symbols for form in (f"7 {symbol}", f"7{symbol}")]
        for form in written + [f"7{symbol}" for symbol in glued]:
            forms[form].add(meaning)
    forms["7 degrees"].add(("deg", 1.0))  # of what, the words around tell
    return forms


def test_every_form_of_every_unit_is_read_as_one_of_its_own() -> None:
    wrong = []
    for form, meanings in unit_forms().items():
        text = f"It was a {form} test." if form.startswith("7-") else f"The meter showed {form} on Monday."
        if not is_one_of(found(text), 7, meanings):
            wrong.append((form, meanings, found(text)))
    assert not wrong


def test_every_unit_has_a_form_that_is_its_own() -> None:
    read = {code for form in unit_forms() for code, _ in found(f"The meter showed {form} on Monday.")}
    assert set(BY_CODE) - read - set(TON) == set()


def money_forms() -> dict[str, Meanings]:
    """Each way to write forty of a currency, or forty million: signs, codes, names, the words of wires."""
    forms: dict[str, Meanings] = defaultdict(set)
    for row in read_table("currencies"):
        symbols, nouns, wire = (list(filter(None, row[name].split("|"))) for name in ("symbols", "nouns", "wire"))
        written = [form for symbol in symbols for form in (f"{symbol}40 million", f"40 million {symbol}")]
        written += [form for noun in nouns for form in (f"40 million {plural(noun)}", f"a 40 million {noun} deal")]
        for form in written + [f"40 million {short}" for short in wire]:
            forms[form].add((row["code"], 1e6))
    forms["40 million Ft"].add(("[ft_i]", 1e6))  # the sign of the forint is that of the foot
    for row in read_table("currency_codes"):
        code = row["code"]
        forms[f"40 million {code}"].add((code, 1e6))
        forms[f"40 {code}"].add((code, 1.0))
        forms[f"{code}40 million"].add((code, 1e6))
        if code not in WORDLIKE:
            forms[f"{code} 40 million"].add((code, 1e6))
            forms[f"{code}40"].add((code, 1.0))
    return forms


def test_every_form_of_every_currency_is_read_as_one_of_its_own() -> None:
    wrong = []
    for form, meanings in money_forms().items():
        text = f"It was {form} in May." if form.startswith("a ") else f"It cost {form} in May."
        if not is_one_of(found(text), 40, meanings):
            wrong.append((form, meanings, found(text)))
    assert not wrong


@pytest.mark.parametrize("code", sorted(WORDLIKE - {"ETH"}))
def test_a_code_that_is_a_word_is_one_before_a_number(code: str) -> None:
    assert (code, 40.0) not in found(f"They {code} 40 in May.")


def open_money() -> Iterator[tuple[str, str | None, str, float]]:
    """Each word and letter whose country the article tells: as written, in news of which country, code, factor."""
    for row in read_table("currency_words"):
        word, factor = row["word"], float(row["factor"])
        before = (not word[-1].isalpha() and word != "¢") or word == "Rs"
        many = word if len(word) == 1 or word.endswith(("ce", "se", "sen", "kroner")) else plural(word)
        form = f"{word}40" if before else f"40{word}" if len(word) == 1 else f"40 {many}"
        for country, code in [pair.split("=") for pair in row["of"].split()]:
            yield form, country, code, factor
        yield form, None, row["default"], factor
    for row in read_table("currency_letters"):
        yield f"{row['letter']}40", row["country"], row["code"], 1.0
        yield f"{row['letter']}40bn", None, row["code"], 1e9


def test_every_word_for_money_is_that_of_the_articles_country() -> None:
    wrong = []
    for form, country, code, factor in open_money():
        read = found(f"It cost {form} in May.", Context(country=country))
        if not is_one_of(read, 40, {(code, factor)}):
            wrong.append((form, country, code, read))
    assert not wrong


def number_sentences() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each number word in sentences of its role: the word, the sentence, what the claim says."""
    for row in read_table("number_words"):
        word, role, value = row["word"], row["role"], float(row["value"])
        if word == "nil":  # it counts nothing but goals
            continue
        if role in COUNTED:
            for number, times in (("3", 3.0), ("3.5", 3.5), ("three", 3.0)):
                yield word, f"They saw {number} {word} herons there.", {"unit": "{heron}", "value": times * value}
            yield word, f"It cost $3 {word} in May.", {"unit": "USD", "value": 3 * value}
            yield word, f"It holds 3 {word} gallons of milk.", {"unit": "[gal_us]", "value": 3 * value}
        elif role == "glued":
            for form in {word, word.upper()}:
                yield word, f"It cost $3{form} in May.", {"unit": "USD", "value": 3 * value}
        elif role in ("digit", "teen", "tens"):
            counted = "heron" if value == 1 else "herons"
            yield word, f"They killed just {word} {counted} there.", {"unit": "{heron}", "value": value}
            if role == "tens":
                yield word, f"They saw {word}-seven herons.", {"unit": "{heron}", "value": value + 7}
        elif role in ("part", "half"):
            number = "Three" if word.endswith("s") else "One"
            share = (3 if word.endswith("s") else 1) * (value if role == "half" else 1 / value)
            yield word, f"{number} {word} of the herons flew.", {"unit": "1", "value": pytest.approx(share)}
        elif role == "vague":
            yield word, f"They saw {word} of herons.", {"unit": "{heron}", "value": None, "comparator": "~"}
        elif role == "several":
            yield word, f"They saw {word} herons.", {"unit": "{heron}", "value": None, "comparator": "~"}
        elif role == "times":
            yield word, f"They meet {word} a year.", {"unit": "{time}/a", "value": value}
        elif role == "vulgar":
            yield word, f"It weighs 3{word} kg.", {"unit": "kg", "value": pytest.approx(3 + value)}
            yield word, f"It weighs {word} kg.", {"unit": "kg", "value": pytest.approx(value)}
        else:
            raise AssertionError(role)


def test_every_number_word_counts_in_every_sentence_of_its_role() -> None:
    wrong = []
    for word, text, wanted in number_sentences():
        read = [{name: getattr(quantity, name) for name in wanted} for quantity in claims(text)]
        if read != [wanted]:
            wrong.append((word, text, read))
    assert not wrong


def test_nil_is_no_count() -> None:
    assert [quantity.set_aside for quantity in read_quantities("They won two-nil.")] == ["manner", "idiom"]


def test_the_order_of_the_rows_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = (units.LEXICON, money._LEXICON)
    monkeypatch.setattr(money, "_ROWS", money._ROWS[::-1])
    made = (units._lexicon(units._UNITS[::-1]), money._lexicon()[0])
    for one, other in zip(kept, made, strict=True):
        for forms, again in ((one.words, other.words), (one.symbols, other.symbols)):
            assert forms.keys() == again.keys()
            for first in forms:
                assert winners(forms[first]) == winners(again[first])
    codes = [unit.code for unit, _ in units._UNITS if unit.times == 1.0]
    assert sorted(codes) == sorted(set(codes))


def winners(entries: list[tuple[Any, ...]]) -> dict[Any, units.Unit]:
    """The unit of each form, glued to a number or not: no form has two."""
    found: dict[Any, units.Unit] = {}
    for form, second, unit in entries:
        told = (form, second) if isinstance(second, bool) else form
        assert found.setdefault(told, unit) == unit
    return found
