"""The front page: what the last night brought, where the sources stand, and the way to everything else."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from flows.explore.formats import rows_response
from flows.explore.lists import FACET_WORDS, volume_chart
from flows.explore.parameters import read_form
from flows.explore.rendering import page
from flows.home import Home
from flows.reports.overview_page import STATE_TONES, STATE_WORDS
from flows.reports.writing import PAGES, report_paths
from warehouse import following, walks
from warehouse import search as claims
from warehouse.published import Published
from warehouse.search import Search

RUNS_SHOWN: Final = 10
NEWEST_SHOWN: Final = 5
STORIES_SHOWN: Final = 5
DISPUTES_SHOWN: Final = 5
OFFERED: Final = ("measure", "speaker", "place")


def front_page(request: Request, published: Published, home: Home) -> Response:
    """`/`: the last night; its rows are the last runs."""
    form = read_form(request.query_params)
    with published.reading() as reader:
        runs = walks.last_runs(reader, RUNS_SHOWN)
        if form:
            return rows_response(runs, form, "runs")
        latest = runs.row(0, named=True) if runs.height else None
        return page(
            request, "front.html.j2", latest=latest, totals=walks.totals(reader).row(0, named=True),
            failed=walks.failed_checks(reader, latest["run_id"]).to_dicts() if latest else [],
            sources=walks.freshness(reader).to_dicts(), state_words=STATE_WORDS, tones=STATE_TONES,
            newest=claims.with_openings(reader, claims.found(reader, Search(least=0.5), NEWEST_SHOWN)).to_dicts(),
            offered=_offered(claims.counts(reader, Search(), 8).rows(named=True)), facet_words=FACET_WORDS,
            chart=volume_chart("Claims by day of publication", claims.volume(reader, Search())),
            stories=following.stories_about(reader, "", STORIES_SHOWN).to_dicts(),
            disputes=following.newest_disputes(reader, DISPUTES_SHOWN).to_dicts(),
            reports=reports_of(home, latest["run_id"] if latest else None),
        )  # fmt: skip


def _offered(counts: list[dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    """The most frequent measures, speakers and places."""
    return {name: [row for row in counts if row["facet"] == name] for name in OFFERED}


def reports_of(home: Home, run_id: str | None) -> list[tuple[str, str]]:
    """Address and words of every report page that is there."""
    places = [("index.html", "All runs"), *PAGES]
    if run_id is not None:
        run_page = report_paths(home.reports, run_id).run_page.relative_to(home.reports).as_posix()
        places.insert(1, (run_page, "The last run with every check"))
    return [(f"/reports/{place}", words) for place, words in places if (home.reports / place).is_file()]
