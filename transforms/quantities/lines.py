"""A sentence cut into words, numbers and marks: the arrays that every rule of this package works on."""

from __future__ import annotations

import re

# One number as it is typed: 12,34,567.89 · 1.300,5 · 192.168.1.2 · 3.5e-7 · .77 · 3½.  Repeats are bounded, so that no
# text can make the match back-track far.
_NUMBER = (
    r"[0-9]{1,3}(?:\.[0-9]{3}){1,8},[0-9]{1,2}(?![0-9])"
    r"|[0-9]{1,3}(?:,[0-9]{2,3}){0,8},[0-9]{3}(?![0-9])(?:\.[0-9]+)?"
    r"|[0-9]+(?:\.[0-9]+){0,8}"
    r"|(?<![0-9A-Za-z])\.[0-9]+"
)
_LETTER = r"^\W\d_½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_EXPONENT = r"(?:[eE][+-]?[0-9]{1,3}(?![0-9A-Za-z]))?"
TOKEN = re.compile(
    rf"(?:{_NUMBER}){_EXPONENT}"
    r"|(?<=[0-9] )(?:million|billion|trillion)(?=[A-Z][a-z]|(?:and|based|for|from|in|of|on|to|was|will|with)\b)"
    r"|(?:[A-Za-z]\.){2,}"
    rf"|[{_LETTER}]+(?:['’](?![sS]\b)[{_LETTER}]+)*"
    r"|['’][sS]\b"
    r"|\S"
)


class Line:
    """The tokens of one sentence as parallel lists: `words` as written, `lowers`, `starts` and `ends` (code points)."""

    __slots__ = ("_vocabulary", "count", "ends", "lowers", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in TOKEN.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.words = [text[start:end] for start, end in spans]
        self.lowers = [word.lower() for word in self.words]
        self.count = len(spans)
        self._vocabulary: frozenset[str] | None = None

    @property
    def vocabulary(self) -> frozenset[str]:
        """The lower-case tokens as a set, made once: rules may ask for it for every number."""
        if self._vocabulary is None:
            self._vocabulary = frozenset(self.lowers)
        return self._vocabulary

    def lower(self, index: int) -> str:
        """The lower-case token at `index`, or "" outside the sentence."""
        return self.lowers[index] if 0 <= index < self.count else ""

    def word(self, index: int) -> str:
        """The token at `index` as written, or "" outside the sentence."""
        return self.words[index] if 0 <= index < self.count else ""

    def touches(self, index: int) -> bool:
        """Whether token `index` follows the one before it without a space."""
        return 0 < index < self.count and self.starts[index] == self.ends[index - 1]
