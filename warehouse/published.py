"""The published copy as a long-lived reader has it: opened read-only and shut in, and opened anew after each night.

A reader of one copy is counted, and a copy that a newer one has replaced is closed when its last reader leaves: no
question sees two nights.  DuckDB may read the one file, write nothing, and reach neither other files nor the net.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Lock
from typing import Any, Final, TypeVar

import duckdb
import polars as pl

from transforms.errors import ClaimwireError, NoDatabaseError, WarehouseError
from warehouse.asked import SHUT, SHUT_IN
from warehouse.connection import Connection, Rows, opening_error, scalar, select, staged, told
from warehouse.index.blocks import Block
from warehouse.index.finding import Index
from warehouse.index.kept import Told, index_of, told_beside
from warehouse.schema import refuse_newer, refuse_older
from warehouse.turns import Turns

MEMORY_LIMIT: Final = "192MiB"
THREADS: Final = 2
# Questions that one copy is asked at once: more would share its memory, and no more cores.
QUERIES_AT_ONCE: Final = 4
# After one of these DuckDB answers nothing from a file until it is opened anew.
GIVEN_UP: Final = (duckdb.FatalException, duckdb.InternalException)

Answer = TypeVar("Answer")
# What stands at the published path: the file that it leads to, its inode and when it was written (ns).
Identity = tuple[Path, int, int]


@dataclass(slots=True)
class _Copy:
    """An open copy, how many read it, whether a newer one has taken its place, and whether DuckDB gave it up."""

    identity: Identity
    con: Connection
    index: Index
    told: Told | None
    readers: int = 0
    is_replaced: bool = False
    is_broken: bool = False
    remembered: dict[str, Any] = field(default_factory=dict)
    remembering: dict[str, Lock] = field(default_factory=dict)
    turns: Turns = field(default_factory=lambda: Turns(QUERIES_AT_ONCE))

    def remembering_of(self, name: str) -> Lock:
        """Who holds it works out one answer to remember; another answer waits for nobody."""
        return self.remembering.setdefault(name, Lock())


class Reader:
    """One copy for the length of one question; every query of it, its `index` and what it has `told` see one night."""

    def __init__(self, copy: _Copy, con: Connection) -> None:
        self.path, self.index, self.told = copy.identity[0], copy.index, copy.told
        self._copy, self._con = copy, con

    def query(
        self, sql: str, parameters: Sequence[object] | None = None, beside: Mapping[str, Rows] | None = None
    ) -> pl.DataFrame:
        """The rows of a query; raises WarehouseError for one that can't be answered.

        The frames of `beside` are tables of their names meanwhile.  A query that finds no memory beside others is asked
        again alone.
        """
        with told(self.path), staged(self._con, dict(beside or {})):
            try:
                try:
                    with self._copy.turns.beside():
                        return select(self._con, sql, parameters)
                except duckdb.OutOfMemoryException:
                    with self._copy.turns.alone():
                        return select(self._con, sql, parameters)
            except GIVEN_UP:
                self._copy.is_broken = True
                raise

    def once(self, name: str, work: Callable[[], Answer]) -> Answer:
        """What `work` gives, worked out once for this copy: who asks meanwhile waits for it, and nobody afterwards."""
        with self._copy.remembering_of(name):
            if name not in self._copy.remembered:
                self._copy.remembered[name] = work()
            answer: Answer = self._copy.remembered[name]
            return answer


class Published:
    """The copy at `path`, whichever night stands there.  It may be used from many threads; `close` it at the end.

    Raises WarehouseError where there is no copy, or one of another schema; HomeLockedError where a program has opened
    it for writing.  Once a copy is open, one that can't be opened is passed over: the one before it still answers.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._changed, self._renewing = Condition(), Lock()
        self._copy: _Copy | None = None
        self._is_closing = self._is_closed = False
        with self._changed:
            self._copy = self._newest()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """The newest copy, for one question."""
        copy = self._entered()
        try:
            with told(copy.identity[0]):
                cursor = copy.con.cursor()
            with closing(cursor):
                yield Reader(copy, cursor)
        finally:
            self._left(copy)

    def close(self) -> None:
        """Close the copy for good; readers that are still in it meet errors, as does who asks afterwards."""
        with self._changed:
            self._is_closed = True
            if self._copy is not None:
                _let_go(self._copy)
                self._copy = None

    def _entered(self) -> _Copy:
        with suppress(ClaimwireError, OSError):
            self._renew()
        with self._changed:
            self._changed.wait_for(lambda: not self._is_closing)
            if self._is_closed:
                raise WarehouseError(str(self.path), "its reader has been closed", "open another")
            if self._copy is None:
                self._copy = self._newest()
            self._copy.readers += 1
            return self._copy

    def _left(self, copy: _Copy) -> None:
        with self._changed:
            copy.readers -= 1
            if copy.is_replaced and not copy.readers:
                _let_go(copy)
            self._changed.notify_all()

    def _renew(self) -> None:
        """Open what stands at the path now, if it is not what is open; others read the old copy meanwhile."""
        if not self._renewing.acquire(blocking=False):
            return
        try:
            identity, old = identity_of(self.path), self._copy
            if old is None or (old.identity == identity and not old.is_broken):
                return
            if old.identity[0] == identity[0]:
                self._close_in_place(old)
                return
            fresh = self._opened(identity, old.index.by_name)
            with self._changed:
                if self._is_closed:
                    _let_go(fresh)
                    return
                self._copy, old.is_replaced = fresh, True
                if not old.readers:
                    _let_go(old)
        finally:
            self._renewing.release()

    def _close_in_place(self, old: _Copy) -> None:
        """Close the copy when its readers have left, so that the next question opens what has its path now.

        DuckDB knows an open file by its path alone: another file there, or the same one after DuckDB gave it up, is
        seen when the first is closed.
        """
        with self._changed:
            self._copy, self._is_closing = None, True
            try:
                self._changed.wait_for(lambda: not old.readers)
                _let_go(old)
            finally:
                self._is_closing = False
                self._changed.notify_all()

    def _newest(self) -> _Copy:
        """What stands at the path; where a publish takes that away before it is read, what stands there then."""
        with suppress(NoDatabaseError):
            return self._opened(identity_of(self.path), {})
        return self._opened(identity_of(self.path), {})

    @staticmethod
    def _opened(identity: Identity, known: Mapping[str, Block]) -> _Copy:
        path = identity[0]
        con = connect_shut_in(path, MEMORY_LIMIT)
        try:
            with told(path):
                refuse_newer(con, path)
                refuse_older(con, path)
                return _Copy(identity, con, index_of(con, path, known), told_beside(path))
        except BaseException:
            con.close()
            raise


def _let_go(copy: _Copy) -> None:
    """Close a copy; where DuckDB can't, nobody who waits for that may wait on, and there is nothing else to do."""
    with suppress(duckdb.Error):
        copy.con.close()


def identity_of(path: Path) -> Identity:
    """What stands at `path` now; raises WarehouseError where nothing does."""
    try:
        real = path.resolve(strict=True)
        status = real.stat()
    except FileNotFoundError:
        raise NoDatabaseError(str(path)) from None
    return real, status.st_ino, status.st_mtime_ns


def connect_shut_in(path: Path, memory_limit: str, threads: int = THREADS) -> Connection:
    """Open the file read-only, with no way to other files, the net, extensions, more memory, or out of these limits.

    Raises HomeLockedError if another process writes it, WarehouseError if it can't be opened otherwise.
    """
    config: dict[str, str | bool | int | float | list[str]] = {**SHUT_IN, "memory_limit": memory_limit}
    try:
        con = duckdb.connect(str(path), read_only=True, config=config | {"threads": threads})
        if not scalar(con, "SELECT current_setting('lock_configuration')"):  # this process may have it open already
            con.execute(SHUT)
    except duckdb.Error as error:
        raise opening_error(path, error) from error
    return con
