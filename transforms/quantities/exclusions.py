"""What is no quantity though it holds a number: years, dates, times, identifiers, names, ordinals,
decades, "one of".
"""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities.designations import code_reason, is_rank
from transforms.quantities.identifiers import follows_product, glued_reason
from transforms.quantities.lines import Line
from transforms.quantities.marks import DASHES
from transforms.quantities.mention import Mention
from transforms.quantities.numerals import WORDS, is_digits
from transforms.quantities.pronoun_one import one_reason
from transforms.quantities.word_classes import word_class
from transforms.quantities.years import follows_year, is_year

_WORDS: Final = read_sets("exclusion_words")
MONTHS: Final = _WORDS["months"]
_TITLES: Final = _WORDS["titles"]
# Titles cut short, before a full stop: "vol. 3".
_SHORT_TITLES: Final = _WORDS["short titles"]
_LOWER_TITLES: Final = _WORDS["lower titles"]
# With these even a plural behind the number is not counted: "category 4 hurricanes".
_GRADES: Final = _WORDS["grades"]
# What a number word behind a title or these names: "day two", "round three".
_PARTS: Final = _WORDS["lower titles"] | _WORDS["parts of a whole"]
_BEFORE_TIMES: Final = frozenset("last this that each every per next same previous first second one a the".split())
_CLOCK_DIGITS: Final = 4
_ZONES: Final = _WORDS["time zones"]
_CARDINAL_NAMES: Final = _WORDS["names with a number"]
# Indexes are called by how many shares they hold.
_INDEXES: Final = {row["size"]: frozenset(row["names"].split("|")) for row in read_table("index_sizes")}
# What bills and codes of law are called before or behind their number.
_BILLS: Final = _WORDS["bills"]
_CODES: Final = _WORDS["codes of law"]
_EMERGENCY: Final = _WORDS["emergency numbers"]
_CALLING: Final = _WORDS["words of calling"]
# The last words of the names of states, before a postcode.
_STATES: Final = frozenset(row["name"].split()[-1] for row in read_table("place_states"))
_MANNERS: Final = _WORDS["manners"]
_ZERO_MANNERS: Final = _WORDS["manners of zero"]
# Before "zero" they say that something has that value: "fell to zero", "inflation was zero"; not "below zero".
_BEFORE_LEVELS: Final = _WORDS["before levels"]
_AIRCRAFT: Final = _WORDS["aircraft"]


def set_aside(line: Line, mentions: list[Mention]) -> None:
    """Sets aside every mention that only looks like a quantity, with the reason."""
    previous: Mention | None = None
    for mention in mentions:
        if not mention.set_aside:
            reason = _reason(line, mention)
            if (
                reason is None
                and previous is not None
                and previous.set_aside == "year"
                and follows_year(line, previous, mention)
            ):
                reason = "year"
            if reason:
                mention.aside(reason)
        previous = mention


def _reason(line: Line, mention: Mention) -> str | None:
    if mention.is_money_prefixed:
        return None
    if mention.comparator == "range" and mention.low == mention.high:
        return "idiom"
    if line.lower(mention.begin - 1) == "per" and mention.form in ("digits", "words"):
        return "base of a rate"
    if is_rank(line, mention):
        return "rank"
    if mention.form == "digits" and mention.raw:
        return _digit_reason(line, mention)
    if mention.form == "words":
        return _word_reason(line, mention)
    if mention.form == "fraction" and line.word(mention.first + 1) == "/" and mention.unit is None:
        return _slash_reason(line, mention)
    return None


def _digit_reason(line: Line, mention: Mention) -> str | None:
    glued = glued_reason(line, mention)
    if glued:
        return glued
    if _is_bundle(line, mention):
        return "manner"
    if _is_cited(line, mention):
        return "identifier"
    code = code_reason(line, mention)
    if code:
        return code
    if mention.unit is not None and mention.unit.kind != "duration":
        return None
    is_hours = mention.unit is not None and mention.unit.code == "h" and "," not in mention.raw
    if is_hours and len(mention.raw) == _CLOCK_DIGITS and line.lower(mention.end) in _ZONES:
        return "clock time"
    if is_date(line, mention) or _is_numeric_date(line, mention):
        return "date"
    if mention.unit is not None:
        return None
    if _is_time(line, mention):
        return "clock time"
    if is_year(line, mention):
        return "year"
    return _named(line, mention)


def _is_bundle(line: Line, mention: Mention) -> bool:
    """ "a 3-in-1 charger": both of its numbers."""
    first, stop = mention.first, mention.stop
    return line.lowers[stop : stop + 3] == ["-", "in", "-"] or line.lowers[max(0, first - 3) : first] == [
        "-",
        "in",
        "-",
    ]


def _is_cited(line: Line, mention: Mention) -> bool:
    """Laws and bills: "H.R. 810", "18 U.S.C. 1512(c)(2)", "Public Law 109-163", "a 401(k)"."""
    first, stop = mention.first, mention.stop
    if line.lower(first - 1) in _BILLS or line.lower(stop) in _CODES or line.lower(first - 1) in _CODES:
        return True
    if line.lowers[max(0, first - 2) : first] == ["public", "law"] or line.lower(first - 1) == "pub.l.":
        return True
    letter = line.word(stop + 1)
    is_letter = len(letter) == 1 and letter.islower() and line.word(stop + 2) == ")"
    return line.word(stop) == "(" and line.touches(stop) and is_letter


def _is_numeric_date(line: Line, mention: Mention) -> bool:
    """ "6/26/05", "12/05/2010": month, day and year between strokes."""
    first, stop = mention.first, mention.stop
    for start in (first, first - 2, first - 4):
        parts = line.words[max(0, start) : start + 5]
        if start >= 0 and parts[1::2] == ["/", "/"] and all(part.isdigit() for part in parts[::2]):
            sizes = [len(part) for part in parts[::2]]
            return stop > start and sizes[0] <= 2 and sizes[1] <= 2 and sizes[2] in (2, 4)
    return False


def _is_month(line: Line, at: int) -> bool:
    word = line.lower(at)
    if word not in MONTHS:
        return False
    if line.words[at][0].isupper():
        return True
    return word not in ("may", "march", "mar", "sun", "dec", "oct") or line.word(at + 1) == "."


def is_date(line: Line, mention: Mention) -> bool:
    """Whether the number is the day or the year of a date: "August 27", "27 August", "Aug. 25, 2011"."""
    if mention.value is None or not mention.raw or not (mention.value.is_integer() or mention.comparator == "range"):
        return False
    at = mention.first - 1
    if line.word(at) == "." and line.touches(at):
        at -= 1
    small = (mention.high or mention.value) <= 31 and len(mention.raw) <= 2
    if small and (_is_month(line, at) or (line.lower(at) in ("and", "to", "-", "–", ",") and _after_day(line, at))):
        return word_class(line.word(mention.end) or ".") != "P" or line.lower(at) != "may"
    return bool(
        small
        and (_is_month(line, mention.stop) or (line.lower(mention.stop) == "of" and _is_month(line, mention.stop + 1)))
    )


def _after_day(line: Line, at: int) -> bool:
    """Whether the number after token `at` runs on from a day of a month: "June 3 and 4", "March 3-5"."""
    return (
        is_digits(line.word(at - 1))
        and len(line.words[at - 1]) <= 2
        and _is_month(line, at - 2)
        and word_class(line.word(at + 2) or ".") not in ("P", "N")
    )


def _is_time(line: Line, mention: Mention) -> bool:
    stop = mention.stop
    after, later = line.lower(stop), line.lower(stop + 1)
    if after in ("am", "pm", "a.m.", "p.m.", "o'clock", "o’clock", "a.m", "p.m", "noon") or (
        after in _ZONES and after != "hours" and len(mention.raw) in (2, 4)
    ):
        return True
    if after in ("a", "p") and later == "." and line.lower(stop + 2) == "m":
        return True
    return after == "-" and later in ("am", "pm")


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


def _named(line: Line, mention: Mention) -> str | None:
    """Numbers that name: "Section 427", "No. 5", "Windows 10", "Area 181", list numbers, postcodes."""
    first, stop = mention.first, mention.stop
    at = first - 1
    before = line.lower(at)
    if before == "." and line.touches(at) and line.lower(at - 1) in _SHORT_TITLES:
        return "identifier"
    if _is_mark(line, mention) or (first == 0 and stop == line.count):  # a line that says nothing else
        return "list number"
    if before == "of" and line.lower(first - 3) in ("page", "pages") and is_digits(line.word(first - 2)):
        return "identifier"
    if before in ("#", "№", "§") or before in _INDEXES.get(mention.raw, ()):
        return "identifier"
    if mention.raw in _AIRCRAFT and (word_class(line.word(stop) or ".") in ("C", "-", "N") or line.word(stop) == "Max"):
        return "identifier"
    if _is_list_mark(line, mention) or _is_note(line, mention):
        return "list number"
    if len(mention.raw) >= 5 and mention.raw.isdigit() and mention.raw[0] == "0":
        return "identifier"
    if _is_postcode(line, mention):
        return "postcode"
    if mention.raw in _EMERGENCY and before in _CALLING and word_class(line.word(stop) or ".") != "P":
        return "identifier"
    return "identifier" if _has_title(line, mention, at) or follows_product(line, mention) else None


def _is_postcode(line: Line, mention: Mention) -> bool:
    """ "NE 68978", "Superior, Nebraska 68978"."""
    word = line.word(mention.first - 1)
    if len(mention.raw) != 5 or not mention.raw.isdigit():
        return False
    if word.isupper() and len(word.replace(".", "")) == 2:
        return True
    return word in _STATES and word_class(line.word(mention.stop) or ".") not in ("P", "N", "J")


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
    if before not in _TITLES or at < 0 or "," in mention.raw or "." in mention.raw:
        return False
    has_capital = any(letter.isupper() for letter in word)
    if not has_capital and before not in _LOWER_TITLES:
        return False
    counts = word_class(line.word(mention.stop) or ".") == "P" and line.word(mention.stop)[0].islower()
    if not counts:
        return True
    if before in _GRADES and (mention.value or 0) <= 12:
        return True
    return before in ("section", "no", "article") or (has_capital and at > 0 and (mention.value or 0) < 1000)


def _is_part(line: Line, mention: Mention) -> bool:
    """ "Phase six", "day two", "chapter eleven": a number word that names a part, with nothing counted behind it."""
    before, after = line.lower(mention.first - 1), line.word(mention.stop)
    if before not in _PARTS or mention.scale != 1.0 or mention.unit is not None or mention.low is not None:
        return False
    if line.lower(mention.first - 2) in _BEFORE_TIMES and before not in _LOWER_TITLES:
        return False
    following = after.lower()
    return following not in ("more", "or", "and", "to", "-") and word_class(after or ".") in ("-", "V", "N", "C")


def _slash_reason(line: Line, mention: Mention) -> str | None:
    top = line.word(mention.first)
    bottom = line.word(mention.first + 2)
    if (top, bottom) in (("9", "11"), ("24", "7"), ("7", "7")):
        return "idiom"
    if mention.value is not None and mention.value > 1 and len(bottom) == 2 and len(top) == 4:
        return "year"
    if _is_season(top, bottom):
        return "year"
    is_date = (len(top) == 2 and top[0] == "0") or _is_month(line, mention.stop)
    return "date" if is_date and len(bottom) <= 2 else None


def _is_season(top: str, bottom: str) -> bool:
    """ "the 19/20 season", "the 2025/2026 budget": two years that follow each other."""
    return len(top) == len(bottom) and len(top) in (2, 4) and int(bottom) == int(top) + 1 and top[0] in "12"


def _word_reason(line: Line, mention: Mention) -> str | None:
    """Numbers in words: pronoun "one", names ("Group of Seven", "Six Nations"), idioms."""
    if _is_ordinal_ahead(line, mention.stop):
        return "ordinal"
    if mention.value == 1.0 and mention.stop == mention.first + 1 and line.lowers[mention.first] == "one":
        return one_reason(line, mention)
    first, stop = mention.first, mention.stop
    word, before, after = line.words[first], line.word(first - 1), line.word(stop)
    if mention.unit is None and mention.scale == 1.0 and _is_capital_name(line, first, before, after):
        return "name"
    if _is_part(line, mention):
        return "part of a whole"
    if line.word(stop) in DASHES and line.lower(stop + 1) in _MANNERS:
        return "manner"
    if (line.lower(first - 1), line.lower(stop)) in (("second", ""), ("nine", "five"), ("back", "back")):
        return "idiom"
    if after.lower() in ("figure", "figures") and mention.unit is None:
        return "manner"
    return _zero_reason(line, mention) if word.lower() in ("zero", "nil") else None


def _is_ordinal_ahead(line: Line, stop: int) -> bool:
    """ "its one millionth passenger": the number word is part of an ordinal."""
    role, value = WORDS.get(line.lower(stop), ("", 0.0))
    is_ordinal = role == "part" and value >= 100 and not line.lower(stop).endswith("s")
    return is_ordinal and word_class(line.word(stop + 1) or ".") in ("N", "J", "C")


def _is_capital_name(line: Line, first: int, before: str, after: str) -> bool:
    """ "Group of Seven", "Chapter Eleven", "the Six Nations"; not the place line of "LISBON Two Ohio men"."""
    is_dateline = before.isupper() and len(before) > 3
    if not line.words[first][0].isupper() or not before[-1:].isalpha() or is_dateline:
        return False
    if before.lower() == "of" and line.lower(first - 2) in _CARDINAL_NAMES:
        return True
    if before[:1].isupper() and before.lower() in _CARDINAL_NAMES | _TITLES:
        return True
    return after[:1].isupper() and (before in ("the", "from", "near") or is_prose(line))


def _zero_reason(line: Line, mention: Mention) -> str | None:
    """Zero as a level, a manner ("zero-sum") or a name ("ground zero")."""
    first, stop = mention.first, mention.stop
    if line.lowers[first] == "nil" or line.lower(first - 1) in ("-", "ground"):
        return "idiom"
    if line.word(stop) in DASHES and line.lower(stop + 1) in _ZERO_MANNERS:
        return "manner"
    is_verb = line.lower(first - 1) == "to" and line.lower(stop) in ("in", "out")  # "to zero in on"
    is_level = line.lower(first - 1) in _BEFORE_LEVELS and not is_verb
    if mention.unit is None and not is_level and word_class(line.word(stop) or ".") not in ("P", "N", "J"):
        return "zero as a level"
    return None


def is_prose(line: Line) -> bool:
    """Whether the line is a sentence and not a headline, where every word has a capital."""
    words = [word for word in line.words if word[0].isalpha() and len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) <= 0.6 * len(words)
