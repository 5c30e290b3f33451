"""A new night is opened and its front page worked out before anybody asks for it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from flows.explore import watching as watching_module
from flows.explore.front import of_the_copy
from flows.explore.watching import watching
from flows.home import Home
from tests.explore.made import load_night
from tests.warehouse.factory import Piece, night
from transforms.errors import WarehouseError
from warehouse import Warehouse
from warehouse.published import Published, Reader


def test_each_copy_is_worked_on_as_it_comes_and_one_that_fails_is_left(tmp_path: Path) -> None:
    home = Home(tmp_path)
    load_night(home)
    seen: list[int] = []
    came, before = threading.Semaphore(0), threading.enumerate()

    def work(reader: Reader) -> None:
        told = of_the_copy(reader)
        assert of_the_copy(reader) is told
        if told["totals"]["claims"] not in seen:
            seen.append(told["totals"]["claims"])
            came.release()
            raise WarehouseError("the copy", "it can't be read", "wait")

    published = Published(home.published)
    with watching(published, work, every_s=0.01):
        assert came.acquire(timeout=60)
        with Warehouse.open(home.warehouse) as warehouse:
            warehouse.load(night(1, [Piece("more", (7, 8))]))
            warehouse.publish(home.published)
        assert came.acquire(timeout=60)
    published.close()
    assert seen == [5, 7]
    assert [thread for thread in threading.enumerate() if thread.name == "watching" and thread not in before] == []


def test_what_fails_is_tried_again_ever_later_whatever_it_is(
    home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waited: list[float] = []
    tried = threading.Semaphore(0)

    class Waits(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            if timeout is not None and threading.current_thread().name == "watching":
                waited.append(timeout)
                tried.release()
                return super().wait(0.001)
            return super().wait(timeout)

    def work(_: Reader) -> None:
        if len(waited) != 4:
            raise ZeroDivisionError if len(waited) == 1 else WarehouseError("the copy", "it can't be read", "wait")

    monkeypatch.setattr(watching_module, "Event", Waits)
    monkeypatch.setattr(watching_module, "LOOKS_AT_LEAST_EVERY_S", 5.0)
    published = Published(home.published)
    with watching(published, work, every_s=1.0):
        for _ in range(6):
            assert tried.acquire(timeout=60)
    published.close()
    assert waited[:6] == [2.0, 4.0, 5.0, 5.0, 1.0, 2.0]
    assert "ZeroDivisionError" in caplog.text
