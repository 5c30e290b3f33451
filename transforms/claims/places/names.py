"""The named places of a sentence: names of the gazetteer, and what is plainly called a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from transforms.claims.places.gazetteer import LONGEST, Entry, Kind, gazetteer, place_words, state_shorts, us_states
from transforms.claims.places.usage import Role, Words
from transforms.lexicons.tables import read_table
from transforms.syntax import Token
from transforms.syntax.lexicon import word_tags

# "STOCKHOLM, March 3 - ", "(Washington D.C.) -- ": where the story was filed.
DATELINE: Final = re.compile(
    r"\s*\(?(?:[A-Z][A-Z.'’-]+|(?:[A-Z][A-Za-z.'’]+[ ,/]*){1,5}?[ ,]+[A-Z][a-z]{2,8}\.?\s\d{1,2})"
    r"[A-Za-z0-9.,'’/ ]{0,40}\)?\s*(?:\([A-Za-z ]+\)\s*)?[-–—]{1,2}[\s-]"
)
# How much of the article is asked whether a name stands there otherwise than as a place.
LOOK_ROUND: Final = 20_000
CONTAINERS: Final = frozenset(["country", "state", "region", "county"])


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place named in a sentence: span of code points, tokens `first` to `last` (exclusive), country, use."""

    start: int
    end: int
    first: int
    last: int
    kind: Kind
    country: str | None
    role: Role


class PlaceFinder(Words):
    """Reads one sentence's tagged tokens from left to right."""

    def __init__(self, sentence: str, tokens: Sequence[Token], article: str = "") -> None:
        super().__init__(sentence, tokens)
        self.article = article[:LOOK_ROUND]
        letters = [t.text[0] for t in tokens if t.text[0].isalpha()]
        self.is_heading = len(letters) > 3 and sum(c.isupper() for c in letters) > 0.7 * len(letters)
        dateline = DATELINE.match(sentence)
        self.body_start = dateline.end() if dateline else 0
        self.previous: NamedPlace | None = None

    def find(self) -> list[NamedPlace]:
        """The places of the sentence in order."""
        found: list[NamedPlace] = []
        i = 0
        while i < len(self.tokens):
            last = i + 1
            if self._is_name(i) and self.tokens[i].start >= self.body_start:
                while self.is_capital(last) and self.is_beside(last):
                    last += 1
                found += self._in_run(i, last)
                self.previous = found[-1] if found else None
            i = last
        return found

    def _is_name(self, i: int) -> bool:
        if not self.is_capital(i):
            return False
        return i > 0 or self.tag(i) not in ("IN", "DT", "PRP", "PRP$", "CC", "WDT", "WRB")

    def _in_run(self, first: int, last: int) -> list[NamedPlace]:
        """The places among capitalised words that stand together, `first` to `last` (exclusive)."""
        if self._is_body(first, last):
            return []
        called = self._site(first, last) or self._called(first, last)
        if called is not None:
            return [called]
        found: list[NamedPlace] = []
        i = first
        while i < last:
            named = self._listed(i, first, last)
            found += [named] if named else []
            i = named.last if named else i + 1
        if found:
            return found
        unlisted = self._titled(first, last) or self._before_its_state(first, last) or self._unlisted(first, last)
        return [unlisted] if unlisted else []

    def _is_body(self, first: int, last: int) -> bool:
        """Whether the words name an organisation or an office, or stand inside such a name ("Bank of Canada")."""
        bodies = place_words("body")
        if self.text(last - 1) in bodies and last - first > 1:
            return True
        return self.lower(first - 1) == "of" and self.text(first - 2) in bodies

    # --- names that say what they are ------------------------------------------------------------------------------

    def _site(self, first: int, last: int) -> NamedPlace | None:
        """ "Fayette County", "Pine Ridge Indian Reservation", "Lease Area 181"."""
        end = last
        while end > first and self.text(end - 1) not in place_words("type"):
            end -= 1
        if any(self.text(k) in place_words("body") for k in range(first, end)):
            return None
        if end - first < 2 or self.lower(first) in place_words("title") or (end < last and not self.is_heading):
            return None
        if self.lower(first) in time_ordinals() or self.text(first)[0].isdigit():
            return None
        kind: Kind = "county" if self.text(end - 1) == "County" else "site"
        is_numbered = self.text(end - 1) in ("Area", "Zone", "District") and self.tag(end) == "CD"
        end += is_numbered
        if self.lower(end) == "of" and self.is_capital(end + 1):
            end = self._after_owner(end + 1)
        known, role = self._known_inside(first, end), self._role(first, end)
        if (known is None and kind == "site" and role not in ("locative", "weak")) or (
            role == "modifier" and kind == "site"
        ):
            return None
        return self._place(
            first, end, kind, known.country if known and (known.is_sure or known.kind != "city") else None, role
        )

    def _after_owner(self, i: int) -> int:
        """The first token after the name of a place at `i`, or the "of" before it ("Southern District of New York")."""
        for j in range(min(i + LONGEST, len(self.tokens)), i, -1):
            if self.words(i, j) in gazetteer():
                return j
        return i - 1

    def _called(self, first: int, last: int) -> NamedPlace | None:
        """ "Kursk region", "San Diego metropolitan area": a name and a lower-case word for what it is."""
        j = last
        while self.lower(j) in place_words("lower_lead") and j < last + 2:
            j += 1
        if self.lower(j) not in place_words("lower_type") or self.lower(j + 1) in place_words("type_not"):
            return None
        if self.lower(j + 1) == "of" and self.is_capital(j + 2) and last - first == 1 and self._is_demonym(first):
            return None  # "the Greek island of Samos"
        known, role = self._known_inside(first, last), self._role(first, j + 1)
        if not self.is_beside(last) or (known and known.kind == "country" and self.lower(j) in ("border", "airport")):
            return None
        is_plain = self.text(first).isalpha() and (role == "locative" or self.lower(first - 1) == "the")
        if known is None and not is_plain:
            return None
        return self._place(
            first, j + 1, "region", known.country if known and (known.is_sure or known.kind != "city") else None, role
        )

    def _known_inside(self, first: int, last: int) -> Entry | None:
        """The gazetteer's entry for the longest name among the words, or None."""
        for length in range(min(LONGEST, last - first), 0, -1):
            for i in range(first, last - length + 1):
                entry = gazetteer().get(self.words(i, i + length))
                if entry is not None:
                    return entry
        return None

    # --- names of the gazetteer ------------------------------------------------------------------------------------

    def _listed(self, i: int, first: int, last: int) -> NamedPlace | None:
        """The longest name of the gazetteer that starts at token `i`, if it is used as a place there."""
        for j in range(min(i + LONGEST, last + 2, len(self.tokens)), i, -1):
            if j > last and not self.is_capital(j - 1):
                continue
            entry = gazetteer().get(self.words(i, j))
            if entry is not None:
                return self._used(entry, i, j, first, last)
        return None

    def _used(self, entry: Entry, i: int, j: int, first: int, last: int) -> NamedPlace | None:
        end = self.tokens[j - 1].end
        is_address = self.sentence[end : end + 1] in (".", "@", "/") and self.sentence[end + 1 : end + 2].isalnum()
        if is_address or (j == i + 1 and self.lower(i) in time_names()):
            return None
        role = self._role(i, j)
        is_state = self.text(i - 1) == "," and entry.kind == "state" and self._is_name(i - 2)
        is_told = role == "locative" or is_state or self._container(j) is not None
        if not is_told and (not entry.is_sure or entry.kind == "city"):
            return None
        if not entry.is_sure and self.tag(j) == "POS":
            return None
        if (i > first and not self._may_precede(i - 1, entry)) or (j < last and not self._may_follow(j, entry)):
            return None
        if self.is_of_a_person(i) or (role == "subject" and entry.kind in ("city", "big_city")):
            role = "other"  # a city that does something is a club or a company
        is_part = i > first and entry.kind == "region" and self.tag(i - 1) == "JJ"  # the French Alps
        start = i - 1 if is_part or (i > first and self.text(i - 1) in place_words("big_direction")) else i
        return self._place(start, j, entry.kind, entry.country, role)

    def _may_precede(self, i: int, entry: Entry) -> bool:
        """Whether capitalised token `i` may stand before a place: a direction or an adjective, not part of a name."""
        if self.text(i) in place_words("big_direction"):
            return True
        if self.is_heading:
            return self.text(i) not in given_names()
        if entry.kind == "region" and self.tag(i) == "JJ":
            return True
        return entry.kind in ("country", "state") and is_common(self.lower(i))

    def _may_follow(self, j: int, entry: Entry) -> bool:
        is_large = entry.kind in ("country", "state", "county")
        return self.is_heading and is_large and self.text(j) not in place_words("body")

    # --- names that no gazetteer holds -----------------------------------------------------------------------------

    def _is_demonym(self, i: int) -> bool:
        return self.tag(i) == "JJ" or "JJ" in word_tags().get(self.text(i), ())

    def _titled(self, first: int, last: int) -> NamedPlace | None:
        """ "the town of Ziketan", "the island of Samos": up to three plain words after what they are."""
        if self.lower(first - 1) != "of" or self.lower(first - 2) not in place_words("titling") or last - first > 3:
            return None
        if not all(is_plain_name(self.tokens[k]) for k in range(first, last)) or self.is_heading:
            return None
        return self._place(first, last, "city", None, self._role(first, last))

    def _before_its_state(self, first: int, last: int) -> NamedPlace | None:
        """ "Kinnear, Wyoming": whatever stands before a state or country with a comma."""
        container = self._container(last)
        if container is None or last - first > 3 or self.lower(first) in time_names() or self.is_of_a_person(first):
            return None
        return self._place(first, last, "city", container.country, self._role(first, last))

    def _unlisted(self, first: int, last: int) -> NamedPlace | None:
        """One or two plain words after "in", "near" or "outside" that are neither English nor a first name."""
        if self.lower(first - 1) not in ("in", "near", "outside") or last - first > 2 or self.is_heading:
            return None
        if self.lower(first - 2) in place_words("dealing") or self.tag(last) == "POS":
            return None
        name, text = self.words(first, last), self.article
        as_place = sum(text.count(f"{before} {name}") for before in ("in", "near", "outside", "at", "to", "from"))
        if text.count(name) > 2 * max(as_place, 1):
            return None
        tokens = [self.tokens[k] for k in range(first, last)]
        if max(len(t.text) for t in tokens) < 4 or not all(is_plain_name(t) for t in tokens):
            return None
        return self._place(first, last, "city", None, self._role(first, last))

    def _container(self, j: int) -> Entry | None:
        """The state or country that follows a comma at token `j`."""
        if self.text(j) != ",":
            return None
        for end in range(min(j + 4, len(self.tokens)), j + 1, -1):
            words = self.words(j + 1, end)
            short = state_shorts().get(words) or (self.text(end) == "." and state_shorts().get(words + "."))
            if short:
                return Entry("state", short, True)
            entry = gazetteer().get(words)
            is_whole = not (self.is_capital(end) and self.is_beside(end))
            if entry is not None and entry.kind in CONTAINERS and is_whole:
                return Entry("state", "US", True) if words in us_states() else entry
        return None

    # --- the place ------------------------------------------------------------------------------------------------

    def _role(self, i: int, j: int) -> Role:
        """How tokens `i` to `j` (exclusive) are used: in a list as the place before them is."""
        before = self.preposition(i)
        if self.previous is not None and self.previous.last == before and self.lower(before) in ("and", "or", ","):
            return self.previous.role
        return self.role(i, j)

    def _place(self, first: int, last: int, kind: Kind, country: str | None, role: Role) -> NamedPlace:
        while first > 0 and self.lower(first - 1) in place_words("direction"):
            first -= 1
        return NamedPlace(self.tokens[first].start, self.tokens[last - 1].end, first, last, kind, country, role)


def is_plain_name(token: Token) -> bool:
    """Whether a capitalised word could be the name of a place that we do not know."""
    if not token.text.isalpha() or token.text.isupper() or token.lower in time_names():
        return False
    if token.text in place_words("body") or token.text in given_names():
        return False
    return len(token.text) < 4 or not is_common(token.lower)


def is_common(word: str) -> bool:
    """Whether a lower-case word is an ordinary word of English."""
    tags = word_tags().get(word, ()) + word_tags().get(word.title(), ())
    return any(tag not in ("NNP", "NNPS", "FW") for tag in tags)


@cache
def given_names() -> frozenset[str]:
    """First names of persons."""
    return frozenset(row["name"] for row in read_table("given_names"))


@cache
def time_ordinals() -> frozenset[str]:
    """Ordinals: "Third District" numbers a district, it does not name a place."""
    return frozenset("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split())


@cache
def time_names() -> frozenset[str]:
    """Names of months and weekdays in lower case."""
    return frozenset(row["word"] for row in read_table("time_words") if row["class"] in ("month", "weekday"))
