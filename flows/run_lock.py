"""One run at a time in a home folder.

The lock is the kernel's (`flock`), so that it goes with its process however that ends; the file's text only tells
others who holds it.  Text that is left behind means that its run died.  Who comes second leaves at once where a run
holds the home, and waits where it is held for a moment: by a decision, or by someone who only looks.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

import psutil

from flows.home import HomeError
from transforms.errors import HomeLockedError

# Set for every process that a run starts, so that those which outlive a killed run can be told and ended.
OWNER_VARIABLE = "_CLAIMWIRE_OWNER"

PATIENCE_S = 60.0
LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds, or held, a home: its id, the instant it began (s since the epoch), and its run.

    One that `is_brief` is no run: it holds the home for a moment only.
    """

    pid: int
    created_s: float
    run_id: str
    is_brief: bool = False

    def is_alive(self) -> bool:
        """Whether that very process still runs: a later process with the same id began at another instant.

        One that has ended and whose parent has not looked yet (a zombie) does not.
        """
        try:
            process = psutil.Process(self.pid)
            is_same = abs(process.create_time() - self.created_s) < 1.0
            return is_same and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False

    @property
    def token(self) -> str:
        """What the processes that it has started carry in their environment."""
        return f"{self.pid}:{self.created_s:.2f}"


class RunLock:
    """Holds a home for one run, or briefly for something else; `left_by` is what died holding it, if anything did.

    Raises HomeLockedError where a run holds it, or where it is held otherwise for longer than PATIENCE_S.
    """

    def __init__(self, path: Path, run_id: str, *, is_brief: bool = False) -> None:
        self._path = path
        self._file: int | None = None
        self.holder = this_process(run_id, is_brief=is_brief)
        self.left_by: Holder | None = None

    def __enter__(self) -> RunLock:
        self._file = _take(self._path)
        try:
            self.left_by = _read(self._path)
            if self.left_by is not None:
                end_orphans(self.left_by)
            self._write(json.dumps(asdict(self.holder)))
        except BaseException:
            os.close(self._file)
            raise
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


def this_process(run_id: str = "", *, is_brief: bool = False) -> Holder:
    """This process as a holder."""
    return Holder(os.getpid(), psutil.Process().create_time(), run_id, is_brief)


def mark_children() -> None:
    """Let what this process starts from now on be known as its own."""
    os.environ[OWNER_VARIABLE] = this_process().token


def refuse_if_locked(path: Path) -> None:
    """Raise HomeLockedError if a run holds the home; nothing is taken."""
    if path.exists():
        os.close(_take(path))


def current_holder(path: Path) -> Holder | None:
    """The run that the lock file names, alive or dead; None where no run is under way."""
    holder = _read(path)
    return None if holder is None or holder.is_brief else holder


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
        _wait_for(file, path)
    except BaseException:
        os.close(file)
        raise
    return file


def _wait_for(file: int, path: Path) -> None:
    """Lock the open file.  A holder without a name has just come, or is about to go."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = _read(path)
        is_run = holder is not None and not holder.is_brief and holder.is_alive()
        if is_run or time.monotonic() > until:
            raise HomeLockedError(str(path.parent.parent), holder.pid if holder else 0)
        time.sleep(LOOK_EVERY_S)


def _read(path: Path) -> Holder | None:
    """The holder that the file names; a torn or foreign text names nobody."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
