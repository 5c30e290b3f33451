"""The warehouse: one DuckDB file behind one class, which is all that the other rooms see of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import polars as pl

from transforms.errors import NoDatabaseError, WarehouseError
from warehouse import records
from warehouse.audit import AuditResult, run_audits
from warehouse.beside import levels_beside
from warehouse.compare import changes, content_hashes
from warehouse.connection import MEMORY_LIMIT, Connection, Rows, connect, select, told
from warehouse.decisions import Decided, Decision, decide, decisions
from warehouse.exchange import export_parquet, import_parquet
from warehouse.index.kept import FOLDER, keep_blocks, keep_list
from warehouse.layouts import layouts
from warehouse.load import load_night
from warehouse.night import LoadCounts, Night
from warehouse.publish import publish_copy
from warehouse.schema import migrate, refuse_newer, refuse_older


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
            raise NoDatabaseError(str(path))
        con = connect(path, is_read_only=is_read_only, memory_limit=memory_limit)
        try:
            with told(path):
                refuse_newer(con, path) if is_read_only else migrate(con, path)
        except BaseException:
            con.close()
            raise
        return cls(path, con, is_read_only=is_read_only, memory_limit=memory_limit)

    @classmethod
    def import_parquet(cls, path: Path, folder: Path) -> Warehouse:
        """Make a new warehouse at `path` out of an export, and open it.

        Raises WarehouseError if there is a database already, or the folder holds no whole export of a known schema.
        """
        import_parquet(path, folder)
        return cls.open(path)

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
        with told(self.path):
            return load_night(self.con, night, str(self.path))

    def known_versions(self) -> pl.DataFrame:
        """Every content ever loaded: article_id, version_id, content_hash, is_current."""
        with told(self.path):
            return records.known_versions(self.con)

    def history(self, nights: int = 30) -> pl.DataFrame:
        """What each source gave in the last completed runs (HISTORY), oldest run first."""
        with told(self.path):
            return records.history(self.con, nights)

    def layouts(self, nights: int = 30) -> pl.DataFrame:
        """What the articles of each source were like in the last nightly runs; see `warehouse.layouts`."""
        with told(self.path):
            return layouts(self.con, nights)

    def levels_beside(self, articles: Rows, claims: Rows) -> pl.DataFrame:
        """The levels of a night that is not loaded yet, each beside its series; see `warehouse.beside`."""
        with told(self.path):
            return levels_beside(self.con, articles, claims)

    def record_run(
        self, event: records.RunEvent, check_results: pl.DataFrame | None = None, folder: str | None = None
    ) -> None:
        """Record that a run started, was held, failed, died, was accepted or discarded.

        A held or failed run's `check_results` (CHECK_RESULTS) are kept with it, and for a held one the `folder`,
        relative to the home, where its staged rows wait.
        """
        with told(self.path):
            records.record_event(self.con, event, check_results, folder)

    def open_runs(self) -> pl.DataFrame:
        """Runs that started and were not heard of since: run_id, run_kind, event_at, pid, host; oldest first."""
        with told(self.path):
            return records.open_runs(self.con)

    def held_batches(self) -> pl.DataFrame:
        """Batches that wait to be accepted or discarded: run_id, run_kind, event_at, folder, message; oldest first."""
        with told(self.path):
            return records.held_batches(self.con)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """The rows of a query; `parameters` are bound to its `?`."""
        with told(self.path):
            return select(self.con, sql, list(parameters))

    def changes(self, articles: Rows, claims: Rows) -> pl.DataFrame:
        """How the accepted claims of ARTICLES would change if they were `claims` (CLAIMS), before anything is written.

        One row for each claim that would be added, dropped or changed: claim_id, article_id, change, rule_before,
        rule_after, quote_before, quote_after, sentence, changed_columns (list of text).
        """
        with told(self.path):
            return changes(self.con, articles, claims)

    def decide(self, decision: Decision, claim: pl.DataFrame | None = None) -> None:
        """Carry out and log a decision about a quarantined claim; a corrected one is given as `claim` (CLAIMS).

        Raises WarehouseError, with nothing written, if no current claim of that id is in the quarantine.
        """
        self.decide_all([(decision, claim)])

    def decide_all(self, decided: Sequence[Decided]) -> None:
        """Carry out and log decisions, each with its corrected claim or None, in one transaction: all or none.

        Raises WarehouseError, with nothing written, if no current claim of an id is in the quarantine.
        """
        with told(self.path):
            decide(self.con, decided, str(self.path))

    def decisions(self) -> pl.DataFrame:
        """Every decision on record, the oldest first: the columns of the table quarantine_decisions."""
        with told(self.path):
            return decisions(self.con)

    def content_hashes(self) -> dict[str, str]:
        """Table → a hash of its rows in any order, without run ids and wall-clock columns; the run log left out."""
        with told(self.path):
            return content_hashes(self.con)

    def export_parquet(self, folder: Path) -> list[Path]:
        """Write every table as a Parquet file into `folder`, with a manifest; return the files."""
        with told(self.path):
            return export_parquet(self.con, folder)

    def audit(self) -> list[AuditResult]:
        """What every audit found, in the order of their names; raises WarehouseError for a file of an older schema."""
        with told(self.path):
            refuse_older(self.con, self.path)
            return run_audits(self.con)

    def publish(self, to: Path) -> Path:
        """Let `to` lead to a fresh copy of the warehouse with its index, swapped in whole; return where the copy lies.

        The file is closed while it is copied (closing any other handle on an open DuckDB file drops its lock).
        """
        from warehouse.told import told_of  # it reads what is published as well

        with told(self.path):
            self.con.execute("CHECKPOINT")
            search = self.path.parent / FOLDER
            index = keep_blocks(self.con, search)
            answers = told_of(self, index.threads)
        self.close()
        try:
            return publish_copy(self.path, to, lambda copy: keep_list(search, copy, index, answers))
        finally:
            self._con = connect(self.path, is_read_only=self.is_read_only, memory_limit=self._memory_limit)
