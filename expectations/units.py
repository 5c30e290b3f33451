"""Which units there are and which dimensions each may state, out of the lexicons; also of rates and counted nouns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

import polars as pl

from transforms.columns import TEXT
from transforms.lexicons.tables import read_table

ANNOTATION: Final = re.compile(r"\{[^{}]+\}")
SLASH: Final = re.compile(r"/(?![^{]*\})")
ROUND_NUMBER: Final = re.compile(r"(?P<number>10{2,})(?:\.\{(?P<noun>[^{}]+)\})?(?:\.(?P<time>[a-z]+))?")
MANY_YEARS: Final = frozenset({"10.a", "100.a"})
KNOWN_UNITS: Final = {"unit": TEXT, "dimension": TEXT}


@cache
def named_dimensions() -> dict[str, frozenset[str]]:
    """Code → dimensions, of every unit and currency of the lexicons and of the plain number."""
    found: dict[str, set[str]] = {"1": {"ratio", "count"}}  # "zero funding" is a count of nothing that is named
    for row in read_table("units"):
        found.setdefault(row["code"], set()).add(row["dimension"])
    for row in read_table("currency_codes"):
        found.setdefault(row["code"], set()).add("currency")
    return {code: frozenset(dimensions) for code, dimensions in found.items()}


def dimensions_of(unit: str) -> frozenset[str]:
    """The dimensions that a unit may state; none if it is not known.

    A rate is `above/below`, with parentheses around a compound below; its dimension is "X per Y", where Y is the noun
    itself for a thing counted.
    """
    named = named_dimensions().get(unit, frozenset())
    slash = SLASH.search(unit)
    if slash is None:
        return named | {"count", "index", "score"} if ANNOTATION.fullmatch(unit) else named
    above, below = unit[: slash.start()], unit[slash.end() :]
    if below.startswith("(") and below.endswith(")"):
        below = below[1:-1]
    under = dimensions_of_many(below)
    under |= {below.strip("{}") if name == "count" else name for name in dimensions_of(below)}
    return named | {f"{over} per {name}" for over in dimensions_of(above) for name in under}


def dimensions_of_many(below: str) -> frozenset[str]:
    """What a rate is per in "per 100,000 people" or "per 1,000 births a year": the round number with its noun.

    None where `below` is no round number: "7/29" is a date or a share.
    """
    if below in MANY_YEARS:
        return frozenset({"time"})
    found = ROUND_NUMBER.fullmatch(below)
    if found is None or (found["time"] and "time" not in dimensions_of(found["time"])):
        return frozenset()
    return frozenset({" ".join(filter(None, (found["number"], found["noun"])))})


def known_units(units: Iterable[str]) -> pl.DataFrame:
    """One row (unit, dimension) for each dimension that each of the units may state; none for an unknown unit."""
    pairs = [(unit, name) for unit in sorted(set(units)) for name in sorted(dimensions_of(unit))]
    return pl.DataFrame(pairs, schema=KNOWN_UNITS, orient="row")
