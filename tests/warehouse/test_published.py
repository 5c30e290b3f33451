"""A long-lived reader of the published copy: nobody waits for the next; one that DuckDB gave up is opened anew."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.factory import Piece, night
from transforms.errors import WarehouseError
from warehouse import Warehouse
from warehouse import published as module
from warehouse.index import kept
from warehouse.published import Published

COUNT = "SELECT count(*) FROM claims"

pytestmark = pytest.mark.lasting


@pytest.fixture
def to(warehouse: Warehouse, path: Path) -> Path:
    """A published copy of one claim."""
    warehouse.load(night(0, [Piece("one")]))
    warehouse.publish(path.parent.parent / "claims.duckdb")
    return path.parent.parent / "claims.duckdb"


@pytest.fixture
def published(to: Path) -> Iterator[Published]:
    """Its reader."""
    opened = Published(to)
    yield opened
    opened.close()


def counted(published: Published) -> int:
    """Claims that a new question sees."""
    with published.reading() as reader:
        return int(reader.query(COUNT).item())


@pytest.mark.parametrize("kind", [duckdb.FatalException, duckdb.InternalException])
def test_a_copy_that_duckdb_gave_up_is_opened_anew(
    published: Published, monkeypatch: pytest.MonkeyPatch, kind: type[duckdb.Error]
) -> None:
    def give_up(*_: Any) -> None:
        raise kind("the database has been invalidated")

    with monkeypatch.context() as patched, published.reading() as reader, published.reading() as other:
        patched.setattr(module, "select", give_up)
        with pytest.raises(WarehouseError, match="invalidated"):
            reader.query(COUNT)
        patched.undo()
        assert other.query(COUNT).item() == 1
    before = reader._con
    assert counted(published) == 1
    with pytest.raises(duckdb.ConnectionException):
        before.execute(COUNT)


def test_a_question_that_finds_no_memory_beside_others_is_asked_again_alone(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    select = module.select

    def run_short(con: Any, sql: str, parameters: Any = None) -> Any:
        asked.append(sql)
        if len(asked) == 1:
            raise duckdb.OutOfMemoryException("could not allocate")
        return select(con, sql, parameters)

    monkeypatch.setattr(module, "select", run_short)
    assert counted(published) == 1
    assert len(asked) == 2


def test_a_copy_that_duckdb_gives_up_in_the_second_try_is_opened_anew_too(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = iter((duckdb.OutOfMemoryException, duckdb.FatalException))

    def give_up(*_: Any) -> None:
        raise next(kinds)("the database has been invalidated")

    with monkeypatch.context() as patched, published.reading() as reader:
        patched.setattr(module, "select", give_up)
        with pytest.raises(WarehouseError, match="invalidated"):
            reader.query(COUNT)
    before = published._copy
    assert counted(published) == 1
    assert published._copy is not before


class NeverCloses:
    """A connection that DuckDB can't close."""

    def __init__(self, con: Any) -> None:
        self.con = con

    def cursor(self) -> Any:
        return self.con.cursor()

    def close(self) -> None:
        self.con.close()
        raise duckdb.FatalException("it can't be closed")


def test_a_copy_that_can_not_be_closed_keeps_nobody_waiting(
    warehouse: Warehouse, to: Path, published: Published
) -> None:
    def spoil() -> Any:
        copy = published._copy
        assert copy is not None
        copy.con = NeverCloses(copy.con)  # type: ignore[assignment]
        return copy

    spoil().is_broken = True  # closed in its place
    assert counted(published) == 1
    spoil()
    warehouse.load(night(1, [Piece("two")]))
    warehouse.publish(to)
    assert counted(published) == 2  # closed for a newer one
    spoil()
    published.close()


def test_a_reader_that_was_closed_stays_closed(published: Published) -> None:
    published.close()
    with pytest.raises(WarehouseError, match="has been closed"), published.reading():
        pass


def test_of_a_copy_that_is_gone_no_index_is_made(
    warehouse: Warehouse, to: Path, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two publishes while a copy is being opened take it away with its index: the newest is opened instead."""
    connect, opened = module.connect_shut_in, []

    def overtaken(path: Path, *given: Any) -> Any:
        con = connect(path, *given)
        opened.append(path)
        if len(opened) == 1:
            for number in (1, 2):
                warehouse.load(night(number, [Piece(f"more {number}")]))
                warehouse.publish(to)
            assert not path.exists()
            monkeypatch.setattr(kept, "blocks_of", lambda *_: pytest.fail("an index was made"))
        return con

    monkeypatch.setattr(module, "connect_shut_in", overtaken)
    other = Published(to)
    assert counted(other) == 3
    assert len(opened) == 2
    other.close()


def test_a_question_that_is_only_wrong_leaves_the_copy_open(published: Published) -> None:
    with pytest.raises(WarehouseError, match="nothing_of_the_name"), published.reading() as reader:
        reader.query("FROM nothing_of_the_name")
    assert published._copy is not None
    assert not published._copy.is_broken


def test_what_a_copy_gives_is_worked_out_once_and_anew_for_the_next(
    warehouse: Warehouse, to: Path, published: Published
) -> None:
    worked: list[int] = []

    def remembered() -> int:
        with published.reading() as reader:
            return reader.once("count", lambda: worked.append(int(reader.query(COUNT).item())) or worked[-1])

    assert [remembered(), remembered()] == [1, 1]
    warehouse.load(night(1, [Piece("two")]))
    warehouse.publish(to)
    assert [remembered(), remembered()] == [2, 2]
    assert worked == [1, 2]


def test_one_answer_that_is_worked_out_holds_up_no_other(published: Published) -> None:
    begun, may_go_on = threading.Event(), threading.Event()

    def slowly() -> int:
        begun.set()
        assert may_go_on.wait(30)
        return 1

    with published.reading() as reader:
        first = threading.Thread(target=reader.once, args=("front", slowly))
        first.start()
        assert begun.wait(30)
        assert reader.once("series", lambda: 2) == 2
        may_go_on.set()
        first.join(30)
        assert reader.once("front", lambda: 3) == 1


def test_who_asks_while_the_next_copy_is_opened_is_answered_from_the_one_before(
    warehouse: Warehouse, to: Path, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse.load(night(1, [Piece("two")]))
    warehouse.publish(to)
    opens, may_go_on = threading.Event(), threading.Event()
    connect = module.connect_shut_in

    def slowly(*given: Any) -> Any:
        opens.set()
        assert may_go_on.wait(30)
        return connect(*given)

    monkeypatch.setattr(module, "connect_shut_in", slowly)
    seen: list[int] = []
    first = threading.Thread(target=lambda: seen.append(counted(published)))
    first.start()
    assert opens.wait(30)
    assert counted(published) == 1
    may_go_on.set()
    first.join(30)
    assert seen == [2]
    assert counted(published) == 2


def test_the_blocks_that_did_not_change_are_taken_over(warehouse: Warehouse, to: Path, published: Published) -> None:
    with published.reading() as reader:
        before = reader.index.by_name
    warehouse.load(night(1, [Piece("old", published=None)]))
    warehouse.publish(to)
    with published.reading() as reader:
        after = reader.index.by_name
    assert len(after) == 2
    assert all(after[name] is block for name, block in before.items())
