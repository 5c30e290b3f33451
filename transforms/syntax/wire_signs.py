"""Angle brackets of wire style: a company's exchange sign is an aside, its name in brackets is the name."""

from __future__ import annotations

import re
from typing import Final

# "Acme Corp <ACM.N> said", "<ACMEA>": capitals, perhaps with a dot and the letters of the exchange.
_SIGN: Final = re.compile(r"<([A-Za-z]{1,6}(?:\.[A-Za-z]{1,2}\.?)?)>")
_NAME: Final = re.compile(r"<([A-Z][^<>\n]{1,60}(?:\n[^<>\n]{1,60})?)>")


def without_angles(sentence: str) -> str:
    """`sentence` with signs in parentheses and names bare, every character where it was."""
    if "<" not in sentence:
        return sentence
    return _NAME.sub(r" \1 ", _SIGN.sub(r"(\1)", sentence))
