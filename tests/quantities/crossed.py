"""Sentences put together from a table of parts, so that every two rules come to look at the same numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha512
from pathlib import Path
from typing import Final

import yaml

PATH: Final = Path(__file__).parent.parent / "corpora" / "quantities_crossed.yaml"
_SLOT: Final = re.compile(r"\{([nbj])\}")


@cache
def _parts() -> dict[str, list[str]]:
    return yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


def sentence(number: int) -> str:
    """The sentence of that number, always the same one: from a frame where the number is even."""
    draws = iter(sha512(str(number).encode()).digest())

    def draw(kind: str) -> str:
        parts = _parts()[kind]
        return parts[(next(draws) * 256 + next(draws)) % len(parts)]

    return (_framed if number % 2 == 0 else _joined)(draw) + draw("endings")


def _framed(draw: Callable[[str], str]) -> str:
    """A frame with its slots filled."""
    slots = {
        "n": lambda: draw("numbers"),
        "b": lambda: draw("numbers") + draw("behind"),
        "j": lambda: draw("joints"),
    }
    return _SLOT.sub(lambda slot: slots[slot[1]](), draw("frames"))


def _joined(draw: Callable[[str], str]) -> str:
    """An opening and two to four numbers with joints between them."""
    text = draw("openings") + " " + draw("numbers") + draw("behind")
    for _ in range(1 + len(text) % 3):
        text += draw("joints") + draw("numbers") + draw("behind")
    return text
