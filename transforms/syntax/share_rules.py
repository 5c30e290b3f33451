"""Subjects that need a verb: shares ("30 percent plan to hire", "a third of pupils walk"), plurals before adverbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.syntax.lexicon import word_sets
from transforms.syntax.tag_sets import NOUNS, OBJECT_STARTS

if TYPE_CHECKING:
    from transforms.syntax.tagger import Walk


def is_after_share(walk: Walk) -> bool:
    """Whether "30 percent" stands right before, with no article that would make it describe a noun."""
    before = walk.tokens[max(0, walk.at - 4) : walk.at]
    is_share = len(before) > 1 and before[-1].lower in word_sets()["share_words"] and before[-2].tag == "CD"
    return is_share and all(token.tag not in ("DT", "PRP$", "POS") for token in before)


def opens_part(walk: Walk) -> bool:
    """Whether the share right before opens the sentence or follows a comma: "Of the firms, 69% report poor sales"."""
    is_transitive = walk.following() in NOUNS or walk.following() in ("JJ", "VBN")
    return is_transitive and (walk.at < 3 or walk.tokens[walk.at - 3].tag == ",")


def is_after_part(walk: Walk) -> bool:
    """Whether "a third of pupils" or "54 percent of voters" stands right before."""
    before = walk.tokens[max(0, walk.at - 3) : walk.at]
    if walk.previous not in ("NNS", "NNPS") or len(before) < 3 or before[-1].tag not in ("NNS", "NNPS"):
        return False
    of = -2 if before[-2].lower == "of" else -3
    part = walk.tokens[walk.at + of - 1].lower if walk.at + of > 0 else ""
    return before[of].lower == "of" and part in word_sets()["part_words"]


def is_after_adverb(walk: Walk) -> bool:
    """Whether an adverb parts the word from a plural noun, and an object follows: "voters now back the plan"."""
    before = walk.tokens[walk.at - 1]
    is_parted = walk.at > 1 and before.tag == "RB" and walk.tokens[walk.at - 2].tag in ("NNS", "NNPS")
    return is_parted and walk.following() in OBJECT_STARTS


def opens_clause(walk: Walk, is_share: bool) -> bool:
    """Whether a share is the subject of a new clause: "and 66% buy goods", "found a third of nurses smoke"."""
    if is_share and walk.at > 2 and walk.tokens[walk.at - 3].tag == "CC":
        return True
    return walk.verb in word_sets()["clause_verbs"] and (is_share or is_after_part(walk))
