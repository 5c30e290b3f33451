"""The highlighted page: articles with their claims marked in place, each with its fields on hover, focus or tap.

It is made for checking: read the text, glance at the readings beside the figures, filter by kind, modality, speaker
or confidence, and follow a row of the table to its words.  It works without script, and holds none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.reports.claim_spans import Passage, is_placed, passages
from flows.reports.page import figure, render_page
from transforms.frames import KINDS, MODALITIES

SPEAKERS_IN_FILTER = 60
DOUBTFUL = 0.5  # a field with a lower confidence is marked
CONFIDENCES = (("u60", 0.6), ("u50", 0.5), ("u40", 0.4), ("u25", 0.25))
SIGNS = {"=": "", "~": "≈ ", "<": "< ", "<=": "≤ ", ">": "> ", ">=": "≥ ", "range": ""}
TRENDS = {"up": "▲ ", "down": "▼ "}


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim as the page shows it: its number there, its row, its reading in short, its classes for the filters."""

    number: int
    row: Mapping[str, Any]
    reading: str
    classes: str
    reasons: tuple[str, ...]
    is_placed: bool
    links: tuple[tuple[str, int], ...] = ()  # what it is to another claim, and the number of that claim

    def confidence(self, field: str) -> float | None:
        """How probably the field is right; None where its version of the extractor did not tell."""
        sure: float | None = self.row[f"{field}_confidence"]
        return sure

    def is_doubtful(self, field: str) -> bool:
        """Whether the field is more probably wrong than right."""
        sure = self.confidence(field)
        return sure is not None and sure < DOUBTFUL


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article with its text cut into passages, and its claims in the order of the text.

    `anchors` gives, for each claim that has its place in the text, the first claim of its passage.
    """

    row: Mapping[str, Any]
    passages: tuple[Passage, ...]
    claims: tuple[ShownClaim, ...]
    anchors: Mapping[int, int]

    def claim(self, number: int) -> ShownClaim:
        """The claim of that number on the page."""
        return self.claims[number - self.claims[0].number]


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above the text: its name, and for each option the class of the claims it keeps, the words, the count."""

    name: str
    options: tuple[tuple[str, str, int], ...]


def render_claim_page(
    articles: pl.DataFrame,
    claims: pl.DataFrame,
    *,
    heading: str = "Claims in their articles",
    note: str = "",
    reasons: Mapping[str, Sequence[str]] | None = None,
    overview_href: str = "",
) -> str:
    """One HTML page of `articles` (frames.ARTICLES) with `claims` (frames.CLAIMS) highlighted in their texts.

    Articles keep their order.  A claim whose span does not hold its quote, or whose article is not given, is listed
    with the others and said to be so; none is left out.  `reasons` gives, by claim_id, why a claim was quarantined,
    `overview_href` the address of the overview of all runs, where there is one.
    """
    speakers = _speaker_classes(claims)
    shown = shown_articles(articles, claims, reasons or {}, speakers)
    filters = _filters(claims, speakers)
    return render_page(
        "claims.html.j2",
        ("base.css", "claims.css"),
        generated_style=_filter_style(filters),
        heading=heading,
        note=note,
        overview_href=overview_href,
        articles=shown,
        filters=filters,
        claims_count=claims.height,
    )


def shown_articles(
    articles: pl.DataFrame,
    claims: pl.DataFrame,
    reasons: Mapping[str, Sequence[str]],
    speakers: Mapping[str, str] | None = None,
) -> list[ShownArticle]:
    """The articles (frames.ARTICLES) with their claims (frames.CLAIMS), numbered in the order of the texts.

    After them come those that claims belong to and that are not given.  `speakers` gives speakers' classes.
    """
    rows_of: dict[str, list[Mapping[str, Any]]] = {}
    for row in claims.sort("version_id", "start", "end", "claim_id").iter_rows(named=True):
        rows_of.setdefault(row["version_id"], []).append(row)
    shown: list[ShownArticle] = []
    first = 1
    article_rows = [*articles.iter_rows(named=True)]
    known = {row["version_id"] for row in article_rows}
    lost = [
        {"version_id": version_id, "title": None, "own_id": "", "text": ""}
        for version_id in rows_of
        if version_id not in known
    ]
    for article in [*article_rows, *lost]:
        rows = rows_of.get(article["version_id"], [])
        shown.append(_shown_article(article, rows, first, reasons, speakers or {}))
        first += len(rows)
    return shown


def reading(claim: Mapping[str, Any]) -> str:
    """The claim's value in short, as a person would check it: "≈ 1,300 square kilometre", "▲ 3 percent"."""
    low, high, value = claim["low"], claim["high"], claim["value"]
    is_interval = claim["comparator"] == "range" or (value is None and low is not None and high is not None)
    number = f"{spoken(low)} – {spoken(high)}" if is_interval else spoken(value)
    sign = SIGNS.get(claim["comparator"], "")
    return f"{TRENDS.get(claim['trend'] or '', '')}{sign}{number} {claim['unit_name']}".strip()


def spoken(value: float | None) -> str:
    """A number as news writes it: "1.4 billion", "18,000"; so that a misread scale is seen at once."""
    for scale, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value is not None and scale <= abs(value) < 1e15:
            return f"{figure(value / scale, 6)} {word}"
    return figure(value)


def _shown_article(
    article: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    first: int,
    reasons: Mapping[str, Sequence[str]],
    speakers: Mapping[str, str],
) -> ShownArticle:
    text = article["text"]
    numbers = {row["claim_id"]: number for number, row in enumerate(rows, first)}
    shown = tuple(
        ShownClaim(
            number=number,
            row=row,
            reading=reading(row),
            classes=_classes(row, speakers),
            reasons=tuple(reasons.get(row["claim_id"], ())),
            is_placed=is_placed(text, row["start"], row["end"], row["quote"]),
            links=_links(row, numbers),
        )
        for number, row in enumerate(rows, first)
    )
    spans = [(claim.row["start"], claim.row["end"], claim.number) for claim in shown if claim.is_placed]
    cut = tuple(passages(text, spans))
    anchors = {number: passage.claims[0] for passage in cut for number in passage.claims}
    return ShownArticle(article, cut, shown, anchors)


def _links(row: Mapping[str, Any], numbers: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """What the claim is to others that the page shows, each with the other's number."""
    told = (((row["role"] or "figure") + " of", row["of_claim_id"]), ("restates", row["restates_claim_id"]))
    return tuple((words, numbers[other]) for words, other in told if other in numbers)


def _speaker_classes(claims: pl.DataFrame) -> dict[str, str]:
    """The class of each of the most frequent speakers, the most frequent first."""
    counts = Counter(claims.get_column("speaker").drop_nulls().to_list())
    ranked = sorted(counts, key=lambda speaker: (-counts[speaker], speaker))[:SPEAKERS_IN_FILTER]
    return {speaker: f"s{number}" for number, speaker in enumerate(ranked)}


def _classes(row: Mapping[str, Any], speakers: Mapping[str, str]) -> str:
    """The filters' classes of a claim; values outside the known enums (quarantined claims) get a class of their own."""
    kind = row["kind"] if row["kind"] in KINDS else "unknown"
    modality = row["modality"] if row["modality"] in MODALITIES else "unknown"
    speaker = "none" if row["speaker"] is None else speakers.get(row["speaker"], "rare")
    confidence = row["confidence"]
    under = [name for name, limit in CONFIDENCES if not (confidence is not None and confidence >= limit)]
    return " ".join([f"k-{kind}", f"m-{modality}", f"s-{speaker}", *under])


def _filters(claims: pl.DataFrame, speakers: Mapping[str, str]) -> tuple[Filter, ...]:
    kinds = Counter(claims.get_column("kind").to_list())
    modalities = Counter(claims.get_column("modality").to_list())
    said = Counter(claims.get_column("speaker").to_list())
    rare = sum(count for speaker, count in said.items() if speaker is not None and speaker not in speakers)
    confidence = claims.get_column("confidence")
    speaker_options = [(f"s-{name}", speaker, said[speaker]) for speaker, name in speakers.items()]
    own_voice = [("s-none", "the article itself", said[None]), ("s-rare", "other speakers", rare)]
    unsure = [(name, f"under {limit}", int((confidence < limit).sum())) for name, limit in CONFIDENCES]
    choices = {
        "kind": [(f"k-{kind}", kind, kinds[kind]) for kind in KINDS],
        "modality": [(f"m-{modality}", modality, modalities[modality]) for modality in MODALITIES],
        "speaker": own_voice[:1] + speaker_options + own_voice[1:],
        "confidence": unsure,
    }
    return tuple(Filter(name, tuple(option for option in options if option[2])) for name, options in choices.items())


def _filter_style(filters: Sequence[Filter]) -> str:
    """Style rules that fade what an option leaves out: with `:has()` the choice needs no script.

    Only the header is searched for the choice: a browser would go through the whole of `body` at every change.
    The selectors are built from our own class names, never from words of an article.
    """
    rules = []
    for choice in filters:
        for name, _, _ in choice.options:
            chosen = f'header:has(#f-{choice.name} option[value="{name}"]:checked) ~ main'
            rules.append(f"{chosen} .mark:not(.{name}){{background:none;text-decoration:none;color:var(--faint)}}")
            rules.append(f"{chosen} :is(.card,.gloss,tr.claim,.beside li):not(.{name}){{display:none}}")
    return "\n".join(rules)
