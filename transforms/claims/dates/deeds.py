"""What a court's day does not date: the deeds that somebody is charged with, convicted of or sentenced for.

"pleaded guilty today to one count of fraud": the count is today's; "… for his role in a $5 million fraud": that is not.
"""

from __future__ import annotations

from typing import Final

from transforms.claims.nearness import BREAKS, Nearness, context_words

REACH: Final = 30  # tokens in which the court's verb is sought
BEHIND: Final = 5  # tokens: "a $30 million Medicare fraud scheme"


def is_of_a_deed(first: int, last: int, dated: int, near: Nearness) -> bool:
    """Whether tokens `first` to `last`, a quantity, tell of the deed, where a court acted on the day at `dated`."""
    if first < dated or any(t.lower in ("count", "counts") for t in near.tokens[first:last]):
        return False
    verdict = next((i for i in range(dated, max(-1, dated - REACH), -1) if _is(near, i, "verdict")), None)
    if verdict is None:
        verdict = next((i for i in range(dated, min(first, dated + REACH)) if _is(near, i, "verdict")), None)
    if verdict is None:
        return False
    for i in range(first - 1, max(verdict, dated - 1), -1):
        if _is(near, i, "verdict") or _is(near, i, "imposes"):
            return False
        if _is(near, i, "deed"):
            return True
    return _is_part_of_deed(last, near)


def _is(near: Nearness, i: int, kind: str) -> bool:
    return i < len(near.tokens) and near.tokens[i].lower in context_words(kind)


def _is_part_of_deed(last: int, near: Nearness) -> bool:
    """Whether the quantity describes the deed itself: "a $30 million fraud scheme", but not "two fraud counts"."""
    head = ""
    for token in near.tokens[last : last + BEHIND]:
        if token.tag not in ("NN", "NNS", "NNP", "JJ") or token.lower in BREAKS:
            break
        head = token.lower
    return head in context_words("deed") - context_words("count")
