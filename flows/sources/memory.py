"""What is remembered of addresses from night to night, so that a server is asked only for what has changed.

A small SQLite file in the home folder (`state/fetches.sqlite`): each answer is in it before the next request, so a run
that dies costs no second download.  A power cut may cost the last answers, which are then asked for again: if each were
waited for until the disk has it, hosts would wait for each other.  For the same reason whoever has the file's turn does
what all others want of it meanwhile: where hundreds of threads hand a lock from one to the next, that takes far longer
than the work.  Addresses are kept hashed, and in full only without their secrets.

Beside the answers stand notes of what was handed over and kept: which pages of a sitemap, how far into an archive.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self


@dataclass(frozen=True, slots=True)
class Remembered:
    """The last whole answer of an address: `url` without secrets, validators as the server gave them, ISO instant."""

    url: str
    final_url: str
    status: int
    bytes_hash: str
    headers: str
    etag: str | None
    last_modified: str | None
    fetched_at: str

    def fetched(self) -> datetime:
        """When the bytes were received (UTC, naive)."""
        return datetime.fromisoformat(self.fetched_at)


Row = tuple[object, ...]

_COLUMNS: Final = tuple(column.name for column in fields(Remembered))
_SETTINGS: Final = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL")
_CREATE: Final = (
    f"CREATE TABLE IF NOT EXISTS answers (address TEXT PRIMARY KEY, {', '.join(_COLUMNS)}) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS notes (subject TEXT PRIMARY KEY, note TEXT) WITHOUT ROWID",
)
_REPLACE: Final = f"INSERT OR REPLACE INTO answers VALUES ({', '.join('?' * (len(_COLUMNS) + 1))})"
_SELECT: Final = f"SELECT {', '.join(_COLUMNS)} FROM answers WHERE address = ?"


@dataclass(eq=False)
class _Batch:
    """Statements that are executed in one go, each for all its rows; `found` is what each gave once `is_done`."""

    statements: list[tuple[str, list[Row]]] = field(default_factory=list)
    found: list[list[Row]] = field(default_factory=list)
    problem: BaseException | None = None
    is_done: threading.Event = field(default_factory=threading.Event)


class FetchMemory:
    """The answers remembered in the file `path`; without one, as long as it lives.  Threads may share it.

    A file that is damaged is begun anew, since it only saves requests.  Raises OSError where it can't be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._turn, self._gathering, self._batch = threading.Lock(), threading.Lock(), _Batch()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = self._opened()
        except sqlite3.DatabaseError:
            if path is not None:
                path.unlink()
                for log in ("-journal", "-wal", "-shm"):  # they would be played into the new one
                    path.with_name(f"{path.name}{log}").unlink(missing_ok=True)
            self._connection = self._opened()
        self._close = weakref.finalize(self, self._connection.close)

    def _opened(self) -> sqlite3.Connection:
        with self._telling():
            connection = sqlite3.connect(self._path or ":memory:", timeout=60, check_same_thread=False)
            try:
                for setting in _SETTINGS:
                    connection.execute(setting)
                with connection:
                    for statement in _CREATE:
                        connection.execute(statement)
                ((told, *_),) = connection.execute("PRAGMA quick_check(1)").fetchall()
                if told != "ok":
                    raise sqlite3.DatabaseError(told)
            except BaseException:
                connection.close()
                raise
            return connection

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        """A full disk or a read-only folder is told as what it is."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise OSError(f"{self._path}: {error}; make room, or make the folder writable") from error

    def recall(self, url: str) -> Remembered | None:
        """The last answer of `url`, or null."""
        found = self._executed(_SELECT, [(_address(url),)])
        return Remembered(*found[0]) if found else None  # type: ignore[arg-type]  # the table's own columns

    def remember(self, url: str, answer: Remembered) -> None:
        """Keep `answer` in place of the one before."""
        self._executed(_REPLACE, [(_address(url), *(getattr(answer, name) for name in _COLUMNS))])

    def noted(self, source: str, subject: str) -> str | None:
        """What was noted last of `subject`, a part of `source`; null where nothing was."""
        found = self._executed("SELECT note FROM notes WHERE subject = ?", [(_subject(source, subject),)])
        return str(found[0][0]) if found else None

    def note(self, source: str, notes: Mapping[str, str]) -> None:
        """Keep subject → note of parts of `source`, all or none of them.  Subjects are kept hashed."""
        rows: list[Row] = [(_subject(source, subject), note) for subject, note in notes.items()]
        self._executed("INSERT OR REPLACE INTO notes VALUES (?, ?)", rows)

    def _executed(self, statement: str, rows: list[Row]) -> list[Row]:
        """What `statement` gives for `rows`, done together with what other threads want: by the first of them."""
        with self._gathering:
            batch, number = self._batch, len(self._batch.statements)
            batch.statements.append((statement, rows))
        if number:
            batch.is_done.wait()
        else:
            self._execute(batch)
        if batch.problem:
            raise batch.problem
        return batch.found[number]

    def _execute(self, batch: _Batch) -> None:
        """All of `batch` in one transaction; what comes after its turn has come is the next one's."""
        try:
            with self._turn:
                self._end(batch)
                with self._telling(), self._connection:
                    for statement, rows in batch.statements:
                        cursors = [self._connection.execute(statement, row) for row in rows]
                        batch.found.append([row for cursor in cursors for row in cursor])
        except BaseException as error:  # each whose statement is in it is told
            batch.problem = error
        finally:
            self._end(batch)
            batch.is_done.set()

    def _end(self, batch: _Batch) -> None:
        with self._gathering:
            if self._batch is batch:
                self._batch = _Batch()

    def close(self) -> None:
        """Release the file; done too when nobody holds the memory any more."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _subject(source: str, subject: str) -> str:
    return _address(f"{source}\n{subject}")


def _address(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
