"""Numbers that label: "Section 427", "No. 5", "Windows 10", marks of lists and notes, postcodes, indexes, jets."""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities.identifiers import follows_product
from transforms.quantities.lines import Line
from transforms.quantities.mention import Mention
from transforms.quantities.numerals import is_digits
from transforms.quantities.rule import rule
from transforms.quantities.word_classes import word_class

_WORDS: Final = read_sets("exclusion_words")
TITLES: Final = _WORDS["titles"]
# Titles cut short, before a full stop: "vol. 3".
_SHORT_TITLES: Final = _WORDS["short titles"]
_LOWER_TITLES: Final = _WORDS["lower titles"]
# With these even a plural behind the number is not counted: "category 4 hurricanes".
GRADES: Final = _WORDS["grades"]
# Indexes are called by how many shares they hold.
_INDEXES: Final = {row["size"]: frozenset(row["names"].split("|")) for row in read_table("index_sizes")}
_EMERGENCY: Final = _WORDS["emergency numbers"]
_CALLING: Final = _WORDS["words of calling"]
# The last words of the names of states, before a postcode.
_STATES: Final = frozenset(row["name"].split()[-1] for row in read_table("place_states"))
_AIRCRAFT: Final = _WORDS["aircraft"]
_NOUGHTED: Final = 5  # digits from which a nought before them makes a name


@rule("title", after=("mark of a list or note",))
def is_titled(line: Line, mention: Mention) -> str | None:
    """ "Section 427", "vol. 3", "page 2 of 12", "# 5", "the Dow 30", "iPadOS 13"."""
    if mention.unit is not None:
        return None
    at = mention.first - 1
    before = line.lower(at)
    is_short = before == "." and line.touches(at) and line.lower(at - 1) in _SHORT_TITLES
    is_last = before == "of" and line.lower(at - 2) in ("page", "pages") and is_digits(line.word(at - 1))
    is_marked = before in ("#", "№", "§") or before in _INDEXES.get(mention.raw, ())
    is_named = is_short or is_last or is_marked or _has_title(line, mention, at) or follows_product(line, mention)
    return "identifier" if is_named else None


@rule("mark of a list or note", after=("year",))
def is_listed(line: Line, mention: Mention) -> str | None:
    """ "[1]", "2. Bread", "(1) bread", "signals of hunger (17).", a line that says nothing else."""
    if mention.unit is not None:
        return None
    is_alone = mention.first == 0 and mention.stop == line.count
    is_mark = is_alone or _is_mark(line, mention) or _is_list_mark(line, mention) or _is_note(line, mention)
    return "list number" if is_mark else None


@rule("aircraft", after=("mark of a list or note",))
def is_aircraft(line: Line, mention: Mention) -> str | None:
    """ "a 747 crashed", "the 737 Max"."""
    if mention.unit is not None or mention.raw not in _AIRCRAFT:
        return None
    after = line.word(mention.stop)
    return "identifier" if word_class(after or ".") in ("C", "-", "N") or after == "Max" else None


@rule("digits after a nought", after=("mark of a list or note",))
def is_noughted(line: Line, mention: Mention) -> str | None:
    """ "account 0034512"."""
    is_long = mention.unit is None and len(mention.raw) >= _NOUGHTED and mention.raw.isdigit()
    return "identifier" if is_long and mention.raw[0] == "0" else None


@rule("postcode", after=("digits after a nought",))
def is_postcode(line: Line, mention: Mention) -> str | None:
    """ "NE 68978", "Superior, Nebraska 68978"."""
    return "postcode" if mention.unit is None and _is_postcode(line, mention) else None


@rule("emergency number", after=("year",))
def is_emergency(line: Line, mention: Mention) -> str | None:
    """ "call 911"."""
    if mention.unit is not None or mention.raw not in _EMERGENCY:
        return None
    is_called = line.lower(mention.first - 1) in _CALLING and word_class(line.word(mention.stop) or ".") != "P"
    return "identifier" if is_called else None


def _is_mark(line: Line, mention: Mention) -> bool:
    """Numbers of footnotes, lists and wire desks: "[1]", "and 2) …", "-30-"."""
    before, after = line.word(mention.first - 1), line.word(mention.stop)
    if len(mention.raw) > 2 or not mention.raw.isdigit():
        return False
    if before == "[" and after == "]":
        return True
    if before == "-" and after == "-" and line.touches(mention.stop) and not line.touches(mention.stop + 1):
        return True
    opened = "(" in line.words[max(0, mention.first - 12) : mention.first]
    return after == ")" and not opened and mention.value is not None and mention.value < 20


def _is_note(line: Line, mention: Mention) -> bool:
    """The mark of a note behind a word: "signals of hunger (17)." """
    first, stop = mention.first, mention.stop
    before = line.word(first - 2)
    return (
        line.word(first - 1) == "("
        and line.word(stop) == ")"
        and mention.raw.isdigit()
        and len(mention.raw) <= 2
        and line.word(stop + 1) in (".", "")
        and before[:1].islower()
        and word_class(before) in ("N", "J", "V")
    )


def _is_postcode(line: Line, mention: Mention) -> bool:
    word = line.word(mention.first - 1)
    if _is_second_part(line, mention):
        return True
    if len(mention.raw) != 5 or not mention.raw.isdigit():
        return False
    if word.isupper() and len(word.replace(".", "")) == 2:
        return True
    return word in _STATES and word_class(line.word(mention.stop) or ".") not in ("P", "N", "J")


def _is_second_part(line: Line, mention: Mention) -> bool:
    """The four digits that may follow a postcode: "20530-0001"."""
    first = mention.first
    is_joined = line.word(first - 1) == "-" and line.touches(first) and line.touches(first - 1)
    code = line.word(first - 2) if is_joined and len(mention.raw) == 4 else ""
    return len(code) == 5 and code.isdigit() and mention.raw.isdigit()


def _is_list_mark(line: Line, mention: Mention) -> bool:
    """ "2. Bread", "3) bread", "(1) bread", "four years; 2. two years", "Sentence: 1.": at the start of a line or of a
    part of it, or with a bracket that nothing opened.
    """
    first, stop = mention.first, mention.stop
    if len(mention.raw) > 2:
        return False
    after = line.word(stop)
    if after == ")" and not line.touches(stop) and "(" not in line.words[max(0, first - 12) : first]:
        return True
    if mention.begin == 0 and after in (".", ")") and not is_digits(line.word(stop + 1)):
        return True
    before = line.word(first - 1)
    if after == "." and (before == ";" or (before == ":" and mention.raw == "1")) and not line.touches(stop + 1):
        return True
    return line.word(first - 1) == "(" and first == 1 and after == ")" and stop + 1 < line.count


def _has_title(line: Line, mention: Mention, at: int) -> bool:
    """Whether a word that takes a number stands before it ("Section 427") and nothing is counted behind it."""
    before, word = line.lower(at), line.word(at)
    if before not in TITLES or at < 0 or "," in mention.raw or "." in mention.raw:
        return False
    has_capital = any(letter.isupper() for letter in word)
    if not has_capital and before not in _LOWER_TITLES:
        return False
    counts = word_class(line.word(mention.stop) or ".") == "P" and line.word(mention.stop)[0].islower()
    if not counts:
        return True
    if before in GRADES and (mention.value or 0) <= 12:
        return True
    return before in ("section", "no", "article") or (has_capital and at > 0 and (mention.value or 0) < 1000)
