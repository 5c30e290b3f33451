"""Words with a rule of their own: "that", "her", the clitics, modal verbs that are nouns too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from transforms.syntax.tag_sets import BE, FINITE, NOUNS, OBJECT_STARTS, SURE_OBJECT_STARTS

if TYPE_CHECKING:
    from transforms.syntax.tagger import Walk

_STOPS: Final = frozenset({"", ",", ".", "—", "--", "–", ";"})


def _that(walk: Walk) -> str:
    """ "that": a relative after a noun and before a verb, a determiner before a lone noun, else a conjunction."""
    following = walk.following()
    if walk.previous in NOUNS and (following in FINITE or following[0] == "V" or walk.opens_relative()):
        return "WDT"
    if following in ("NN",) and (walk.previous in ("IN", "START", "CC", ",") or walk.following(2) in FINITE):
        return "DT" if walk.previous in ("IN", "START", "CC") else "IN"
    return "DT" if following in FINITE and walk.previous in ("START", "CC", "IN", "''") else "IN"


def _her(walk: Walk) -> str:
    return "PRP$" if walk.following() in NOUNS or walk.following() in ("JJ", "JJS", "CD", "VBG", "VBN") else "PRP"


def _apostrophe_s(walk: Walk) -> str:
    if walk.previous in ("PRP", "EX", "WP", "WRB", "DT", "WDT"):
        return "VBZ"
    if walk.following() == "VBG" and walk.following(2) in ("NN", "NNS") and walk.previous != "NNP":
        return "POS"  # "the country's generating capacity"
    return "VBZ" if walk.following() in ("DT", "VBG", "PRP$") and not walk.finite else "POS"


def _apostrophe(walk: Walk) -> str:
    before = walk.tokens[walk.at - 1].lower if walk.at else ""
    touches = walk.at > 0 and walk.tokens[walk.at - 1].end == walk.tokens[walk.at].start
    return "POS" if touches and before.endswith("s") and walk.following() in NOUNS | {"JJ", "CD"} else "''"


def _there(walk: Walk) -> str:
    index = walk.at + 1
    after = walk.tokens[index].lower if index < len(walk.tokens) else ""
    return "EX" if after in BE or walk.following() == "MD" or after in ("has", "have", "had") else "RB"


def _modal(walk: Walk) -> str:
    options = walk.options[walk.at]
    if "MD" not in options:
        return options[0]
    return "NN" if walk.previous in ("DT", "PRP$", "JJ", "POS") else "MD"


def _back(walk: Walk) -> str:
    """ "back" and "like": verbs after a modal or "to"; "back" also in "voters back the plan"."""
    if walk.aux in ("MD", "TO", "DO") and walk.following() in OBJECT_STARTS | {"TO"}:
        return "VB"
    is_subject = walk.previous in ("NNS", "NNPS") and not walk.finite and not walk.has_finite_ahead()
    is_transitive = walk.following() in SURE_OBJECT_STARTS and walk.tokens[walk.at].lower == "back"
    return "VBP" if is_subject and is_transitive else walk.options[walk.at][0]


def _opens_at_comma(walk: Walk) -> bool:
    """Whether nothing but a name, perhaps with an article, stands between a comma and this word."""
    at = walk.at - 1
    while at > 0 and walk.tokens[at].tag in ("NNP", "NNPS", "CD", "DT"):
        at -= 1
    return walk.tokens[at].lower in (",", "—", "--", "–")


def _reports(walk: Walk) -> str:
    """ "the Post reports only 5 came" and "…, the Post reports." say so, whatever verb stands beside them; a noun in
    "Post reports released in May".
    """
    following = walk.following()
    if walk.previous == "NNP" and walk.next_word() in _STOPS and _opens_at_comma(walk):
        return "VBZ"
    says = following in OBJECT_STARTS | NOUNS or following in ("JJ", "EX", "PRP")
    if walk.previous == "NNP" and not walk.finite and says and walk.has_finite_ahead():
        return "VBZ"
    options = walk.options[walk.at]
    return walk.overruled(walk.by_rule(options), options)


def _no(walk: Walk) -> str:
    return "RB" if walk.next_word() in ("longer", "more") and walk.following(2) != "NN" else "DT"


def _longer(walk: Walk) -> str:
    return "RB" if walk.at and walk.tokens[walk.at - 1].lower in ("no", "any") else "JJR"


RULES: Final[dict[str, Callable[[Walk], str]]] = {
    "that": _that,
    "her": _her,
    "'s": _apostrophe_s,
    "’s": _apostrophe_s,
    "'": _apostrophe,
    "’": _apostrophe,
    "there": _there,
    "longer": _longer,
    **dict.fromkeys(("back", "like"), _back),
    **dict.fromkeys(("can", "may", "might", "will"), _modal),
    "no": _no,
    **dict.fromkeys(("reports", "notes"), _reports),
}
