"""One night: what its stages share, and how its beginning and its end are recorded, whatever that end is."""

from __future__ import annotations

import getpass
import os
import socket
import textwrap
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import polars as pl

from flows.home import Home
from flows.notify import Notice, tell
from flows.progress import Progress
from flows.reports.gathering import Unloaded
from flows.reports.writing import write_reports
from flows.run_lock import RunLock
from flows.settings import Settings, SourceSettings
from transforms.errors import HeldError
from transforms.frames import CHECK_RESULTS
from warehouse import RunEvent, Warehouse
from warehouse.stored import known_rejections, last_event_at, unfinished_since

NIGHTLY = "nightly"
MESSAGE_CHARACTERS = 1000
RESUME_WITHIN = timedelta(hours=6)


def clock() -> datetime:
    """Now, UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass
class Night:
    """A run under way; one that is not recorded only looks, and leaves no trace.

    `known` are the contents in the warehouse when it began, `history` what earlier runs gave, `layouts` what
    their pages were like; `broken_off` are sources
    that ceased to answer, `left_hosts` hosts that were left for the night, each with why;
    `published` is a line for each place outside that now holds the run, `unpublished` the places that do not;
    `check_results` and `unloaded` what the report shows of it if it does not come to be loaded.
    """

    run_id: str
    kind: str
    settings: Settings
    sources: tuple[SourceSettings, ...]
    accepted_why: str | None
    progress: Progress
    started_at: datetime
    is_recorded: bool = True
    known: pl.DataFrame = field(default_factory=pl.DataFrame)
    history: pl.DataFrame = field(default_factory=pl.DataFrame)
    layouts: pl.DataFrame = field(default_factory=pl.DataFrame)
    known_rejections: frozenset[str] = frozenset()
    broken_off: list[str] = field(default_factory=list)
    left_hosts: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    unpublished: list[str] = field(default_factory=list)
    check_results: pl.DataFrame = field(default_factory=CHECK_RESULTS.empty)
    unloaded: Unloaded = field(default_factory=Unloaded)
    seconds: dict[str, float] = field(default_factory=dict)
    resume_from: datetime | None = None
    _earliest: datetime | None = None

    @property
    def home(self) -> Home:
        """The folder that everything is kept in."""
        return Home(self.settings.home)

    @property
    def is_nightly(self) -> bool:
        """Whether it takes in everything that is not done yet, and does not only read again what is loaded."""
        return self.kind == NIGHTLY

    @property
    def accepted_by(self) -> str | None:
        """The user of the operating system, where a held batch is accepted."""
        return getpass.getuser() if self.accepted_why is not None else None

    def now(self) -> datetime:
        """The clock, but never before the end of the last run: a clock that was set back must not turn the order."""
        return clock() if self._earliest is None else max(clock(), self._earliest)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Say that a stage begins, and time it (wall, s)."""
        began = time.monotonic()
        self.progress.say(f"{name}: begins")
        yield
        self.seconds[name] = time.monotonic() - began
        self.progress.end()
        self.progress.say(f"{name}: done after {self.seconds[name]:.1f} s")

    def open_warehouse(self) -> Warehouse:
        """The database that this run writes."""
        return Warehouse.open(self.home.warehouse)

    def report(self, warehouse: Warehouse) -> None:
        """Write the overview, the page of this run and the pages of its claims."""
        write_reports(warehouse, self.home.reports, self.run_id, self.now(), self.unloaded)

    def event(self, name: str, message: str | None = None) -> RunEvent:
        """A thing that happens to this run now."""
        return RunEvent(
            run_id=self.run_id,
            run_kind=self.kind,
            event=name,
            event_at=self.now(),
            pid=os.getpid(),
            host=socket.gethostname(),
            os_user=getpass.getuser(),
            message=message,
        )

    def begin(self) -> None:
        """Mark the runs that died, record the start of this one, and read what is known."""
        with self.open_warehouse() as warehouse:
            last = last_event_at(warehouse)
            if last is not None and last > clock():
                self._earliest = last + timedelta(seconds=1)
                self.progress.say(f"the clock stands before the last run's ({last} UTC); times go on from there")
                self.started_at = self.now()
            self.resume_from = _resume_from(unfinished_since(warehouse), self.now())
            mark_dead(warehouse, self.progress, self.now())
            if self.is_recorded:
                warehouse.record_run(self.event("started"))
            self.known = warehouse.known_versions()
            self.history = warehouse.history()
            self.layouts = warehouse.layouts()
            self.known_rejections = known_rejections(warehouse)


def _resume_from(unfinished: datetime | None, now: datetime) -> datetime | None:
    """From when on what was fetched need not be fetched again: it may be as old as a night, but no older."""
    return unfinished if unfinished is not None and now - unfinished < RESUME_WITHIN else None


def mark_dead(warehouse: Warehouse, progress: Progress, now: datetime) -> int:
    """Record that every run which never ended is dead; only the holder of the home's lock may say so."""
    open_runs = warehouse.open_runs().to_dicts()
    for row in open_runs:
        dead = {name: row[name] for name in ("run_id", "run_kind", "pid", "host")}
        message = "it ended without a word; a later run found it so"
        warehouse.record_run(RunEvent(**dead, event="dead", event_at=now, message=message))
        progress.say(f"the run {row['run_id']} died; what it had finished is taken up")
    return len(open_runs)


@contextmanager
def running(
    settings: Settings,
    sources: tuple[SourceSettings, ...] = (),
    accepted_why: str | None = None,
    kind: str = NIGHTLY,
    *,
    is_recorded: bool = True,
) -> Iterator[Night]:
    """Hold the home for one run; record and tell how it ends, unless it only looks (`is_recorded` false).

    Raises HomeLockedError where another run holds it, and whatever the run raises.
    """
    Home(settings.home).prepare()
    started_at = clock()
    run_id = f"{started_at:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:6]}"
    with Progress() as progress, RunLock(Home(settings.home).lock, run_id):
        night = Night(run_id, kind, settings, sources, accepted_why, progress, started_at, is_recorded)
        try:
            night.begin()
            yield night
        except BaseException as error:
            if is_recorded:
                _record_end(night, error)
            raise


def _record_end(night: Night, error: BaseException) -> None:
    """Record a run that was held or failed, and tell someone; nothing here may hide the error itself."""
    is_held = isinstance(error, HeldError)
    outcome = "held" if is_held else "failed"
    message = textwrap.shorten(str(error) or type(error).__name__, MESSAGE_CHARACTERS, placeholder=" …")
    try:
        with night.open_warehouse() as warehouse:
            is_batch = is_held and night.is_nightly
            folder = str(night.home.staged.relative_to(night.home.root)) if is_batch else None
            warehouse.record_run(night.event(outcome, message), night.check_results, folder)
            warehouse.publish(night.home.published)
            night.report(warehouse)
    except Exception as second:
        night.progress.say(f"the end of the run could not be recorded ({second}); the next run will mark it dead")
    with suppress(Exception):
        notice = Notice(night.run_id, outcome, message, str(night.home.reports / "index.html"))
        for failure in tell(notice, night.settings.notify):
            night.progress.say(failure)


def program_version() -> str:
    """The version of claimwire that runs."""
    return version("claimwire")
