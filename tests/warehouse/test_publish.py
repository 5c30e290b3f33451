"""Readers never wait: the published copy is swapped in whole under readers and writers in processes of their own."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.analyst import Analyst
from tests.warehouse.factory import Piece, night
from transforms.errors import HomeLockedError, WarehouseError
from warehouse import Warehouse

pytestmark = pytest.mark.lasting

COUNT = "SELECT count(*) FROM claims"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Where analysts look."""
    return tmp_path / "claims.duckdb"


@pytest.fixture
def open_as(published: Path) -> Iterator[type[Analyst]]:
    """Analysts of this test; none outlives it."""
    made: list[Analyst] = []

    class Watched(Analyst):
        def __init__(self, mode: str) -> None:
            super().__init__(published, mode)
            made.append(self)

    yield Watched  # type: ignore[misc]  # opens the published file always
    for analyst in made:
        analyst.kill()


def one_more(warehouse: Warehouse, number: int, published: Path) -> None:
    """A night with one claim more, published."""
    warehouse.load(night(number, [Piece(str(number))]))
    warehouse.publish(published)


def fresh_count(published: Path) -> int:
    """Claims that a new reader sees."""
    with Warehouse.open(published, is_read_only=True) as reader:
        return int(reader.query(COUNT).item())


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["read-only", "read-write"])
def test_an_open_connection_keeps_its_view_and_stops_no_night(
    warehouse: Warehouse, published: Path, open_as: type, mode: str
) -> None:
    one_more(warehouse, 1, published)
    analyst = open_as(mode)
    assert analyst.ask(COUNT) == "[(1,)]"
    for number in (2, 3, 4):
        one_more(warehouse, number, published)
        assert analyst.ask(COUNT) == "[(1,)]"
        later = open_as("read-only")
        assert later.ask(COUNT) == f"[({number},)]"
        later.close()
    analyst.close()
    assert fresh_count(published) == 4


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["close", "kill"])
@pytest.mark.parametrize("when", ["before the swap", "after the swap"])
def test_what_a_writer_does_to_its_copy_reaches_no_other(
    warehouse: Warehouse, published: Path, open_as: type, ending: str, when: str
) -> None:
    one_more(warehouse, 1, published)
    writer = open_as("read-write")
    if when == "before the swap":
        assert writer.ask("DELETE FROM claims") == "[(1,)]"
        one_more(warehouse, 2, published)
    else:
        one_more(warehouse, 2, published)
        assert writer.ask("DELETE FROM claims") == "[(1,)]"
    assert fresh_count(published) == 2
    getattr(writer, ending)()
    assert fresh_count(published) == 2
    one_more(warehouse, 3, published)
    assert fresh_count(published) == 3
    assert warehouse.query(COUNT).item() == 3


def test_a_plain_copy_of_old_with_a_stray_log_is_replaced(warehouse: Warehouse, published: Path) -> None:
    with Warehouse.open(published) as plain:
        plain.load(night(9, [Piece("x", tuple(range(50)))]))
    stray = published.with_name("claims.duckdb.wal")
    stray.write_bytes(b"a log of another file")
    one_more(warehouse, 1, published)
    assert not stray.exists()
    assert fresh_count(published) == 1


def test_a_home_that_is_moved_keeps_its_copy(warehouse: Warehouse, published: Path, tmp_path: Path) -> None:
    one_more(warehouse, 1, published)
    warehouse.close()
    moved = tmp_path.with_name("moved")
    tmp_path.rename(moved)
    assert fresh_count(moved / "claims.duckdb") == 1
    moved.rename(tmp_path)


@pytest.mark.slow
def test_old_copies_do_not_pile_up(warehouse: Warehouse, published: Path) -> None:
    for number in range(1, 5):
        one_more(warehouse, number, published)
    assert len(list((warehouse.path.parent / "published").iterdir())) == 2


def test_a_full_disk_leaves_the_last_copy(
    warehouse: Warehouse, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_more(warehouse, 1, published)
    warehouse.load(night(2, [Piece("2")]))

    def full(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:4096])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("warehouse.publish.copy_file", full)
        with pytest.raises(OSError, match="No space left"):
            warehouse.publish(published)
    assert fresh_count(published) == 1
    assert warehouse.query(COUNT).item() == 2
    warehouse.publish(published)
    assert fresh_count(published) == 2


def test_a_second_writer_is_told_who_holds_the_file(warehouse: Warehouse, path: Path) -> None:
    warehouse.close()
    holder = Analyst(path, "read-write")
    try:
        with pytest.raises(HomeLockedError) as caught:
            Warehouse.open(path)
        assert caught.value.pid == holder.process.pid
    finally:
        holder.kill()
    Warehouse.open(path).close()


@pytest.mark.slow
def test_a_writer_that_is_killed_in_the_middle_of_a_load_leaves_no_half_night(path: Path, tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from tests.warehouse.analyst import Analyst
from tests.warehouse.factory import Piece, night
from warehouse import Warehouse
with Warehouse.open(Path(sys.argv[1])) as warehouse:
    pieces = [Piece(str(n), tuple(range(20))) for n in range(100)]
    print("loading", flush=True)
    warehouse.load(night(1, pieces))
    print("loaded", flush=True)
    sys.stdin.read()
"""
    for pause in (0.0, 0.05, 0.2, 0.5):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "loading\n"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(pause)
        process.kill()
        was_loaded = "loaded" in process.communicate()[0]
        with Warehouse.open(path) as warehouse:
            claims, runs = warehouse.query(COUNT).item(), warehouse.query("SELECT count(*) FROM runs").item()
            assert (claims, runs) in {(0, 0), (2000, 1)}
            assert claims or not was_loaded
            assert [result.name for result in warehouse.audit() if not result.is_passed] == []
        path.unlink()


def test_after_close_it_says_so(warehouse: Warehouse) -> None:
    warehouse.close()
    with pytest.raises(WarehouseError, match="closed"):
        warehouse.query("SELECT 1")
