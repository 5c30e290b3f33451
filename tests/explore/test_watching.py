"""A new night is opened and its front page worked out before anybody asks for it."""

from __future__ import annotations

import threading
from pathlib import Path

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
