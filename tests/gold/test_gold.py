"""Floors of quality on the labelled articles: no figure may fall below its recorded baseline.

`python -m tests.gold.baseline` raises the baseline to what is measured now; it never lowers a figure.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gold.baseline import measure, recorded

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def figures(shared: Path) -> dict[str, dict[str, float]]:
    return measure(shared)


@pytest.mark.parametrize(
    ("mode", "name", "floor"), [(m, n, f) for m, row in recorded().items() for n, f in row.items()]
)
def test_no_figure_falls_below_its_baseline(
    figures: dict[str, dict[str, float]], mode: str, name: str, floor: float
) -> None:
    assert figures[mode][name] >= floor - 5e-4, f"{mode} {name}: {figures[mode][name]:.3f} is below {floor:.3f}"


def test_the_baseline_covers_every_figure(figures: dict[str, dict[str, float]]) -> None:
    assert {mode: set(row) for mode, row in figures.items()} == {mode: set(row) for mode, row in recorded().items()}
