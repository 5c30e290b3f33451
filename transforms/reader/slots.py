"""The slots of a claim as the reader fills them: the order of its outputs and the classes it tells apart."""

from __future__ import annotations

from typing import Final

SPANS: Final = ("item", "actor", "speaker", "place")  # a first and a last word, or none
# One word, or none; `unit` is the word that says the unit, or what is counted.
POINTS: Final = ("predicate", "date", "unit")
POINTERS: Final = (*(f"{slot}_{end}" for slot in SPANS for end in ("first", "last")), *POINTS)
CLUES: Final = ("item", "actor", "predicate", "speaker", "date")  # what the rules have proposed
# The fields of a claim that are chosen, not computed: each has a confidence of its own.
FIELDS: Final = ("item", "actor", "predicate", "speaker", "as_of", "place", "modality")
MODALITIES: Final = ("asserted", "denied", "possible", "forecast", "conditional", "required", "questioned")
KINDS: Final = ("count", "measure", "money", "percent", "ratio", "multiple", "duration", "age", "index", "score")
COMPARATORS: Final = ("=", "~", "<", "<=", ">", ">=", "range")
TRENDS: Final = (None, "up", "down")
ROLES: Final = ("level", "change", "base", "difference")
MEASURES: Final = tuple(
    "deaths injuries missing rescues evacuations displaced hostages arrests captures cases tests vaccinations"
    " population attendance employment job_cuts job_gains troops attacks weapons vehicles buildings price"
    " share_price market_value deal_value cost spending funding donation revenue profit loss earnings_per_share"
    " dividend debt deficit surplus reserves tax fine wage inflation unemployment growth interest_rate"
    " exchange_rate index_level imports exports trade_balance output sales_volume stocks capacity stake"
    " market_share votes vote_share seats turnout approval sentence charges area distance weight volume speed"
    " temperature rainfall magnitude power energy emissions concentration duration age score wins probability"
    " share count".split()
)
MEASURE_CLASSES: Final = (*MEASURES, None)  # in the order of the outputs
# Outputs for a figure alone: none for each pointer, the rules' own date, whether it is a claim, and three choices.
NONES: Final = len(POINTERS)
FIGURE_FEATURES: Final = (
    len(KINDS) + len(COMPARATORS) + len(TRENDS) + 1 + len(MODALITIES) + len(CLUES) + 1
)  # one-hot; has the rules' reading; the rules' modality; which clues are none; a date that no word says
