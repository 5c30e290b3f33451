"""The corpora of phrasings: sentences with ⟦marked⟧ quotes and their readings, one entry a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from transforms.quantities import Quantity

FOLDER = Path(__file__).parent.parent / "corpora" / "quantities"
SET_ASIDE = "set_aside"
VARIANTS = "variants"


@dataclass(frozen=True)
class RuleCorpus:
    """One rule: what it finds (marked sentence → readings), what it must not find, one full parse."""

    rule: str
    finds: dict[str, list[str]]
    not_found: list[str]
    parse: dict[str, Any] = field(default_factory=dict)


@cache
def rules() -> list[RuleCorpus]:
    """The entries of all files, by file and place."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem in (SET_ASIDE, VARIANTS):
            continue
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            finds = {text: [r] if isinstance(r, str) else r for text, r in entry["finds"].items()}
            found.append(RuleCorpus(entry["rule"], finds, entry["not"], entry["parse"]))
    return found


@cache
def set_aside() -> list[tuple[str, str]]:
    """(reason, marked sentence) of what is no claim."""
    entries = yaml.load((FOLDER / f"{SET_ASIDE}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return [(reason, text) for reason, texts in entries.items() for text in texts]


@cache
def variants() -> list[tuple[str, str, list[str]]]:
    """(kind, marked sentence, readings of all that is to be found in it)."""
    entries = yaml.load((FOLDER / f"{VARIANTS}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return [(kind, text, readings) for kind, cases in entries.items() for text, readings in cases.items()]


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The sentence without its marks, and the spans that they enclosed."""
    plain, spans = "", []
    for part in text.split("⟦"):
        quote, mark, rest = part.partition("⟧")
        if mark:
            spans.append((len(plain), len(plain) + len(quote)))
        plain += quote + rest
    return plain, spans


def reading(quantity: Quantity) -> str:
    """A quantity as the corpora write it: comparator, value or ends, unit, trend."""
    if quantity.comparator == "range":
        value = f"{_number(quantity.low)}..{_number(quantity.high)}"
    else:
        value = _number(quantity.value)
    return " ".join(filter(None, (quantity.comparator, value, quantity.unit, quantity.trend)))


def _number(value: float | None) -> str:
    if value is None:
        return "null"
    return str(int(value)) if value.is_integer() else repr(value)
