"""A toll as a picture: for each day a bar from the lowest figure told to the highest, a line through the best."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from markupsafe import escape

from flows.reports.charts import nice_ceiling, short

WIDTH: Final = 560
HEIGHT: Final = 260
LEFT, RIGHT, TOP, BOTTOM = 48, 24, 36, 40
STYLE: Final = (
    "text{font:12px sans-serif;fill:#333}.axis{stroke:#999}.spread{stroke:#9bb7d4;stroke-width:14}"
    ".best{fill:none;stroke:#1f4e79;stroke-width:2}.dot{fill:#1f4e79}"
)
Day = tuple[date, float, float, float, int]


def toll_chart(title: str, days: Sequence[Day]) -> str:
    """An SVG document of a toll: day, low, best, high, independent origins of each day, the oldest first.

    The same text for the same days; raises ValueError where there are none.
    """
    if not days:
        raise ValueError("no day to draw")
    top = nice_ceiling(max(high for _, _, _, high, _ in days))
    first, span = days[0][0], max(1, (days[-1][0] - days[0][0]).days)

    def x(day: date) -> float:
        return round(LEFT + 24 + (WIDTH - LEFT - RIGHT - 48) * (day - first).days / span, 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)

    parts = [f'<text x="{LEFT}" y="20">{escape(title)}</text>']
    parts += [f'<path class="axis" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none"/>']
    parts += [
        f'<text x="{LEFT - 6}" y="{y(value) + 4}" text-anchor="end">{short(value)}</text>'
        for value in (0.0, top / 2, top)
    ]
    for day, low, best, high, origins in days:
        parts += [
            f'<path class="spread" d="M{x(day)} {y(low)}V{y(high)}"/>',
            f'<circle class="dot" cx="{x(day)}" cy="{y(best)}" r="4"/>',
            f'<text x="{x(day) + 12}" y="{y(best) - 8}">{short(best)}</text>',
            f'<text x="{x(day)}" y="{HEIGHT - 22}" text-anchor="middle">{day.isoformat()}</text>',
            f'<text x="{x(day)}" y="{HEIGHT - 7}" text-anchor="middle">told by {origins}</text>',
        ]
    line = "L".join(f"{x(day)} {y(best)}" for day, _, best, _, _ in days)
    parts.append(f'<path class="best" d="M{line}"/>')
    lines = "\n".join(parts)
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    label = f'role="img" aria-label="{escape(title)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {label}>\n<style>{STYLE}</style>\n{lines}\n</svg>\n'
