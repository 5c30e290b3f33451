"""Lists of claims: the search, and what one speaker, one place or one source says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import polars as pl
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from flows.explore.amounts import unit_words
from flows.explore.formats import ROWS_MOST, rows_response
from flows.explore.parameters import RequestError, read_form, read_name, read_page, read_search
from flows.explore.rendering import page
from flows.reports.charts import Chart, share_line, stacked_bars
from transforms.articles.publication import date_meanings
from warehouse import following, walks
from warehouse.published import Published, Reader
from warehouse.search import LEASTS, Found
from warehouse.told import told_by

PER_PAGE: Final = 20
ARTICLES_MOST: Final = 30
DAYS_MOST: Final = 8
OTHERS_MOST: Final = 10
REVISIONS_MOST: Final = 10
SERIES_MOST: Final = 10
BARS_LEAST: Final = 25
BARS_MOST: Final = 60
FACET_WORDS: Final = {
    "measure": "measure", "unit": "unit", "kind": "kind", "role": "role", "modality": "held", "speaker": "speaker",
    "place": "place", "place_country": "country", "source": "source",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of what was found: its rows, how many there are in all and in how many articles, counts by facet."""

    rows: list[dict[str, Any]]
    total: int
    articles: int
    facets: Mapping[str, list[tuple[str, int]]]
    page_no: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PER_PAGE))


def hits_of(found: Found, page_no: int) -> Hits:
    """The page of that number; raises RequestError for one past the last."""
    facets = found.counts() | {"sure": found.sure_counts()}
    hits = Hits(found.shown(PER_PAGE, (page_no - 1) * PER_PAGE), found.total, found.article_count, facets, page_no)
    if page_no > hits.pages:
        raise RequestError(404, f"page: there is no page {page_no}", f"the last is {hits.pages}")
    return hits


def rows_of(found: Found, form: str, name: str) -> Response:
    """All hits of a search as a file."""
    return rows_response(found.rows(ROWS_MOST), form, name, is_cut=found.total > ROWS_MOST)


def search_page(request: Request, published: Published) -> Response:
    """`/search`: claims by words and values, with counts to narrow them by."""
    params = request.query_params
    search, page_no, form = read_search(params), read_page(params), read_form(params)
    with published.reading() as reader:
        found = Found(reader, search)
        if form:
            return rows_of(found, form, "claims")
        hits = hits_of(found, page_no)
        return page(
            request, "search.html.j2", search=search, hits=hits, facet_words=FACET_WORDS, leasts=LEASTS,
            unit_words=unit_words, days=() if search.since else found.newest_days(DAYS_MOST),
        )  # fmt: skip


def named_page(request: Request, published: Published, column: str) -> Response:
    """`/speaker`, `/place` and `/source`: what one of them says, day by day; raises RequestError for an unknown one."""
    params = request.query_params
    name, page_no, form = read_name(params, "name"), read_page(params), read_form(params)
    kept = {key: value for key, value in params.items() if key == "sort"}
    search = replace(read_search(QueryParams(kept)), equal={column: name})
    with published.reading() as reader:
        found = Found(reader, search)
        if form:
            return rows_of(found, form, column)
        about = _about_source(reader, name) if column == "source" else None
        ledger = _ledger_of(reader, column, name)
        hits = hits_of(found, page_no)
        if not hits.total and about is None:
            raise RequestError(404, f"{column}: no current claim has “{name[:80]}”", "search for a part of the name")
        return page(
            request, "named.html.j2", column=column, name=name, search=search, hits=hits, about=about,
            ledger=ledger, days=found.newest_days(DAYS_MOST),
            chart=volume_chart("Claims by day of publication", found.volume()),
            facet_words={key: words for key, words in FACET_WORDS.items() if key != column},
            date_words=date_meanings(),
        )  # fmt: skip


def _ledger_of(reader: Reader, column: str, name: str) -> Mapping[str, Any]:
    """What the ledger says of one speaker, place or source: how it agrees with others, conflicts, changes, series."""
    agreement = following.agreement(reader, column, name).to_dicts()
    return {
        "all": next(each for each in agreement if each["is_all"]),
        "others": [each for each in agreement if not each["is_all"]][:OTHERS_MOST],
        "disputes": following.voice_disputes(reader, column, name).to_dicts(),
        "revisions": following.voice_revisions(reader, column, name, REVISIONS_MOST).to_dicts(),
        "series": following.series_at(reader, column, name, SERIES_MOST).to_dicts(),
        "spellings": following.spellings(reader, name).to_dicts() if column == "speaker" else [],
    }


def _about_source(reader: Reader, source: str) -> Mapping[str, Any] | None:
    """Where the source stands, its nights and its newest articles; None for one that was never read."""
    standing = told_by(reader)["freshness"].filter(pl.col("source") == source)
    if standing.is_empty():
        return None
    nights = walks.source_nights(reader, source)
    return {
        "standing": standing.row(0, named=True),
        "dates": walks.source_dates(reader, source).to_dicts(),
        "articles": walks.newest_articles(reader, source, ARTICLES_MOST).to_dicts(),
        "charts": [*_night_charts(nights), *_sureness_chart(following.sureness(reader, source))],
        "extracted": nights.get_column("extracted_count").sum(),
        "quarantined": nights.get_column("quarantined_count").sum(),
    }


def _night_charts(nights: pl.DataFrame) -> list[Chart]:
    """Claims accepted and quarantined in each of the last runs, and the share set aside; none for a single run."""
    if nights.height < 2:
        return []
    rows = nights.tail(BARS_MOST).to_dicts()
    labels = [f"{row['ended_at']:%Y-%m-%d}" for row in rows]
    counts = [(row["claim_count"] or 0, row["quarantined_count"] or 0) for row in rows]
    words = [f"{label}: {a:,} accepted, {q:,} quarantined" for label, (a, q) in zip(labels, counts, strict=True)]
    stacks = [[(float(accepted), "new"), (float(aside), "bad")] for accepted, aside in counts]
    shares = [aside / (accepted + aside) if accepted + aside else None for accepted, aside in counts]
    last = next((share for share in reversed(shares) if share is not None), None)
    return [
        stacked_bars("Claims read, by night", words[-1], labels, stacks, words),
        share_line("Share set aside, by night", "none read" if last is None else f"{last:.1%}", labels, shares),
    ]


def _sureness_chart(days: pl.DataFrame) -> list[Chart]:
    """How surely its claims are read, by day of publication; none for a single day."""
    rows = days.tail(BARS_MOST).to_dicts()
    if len(rows) < 2:
        return []
    labels, values = [str(row["day"]) for row in rows], [row["confidence"] for row in rows]
    words = f"{labels[-1]}: {values[-1]:.1%} of {rows[-1]['claims']:,}"
    return [share_line("Mean confidence of its claims, by day", words, labels, values)]


def volume_chart(title: str, counted: list[tuple[date, int]]) -> Chart | None:
    """A bar a day, or a longer span where there are many; None for fewer than two days."""
    if len(counted) < 2:
        return None
    # The chart has room for so many bars of its widest: days before the first are shown as empty as they were.
    first = min(counted[0][0], counted[-1][0] - timedelta(days=BARS_LEAST - 1))
    spans = binned([(first, 0), *counted])
    labels = [str(first) for first, _, _ in spans]
    words = [
        f"{first}{f' to {last}' if last != first else ''}: {count:,} claim{'' if count == 1 else 's'}"
        for first, last, count in spans
    ]
    return stacked_bars(title, words[-1], labels, [[(float(count), "new")] for _, _, count in spans], words)


def binned(days: list[tuple[date, int]], most: int = BARS_MOST) -> list[tuple[date, date, int]]:
    """Counts by day, the oldest first, as at most `most` spans of equal length: first day, last day, count."""
    first, last = days[0][0], days[-1][0]
    length = -(-((last - first).days + 1) // most)
    counts: dict[int, int] = {}
    for day, count in days:
        place = (day - first).days // length
        counts[place] = counts.get(place, 0) + count
    spans = range((last - first).days // length + 1)
    starts = [first + timedelta(days=place * length) for place in spans]
    return [
        (start, min(start + timedelta(days=length - 1), last), counts.get(place, 0))
        for place, start in zip(spans, starts, strict=True)
    ]
