"""The chart of a series: levels as steps, low to high, a mark for each origin, conflicts, and revisions as steps."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from flows.explore.amounts import level, reach
from flows.reports.charts import edges, nice_ceiling, short

WIDTH: Final = 640.0
HEIGHT: Final = 250.0
# Marks of one day stand beside each other, this far apart, and never take more than this.
APART: Final = 9.0
ABREAST: Final = 72.0
TICKS: Final = 4
LABELS_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """One telling of a figure: where it stands, what it is, and whether a speaker is named and another disputes it."""

    x: float
    y: float
    words: str
    claim_id: str
    is_named: bool
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class Span:
    """The levels of one day: its middle, the heights of high and low, and the best in words."""

    x: float
    low: float
    high: float
    best: float
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """All of it, in the units of the view box; `ticks` are heights with their words, `days` places with theirs."""

    title: str
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    steps: str
    conflicts: tuple[tuple[float, float, float, float, str], ...]
    revisions: tuple[tuple[str, str], ...]
    ticks: tuple[tuple[float, str], ...]
    days: tuple[tuple[float, str, str], ...]
    width: float = WIDTH
    height: float = HEIGHT


def series_chart(
    title: str, points: Sequence[Mapping[str, Any]], tellings: Sequence[Mapping[str, Any]],
    conflicts: Sequence[Mapping[str, Any]], revisions: Sequence[Mapping[str, Any]],
) -> SeriesChart | None:  # fmt: skip
    """The chart of series_points, the figures that make them, conflicts and revisions; what has no day is left out.

    None where there is nothing to compare: fewer than two figures that have a day and a value.
    """
    told = sorted(
        (each for each in tellings if each["about_date"] and _value(each) is not None),
        key=lambda each: (each["about_date"], _value(each), each["claim_id"]),
    )
    levels = [point for point in points if point["about_date"] and point["best"] is not None]
    if len(told) < 2 or not levels:
        return None
    unit = told[0]["comparable_unit"]
    heights = [value for point in levels for value in (point["low"], point["best"], point["high"]) if value is not None]
    days = [row["about_date"] for row in (*told, *levels)]  # levels may be older than the newest figures that are told
    across, (up, ticks) = _days(days), _scale(heights, unit)
    disputed = {each for pair in conflicts for each in (pair["claim_id"], pair["other_claim_id"])}
    marks = {mark.claim_id: mark for mark in _marks(told, across, up, unit, disputed)}
    spans = tuple(_span(point, across, up, unit, len(levels) <= LABELS_MOST) for point in _by_day(levels))
    lines = tuple(
        (a.x, a.y, b.x, b.y, f"cannot both hold: {a.words} – {b.words}")
        for pair in conflicts
        if (a := marks.get(pair["claim_id"])) and (b := marks.get(pair["other_claim_id"]))
    )
    return SeriesChart(
        title, spans, tuple(marks.values()), _steps([(span.x, span.best) for span in spans]), lines,
        tuple(_revision(each, marks, told) for each in revisions if _is_drawn(each, marks, told)), ticks,
        _day_labels(days, across),
    )  # fmt: skip


def _value(row: Mapping[str, Any]) -> float | None:
    """Where a figure stands: its value, else the bound that it has."""
    return next((row[name] for name in ("figure", "figure_low", "figure_high") if row[name] is not None), None)


def _days(days: Sequence[date]) -> Callable[[date], float]:
    first, reach_days = min(days), (max(days) - min(days)).days
    margin = ABREAST / 2 + 4
    if not reach_days:
        return lambda _: WIDTH / 2
    return lambda day: round(margin + (WIDTH - 2 * margin) * (day - first).days / reach_days, 2)


def _scale(heights: Sequence[float], unit: str) -> tuple[Callable[[float], float], tuple[tuple[float, str], ...]]:
    """What gives a value its height, and the lines across with their words."""
    least, most = edges(heights)
    step = nice_ceiling((most - least) / TICKS)
    bottom, top = step * math.floor(least / step), step * math.ceil(most / step - 1e-9)

    def up(value: float) -> float:
        return round(HEIGHT * (top - value) / (top - bottom), 2)

    values = [bottom + step * number for number in range(round((top - bottom) / step) + 1)]
    is_spoken = unit in ("s", "m", "m2", "kg")
    return up, tuple((up(value), level(value, unit) if is_spoken else short(value)) for value in values)


def _by_day(levels: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One level for each day: of several periods that end there, the shortest."""
    days: dict[date, Mapping[str, Any]] = {}
    for point in sorted(levels, key=lambda each: (each["about_date"], each["period_days"] or 0)):
        days.setdefault(point["about_date"], point)
    return list(days.values())


def _span(
    point: Mapping[str, Any],
    across: Callable[[date], float],
    up: Callable[[float], float],
    unit: str,
    is_labelled: bool,
) -> Span:
    best = point["best"]
    low, high = (best if point[name] is None else point[name] for name in ("low", "high"))
    words = f"{point['about_date']}: {level(best, unit)}, from {level(low, unit)} to {level(high, unit)}"
    return Span(
        across(point["about_date"]), up(low), up(high), up(best), level(best, unit) if is_labelled else "", words
    )


def _marks(
    told: Sequence[Mapping[str, Any]], across: Callable[[date], float], up: Callable[[float], float], unit: str,
    disputed: set[str],
) -> list[Mark]:  # fmt: skip
    """A mark for each voice and figure of a day, beside each other; a reprint of one is no mark more."""
    days: dict[date, dict[tuple[str, float | None], Mapping[str, Any]]] = {}
    for each in sorted(told, key=lambda each: each["claim_id"] not in disputed):
        days.setdefault(each["about_date"], {}).setdefault((each["voice"], _value(each)), each)
    marks = []
    for day, voices in sorted(days.items()):
        rows = sorted(voices.values(), key=lambda each: (_value(each), each["claim_id"]))
        apart = min(APART, ABREAST / len(rows))
        for place, each in enumerate(rows):
            value = _value(each)
            assert value is not None
            who = each["speaker"] or each["source"]
            words = f"{day}: {reach(each['figure_low'], each['figure_high'], unit)}, {who}"
            x = round(across(day) + apart * (place - (len(rows) - 1) / 2), 2)
            named = each["speaker"] is not None
            marks.append(Mark(x, up(value), words, each["claim_id"], named, each["claim_id"] in disputed))
    return marks


def _steps(places: Sequence[tuple[float, float]]) -> str:
    """A path that keeps a level until the next one."""
    if len(places) < 2:
        return ""
    (x, y), *rest = places
    return f"M{x} {y}" + "".join(f"H{x}V{y}" for x, y in rest)


def _is_drawn(revision: Mapping[str, Any], marks: Mapping[str, Mark], told: Sequence[Mapping[str, Any]]) -> bool:
    return revision["claim_id"] in marks and _earlier(revision, marks, told) is not None


def _earlier(revision: Mapping[str, Any], marks: Mapping[str, Mark], told: Sequence[Mapping[str, Any]]) -> Mark | None:
    """The mark of what the voice said before."""
    return next(
        (
            marks[each["claim_id"]]
            for each in told
            if each["claim_id"] in marks and each["voice"] == revision["voice"]
            and each["about_date"] == revision["before_date"] and each["figure"] == revision["before_figure"]
        ),
        None,
    )  # fmt: skip


def _revision(
    revision: Mapping[str, Any], marks: Mapping[str, Mark], told: Sequence[Mapping[str, Any]]
) -> tuple[str, str]:
    """The step from what the voice said before to what it says now, and its words."""
    before, now = _earlier(revision, marks, told), marks[revision["claim_id"]]
    assert before is not None
    who = revision["speaker"] or "the same article"
    return f"M{before.x} {before.y}H{now.x}V{now.y}", f"{who}: {revision['before_quote']}, then {revision['quote']}"


def _day_labels(days: Sequence[date], across: Callable[[date], float]) -> tuple[tuple[float, str, str], ...]:
    """The days below the axis, each with its anchor: every one if they are few, else first, middle and last."""
    known = sorted(set(days))
    first, last = known[0], known[-1]
    far = [first]
    for day in known[1:]:
        if across(day) - across(far[-1]) >= WIDTH / 5:
            far.append(day)
    if len(far) < 3 and (last - first).days > 3 and len(known) > 3:
        far = [first, first + timedelta(days=(last - first).days // 2)]
    if far[-1] != last:
        far = [day for day in far if across(last) - across(day) >= WIDTH / 5] + [last]
    return tuple((across(day), "middle", str(day)) for day in far)
