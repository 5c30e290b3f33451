"""Sets of tags and closed-class words that the rules of the tagger share."""

from __future__ import annotations

from typing import Final

NOUNS: Final = frozenset(("NN", "NNS", "NNP", "NNPS"))
DETERMINERS: Final = frozenset(("DT", "PRP$", "JJ", "JJR", "JJS", "CD", "POS", "$", "WP$"))
SUBJECT_PRONOUNS: Final = frozenset(("PRP", "WP", "WDT", "EX"))
FINITE: Final = frozenset(("VBD", "VBZ", "VBP", "MD"))
OBJECT_STARTS: Final = frozenset(("DT", "PRP$", "CD", "$", "PRP", "NNP", "NNPS", "JJ", "NNS"))
SURE_OBJECT_STARTS: Final = frozenset(("DT", "PRP$", "$", "PRP"))
BE: Final = frozenset("be is are was were been being am 's ’s 're ’re 'm ’m get gets got getting".split())
HAVE: Final = frozenset("have has had having 've ’ve".split())
DO: Final = frozenset(("do", "does", "did"))
# After these a clause may follow without "that".
CLAUSE_VERBS: Final = frozenset(
    "say think believe claim know hope add announce report show mean fear warn feel insist".split()
)
# "to" after these is a preposition even before a word that could be a verb.
BEFORE_PREPOSITION_TO: Final = frozenset(
    "according due prior thanks addition response relation amount amounted pointed points pointing referred refers "
    "referring contributed contributes contributing devoted dedicated".split()
)
