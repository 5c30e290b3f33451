"""What a figure's measure is of, so that it can be told whether two articles speak of one thing.

"Russian soldiers", "soldiers of Russia" and "Russia's soldiers" have one key, and so have "52 dead", "52 bodies" and
"52 people were killed": dead people.  Where an item only names the measure ("revenue", "inflation"), the figure is of
the actor or of the place: the table `measure_words` says which.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from transforms.ledger.countries import country_named
from transforms.ledger.voices import is_person, role_words, voice_of
from transforms.lexicons.tables import read_sets, read_table
from transforms.syntax.lemmas import singular

_SETS: Final = read_sets("subject_words")
CUT: Final = _SETS["cut"]
SKIP: Final = _SETS["skip"]
PERSON: Final = _SETS["person"]
VICTIM: Final = _SETS["victim"]
EVENT: Final = _SETS["event"]
HARM: Final = _SETS["harm"]
CROWD: Final = _SETS["crowd"]
UNNAMED: Final = _SETS["unnamed"]
GENERIC: Final = _SETS["generic"]
PERIOD: Final = _SETS["period"]
SUM: Final = _SETS["sum"]
KIND: Final = _SETS["kind"]
DEED: Final = _SETS["deed"]
TRADE: Final = _SETS["trade"]
STAFF: Final = _SETS["staff"]
PUBLIC: Final = _SETS["public"]
YEARLY: Final = _SETS["yearly"]
BODY: Final = _SETS["body"]
RULING: Final = _SETS["ruling"]
BUILT: Final = frozenset(("buildings", "vehicles"))
OF_JOBS: Final = frozenset(("employment", "job_cuts", "job_gains"))
OF_STATES: Final = frozenset(("debt", "deficit", "surplus"))
GATHERED: Final = HARM | {"attendance"}  # who is people unless the article tells several kinds apart
PEOPLE: Final = "person"
_WORD: Final = re.compile(r"[^\W_]+(?:[.'’&][^\W_]+)*\.?|[,;:(]")
_OWNER: Final = re.compile(r"^.*\w['’]s? (?=[A-Z])")  # "Britain's Tesco" is Tesco
# "Fallen ill with river fever", "tested positive for mumps", "caught the measles", "two deaths from cholera"
_DISEASE: Final = re.compile(
    r"\b(?:(?:ill|sick|infected|diagnosed|down|afflicted|hospitali[sz]ed) (?:with|by|from)|suffer(?:ing|ed)? from"
    r"|positive for|contract(?:ed|ing)|caught|catch(?:ing)?) ((?:[\w'’-]+ ?){1,5})"
)
_RULED: Final = re.compile(r"^[A-Z][\w .-]*\w['’]s? [a-z]")  # "Ostrena's government" stands for Ostrena
_ITS: Final = re.compile(r"\b(?:its|their|our)\b[^.;]{0,60}$")
PERSONAL: Final = frozenset(("wins",))  # of what companies and states have at any time, what a person has, too
_POSSESSIVE: Final = re.compile(r"['’]s?$")
Subject = tuple[str | None, str | None]


@cache
def measure_words() -> Mapping[str, Mapping[str, str]]:
    """Measure → its row of the table `measure_words`: scope, whose, words."""
    return {row["measure"]: row for row in read_table("measure_words")}


@cache
def _names_of(measure: str) -> frozenset[str]:
    """The single words that name a measure, in the singular."""
    phrases = [*measure_words()[measure]["words"].split("|"), measure.replace("_", " ")]
    return frozenset(singular(word) for phrase in phrases for word in phrase.split())


def give_subjects(rows: Sequence[dict[str, Any]]) -> None:
    """Set `subject`, `subject_key` and `place_key` in rows of one article's claims, whose other fields are settled.

    What a claim leaves open ("150 cases") is what the article's other figures of the kind are of, if that is one thing.
    """
    for row in rows:
        row["subject"], row["subject_key"] = subject_of(row)
        row["place_key"] = place_key(row["place"], row["place_country"])
    for row in _sole_kinds(rows):
        row["subject"], row["subject_key"] = "people", PEOPLE
    for row in rows:
        if row["subject_key"] is None and row["measure"] is not None:
            row["subject"], row["subject_key"] = _sole(rows, row)


def _sole_kinds(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who were harmed or came and are called by what they do ("38 miners"), where the article tells nobody else apart.

    "22 passengers and three policemen were killed" are two kinds, of which neither is all who died.
    """
    told: dict[tuple[str, Any], set[str]] = defaultdict(set)
    for row in rows:
        is_told = row["role"] == "level" and row["restates_claim_id"] is None
        if is_told and row["measure"] in GATHERED and row["subject_key"] is not None:
            told[row["measure"], row["as_of_end"]].add(row["subject_key"])
    return [
        row
        for row in rows
        if row["subject_key"] is not None
        and _is_kind(row["subject_key"].split(), row["measure"])
        and told[row["measure"], row["as_of_end"]] <= {row["subject_key"]}
        and row["measure"] in GATHERED
    ]


def _is_kind(words: Sequence[str], measure: str) -> bool:
    kinds = KIND | TRADE if measure == "attendance" else KIND
    return any(word in kinds for word in words) and not any(word.isupper() for word in words)


def _sole(rows: Sequence[Mapping[str, Any]], row: Mapping[str, Any]) -> Subject:
    """What the figures of an article like one that leaves it open are of; (None, None) where that is not one thing."""
    told = measure_words()[row["measure"]]
    if told["scope"] != "standing" or told["whose"] == "place":
        return None, None
    if told["whose"] in ("item", "product"):
        found = {other["subject_key"]: other["subject"] for other in rows if other["measure"] == row["measure"]}
    else:
        if _is_of_its_own(row):
            return _joined(_told(row["speaker"]))
        found = {key: subject for other in rows for subject, key in [_owner_told(other)]}
    keys = [key for key in found if key is not None]
    widest = [key for key in keys if not any(set(key.split()) < set(other.split()) for other in keys)]
    if len(widest) == 1:
        return found[widest[0]], widest[0]
    return _owned(row, row["measure"]) or _at_place(row) if told["whose"] == "product" else (None, None)


def _owner_told(row: Mapping[str, Any]) -> Subject:
    """Whose a figure is that a company or a state has at any time, where the claim says it by its actor or speaker."""
    measure = row["measure"]
    if measure is None or measure_words()[measure]["scope"] != "standing":
        return None, None
    if _is_of_its_own(row):
        return _joined(_told(row["speaker"]))
    return _owned(row, measure) or (None, None)


def _is_of_its_own(row: Mapping[str, Any]) -> bool:
    """Whether a body speaks of a figure as its own: "Halden said that its profit rose to 12 million"."""
    if row["actor"] or voice_of(row["speaker"], row["speaker_role"])[1] != "organisation":
        return False
    return bool(_ITS.search(row["sentence"][: row["start"] - row["sentence_start"]]))


def subject_of(row: Mapping[str, Any]) -> Subject:
    """The subject of a claim in words, and its key; both None where the claim names nothing.

    The key is the words that tell, in the singular and in alphabetical order, countries by their codes.
    """
    measure, item = row["measure"], row["item"] or ""
    own = _told(item)
    if row["kind"] == "money" and measure != "exchange_rate":
        own = _of_sum(own, measure)
        if own.keys() <= SUM:
            own = _told(item.partition(" for ")[2]) or own
    if measure == "spending" and own.keys() <= _names_of(measure) | PUBLIC:  # "spending on defence" is defence spending
        own = _told(item.partition(" on ")[2]) or own
    if measure == "deal_value":
        own = _by_name(own)
    if measure == "attendance" and own and own.keys() <= CROWD | PERSON | EVENT | _names_of(measure):
        return "people", PEOPLE
    if measure in BUILT and row["predicate"] in DEED:
        own[_plain(row["predicate"])] = row["predicate"]
    if measure in HARM:
        named = {word: text for word, text in _of_victims(own).items() if word not in _names_of(measure) - VICTIM}
        if _is_people(named, row["unit"]) or (own and not named):
            return _people(named, _other_harm(row["predicate"], measure))
        own = named or own
    if measure is not None and measure_words()[measure]["scope"] == "standing":
        saying_nothing = _saying_nothing(measure)
        own = {word: text for word, text in own.items() if word not in saying_nothing}
        if measure == "cases" and own.keys() <= PERSON | KIND:
            own = _disease(row) or own
        if own.keys() <= GENERIC:
            return _owner(row, measure)
    if measure is not None and measure_words()[measure]["scope"] == "event":
        if own.keys() <= _names_of(measure):
            owned = _owned(row, measure)
            if owned is not None:
                return owned
        # "A quake of magnitude 6", "the quake's magnitude"; "57% of voters" as "turnout".
        own_names = (
            _names_of(measure) if measure_words()[measure]["whose"] == "place" else frozenset(measure.split("_"))
        )
        if own and own.keys() <= EVENT | own_names:
            return " ".join(own.values()), measure
    return _joined(own)


@cache
def _saying_nothing(measure: str) -> frozenset[str]:
    """The words of an item that do not say of whom a figure is that a place, a company or a thing has at any time.

    A company's staff is told in people, jobs or workers, a state's debt is public; the monthly inflation is another
    than the yearly, which is the one that is meant where nothing is said.
    """
    whose = measure_words()[measure]["whose"]
    of_whom = frozenset() if whose in ("item", "product") else PERSON
    of_jobs = STAFF if measure in OF_JOBS else frozenset()
    of_states = PUBLIC if measure in OF_STATES else frozenset()
    period = YEARLY if measure == "inflation" else frozenset() if whose == "place" else PERIOD
    return _names_of(measure) | of_whom | of_jobs | of_states | period


def _disease(row: Mapping[str, Any]) -> dict[str, str]:
    """What people have who are told as patients: of "540 people have fallen ill with river fever" the fever."""
    found = _DISEASE.search(row["sentence"][row["end"] - row["sentence_start"] :])
    return {} if found is None else _told(found[1])


def _of_victims(own: dict[str, str]) -> dict[str, str]:
    """The words without the name of what befell them: "death toll of the Mezdara earthquake" counts no Mezdara."""
    if not EVENT & own.keys():
        return own
    return {word: text for word, text in own.items() if word.isupper() or not text[0].isupper()}


def _of_sum(own: dict[str, str], measure: str | None) -> dict[str, str]:
    """What a sum is of: without its money, and "the cost of the bridge" without what kind of sum it is.

    What only says that it is a loan, aid or a grant is of its event; damage is another sum than costs.
    """
    own = {word: text for word, text in own.items() if word not in _currency_nouns()}
    if measure is None or measure_words()[measure]["scope"] != "event":
        return own
    named = {word: text for word, text in own.items() if word not in _names_of(measure)}
    if named or not own or measure == "cost":
        return named or own
    return {measure: " ".join(own.values())}


@cache
def _currency_nouns() -> frozenset[str]:
    """The words that only say in which money a sum is told."""
    full = (noun.split()[-1] for row in read_table("currencies") for noun in row["nouns"].split("|") if noun)
    return frozenset(singular(word) for word in (*full, *(row["word"] for row in read_table("currency_words"))))


@cache
def _numbers() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("number_words"))


@cache
def _synonyms() -> Mapping[str, str]:
    return {row["word"]: row["key"] for row in read_table("subject_synonyms")}


def _plain(word: str) -> str:
    """The word that stands for all that mean the same: home for house."""
    return _synonyms().get(word, word)


def _told(phrase: str) -> dict[str, str]:
    """Key of each word that tells, countries by their codes → the word as it stands, in the order of the phrase."""
    found: dict[str, str] = {}
    for key, text in _words(phrase):
        found.setdefault(key, text)
    return found


def _words(phrase: str) -> Iterator[tuple[str, str]]:
    texts = [_POSSESSIVE.sub("", word) or word for word in _WORD.findall(phrase)]
    lower = [text.lower() for text in texts]
    at, is_begun = 0, False
    while at < len(texts):
        country = country_named(lower, at)
        if country is not None and any(text[0].isupper() for text in texts[at : at + country[1]]):
            yield country[0], " ".join(texts[at : at + country[1]])
            at, is_begun = at + country[1], True
            continue
        word, text = lower[at], texts[at]
        at += 1
        if not word[0].isalnum() or word in CUT:
            if is_begun:
                return
        elif word not in SKIP and not word[0].isdigit() and word not in _numbers():
            is_begun = True
            yield ("US" if text in ("US", "U.S", "U.S.") else _plain(singular(word.rstrip(".")))), text


def _is_people(own: Mapping[str, str], unit: str) -> bool:
    """Whether the figure counts people and says no more of them than from which country they are."""
    rest = [word for word in own if not word.isupper() and word not in PERSON | VICTIM | EVENT]
    counted = unit[1:-1] if unit.startswith("{") else ""
    return not rest and (bool(PERSON.union(VICTIM) & own.keys()) or counted in PERSON | VICTIM)


def _other_harm(predicate: str | None, measure: str) -> str | None:
    """A verb that names another harm than the measure does: with "injure", 900 people are not among the dead."""
    if predicate is None or predicate in _names_of(measure):
        return None
    return predicate if any(predicate in _names_of(other) for other in HARM) else None


def _people(own: Mapping[str, str], harm: str | None) -> Subject:
    told = {word: text for word, text in own.items() if word.isupper()} if PERSON & own.keys() else {}
    if harm is not None:
        told[harm] = harm
    return " ".join([*told.values(), "people"]), " ".join(sorted([*told, PEOPLE]))


def _joined(own: Mapping[str, str]) -> Subject:
    if not own:
        return None, None
    keys = {PEOPLE if word in PERSON else word for word in own}
    return " ".join(own.values()), " ".join(sorted(keys))


def _owner(row: Mapping[str, Any], measure: str) -> Subject:
    """Of whom a figure is whose item only names the measure; (None, None) where the claim does not say."""
    if measure_words()[measure]["whose"] in ("item", "product"):
        return None, None
    return _owned(row, measure) or _at_place(row)


def _at_place(row: Mapping[str, Any]) -> Subject:
    return row["place"], place_key(row["place"], row["place_country"])


def _owned(row: Mapping[str, Any], measure: str) -> Subject | None:
    """The actor, where a figure of the measure is the actor's and the claim names one; of a state, its government."""
    told = measure_words()[measure]
    if told["whose"] == "item" or not row["actor"] or _only_tells(row):
        return None
    is_of_event = told["scope"] == "event"
    name = _OWNER.sub("", row["actor"])
    owner = _by_name(_told(_without_leader(name) if is_of_event else name))
    state = _state_of(row["actor"], owner)
    if state or told["whose"] == "place":
        return _joined(state) if state else None
    if owner and owner.keys() <= GENERIC and not _is_name(owner):
        owner = _body_of(row)
    if not owner or owner.keys() & UNNAMED:
        return None
    return _joined(owner) if is_of_event or measure in PERSONAL or not is_person(row["actor"]) else None


def _state_of(actor: str, own: Mapping[str, str]) -> dict[str, str]:
    """Whose government an actor is: "Ostrena's government" and "the Norwegian treasury"; nothing of any other actor."""
    rest = {word: text for word, text in own.items() if word not in GENERIC | RULING}
    is_ruling = bool(RULING & own.keys()) and (_RULED.match(actor) or all(word.isupper() for word in rest))
    return rest if is_ruling else {}


def _only_tells(row: Mapping[str, Any]) -> bool:
    """Whether the actor is a person who says the figure of a body: what "Armand put the debt at" is not hers."""
    if row["measure"] in PERSONAL or measure_words()[row["measure"]]["scope"] == "event":
        return False
    key, sort = voice_of(row["speaker"], row["speaker_role"])
    return sort == "person" and set(row["actor"].lower().split()) <= set((key or "").split())


def _by_name(own: dict[str, str]) -> dict[str, str]:
    """The words that name a body without what it is: "the satellite maker Orbita" is Orbita."""
    texts = list(own.values())
    named = len(texts) - next((at for at, text in enumerate(reversed(texts)) if not text[0].isupper()), len(texts))
    return dict(list(own.items())[named:]) or own


def _is_name(own: Mapping[str, str]) -> bool:
    """Whether words for bodies are together the name of one: the Union Party, which is not "the party"."""
    return len(own) > 1 and bool(BODY & own.keys()) and all(text[0].isupper() for text in own.values())


def _body_of(row: Mapping[str, Any]) -> dict[str, str]:
    """The name of the body that a speaker is of: what a "National Front leader" says of the party is of the Front."""
    named = _told(row["speaker_role"] or "")
    return {
        word: text
        for word, text in named.items()
        if text[0].isupper() and not word.isupper() and word not in role_words()
    }


def _without_leader(name: str) -> str:
    """A party's name without that of its leader: "Reform Bloc of Ana Holm"; "Party of Burkina Faso" stays."""
    party, _, leader = name.partition(" of ")
    is_led = voice_of(leader or None)[1] == "person" and country_named(leader.lower().split(), 0) is None
    return party if is_led else name


def place_key(place: str | None, country: str | None) -> str | None:
    """One key for the names of a place: the code of a whole country, else the name in lower case ("oslo, NO").

    A place of another country that has a country's name is none: "georgia, US".
    """
    if place is None:
        return None
    words = re.findall(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?", place.lower())
    known = ("US", 1) if place == "US" else country_named(words, 0)
    if known is not None and known[1] == len(words) and country in (None, known[0]):
        return known[0]
    return ", ".join(filter(None, (" ".join(words), country))) or None
