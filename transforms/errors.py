"""The tree of errors.  Every error carries its fields, and its message says what to do.

ClaimwireError
├── TerminalError            the same call will fail again
│   ├── SettingsError        a wrong key, type or value in the settings            (exit 2)
│   ├── InputError           a document or container that can't be read            (recorded, exit 0; see sources)
│   └── WarehouseError       the database can't be used: newer schema, broken file (exit 1)
│       └── NoDatabaseError  there is none yet
└── RetryableError           the same call may succeed later
    ├── NetworkError         a server did not answer, or not now
    ├── HomeLockedError      another run holds the home folder
    └── TargetLockedError    another publish, or a reader, holds the place that is published to
"""

from __future__ import annotations

from typing import Any


class ClaimwireError(Exception):
    """Root of every error that claimwire raises on purpose.  It can be pickled, as errors of worker processes are."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.args, self.__dict__)


def _revive(kind: type[ClaimwireError], args: tuple[Any, ...], fields: dict[str, Any]) -> ClaimwireError:
    """The error as it was: its constructor takes the fields and not the message."""
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(fields)
    return error


class TerminalError(ClaimwireError):
    """The same call will fail again: something must be changed first."""


class RetryableError(ClaimwireError):
    """The same call may succeed later."""


class SettingsError(TerminalError):
    """A wrong key, type or value in the settings; `where` is file and key, or the variable's name."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem}; {remedy}")
        self.where, self.problem, self.remedy = where, problem, remedy


class InputError(TerminalError):
    """A document or container that can't be read; `line` counts from 1, `reason` is a short name."""

    def __init__(self, place: str, reason: str, remedy: str, line: int | None = None) -> None:
        at = place if line is None else f"{place}, line {line}"
        super().__init__(f"{at}: {reason}; {remedy}")
        self.place, self.reason, self.remedy, self.line = place, reason, remedy, line


class WarehouseError(TerminalError):
    """The warehouse can't be used as it stands; where `problem` has several lines, the remedy has one of its own."""

    def __init__(self, place: str, problem: str, remedy: str) -> None:
        joint = "\n" if "\n" in problem else "; "
        super().__init__(f"{place}: {problem}{joint}{remedy}")
        self.place, self.problem, self.remedy = place, problem, remedy


class NoDatabaseError(WarehouseError):
    """There is no database at `place`: no run has made it yet."""

    def __init__(self, place: str) -> None:
        super().__init__(place, "there is no such database yet", "run `claimwire nightly` first")


class NetworkError(RetryableError):
    """A server did not answer, or not now; `url` carries no secrets."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(f"{url}: {problem}; it will be tried again in the next run")
        self.url, self.problem = url, problem


class HomeLockedError(RetryableError):
    """Another run holds the home folder; `pid` is its process."""

    def __init__(self, home: str, pid: int) -> None:
        super().__init__(f"{home}: in use by the run of process {pid}; wait for it, or choose another --home")
        self.home, self.pid = home, pid


class TargetLockedError(RetryableError):
    """Another publish, or a reader that lets nobody else in, holds `place`; `pid` is its process, 0 where unknown."""

    def __init__(self, place: str, pid: int = 0) -> None:
        held = f"the process {pid} has it open" if pid else "another publish to it is under way"
        super().__init__(f"{place}: {held}; publish again when that has ended")
        self.place, self.pid = place, pid


class HeldError(TerminalError):
    """A critical check holds the run `run_id`; `messages` are what the checks say, `command` is what ran."""

    def __init__(self, run_id: str, messages: tuple[str, ...], command: str = "nightly") -> None:
        said = "; ".join(messages)
        super().__init__(
            f"held: {said}; look at the report, then run `claimwire {command} --accept WHY` to load it all the same"
        )
        self.run_id, self.messages = run_id, messages
