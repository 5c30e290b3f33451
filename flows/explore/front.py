"""The front page: what tonight brought, where the sources stand, and the way to everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from flows.explore.formats import rows_response
from flows.explore.lists import FACET_WORDS, volume_chart
from flows.explore.parameters import read_form
from flows.explore.rendering import page
from flows.explore.threads import name_of
from flows.home import Home
from flows.reports.overview_page import STATE_TONES, STATE_WORDS
from flows.reports.writing import PAGES, report_paths
from warehouse import tonight, walks
from warehouse.published import Published, Reader
from warehouse.search import Found, Search
from warehouse.tables import literal
from warehouse.told import told_by

RUNS_SHOWN: Final = 10
NEWEST_SHOWN: Final = 5
STORIES_SHOWN: Final = 5
OFFERED: Final = ("measure", "speaker", "place")


def front_page(request: Request, published: Published, home: Home) -> Response:
    """`/`: the last night; its rows are the last runs."""
    form = read_form(request.query_params)
    with published.reading() as reader:
        if form:
            return rows_response(walks.last_runs(reader, RUNS_SHOWN), form, "runs")
        told = of_the_copy(reader)
    latest = told["latest"]
    return page(
        request, "front.html.j2", **told, state_words=STATE_WORDS, tones=STATE_TONES, facet_words=FACET_WORDS,
        name_of=name_of, literal=literal, reports=reports_of(home, latest["run_id"] if latest else None),
        run_page=run_page_of(home, latest["run_id"]) if latest else None,
    )  # fmt: skip


def of_the_copy(reader: Reader) -> dict[str, Any]:
    """What the page tells of a copy, worked out once: it is the same until the next night."""
    return reader.once("front", lambda: _told(reader))


def _told(reader: Reader) -> dict[str, Any]:
    runs, told = walks.last_runs(reader, 1), told_by(reader)
    latest, everything = runs.row(0, named=True) if runs.height else None, Found(reader, Search())
    return {
        "latest": latest,
        "totals": told["totals"].row(0, named=True),
        "failed": walks.failed_checks(reader, latest["run_id"]).to_dicts() if latest else [],
        "sources": told["freshness"].to_dicts(),
        "newest": Found(reader, Search(least=0.5)).shown(NEWEST_SHOWN),
        "offered": _offered(everything.counts(8)),
        "chart": volume_chart("Claims by day of publication", everything.volume()),
        "stories": told["stories"].head(STORIES_SHOWN).to_dicts(),
        "tonight": tonight_of(reader),
    }


@dataclass(frozen=True, slots=True)
class Tonight:
    """What the last night that was loaded brought, as rows; what each holds, warehouse/tonight.py tells."""

    run_id: str
    finished_at: datetime
    movers: list[dict[str, Any]]
    heaviest: list[dict[str, Any]]
    disputes: list[dict[str, Any]]
    failing_sums: list[dict[str, Any]]
    set_aside: list[dict[str, Any]]
    alarms: dict[str, list[dict[str, Any]]]  # by source

    @property
    def silence(self) -> list[str]:
        """What there is none of, in words."""
        told = {
            "no figure moved": self.movers, "no conflict is new": self.disputes, "no sum fails": self.failing_sums,
            "no claim was set aside": self.set_aside, "no source went quiet or changed": self.alarms,
        }  # fmt: skip
        return [words for words, rows in told.items() if not rows]


def tonight_of(reader: Reader) -> Tonight | None:
    """The last night; None before the first."""
    night = tonight.last_night(reader)
    if night is None:
        return None
    (run_id, finished_at), told = night, told_by(reader)
    alarms: dict[str, list[dict[str, Any]]] = {}
    for row in tonight.alarms(reader, run_id).iter_rows(named=True):
        alarms.setdefault(row["source"], []).append(row)
    return Tonight(
        run_id,
        finished_at,
        told["movers"].to_dicts(),
        told["heaviest"].to_dicts(),
        told["new_disputes"].to_dicts(),
        told["failing_sums"].to_dicts(),
        tonight.set_aside(reader, run_id).to_dicts(),
        alarms,
    )


def _offered(counts: Mapping[str, list[tuple[str, int]]]) -> dict[str, list[tuple[str, int]]]:
    """The most frequent measures, speakers and places."""
    return {name: counts[name] for name in OFFERED}


def reports_of(home: Home, run_id: str | None) -> list[tuple[str, str]]:
    """Address and words of every report page that is there."""
    places = [(f"/reports/{place}", words) for place, words in PAGES if (home.reports / place).is_file()]
    run_page = None if run_id is None else run_page_of(home, run_id)
    if run_page is not None:
        places.insert(0, (run_page, "The last run with every check"))
    return [("/reports/index.html", "All runs"), *places] if (home.reports / "index.html").is_file() else places


def run_page_of(home: Home, run_id: str) -> str | None:
    """Address of the report page of a run; None where it is not there."""
    path = report_paths(home.reports, run_id).run_page
    return f"/reports/{path.relative_to(home.reports).as_posix()}" if path.is_file() else None
