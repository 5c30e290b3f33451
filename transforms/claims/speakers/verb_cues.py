"""Statements made by a verb of speech: X said …; …, X said; …, said X; …, X said, …; …, saying …; said by X."""

from __future__ import annotations

from transforms.claims.speakers.complements import has_content_after, told_behind_cited
from transforms.claims.speakers.inversions import ends_before_verb, is_appositive, is_inserted
from transforms.claims.speakers.sources import DASHES, WINDOW, Source, after_verb, before_verb
from transforms.claims.speakers.statements import Statement, clause_start, quote_end
from transforms.claims.speakers.verb_groups import BREAKS, CORE_VERBS, VerbGroup
from transforms.claims.speakers.view import FINITE, NOUN_STARTS, QUOTE_MARKS, SentenceView
from transforms.claims.speakers.words import acts, papers, verbs, words_for

NEGATIONS = frozenset(("not", "n't", "never", "neither", "nor", "hardly"))
UNREAL = frozenset(("would", "could", "might", "must", "can", "will", "'ll", "should", "may"))
OPENERS = frozenset(("by", "in", "while", "when", "before", "after", "as", "and", "then", "further", "but", "also"))
AFTER_QUOTE = frozenset(("after", "as", "when", "while", "in", "on", "at", "during", "following", "before", "amid"))
SUBORDINATORS = frozenset("when if while although though because after before since whether".split())
SHORTEST_CLAUSE, LONGEST_CLAUSE, LONGEST_INTERRUPTION = 4, 200, 25  # words
OPENING_RELATIVES = frozenset(("which", "that", "who"))
CONJOINED = frozenset(("and", "but", "or", "then", "yet"))


def verb_statements(view: SentenceView) -> list[Statement]:
    """The statements that verbs of speech make in a sentence, in order of their cues."""
    found: list[Statement] = []
    known = verbs()
    for at, lower in enumerate(view.lowers):
        verb = known.get(lower)
        if verb is None or not view.tags[at].startswith("VB"):
            continue
        statement = _Reader(VerbGroup(view, at, verb), found[-1] if found else None).read()
        if statement is not None:
            found.append(statement)
    return found


class _Reader:
    """Reads the statement of one verb; `earlier` is the statement before it in the sentence."""

    def __init__(self, verb: VerbGroup, earlier: Statement | None) -> None:
        self.verb, self.view, self.earlier = verb, verb.view, earlier
        self.group, self.at, self.after = verb.group, verb.at, verb.after
        self.cue = (verb.group, verb.at + 1)

    def read(self) -> Statement | None:
        verb = self.verb
        if verb.words & NEGATIONS or (verb.words & UNREAL and verb.verb.kind != "show") or not verb.is_verb():
            return None
        if verb.is_passive():
            return self._by_agent()
        if verb.is_participle:
            return self._participle()
        if verb.is_infinitive:
            return self._infinitive()
        return self._inverted() or self._with_subject()

    # --- forms ----------------------------------------------------------------------------------------------------

    def _inverted(self) -> Statement | None:
        """…," said X; …, announced X."""
        view, verb = self.view, self.verb
        if not verb.verb.may_follow or verb.verb.kind == "tell" or self.group != self.at or self.at == 0:
            return None
        before, start = self.at - 1, self.at + 1
        after_quote = verb.closes_quote(before)
        if not after_quote and view.lowers[before] not in BREAKS | {"?", "!"}:
            return None
        if start >= view.count or view.tags[start] not in NOUN_STARTS or view.lowers[start] == "that":
            return None
        if not after_quote:
            aside = view.aside_before(before)
            if (
                aside is not None
                and not view.has_finite(clause_start(view, aside), aside)
                and not ends_before_verb(verb, start)
            ):
                return None  # X, which makes tyres, says 40 people, most of them women, died
            end = verb.segment_end(start)
            is_named = verb.verb.lemma == "say" and view.is_capital(start) and before >= SHORTEST_CLAUSE
            who = next((i for i in range(start, end) if view.lowers[i] == "who"), end)
            if (
                view.has_finite(start, who)
                or not (verb.clause_before(before) or is_named or is_inserted(verb, start))
                or is_appositive(verb, before)
            ):
                return None
        source = after_verb(view, start)
        if source is None or (source.end < view.count and view.is_mark(source.end) and verb.opening_quote(source.end)):
            return None  # X, who lost, said the "train has left"
        tail = max([source.end, *(end for _, end in source.appositions)])
        return self._backward(source, before + 1, tail, resumes=not after_quote and is_inserted(verb, start))

    def _with_subject(self) -> Statement | None:
        view, verb = self.view, self.verb
        if self.group and view.lowers[self.group - 1] in CONJOINED:
            source = self._shared_subject()
            is_read = source is not None and verb.is_speaker(source) and has_content_after(verb)
            return self._forward(source) if source and is_read else None
        source = before_verb(view, self.group, verb.floor())
        if source is None:
            return None
        first = min(source.first, self.group)
        speaks = first > 0 and verb.verb.may_follow and verb.closes_quote(first - 1) and not verb.announces(self.after)
        if not speaks and not verb.is_speaker(source):
            return None
        if verb.verb.kind == "show" and view.lowers[source.first] == "it" and verb.trails_off():
            return None  # "…, and it shows."
        if self._opens_with_as(first):
            return self._said_after_comma(source)
        if (opening := self._opens_aside(first)) is not None:
            return Statement(self.cue, source, ((opening, first),), is_backward=True)
        if self._is_within_relative(first):
            return self._forward(source)
        if self._reads_on(first) or (verb.verb.kind == "show" and verb.is_paper(source) and not verb.trails_off()):
            return self._forward(source)
        if not verb.in_quote() and verb.trails_off() and verb.has_clause_before(first):
            return self._backward(source, first, self.at + 1)
        return None

    def _is_within_relative(self, first: int) -> bool:
        """Which X says killed 40; who police say stole $5."""
        view = self.view
        is_told = self.verb.verb.kind in ("say", "think") and view.tags[self.after : self.after + 1] != []
        opener = view.lowers[first - 1 - (view.tags[first - 1] == "DT")] if first else ""
        return is_told and opener in OPENING_RELATIVES and view.tags[self.after] in FINITE

    def _opens_aside(self, first: int) -> int | None:
        """Where the words between dashes start that end in the cue: "the crew—two men, 46 and 47, X reports—left"."""
        view = self.view
        if self.after >= view.count or view.lowers[self.after] not in DASHES or view.lowers[first - 1] != ",":
            return None
        dashes = (i for i in range(first - 1, clause_start(view, first - 1), -1) if view.lowers[i] in DASHES)
        opening = next(dashes, None)
        return opening + 1 if opening is not None else None

    def _opens_with_as(self, first: int) -> bool:
        view = self.view
        if first < 1 or view.lowers[first - 1] != "as":
            return False
        start = clause_start(view, first - 1)
        return all(view.tags[i] in ("CC", ",") for i in range(start, first - 1))  # "But, as X notes, …"

    def _said_after_comma(self, source: Source) -> Statement | None:
        """As X reported, …: what is said follows the comma."""
        comma = self.view.next_comma(self.after)
        if comma >= self.view.count:
            return None
        return Statement(self.cue, source, ((comma + 1, self.verb.said_end(comma)),))

    def _participle(self) -> Statement | None:
        """…, saying 5 died: the speaker is the subject of the clause that the participle hangs on."""
        view, verb, at = self.view, self.verb, self.group
        opener = view.lowers[at - 1] if at else ""
        is_open = not at or opener in BREAKS or opener in QUOTE_MARKS or opener in OPENERS or opener == "("
        if not is_open and (
            verb.verb.kind in ("think", "cite") or not view.tags[at - 1].startswith(("NN", "CD", "RB"))
        ):
            return None
        if opener == "as" and (quoted := self._quoted()) is not None:
            return quoted
        if verb.verb.kind == "cite":
            source = after_verb(view, self.after)
            return self._citing(source) if source is not None and verb.is_speaker(source) else None
        if self._after_paper() and verb.verb.kind == "show" and view.lowers[at - 1] not in acts():
            poll = before_verb(view, at, verb.floor()) or Source(at - 1, at)
            return Statement(
                self.cue, poll, ((self.after, min(verb.said_end(self.after), view.next_comma(self.after))),)
            )
        if not self._participle_says() or not (
            is_open or verb.announces(self.after) or self._after_paper() or verb.verb.kind == "urge"
        ):
            return None
        source = (self._shared_subject() if at else None) or self._subject_after()
        return self._forward(source) if source is not None and verb.is_speaker(source) else None

    def _citing(self, source: Source) -> Statement:
        """…, citing X; …, citing a study by X that counted 5."""
        told = told_behind_cited(self.verb, source)
        if told is not None:
            return Statement(self.cue, source, ((told, self.verb.said_end(told)),))
        backward = self._backward(source, self.group, source.end, resumes=False)
        if self.view.lowers[source.end : source.end + 1] not in (["that"], ["which"], ["showing"], ["saying"]):
            return backward
        contents = (*backward.contents, (source.end, self.verb.said_end(source.end)))
        return Statement(self.cue, source, contents, is_backward=True)

    def _infinitive(self) -> Statement | None:
        """X held a briefing to say that 5 died; not "has reason to believe", "asked the bank to state"."""
        view, verb = self.view, self.verb
        start = clause_start(view, self.group - 1)
        governor = next((i for i in range(self.group - 2, start, -1) if view.tags[i] in FINITE), None)
        if governor is None or view.lowers[governor] not in words_for("taking the floor"):
            return None
        if view.lowers[governor] in words_for("handing") and self._hands_to_another(governor):
            return None
        is_told = verb.announces(self.after) or (
            verb.verb.lemma in CORE_VERBS | {"conclude"} and verb.has_clause(self.after, verb.segment_end(self.after))
        )
        source = self._subject_of(governor, start) if verb.verb.kind == "say" and is_told else None
        return self._forward(source) if source is not None and verb.is_speaker(source) else None

    def _hands_to_another(self, governor: int) -> bool:
        """The court gave the firm 30 days to say: who is to say it is the object; not "made a call to say"."""
        view = self.view
        is_thing = view.lowers[governor + 1 : governor + 2] in (["a"], ["an"], ["his"], ["her"], ["its"], ["their"])
        return not is_thing and not NOUN_STARTS.isdisjoint(view.tags[governor + 1 : self.group - 1])

    def _quoted(self) -> Statement | None:
        """Y quoted X as saying …; …, Y quoted X as saying; None where nobody else speaks, as in "X was quoted as"."""
        view, last = self.view, self.group - 1
        quoting = next(
            (i for i in range(last - 1, max(-1, last - WINDOW), -1) if view.lowers[i] in words_for("quoting")), None
        )
        is_active = quoting is not None and quoting + 1 < last and view.lowers[quoting + 1] != "by"
        source = after_verb(view, quoting + 1) if quoting is not None and is_active else None
        if quoting is None or source is None or not view.speaks(source.first, source.end):
            return None
        is_beside = view.lowers[last - 1] == "," and view.aside_before(last - 1) == source.end
        if view.has_finite(source.end, last) and not is_beside:
            return None
        if not self.verb.trails_off():
            return self._forward(source)
        paper = before_verb(view, quoting, self.verb.floor())
        return self._backward(source, paper.first if paper is not None else quoting, self.at + 1)

    def _participle_says(self) -> bool:
        """Saying that, announcing 300 jobs; not "detailing the interview", "claiming allegiance"."""
        verb, after = self.verb, self.after
        if verb.announces(after) or verb.verb.kind in ("urge", "accuse"):
            return has_content_after(verb)
        has_clause = self.view.has_finite(after, verb.segment_end(after)) or self.view.lowers[after : after + 1] == [
            ","
        ]
        if verb.verb.kind == "topic":
            return True
        may_be_noun = verb.verb.takes_noun and verb.verb.kind in ("say", "think") and verb.verb.lemma != "claim"
        return (
            verb.verb.kind in ("say", "tell", "think", "show")
            and has_content_after(verb)
            and (has_clause or may_be_noun)
        )

    def _after_paper(self) -> bool:
        """A poll showing, a letter asking."""
        return self.group > 0 and self.view.lowers[self.group - 1] in papers()

    def _by_agent(self) -> Statement | None:
        """… was announced by X, … as reported by X."""
        view, verb = self.view, self.verb
        is_told = verb.verb.lemma == "tell"
        if (
            not verb.is_by_agent()
            or not (is_told or (verb.verb.kind == "say" and verb.verb.takes_noun))
            or verb.verb.lemma == "claim"
        ):
            return None
        source = after_verb(view, self.at + 2)
        if source is None or not verb.is_speaker(source):
            return None
        if is_told:  # "was told by X that 5 died"
            is_content = view.lowers[source.end : source.end + 1] in (["that"], ["of"])
            return Statement(self.cue, source, ((source.end, verb.said_end(source.end)),)) if is_content else None
        start = clause_start(view, self.group)
        if view.lowers[self.group - 1 : self.group] == ["as"] and self.group - 1 == start:
            return self._said_after_comma(source)
        return self._backward(source, self.group, source.end)

    # --- subjects -------------------------------------------------------------------------------------------------

    def _shared_subject(self) -> Source | None:
        """The subject of the verb before: that of the statement before, else of the first verb of the clause."""
        view, at = self.view, self.group
        earlier = self.earlier
        if earlier is not None and view.quote_of[earlier.cue[0]] == view.quote_of[self.at]:
            return earlier.source
        start = max(clause_start(view, at - 1), self.verb.floor() if self.verb.in_quote() else 0, view.dateline)
        start = max(start, at - LONGEST_CLAUSE)
        tags = view.tags
        finite = next((i for i in range(start, at) if tags[i] in FINITE), None)
        if finite is None:
            finite = next((i for i in range(start, at) if tags[i].startswith("VB")), None)
        return self._subject_of(finite, start) if finite is not None else None

    def _subject_after(self) -> Source | None:
        """Citing costs, the bank cut …: the subject of the clause after the comma."""
        view = self.view
        comma = view.next_comma(self.after)
        limit = min(view.count, comma + LONGEST_CLAUSE)
        finite = next((i for i in range(comma, limit) if view.tags[i] in FINITE), None)
        return self._subject_of(finite, comma + 1) if finite is not None else None

    def _subject_of(self, finite: int, floor: int) -> Source | None:
        group = finite
        while group > floor and self.view.is_auxiliary(group - 1):
            group -= 1
        return before_verb(self.view, group, floor)

    # --- what is said ---------------------------------------------------------------------------------------------

    def _reads_on(self, first: int) -> bool:
        """Whether what is said follows the verb, not the other way round."""
        view, verb, after = self.view, self.verb, self.after
        if after >= view.count or view.lowers[after] in (".", "!", "?"):
            return False
        if view.lowers[after] == "," and not verb.in_quote():
            if verb.has_clause_before(first):
                return False
            return verb.opening_quote(after + 1) is not None or view.has_finite(after, verb.said_end(after))
        if verb.announces(after):
            return True
        is_taken = self.earlier is not None and first > 1 and self.earlier.covers(first - 2)
        if first and verb.closes_quote(first - 1) and not is_taken and not verb.follows_title(first - 1):
            return False
        return has_content_after(verb) and not (verb.has_clause_before(first) and self._only_circumstances())

    def _only_circumstances(self) -> bool:
        """…, he said in Paris, where …: what follows gives no clause of its own before the next comma."""
        verb = self.verb
        start = verb.adverbials_end(self.after)
        return verb.trails_off() and not verb.has_clause(start, verb.segment_end(start))

    def _forward(self, source: Source) -> Statement:
        end = self._subordinate_end(source, self._relative_end(self.verb.said_end(self.after)))
        opening = self.verb.opening_quote(self.verb.adverbials_end(self.after))
        if opening is not None:
            end = self._quoted_end(opening, end)
        kind = self.verb.verb.kind
        is_held = kind == "think" or (kind == "show" and self.verb.is_paper(source))
        return Statement(self.cue, source, ((self.after, end),), is_held=is_held)

    def _backward(self, source: Source, before: int, tail: int, *, resumes: bool = True) -> Statement:
        """What is said stands before token `before`, and runs on after `tail` where it was only interrupted."""
        view, verb = self.view, self.verb
        contents = [(clause_start(view, before - 1), before)] if before else []
        opening = verb.opening_quote(tail) if tail < view.count else None
        if opening is None and before and verb.closes_quote(before - 1):
            opening = self._resumed_quote(tail)
        if opening is not None:
            contents.append((opening, quote_end(view, opening)))
        elif resumes and tail < view.count and view.lowers[tail] == "," and self._interrupts(before, tail):
            contents.append((tail, verb.said_end(tail)))
        elif before and tail < view.count and view.lowers[tail] == ":" and not verb.closes_quote(before - 1):
            contents.append((tail, verb.said_end(tail)))  # …, notes X: …
        return Statement(self.cue, source, tuple(contents), is_backward=True)

    def _resumed_quote(self, tail: int) -> int | None:
        """ "…," she said in her book, "so …": the first token of the quotation that goes on behind the cue."""
        view = self.view
        limit = min(view.count, tail + LONGEST_INTERRUPTION)
        opening = next((i for i in range(tail, limit) if view.quote_of[i] >= 0), None)
        return opening if opening is not None and not view.has_finite(tail, opening) else None

    def _interrupts(self, before: int, tail: int) -> bool:
        """The project, X said, will cost: the cue stands between commas within one clause."""
        view = self.view
        if view.tags[self.at] == "VBG" or before == 0 or view.quote_of[max(before - 2, 0)] >= 0:
            return False
        following = view.lowers[min(tail + 1, view.count - 1)]
        return view.lowers[before - 1] == "," and following not in ("who", "which", "adding", "noting", "where")

    def _subordinate_end(self, source: Source, end: int) -> int:
        """When asked who they thought was best, 55 percent named B: the statement ends with its "when"-clause."""
        view = self.view
        start = clause_start(view, min(source.first, self.group))
        opener = start + 1 if view.tags[start] == "CC" else start
        if view.lowers[opener] not in SUBORDINATORS or view.next_comma(opener) < self.at:
            return end
        comma = view.next_comma(self.after)
        while comma < end and not view.has_finite(comma, min(view.next_comma(comma + 1), end)):
            comma = view.next_comma(comma + 1)
        return comma if comma < end and self.verb.opening_quote(self.after) is None else end

    def _relative_end(self, end: int) -> int:
        """X, who said 5 died, left: the statement ends with its relative clause."""
        view = self.view
        if self.group == 0 or view.lowers[self.group - 1] not in ("who", "which"):
            return end
        comma = view.next_comma(self.after)
        return comma if comma + 1 < end and view.tags[comma + 1] in FINITE else end

    def _quoted_end(self, opening: int, end: int) -> int:
        """A quotation after the cue is what is said; more only where another quotation or clause follows at once."""
        view = self.view
        stop = quote_end(view, opening)
        while view.has_finite(opening, stop):
            opening = next((i for i in range(stop, min(end, stop + 5)) if view.quote_of[i] >= 0), -1)
            if opening < 0:
                is_circumstance = view.lowers[stop - 1] == "," or any(
                    view.lowers[i] in AFTER_QUOTE for i in range(stop, min(end, stop + 3))
                )
                return stop if is_circumstance else end
            stop = quote_end(view, opening)
        return end
