"""The token: what the tokenizer makes of a sentence, and every reader of English here works on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Token:
    """One word, number or mark of a sentence.

    `start` and `end` are offsets in the sentence (code points, half-open).  `tag` is a Penn Treebank tag, or "" before
    tagging; `lemma` is the lower-case dictionary form ("" before tagging).
    """

    start: int
    end: int
    text: str
    lower: str
    tag: str = ""
    lemma: str = ""
