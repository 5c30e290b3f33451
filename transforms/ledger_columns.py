"""The columns of the ledger's tables and views: figures that can be compared (docs: ledger)."""

from __future__ import annotations

from typing import Final

from transforms.columns import DAY, FLAG, INT, INTS, REAL, TEXT, TEXTS, Column

RELATIONS: Final = ("sum", "part", "share", "change", "difference", "conversion", "rate")
VERDICTS: Final = ("holds", "fails")

LEDGER_COLUMNS: Final[dict[str, Column]] = {
    "voice": Column(TEXT, "who stands behind the figure: the speaker's key, else the origin of its words; counts once"),
    "surname": Column(TEXT, "the last word of a speaker's key"),
    "full_key": Column(TEXT, "the only key of a person that ends in the surname"),
    "about_date": Column(
        DAY,
        "the day that the figure is of: the last one that it is about, else of publication; what a named speaker "
        "says of an event, when it was said first",
        nullable=True,
    ),
    "period_days": Column(INT, "how many days the figure is about, 1 for a day", nullable=True),
    "scope": Column(TEXT, "what a series of the measure runs over", nullable=True, values=("event", "standing")),
    "comparable_unit": Column(
        TEXT, "the unit that `figure` is in: count, %, the base unit of its dimension, else its own"
    ),
    "figure": Column(REAL, "the value in `comparable_unit`", nullable=True),
    "figure_low": Column(REAL, "lower end of the interval in `comparable_unit`; null = unbounded", nullable=True),
    "figure_high": Column(REAL, "upper end of the interval in `comparable_unit`; null = unbounded", nullable=True),
    "area": Column(TEXT, "where a series is: the story of an event, else the key of the place", nullable=True),
    "is_point": Column(
        FLAG, "whether it counts in a series: a level, not said before in its article, of a known thing"
    ),
    "series_id": Column(TEXT, "measure, subject, area, unit and modality: figures that can be compared", nullable=True),
    "stems": Column(TEXT, "stems of the words by which the figure is found"),
    "best": Column(REAL, "the figure that most voices give, exact before hedged, newer before older"),
    "middle": Column(REAL, "median of the figures", nullable=True),
    "month": Column(DAY, "first day of the month"),
    "origin_count": Column(
        INT, "how many independent voices tell it: of a story its articles, with copies counted once"
    ),
    "other_origin_count": Column(INT, "how many independent voices tell the other figure"),
    "sources": Column(TEXTS, "names of the sources that tell it, in alphabetical order"),
    "speakers": Column(TEXTS, "who is quoted for it"),
    "point_count": Column(INT, "days that the series has a level for"),
    "figure_count": Column(INT, "how many figures"),
    "telling_count": Column(INT, "in how many articles"),
    "first_date": Column(DAY, "first day of the series, or of publication of the articles", nullable=True),
    "last_date": Column(DAY, "last day of the series, or of publication of the articles", nullable=True),
    "other_figure": Column(REAL, "the value of the other claim", nullable=True),
    "other_low": Column(REAL, "lower end of the other claim's interval; null = unbounded", nullable=True),
    "other_high": Column(REAL, "upper end of the other claim's interval; null = unbounded", nullable=True),
    "other_quote": Column(TEXT, "the words of the other claim"),
    "other_speaker": Column(TEXT, "who the other claim is said from", nullable=True),
    "other_source": Column(TEXT, "source of the other claim"),
    "other_title": Column(TEXT, "headline of the other claim's article", nullable=True),
    "other_claim_id": Column(TEXT, "the claim that cannot hold beside this one"),
    "before_date": Column(DAY, "the day of the figure before", nullable=True),
    "before_quote": Column(TEXT, "the words of the figure before"),
    "before_figure": Column(REAL, "the figure before"),
    "revision": Column(TEXT, "what became of it", values=("revised", "grown", "fallen")),
    "word": Column(TEXT, "a word or phrase by which it is known"),
    "is_telling": Column(
        FLAG, "whether such figures say in full what they are of; else they are in no conflict and not notable"
    ),
    # --- copies and stories (docs: sql.md) --------------------------------------------------------------------------
    "shingles": Column(INTS, "the smallest 32-bit hashes of its runs of words, in rising order: what copies share"),
    "traits": Column(
        TEXTS,
        "rare names (in title case), words (in lower case), figures and kinds of event (~fire): what a story shares",
    ),
    "origin_id": Column(
        TEXT,
        "the article that its words come from: the first of the line of copies that it stands in, itself where it is "
        "nobody's copy",
    ),
    "copy_of_id": Column(
        TEXT,
        "the earliest article that has nearly the same words, within days of it; null where none has",
        nullable=True,
    ),
    "copy_of_sentence_no": Column(INT, "the number of the sentence in the article that it is a copy of"),
    "text_share": Column(
        REAL, "0 to 1: the share of the shorter one's words that both have; null where it is no copy", nullable=True
    ),
    "story_id": Column(
        TEXT, "the story: the id of its first article; in `figures` null where no second origin tells it", nullable=True
    ),
    "follows_ids": Column(
        TEXTS,
        "the articles of the days before that it is likest to, at most three, the likest first, also where their story "
        "would have grown too long and it begins a new one; null where none is like it, and for copies",
        nullable=True,
    ),
    "likeness": Column(
        REAL,
        "0 to 1: how much of their rare names, words and figures it shares with the first of `follows_ids`",
        nullable=True,
    ),
    # --- a relation between claims of one article -------------------------------------------------------------------
    "relation_id": Column(TEXT, "stable id of a relation: a hash of `version_id`, kind, and claims in their parts"),
    "relation": Column(TEXT, "how the figures bear on each other", values=RELATIONS),
    "claim_ids": Column(TEXTS, "the claims of the relation, or those that tell the point"),
    "claim_parts": Column(
        TEXTS, "what each of `claim_ids` is in the relation: total, part, whole, from, to, change, …"
    ),
    "verdict": Column(TEXT, "whether the figures agree within what rounding and hedges allow", values=VERDICTS),
    "tested_claim_id": Column(TEXT, "the claim whose value was held against what the others come to"),
    "stated_value": Column(REAL, "the value of that claim, in its unit"),
    "holding_value": Column(REAL, "the value of that claim that the others come to, in its unit"),
    "figures": Column(TEXTS, "the quotes of the relation's claims, each after what it is in the relation"),
    "slack": Column(
        REAL, "how far the two may lie apart by rounding and hedges, in that unit; null = unbounded", nullable=True
    ),
    "copy_count": Column(INT, "articles that come from this one, itself not counted"),
    "member_count": Column(INT, "articles of the story, copies too"),
    "places": Column(TEXTS, "at most five places that claims of it name, those of most origins first", nullable=True),
    "least_text_share": Column(
        REAL, "the least `text_share` among its copies; null where there is no copy", nullable=True
    ),
}
