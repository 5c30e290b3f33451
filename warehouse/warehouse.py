"""The warehouse: one DuckDB file behind one class, which is all that the other rooms see of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import polars as pl

from transforms.errors import WarehouseError
from warehouse import records
from warehouse.audit import AuditResult, run_audits
from warehouse.connection import MEMORY_LIMIT, Connection, connect, select
from warehouse.load import load_night
from warehouse.night import LoadCounts, Night
from warehouse.publish import publish_copy
from warehouse.schema import migrate, refuse_newer


class Warehouse:
    """An open warehouse; use it as a context manager.  One process at a time may hold it for writing.

    Every method may raise HomeLockedError (another process holds the file) or WarehouseError (the file is unfit).
    """

    def __init__(self, path: Path, con: Connection, *, is_read_only: bool, memory_limit: str) -> None:
        self.path = path
        self.is_read_only = is_read_only
        self._memory_limit = memory_limit
        self._con: Connection | None = con

    @classmethod
    def open(cls, path: Path, *, is_read_only: bool = False, memory_limit: str = MEMORY_LIMIT) -> Warehouse:
        """Open the file at `path`, made if missing, and bring it to the newest schema.

        Read-only it is left as it is, and must exist.  `memory_limit` bounds what DuckDB keeps in memory ("3GiB").
        """
        if is_read_only and not path.is_file():
            raise WarehouseError(str(path), "there is no such database yet", "run `claimwire nightly` first")
        con = connect(path, is_read_only=is_read_only, memory_limit=memory_limit)
        try:
            refuse_newer(con, path) if is_read_only else migrate(con, path)
        except BaseException:
            con.close()
            raise
        return cls(path, con, is_read_only=is_read_only, memory_limit=memory_limit)

    @property
    def con(self) -> Connection:
        """The open connection; raises WarehouseError after `close`."""
        if self._con is None:
            raise WarehouseError(str(self.path), "it was closed", "open it again")
        return self._con

    def close(self) -> None:
        """Close the file; its log is written into it first.  Closing twice is no error."""
        if self._con is not None:
            self._con.close()
            self._con = None

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def load(self, night: Night) -> LoadCounts:
        """Load a night in one transaction; loading the same run again changes nothing.

        Raises WarehouseError, with nothing written, if the staged rows contradict each other.
        """
        return load_night(self.con, night, str(self.path))

    def known_versions(self) -> pl.DataFrame:
        """Every content ever loaded: article_id, version_id, content_hash, is_current."""
        return records.known_versions(self.con)

    def history(self, nights: int = 30) -> pl.DataFrame:
        """What each source gave in the last completed runs (HISTORY), oldest run first."""
        return records.history(self.con, nights)

    def record_run(
        self, event: records.RunEvent, check_results: pl.DataFrame | None = None, folder: str | None = None
    ) -> None:
        """Record that a run started, was held, failed, died, was accepted or discarded.

        A held or failed run's `check_results` (CHECK_RESULTS) are kept with it, and for a held one the `folder`,
        relative to the home, where its staged rows wait.
        """
        records.record_event(self.con, event, check_results, folder)

    def open_runs(self) -> pl.DataFrame:
        """Runs that started and were not heard of since: run_id, run_kind, event_at, pid, host; oldest first."""
        return records.open_runs(self.con)

    def held_batches(self) -> pl.DataFrame:
        """Batches that wait to be accepted or discarded: run_id, run_kind, event_at, folder, message; oldest first."""
        return records.held_batches(self.con)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """The rows of a query; `parameters` are bound to its `?`."""
        return select(self.con, sql, list(parameters))

    def audit(self) -> list[AuditResult]:
        """What every audit found, in the order of their names."""
        return run_audits(self.con)

    def publish(self, to: Path) -> Path:
        """Let `to` lead to a fresh copy of the warehouse, swapped in whole; return where the copy lies.

        The file is closed while it is copied (closing any other handle on an open DuckDB file drops its lock).
        """
        self.con.execute("CHECKPOINT")
        self.close()
        try:
            return publish_copy(self.path, to)
        finally:
            self._con = connect(self.path, is_read_only=self.is_read_only, memory_limit=self._memory_limit)
