"""From the words for a speaker to the speaker: pronouns and short names to full names, roles kept apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from transforms.claims.reading import ArticleReading
from transforms.claims.speakers.names import BODY_WORDS, RUN, Name, NameIndex, may_be_person, read_name
from transforms.claims.speakers.noun_phrases import (
    READ,
    genders_agree,
    has_person_role,
    head_of,
    is_body,
    is_plural_name,
    is_told_apart,
    split_at_and,
    without_circumstances,
)
from transforms.claims.speakers.sources import Source
from transforms.claims.speakers.view import SentenceView
from transforms.claims.speakers.words import HUMAN_ENDINGS, HUMANS, acts, papers, role_of

DETERMINERS = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "some", "one"]
)
SINGULAR_PEOPLE = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m"}
SHORTEST_SHOUT = 3  # letters; what is longer and in capitals may be a shouted name, not initials
LOOK_BACK = 12  # sentences in which the one meant by a pronoun is sought
BLANKS = re.compile(r"\s+")
WORDS = re.compile(r"[a-z]+")
AUTHORS = ("by", "from", "of")  # the first of them names the author best


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: the fullest name, or the words that stand for one; the role; whether it is a human being."""

    name: str
    role: str | None = None
    is_person: bool = False
    gender: str = ""


EarlierSpeaker = Callable[[int, int], list[Speaker]]


class Resolver:
    """Finds who is meant by a source.

    `spoken_before(sentence_no, token)` gives the speakers of a sentence so far that are named or described there; it
    calls `ground`, which looks at no other sentence's speakers, so one pronoun never waits for a chain of others.
    """

    def __init__(self, reading: ArticleReading, spoken_before: EarlierSpeaker) -> None:
        self.reading = reading
        self.spoken_before = spoken_before
        self._is_grounding = False

    @property
    def names(self) -> NameIndex:
        """The names of the article, read on first use."""
        return self.reading.names

    def resolve(self, view: SentenceView, source: Source) -> Speaker | None:
        """Who the words of `source` stand for, or None where a pronoun points to nobody."""
        first, end = source.first, source.end
        if end - first == 1 and view.tags[first] in ("PRP", "WP", "DT", "WDT", "EX", "PRP$"):
            return None if self._is_grounding else self._pronoun(view, first)
        several = self._several(view, source)
        if several is not None:
            return several
        return self._one(view, first, end, source.appositions)

    def ground(self, view: SentenceView, source: Source) -> Speaker | None:
        """Like `resolve`, but from the words and the names of the article alone; None for a pronoun."""
        self._is_grounding = True
        try:
            return self.resolve(view, source)
        finally:
            self._is_grounding = False

    def person_within(self, start: int, end: int) -> Speaker | None:
        """The person whom a stretch of the article names first, by name or by role ("the Senator's remarks")."""
        name = self._person_named(start, end, "")
        if name is None:
            words = self.reading.text[start:end].lower().replace("’", "'").split()
            nouns = (word.removesuffix("'s").strip(",:") for word in words)
            found = (self.names.with_role(noun, start) for noun in nouns if (role_of(noun) or ("",))[0] == "person")
            name = next((who for who in found if who is not None), None)
        if name is None:
            return None
        full = self.names.fullest(name)
        return Speaker(full.text, self.names.role(full), is_person=True, gender=full.gender)

    # --- names ----------------------------------------------------------------------------------------------------

    def _several(self, view: SentenceView, source: Source) -> Speaker | None:
        """A and B; A of the bank, B of the union and C: each by the fullest name."""
        parts = list(split_at_and(view, source.first, source.end))
        for start, end in source.appositions:
            parts += split_at_and(view, start, end)
        joined = any(
            view.tags[i] == "CC"
            for start, end in ((source.first, source.end), *source.appositions)
            for i in range(start, end)
        )
        if not joined or len(parts) < 2:
            return None
        found = [(start, name) for start, end in parts if (name := self._person_in(view, start, end)) is not None]
        persons = [name for _, name in found]
        if len(persons) < 2:
            is_named = any(view.tags[start] != "DT" for start, _ in found)  # else "the Office of Inspector General"
            return None if is_named else self._bodies(view, source, parts)
        texts = list(dict.fromkeys(name.text for name in persons))
        return Speaker(", ".join(texts[:-1]) + " and " + texts[-1] if len(texts) > 1 else texts[0])

    def _bodies(self, view: SentenceView, source: Source, parts: list[tuple[int, int]]) -> Speaker | None:
        """The ministry, the bank (BNP) and the union; "Food and Drug Administration" is whole, too."""
        is_list = all(view.tags[start] in ("DT", "CC") or end - start == 1 for start, end in source.appositions)
        if not is_list or not all(is_body(view, start, end) for start, end in parts):
            return None
        spans = [(source.first, source.end), *source.appositions]
        texts = [self._plain(view, start, end) for start, end in spans]
        texts = [text.removeprefix("and ").removeprefix("the ") for text in texts if text]
        last = texts.pop()
        return Speaker(f"{', '.join(texts)} and {last}" if texts and " and " not in last else ", ".join([*texts, last]))

    def _person_in(self, view: SentenceView, start: int, end: int) -> Name | None:
        for match in RUN.finditer(self.reading.text, view.start_of(start), view.end_of(end - 1)):
            name = read_name(match.group(), match.start(), match.end())
            if name is None:
                continue
            full = self.names.fullest(name)
            if full.is_person or name.is_person:
                return full
        return None

    def _name_beside(self, view: SentenceView, start: int, end: int) -> Name | None:
        """The name of "the chairman, R.L. Teague,": whatever is no body's, for the role says that it is a person's."""
        for match in RUN.finditer(self.reading.text, view.start_of(start), view.end_of(end - 1)):
            name = read_name(match.group(), match.start(), match.end())
            if name is None or any(word.lower() in BODY_WORDS for word in name.words):
                return None
            return self.names.fullest(name)
        return None

    def _one(
        self, view: SentenceView, first: int, end: int, appositions: tuple[tuple[int, int], ...] = ()
    ) -> Speaker | None:
        head = head_of(view, first, end)
        is_name = view.tags[head] in ("NNP", "NNPS") or view.is_capital(head)
        if (role_of(view.lowers[head]) or ("",))[0] == "person" or view.lowers[head] in HUMANS:
            for start, stop in appositions:
                name = self._name_beside(view, start, stop) if view.is_capital(start) else None
                if name is not None:
                    return Speaker(name.text, self._plain(view, first, end), is_person=True, gender=name.gender)
        if is_name:
            return self._named(view, first, head, end, appositions)
        if view.lowers[head] in papers():
            author = self._author(view, first, head, end)
            author = author or self._giver(view, first, head, end)
            if author is not None:
                return author
            end = without_circumstances(view, head, end)
        return self._described(view, first, head, end)

    def _named(
        self, view: SentenceView, first: int, head: int, end: int, appositions: tuple[tuple[int, int], ...]
    ) -> Speaker | None:
        text = self.reading.text
        runs = [
            match
            for match in RUN.finditer(text, view.start_of(first), view.end_of(end - 1))
            if match.start() <= view.start_of(head) < match.end()
        ]
        if not runs:
            return Speaker(self._plain(view, first, end))
        run = runs[0]
        name = read_name(run.group(), run.start(), run.end())
        if name is None:
            return Speaker(self._plain(view, first, end))
        if len(name.words) == 1 and (role_of(name.text) or ("",))[0] == "person" and view.tags[first] == "DT":
            return self._described(view, first, head, end)  # the Attorney General
        if head + 1 < end and (role_of(name.words[-1]) or ("",))[0] == "person":
            return Speaker(self._plain(view, first, end), is_person=True)  # Ambassador to the United States
        full = self.names.fullest(name)
        if full is name and len(name.words) == 1 and name.words[0].isupper() and len(name.words[0]) > SHORTEST_SHOUT:
            spoken = self.names.fullest(replace(name, words=(name.words[0].capitalize(),)))
            full = spoken if len(spoken.words) > 1 else full  # "CLINTON:" in a transcript
        before = self._plain_text(text[view.start_of(first) : run.start()])
        is_person = full.is_person or name.is_person or has_person_role(before)
        if not is_person:
            return Speaker(full.text if len(full.words) > 1 or full is not name else name.text)
        role = " ".join(part for part in (before, name.role) if part) or None
        role = role or self._role_beside(view, appositions) or self.names.role(full)
        return Speaker(full.text, role, is_person=True, gender=full.gender or name.gender)

    def _role_beside(self, view: SentenceView, appositions: tuple[tuple[int, int], ...]) -> str | None:
        for start, end in appositions:
            if any(role_of(view.lowers[i]) is not None for i in range(start, end)):
                return self._plain(view, start, end) or None
        return None

    # --- descriptions ---------------------------------------------------------------------------------------------

    def _author(self, view: SentenceView, first: int, head: int, end: int) -> Speaker | None:
        """Who wrote a paper: a report by X, data from X, X's; of "its statement" who spoke in the sentence before."""
        possessive = next((i for i in range(head - 1, first, -1) if view.tags[i] == "POS"), None)
        if possessive is not None:
            start = first + 1 if view.lowers[first] == "in" else first
            return self._one(view, start, possessive) if not view.is_time(possessive - 1) else None
        if view.tags[first] == "PRP$" and view.lowers[head] in acts():
            who = None if self._is_grounding else self._pronoun(view, first)
            return who if who and view.sentence_no and who in self.spoken_before(view.sentence_no - 1, -1) else None
        for link in AUTHORS:
            if link == "by" and view.lowers[head + 1 : head + 2] and view.lowers[head + 1] in READ:
                return None  # "a memo seen by the agency"
            if link in view.lowers[head + 1 : end - 1]:
                author = self._linked(view, view.lowers.index(link, head + 1), end)
                if author is not None:
                    return author
        return None

    def _giver(self, view: SentenceView, first: int, head: int, end: int) -> Speaker | None:
        """Of "the statement" who gave it: who spoke in the last sentence before that tells of one."""
        noun = view.lowers[head]
        is_bare = (first, end) == (head - 1, head + 1) and view.lowers[first] == "the" and noun in acts()
        if self._is_grounding or not is_bare:
            return None
        for sentence_no in range(view.sentence_no - 1, max(-1, view.sentence_no - LOOK_BACK), -1):
            sentence = self.reading.sentences[sentence_no]
            if noun in WORDS.findall(self.reading.text[sentence.start : sentence.end].lower()):
                spoken = self.spoken_before(sentence_no, -1)
                if spoken and noun not in spoken[-1].name.lower().split():
                    return spoken[-1]
        return None

    def _linked(self, view: SentenceView, link: int, end: int) -> Speaker | None:
        """Who stands after "by", "from" or "of" behind a paper, up to the next such word."""
        stop = link + 1
        while stop < end and view.tags[stop] not in ("VBN", "VBD", "VBG") and view.lowers[stop] not in ("by", "from"):
            stop += 1
        is_named = any(view.tags[k] in ("NNP", "NNPS") or view.lowers[k] == "sources" for k in range(link + 1, stop))
        if stop == link + 1 or view.is_time(link + 1) or not (is_named or view.lowers[link] == "by"):
            return None
        return self._one(view, link + 1, stop)

    def _described(self, view: SentenceView, first: int, head: int, end: int) -> Speaker | None:
        noun = view.lowers[head]
        kind, gender = role_of(noun) or ("", "")
        is_definite = view.lowers[first] in ("the", "this", "that") and view.tags[head] in ("NN", "NNP")
        position = view.start_of(first)
        if is_definite and kind == "person":
            name = self.names.with_role(noun, position)
            if name is not None:
                return Speaker(name.text, self.names.role(name), is_person=True, gender=name.gender or gender)
            earlier = self._earlier(view, first, lambda speaker: speaker.is_person and noun in (speaker.role or ""))
            if earlier is not None:
                return earlier
        if is_definite and (kind == "company" or (kind == "body" and end == head + 1)):
            is_company = kind == "company" and not is_told_apart(view, first, head)
            body = self._body_before(view, first, noun, is_company=is_company)
            if body is not None:
                return body
        plain = self._plain(view, first, end)
        is_person = kind == "person" or noun in HUMANS or (view.tags[head] == "NNS" and noun.endswith(HUMAN_ENDINGS))
        return Speaker(plain, is_person=is_person, gender=gender) if plain else None

    def _body_before(self, view: SentenceView, token: int, noun: str, *, is_company: bool) -> Speaker | None:
        """What "the company", "the ministry" points to: the name with that word, or the body that spoke last."""
        position = view.start_of(token)
        named = self.names.before(position)
        for name in reversed(named[-120:]):
            if noun in (word.lower() for word in name.words) and len(name.words) > 1 and not name.is_person:
                return Speaker(name.text)
        if not is_company:
            return None
        described = self._earlier(view, token, lambda speaker: noun in speaker.name.lower().split())
        if described is not None:
            return described
        spoke = self._earlier(view, token, lambda speaker: not speaker.is_person and speaker.name[0].isupper())
        return spoke or self._main_body(position)

    def _main_body(self, position: int) -> Speaker | None:
        """The company or body that acted last, else the one that the article is about."""
        name = self.names.body_meant(position, self.reading.title)
        return Speaker(name.text) if name is not None else None

    # --- pronouns -------------------------------------------------------------------------------------------------

    def _pronoun(self, view: SentenceView, token: int) -> Speaker | None:
        pronoun = view.lowers[token]
        if pronoun in SINGULAR_PEOPLE:
            return self._person_before(view, token, SINGULAR_PEOPLE[pronoun]) or Speaker(pronoun, is_person=True)
        if pronoun in ("i", "we", "you", "me", "us", "my", "our", "your", "who", "which", "that", "this", "there"):
            return None
        is_plural, is_thing = pronoun in ("they", "them", "their"), pronoun in ("it", "its")
        earlier = None
        if is_plural or is_thing:
            earlier = self._earlier(view, token, lambda speaker: is_plural or not speaker.is_person)
        if earlier is None and is_thing:
            earlier = self._main_body(view.start_of(token))
        return earlier or Speaker(pronoun)

    def _person_before(self, view: SentenceView, token: int, gender: str) -> Speaker | None:
        """The nearest person before a pronoun: who spoke last, else who is named first in the nearest sentence."""
        position = view.start_of(token)
        for sentence_no in range(view.sentence_no, max(-1, view.sentence_no - LOOK_BACK), -1):
            limit = token if sentence_no == view.sentence_no else -1
            for speaker in reversed(self.spoken_before(sentence_no, limit)):
                if genders_agree(speaker.gender, gender) and speaker.is_person and not is_plural_name(speaker.name):
                    return speaker
            sentence = self.reading.sentences[sentence_no]
            name = self._person_named(sentence.start, min(sentence.end, position), gender)
            if name is not None:
                full = self.names.fullest(name)
                return Speaker(full.text, self.names.role(full), is_person=True, gender=full.gender)
            # A name that is on no list is a person's where "she" follows.
            for speaker in reversed(self.spoken_before(sentence_no, limit)):
                told = speaker.name.partition(" of ")[0]
                if may_be_person(told):
                    return replace(speaker, name=told, is_person=True, gender=gender)
        return None

    def _person_named(self, start: int, end: int, gender: str) -> Name | None:
        found = None
        for name in reversed(self.names.before(end)[-60:]):
            if name.start < start:
                break
            full = self.names.fullest(name)
            if (full.is_person or name.is_person) and genders_agree(full.gender or name.gender, gender):
                found = name
        return found

    def _earlier(self, view: SentenceView, token: int, fits: Callable[[Speaker], bool]) -> Speaker | None:
        if self._is_grounding:
            return None
        for sentence_no in range(view.sentence_no, max(-1, view.sentence_no - LOOK_BACK), -1):
            limit = token if sentence_no == view.sentence_no else -1
            for speaker in reversed(self.spoken_before(sentence_no, limit)):
                if fits(speaker):
                    return speaker
        return None

    # --- words ----------------------------------------------------------------------------------------------------

    def _plain(self, view: SentenceView, first: int, end: int) -> str:
        while end > first and view.is_time(end - 1) and view.tags[end - 1] != "NN":
            end -= 1
        return self._plain_text(self.reading.text[view.start_of(first) : view.end_of(max(end, first + 1) - 1)])

    def _plain_text(self, words: str) -> str:
        """The words with single blanks, without determiners before them and marks around them."""
        parts = BLANKS.sub(" ", words).strip(" ,;:\"“”'‘’()").split(" ")
        while len(parts) > 1 and parts[0].lower() in DETERMINERS:
            parts = parts[1:]
        return "" if len(parts) == 1 and parts[0].lower() in DETERMINERS else " ".join(parts)
