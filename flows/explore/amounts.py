"""Figures in a comparable unit as a person says them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from flows.reports.claim_page import spoken
from transforms.quantities.units import BY_CODE, RATIO

# A base unit in words that people use: (how many of it, the word); the largest that leaves at least one.
SPOKEN_UNITS: Final[Mapping[str, tuple[tuple[float, str], ...]]] = {
    "s": ((31_557_600, "years"), (86_400, "days"), (3_600, "hours"), (60, "minutes"), (1, "seconds")),
    "m": ((1_000, "km"), (1, "m")),
    "m2": ((1_000_000, "km²"), (10_000, "ha"), (1, "m²")),
    "kg": ((1_000, "tonnes"), (1, "kg")),
    "count": ((1, ""),),
    "%": ((1, "%"),),
}


@lru_cache(4096)  # of most levels low, best and high are the same
def level(value: float | None, unit: str) -> str:
    """A value in a comparable unit as a person says it: 61, 34 years, 5.2 million USD."""
    if value is None:
        return "–"
    sizes = SPOKEN_UNITS.get(unit, ((1, unit_words(unit)),))
    size, word = next((each for each in sizes if abs(value) >= each[0]), sizes[-1])
    number = spoken(float(f"{value / size:.6g}"))
    return f"{number}{word}" if word == "%" else f"{number} {word}".strip()


def unit_words(code: str) -> str:
    """The code of a unit as a person says it: person for {person}, USD per barrel for USD/[bbl_us], ratio for 1.

    Of a code that is not known what stands in it, but for brackets about things counted.
    """
    return " per ".join(_named(part) for part in ([code] if "(" in code else code.split("/")))


def _named(part: str) -> str:
    if part == RATIO.code:
        return RATIO.kind
    return BY_CODE[part].name if part in BY_CODE else part.replace("{", "").replace("}", "")


def reach(low: float | None, high: float | None, unit: str) -> str:
    """What a figure's words commit to: "52", "at least 38", "at most 90", "38 to 52"."""
    if low is not None and low == high:
        return level(low, unit)
    if low is None or not math.isfinite(low):
        return "–" if high is None else f"at most {level(high, unit)}"
    return f"at least {level(low, unit)}" if high is None else f"{level(low, unit)} to {level(high, unit)}"
