"""What the tests share: where the labelled sets stand, and how Hypothesis behaves on a busy machine."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.warehouse.ready_made import copy_when_new, empty_warehouse
from warehouse import warehouse

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# As the command line does, and for the same reason: what imports make is looked through again and again.
gc.set_threshold(50_000, 20, 50)
# A busy machine is no failure: examples are counted, not timed.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled sets and scorers beside the checkout; its tests are skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("the labelled sets (../shared) are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def ready_made() -> Iterator[Callable[..., Any]]:
    """Warehouses are ready made, but for the tests that ask for `made_anew`; the value is what opens those."""
    opened = warehouse.connect
    with pytest.MonkeyPatch.context() as patch:
        copy_when_new(empty_warehouse(), patch.setattr)
        yield opened


@pytest.fixture
def made_anew(ready_made: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Warehouses are made, and have threads, as users' have."""
    monkeypatch.setattr(warehouse, "connect", ready_made)


def pytest_collection_finish() -> None:
    """What is there for good is looked through no more."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest begin first, so that no process is left alone with one at the end.

    While the first file has the Prefect server started, the other processes work at what needs none.
    """
    served, slow = ({item.path: None for item in items if item.get_closest_marker(mark)} for mark in ("server", "slow"))
    first = next(iter(served), None)
    items.sort(
        key=lambda item: (item.path != first, item.path in served or item.path not in slow, item.path not in served)
    )
