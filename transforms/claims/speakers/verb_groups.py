"""A verb of speech in its sentence: its auxiliaries, where what is said starts, and what stands around it."""

from __future__ import annotations

from transforms.claims.speakers.sources import DASHES, WINDOW, Source, after_verb
from transforms.claims.speakers.statements import clause_end, clause_start
from transforms.claims.speakers.view import (
    FINITE,
    NOUN_STARTS,
    NOUNS,
    QUOTE_MARKS,
    SHORTEST_QUOTATION,
    STOPS,
    SentenceView,
)
from transforms.claims.speakers.words import (
    AUXILIARIES,
    BE,
    HEARERS,
    RELATIVES,
    SAYING_INFINITIVES,
    SpeechVerb,
    papers,
    polls,
)
from transforms.syntax.lexicon import tags_of

BREAKS = frozenset((",", "--", "—", "–", "-"))
PARTICLES = {
    "point": frozenset(("out", "to")),
    "call": frozenset(("for", "on")),
    "talk": frozenset(("about", "of")),
    "speak": frozenset(("about", "of")),
    "refer": frozenset(("to",)),
}
ENDS = frozenset(".?!")
FRACTIONS = frozenset(("half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "two-thirds", "one-third"))
LONGEST_SEGMENT = 150  # tokens
ARTICLES = frozenset(("DT", "PRP$", "POS"))
NOT_ARTICLES = frozenset(("that", "all", "both"))
NOUN_TAGS = (["NN"], ["NNS"], ["CD"])
WITHIN_PHRASE = NOUNS | {"DT", "JJ", "PRP$", "POS", "CD"}
OF_VERBS = frozenset(("boast", "brag", "warn", "complain", "confess", "remind", "inform", "assure", "admit"))
CORE_VERBS = frozenset(("say", "announce", "state", "report", "note", "add", "warn", "claim", "tell", "argue", "write"))
TO_VERBS = frozenset(("promise", "pledge", "vow", "hope", "threaten", "expect"))
# What is put at so much, or given as so many.
FIGURES = frozenset(
    "value toll number count cost price odds loss losses share epicenter epicentre figure total".split()
)
LONGEST_GIVEN = 10  # tokens: "the number of dead as"
TRAILERS = frozenset(("in", "on", "at", "during", "from", "via", "after", "before", "as", "to", "by", "with", "when"))


class VerbGroup:
    """One verb at token `at`; `group` is the first token of its auxiliaries and adverbs."""

    def __init__(self, view: SentenceView, at: int, verb: SpeechVerb) -> None:
        self.view, self.at, self.verb = view, at, verb
        self.group = at
        while self.group > 0 and view.is_auxiliary(self.group - 1) and self.same_quote(self.group - 1):
            self.group -= 1
        self.words = frozenset(view.lowers[self.group : at])
        self.is_participle = view.tags[at] == "VBG" and not self.words & BE
        self.is_infinitive = self.group > 0 and view.lowers[self.group - 1] == "to"
        if self.is_infinitive and self.group >= 2 and view.lowers[self.group - 2] in SAYING_INFINITIVES:
            self._take_in_main_verb()
        self.after = self._said_from(at + 1)

    def _take_in_main_verb(self) -> None:
        """Went on to say, are quick to point out: the subject is that of the verb before."""
        view, start = self.view, self.group - 2
        while start > 0 and (view.tags[start - 1].startswith(("VB", "RB", "JJ")) or view.is_auxiliary(start - 1)):
            start -= 1
        self.group, self.is_infinitive = start, False
        self.is_participle = view.tags[start] == "VBG"

    # --- where what is said starts --------------------------------------------------------------------------------

    def _said_from(self, start: int) -> int:
        view = self.view
        if self.verb.lemma in PARTICLES and self.verb.kind == "topic":
            return start + 1
        if self.verb.kind == "tell":
            return self._after_hearer(start)
        is_hearer = view.lowers[start : start + 1] == ["to"] and set(view.tags[start + 1 : start + 2]) <= NOUN_STARTS
        if is_hearer and self.verb.lemma != "admit":
            hearer = after_verb(view, start + 1)
            return hearer.end if hearer else start
        return start

    def _after_hearer(self, start: int) -> int:
        view = self.view
        if start >= view.count:
            return start
        if view.lowers[start] in HEARERS:
            return start + 1
        limit = min(start + 12, view.count)
        ends = (i for i in range(start, limit) if view.tags[i] in FINITE | {"VBG"} or view.lowers[i] in ENDS)
        limit = next(ends, limit)  # "…, adding that"
        that = next((i for i in range(start, limit) if view.lowers[i] == "that" or view.quote_of[i] >= 0), None)
        if that is not None and not self.in_quote():
            return that
        end = start
        while end < view.count and view.tags[end] in NOUN_STARTS | {"POS"}:
            is_new_phrase = end > start and (
                view.tags[end] in ("DT", "PRP", "EX", "CD")
                or (view.tags[end - 1] == "NNP" and view.tags[end] in ("NNS", "JJ", "JJR"))  # "told AFP prices rose"
            )
            if is_new_phrase or (end > start and view.tags[end - 1] in ("NNS", "NNPS")):
                break
            end += 1
        return end

    def adverbials_end(self, start: int) -> int:
        """The token after "on Friday", "late Tuesday", "March 3" at `start`."""
        view, end = self.view, start
        while end < view.count:
            is_date = view.is_time(end) or (view.tags[end] == "CD" and end > start and view.is_time(end - 1))
            if view.lowers[end] in DASHES and end == start:
                closing = next((i for i in range(end + 1, min(end + 12, view.count)) if view.lowers[i] in DASHES), None)
                if closing is not None and view.lowers[closing + 1 : closing + 2] == ["that"]:
                    return closing + 1
            if not is_date and not (view.lowers[end] in ("on", "late", "early") and self._is_time_at(end + 1)):
                break
            end += 1
        return end

    def _is_time_at(self, token: int) -> bool:
        return token < self.view.count and self.view.is_time(token)

    # --- what follows ---------------------------------------------------------------------------------------------

    def announces(self, token: int) -> bool:
        """Whether a quotation, "that" or a colon follows at `token`."""
        view = self.view
        token = self.adverbials_end(token)
        if token >= view.count:
            return False
        return self.opening_quote(token) is not None or view.lowers[token] in ("that", ":")

    def has_clause(self, start: int, end: int) -> bool:
        """Whether a subject with its own finite verb stands from `start` to `end`: not "two plays and wrote"."""
        view = self.view
        if not view.has_finite(start, end):
            return False
        is_relative = False
        is_strict = self.verb.kind == "show"  # "established the force when he signed" states nothing
        for i in range(start, min(end, start + WINDOW)):
            if is_strict and view.lowers[i] in ("when", "after", "before", "because", "while", "if", "since", "until"):
                return False
            if view.tags[i] in ("WDT", "WP", "WP$"):
                is_relative = True
            elif view.tags[i] in FINITE and is_relative:
                # "those who have died were": the verb of the relative clause is still to come.
                is_relative = view.lowers[i] in AUXILIARIES
            elif view.tags[i] in FINITE:
                group = i
                while group > start and view.is_auxiliary(group - 1):
                    group -= 1
                is_joined = view.tags[group - 1] in ("CC", "WP", "WDT", ",") or view.lowers[group - 1] in RELATIVES
                if not is_joined and not self._is_governed(start, group, i):
                    return True
        return False

    def _is_governed(self, start: int, group: int, finite: int) -> bool:
        """In a statement released on Monday: a participle behind the noun of the preposition, not a verb of its own."""
        tags = self.view.tags
        is_phrase = tags[start] == "IN" and tags[finite] == "VBD" and set(tags[start + 1 : group]) <= WITHIN_PHRASE
        is_participle = "VBN" in tags_of(self.view.lowers[finite])  # "in a statement prices rose"
        return is_phrase and is_participle and {"DT", "CD"}.isdisjoint(tags[start + 2 : group])

    def trails_off(self) -> bool:
        """Whether nothing but circumstances follows: "…, he said in Paris on Friday."."""
        view, after = self.view, self.adverbials_end(self.after)
        if after >= view.count:
            return True
        if view.lowers[after] in STOPS or view.lowers[after] in BREAKS or view.lowers[after] in QUOTE_MARKS:
            return True
        if view.lowers[after] == "to" and view.tags[after + 1 : after + 2] == ["VB"]:
            return False
        return view.lowers[after] in TRAILERS or view.tags[after] in ("RB", ")", "VBG", "CC")

    # --- what stands before ---------------------------------------------------------------------------------------

    def has_clause_before(self, first: int) -> bool:
        """Whether something said ends right before token `first`: in a comma or a closing quotation mark."""
        view = self.view
        if first < 1:
            return False
        if view.tags[first - 1] == "CC" or view.lowers[first - 1] in ("as", "while"):
            first -= 1
        if first < 2:
            return False
        if self.closes_quote(first - 1):
            return True
        if not self.same_quote(first - 1) or view.lowers[first - 1] not in BREAKS | {"?", "!"}:
            return False
        return self.clause_before(first - 1) or view.lowers[min(self.after, view.count - 1)] == ","

    def clause_before(self, comma: int) -> bool:
        """Whether a finite verb stands in the clause before a comma."""
        return self.view.has_finite(clause_start(self.view, comma), comma)

    def closes_quote(self, token: int) -> bool:
        """Whether `token` is the mark, or the last of the marks, that ends a quotation."""
        view = self.view
        if self.in_quote() or view.quote_of[token] >= 0 or not (view.is_mark(token) or view.lowers[token] == ","):
            return False
        while token > 0 and view.quote_of[token] < 0 and (view.is_mark(token) or view.lowers[token] == ","):
            token -= 1
        return view.quote_of[token] >= 0

    def follows_title(self, mark: int) -> bool:
        """Whether the quotation that ends at `mark` is but a title: on "Hannity," he said."""
        view = self.view
        last = next((i for i in range(mark, -1, -1) if view.quote_of[i] >= 0), 0)
        number, first = view.quote_of[last], last
        while first > 0 and view.quote_of[first - 1] == number:
            first -= 1
        opens_sentence = first == 0 or (first == 1 and view.is_mark(0))
        return not opens_sentence and last - first < SHORTEST_QUOTATION and not view.has_finite(first, last)

    def opening_quote(self, token: int) -> int | None:
        """The first token of a quotation that opens at `token`, marks, commas and colons before it passed over."""
        view = self.view
        if self.in_quote():
            return None
        while token < view.count and view.quote_of[token] < 0:
            if not view.is_mark(token) and view.lowers[token] not in (",", ":", "that"):
                return None
            token += 1
        return token if token < view.count else None

    def in_quote(self) -> bool:
        """Whether the verb itself is quoted."""
        return self.view.quote_of[self.at] >= 0

    def same_quote(self, token: int) -> bool:
        """Whether `token` stands in the same quotation as the verb, or both in none."""
        return self.view.quote_of[token] == self.view.quote_of[self.at]

    # --- what it is -----------------------------------------------------------------------------------------------

    def is_verb(self) -> bool:
        """Whether it is used as a verb that says, not as an adjective ("an estimated 55") or a name's participle."""
        view, before = self.view, self.group - 1
        particles = PARTICLES.get(self.verb.lemma)
        if particles is not None and not particles & set(view.lowers[self.at + 1 : self.at + 2]):
            return False
        if before >= 0 and view.tags[before] in ARTICLES and view.lowers[before] not in NOT_ARTICLES:
            return view.tags[self.at] not in ("VBN", "VBD", "VBG", "VB")
        is_attribute = before >= 0 and not self.words and view.tags[before] in ("VBG", "IN", "JJ")
        if is_attribute and view.tags[self.at] in ("VBN", "VBD") and view.tags[self.at + 1 : self.at + 2] in NOUN_TAGS:
            return False  # citing alleged violations
        if self.verb.kind == "tell" and self.after == self.at + 1:
            return False  # nobody is told: "their experience told"
        if self.verb.lemma != "say" and self.at > 0 and view.is_capital(self.at):
            return False  # in a heading: "South Dakota Projects:"
        if before >= 0 and view.lowers[before] in ("let", "lets"):
            return False
        charged = view.lowers[self.after : self.segment_end(self.after)]
        if self.verb.lemma == "charge" and "with" in charged and "that" not in charged[:2]:
            return False  # an indictment charging him with 2 counts
        if self.verb.lemma == "project" and view.lowers[self.after : self.after + 1] == [":"]:
            return False  # "restoration projects:"
        return not (view.tags[self.at] == "VBN" and not self.words and not self.is_by_agent())

    def is_by_agent(self) -> bool:
        """Announced by X: the one who says it follows."""
        view, at = self.view, self.at
        return view.lowers[at + 1 : at + 2] == ["by"] and view.tags[at + 2 : at + 3] not in (["VBG"], ["CD"], ["$"], [])

    def is_passive(self) -> bool:
        """Is expected, was announced, reported by X."""
        is_participle = self.view.tags[self.at] in ("VBN", "VBD")
        if self.verb.kind == "urge" and self.words & {"'s"}:
            return False  # who's called for
        return is_participle and (bool(self.words & BE) or self.is_by_agent())

    def is_speaker(self, source: Source) -> bool:
        """Verbs that are also said of things ask for a person, a body or a paper as their subject."""
        view, kind = self.view, self.verb.kind
        if kind == "paper" and not self._gives_a_figure():
            return any(view.lowers[i] in polls() for i in range(source.first, source.end))
        if self.in_quote() and not (kind in ("say", "tell", "show") and self._is_named(source)):
            return False  # within a quotation only a named third party takes the word
        if self._is_share(source) or view.lowers[source.first] in ("nobody", "no", "none"):
            return False
        if self.verb.lemma in ("say", "tell") and view.lowers[source.first] not in ("which", "this", "these", "that"):
            return True
        if kind not in ("show", "value") and self.announces(self.after):
            return view.lowers[source.first] not in ("which", "this", "these", "that")
        return view.speaks(source.first, source.end)

    def _gives_a_figure(self) -> bool:
        """Whether so many follow: "police gave the number of dead as 12"; not "the poll gives her 40 percent"."""
        words = self.view.lowers[self.after : self.segment_end(self.after)][:LONGEST_GIVEN]
        named = next((at for at, word in enumerate(words) if word in FIGURES), None)
        return self.verb.lemma == "give" and named is not None and "as" in words[named:]

    def is_paper(self, source: Source) -> bool:
        """Whether the subject is a paper: a poll, a report, the figures."""
        return any(self.view.lowers[i] in papers() for i in range(source.first, source.end))

    def _is_named(self, source: Source) -> bool:
        view = self.view
        return self.is_paper(source) or any(view.tags[i] in ("NNP", "NNPS") for i in range(source.first, source.end))

    def _is_share(self, source: Source) -> bool:
        """42 percent said, one in three said: a figure of a poll, not somebody who states figures."""
        view = self.view
        words = view.lowers[source.first : source.end]
        is_fraction = any(word in FRACTIONS and words[i + 1 : i + 2] in ([], ["of"]) for i, word in enumerate(words))
        return is_fraction or bool({"percent", "%", "pct", "cent"} & set(words)) or view.tags[source.end - 1] == "CD"

    # --- stretches ------------------------------------------------------------------------------------------------

    def floor(self) -> int:
        """How far left the subject may reach: not into another quotation, nor past a stop inside the sentence."""
        view, floor = self.view, self.group
        least = max(view.dateline, self.group - WINDOW)
        is_aside = False  # within brackets: "Home Depot (ticker: HD) reported"
        while floor > least and self.same_quote(floor - 1) and (is_aside or view.lowers[floor - 1] not in (";", ":")):
            is_aside = view.lowers[floor - 1] == ")" or (is_aside and view.lowers[floor - 1] != "(")
            if view.lowers[floor - 1] in QUOTE_MARKS and floor >= 2 and not self.same_quote(floor - 2):
                break
            floor -= 1
        return floor

    def segment_end(self, start: int) -> int:
        """The next comma, stop, mark or end of the sentence."""
        view = self.view
        end = min(view.next_comma(start), start + LONGEST_SEGMENT, view.count)
        return next((i for i in range(start, end) if view.lowers[i] in STOPS or view.lowers[i] in QUOTE_MARKS), end)

    def said_end(self, start: int) -> int:
        """Where a statement ends that holds token `start`."""
        return clause_end(self.view, min(start, self.view.count - 1))
