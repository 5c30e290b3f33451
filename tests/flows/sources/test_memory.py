"""What is remembered of addresses: on the disk at once, and without secrets."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from flows.sources.memory import FetchMemory, Remembered

URL = "https://example.org/a?token=HIDDEN"
ANSWER = Remembered(
    url="https://example.org/a?token=***",
    final_url="https://example.org/a?token=***",
    status=200,
    bytes_hash="0" * 64,
    headers="{}",
    etag='"1"',
    last_modified=None,
    fetched_at="2026-03-01T12:00:00",
)


def test_an_answer_outlives_the_process_that_got_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "fetches.sqlite"
    first = FetchMemory(path)
    first.remember(URL, ANSWER)
    # Not closed: a run that is killed closes nothing.
    with FetchMemory(path) as second:
        assert second.recall(URL) == ANSWER
        assert second.recall(URL + "&x=1") is None
    first.close()
    assert b"HIDDEN" not in path.read_bytes()


def test_the_last_answer_stands() -> None:
    with FetchMemory() as memory:
        memory.remember(URL, ANSWER)
        memory.remember(URL, replace(ANSWER, etag='"2"'))
        known = memory.recall(URL)
        assert known is not None
        assert known.etag == '"2"'
        assert known.fetched() == datetime.fromisoformat("2026-03-01T12:00:00")


@pytest.mark.parametrize("url", ["", "http://\udc00", "x" * 100_000])
def test_any_address_can_be_asked_for(url: str) -> None:
    with FetchMemory() as memory:
        assert memory.recall(url) is None


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "fetches.sqlite"
    path.write_bytes(b"this is no database " * 100)
    with FetchMemory(path) as memory:
        assert memory.recall(URL) is None
        memory.remember(URL, ANSWER)
    with FetchMemory(path) as memory:
        assert memory.recall(URL) == ANSWER


def test_a_file_that_is_damaged_in_its_middle_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "fetches.sqlite"
    with FetchMemory(path) as memory:
        for number in range(300):
            memory.remember(f"{URL}{number}", ANSWER)
    data = bytearray(path.read_bytes())
    assert len(data) > 5 * 4096
    data[2 * 4096 : 3 * 4096] = b"x" * 4096
    path.write_bytes(data)
    journal = path.with_name("fetches.sqlite-journal")
    with FetchMemory(path) as memory:
        assert [memory.recall(f"{URL}{number}") for number in range(300)] == [None] * 300
        memory.remember(URL, ANSWER)
    assert not journal.exists()


def test_a_journal_of_a_damaged_file_is_not_played_into_the_next(tmp_path: Path) -> None:
    path = tmp_path / "fetches.sqlite"
    path.write_bytes(b"this is no database " * 100)
    path.with_name("fetches.sqlite-journal").write_bytes(b"of another file")
    with FetchMemory(path) as memory:
        memory.remember(URL, ANSWER)
        assert memory.recall(URL) == ANSWER


def test_a_file_that_can_not_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    path = tmp_path / "fetches.sqlite"
    with FetchMemory(path) as memory:
        memory._connection.execute("PRAGMA max_page_count = 2")
        with pytest.raises(OSError, match="make room"):
            memory.remember(URL, replace(ANSWER, headers="x" * 100_000))


def test_an_answer_waits_for_no_disk_and_leaves_nothing_beside_a_file_that_was_closed(tmp_path: Path) -> None:
    path = tmp_path / "fetches.sqlite"
    with FetchMemory(path) as memory:
        memory.remember(URL, ANSWER)
        settings = [memory._connection.execute(f"PRAGMA {name}").fetchone() for name in ("journal_mode", "synchronous")]
        assert settings == [("wal",), (1,)]  # 1: NORMAL, whose commits sync nothing
    assert [each.name for each in tmp_path.iterdir()] == ["fetches.sqlite"]


def test_the_log_of_a_damaged_file_is_not_played_into_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "fetches.sqlite"
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        (tmp_path / name).write_bytes(b"this is no database " * 2_000)
    with FetchMemory(path) as memory:
        assert memory.recall(URL) is None
        memory.remember(URL, ANSWER)
    with FetchMemory(path) as memory:
        assert memory.recall(URL) == ANSWER


@contextmanager
def gathered(memory: FetchMemory, count: int) -> Iterator[ThreadPoolExecutor]:
    """A pool of `count` threads; nothing that they want of the memory is done before each wants something."""
    with ThreadPoolExecutor(count) as pool, memory._turn:
        yield pool
        until = time.monotonic() + 60
        while len(memory._batch.statements) < count:
            assert time.monotonic() < until
            time.sleep(0.001)


def test_what_many_want_meanwhile_is_done_in_one_go_and_each_has_its_own(tmp_path: Path) -> None:
    executed: list[str] = []
    with FetchMemory(tmp_path / "fetches.sqlite") as memory:
        memory.remember(f"{URL}0", ANSWER)
        memory._connection.set_trace_callback(executed.append)
        with gathered(memory, 20) as pool:
            asked = [pool.submit(memory.recall, f"{URL}{n % 2}") for n in range(10)]
            for n in range(10):
                pool.submit(memory.remember, f"{URL}new {n}", replace(ANSWER, etag=str(n)))
        assert [future.result() for future in asked] == [ANSWER, None] * 5
        assert executed.count("COMMIT") == 1
        known = [memory.recall(f"{URL}new {n}") for n in range(10)]
        assert [each.etag for each in known if each] == [str(n) for n in range(10)]


def test_whoever_wanted_something_of_a_full_disk_is_told(tmp_path: Path) -> None:
    told: list[Future[None]] = []
    with FetchMemory(tmp_path / "fetches.sqlite") as memory:
        memory._connection.execute("PRAGMA max_page_count = 2")
        with gathered(memory, 3) as pool:
            told += [pool.submit(memory.remember, f"{URL}{n}", replace(ANSWER, headers="x" * 100_000)) for n in "abc"]
        for future in told:
            with pytest.raises(OSError, match="make room"):
                future.result()
        assert memory.recall(f"{URL}a") is None  # and the next one is not held up


def test_many_threads_find_what_they_keep() -> None:
    with FetchMemory() as memory, ThreadPoolExecutor(16) as pool:

        def keep(n: int) -> Remembered | None:
            memory.remember(f"{URL}{n}", replace(ANSWER, etag=str(n)))
            memory.note("tests", {f"{n}": f"note {n}"})
            assert memory.noted("tests", f"{n}") == f"note {n}"
            return memory.recall(f"{URL}{n}")

        assert [each and each.etag for each in pool.map(keep, range(300))] == [str(n) for n in range(300)]
    assert threading.active_count() < 16
