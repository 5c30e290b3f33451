"""What speaks for one tag or another of a word: clues around it, each with a learned weight.

The weights are data (lexicons/tag_weights.txt, made by build_tag_weights).  Looking ahead is bounded, so that
time is linear.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from transforms.syntax.lexicon import tag_weights
from transforms.syntax.tokens import Token
from transforms.syntax.words import Tags

_AHEAD: Final = 7
_STOPS: Final = frozenset(("MD", "VBZ", "VBP", "VBD", ".", ":", "WDT", "WP", "CC", ",", "''"))
# Tags that are alike as neighbours: nouns, finite verbs, what opens an object, what hangs on, marks.
_COARSE: Final = {
    tag: name
    for name, tags in {
        "N": "NN NNS NNP NNPS",
        "V": "VBD VBZ VBP MD",
        "O": "DT PRP$ CD $ WP$",
        "S": "PRP EX",
        "R": "WDT WP WRB",
        "P": "IN TO RP",
        "J": "JJ JJR JJS POS",
        ".": ". : ( ) `` ''",
    }.items()
    for tag in tags.split()
}
# A form that can be one of these can be the other: "cut", "said".
_PAIRS: Final = (("VB", "VBP"), ("VBD", "VBN"))


class Ballot:
    """The clues of one sentence.  `options`: the possible tags of every token, the likeliest first."""

    __slots__ = ("_classes", "_stops", "_tokens", "_verbs_ahead")

    def __init__(self, tokens: list[Token], options: list[Tags]) -> None:
        self._tokens = tokens
        self._stops = [found[0] if found[0] in _STOPS else "" for found in options]
        self._verbs_ahead = _verbs_ahead(options)
        self._classes = [*("/".join(found) for found in options), "$", "$"]

    def clues(self, at: int, previous: str, state: str, name: str) -> tuple[str, ...]:
        """The clues about the token at `at`, keys of the table of weights.

        `previous`: the tag before, adverbs passed over; `state`: "F" or "f", whether the clause has its finite verb,
        and the auxiliary whose verb is due; `name`: the candidates' joint name.
        """
        tokens, classes = self._tokens, self._classes
        word, last = tokens[at].lower, tokens[at - 1].tag if at else "^"
        before = tokens[at - 1].lower if at else "^"
        after = tokens[at + 1].lower if at + 1 < len(tokens) else "$"
        following, ahead = classes[at + 1], self._ahead(at)
        likeliest = following.partition("/")[0]
        coarse = f"{_COARSE.get(previous, previous)} {_COARSE.get(likeliest, likeliest)}"
        coarse = f"{coarse} {state[0]}{self._verbs_ahead[at]:d}"
        return (
            f"w{word}",
            f"2{tokens[at - 2].tag if at > 1 else '^'} {last} {name}",
            f"b{previous} {following} {name}",
            f"c{following} {classes[at + 2]} {name}",
            f"v{word} {last}",
            f"x{word} {following}",
            f"y{before} {name}",
            f"z{after} {name}",
            f"a{state} {previous} {ahead} {name}",
            f"e{word[-3:]} {name}",
            f"d{previous} {likeliest}",
            f"f{state} {previous} {ahead}",
            f"g{coarse}",
            f"h{coarse} {name}",
        )

    def _ahead(self, at: int) -> str:
        """The first likely finite verb or clause's end among the next words, and whether any verb is left at all."""
        left = "v" if self._verbs_ahead[at] else ""
        return next((stop for stop in self._stops[at + 1 : at + 1 + _AHEAD] if stop), "") + left


def count(candidates: Tags, clues: tuple[str, ...]) -> dict[str, float]:
    """The weight of the votes for each candidate."""
    scores = dict.fromkeys(candidates, 0.0)
    for votes in tag_weights().of(clues):
        for candidate, weight in votes:
            if candidate in scores:
                scores[candidate] += weight
    return scores


@cache
def candidates_of(options: Tags) -> tuple[Tags, str]:
    """The tags that a word with these options may get, in the order of the alphabet, and their joint name."""
    found = set(options)
    for pair in _PAIRS:
        if found.intersection(pair):
            found.update(pair)
    ordered = tuple(sorted(found))
    return ordered, "/".join(ordered)


def _verbs_ahead(options: list[Tags]) -> list[bool]:
    """For every token whether a sure finite verb follows it in the sentence."""
    found, is_any = [False] * len(options), False
    for at in range(len(options) - 1, -1, -1):
        found[at] = is_any
        is_sure = options[at][0] in ("MD", "VBZ", "VBD") and "NNS" not in options[at] and "VBN" not in options[at]
        is_any = is_any or is_sure
    return found
