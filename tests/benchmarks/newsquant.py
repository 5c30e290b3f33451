"""NewsQuant and the four unit sets: `python -m tests.benchmarks.newsquant IN.json OUT.json`.

IN.json is a list of sentences as NewsQuant has them ({"text": …}; labels are ignored); OUT.json gets {"text",
"quantities": [{"value", "unit", "change", "concepts"}]}, the format of the published scorer.  NewsQuant's own habits (it
counts ages as "year of age", joins "from X to Y" into one range, names yen "japanese yen") live here, not in the
extractor; quantities that claims.md sets aside are used where NewsQuant counts them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from tests.benchmarks.newsquant_concepts import concepts
from tests.benchmarks.newsquant_units import unit_name
from transforms.quantities import Quantity, read_quantities
from transforms.syntax import Token, tag, tokenize

CHANGES = {"=": "=", "range": "=", "~": "~", "<": "<", "<=": "<", ">": ">", ">=": ">"}
# What claims.md sets aside and NewsQuant counts.
COUNTED = frozenset({"dates something", "pronoun", "generation"})


def predict(text: str) -> dict[str, Any]:
    """The quantities of one sentence in NewsQuant's terms."""
    tokens = tokenize(text)
    tag(tokens)
    read = [q for q in read_quantities(text) if _is_counted(text, q)]
    read.sort(key=lambda q: (q.start, q.end))
    named = concepts(text, tokens, read)
    quantities = [_entry(text, tokens, q, words) for q, words in zip(read, named, strict=True)]
    return {"text": text, "quantities": _join_changes(text, read, quantities)}


def _is_counted(text: str, quantity: Quantity) -> bool:
    if quantity.kind in ("multiple", "score") or text[quantity.start : quantity.end].lower().startswith("several"):
        return False
    return quantity.set_aside is None or quantity.set_aside in COUNTED


def _entry(text: str, tokens: list[Token], quantity: Quantity, words: list[str]) -> dict[str, Any]:
    unit, factor = unit_name(text, tokens, quantity)
    return {
        "value": _value(quantity, factor),
        "unit": unit,
        "change": _change(quantity),
        "concepts": words,
    }


def _value(quantity: Quantity, factor: float) -> float | list[float] | None:
    if quantity.comparator == "range" or quantity.value is None:
        if quantity.low is None or quantity.high is None:
            return None
        # "Dozens" begin at 12 there and at 24 here.
        low = quantity.low if quantity.comparator == "range" else quantity.low / 2
        return [low * factor, quantity.high * factor]
    return quantity.value * factor


def _change(quantity: Quantity) -> str:
    change = CHANGES[quantity.comparator]
    return quantity.trend if change == "=" and quantity.trend else change


def _join_changes(text: str, read: list[Quantity], entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One range where NewsQuant has one: two single levels in "from X to Y"."""
    joined: list[dict[str, Any]] = []
    skip = False
    for at, entry in enumerate(entries):
        if skip:
            skip = False
            continue
        following = read[at + 1] if at + 1 < len(read) else None
        if following is not None and _is_change(text, read[at], following):
            entry = {**entries[at + 1], "value": [entry["value"], entries[at + 1]["value"]]}
            skip = True
        joined.append(entry)
    return joined


def _is_change(text: str, left: Quantity, right: Quantity) -> bool:
    between = text[left.end : right.start].strip().lower()
    before = text[: left.start].rstrip().lower()
    single = isinstance(left.value, float) and isinstance(right.value, float)
    return single and "range" not in (left.comparator, right.comparator) and between == "to" and before.endswith("from")


def main() -> None:
    """Read the sentences, write the predictions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sentences", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    entries = json.loads(arguments.sentences.read_text(encoding="utf-8"))
    predictions = [predict(entry["text"]) for entry in entries]
    arguments.out.write_text(json.dumps(predictions, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
