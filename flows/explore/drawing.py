"""A chart of two columns of an answer: points over numbers and days, else a bar for each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from flows.commands.tables import cell_text
from flows.explore.parameters import RequestError
from flows.reports.charts import HEIGHT, WIDTH, Chart, Dot, edges, short

BARS_MOST: Final = 60
LONGEST_LABEL: Final = 80


@dataclass(frozen=True, slots=True)
class LongBar:
    """A row as a bar from `x` on, `width` long, out of 100; `value` is what it shows."""

    label: str
    value: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of points, or bars under each other, and how many rows of how many it shows."""

    title: str
    chart: Chart | None
    bars: tuple[LongBar, ...]
    shown: int
    rows: int


def columns_to_draw(frame: pl.DataFrame) -> tuple[list[str], list[str]]:
    """The names that may lie across and those that may go up; none where there is nothing to draw."""
    upward = _upward(frame)
    return (frame.columns, upward) if upward and frame.width > 1 and frame.height > 1 else ([], [])


def _upward(frame: pl.DataFrame) -> list[str]:
    """The columns that hold numbers."""
    return [name for name, dtype in frame.schema.items() if dtype.is_numeric()]


def draw(frame: pl.DataFrame, across: str, upward: str) -> Drawing:
    """The column `upward` over the column `across`; rows where one of them is null or no finite number are left out.

    Raises RequestError for a column that is not there, or an `upward` that holds no numbers.
    """
    for name, column, known in (("x", across, frame.columns), ("y", upward, _upward(frame))):
        if column not in known:
            remedy = f"choose one of {', '.join(known)}" if known else "ask for a column of numbers and one more"
            raise RequestError(400, f"{name}: “{column[:80]}” is no column to draw", remedy)
    dtype = frame.schema[across]
    is_scale = dtype.is_numeric() or dtype in (pl.Date, pl.Datetime)
    place = pl.col(across).cast(pl.Datetime("us") if dtype == pl.Date else dtype).cast(pl.Float64) if is_scale else 0.0
    kept = frame.select(
        place=place, height=pl.col(upward).cast(pl.Float64), across=pl.col(across), upward=pl.col(upward)
    ).filter(pl.col("height").is_finite(), pl.col("across").is_not_null(), pl.col("place").is_finite())
    title = f"{upward} by {across}"
    if is_scale:
        return Drawing(title, _points(title, kept), (), kept.height, frame.height)
    shown = kept.head(BARS_MOST)
    return Drawing(title, None, _bars(shown), shown.height, frame.height)


def _points(title: str, rows: pl.DataFrame) -> Chart:
    """A dot for each row, joined by a line where no two lie above each other."""
    rows = rows.sort("place", maintain_order=True)
    places, heights = rows.get_column("place").to_list(), rows.get_column("height").to_list()
    left, width = min(places, default=0.0), _reach(places)
    bottom, top = edges(heights)
    words = [
        f"{cell_text(across)}: {cell_text(upward)}" for across, upward in rows.select("across", "upward").iter_rows()
    ]
    dots = tuple(
        Dot(round(WIDTH * (place - left) / width, 2), round(HEIGHT * (top - height) / (top - bottom), 2), said)
        for place, height, said in zip(places, heights, words, strict=True)
    )
    is_line = len(set(places)) == len(places) > 1
    path = "".join(f"{'L' if number else 'M'}{dot.x} {dot.y}" for number, dot in enumerate(dots)) if is_line else ""
    ends = [cell_text(value) for value in rows.get_column("across")[[0, -1]]] if dots else ["", ""]
    return Chart(
        title, words[-1] if words else "", path=path, dots=dots, top=short(top), bottom=short(bottom), first=ends[0],
        last=ends[1],
    )  # fmt: skip


def _reach(values: Sequence[float]) -> float:
    return (max(values, default=0.0) - min(values, default=0.0)) or 1.0


def _bars(rows: pl.DataFrame) -> tuple[LongBar, ...]:
    """A bar for each row from the line of 0, to the left of it where the value is negative."""
    heights = rows.get_column("height").to_list()
    least, reach = min([0.0, *heights]), _reach([0.0, *heights])
    return tuple(
        LongBar(
            cell_text(across)[:LONGEST_LABEL] or "–",
            cell_text(upward),
            round(100 * (min(height, 0.0) - least) / reach, 2),
            round(100 * abs(height) / reach, 2),
        )
        for height, across, upward in rows.select("height", "across", "upward").iter_rows()
    )
