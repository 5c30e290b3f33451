"""What tells that words that read like a date are one: a year needs a sign of it, a month may be a name or a verb."""

from __future__ import annotations

from transforms.claims.dates import nodes
from transforms.claims.dates.grammar import Grammar
from transforms.claims.dates.items import word_set
from transforms.claims.dates.years import DASHES, Parsed, full_year


class SignReader(Grammar):
    """Judges what the grammar has read by the items around it."""

    def before(self, i: int) -> str:
        """The word before item `i` in small letters."""
        return self.at(i - 1).lower

    def is_date(self, i: int, read: Parsed) -> bool:
        """Whether what reads like a date is one here: a year needs a sign of it, a name of a month is no person's."""
        item, node, j = self.at(i), read[0], read[1]
        if item.cls == "weekday":
            return self.at(i - 1).cls not in ("namer", "movable")
        if item.cls == "month" and self._is_named(i):
            return False
        if (
            item.cls == "month"
            and isinstance(node, nodes.Months)
            and node.year is None
            and node.count == 1
            and j - i <= 2
        ):
            if self.before(i) == "on":
                return False
            if self.before(i) in word_set("before_date") or self.before(i) == "":
                is_plain = self.before(i) not in ("", ",", "and", "or", "to", "about", "-")
                is_plain = is_plain or self.is_of_statistics(i, j)
                return is_plain or item.lower not in word_set("doubtful_month")
            return (
                item.lower not in word_set("doubtful_month") or self.word(j, "'s", "’s") or self.is_of_statistics(i, j)
            )
        if item.cls == "year" and isinstance(node, nodes.Year):
            return self._is_year(i, j)
        return True

    def is_of_statistics(self, i: int, j: int) -> bool:
        """Whether the month at `i` is that of figures ("April sales", "its May issue"), and no name or verb."""
        before, behind = self.at(i - 1), self.at(j)
        if (
            not behind.is_lower
            or not behind.lower.isalpha()
            or (before.lower.isalpha() and not before.is_lower and i > 1)
        ):
            return False
        if behind.lower in word_set("after_month"):
            return True
        return before.lower in word_set("before_month") and behind.lower not in word_set("after_name")

    def _is_named(self, i: int) -> bool:
        """Whether the name of a month is a person's ("Mr May")."""
        return self.at(i - 1).cls == "namer" or (self.word(i - 1, ".") and self.at(i - 2).cls == "namer")

    def _is_year(self, i: int, j: int) -> bool:
        year = full_year(self.at(i).value)
        if self.word(i - 1, ".") and self.word(i - 2, "no", "nos"):
            return False
        if self.word(i - 1, "of") and self.at(i - 2).lower in word_set("named_by_year"):
            return False
        if (
            self.at(j).lower in word_set("after_clock")
            or self.at(i - 1).lower in ("no", "number", "at", "#", "&")
            or not year >= 1400
        ):
            return False
        if self.at(j).lower in ("/", *DASHES) and self.at(j + 1).cls not in ("year", ""):
            return False
        if len(self.at(i).value) == 2 or year >= 1700:
            return True
        return self.before(i) in ("in", "since", "of", "by", "until", "from")
