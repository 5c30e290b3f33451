"""Floors of quality on the sealed check set: no figure of record may fall below its floor."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gold.record import check_figures, floors, held_to_floors

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def held(shared: Path) -> dict[str, float]:
    return held_to_floors(check_figures(shared))


@pytest.mark.parametrize(("name", "floor"), floors().items())
def test_no_figure_of_record_falls_below_its_floor(held: dict[str, float], name: str, floor: float) -> None:
    assert held[name] >= floor - 5e-4, f"{name}: {held[name]:.3f} is below {floor:.3f}"


def test_every_figure_of_record_has_a_floor(held: dict[str, float]) -> None:
    assert set(held) == set(floors())
