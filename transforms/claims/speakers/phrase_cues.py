"""Statements made without a verb: according to X; …, per X; in X's view; in a poll by X, …; X: …."""

from __future__ import annotations

from transforms.claims.speakers.sources import DASHES, Source, after_verb, before_verb
from transforms.claims.speakers.statements import Statement, clause_end, clause_start
from transforms.claims.speakers.view import FINITE, NOUNS, STOPS, SentenceView
from transforms.claims.speakers.words import acts, papers, polls, role_of, words_for

OPINIONS = frozenset(
    ["view", "opinion", "words", "estimate", "estimation", "judgment", "judgement", "assessment", "account"]
)
LONGEST_LABEL, LONGEST_CLAUSE, LONGEST_CIRCUMSTANCE = 8, 60, 15  # tokens
NO_LABELS = words_for("heading")
WITHIN_NAME = NOUNS | {"JJ", "JJS", "CD", "POS", "VBN", ":", "/"}
BEFORE_PER = frozenset(("", ",", "(", "as", "—", "–", "--"))
FEW = frozenset("two three four five six seven eight nine ten several".split())  # ", per two officials"
BULLETS = frozenset("-•*·")
SPECIFIC = (["a"], ["an"], ["the"], ["this"], ["its"], ["another"], ["one"])


def phrase_statements(view: SentenceView) -> list[Statement]:
    """The statements that prepositions and colons make in a sentence, in order of their cues."""
    found = []
    for i, lower in enumerate(view.lowers):
        statement = None
        if lower == "according" and view.lowers[i + 1 : i + 2] == ["to"]:
            statement = _prepositional(view, i, i + 2)
        elif lower == "per":
            statement = _per(view, i)
        elif lower == "in":
            statement = _opinion(view, i) or _poll(view, i)
        elif lower in acts():
            statement = _act(view, i)
        elif lower in DASHES:
            statement = _credit(view, i)
        elif lower == ":" and 0 < i <= LONGEST_LABEL and view.lowers[i - 1] not in words_for("asking"):
            statement = _label(view, i)
        if statement is not None:
            found.append(statement)
    return found


def _prepositional(view: SentenceView, cue: int, noun: int) -> Statement | None:
    source = after_verb(view, noun) if noun < view.count else None
    if source is None:
        return None
    tail = source.end
    while tail < view.count and (view.is_time(tail) or view.lowers[tail] == "on"):
        tail += 1
    return Statement((cue, noun), source, _around(view, cue, tail), is_backward=cue > 0)


def _per(view: SentenceView, cue: int) -> Statement | None:
    """…, per X: of its own behind a comma or as the first word, and before who can say things.

    Not "per 100,000 people", "per person", "per capita", "$30 per barrel", "per request of the queen".
    """
    before = view.lowers[cue - 1] if cue else ""
    statement = _prepositional(view, cue, cue + 1) if before in BEFORE_PER else None
    if statement is None:
        return None
    if view.tags[cue + 1] in ("NN", "CD") and not view.is_capital(cue + 1) and view.lowers[cue + 1] not in FEW:
        return None
    is_group = view.lowers[cue + 2 : cue + 3] == ["people"] and view.lowers[cue + 3 : cue + 4] != ["familiar"]
    is_few = view.lowers[cue + 1] in FEW and not is_group and view.speaks(statement.source.first, statement.source.end)
    return statement if is_few or view.speaks(statement.source.end - 1, statement.source.end) else None


def _around(view: SentenceView, cue: int, tail: int) -> tuple[tuple[int, int], ...]:
    """What a prepositional cue covers: what follows it where it opens the clause, else what stands before it.

    Between commas it interrupts one statement, which then goes on behind it.
    """
    start = clause_start(view, cue - (view.lowers[cue - 1] != ";")) if cue else 0
    is_joined = view.tags[cue - 1 : cue] == ["CC"] and (cue - start == 1 or view.lowers[cue - 2] == ",")
    opens = cue == start or is_joined or view.lowers[cue - 1] == "that"
    end = clause_end(view, min(tail, view.count - 1))
    if opens and tail < view.count:
        comma = view.next_comma(tail)
        is_of_source = view.tags[tail] in ("VBN", "VBD", "IN") and comma - tail <= LONGEST_CIRCUMSTANCE
        is_circumstance = is_of_source and not view.has_finite(tail + 1, comma) and view.has_finite(comma, end)
        return ((comma if is_circumstance else tail, end),)  # "evidence heard during the three-day trial, …"
    if opens:
        return ((tail, end),)
    is_between = view.lowers[cue - 1] == "," and tail < view.count and view.lowers[tail] == ","
    return ((start, cue), (tail, end)) if is_between else ((start, cue),)


def _opinion(view: SentenceView, preposition: int) -> Statement | None:
    """In X's view, …; in the view of X, …."""
    end = _phrase_end(view, preposition)
    end = next((i for i in range(preposition + 1, end) if view.tags[i] in FINITE), end)
    noun = next((i for i in range(preposition + 1, end) if view.lowers[i] in OPINIONS), None)
    if noun is None or view.lowers[preposition] != "in":
        return None
    if noun + 1 < end and view.lowers[noun + 1] == "of":
        source: Source | None = after_verb(view, noun + 2)
    elif view.tags[noun - 1] in ("POS", "PRP$"):
        last = noun - 1 if view.tags[noun - 1] == "POS" else noun
        source = Source(preposition + 1, last)
    else:
        return None
    if source is None:
        return None
    quoted = next((i for i in range(end, min(end + 8, view.count)) if view.quote_of[i] >= 0), None)
    if quoted is not None and view.quote_of[preposition] < 0:
        return Statement((preposition, noun + 1), source, ((quoted, view.quote_last[quoted]),))
    return Statement((preposition, noun + 1), source, _around(view, preposition, end))


def _poll(view: SentenceView, preposition: int) -> Statement | None:
    """In a new poll, 40 percent …; … 40 percent in a poll released on Monday: the paper itself speaks.

    Of a report so does whose it is, and only where it opens the sentence: "In a report by the council, 40 wells …".
    """
    if view.lowers[preposition + 1 : preposition + 2] not in SPECIFIC:
        return None
    noun = preposition + 2
    while noun < view.count and not _is_paper(view, preposition, noun):
        if not _is_within_name(view, noun):
            return None
        noun += 1
    if noun >= view.count or view.tags[noun + 1 : noun + 2] in (["NN"], ["NNS"]):
        return None
    if view.lowers[preposition + 1] == "the" and view.lowers[noun].endswith("s"):
        return None  # "ahead in the polls"
    tail = _phrase_end(view, noun)
    contents = _around(view, preposition, tail)
    start = clause_start(view, preposition)
    verb = next((i for i in range(noun + 1, tail) if view.tags[i] in FINITE), None)
    if preposition > start and verb is not None and not view.has_finite(start, preposition):
        contents = ((start, preposition), (verb, clause_end(view, preposition)))  # "support in the poll stands at 53%"
    first = preposition + 1
    while first + 1 < noun and (view.is_time(first + 1) or view.tags[first + 1] in ("CD", ":")):
        first += 1  # "an April 30 – May 4 poll"
    author = _author(view, noun) if view.lowers[noun] in words_for("telling") else None
    source = author or Source(first + (first > preposition + 1), noun + 1)
    return Statement((preposition, preposition + 1), source, contents, is_backward=preposition > 0)


def _is_paper(view: SentenceView, preposition: int, noun: int) -> bool:
    """Whether a token is a poll's, or behind the sentence's first word a report's or a named average's."""
    word = view.lowers[noun]
    if word in polls(asking=True):
        return True
    is_average = word == "average" and view.is_capital(noun - 1)  # "in the Delta average at the end of June"
    return preposition == 0 and (word in words_for("telling") or is_average)


def _is_within_name(view: SentenceView, token: int) -> bool:
    """Whether a token may stand before the noun of a paper: words of its name, days of its asking."""
    return view.tags[token] in WITHIN_NAME or view.is_time(token)


def _author(view: SentenceView, noun: int) -> Source | None:
    """Whose a report is: "a report of the council", "a study by Ada Brandt"; None where nobody speaks behind it."""
    if view.lowers[noun + 1 : noun + 2] not in (["of"], ["by"], ["from"]):
        return None
    source = after_verb(view, noun + 2) if noun + 2 < view.count else None
    if source is None or "CD" in view.tags[source.first : source.end]:  # "a study of 40 patients"
        return None
    return source if view.speaks(source.first, source.end) else None


def _act(view: SentenceView, noun: int) -> Statement | None:
    """X's claim that 5 died; its forecast of 3 percent: whose it is speaks."""
    after = noun + 1
    link = view.lowers[after] if after < view.count else ""
    is_figure = link == "of" and view.tags[after + 1 : after + 2] in (["CD"], ["$"], ["RB"], ["JJR"])
    is_promise = link == "to" and view.tags[after + 1 : after + 2] == ["VB"]
    if view.tags[noun] in ("NN", "NNS") and link == "by":
        return _act_by(view, noun)
    if view.tags[noun] not in ("NN", "NNS") or not (link == "that" or is_promise or is_figure):
        return None
    owner = noun - 1
    while owner >= 0 and view.tags[owner] in ("JJ", "NN", "CD", "VBN", "JJS"):
        owner -= 1
    if owner < 0 or view.tags[owner] not in ("POS", "PRP$"):
        return None
    source = _owner(view, owner) if view.tags[owner] == "PRP$" else before_verb(view, owner, 0)
    end = min(clause_end(view, noun), view.next_comma(noun))
    return Statement((noun, after), source, ((after, end),)) if source is not None else None


def _act_by(view: SentenceView, noun: int) -> Statement | None:
    """Claims by X that 5 died."""
    source = after_verb(view, noun + 2) if noun + 2 < view.count else None
    if source is None or view.lowers[source.end : source.end + 1] != ["that"]:
        return None
    end = min(clause_end(view, source.end), view.next_comma(source.end))
    return Statement((noun, noun + 2), source, ((source.end, end),))


def _owner(view: SentenceView, pronoun: int) -> Source:
    """Of "the bank cut its forecast" the bank; else the pronoun itself."""
    start = max(view.clause_first[pronoun], pronoun - LONGEST_CLAUSE)
    finite = next((i for i in range(start, pronoun) if view.tags[i] in FINITE), None)
    subject = before_verb(view, finite, start) if finite is not None else None
    return subject or Source(pronoun, pronoun + 1)


def _phrase_end(view: SentenceView, start: int) -> int:
    end = start + 1
    while end < min(view.count, start + 25) and view.lowers[end] != "," and view.lowers[end] not in STOPS:
        if view.tags[end] == "CD" and view.tags[end - 1] == "NNS":
            break  # "in a survey of managers 40 percent said"
        end += 1
    return end


def _credit(view: SentenceView, dash: int) -> Statement | None:
    """“…” — Leila Osman, the mayor: who stands alone behind a quotation and a dash has said it."""
    last = next((i for i in range(dash - 1, -1, -1) if not view.is_mark(i)), None)
    if last is None or last == dash - 1 or view.quote_of[last] < 0 or view.has_finite(dash, view.count):
        return None
    source = after_verb(view, dash + 1) if dash + 1 < view.count else None
    if source is None or source.first != dash + 1 or not view.speaks(source.first, source.end):
        return None
    first = next(i for i in range(last + 1) if view.quote_of[i] == view.quote_of[last])
    if not view.has_finite(first, last + 1):  # “The 40 Rules of a Good Life” – Penguin
        return None
    return Statement((dash, dash + 1), source, ((first, last + 1),), is_backward=True)


def _label(view: SentenceView, colon: int) -> Statement | None:
    """X: …, where X is a person, a body or a paper and stands at the sentence's start.

    Whether a bare name is that of a person is left to who resolves it: "Smith: …", but not "London: …".
    """
    if (
        view.has_finite(0, colon)
        or "(" in view.lowers[:colon]  # "Home Depot (ticker: HD) reported"
        or colon + 1 >= view.count
        or any(view.quote_of[i] != view.quote_of[colon] for i in range(1, colon))
    ):
        return None
    first = 1 if (view.is_mark(0) or view.lowers[0] in BULLETS) and colon > 1 else 0
    if view.lowers[colon - 1] in NO_LABELS or (view.lowers[0] in BULLETS and not view.has_finite(colon, view.count)):
        return None  # "- Lee Brandt: 40 goals, 12 assists."
    is_paper = view.lowers[colon - 1] in papers() and view.tags[colon - 1] in ("NNS", "NNPS")
    is_name = all(
        view.tags[i] in ("NNP", "NNPS", "JJ") or view.tokens[i].text[0].isupper() or role_of(view.lowers[i]) is not None
        for i in range(first, colon)
    )
    if not is_paper and not is_name:
        return None
    return Statement((colon, colon + 1), Source(first, colon), ((colon + 1, view.count),))
