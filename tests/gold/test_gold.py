"""Floors of quality on the sealed check set: no figure of record may fall below its floor."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gold.record import Figure, check_figures, floors

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def figures(shared: Path) -> dict[str, Figure]:
    return check_figures(shared)


@pytest.mark.parametrize(("name", "floor"), floors().items())
def test_no_figure_of_record_falls_below_its_floor(figures: dict[str, Figure], name: str, floor: float) -> None:
    assert figures[name].value >= floor - 5e-4, f"{name}: {figures[name].value:.3f} is below {floor:.3f}"


def test_every_figure_of_record_has_a_floor(figures: dict[str, Figure]) -> None:
    assert set(figures) == set(floors())
