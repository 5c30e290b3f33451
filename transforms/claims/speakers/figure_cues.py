"""Statements told by what is done with a figure: recorded as 6.4 by X; X has it at 5; a poll has her ahead by 5; with X
reporting 40; the 40 that X has confirmed; X recalled seeing 35; by reports, ….
"""

from __future__ import annotations

from typing import Final

from transforms.claims.speakers.sources import Source, after_verb, before_verb
from transforms.claims.speakers.statements import Statement, clause_end, clause_start
from transforms.claims.speakers.view import FINITE, NOUNS, STOPS, SentenceView
from transforms.claims.speakers.words import polls, verbs, words_for

NEAR: Final = 12  # tokens between a verb and its figure or agent
NOUN: Final = 5  # tokens from a figure to the end of its noun
_HOLDING: Final = frozenset({"has", "have", "had"})
_STANDINGS: Final = frozenset(
    {"at", "ahead", "leading", "trailing", "behind", "up", "down", "with", "winning", "losing"}
)
_BREAKS: Final = frozenset({",", "—", "–", "--", "-"})
_LEVELS: Final = frozenset({"at", "as"})
_FIGURES: Final = ("CD", "$")
_NAMED: Final = NOUNS | {"JJ", "CD"}  # what a relative clause can be about: "the 40 dead that", "40 that"
_BEHIND_VALUES: Final = frozenset(". , ; : ) % percent pct per points million billion and but while".split())


def figure_statements(view: SentenceView) -> list[Statement]:
    """The statements of a sentence that are told by what is done with a figure, in order of their cues."""
    found = []
    for i, lower in enumerate(view.lowers):
        statement = None
        if lower in words_for("measuring") and view.tags[i] in ("VBN", "VBD"):
            statement = _measured(view, i)
        elif lower in _HOLDING:
            statement = _held(view, i)
        elif lower == "with":
            statement = _reporting(view, i)
        elif lower in ("that", "which"):
            statement = _confirmed(view, i)
        elif lower in words_for("recalling"):
            statement = _recalled(view, i)
        elif lower == "sees":
            statement = _foreseen(view, i)
        elif lower == "by":
            statement = _by_reports(view, i) or _by_count(view, i)
        if statement is not None:
            found.append(statement)
    return found


def figure_words() -> frozenset[str]:
    """The words without which a sentence holds no such statement."""
    told = (words_for(use) for use in ("measuring", "confirming", "recalling", "telling", "counting"))
    return frozenset(("has", "sees", "reports", "accounts")).union(*told)


def _segment_end(view: SentenceView, start: int) -> int:
    """The next comma, stop or end of the sentence."""
    end = min(view.next_comma(start), view.count)
    return next((i for i in range(start, end) if view.lowers[i] in STOPS), end)


def _has_figure(view: SentenceView, start: int, end: int) -> bool:
    return any(tag in _FIGURES for tag in view.tags[start:end])


def _speaker(view: SentenceView, source: Source | None) -> Source | None:
    """`source` if it can say things."""
    return source if source is not None and view.speaks(source.first, source.end) else None


def _measured(view: SentenceView, verb: int) -> Statement | None:
    """… was recorded as 6.4 by X; estimated by X at 40."""
    end = min(_segment_end(view, verb), verb + NEAR)
    by = next((i for i in range(verb + 1, end) if view.lowers[i] == "by"), None)
    if by is None or by + 1 >= view.count:
        return None
    source = _speaker(view, _agent(view, by + 1))
    if source is None:
        return None
    if by == verb + 1:  # "estimated by X at 40"
        is_told = view.lowers[source.end : source.end + 1] in (["at"], ["as"])
        stop = _segment_end(view, source.end)
        if not is_told or not _has_figure(view, source.end, stop):
            return None
        return Statement((verb, by + 1), source, ((source.end, stop),))
    if _LEVELS.isdisjoint(view.lowers[verb + 1 : by]) or not _has_figure(view, verb, by):
        return None
    start = max(clause_start(view, verb), _after_conjunction(view, verb))
    return Statement((by, by + 1), source, ((start, by),), is_backward=True)


def _agent(view: SentenceView, first: int) -> Source | None:
    """The noun phrase at token `first`, without "at 40" or "and estimated …" behind it."""
    source = after_verb(view, first)
    if source is None:
        return None
    for i in range(first + 1, source.end):
        following = view.tags[i + 1] if i + 1 < view.count else ""
        is_level = view.lowers[i] in _LEVELS and following in _FIGURES
        if is_level or (view.tags[i] == "CC" and following in ("VBN", "VBD")):
            return Source(source.first, i)
    return source


def _after_conjunction(view: SentenceView, verb: int) -> int:
    """Where the verb's own part of "was put at 40 by X and estimated at 60 by Y" starts, 0 where it has no other."""
    return verb if verb and view.tags[verb - 1] == "CC" else 0


def _held(view: SentenceView, verb: int) -> Statement | None:
    """X has it at 5; a poll has her ahead by 5 points."""
    end = min(_segment_end(view, verb), verb + NEAR)
    standing = next((i for i in range(verb + 2, end) if view.lowers[i] in _STANDINGS), None)
    if standing is None or view.tags[verb + 1] in ("VBN", "VBD", "TO", "RB", "DT", "CD"):
        return None
    source = before_verb(view, verb, 0)
    if source is None or not _has_figure(view, standing, _segment_end(view, standing)):
        return None
    is_poll = any(view.lowers[i] in polls() for i in range(source.first, source.end))
    is_it = standing == verb + 2 and view.tags[verb + 1] == "PRP"
    is_valued = is_it and view.lowers[standing] == "at" and _is_value(view, standing + 1)
    if not is_poll and not (is_valued and _speaker(view, source)):
        return None
    return Statement((verb, verb + 1), source, ((verb + 1, clause_end(view, verb)),))


def _is_value(view: SentenceView, at: int) -> bool:
    """Whether an amount, a share or a bare figure stands at token `at`: not "at 4 bases"."""
    is_amount = view.tags[at : at + 1] == ["$"]
    behind = view.lowers[at + 1] if at + 1 < view.count else "."
    return is_amount or (view.tags[at : at + 1] == ["CD"] and behind in _BEHIND_VALUES)


def _reporting(view: SentenceView, preposition: int) -> Statement | None:
    """…, with X reporting 40."""
    end = min(_segment_end(view, preposition + 1), preposition + NEAR)
    verb = next((i for i in range(preposition + 2, end) if view.tags[i] == "VBG"), None)
    known = verbs().get(view.lowers[verb]) if verb is not None else None
    if verb is None or known is None or known.kind != "say" or not known.takes_noun:
        return None
    source = _speaker(view, Source(preposition + 1, verb))
    stop = clause_end(view, verb)
    if source is None or not _has_figure(view, verb, stop):
        return None
    return Statement((verb, verb + 1), source, ((verb + 1, stop),))


def _confirmed(view: SentenceView, relative: int) -> Statement | None:
    """The 40 dead that X has confirmed."""
    before = range(relative - 1, max(-1, relative - 1 - NOUN), -1)
    figure = next((i for i in before if view.tags[i] in _FIGURES), None)
    if figure is None or view.tags[relative - 1] not in _NAMED:
        return None
    if any(view.lowers[i] in STOPS or view.tags[i] in FINITE for i in range(figure, relative)):
        return None  # "40 died that day, the mayor said"
    end = min(_segment_end(view, relative), relative + NEAR)
    verb = next((i for i in range(relative + 2, end) if view.lowers[i] in words_for("confirming")), None)
    if verb is None or (verb + 1 < end and view.tags[verb + 1] not in ("IN", "RB", "CC")):
        return None  # "that the firm reported had been lost" goes on
    group = verb
    while group > relative and view.is_auxiliary(group - 1):
        group -= 1
    source = _speaker(view, before_verb(view, group, relative + 1))
    return Statement((verb, verb + 1), source, ((figure, relative),), is_backward=True) if source is not None else None


def _recalled(view: SentenceView, verb: int) -> Statement | None:
    """X recalled seeing 35 bodies."""
    after = verb + 1
    is_witness = view.lowers[after : after + 1] != [] and view.lowers[after] in words_for("witnessing")
    is_done = view.tags[after : after + 1] == ["VBG"] and view.tags[after + 1 : after + 2] not in (["NN"], ["NNS"])
    if not is_witness and not is_done:  # not "recalled leaking batteries"
        return None
    source = _speaker(view, before_verb(view, verb, 0))
    return Statement((verb, after), source, ((after, clause_end(view, verb)),)) if source is not None else None


def _foreseen(view: SentenceView, verb: int) -> Statement | None:
    """X sees sales growth of 3 percent."""
    end = min(_segment_end(view, verb), verb + NEAR)
    if words_for("foreseen").isdisjoint(view.lowers[verb + 1 : end]) or not _has_figure(view, verb, end):
        return None
    source = _speaker(view, before_verb(view, verb, 0))
    return Statement((verb, verb + 1), source, ((verb + 1, clause_end(view, verb)),)) if source is not None else None


def _by_count(view: SentenceView, preposition: int) -> Statement | None:
    """By X's count, five died; there were, by X's estimate, five."""
    end = min(_segment_end(view, preposition), preposition + NEAR)
    noun = next((i for i in range(preposition + 2, end) if view.lowers[i] in words_for("counting")), None)
    if noun is None or view.tags[noun - 1] != "POS" or view.lowers[noun + 1 : noun + 2] in (["of"], ["that"]):
        return None  # "beaten by Lee's tally of 30 goals"
    if any(view.is_time(i) for i in range(preposition + 1, noun - 1)):
        return None  # "by Monday's count"
    source = _speaker(view, Source(preposition + 1, noun - 1))
    start, end = clause_start(view, preposition) if preposition else 0, clause_end(view, preposition)
    contents = tuple(part for part in ((start, preposition), (noun + 1, end)) if part[0] < part[1])
    return Statement((preposition, noun + 1), source, contents) if source is not None else None


def _by_reports(view: SentenceView, preposition: int) -> Statement | None:
    """By reports, five died; he won, by most reports, five seats."""
    noun = preposition + 1
    noun += view.tags[noun : noun + 1] in (["JJ"], ["VBG"], ["DT"], ["JJS"])
    if view.lowers[noun : noun + 1] not in (["reports"], ["accounts"]):
        return None
    is_aside = preposition == 0 or view.lowers[preposition - 1] in (",", "and", "or", "but", "was", "were", "is", "are")
    behind = view.lowers[noun + 1 : noun + 2]
    is_beside_figure = "CD" in (*view.tags[max(0, preposition - 1) : preposition], *view.tags[noun + 1 : noun + 2])
    if behind in (["of"], ["that"], ["about"], ["on"]) or not (is_aside or is_beside_figure):
        return None  # "pushed down by reports of frost"
    source = Source(preposition + 1, noun + 1)
    end = clause_end(view, preposition)
    start = clause_start(view, preposition - 1) if preposition else 0
    breaks = [i + 1 for i in range(start, preposition) if view.lowers[i] in _BREAKS]
    start = max([start, *breaks])
    contents = ((source.end, end),) if start == preposition else ((start, preposition), (source.end, end))
    return Statement((preposition, source.end), source, contents)
