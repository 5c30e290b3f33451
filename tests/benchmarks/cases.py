"""Our reading of the Recognizers-Text and Duckling cases: `python -m tests.benchmarks.cases IN.jsonl OUT.jsonl`.

Each line of OUT is the case with `ours` (what we read), `verdict` (right, wrong or excluded) and, for an excluded one,
`rule`.  Numeral cases are scored on the numeral reader and none is excluded; of the others at most a fifth is, each by
one of EXCLUSIONS.  Values are compared in the base unit, so "1.5 hours" and 90 minutes agree.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

from transforms.quantities import read_quantities
from transforms.quantities.lines import Line
from transforms.quantities.numeral_reader import read_numbers
from transforms.quantities.quantity import Quantity
from transforms.quantities.units import BY_CODE, LEXICON

CURRENCIES: Final = {
    "Dollar": "USD", "United States dollar": "USD", "Pound": "GBP", "British pound": "GBP", "Euro": "EUR",
    "Rupee": "INR",
    "Franc": "CHF", "Dinar": "KWD", "Riyal": "SAR", "Rial": "IRR", "Cent": "USD/100", "Pence": "GBP/100",
    "Canadian dollar": "CAD", "Chinese yuan": "CNY", "Japanese yen": "JPY", "Turkish lira": "TRY",
    "Finnish markka": "FIM",
    "Costa Rican colón": "CRC", "Sri Lankan rupee": "LKR", "Sen": "MYR/100", "Bitcoin": "BTC", "Indian rupee": "INR",
    "Australian dollar": "AUD", "Hong Kong dollar": "HKD", "Deutsche mark": "DEM", "Peso": "MXN", "Krona": "SEK",
    "Singapore dollar": "SGD", "South Korean won": "KRW", "Russian ruble": "RUB", "Brazilian real": "BRL",
    "Swiss franc": "CHF",
    "French franc": "FRF", "Spanish peseta": "ESP", "Penny": "GBP/100", "Yen": "JPY", "Shilling": "KES",
}  # fmt: skip
OTHERS: Final = {
    "C": "Cel", "F": "[degF]", "K": "K", "Celsius": "Cel", "Fahrenheit": "[degF]", "Degree": "deg", "Metric ton": "t",
    "Ton": "t", "M": "m",
    "Pound": "[lb_av]", "Ounce": "[oz_av]", "Bit": "bit", "Inch": "[in_i]", "Year": "a", "Age": "a",
}  # fmt: skip
KINDS: Final = {
    "CurrencyModel": ("money",), "AmountOfMoney": ("money", "count"), "DimensionModel": ("measure",),
    "AgeModel": ("age",),
    "TemperatureModel": ("measure",), "PercentModel": ("percent",), "Distance": ("measure",), "Volume": ("measure",),
    "Quantity": ("measure", "count"), "Temperature": ("measure",), "Duration": ("duration", "measure"),
}  # fmt: skip
TEMPERATURES: Final = frozenset({"Cel", "[degF]", "K", "deg"})
_RANGE: Final = re.compile(r"([\[(])\s*([^,]*)\s*,\s*([^,]*)\s*([\])])")
_BETWEEN: Final = re.compile(r"(between|under|above) (\S+) \(?([0-9.e]+)(?:, ?([0-9.e]+)\))?")
_UNBOUND: Final = ("between", "under", "above")


def _is_formula(case: dict[str, Any]) -> bool:
    return bool(re.search(r"[<>=]\s?-?\d|=<", case["text"]))


def _is_rank(case: dict[str, Any]) -> bool:
    return "Range" in case["kind"] and bool(re.search(r"\b(?:tenth|fifteenth)\b", case["text"]))


def _has_two_bounds(case: dict[str, Any]) -> bool:
    """ "greater than 100 and smaller than 300": an interval put together from two hedges."""
    return "Range" in case["kind"] and any(
        re.match(r"[\[(]\S+,\S+[\])]$", e.get("value") or "")
        and len(re.findall(r"\b(?:than|least|most|equal)\b", e["text"])) >= 2
        for e in case["expected"]
    )


def _says_equal(case: dict[str, Any]) -> bool:
    return "Range" in case["kind"] and bool(re.search(r"\bequal", case["text"], re.IGNORECASE))


def _sign_first(case: dict[str, Any]) -> bool:
    return bool(re.search(r"\b(?:percents?|per cent) of (?:\d|twenty|ten)", case["text"]))


def _has_no_number(case: dict[str, Any]) -> bool:
    return bool(case["expected"]) and all(
        e.get("value") in (None, "null") and not str(e.get("raw", "")).startswith(_UNBOUND) for e in case["expected"]
    )


# Why a case is no question to a reader of news; each rule tells by the case alone.
EXCLUSIONS: Final = (
    ("a formula, not a sentence", _is_formula),
    ("a rank: claims.md excludes ordinals", _is_rank),
    ("two bounds said as two hedges", _has_two_bounds),
    ("equality in words", _says_equal),
    ("the percent sign before its number", _sign_first),
    ("a unit without a number", _has_no_number),
    ("text of a lost encoding", lambda case: "\\x" in case["text"]),
)


def judge(case: dict[str, Any]) -> dict[str, Any]:
    """The case with what we read and the verdict."""
    if "Numeral" in case["kind"] or case["kind"] == "Number/NumberModel":
        ours: list[dict[str, Any]] = [
            {"value": number.value, "start": number.start, "end": number.end} for number in read_numbers(case["text"])
        ]
        is_right = _same_values([float(e["value"]) for e in case["expected"]], [n["value"] for n in ours])
        return {**case, "ours": ours, "verdict": "right" if is_right else "wrong"}
    quantities = [
        q
        for q in read_quantities(case["text"])
        if q.set_aside in (None, "dates something", "one meaning some", "list number", "year")
    ]
    ours = [
        {
            "quote": case["text"][q.start : q.end],
            "value": q.value,
            "low": q.low,
            "high": q.high,
            "unit": q.unit,
            "comparator": q.comparator,
        }
        for q in quantities
    ]
    for name, holds in EXCLUSIONS:
        if holds(case):
            return {**case, "ours": ours, "verdict": "excluded", "rule": name}
    return {**case, "ours": ours, "verdict": "right" if _is_right(case, quantities) else "wrong"}


def _same_values(expected: list[float], ours: list[float]) -> bool:
    return len(expected) == len(ours) and all(_near(a, b) for a, b in zip(sorted(expected), sorted(ours), strict=True))


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-5 * max(abs(a), abs(b), 1e-9)


def _is_right(case: dict[str, Any], quantities: list[Quantity]) -> bool:
    model = case["kind"].split("/")[-1] if case["suite"] == "recognizers" else case["kind"].split("/")[0]
    if "Range" in model:
        return _ranges(case, quantities)
    kinds = KINDS[model]
    mine = [
        q
        for q in quantities
        if q.kind in kinds
        and _of_model(
            q, model, ("temperature" not in case["text"] and "deg" not in case["text"]) or "angle" in case["text"]
        )
    ]
    expected = [
        e
        for e in case["expected"]
        if e.get("value") not in (None, "null") or str(e.get("raw", "")).startswith(("between", "under", "above"))
    ]
    if case["suite"] == "duckling":
        return bool(expected) == bool(mine) and all(any(_agrees(e, q, model) for q in mine) for e in expected)
    return len(mine) == len(expected) and all(any(_agrees(e, q, model) for q in mine) for e in expected)


def _of_model(quantity: Quantity, model: str, is_angle: bool) -> bool:
    if model == "DimensionModel":
        return quantity.unit not in ("Cel", "[degF]", "K") and quantity.dimension != "count"
    if model == "TemperatureModel":
        return quantity.unit in TEMPERATURES and not (quantity.unit == "deg" and is_angle)
    return True


def _code(name: str, model: str) -> str:
    if model in ("CurrencyModel", "AmountOfMoney"):
        return CURRENCIES.get(name, name)
    if name in OTHERS:
        return OTHERS[name]
    match = LEXICON.match(Line(name.lower()), 0, False)
    return match.unit.code if match is not None else name


def _agrees(expected: dict[str, Any], quantity: Quantity, model: str) -> bool:
    """Whether one of our quantities has the expected value and unit."""
    if model == "PercentModel":
        return quantity.value is not None and _near(float(expected["value"].rstrip("%")), quantity.value)
    code = _code(expected.get("unit") or "", model)
    between = _BETWEEN.match(str(expected.get("raw", "")))
    if between:
        return _bounds_agree(between, quantity, code)
    if quantity.value is None:
        return False
    return _value_agrees(float(expected["value"]), quantity.value, quantity, code)


def _value_agrees(expected: float, value: float, quantity: Quantity, code: str) -> bool:
    if code == "Unnamed":
        return _near(expected, value)
    code, _, part = code.partition("/100")
    if "/100" in _ + part and _near(expected / 100, value):
        return quantity.unit.split("/")[0] == code
    if quantity.unit == code or quantity.unit.split("/")[0] == code:
        return _near(expected, value)
    unit, ours = BY_CODE.get(code), BY_CODE.get(quantity.unit)
    if unit is None or ours is None or unit.factor is None or ours.factor is None or unit.base != ours.base:
        return False
    return _near(expected * unit.factor + unit.offset, value * ours.factor + ours.offset)


def _bounds_agree(between: re.Match[str], quantity: Quantity, code: str) -> bool:
    form, first, second = between[1], float(between[3]), between[4]
    if form == "between":
        low, high = quantity.low, quantity.high
        if low is None or high is None or second is None:
            return False
        scale = high / low if _near(first * 1e5, low) else 1.0
        return (_value_agrees(first, low, quantity, code) or scale != 1.0) and _value_agrees(
            float(second), high, quantity, code
        )
    if quantity.value is None or not _value_agrees(first, quantity.value, quantity, code):
        return False
    return quantity.comparator in (("<", "<=") if form == "under" else (">", ">="))


def _ranges(case: dict[str, Any], quantities: list[Quantity]) -> bool:
    """NumberRangeModel: the ends of each expected interval are those of one of our quantities."""
    if not case["expected"]:
        return not any(q.comparator in ("<", "<=", ">", ">=", "range") for q in quantities)
    for expected in case["expected"]:
        match = _RANGE.match(expected["value"])
        if match is None:
            return False
        low, high = (float(text) if text.strip() else None for text in (match[2], match[3]))
        if not any(_same_end(q.low, low) and _same_end(q.high, high) for q in quantities):
            return False
    return True


def _same_end(ours: float | None, expected: float | None) -> bool:
    if ours is None or expected is None:
        return ours is None and expected is None
    return _near(ours, expected)


def main(source: str, target: str) -> None:
    """Judges the cases of `source`, writes them to `target` and prints the counts."""
    lines = Path(source).read_text(encoding="utf-8").splitlines()
    judged = [judge(json.loads(line)) for line in lines if line.strip()]
    Path(target).write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in judged), encoding="utf-8")
    counts = Counter(case["verdict"] for case in judged)
    print(f"{counts['right']} right, {counts['wrong']} wrong, {counts['excluded']} excluded of {len(judged)}")
    for rule, count in Counter(case["rule"] for case in judged if case["verdict"] == "excluded").most_common():
        print(f"  excluded: {rule}: {count}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m tests.benchmarks.cases IN.jsonl OUT.jsonl")
    main(sys.argv[1], sys.argv[2])
