"""`reports/index.html`: all runs on one page, what came in, from where, and quality over time as small charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flows.reports.charts import Chart, share_line, stacked_bars
from flows.reports.page import figure, render_page
from flows.reports.report_data import Overview, RunLine

RUNS_OPEN = 30
# A chart of fewer marks is told as its latest figure, unless there were so many runs that none is news too.
MARKS_LEAST, RUNS_ENOUGH = 3, 10
STATE_WORDS = {
    "completed": "Completed",
    "started": "Running, or died without a word",
    "held": "Held by a critical check",
    "accepted": "Held, then let through and loaded by a later run",
    "discarded": "Held, then discarded by a person",
    "failed": "Failed",
    "dead": "Died",
}
STATE_TONES = {"completed": "good", "held": "warn", "accepted": "warn", "started": "warn"}


def tone(run: RunLine) -> str:
    """The css class that a run's fate is shown in: good, warn or bad; one that was let through by a person warns."""
    return "warn" if run.is_mostly_rejected or run.accepted_by else STATE_TONES.get(run.state, "bad")


def render_overview(overview: Overview) -> str:
    """The overview as one self-contained page; runs without a report page of their own are not linked."""
    newest_first, loaded = overview.runs[::-1], [run for run in overview.runs if run.is_loaded]
    charts = charts_of(loaded)
    return render_page(
        "overview.html.j2",
        ("base.css", "report.css"),
        overview=overview,
        latest=newest_first[0] if newest_first else None,
        recent=newest_first[:RUNS_OPEN],
        older=newest_first[RUNS_OPEN:],
        charts=[chart for chart in charts if is_telling(chart, len(loaded))],
        figures=[chart for chart in charts if not is_telling(chart, len(loaded))],
        troubled=[run for run in newest_first if run.state != "completed"][:5],
        state_words=STATE_WORDS,
        tone=tone,
    )


def is_telling(chart: Chart, run_count: int) -> bool:
    """Whether a chart over so many runs shows more than its latest figure."""
    return chart.marks >= MARKS_LEAST or run_count >= RUNS_ENOUGH


def charts_of(runs: Sequence[RunLine]) -> tuple[Chart, ...]:
    """The small charts over the completed `runs`, the oldest first; none for none."""
    if not runs:
        return ()
    return (
        _bars(
            "Documents that came in", runs, (("new_count", "new"), ("changed_count", "warn"), ("rejected_count", "bad"))
        ),
        _bars("Claims read", runs, (("claim_count", "new"), ("quarantined_count", "bad"))),
        _line("Share of claims quarantined", runs, lambda run: run.quarantine_share),
        _line("Mean confidence of accepted claims", runs, lambda run: run.mean_confidence, floor=0.3),
        _line("Claims with a named speaker", runs, lambda run: run.speaker_share),
        _line("Claims with a date", runs, lambda run: run.dated_share),
        _line("Claims with a place", runs, lambda run: run.placed_share),
        _bars("Checks that failed", runs, (("failed_check_count", "bad"),)),
    )


COUNT_WORDS = {
    "new_count": "new",
    "changed_count": "changed",
    "rejected_count": "rejected",
    "claim_count": "accepted",
    "quarantined_count": "quarantined",
    "failed_check_count": "failed",
}


def _bars(title: str, runs: Sequence[RunLine], parts: Sequence[tuple[str, str]]) -> Chart:
    stacks = [[(float(getattr(run, name) or 0), css) for name, css in parts] for run in runs]
    words = [f"{_night(run)}: {_counts(run, parts)}" for run in runs]
    return stacked_bars(title, _counts(runs[-1], parts), [_night(run) for run in runs], stacks, words)


def _counts(run: RunLine, parts: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{figure(getattr(run, name))} {COUNT_WORDS[name]}" for name, _ in parts)


def _line(
    title: str, runs: Sequence[RunLine], value_of: Callable[[RunLine], float | None], floor: float = 0.0
) -> Chart:
    values = [value_of(run) for run in runs]
    latest = next((f"{value:.1%}" for value in reversed(values) if value is not None), "–")
    return share_line(title, latest, [_night(run) for run in runs], values, floor)


def _night(run: RunLine) -> str:
    return f"{run.ended_at:%Y-%m-%d}" if run.ended_at else run.run_id
