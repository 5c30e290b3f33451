"""What may follow a verb of speech as what is said: a clause, a quotation, or the noun phrase that this verb takes."""

from __future__ import annotations

from transforms.claims.speakers.sources import Source
from transforms.claims.speakers.verb_groups import CORE_VERBS, FIGURES, OF_VERBS, TO_VERBS, VerbGroup
from transforms.claims.speakers.view import FINITE, NOUN_STARTS, STOPS, WITHIN_SUBJECT
from transforms.claims.speakers.words import verbs, words_for
from transforms.syntax.lexicon import tags_of

FORECASTING_VERBS = frozenset(("estimate", "predict", "forecast", "project", "calculate", "believe", "find", "expect"))
AFTER_VERB = NOUN_STARTS | {"VBG", "VBN", "RB", "IN"}
BEFORE_FIGURES = frozenset(("about", "over", "under", "between", "around"))
CLAIMED = frozenset(("CD", "IN", "RB", "JJR"))  # "claims 900 members", "claim up to 900"
THAT_VERBS = frozenset(
    "highlight underline affirm hint stipulate outline mention grumble sigh yell scream whisper mutter interject plead "
    "echo marvel".split()
)
LONGEST_VALUED = 3  # words before what is valued: "the market value"
_LIVES = frozenset(("life", "lives", "victim", "victims"))
NEAR = 12  # tokens within which "that" or "at" belongs to the verb


def has_content_after(verb: VerbGroup) -> bool:
    """Whether what follows the verb can be what is said."""
    if verb.after >= verb.view.count:
        return False
    if verb.announces(verb.after):
        return True
    by_kind = {"urge": _is_order, "accuse": _is_charge, "topic": _is_topic, "value": _is_value, "paper": _is_figure}
    takes = by_kind.get(verb.verb.kind, _is_statement)
    return takes(verb)


def told_behind_cited(verb: VerbGroup, source: Source) -> int | None:
    """Where it starts what is told behind those whom the teller cites, `source`: "X, citing Y, reported that", "X said,
    citing Y, that"; None where nothing is.
    """
    view, comma = verb.view, source.end
    if view.lowers[comma : comma + 1] != [","] or view.lowers[verb.group - 1 : verb.group] != [","]:
        return None
    that = comma + 1 + (view.lowers[comma + 1 : comma + 2] != ["that"])
    is_told = that == comma + 1 or (that < view.count and view.lowers[that - 1] in verbs())
    return that + 1 if is_told and view.lowers[that : that + 1] == ["that"] else None


def _segment(verb: VerbGroup) -> tuple[list[str], list[str]]:
    """Words and tags from where what is said starts to the next comma or stop."""
    view, stop = verb.view, verb.segment_end(verb.after)
    return view.lowers[verb.after : stop], view.tags[verb.after : stop]


def _is_order(verb: VerbGroup) -> bool:
    """Called for 5; urged them to pay 5; requesting that they pay 5; who asks for 5 says nothing of it."""
    if verb.verb.lemma == "ask":
        return False
    words, tags = _segment(verb)
    if words[:1] and words[0] in ("for", "on", "to", "of"):
        return True
    return verb.verb.lemma != "call" and ("to" in words or "VB" in tags or "VBP" in tags)


def _is_charge(verb: VerbGroup) -> bool:
    """Accused them of taking 5."""
    words, tags = _segment(verb)
    return "of" in words or words[:1] == ["for"] or "to" in words or "VBP" in tags


def _is_topic(verb: VerbGroup) -> bool:
    return verb.view.lowers[verb.after] not in STOPS


def _is_value(verb: VerbGroup) -> bool:
    """Puts his wealth at 5; pegs him as the fifth; places the value in the range of 5."""
    words, _ = _segment(verb)
    if verb.verb.lemma == "place":  # its object is what is valued, without a number of its own
        before = next((n for n, word in enumerate(words) if word in FIGURES), len(words))
        return before <= LONGEST_VALUED and not any(word[0].isdigit() for word in words[:before])
    return bool({"at", "as"} & set(words[: NEAR + 3]))


def _is_figure(verb: VerbGroup) -> bool:
    _, tags = _segment(verb)
    return "CD" in tags


def _is_statement(verb: VerbGroup) -> bool:
    view, after, lemma = verb.view, verb.after, verb.verb.lemma
    if lemma in THAT_VERBS:
        return False  # they only say with "that", a colon or a quotation
    if lemma == "claim" and not _LIVES.isdisjoint(view.lowers[after : after + NEAR // 3]):
        return False  # the storm claimed 40 lives
    stop = verb.segment_end(after)
    first = view.lowers[after]
    if first == ",":
        return _that_after_comma(verb)
    if verb.has_clause(after, stop) or "that" in view.lowers[after : min(stop, after + NEAR)]:
        return True
    if _is_quoted_later(verb, stop):
        return True
    if first == "to":
        is_found = lemma in FORECASTING_VERBS and view.lowers[after + 1 : after + 2] in (["be"], ["have"])
        is_claimed = lemma == "claim" and view.tags[after + 1 : after + 2] == ["VB"]
        return is_found or lemma in TO_VERBS or lemma == "admit" or is_claimed
    if first in ("of", "about"):
        return lemma in OF_VERBS
    return _is_noun(verb) or _is_dated(verb) or _clause_after_comma(verb, stop) or _is_parted_clause(verb, stop)


def _is_quoted_later(verb: VerbGroup, stop: int) -> bool:
    """Said in a statement "…"."""
    view, after = verb.view, verb.after
    changes = stop + 1 < view.count and view.quote_of[after] != view.quote_of[stop + 1]
    return changes and view.tags[after] in ("IN", "RB")


def _is_noun(verb: VerbGroup) -> bool:
    """Announced 300 jobs; reported about 5 deaths."""
    view, after = verb.view, verb.after
    if not verb.verb.takes_noun or view.tags[after] not in AFTER_VERB or view.is_time(after):
        return False
    if verb.verb.lemma == "claim" and view.tags[after] not in CLAIMED:
        return False  # claimed a refund, claimed $500
    return view.tags[after] != "IN" or view.lowers[after] in BEFORE_FIGURES


def _is_dated(verb: VerbGroup) -> bool:
    """Reported on Tuesday, 21 cases; said on Saturday, about 20 houses fell."""
    view, start = verb.view, verb.adverbials_end(verb.after)
    if start == verb.after or not (verb.verb.takes_noun or verb.verb.lemma == "say"):
        return False
    if view.lowers[start : start + 1] == [","]:
        start += 1
    return start < view.count and view.tags[start] in NOUN_STARTS | {"IN", "RB"} and not view.is_time(start)


def _that_after_comma(verb: VerbGroup) -> bool:
    """Saying, for the first time, that …."""
    view = verb.view
    following = view.next_comma(verb.after + 1)
    return view.lowers[following + 1 : following + 2] == ["that"] and not verb.in_quote()


def _is_parted_clause(verb: VerbGroup, comma: int) -> bool:
    """Said 40 people, most of them women, died; said homes, schools and a clinic were shut."""
    view, after = verb.view, verb.after
    end = verb.said_end(after)
    if comma >= end or view.lowers[comma] != "," or view.tags[after] not in NOUN_STARTS | {"IN"}:
        return False
    if verb.verb.lemma not in CORE_VERBS | FORECASTING_VERBS | words_for("stating"):
        return False
    finite = next((i for i in range(comma, end) if view.tags[i] in FINITE or _is_past(verb, i, comma)), end)
    if finite == end or view.lowers[finite] in verbs() or not view.tags[after:finite].count(","):
        return False
    group = finite
    while group > comma and view.is_auxiliary(group - 1):
        group -= 1
    last = view.previous_comma(group)
    is_list = "CC" in view.tags[last + 1 + (last == comma) : group]  # not "posted a profit, and its shares rose"
    is_list = is_list and WITHIN_SUBJECT.issuperset(view.tags[last + 1 : group])
    return (last + 1 == group and last > comma) or is_list


def _is_past(verb: VerbGroup, token: int, comma: int) -> bool:
    """Whether a form in -ed behind a later comma is the verb, no participle: "40 people, most of them women, died"."""
    view = verb.view
    is_form = view.tags[token] == "VBN" and "VBD" in tags_of(view.lowers[token]) and token - 1 > comma
    return is_form and view.lowers[token - 1] == "," and view.lowers[token + 1 : token + 2] != ["by"]


def _clause_after_comma(verb: VerbGroup, stop: int) -> bool:
    """Analysts said based on the figures, the crop was …."""
    view, after = verb.view, verb.after
    if verb.verb.lemma not in CORE_VERBS | FORECASTING_VERBS or verb.in_quote() or view.lowers[after] in STOPS:
        return False
    is_adverbial = view.tags[after] in ("IN", "VBN", "VBG", "RB")
    has_comma = stop < view.count and view.lowers[stop] == ","
    return is_adverbial and has_comma and view.has_finite(stop, verb.said_end(stop))
