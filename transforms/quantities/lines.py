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
# Most words: plain letters that no apostrophe and no other letter follows.  What reads such a word otherwise has to
# stand before it.
PLAIN_WORD = r"[A-Za-z]{2,}+(?!['’\x80-\U0010ffff])"
# What starts as a number does is told by its first digit.
TOKEN = re.compile(
    # A scale or a time that the next word is glued to: "$5 millionand", "36 monthsin prison".
    r"(?<=[0-9] )(?:million|billion|trillion|months|years|days)"
    r"(?=[A-Z][a-z]|(?:and|based|for|from|in|of|on|to|was|will|with)\b)"
    rf"|{PLAIN_WORD}"
    rf"|(?=\.?[0-9])(?:{_NUMBER}){_EXPONENT}"
    r"|(?:[A-Za-z]\.){2,}"
    rf"|[{_LETTER}]+(?:['’](?![sS]\b)[{_LETTER}]+)*"
    r"|['’][sS]\b"
    r"|\S"
)


class Line:
    """The tokens of one sentence as parallel lists: `words` as written, `lowers`, `starts` and `ends` (code points).

    `vocabulary` is the set of `lowers`: by it a rule that needs certain words tells at once that a sentence has none.
    """

    __slots__ = ("count", "ends", "lowers", "starts", "text", "vocabulary", "words")

    def __init__(self, text: str) -> None:
        words: list[str] = TOKEN.findall(text)
        self.text, self.words = text, words
        self.lowers = [word.lower() for word in words]
        self.vocabulary = frozenset(self.lowers)
        self.count = len(words)
        starts: list[int] = []
        ends: list[int] = []
        end = 0
        for word in words:  # nothing but blanks stands between tokens, so each is found where it stands
            start = text.find(word, end)
            end = start + len(word)
            starts.append(start)
            ends.append(end)
        self.starts, self.ends = starts, ends

    def lower(self, index: int) -> str:
        """The lower-case token at `index`, or "" outside the sentence."""
        return self.lowers[index] if 0 <= index < self.count else ""

    def word(self, index: int) -> str:
        """The token at `index` as written, or "" outside the sentence."""
        return self.words[index] if 0 <= index < self.count else ""

    def touches(self, index: int) -> bool:
        """Whether token `index` follows the one before it without a space."""
        return 0 < index < self.count and self.starts[index] == self.ends[index - 1]
