"""A home folder and a warehouse in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse import Warehouse


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the warehouse of the test lies."""
    (tmp_path / "state").mkdir()
    return tmp_path / "state" / "warehouse.duckdb"


@pytest.fixture
def warehouse(path: Path) -> Iterator[Warehouse]:
    """An empty warehouse."""
    with Warehouse.open(path) as opened:
        yield opened
