"""The speakers of an article, found sentence by sentence when asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from transforms.claims.reading import ArticleReading
from transforms.claims.speakers.figure_cues import figure_statements, figure_words
from transforms.claims.speakers.phrase_cues import phrase_statements
from transforms.claims.speakers.resolution import Resolver, Speaker
from transforms.claims.speakers.speeches import given_words, giving_statements
from transforms.claims.speakers.statements import Statement, parted
from transforms.claims.speakers.turns import Transcript
from transforms.claims.speakers.verb_cues import verb_statements
from transforms.claims.speakers.view import SentenceView
from transforms.claims.speakers.words import acts, papers, polls, verbs
from transforms.sentences import Sentence

HEADINGS = 5  # short lines that may stand between "… said:" and the quotation
LONGEST_REMARK = 4  # sentences
LONGEST_LIST = 40  # sentences
LIST_ITEM = re.compile(r"[-*•·‣▪●◦■–—]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s")
LONGEST_COUNT = 1500  # characters of two sentences that count on from each other
SALUTATION = re.compile(r"^[ \t]*Dear [A-Z][^\n:]{1,60}:[ \t]*$", re.MULTILINE)
FOLLOWING = re.compile(r"\bfollowing (?:[a-z]+ )?(?:statement|remarks|comments|testimony|speech|response)\b")
OURS = re.compile(r"\b(?:[Ww]e|[Oo]ur|us|I|[Mm]y)\b")
QUOTED = re.compile(r"\s*[\"“”„«'‘`]")
VALEDICTION = re.compile(r"^[ \t]*(?:Sincerely|Respectfully|Yours|Best regards)\b", re.MULTILINE)
FIGURES = re.compile(r"\d[\d,.]*")
WORDS = re.compile(r"[a-z]+|:")
NEIGHBOURS = 24  # statements on either side of a claim that may cover it; bounds the work in endless sentences


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a claim is from: see the columns of the same names in frames.COLUMNS."""

    speaker: str | None
    speaker_role: str | None
    cue: str | None
    attribution: str


CREDIT = re.compile(r"[”\"’]\s*(?:--|[–—-])\s*[A-Z]")  # “…” — Leila Osman
OWN_VOICE = Attribution(None, None, None, "article")

_FORMS: Final = (verb_statements, phrase_statements, figure_statements, giving_statements)


@cache
def _cue_words() -> frozenset[str]:
    fixed = ("according", "per", "view", "opinion", "words", ":")
    return frozenset((*fixed, *verbs(), *polls(), *acts(), *given_words(), *figure_words()))


class SpeakerIndex:
    """Tells who says what stands at a span of one article."""

    def __init__(self, reading: ArticleReading) -> None:
        self.reading = reading
        self.resolver = Resolver(reading, self._grounded)
        self._views: dict[int, SentenceView] = {}
        self._statements: dict[int, list[Statement]] = {}
        self._speakers: dict[tuple[int, int], Speaker | None] = {}
        self._grounds: dict[tuple[int, int], Speaker | None] = {}
        self._starts = [sentence.start for sentence in reading.sentences]
        self._quoted: dict[int, tuple[Speaker, str | None] | None] = {}

    def of(self, sentence_no: int, start: int, end: int) -> Attribution:
        """Who says what stands at `start` to `end` (article offsets) in sentence `sentence_no`."""
        quote = self._quote_at(start)
        found = self._in_sentence(sentence_no, start)
        if found is None and quote is not None:
            found = self._quote_speaker(quote)
        if found is None or found[1] == ":":  # the label of a turn names in full who speaks
            found = self._in_turn(start) or found
        if found is None:
            found = self._in_list(sentence_no) or self._in_letter(start) or self._in_speech(start)
        if found is None and quote is None:
            found = self._in_our_words(sentence_no)
        if found is None:
            return OWN_VOICE
        speaker, cue = found
        is_spoken = quote is not None or self._transcript.at(start) is not None
        return Attribution(speaker.name, speaker.role, cue, "direct" if is_spoken else "indirect")

    # --- within one sentence --------------------------------------------------------------------------------------

    def _view(self, sentence_no: int) -> SentenceView:
        view = self._views.get(sentence_no)
        if view is None:
            view = self._views[sentence_no] = SentenceView(self.reading, sentence_no)
        return view

    def statements(self, sentence_no: int) -> list[Statement]:
        """The statements of a sentence in order of their cues; sentences without a word that attributes have none."""
        found = self._statements.get(sentence_no)
        if found is None:
            sentence = self.reading.sentences[sentence_no]
            words = WORDS.findall(self.reading.text[sentence.start : sentence.end].lower())
            text = self.reading.text
            if not _cue_words().isdisjoint(words) or CREDIT.search(text, sentence.start, sentence.end):
                view = self._view(sentence_no)
                read = [statement for told in _FORMS for statement in told(view)]
                found = parted(view, sorted(read, key=lambda s: s.cue))
            else:
                found = []
            self._statements[sentence_no] = found
        return found

    def _in_sentence(self, sentence_no: int, start: int) -> tuple[Speaker, str | None] | None:
        statements = self.statements(sentence_no)
        if not statements:
            return None
        view = self._view(sentence_no)
        token = bisect_right(view.starts, start) - 1
        near = bisect_left(statements, token, key=lambda statement: statement.cue[0])
        covering = [s for s in statements[max(0, near - NEIGHBOURS) : near + NEIGHBOURS] if s.covers(token)]
        for statement in sorted(covering, key=lambda s: (s.is_held, s.size)):
            speaker = self._speaker(sentence_no, statement)
            if speaker is not None:
                return speaker, self._cue_text(view, statement)
        return None

    def _speaker(self, sentence_no: int, statement: Statement) -> Speaker | None:
        key = (sentence_no, statement.cue[0])
        if key not in self._speakers:
            self._speakers[key] = None  # a pronoun that leads back to itself points to nobody
            view = self._view(sentence_no)
            speaker = self.resolver.resolve(view, statement.source)
            is_label = view.lowers[statement.cue[0]] == ":"
            is_paper = view.lowers[statement.source.end - 1] in papers()
            if is_label and speaker is not None and not (speaker.is_person or is_paper):
                speaker = None  # "London: …"
            self._speakers[key] = speaker
        return self._speakers[key]

    def _cue_text(self, view: SentenceView, statement: Statement) -> str:
        first, end = statement.cue
        return " ".join(self.reading.text[view.start_of(first) : view.end_of(end - 1)].split())

    def _spoken(self, sentence_no: int) -> list[Speaker]:
        """Who spoke in a sentence, in order, quoted third parties left out."""
        statements = self._unquoted(sentence_no)[-NEIGHBOURS:]
        speakers = (self._speaker(sentence_no, statement) for statement in statements)
        return [speaker for speaker in speakers if speaker is not None]

    def _grounded(self, sentence_no: int, before: int) -> list[Speaker]:
        """Who spoke in a sentence and is named or described there; with `before` ≥ 0 only before that token."""
        statements = self._unquoted(sentence_no)
        if before >= 0:
            statements = statements[: bisect_left(statements, before, key=lambda statement: statement.cue[0])]
        found = []
        for statement in statements[-NEIGHBOURS:]:
            key = (sentence_no, statement.cue[0])
            if key not in self._grounds:
                self._grounds[key] = self.resolver.ground(self._view(sentence_no), statement.source)
            ground = self._grounds[key]
            if ground is not None and not (before >= 0 and statement.source.first >= before):
                found.append(ground)
        return found

    def _unquoted(self, sentence_no: int) -> list[Statement]:
        statements = self.statements(sentence_no)
        if not statements or not self.reading.quotations:
            return statements
        view = self._view(sentence_no)
        return [statement for statement in statements if view.quote_of[statement.cue[0]] < 0]

    # --- quotations -----------------------------------------------------------------------------------------------

    def _quote_at(self, position: int) -> int | None:
        quotations = self.reading.quotations
        at = bisect_right(quotations, position, key=lambda quotation: quotation.start) - 1
        return at if at >= 0 and position < quotations[at].end else None

    def _quote_speaker(self, number: int) -> tuple[Speaker, str | None] | None:
        """Who speaks a quotation: the cue beside it, else who speaks the quotation that it carries on."""
        chain = []
        at: int | None = number
        found = None
        while at is not None:
            if at in self._quoted:
                found = self._quoted[at]
                break
            chain.append(at)
            carried = self._carried_on(at)
            is_open = carried is None or not self.reading.quotations[at].continues
            found = self._beside(at) or (self._introduced(at) if is_open else None)
            if found is not None:
                break
            at = carried
        for link in chain:
            self._quoted[link] = found
        return found

    def _beside(self, number: int) -> tuple[Speaker, str | None] | None:
        quotation = self.reading.quotations[number]
        first = bisect_right(self._starts, quotation.start) - 1
        last = bisect_right(self._starts, quotation.end - 1) - 1
        for sentence_no in dict.fromkeys((first, last)):
            for statement in self._near_quote(sentence_no, number):
                speaker = self._speaker(sentence_no, statement)
                if speaker is not None:
                    return speaker, self._cue_text(self._view(sentence_no), statement)
        return None

    def _near_quote(self, sentence_no: int, number: int) -> list[Statement]:
        """The statements around a quotation that cover part of it."""
        statements = self.statements(sentence_no)
        if not statements or number not in self._view(sentence_no).quote_spans:
            return []
        view = self._view(sentence_no)
        first, end = view.quote_spans[number]
        at = bisect_left(statements, first, key=lambda statement: statement.cue[0])
        near = statements[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
        outside = (statement for statement in near if view.quote_of[statement.cue[0]] != number)
        return [s for s in outside if any(a < end and b > first for a, b in s.contents)]

    def _introduced(self, number: int) -> tuple[Speaker, str | None] | None:
        """He added: …, Text of the senator's statement: …, and the quotation is a paragraph of its own."""
        quotation = self.reading.quotations[number]
        sentence_no = bisect_right(self._starts, quotation.start) - 1
        if quotation.start - self.reading.sentences[sentence_no].start > 2:
            return None
        for before in range(sentence_no - 1, max(-1, sentence_no - 1 - HEADINGS), -1):
            if self.reading.text[self.reading.sentences[before].end - 1] == ":":
                return self._introducer(before)
        for before in range(sentence_no - 1, max(-1, sentence_no - 3), -1):
            giver = self._giver(before)
            if giver is not None:
                return giver
            spoken = self._spoken(before)
            if spoken:
                return spoken[0], None
            if self._quote_at(self.reading.sentences[before].end - 2) is not None:
                return None
        return None

    def _introducer(self, sentence_no: int) -> tuple[Speaker, str | None] | None:
        """Who a sentence that ends in a colon hands over to: who speaks in it, else the person whom it names first."""
        giver, spoken = self._giver(sentence_no), self._spoken(sentence_no)
        if giver is not None or spoken:
            return giver or (spoken[-1], None)
        sentence = self.reading.sentences[sentence_no]
        speaker = self.resolver.person_within(sentence.start, sentence.end)
        return (speaker, None) if speaker is not None else None

    def _giver(self, sentence_no: int) -> tuple[Speaker, str | None] | None:
        """Who gives "the following statement" in a sentence, with the words that say so."""
        for statement in self.statements(sentence_no):
            speaker = None if statement.contents else self._speaker(sentence_no, statement)
            if speaker is not None:
                return speaker, self._cue_text(self._view(sentence_no), statement)
        return None

    def _carried_on(self, number: int) -> int | None:
        """The quotation before this one, where the same person speaks on in both."""
        quotations = self.reading.quotations
        if number == 0:
            return None
        here, before = quotations[number], quotations[number - 1]
        if here.continues:
            return number - 1
        sentence = self.reading.sentences[max(0, bisect_right(self._starts, here.start) - 1)]
        if here.start - sentence.start > 2:
            return None  # some words in quotation marks within a sentence
        gap = self.reading.text[before.end : here.start]
        between = bisect_right(self._starts, here.start - 2) - bisect_right(self._starts, before.end)
        is_near = len(gap) < 400 and between <= 2
        return number - 1 if is_near else None

    # --- lists ----------------------------------------------------------------------------------------------------

    def _in_list(self, sentence_no: int) -> tuple[Speaker, str | None] | None:
        """Who a list or a transcript is from that runs on after an attributed colon; other sentences are nobody's."""
        text, sentences = self.reading.text, self.reading.sentences
        first = sentence_no
        while first > 0 and sentence_no - first < LONGEST_LIST and not _is_break(text, sentences, first):
            first -= 1
        label = next((s for s in self.statements(first) if s.cue[0] <= 3 and self._is_colon(first, s)), None)
        if label is not None and first < sentence_no:
            speaker = self._speaker(first, label)
            return (speaker, ":") if speaker is not None else None
        while first > 0 and LIST_ITEM.match(text, sentences[first].start) and sentence_no - first < LONGEST_LIST:
            if text[sentences[first - 1].end - 1] == ":":
                break
            first -= 1
        if first > 0 and text[sentences[first - 1].end - 1] == ":" and first - 1 < sentence_no:
            return self._handed_over(first - 1)
        return self._counted_on(sentence_no)

    def _handed_over(self, sentence_no: int) -> tuple[Speaker, str | None] | None:
        """Who speaks in a sentence that ends in a colon, if what it says is still open there."""
        statements = self.statements(sentence_no)
        if not statements or statements[-1].is_backward:
            return None
        speaker = self._speaker(sentence_no, statements[-1])
        return (speaker, self._cue_text(self._view(sentence_no), statements[-1])) if speaker is not None else None

    def _counted_on(self, sentence_no: int) -> tuple[Speaker, str | None] | None:
        """X reported the result: A won 14, B 12.  C won 8, D 6.: the list goes on in the next sentence."""
        text, sentences = self.reading.text, self.reading.sentences
        if sentence_no == 0 or _is_break(text, sentences, sentence_no):
            return None
        if sentences[sentence_no].end - sentences[sentence_no - 1].start > LONGEST_COUNT:
            return None
        here = text[sentences[sentence_no].start : sentences[sentence_no].end]
        before = text[sentences[sentence_no - 1].start : sentences[sentence_no - 1].end]
        _, colon, listed = before.partition(": ")
        if not colon or len(FIGURES.findall(listed)) < 2 or len(FIGURES.findall(here)) < 2:
            return None
        return self._handed_over(sentence_no - 1)

    def _in_turn(self, position: int) -> tuple[Speaker, str | None] | None:
        """Whose turn it is in a transcript."""
        turn = self._transcript.at(position)
        if turn is None or turn.speaker is None or self._is_inserted(position):
            return None
        return Speaker(turn.speaker, turn.role, is_person=True), None

    def _is_inserted(self, position: int) -> bool:
        """Whether square brackets around a figure say that whoever writes has added it: "[about 0.39 inch]"."""
        sentence = self.reading.sentences[bisect_right(self._starts, position) - 1]
        before = self.reading.text[sentence.start : position]
        return before.rfind("[") > before.rfind("]")

    @cached_property
    def _transcript(self) -> Transcript:
        return Transcript(self.reading.text, self.reading.names)

    def _in_letter(self, position: int) -> tuple[Speaker, str | None] | None:
        """Who signs a letter that the article gives in full: whom the article names first."""
        begin, end = self._letter
        if not begin <= position < end:
            return None
        writer = self.resolver.person_within(0, begin)
        return (writer, None) if writer is not None else None

    @cached_property
    def _letter(self) -> tuple[int, int]:
        """The span from "Dear …:" to "Sincerely", or an empty one."""
        text = self.reading.text
        opening = SALUTATION.search(text)
        if opening is None:
            return 0, 0
        closing = VALEDICTION.search(text, opening.end())
        return opening.end(), closing.start() if closing else len(text)

    def _in_our_words(self, sentence_no: int) -> tuple[Speaker, str | None] | None:
        """Who goes on to speak of "us" after "…, said X." where the publisher has lost the quotation marks."""
        text, sentences = self.reading.text, self.reading.sentences
        if not OURS.search(text, sentences[sentence_no].start, sentences[sentence_no].end):
            return None
        for before in range(sentence_no - 1, max(-1, sentence_no - 1 - LONGEST_REMARK), -1):
            if _is_break(text, sentences, before + 1) or self.reading.quotations:
                return None
            if self.statements(before):
                statement = self.statements(before)[-1]
                speaker = self._speaker(before, statement) if statement.is_backward else None
                is_his = speaker is not None and speaker.is_person and not statement.is_held
                return (speaker, self._cue_text(self._view(before), statement)) if speaker and is_his else None
        return None

    def _in_speech(self, position: int) -> tuple[Speaker, str | None] | None:
        """Who gave the statement that fills the rest of the article without quotation marks."""
        speech = self._speech
        return speech[1] if speech is not None and position >= speech[0] else None

    @cached_property
    def _speech(self) -> tuple[int, tuple[Speaker, str | None]] | None:
        """Where "the following statement:" ends, and who gives it, if no quotation comes after it."""
        text = self.reading.text
        for match in FOLLOWING.finditer(text):
            no = bisect_right(self._starts, match.start()) - 1
            end = self.reading.sentences[no].end
            if text[end - 1] != ":" or QUOTED.match(text, end):
                continue
            giver = self._giver(no)
            if giver is not None:
                return end, giver
        return None

    def _is_colon(self, sentence_no: int, statement: Statement) -> bool:
        return self._view(sentence_no).lowers[statement.cue[0]] == ":"


def _is_break(text: str, sentences: list[Sentence], sentence_no: int) -> bool:
    """Whether a line ends between a sentence and the one before it."""
    return "\n" in text[sentences[sentence_no - 1].end : sentences[sentence_no].start]


def read_speakers(reading: ArticleReading) -> SpeakerIndex:
    """The speakers of an article; nothing is examined before it is asked for."""
    return SpeakerIndex(reading)
