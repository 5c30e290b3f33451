"""The word "one": a number in "one soldier was killed", a pronoun in "one of them", an article in "one director
stated".
"""

from __future__ import annotations

from typing import Final

from transforms.lexicons.tables import read_sets, read_table
from transforms.quantities.lines import Line
from transforms.quantities.marks import DASHES
from transforms.quantities.mention import Mention
from transforms.quantities.nouns import Noun, noun_after
from transforms.quantities.numerals import WORDS, is_digits
from transforms.quantities.phrase_joints import PLURAL_MODIFIERS
from transforms.quantities.word_classes import UNMARKED, word_class
from transforms.syntax.lexicon import tags_of

_SETS: Final = read_sets("one_words")
# After the pronoun.
_VERBS: Final = _SETS["after the pronoun"]
# Before the pronoun.
_BEFORE: Final = _SETS["before the pronoun"]
# "one day", "one point": some day, some point.
_LOOSE: Final = _SETS["loose nouns"]
# Charges, votes and the like are always counted.
_COUNTED: Final = _SETS["counted nouns"]
# What happens to a thing that is counted: "one ship sank"; a certain one says, thinks or is something.
_HAPPENED: Final = _SETS["happenings"]
_COUNTING_VERBS: Final = frozenset("just than least killed killing left leaving injured wounded".split())
_SAID: Final = frozenset(form for row in read_table("speech_verbs") for form in row["forms"].split())
# What one who has a say does, too: "with one lender expressing concern".
_VOICED: Final = _SETS["voicing"]
_COUNTING: Final = frozenset({"just", "only", "than", "least"})
_MANNERS: Final = _SETS["manners"]
_COMPOUNDS: Final = _SETS["compounds"]
# The rule of a "one" that stands in a row of counts.
ONE_OF_A_ROW: Final = "one of a row"
ONE_HURT: Final = "one killed or hurt"
_HURT: Final = _SETS["hurt"]
_HURTING: Final = _SETS["hurting"]
_DOUBTS: Final = frozenset({"if", "when", "where", "whether"})  # "if one is hurt at work"
_ENDS: Final = frozenset({"", ".", ",", ";", "and", "in", "on", "at", "as", "while", "after", "when"})
# Where a clause starts, or its subject stands: "one director said".
_OPENINGS: Final = _SETS["openings"] | frozenset({",", ";", ":", "“", '"', "'s", "’s", "``", "—", "•", "*"})
_LISTED: Final = frozenset({"and", "or", ",", ";"})
_BE: Final = frozenset({"is", "was", "be", "been", "being", "got", "gets"})
_HAVE: Final = frozenset({"has", "had", "have", "will", "would", "could", "may", "might"})
_REACH: Final = 9


def one_reason(line: Line, mention: Mention) -> str | None:
    """Why "one" counts nothing here, or None where it counts."""
    first, stop = mention.first, mention.stop
    before, after = line.lower(first - 1), line.lower(stop)
    if mention.unit is not None:
        is_some_day = mention.unit.code == "d" and before in (",", "") and line.lower(mention.end) != "of"
        return "one meaning some" if after == "day" or is_some_day else None
    if after in ("or", "to") and WORDS.get(line.lower(stop + 1), ("", 0.0))[0] in ("digit", "teen", "tens"):
        return None
    if after == "or" and line.lower(stop + 1) == "more":
        return None
    if after in DASHES and line.touches(stop) and line.touches(stop + 1):
        return _joined_reason(line, stop)
    if after == "more" and before != "no" and _is_one_more(line, stop):
        return None
    if _is_in_row(line, first, stop):
        mention.rule = ONE_OF_A_ROW
        return None
    if _is_casualty(line, first, stop):
        mention.rule = ONE_HURT
        return None
    if before in ("is", "was") and line.lower(first - 2) == "there" and after in ("exception", "occasion"):
        return None
    if before == "remaining" or (before == "but" and line.lower(first - 2) == "all"):
        return None
    if _is_name(line, mention):
        return "name"
    if after == "point" and (before == "by" or before in _COUNTING):
        return None
    if before == "at" and after in _LOOSE | {"point"}:
        return "one meaning some"
    kind = "N" if _is_modifier(line, stop) else word_class(line.word(stop) or ".")
    if (before in _COUNTING or after in _COUNTED) and kind in ("N", "J") and after not in _VERBS:
        return None
    if before in ("is", "was", "not", "as") and kind in ("N", "J", "C"):
        return "one meaning some"
    if after in ("person", "man", "woman") and _happens(line, Noun(stop, stop + 1, stop, after)):
        return None
    if after == "of" and before == "only" and line.lower(first - 2) != "the":  # "only one of the 25 delegates"
        return None
    return _pronoun(before, after, kind) or _article(line, first, stop)


def _is_one_more(line: Line, more: int) -> bool:
    """ "one more soldier"; "one more successful director reports" is of a certain one who is more so."""
    noun = noun_after(line, more, False)
    kind = word_class(line.words[more + 1]) if noun is not None else ""
    return noun is not None and kind in ("N", "J") and not (kind == "J" and _says(line, noun))


def _joined_reason(line: Line, hyphen: int) -> str | None:
    """ "a one-page letter" counts pages; "a one-sided match", "one-on-one" are manners."""
    word = line.lower(hyphen + 1)
    if word in _MANNERS or line.word(hyphen + 2) in DASHES:
        return "manner"
    return None if word in _COMPOUNDS or word_class(word) == "N" else "one as a pronoun"


def _is_in_row(line: Line, first: int, stop: int) -> bool:
    """ "two Britons, one from France", "21 were hurt, one critically", "three shot in the leg and one in the face"."""
    if line.lower(first - 1) not in ("and", ",", "while") or not _counts_before(line, first):
        return False
    after = line.lower(stop)
    if after in ("has", "was", "is"):
        step = stop + 1 + (line.lower(stop + 1) == "been")
        return "VBN" in tags_of(line.lower(step))[:2] and line.lower(step) not in _SAID
    return after in ("in", "from", "at") or (after.endswith("ly") and line.lower(stop + 1) in (",", ".", "and", ""))


def _is_casualty(line: Line, first: int, stop: int) -> bool:
    """ "killing one and injuring two", "leaving one dead", "one was hurt and two died"; not "no one was hurt"."""
    before, after = line.lower(first - 1), line.lower(stop)
    if before in _HURTING:
        return after in _ENDS
    if before in ("left", "leaving", "leaves"):
        return after in _HURT
    if before in _DOUBTS or (before[:1].isalnum() and before not in _OPENINGS):
        return False
    if after in ("has", "was", "is"):
        is_hurt = line.lower(stop + 1 + (line.lower(stop + 1) == "been")) in _HURT
        return is_hurt and any(_is_number(word) for word in (*line.lowers[:first], *line.lowers[stop:]))
    return after in _HURT and before in _LISTED and _counts_before(line, first)


def _is_name(line: Line, mention: Mention) -> bool:
    """ "our One Home Depot strategy": a capital inside the sentence, and another behind it."""
    before, after = line.word(mention.first - 1), line.word(mention.stop)
    return line.words[mention.first] == "One" and before[:1].islower() and after[:1].isupper()


def _is_modifier(line: Line, at: int) -> bool:
    """Whether the plural at `at` only modifies a singular: "one sports team", "one Rovers fan"."""
    word = line.word(at)
    if not word or word_class(word) != "P":
        return False
    named = word[0].isupper() and word_class(line.word(at + 1) or ".") == "N"
    return named or word.lower() in PLURAL_MODIFIERS or word.lower() in UNMARKED


def _pronoun(before: str, after: str, kind: str) -> str | None:
    """ "this one", "one of them", "one who knows"."""
    if before in _BEFORE and not (before == "only" and after not in _VERBS):
        return "one as a pronoun"
    if after in _VERBS or not after or (not after[0].isalpha() and after not in DASHES):
        return "one as a pronoun"
    if after in _LOOSE and before not in _COUNTING_VERBS:
        return "one meaning some"
    if before in ("of", "from", "by") and after not in ("percent", "per") and after not in _COUNTED:
        return "one meaning some"
    return "one as a pronoun" if kind in ("-", "V", "P") else None


def _article(line: Line, first: int, stop: int) -> str | None:
    """ "One director stated", "although one buyer was glad": a certain one; not "one soldier was killed" nor the one
    of a list of counts.
    """
    noun = noun_after(line, stop, False)
    if noun is None or noun.singular in _COUNTED:
        return None
    if _says(line, noun):
        return "one meaning some"
    before = line.lower(first - 1)
    if before == "to" and line.lower(first - 2) == "according":
        return "one meaning some"
    if first and before not in _OPENINGS:
        return None
    if _happens(line, noun) or (before in _LISTED and _counts_before(line, first) and not _is_subject(line, noun)):
        return None
    return "one meaning some"


def _says(line: Line, noun: Noun) -> bool:
    """Whether the verb behind the noun says or thinks something."""
    at = noun.stop
    while line.lower(at) in _HAVE or line.lower(at).endswith("ly") or line.lower(at) in ("also", "even", "who"):
        at += 1
    return line.lower(at) in _SAID | _VOICED


def _happens(line: Line, noun: Noun) -> bool:
    """Whether something happens to the one, in the next few words of its clause."""
    if line.lower(noun.stop) == "and" and _is_number(line.lower(noun.stop + 1)):
        return True  # "one house and two barns"
    for at in range(noun.stop, min(line.count, noun.stop + _REACH)):
        word = line.lowers[at]
        if word in _HAPPENED:
            return True
        if word in _BE:
            step = at + 1 + line.lower(at + 1).endswith("ly")
            following = line.lower(step)
            return following not in _SAID and "VBN" in tags_of(following)[:2]
        if word in ("that", "who", "which", "to", ",", ";", ".", "and"):
            return False
    return False


def _counts_before(line: Line, first: int) -> bool:
    """Whether another number word or number stands shortly before: "ten civilians and one soldier"."""
    return any(_is_number(word) for word in line.lowers[max(0, first - 25) : first])


def _is_number(word: str) -> bool:
    return WORDS.get(word, ("", 0.0))[0] in ("digit", "teen", "tens") or (is_digits(word) and len(word) != 4)


def _is_subject(line: Line, noun: Noun) -> bool:
    """Whether a finite verb follows the noun, so that the one does something of its own."""
    tags = tags_of(line.lower(noun.stop))
    return bool(tags) and tags[0] in ("VBD", "VBZ", "VBP", "MD") and line.lower(noun.stop) not in _BE
