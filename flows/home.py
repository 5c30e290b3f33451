"""The home folder: where a pipeline keeps everything, and what each part of it is for."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from transforms.errors import TerminalError


class HomeError(TerminalError):
    """The home folder can't be written; `place` is the part that refused."""

    def __init__(self, place: Path, problem: str) -> None:
        super().__init__(f"{place}: {problem}; make it writable with room to spare, or choose another --home")
        self.place, self.problem = place, problem


@dataclass(frozen=True, slots=True)
class Home:
    """The paths under one home folder.  Nothing is made before `prepare`."""

    root: Path

    @property
    def published(self) -> Path:
        """The copy of the warehouse that analysts open."""
        return self.root / "claims.duckdb"

    @property
    def warehouse(self) -> Path:
        """The database that the runs write."""
        return self.root / "state" / "warehouse.duckdb"

    @property
    def lock(self) -> Path:
        """The file that a run holds while it lasts."""
        return self.root / "state" / "lock"

    @property
    def schedule_lock(self) -> Path:
        """The file that `claimwire schedule` holds while it serves."""
        return self.root / "state" / "schedule_lock"

    @property
    def fetch_memory(self) -> Path:
        """What servers said last time: ETags, dates, hashes."""
        return self.root / "state" / "fetches.sqlite"

    @property
    def prefect(self) -> Path:
        """Prefect's own database and results."""
        return self.root / "state" / "prefect"

    @property
    def open_flow_runs(self) -> Path:
        """Notes of the flow runs that have begun and not ended."""
        return self.prefect / "open_runs"

    @property
    def raw(self) -> Path:
        """Bytes as they were received, by content hash."""
        return self.root / "raw"

    @property
    def staged(self) -> Path:
        """Documents that came in and are not loaded yet."""
        return self.root / "work" / "staged"

    @property
    def staged_rejections(self) -> Path:
        """What could not be taken in of sources that tell it once, and is not loaded yet."""
        return self.root / "work" / "rejected"

    @property
    def shards(self) -> Path:
        """Articles and claims of finished shards that are not loaded yet."""
        return self.root / "work" / "shards"

    @property
    def reports(self) -> Path:
        """Pages for people."""
        return self.root / "reports"

    @property
    def corrections(self) -> Path:
        """What people decided about claims, as data."""
        return self.root / "corrections"

    @property
    def queries(self) -> Path:
        """Saved questions in SQL, `NAME.sql`; a person's own."""
        return self.root / "queries"

    def prepare(self) -> None:
        """Make the folders; raises HomeError where that is refused or the disk is full."""
        work = (self.staged, self.staged_rejections, self.shards)
        for folder in (self.prefect, self.raw, *work, self.reports, self.corrections):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                # Without a name: a run that is under way in this home must not meet it.
                with tempfile.TemporaryFile(dir=folder, buffering=0) as probe:
                    probe.write(b"probe")
            except OSError as error:
                raise HomeError(folder, error.strerror or str(error)) from error
