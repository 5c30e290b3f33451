"""The names of an article: who is called what, in which role, and to whom "Syrskyi", "he" and "the company" point."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import takewhile

from transforms.claims.places.gazetteer import gazetteer
from transforms.claims.speakers.words import TIME_NAMES, given_names, role_of, words_for
from transforms.syntax.lexicon import tags_of

WORD = (
    r"(?:(?:Mr|Mrs|Ms|Messrs|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Maj|Capt|Sgt|Adm|Prof|Rev|Pres|Atty|St|Jr|Sr)\."
    r"|(?:[A-Z]\.)+|[A-Z][^\W_]*(?:[.’'&–-][^\W_]+)*(?:(?<=s)['’](?=[ \u00a0\n][A-Z]))?)"
)
SMALL = r"(?:of|for|de|van|von|der|al|bin|del|la|da|&|in(?=[ \u00a0\n]Charge))[ \u00a0\n](?:the[ \u00a0\n])?"
# A run of capitalised words, also over "of" and "for the"; one line break may wrap it.
RUN = re.compile(rf"(?<![\w.]){WORD}(?:[ \u00a0]?[ \u00a0\n](?:{SMALL})?{WORD})*")
SUFFIXES = frozenset(("Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"))
NAMES_TOO = words_for("opening") - frozenset(("i", "he", "she", "the", "a"))  # Next, Last, After: companies have them
OPENING_TAGS = frozenset(("IN", "CC", "DT", "WRB", "WP", "PRP", "PRP$", "VBG", "UH"))
POSSESSIVES = ("'s", "’s", "s'", "s’")
NOUN_TAGS = frozenset(("NN", "NNS"))
SUBJECT_OF = re.compile(
    r"\s(?:said|says|has|had|is|was|will|also|plans|expects|rose|fell|grew|made|took|won|lost|\w{3,}ed)\b|['’]s\s"
)
BODY_WORDS = words_for("body")
EVENTS = words_for("event")
OPENING_WORDS = words_for("opening") | TIME_NAMES
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz,;")
FIRM_WORDS = words_for("firm")
ASKING = words_for("asking")
AND_WORD = re.compile(r"\s(?:and|&)\s(?:the\s)?([A-Z])[a-z]")  # what a run of capitalised words leaves out
INTRODUCED = re.compile(r"\s\(([A-Z]{2,6})\)")  # "Central Planning Bureau (CPB)"
NEAR = 500  # characters
LONGEST_SUFFIX = 2  # words that the full name of a body adds: "Group Inc"
LONGEST_INITIALS = 4  # letters
IN_TITLE = 3  # what a name in the title weighs
HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lord", "lady", "madam", "messrs"])


@dataclass(slots=True)
class Name:
    """One mention of a name: its words without roles and honorifics, the role before it, where it stands."""

    words: tuple[str, ...]
    start: int
    end: int
    role: str | None = None
    gender: str = ""
    is_person: bool = False

    @property
    def text(self) -> str:
        """The name as one string with single blanks."""
        return " ".join(self.words)


@dataclass
class NameIndex:
    """Every mention of a name in one article, in order."""

    text: str
    names: list[Name] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _by_last: dict[str, list[Name]] = field(default_factory=dict)
    _by_first: dict[str, list[Name]] = field(default_factory=dict)
    _by_initials: dict[str, Name] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for match in RUN.finditer(self.text):
            if match.group().lower() in ASKING and self.text.startswith(":", match.end()):
                continue  # the label of a turn: "QUESTION: …"
            name = read_name(match.group(), match.start(), match.end())
            if name is None and self._is_inside(match.start()) and match.group().lower() in NAMES_TOO:
                name = Name((match.group(),), match.start(), match.end())
            if name is not None:
                self._add(name)
        self._starts = [name.start for name in self.names]

    def _is_inside(self, start: int) -> bool:
        """Whether a word stands within a sentence, where a capital means a name."""
        return start > 1 and self.text[start - 2] in LETTERS

    @cached_property
    def _long_bodies(self) -> list[Name]:
        return [name for name in self.names if len(name.words) > 2 and name.words[-1].lower() in BODY_WORDS]

    def _add(self, name: Name) -> None:
        self.names.append(name)
        self._by_last.setdefault(_surname(name.words), []).append(name)
        self._by_first.setdefault(name.words[0], []).append(name)
        if len(name.words) > 1:
            for initials in self._initials(name):
                self._by_initials.setdefault(initials, name)

    def _initials(self, name: Name) -> Iterator[str]:
        """The short forms of a name: "OECD" over "and Development", "ASA" without "Inc", "CPB" as it is introduced."""
        words = name.words[:-1] if name.words[-1].lower() in FIRM_WORDS else name.words
        short = "".join(_capitals(word) for word in words)
        if len(words) > 1:
            yield short
        following = AND_WORD.match(self.text, name.end)
        if following is not None:
            yield short + following[1]
        introduced = INTRODUCED.match(self.text, name.end)
        if introduced is not None and not name.is_person and introduced[1][0] == name.words[0][0]:
            yield introduced[1]

    def fullest(self, name: Name) -> Name:
        """The longest form of a name in the article: of a surname the person, of "Moody's" the company."""
        if len(name.words) == 1 and name.words[0].isupper() and name.words[0] in self._by_initials:
            return self._by_initials[name.words[0]]
        same = self._by_last.get(_surname(name.words), [])
        persons = [other for other in same if _extends_person(other, name)]
        if persons:
            return self._nearest_longest(persons, name)
        if len(name.words) == 1 and len(name.words[0]) == 3:
            first = name.words[0]
            bodies = [b for b in self._long_bodies if b.words[0].startswith(first) and b.words[0] != first]
            if bodies and name.words[0] not in given_names():
                return bodies[0]  # "the Fed" of "Federal Reserve Board"
        bodies = [
            other
            for other in self._by_first.get(name.words[0], [])
            if len(other.words) > len(name.words)
            and other.words[: len(name.words)] == name.words
            and other.words[-1].lower() in BODY_WORDS
            and (len(name.words) == 1 or len(other.words) <= len(name.words) + LONGEST_SUFFIX)
        ]
        return max(bodies, key=lambda other: len(other.words)) if bodies and not name.is_person else name

    def _nearest_longest(self, persons: list[Name], name: Name) -> Name:
        """Two people may share a surname: of those the last one named in full before, else the first after."""
        before = [other for other in persons if other.start <= name.start]
        firsts = {other.words[0] for other in persons}
        if len(firsts) > 1:
            pool = [before[-1]] if before else [persons[0]]
            return pool[0]
        return max(persons, key=lambda other: len(other.words))

    def role(self, name: Name) -> str | None:
        """The role that stands with a name anywhere in the article, the longest first."""
        roles = [other.role for other in self._by_last.get(_surname(name.words), []) if other.role]
        return max(roles, key=len) if roles else None

    def body_meant(self, position: int, title: str | None) -> Name | None:
        """Whom "the company" means: the body that acted last, unless the article is plainly about another."""
        main = max(self._weights, key=lambda word: self._weight(word, title), default=None)
        if main is None or (self._by_first[main][0].start >= position and not self._weight(main, title) > IN_TITLE):
            return None
        last = self._body_before(position)
        if last is not None and 2 * self._weight(last.words[0], title) >= self._weight(main, title):
            return last
        return max(self._by_first[main], key=lambda name: len(name.words))

    def _weight(self, word: str, title: str | None) -> int:
        return self._weights.get(word, 0) + (IN_TITLE if title is not None and word in title.split() else 0)

    @cached_property
    def _weights(self) -> dict[str, int]:
        """First word of a body's name → how often it is named, twice where a verb follows; places are left out."""
        weights: dict[str, int] = {}
        for name in self.names:
            if len(name.words) == 1 and not name.words[0].isupper() and not self._is_inside(name.start):
                continue
            if not name.is_person and not self.fullest(name).is_person and not _is_place(name) and not _is_event(name):
                is_subject = SUBJECT_OF.match(self.text, name.end) is not None
                weights[name.words[0]] = weights.get(name.words[0], 0) + 1 + is_subject
        return weights

    def _body_before(self, position: int) -> Name | None:
        """The name of no person that was last the subject of a verb, no further back than a few sentences."""
        for name in reversed(self.before(position)[-40:]):
            if position - name.start > NEAR:
                return None
            is_subject = SUBJECT_OF.match(self.text, name.end) is not None and not _is_event(name)
            if not name.is_person and is_subject and not self.fullest(name).is_person:
                return self.fullest(name)
        return None

    def before(self, position: int) -> list[Name]:
        """The names that start before `position`, nearest last."""
        return self.names[: bisect_left(self._starts, position)]

    def with_role(self, noun: str, position: int) -> Name | None:
        """Who was last called a `noun` ("minister", "senator") before `position`."""
        for name in reversed(self.before(position)[-200:]):
            if name.role and name.is_person and any(_same_role(word, noun) for word in name.role.lower().split()):
                return self.fullest(name)
        return None


def read_name(run: str, start: int, end: int) -> Name | None:
    """Part a run of capitalised words into role, honorific and name; None where no name is left."""
    parts = _name_parts(run)
    return Name(parts[0], start, end, *parts[1:]) if parts is not None else None


@lru_cache(maxsize=1 << 16)
def _name_parts(run: str) -> tuple[tuple[str, ...], str | None, str, bool] | None:
    """Words of the name, role, gender and whether it is a person's; the same for the same run everywhere."""
    role_words, name_words = _role_and_name(run.split())
    honours = [word for word in name_words if word.lower().rstrip(".") in HONORIFICS]
    kept = [word for word in name_words if word not in honours]
    if not kept:
        return None
    kept[-1] = _without_ending(kept[-1])
    known = given_names().get(kept[0])
    is_body = any(word.lower() in BODY_WORDS or word.islower() for word in kept)
    has_role = any((role_of(word) or ("",))[0] == "person" for word in role_words)
    is_person = not is_body and (bool(honours) or has_role or (known is not None and len(kept) > 1))
    genders = [(role_of(word) or ("", ""))[1] for word in honours]
    gender = next((gender for gender in genders if gender), known or "" if is_person else "")
    return tuple(kept), " ".join(role_words) or None, gender, is_person


def _role_and_name(words: list[str]) -> tuple[list[str], list[str]]:
    while words and words[0].lower() in OPENING_WORDS:
        words = words[1:]
    if len(words) > 1 and set(tags_of(words[0].lower())[:1]) & OPENING_TAGS and words[0] not in given_names():
        words = words[1:]  # "Although North Korea", "Citing Reuters"
    for at in range(len(words) - 1, 0, -1):
        if words[at - 1].endswith(POSSESSIVES) and not _is_part_of_name(words, at):
            words = words[at:]  # of "Brazil's Institute" the institute
            break
    cut = _role_cut(words)
    role_words, name_words = words[:cut], words[cut:]
    is_given = bool(words) and words[0] in given_names()
    if cut or is_given:  # "Attorney General Ann Lee of the Criminal Division", "Ann Lee of Tobin": up to "of"
        name_words = name_words[: next((at for at, word in enumerate(name_words) if at and word.islower()), None)]
    return role_words, name_words


def _is_part_of_name(words: list[str], at: int) -> bool:
    """Whether what owns `words[at:]` belongs to the name: of "Teachers' Union" and "St Mary's Hospital" it does."""
    owner = words[at - 1].removesuffix("s").rstrip("'’")
    if (owner in gazetteer() and owner not in given_names()) or owner.lower() in TIME_NAMES:
        return False
    if len(words) == at + 1 and words[at].lower() in BODY_WORDS:
        return True
    if any(word in given_names() for word in (*words[: at - 1], owner, words[at])):
        return False
    return any(set(tags_of(form.lower())[:1]) & NOUN_TAGS for form in (owner, owner + "s"))


def may_be_person(name: str) -> bool:
    """Whether a name that nothing is known of has the form of a person's: "Ada Brandt"."""
    words = name.split()
    is_formed = 2 <= len(words) <= 3 and all(word[0].isupper() and not word.isupper() for word in words)
    return is_formed and not any(word.lower() in BODY_WORDS for word in words)


def _without_ending(word: str) -> str:
    """The last word of a name without a possessive or a sentence's stop."""
    if word[-2:] in ("'s", "’s") and len(word) > 3:
        return word[:-2]
    return word.rstrip(".") if word.endswith(".") and len(word) > 3 and word not in SUFFIXES else word


def _role_cut(words: list[str]) -> int:
    """How many words at the start are a role: "Prime Minister" of "Prime Minister Igor Matovič"."""
    cut = 0
    for at, word in enumerate(words[:-1]):
        if cut and word.islower():
            break
        found = role_of(word)
        if found is not None and found[0] == "person":
            cut = at + 1
    rest = words[cut:]
    if cut == 0:
        return 0
    if rest[0].islower():
        rest = rest[: next((at for at in range(2, len(rest)) if rest[at].islower()), None)]
        return cut + _name_after_office(rest) if len(rest) >= 4 else 0
    name = list(takewhile(lambda word: not word.islower(), rest))
    is_of_many = words[cut - 1].endswith("s") and " ".join(rest) in gazetteer()  # "Brokers Ireland" is a body
    is_body = is_of_many or rest[0].lower() in OPENING_WORDS or any(word.lower() in BODY_WORDS for word in name)
    return 0 if is_body else cut  # "General Motors" is no general, "Doctors Without Borders" are no doctors


def _name_after_office(rest: list[str]) -> int:
    """Where the name starts in "of State Hillary Clinton": at a given name, else two words before the end."""
    given = next((at for at, word in enumerate(rest) if word in given_names()), None)
    if given is not None and given < len(rest) - 1:
        return given
    return len(rest) - (3 if len(rest[-2]) == 2 and rest[-2].endswith(".") else 2)


def _is_place(name: Name) -> bool:
    """Whether a name is that of a place, also in the capitals of a dateline ("WASHINGTON")."""
    is_shouted = len(name.words) == 1 and len(name.text) > LONGEST_INITIALS and name.text.isupper()
    return (name.text.title() if is_shouted else name.text) in gazetteer()


def _is_event(name: Name) -> bool:
    return bool(EVENTS & {name.words[0].lower(), name.words[-1].lower()})


def _capitals(word: str) -> str:
    """The letters that a word gives to a short form: both of "U.S.", none of "of"."""
    return word.replace(".", "") if "." in word[1:-1] else word[0] if word[0].isupper() else ""


def _surname(words: tuple[str, ...]) -> str:
    last = words[-1]
    if last in SUFFIXES and len(words) > 1:
        last = words[-2]
    return last


def _extends_person(other: Name, name: Name) -> bool:
    """Whether `other` is a longer form of the person `name`: same surname, and the given names agree."""
    if len(other.words) <= len(name.words) or any(word.lower() in BODY_WORDS for word in other.words):
        return False
    if any(word.islower() and word not in ("de", "van", "von", "der", "al", "bin") for word in other.words):
        return False
    return len(name.words) == 1 or name.words[0] in other.words


def _same_role(word: str, noun: str) -> bool:
    return (
        word == noun
        or word.endswith("-" + noun)
        or (len(noun) > 3 and word.startswith(noun[:3]) and word in (noun + "s", noun[:3] + "."))
    )
