"""One run at a time in a home folder.

The lock is the kernel's (`flock`), so that it goes with its process however that ends; the file's text only tells
others who holds it.  Text that is left behind means that its run died.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

import psutil

from flows.home import HomeError
from transforms.errors import HomeLockedError

# Set for every process that a run starts, so that those which outlive a killed run can be told and ended.
OWNER_VARIABLE = "_CLAIMWIRE_OWNER"


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds, or held, a home: its id, the instant it began (s since the epoch), and its run."""

    pid: int
    created_s: float
    run_id: str

    def is_alive(self) -> bool:
        """Whether that very process still runs: a later process with the same id began at another instant."""
        try:
            return abs(psutil.Process(self.pid).create_time() - self.created_s) < 1.0
        except psutil.Error:
            return False

    @property
    def token(self) -> str:
        """What the processes that it has started carry in their environment."""
        return f"{self.pid}:{self.created_s:.2f}"


class RunLock:
    """Holds a home for one run; `left_by` is the run that died holding it, if one did."""

    def __init__(self, path: Path, run_id: str) -> None:
        self._path = path
        self._file: int | None = None
        self.holder = this_process(run_id)
        self.left_by: Holder | None = None

    def __enter__(self) -> RunLock:
        self._file = _take(self._path)
        self.left_by = _read(self._path)
        if self.left_by is not None:
            end_orphans(self.left_by)
        self._write(json.dumps(asdict(self.holder)))
        mark_children()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # a disk that is full must not keep the home locked
            self._write("")
        if self._file is not None:
            os.close(self._file)

    def _write(self, text: str) -> None:
        assert self._file is not None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, text.encode(), 0)


def this_process(run_id: str = "") -> Holder:
    """This process as a holder."""
    return Holder(os.getpid(), psutil.Process().create_time(), run_id)


def mark_children() -> None:
    """Let what this process starts from now on be known as its own."""
    os.environ[OWNER_VARIABLE] = this_process().token


def refuse_if_locked(path: Path) -> None:
    """Raise HomeLockedError at once if a run holds the home; nothing is taken."""
    if path.exists():
        os.close(_take(path))


def current_holder(path: Path) -> Holder | None:
    """The run that the lock file names, alive or dead; None where no run is under way."""
    return _read(path)


def end_orphans(dead: Holder) -> int:
    """End the processes that a dead run left behind (servers, workers); the number of them."""
    if dead.is_alive():
        return 0
    orphans = [process for process in psutil.process_iter() if _owner(process) == dead.token]
    for process in orphans:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(orphans, timeout=10)
    return len(orphans)


def _owner(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(OWNER_VARIABLE)
    except (psutil.Error, OSError):
        return None


def _take(path: Path) -> int:
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise HomeError(path, error.strerror or str(error)) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        holder = _read(path)
        raise HomeLockedError(str(path.parent.parent), holder.pid if holder else 0) from None
    return file


def _read(path: Path) -> Holder | None:
    """The holder that the file names; a torn or foreign text names nobody."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
