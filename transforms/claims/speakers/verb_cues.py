"""Statements made by a verb of speech: X said …; …, X said; …, said X; …, X said, …; …, saying …; said by X."""

from __future__ import annotations

from transforms.claims.speakers.sources import Source, after_verb, before_verb
from transforms.claims.speakers.statements import Statement, clause_end, clause_start, quote_end
from transforms.claims.speakers.view import NOUN_STARTS, QUOTE_MARKS, STOPS, SentenceView
from transforms.claims.speakers.words import BE, HEARERS, SAYING_INFINITIVES, SpeechVerb, papers, role_of, verbs

NEGATIONS = frozenset(["not", "n't", "never", "neither", "nor", "hardly"])
UNREAL = frozenset(["would", "could", "might", "must", "can"])
PARTICIPLE_OPENERS = frozenset(("by", "in", "while", "when", "before", "after", "as", "and", "then", "also", "further"))
AFTER_QUOTE = frozenset(["after", "as", "when", "while", "in", "on", "at", "during", "following", "before", "amid", "since", "with"])
HUMAN_ENDINGS = ("ers", "ors", "ists", "ians", "men", "women", "ants", "ents", "ees", "ives", "ials", "ics")
HUMANS = frozenset(
    ["people", "officials", "sources", "those", "many", "some", "others", "most", "critics", "police", "voters", "families", "residents", "both", "experts", "authorities", "insiders", "locals", "government", "management", "public", "everyone", "someone", "he", "she", "they", "we", "i", "it", "you", "who", "another", "one", "republicans", "democrats", "conservatives", "liberals", "activists", "men", "women", "parents"]
)


def verb_statements(view: SentenceView) -> list[Statement]:
    """The statements that verbs of speech make in a sentence, in order of their cues."""
    found: list[Statement] = []
    known = verbs()
    for i, lower in enumerate(view.lowers):
        verb = known.get(lower)
        if verb is None or not view.tags[i].startswith("VB"):
            continue
        statement = _Reader(view, i, verb, found[-1] if found else None).read()
        if statement is not None:
            found.append(statement)
    return found


class _Reader:
    """Reads the statement of one verb."""

    def __init__(self, view: SentenceView, at: int, verb: SpeechVerb, earlier: Statement | None) -> None:
        self.view, self.at, self.verb, self.earlier = view, at, verb, earlier
        self.group = at
        while self.group > 0 and view.is_auxiliary(self.group - 1) and self._same_quote(self.group - 1):
            self.group -= 1
        self.words = set(view.lowers[self.group : at])
        self.after = self._after_hearer(at + 1)

    def read(self) -> Statement | None:
        if self.words & NEGATIONS or (self.words & UNREAL and self.verb.kind != "show"):
            return None
        if self._is_passive():
            return self._by_agent()
        if self.view.tags[self.at] == "VBG" and not self.words & BE:
            return self._participle()
        if self.group > 0 and self.view.lowers[self.group - 1] == "to" and not self._is_said_infinitive():
            return None
        inverted = self._inverted()
        return inverted or self._with_subject()

    # --- forms ----------------------------------------------------------------------------------------------------

    def _inverted(self) -> Statement | None:
        """…," said X; …, announced X."""
        view = self.view
        if not self.verb.may_follow or self.group != self.at or self.at == 0 or self.after != self.at + 1:
            return None
        before = self.at - 1
        after_quote = view.quote_of[before] < 0 and self._closes_quote(before)
        if not after_quote and view.lowers[before] not in (",", "--", "—", "–", "?", "!"):
            return None
        if self.after >= view.count or view.tags[self.after] not in NOUN_STARTS or view.lowers[self.after] == "that":
            return None
        stop = self._segment_end(self.after)
        if not after_quote and (view.has_finite(self.after, stop) or not self._clause_before(before)):
            return None
        source = after_verb(view, self.after)
        if source is None:
            return None
        tail = max([source.end, *(end for _, end in source.appositions)])
        return self._backward(source, before + 1, tail)

    def _with_subject(self) -> Statement | None:
        source = before_verb(self.view, self.group, self._floor())
        if source is None or not self._is_speaker(source):
            return None
        first = min(source.first, self.group)
        if self._reads_on(first):
            return self._forward(source)
        if self._has_clause_before(first):
            return self._backward(source, first, self.at + 1)
        return None

    def _participle(self) -> Statement | None:
        """…, saying 5 died: the speaker is the subject of the clause that the participle hangs on."""
        view, at = self.view, self.group
        opener = view.lowers[at - 1] if at else ""
        if at and opener not in (",", *QUOTE_MARKS, "—", "--", "(") and opener not in PARTICIPLE_OPENERS:
            if self.verb.kind not in ("say", "tell", "show") or view.tags[at - 1] not in (
                "NN",
                "NNS",
                "NNP",
                "CD",
                "RB",
            ):
                return None
        if self.verb.kind == "cite":
            source = after_verb(view, self.after)
            return source and self._backward(source, at, source.end)
        if not self._has_content_after():
            return None
        source = self._clause_subject(at)
        return source and self._forward(source)

    def _by_agent(self) -> Statement | None:
        """… was announced by X, … figures released by X."""
        view, at = self.view, self.at
        following = at + 1
        if following + 1 >= view.count or view.lowers[following] != "by" or self.verb.kind not in ("say", "show"):
            return None
        source = after_verb(view, following + 1)
        if source is None or not self._is_speaker(source) or view.tags[following + 1] == "VBG":
            return None
        return self._backward(source, self.group, source.end)

    # --- what is said ---------------------------------------------------------------------------------------------

    def _forward(self, source: Source) -> Statement:
        view = self.view
        start, end = self.after, clause_end(view, min(self.after, view.count - 1))
        end = self._relative_end(end)
        opening = self._opening_quote(start)
        if opening is not None:
            end = self._quoted_end(opening, end)
        return Statement((self.group, self.at + 1), source, ((start, end),))

    def _backward(self, source: Source, before: int, tail: int) -> Statement:
        """What is said stands before token `before`, and runs on after `tail` where a comma or quotation follows."""
        view = self.view
        contents = [(clause_start(view, before - 1), before)] if before else []
        if tail < view.count and (view.lowers[tail] == "," or self._opening_quote(tail) is not None):
            opening = self._opening_quote(tail)
            if opening is not None:
                contents.append((opening, clause_end(view, opening)))
            elif view.lowers[tail] == "," and self._interrupts(before, tail):
                contents.append((tail, clause_end(view, tail)))
        cue = (self.group, self.at + 1)
        return Statement(cue, source, tuple(contents), is_backward=True)

    def _interrupts(self, before: int, tail: int) -> bool:
        """The project, X said, will cost: the cue stands between commas within one clause."""
        view = self.view
        is_open = before > 0 and view.lowers[before - 1] == ","
        if view.tags[self.at] == "VBG" or view.quote_of[max(before - 2, 0)] >= 0:
            return False
        return is_open and view.lowers[min(tail + 1, view.count - 1)] not in ("who", "which", "adding", "noting")

    def _relative_end(self, end: int) -> int:
        """X, who said 5 died, left: the statement ends with its relative clause."""
        view = self.view
        before = self.group - 1
        if before < 0 or view.lowers[before] not in ("who", "which"):
            return end
        comma = view.next_comma(self.after)
        if comma + 1 < end and view.tags[comma + 1] in ("VBD", "VBZ", "VBP", "MD"):
            return comma
        return end

    def _quoted_end(self, opening: int, end: int) -> int:
        """A quotation after the cue is what is said; more only where another quotation follows at once."""
        view = self.view
        stop = quote_end(view, opening)
        if not view.has_finite(opening, stop):
            return end
        following = stop
        while following < min(end, stop + 5):
            if view.quote_of[following] >= 0:
                return self._quoted_end(following, end)
            if view.lowers[following] in AFTER_QUOTE:
                break
            following += 1
        return stop if following < end and view.lowers[following] in AFTER_QUOTE else end

    # --- tests ----------------------------------------------------------------------------------------------------

    def _reads_on(self, first: int) -> bool:
        """Whether what is said follows the verb, not the other way round."""
        view, after = self.view, self.after
        if after >= view.count or view.lowers[after] in (".", "!", "?"):
            return False
        if self._opening_quote(after) is not None or view.lowers[after] in ("that", ":"):
            return True
        if view.lowers[after] == ",":
            return self._opening_quote(after + 1) is not None and not self._has_clause_before(first)
        return self._has_content_after()

    def _has_content_after(self) -> bool:
        view, after, verb = self.view, self.after, self.verb
        if after >= view.count:
            return False
        if self._opening_quote(after) is not None or view.lowers[after] in ("that", ":"):
            return True
        stop = self._segment_end(after)
        if verb.kind in ("urge", "accuse"):
            return view.lowers[after] in ("for", "on", "to", "that") or view.tags[after] in NOUN_STARTS
        if verb.kind == "value":
            return "at" in view.lowers[after : after + 15]
        if view.has_finite(after, stop) or "that" in view.lowers[after : min(stop, after + 12)]:
            return True
        if view.lowers[after] == "to":
            return verb.takes_noun or verb.lemma in ("promise", "pledge", "vow", "hope", "admit")
        if verb.takes_noun and view.tags[after] in NOUN_STARTS | {"VBG", "RB", "IN"}:
            return view.tags[after] != "IN" or view.lowers[after] not in ("on", "in", "at", "to", "by", "after")
        comma_clause = view.lowers[after] not in STOPS and stop < view.count and view.lowers[stop] == ","
        return comma_clause and verb.kind in ("say", "tell") and view.has_finite(stop, self._sentence_end(stop))

    def _has_clause_before(self, first: int) -> bool:
        """Whether something said stands before the speaker: it ends in a comma or a closing quotation mark."""
        view = self.view
        if first <= 1 or not self._same_quote(first - 1):
            return first > 1 and self._closes_quote(first - 1)
        if self._closes_quote(first - 1):
            return True
        if view.lowers[first - 1] not in (",", "--", "—", "–", "?", "!"):
            return view.lowers[first - 1] in ("as", "and", "but") and view.lowers[first - 2] == ","
        return self._clause_before(first - 1) or view.lowers[min(self.after, view.count - 1)] == ","

    def _clause_before(self, comma: int) -> bool:
        return self.view.has_finite(clause_start(self.view, comma), comma)

    def _closes_quote(self, token: int) -> bool:
        view = self.view
        return view.quote_of[token] < 0 and token > 0 and view.quote_of[token - 1] >= 0 and view.lowers[token] != ","

    def _opening_quote(self, token: int) -> int | None:
        """The first token of a quotation that opens at `token`, marks, commas and colons before it passed over."""
        view = self.view
        if self._in_quote():
            return None
        while token < view.count and (view.is_mark(token) or view.lowers[token] in (",", ":", "that")):
            if view.quote_of[token] >= 0:
                break
            token += 1
        return token if token < view.count and view.quote_of[token] >= 0 else None

    def _in_quote(self) -> bool:
        return self.view.quote_of[self.at] >= 0

    def _same_quote(self, token: int) -> bool:
        return self.view.quote_of[token] == self.view.quote_of[self.at]

    def _is_passive(self) -> bool:
        is_participle = self.view.tags[self.at] in ("VBN", "VBD")
        if is_participle and self.words & BE:
            return True
        followed_by = self.at + 1 < self.view.count and self.view.lowers[self.at + 1] == "by"
        return is_participle and followed_by and self.view.tags[self.at + 2 : self.at + 3] != ["VBG"]

    def _is_said_infinitive(self) -> bool:
        return self.group >= 2 and self.view.lowers[self.group - 2] in SAYING_INFINITIVES

    def _is_speaker(self, source: Source) -> bool:
        """Verbs that are also said of things ask for a person, a body or a paper as their subject."""
        view = self.view
        if self.verb.kind in ("say", "tell", "deny") and self.verb.lemma not in ("hold", "mean", "allow", "figure"):
            return view.lowers[source.first] not in ("which", "this", "these")
        words = range(source.first, source.end)
        if any(view.tags[i] in ("NNP", "NNPS") for i in words):
            return True
        return any(
            view.lowers[i] in HUMANS
            or view.lowers[i] in papers()
            or role_of(view.lowers[i]) is not None
            or (view.tags[i] == "NNS" and view.lowers[i].endswith(HUMAN_ENDINGS))
            for i in words
        )

    # --- places ---------------------------------------------------------------------------------------------------

    def _floor(self) -> int:
        """How far left the subject may reach: not into another quotation, nor past a stop inside the sentence."""
        view, floor = self.view, self.group
        while floor > 0 and self._same_quote(floor - 1) and view.lowers[floor - 1] not in (";", ":"):
            if (
                view.lowers[floor - 1] in QUOTE_MARKS
                and floor >= 2
                and view.quote_of[floor - 2] != view.quote_of[self.at]
            ):
                break
            floor -= 1
            if self.group - floor > 60:
                break
        return floor

    def _segment_end(self, start: int) -> int:
        """The next comma, stop, mark or end of the sentence."""
        view = self.view
        end = min(view.next_comma(start), view.count)
        return next((i for i in range(start, end) if view.lowers[i] in STOPS or view.lowers[i] in QUOTE_MARKS), end)

    def _sentence_end(self, start: int) -> int:
        return clause_end(self.view, min(start, self.view.count - 1))

    def _after_hearer(self, start: int) -> int:
        """Where what is said starts: after the hearer of "told Reuters", after "to reporters"."""
        view = self.view
        if start < view.count and view.lowers[start] == "to" and view.tags[start + 1 : start + 2] != ["VB"]:
            hearer = after_verb(view, start + 1)
            return hearer.end if hearer else start
        if self.verb.kind not in ("tell", "urge", "accuse") or start >= view.count:
            return start
        if self.verb.kind == "tell":
            if view.lowers[start] in HEARERS:
                return start + 1
            that = next((i for i in range(start, min(start + 12, view.count)) if view.lowers[i] == "that"), None)
            if that is not None:
                return that
            return self._noun_end(start)
        return start

    def _noun_end(self, start: int) -> int:
        view, end = self.view, start
        while end < view.count and view.tags[end] in NOUN_STARTS | {"POS"} and (end == start or view.tags[end] != "DT"):
            if view.tags[end] == "PRP" and end > start:
                break
            end += 1
            if end < view.count and view.tags[end - 1] in ("NNS", "NNPS"):
                break
        return end

    def _clause_subject(self, at: int) -> Source | None:
        """The subject that a participle shares: that of the statement before it, else the clause's first noun phrase."""
        view = self.view
        if self.earlier is not None and view.quote_of[self.earlier.cue[0]] == view.quote_of[self.at]:
            return self.earlier.source
        start = clause_start(view, at - 1) if at else 0
        finite = next((i for i in range(start, at) if view.tags[i] in ("VBD", "VBZ", "VBP", "MD")), None)
        if finite is None:
            return None
        group = finite
        while group > start and view.is_auxiliary(group - 1):
            group -= 1
        return before_verb(view, group, start)
