"""Small charts as geometry: numbers in, rectangles and points out; the templates draw them as inline SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 360.0, 96.0
BAR_MAX = 14.0
LABEL = 62.0  # what a day below the axis takes at most
SPARK_SLOTS = 20
FAR_FROM_ZERO = 0.5  # of the highest value: where the least lies above it, a scale need not begin at 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle, in the units of the view box; `css` names its colour, `words` say what it is."""

    x: float
    y: float
    width: float
    height: float
    css: str
    words: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One value on a line."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of one value or stack a run: `top` is the value at the upper edge; `bottom` at the lower.

    `first` and `last` are what the ends of the axis are called; `end` is where the last one is.
    """

    title: str
    latest: str
    bars: tuple[Bar, ...] = ()
    path: str = ""
    dots: tuple[Dot, ...] = ()
    top: str = ""
    bottom: str = "0"
    first: str = ""
    last: str = ""
    end: float = WIDTH
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def marks(self) -> int:
        """How many places along it have a bar or a dot."""
        return len(self.dots) + len({bar.x for bar in self.bars})


Stack = Sequence[tuple[float, str]]


def stacked_bars(
    title: str, latest: str, labels: Sequence[str], stacks: Sequence[Stack], words: Sequence[str]
) -> Chart:
    """A bar for each label, piled up of (value, css class); `words` describe each bar on pointing at it."""
    top = nice_ceiling(max((sum(value for value, _ in stack) for stack in stacks), default=0.0))
    step = min(WIDTH / max(len(stacks), 1), BAR_MAX)
    bars: list[Bar] = []
    for position, (stack, said) in enumerate(zip(stacks, words, strict=True)):
        floor = HEIGHT
        for value, css in stack:
            height = HEIGHT * value / top
            if height > 0:
                floor -= height
                bars.append(
                    Bar(round(position * step, 2), round(floor, 2), round(step * 0.82, 2), round(height, 2), css, said)
                )
    return Chart(
        title, latest, tuple(bars), top=short(top), first=labels[0] if labels else "",
        last=labels[-1] if labels else "", end=_end(len(stacks) * step),
    )  # fmt: skip


def share_line(
    title: str, latest: str, labels: Sequence[str], values: Sequence[float | None], floor: float = 0.0
) -> Chart:
    """A line of shares (0 to 1); a gap where there is none.  The scale runs from `floor` to a round top."""
    known = [value for value in values if value is not None]
    top = min(1.0, nice_ceiling(max(known, default=1.0)))
    bottom = min([floor, *known])
    reach = (top - bottom) or 1.0
    step = min(WIDTH / max(len(values), 1), BAR_MAX)
    dots: list[Dot] = []
    path: list[str] = []
    is_down = False
    for position, value in enumerate(values):
        if value is None:
            is_down = False
            continue
        x, y = round((position + 0.41) * step, 2), round(HEIGHT * (top - value) / reach, 2)
        path.append(f"{'L' if is_down else 'M'}{x} {y}")
        dots.append(Dot(x, y, f"{labels[position]}: {value:.1%}"))
        is_down = True
    return Chart(
        title, latest, path="".join(path), dots=tuple(dots), top=percent(top), bottom=percent(bottom),
        first=labels[0] if labels else "", last=labels[-1] if labels else "", end=_end(len(values) * step),
    )  # fmt: skip


def _end(last: float) -> float:
    """Where the word for the last mark ends: below it, unless that is where the word for the first one stands."""
    return min(WIDTH, max(round(last, 2), 2 * LABEL))


def spark(values: Sequence[float]) -> Markup:
    """A word-sized bar chart of `values`, as SVG."""
    top = max([1.0, *values])
    step = 100 / max(len(values), SPARK_SLOTS)
    bars = Markup("").join(
        Markup('<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
            position * step, 20 - 20 * value / top, step * 0.8, 20 * value / top
        )
        for position, value in enumerate(values)
    )
    frame = Markup(
        '<svg class="spark" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    )
    return frame.format(", ".join(short(value) for value in values), bars)


def edges(heights: Sequence[float]) -> tuple[float, float]:
    """The values at the lower and the upper edge of a scale: from 0 on, unless all lie far from it; 0 to 1 of none."""
    least, most = min(heights, default=0.0), max(heights, default=1.0)
    if 0 <= least <= FAR_FROM_ZERO * most:
        least = 0.0
    if least < most:
        return least, most
    return (0.0, most * 2) if most > 0 else (most - 1, most + 1)


def nice_ceiling(value: float) -> float:
    """The next 1, 2, 2.5 or 5 times a power of ten that is not below `value`; 1 for (next to) nothing."""
    if value < 1e-12:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= value * (1 - 1e-9))


def percent(share: float) -> str:
    """A share on an axis: 25%, and 0.5% where whole numbers would not tell the ends apart."""
    return f"{share * 100:.3g}%"


def short(value: float) -> str:
    """A number of an axis in a few characters: 950, -12k, 3.4M."""
    for limit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= limit:
            return f"{value / limit:.3g}{letter}"
    return f"{value:.3g}"
