"""Searches over the current claims: a choice of words and values in, rows, counts by value and volume by day out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from warehouse.published import Reader

# The columns that a search can be held to a value of, and that its hits are counted by.
FACETS: Final = ("measure", "unit", "kind", "role", "modality", "speaker", "place", "place_country", "source")
ORDERS: Final = {
    "newest": 'published_date DESC NULLS LAST, version_id, "start", claim_id',
    "surest": 'confidence DESC, published_date DESC NULLS LAST, version_id, "start", claim_id',
}
FACET_VALUES: Final = 12
# Confidences that hits are counted from.
LEASTS: Final = ("0.4", "0.5", "0.6", "0.7", "0.8")
# All that the words of a search are looked for in.
SEARCHED: Final = (
    "sentence", "title", "item", "actor", "speaker", "speaker_role", "place", "measure", "unit_name", "source",
)  # fmt: skip
# Whether a claim can have a word at all is told by each column on its own: putting them together costs five times that.
MAY_HAVE: Final = " OR ".join(f"contains(lower({column}), ?)" for column in SEARCHED)
HAS: Final = f"regexp_matches(concat_ws(' | ', {', '.join(SEARCHED)}), ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for.  Every condition must hold; an empty search holds of every current claim.

    `words` gives, for each word, the forms of which one must stand in the claim's sentence, fields or title; `equal`
    values of FACETS; `since` and `until` are days of publication, `about` a day that the figure is about; `least` the
    least confidence, 0 to 1.
    """

    words: tuple[tuple[str, ...], ...] = ()
    equal: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    about: date | None = None
    least: float | None = None
    order: str = "newest"


def found(reader: Reader, search: Search, limit: int, offset: int = 0) -> pl.DataFrame:
    """Rows of `current_claims`, in the order asked for, at most `limit` after the first `offset`."""
    condition, values = conditions(search)
    order = ORDERS[search.order]  # the ids alone are put in order first: a row has fifty columns
    return reader.query(
        f"""SELECT * FROM current_claims WHERE claim_id IN (
            SELECT claim_id FROM current_claims WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?
        ) ORDER BY {order}""",
        [*values, limit, offset],
    )


def with_openings(reader: Reader, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of `current_claims` with `opening`: how the text of an article that has no title begins."""
    untitled = rows.filter(pl.col("title").is_null()).get_column("version_id").unique().to_list()
    openings = reader.query(
        """SELECT version_id, left(text, 400) AS opening FROM articles
        WHERE version_id IN (SELECT unnest(?::VARCHAR[]))""",
        [untitled],
    )
    return rows.join(openings, on="version_id", how="left", maintain_order="left")


def counts(reader: Reader, search: Search, most: int = FACET_VALUES) -> pl.DataFrame:
    """facet, value and claims: of each of FACETS the `most` frequent values among the hits, the most frequent first.

    The row of the facet "all" counts the hits, and that of "articles" their articles; those of "sure" count, for each
    of LEASTS, the hits that are at least so sure.
    """
    condition, values = conditions(search)
    by_value = " UNION ALL ".join(
        f"""(SELECT '{name}' AS facet, "{name}" AS value, count(*) AS claims FROM hits WHERE "{name}" IS NOT NULL
        GROUP BY "{name}" ORDER BY claims DESC, value LIMIT {most:d})"""
        for name in FACETS
    )
    columns = ", ".join(f'"{name}"' for name in FACETS)
    return reader.query(
        f"""WITH hits AS MATERIALIZED (SELECT {columns}, version_id, confidence FROM current_claims WHERE {condition})
        SELECT * FROM (
            SELECT 'all' AS facet, NULL::VARCHAR AS value, count(*) AS claims FROM hits
            UNION ALL SELECT 'articles', NULL, count(DISTINCT version_id) FROM hits UNION ALL {by_value}
            UNION ALL SELECT 'sure', least.least, count(*) FROM hits, (SELECT unnest(?::VARCHAR[]) AS least) AS least
            WHERE hits.confidence >= least.least::DOUBLE GROUP BY ALL
        ) ORDER BY facet, claims DESC, value""",
        [*values, list(LEASTS)],
    )


def volume(reader: Reader, search: Search) -> pl.DataFrame:
    """day (of publication) and claims: how many hits each day has, the oldest first; days without any are left out."""
    condition, values = conditions(search)
    return reader.query(
        f"""SELECT published_date AS day, count(*) AS claims FROM current_claims
        WHERE published_date IS NOT NULL AND {condition} GROUP BY day ORDER BY day""",
        values,
    )


def conditions(search: Search) -> tuple[str, list[object]]:
    """The search as a condition in SQL over `current_claims`, with the values that are bound to it."""
    parts: list[tuple[str, list[object]]] = [("true", [])]
    for forms in search.words:
        start, words = pattern(forms)
        bound: list[object] = [*(start for _ in SEARCHED), words]
        parts.append((f"(({MAY_HAVE}) AND {HAS})", bound))
    for name, value in search.equal.items():
        assert name in FACETS
        parts.append((f'"{name}" = ?', [value]))
    if search.since is not None:
        parts.append(("published_date >= ?", [search.since]))
    if search.until is not None:
        parts.append(("published_date <= ?", [search.until]))
    if search.about is not None:
        between = "? BETWEEN coalesce(as_of_start, as_of_end) AND coalesce(as_of_end, as_of_start)"
        parts.append((between, [search.about]))
    if search.least is not None:
        parts.append(("confidence >= ?", [search.least]))
    return " AND ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def pattern(forms: tuple[str, ...]) -> tuple[str, str]:
    """What all forms of a word begin with, and the regular expression that finds one of them as a whole word."""
    first, last = min(forms), max(forms)
    shared = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    words = "|".join(r"\s+".join(map(_literal, form.split())) for form in forms)
    return first[:shared].split(" ")[0], rf"(?i)(^|[^\pL\pN])({words})($|[^\pL\pN])"


def _literal(word: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", word)  # RE2 takes no backslash before other signs
