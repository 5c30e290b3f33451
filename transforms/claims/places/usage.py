"""How the name of a place is used where it stands: as a place, or to say whose someone or something is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from transforms.claims.nearness import FINITE, VERBAL
from transforms.claims.places.gazetteer import place_words
from transforms.syntax import Token

# locative: after "in", "at", "near"; weak: after "of", "for", "to"; modifier: before a noun; possessive: before "'s";
# subject: before a verb; object: after one; other: anything else, which says nothing of where.
Role = Literal["locative", "weak", "modifier", "possessive", "subject", "object", "other"]
DOER: Final = ("er", "or", "ist", "man", "ian")
SEAT: Final = re.compile(r", (?:[A-Z]\w* ?\.? ?){1,2}- ?based\b")
LONGEST_STATE: Final = 6  # tokens: ", N . M . - based"
PARTY: Final = re.compile(r"\([DRI]-?[ A-Za-z.]*$")


class Words:
    """The tokens of one sentence, read by number; beyond the ends there is nothing."""

    def __init__(self, sentence: str, tokens: Sequence[Token]) -> None:
        self.sentence = sentence
        self.tokens = tokens

    def lower(self, i: int) -> str:
        """The lower-case text of token `i`."""
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""

    def text(self, i: int) -> str:
        """The text of token `i`."""
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def tag(self, i: int) -> str:
        """The tag of token `i`."""
        return self.tokens[i].tag if 0 <= i < len(self.tokens) else ""

    def is_capital(self, i: int) -> bool:
        """Whether token `i` is written with a capital letter."""
        return self.text(i)[:1].isupper()

    def is_beside(self, i: int) -> bool:
        """Whether only blanks, and no mark or end of a paragraph, stand before token `i`."""
        if not 0 < i < len(self.tokens):
            return False
        gap = self.sentence[self.tokens[i - 1].end : self.tokens[i].start]
        return not gap.strip() and self.tokens[i - 1].text[-1] not in ",;:" and "\n\n" not in gap

    def words(self, i: int, j: int) -> str:
        """Tokens `i` to `j` (exclusive) as written, with single blanks."""
        return " ".join(self.sentence[self.tokens[i].start : self.tokens[j - 1].end].split())

    def preposition(self, i: int) -> int:
        """The number of the token that governs a name at `i`, over articles, directions and "state of"; -1 for none."""
        before = self._before_article(i - 1)
        if self.lower(before) != "of":
            return before
        if self.lower(before - 1) not in place_words("lower_type") and self.text(before - 1) not in place_words("type"):
            return before
        return self._before_article(before - 2 - self.is_capital(before - 2))

    def _before_article(self, i: int) -> int:
        directions = place_words("direction")
        while i >= 0:
            lower = self.lower(i)
            is_joined = lower in ("and", "-") and self.lower(i - 1) in directions
            if self.tag(i) == "JJ" or (self.tag(i) == "NNP" and lower in place_words("party")):
                i -= 1
                continue
            if lower not in place_words("article") and lower not in directions and not is_joined:
                return i
            i -= 1
        return i

    def role(self, i: int, j: int) -> Role:
        """How the name of a place in tokens `i` to `j` (exclusive) is used."""
        if self._is_seat(j):
            return "other"
        before = self.preposition(i)
        preposition = self.lower(before)
        is_court = preposition == "for" and self.lower(before - 1) == "court"
        if preposition in place_words("locative") or is_court or self._is_where_from(before):
            return "locative"
        if i <= 1 and len(self.tokens) <= 9 and (self.text(j) in "$£€" or self.tag(j) == "CD") and self.text(j):
            return "modifier"  # a line of a table: "Taos County $20,521"
        if self.tag(j) == "POS":
            is_persons = self._is_of_people(j + 1) or self.is_capital(j + 1)
            return "other" if is_persons else "possessive"
        if self.tag(j) in ("NN", "NNS", "JJ") and self.is_beside(j):
            is_other = self._is_of_people(j) or preposition in place_words("directional")
            return "other" if is_other else "modifier"
        if preposition in place_words("weak_locative"):
            return "weak"
        if preposition in place_words("directional"):
            return "other"
        if self.tag(j) in FINITE:
            return "other" if self.lower(j) in place_words("playing") else "subject"
        is_object = self.tag(before) in VERBAL and preposition not in place_words("paying")
        return "object" if is_object else "other"

    def _is_seat(self, j: int) -> bool:
        """Whether a place that ends before token `j` is where a company is at home: "Reno, Nev.-based Orion"."""
        if self.lower(j) == "-" and self.lower(j + 1) == "based":
            return True
        after = " ".join(self.text(k) for k in range(j, j + LONGEST_STATE))
        return SEAT.match(after) is not None

    def _is_where_from(self, before: int) -> bool:
        """Whether token `before` is the "from" of "two of them were from Leeds"."""
        return self.lower(before) == "from" and self.lower(before - 1) in ("is", "are", "was", "were", "came", "come")

    def _is_of_people(self, j: int) -> bool:
        """Whether the noun phrase that goes on at token `j` means a body or a person ("U.S. court", "Ohio farmer")."""
        head = j
        while self.tag(head + 1) in ("NN", "NNS", "POS") and self.is_beside(head + 1):
            head += 1
        bodies = place_words("lower_body")
        if self.lower(j) in bodies or self.lower(head) in bodies:
            return True
        is_one = self.tag(head) == "NN" and self.lower(head) not in place_words("thing")
        return is_one and self.lower(head).endswith(DOER)

    def is_of_a_person(self, i: int) -> bool:
        """Whether a place at token `i` says where somebody is from or holds office ("Kim Lee of Boise", "(D-Ohio)")."""
        before = i - 1 - (self.lower(i - 1) == "the")
        if self.text(before) in ("-", "(") and PARTY.search(
            self.sentence[max(0, self.tokens[i].start - 40) : self.tokens[i].start]
        ):
            return True
        if self.lower(before) not in ("of", "from") or before < 1:
            return False
        head = before - 1
        if self.text(head) == ",":
            return self.text(head - 1)[:1].isdigit() or self.tag(head - 1) == "NNP"
        return self.tag(head) in ("NNP", "NNPS") or self.lower(head) in place_words("title")
