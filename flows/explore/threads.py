"""What runs through many articles: a series with its chart, a story with its figures, and the lists of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from starlette.requests import Request
from starlette.responses import Response

from flows.explore.formats import ROWS_MOST, rows_response
from flows.explore.parameters import RequestError, read_form, read_name
from flows.explore.rendering import link, page
from flows.explore.series_chart import SeriesChart, series_chart
from warehouse import following, threads
from warehouse.published import Published, Reader
from warehouse.tables import literal
from warehouse.told import LISTED, told_by

# What the page of a series shows of each, the newest; its rows and its SQL give all.
TOLD_MOST: Final = 200
LEVELS_MOST: Final = 200
CONFLICTS_MOST: Final = 50
REVISIONS_MOST: Final = 50
STORY_SERIES_SHOWN: Final = 40
NEWS_MOST: Final = 10
# What counts and lasts is seldom news.
BARE_MEASURES: Final = ("count", "duration", "age", "distance", "share")
# The measures that a story is first asked for.
FIRST_MEASURES: Final = ("deaths", "missing", "injuries")


def series_page(request: Request, published: Published) -> Response:
    """`/series`: the list, by words (`q`); with `id` the one series, raises RequestError where there is none."""
    params = request.query_params
    form = read_form(params)
    with published.reading() as reader:
        if params.get("id"):
            return _one_series(request, reader, read_name(params, "id"), form)
        words = params.get("q", "").strip()
        if form:
            return rows_response(following.series_about(reader, words, ROWS_MOST), form, "series")
        rows = listed(reader, "series", words, following.series_about)
    return page(request, "series_list.html.j2", words=words, rows=rows[:LISTED], is_cut=len(rows) > LISTED)


def listed(
    reader: Reader, name: str, words: str, about: Callable[[Reader, str, int], pl.DataFrame]
) -> list[dict[str, Any]]:
    """What is about the words, one more than is shown; without words as its publish has told it."""
    if not words:
        return told_by(reader)[name].to_dicts()
    return about(reader, words, LISTED + 1).to_dicts()


def _one_series(request: Request, reader: Reader, series_id: str, form: str | None) -> Response:
    if form:
        levels = threads.levels(reader, series_id, ROWS_MOST + 1)
        if levels.is_empty():
            raise unknown(series_id)
        return rows_response(levels.tail(ROWS_MOST), form, "series", is_cut=levels.height > ROWS_MOST)
    series = threads.thread(reader, series_id)
    if series is None:
        raise unknown(series_id)
    about, thread = series.about, read_thread(series)
    story = following.headline(reader, about["area"]).to_dicts() if about["area"] else []
    return page(
        request, "series.html.j2", about=about, name=name_of(about), newest=newest_of(thread.points),
        points=thread.points, tellings=thread.tellings, told_most=TOLD_MOST, levels_most=LEVELS_MOST,
        conflicts=thread.conflicts, revisions=thread.revisions, chart=thread.chart(name_of(about)),
        story=story[0] if story else None, disputed=disputed(thread.conflicts), queries=queries_of(about, bool(story)),
    )  # fmt: skip


def unknown(series_id: str) -> RequestError:
    """What tells that there is no such series."""
    return RequestError(404, f"series: there is no series “{series_id[:120]}”", "look for it among the series")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a series: its newest levels, the figures that make them, conflicts and revisions, as rows."""

    points: list[dict[str, Any]]
    tellings: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]
    revisions: list[dict[str, Any]]

    def chart(self, name: str) -> SeriesChart | None:
        """Its chart under the name of the series; null where there is nothing to compare."""
        return series_chart(f"{name}, by day", self.points, self.tellings, self.conflicts, self.revisions)


def read_thread(series: threads.Thread) -> Told:
    """What is told of a series."""
    return Told(
        series.levels(LEVELS_MOST).to_dicts(),
        series.tellings(TOLD_MOST).to_dicts(),
        series.disputes(CONFLICTS_MOST).to_dicts(),
        series.revisions(REVISIONS_MOST).to_dicts(),
    )


def name_of(series: Mapping[str, Any]) -> str:
    """What a series is called: its measure and what that is of."""
    measure = str(series["measure"]).replace("_", " ")
    subject = series["subject"] or series["subject_key"]
    return measure if subject.lower() == measure else f"{measure}: {subject}"


def newest_of(points: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The level of the newest day, of several there the one that most voices tell."""
    return max(points, key=lambda each: (str(each["about_date"] or ""), each["origin_count"]), default=None)


def disputed(conflicts: Sequence[Mapping[str, Any]]) -> set[str]:
    """The claims that are in conflicts."""
    return {each for pair in conflicts for each in (pair["claim_id"], pair["other_claim_id"])}


def queries_of(series: Mapping[str, Any], is_story: bool) -> list[tuple[str, str, str]]:
    """The questions in SQL that give the series: what each asks, the SQL, the address that asks it."""
    asked = [
        (
            "This table",
            "SELECT about_date, period_days, low, best, high, origin_count, speakers, sources, claim_ids\n"
            f"FROM series_points\nWHERE series_id = {literal(series['series_id'])}\nORDER BY about_date, period_days",
        ),
        (
            "By the macro, with its kin at other places",
            f"FROM series({literal(series['measure'].replace('_', ' '))}, about := {literal(series['subject_key'])})",
        ),
    ]
    if is_story and series["measure"] == "deaths":
        asked.append(("The toll of the whole story, day by day", f"FROM toll({literal(series['area'])})"))
    return [(words, sql, link("/ask", sql=sql)) for words, sql in asked]


def stories_page(request: Request, published: Published) -> Response:
    """`/stories`: stories that several articles tell, the newest first, by words (`q`)."""
    words, form = request.query_params.get("q", "").strip(), read_form(request.query_params)
    with published.reading() as reader:
        if form:
            return rows_response(following.stories_about(reader, words, ROWS_MOST), form, "stories")
        rows = listed(reader, "stories", words, following.stories_about)
    return page(request, "stories.html.j2", words=words, rows=rows[:LISTED], is_cut=len(rows) > LISTED)


def story_page(request: Request, published: Published) -> Response:
    """`/story/{story_id}`: its articles, series, conflicts and what is new; raises RequestError for no such story."""
    story_id, form = request.path_params["story_id"], read_form(request.query_params)
    with published.reading() as reader:
        found = following.story(reader, story_id)
        if found.is_empty():
            raise RequestError(404, f"there is no story “{story_id[:80]}”", "look for it among the stories")
        figures = following.story_figures(reader, story_id)
        if form:
            return rows_response(figures.head(ROWS_MOST), form, "story", is_cut=figures.height > ROWS_MOST)
        about = found.row(0, named=True)
        series = following.story_series(reader, story_id).to_dicts()
        conflicts = following.story_disputes(reader, story_id).to_dicts()
        articles = following.story_articles(reader, story_id).to_dicts()
        first = first_series(series)
        thread = threads.thread(reader, first["series_id"]) if first else None
        chart = read_thread(thread).chart(name_of(first)) if first and thread else None
        return page(
            request, "story.html.j2", about=about, title=_title(about, articles), articles=articles, first=first,
            first_conflicts=[pair for pair in conflicts if first and is_of(pair, first)], chart=chart,
            series=series[:STORY_SERIES_SHOWN], series_count=len(series), conflicts=conflicts,
            news=news_of(series, about), name_of=name_of, speakers=speakers_of(figures.to_dicts()),
            figure_count=figures.height,
        )  # fmt: skip


def _title(about: Mapping[str, Any], articles: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The row whose headline names the story: that of its first article."""
    return next((each for each in articles if each["article_id"] == about["story_id"]), articles[0])


def first_series(series: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """What stands at the head of a story: its counted dead, missing or injured, else what most voices tell."""
    asserted = [each for each in series if each["modality"] == "asserted"]
    for measure in FIRST_MEASURES:
        for each in asserted:
            if each["measure"] == measure and each["comparable_unit"] == "count":
                return each
    return asserted[0] if asserted else None


def is_of(pair: Mapping[str, Any], level: Mapping[str, Any]) -> bool:
    """Whether a conflict is about this level of a series (series_points): one of its claims tells the level."""
    return pair["claim_id"] in level["claim_ids"] or pair["other_claim_id"] in level["claim_ids"]


def news_of(series: Sequence[Mapping[str, Any]], story: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The levels of the story's last day that are other than before, or told for the first time."""
    last = story["last_date"]
    fresh = [each for each in series if last and each["about_date"] and each["about_date"] >= last]
    changed = [each for each in fresh if each["before"] is not None and each["before"] != each["best"]]
    first = [each for each in fresh if each["before"] is None]
    return changed + sorted(first, key=lambda each: each["measure"] in BARE_MEASURES)[:NEWS_MOST]


def speakers_of(figures: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Who is quoted with how many figures, the most first."""
    counts: dict[str, int] = {}
    for each in figures:
        if each["speaker"]:
            counts[each["speaker"]] = counts.get(each["speaker"], 0) + 1
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[: LISTED // 5]
