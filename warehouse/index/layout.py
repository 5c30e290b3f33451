"""What the index holds of a claim, and which of it is searched."""

from __future__ import annotations

from typing import Final

# The columns that a search can be held to a value of, and that its hits are counted by.
FACETS: Final = ("measure", "unit", "kind", "role", "modality", "speaker", "place", "place_country", "source")
# All that the words of a search are looked for in.
SEARCHED: Final = (
    "sentence", "title", "item", "actor", "speaker", "speaker_role", "place", "measure", "unit_name", "source",
)  # fmt: skip
# Texts that stand in the table of a block once, however many claims have them.
PIECES: Final = tuple(dict.fromkeys((*SEARCHED, *FACETS, "version_id", "comparator", "trend", "opening")))
# What else a list of claims shows, or a search is held to.
PLAIN: Final = (
    "claim_id", "quote", "start", "end", "sentence_start", "value", "low", "high", "confidence", "as_of_start",
    "as_of_end", "published_date",
)  # fmt: skip
COLUMNS: Final = (*PLAIN, *PIECES)
# Those that `current_claims` has; `opening` is how the text of an article that has no title begins.
TOLD: Final = tuple(name for name in COLUMNS if name != "opening")
# The order of claims in a block; blocks stand newest first, and what has no day comes last.
ORDER: Final = 'published_date DESC NULLS LAST, version_id, "start", claim_id'
# A word is a run of letters and digits: for polars, and for Python.
WORD: Final = r"[\pL\pN]+"
# A capital that becomes two characters in lower case, the second of them no letter, and what stands for it: else
# "İzmir" would be the words "i" and "zmir", and nobody who looks for Izmir found it.
DOTTED: Final = ("İ", "I")
