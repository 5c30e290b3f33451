"""A verb of speech behind a comma: whether who says it follows ("…, said X"), or the comma belongs to the subject."""

from __future__ import annotations

from transforms.claims.speakers.verb_groups import VerbGroup
from transforms.claims.speakers.view import FINITE, WITHIN_SUBJECT


def is_inserted(verb: VerbGroup, start: int) -> bool:
    """Sales, reports Reuters, fell; …, reports the Post: a name alone stands from the verb to the next stop."""
    view = verb.view
    comma = verb.segment_end(start)
    start += view.lowers[start] == "the" and start + 1 < comma
    is_name = all(view.tags[i] in ("NNP", "NNPS") and not view.is_time(i) for i in range(start, comma))
    return view.tags[verb.at] == "VBZ" and start < comma < view.count and is_name


def is_appositive(verb: VerbGroup, comma: int) -> bool:
    """X, the minister, announced 5 jobs: the comma belongs to the subject."""
    view = verb.view
    previous = view.previous_comma(comma)
    name = comma + 2 + (view.lowers[comma + 2] == "the")
    if name < view.count and view.is_capital(name) and view.tags[name] in ("NNP", "NNPS"):
        return False  # …, announced Attorney General Lee; …, reports the Post
    if view.has_finite(max(view.previous_comma(previous), 0), max(previous, 0)) and ends_with_noun(verb, comma + 2):
        return False  # prices rose 3 percent, the most since May, says a spokesman
    return previous >= 0 and not view.has_finite(previous, comma) and verb.verb.takes_noun


def ends_before_verb(verb: VerbGroup, start: int) -> bool:
    """Whether a speaker stands from `start` to a comma and a finite verb follows: "…, said police, began"."""
    comma = verb.view.next_comma(start)
    is_verb = comma + 1 < verb.view.count and verb.view.tags[comma + 1] in FINITE
    return bool(is_verb) and verb.view.speaks(start, comma) and not verb.view.has_finite(start, comma)


def ends_with_noun(verb: VerbGroup, start: int) -> bool:
    """Whether somebody and nothing else stands from token `start` to the next comma or stop."""
    end = verb.segment_end(start)
    return verb.view.speaks(start, end) and (WITHIN_SUBJECT | {"TO"}).issuperset(verb.view.tags[start:end])
