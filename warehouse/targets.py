"""Where a home is published outside of it: how a target is named, held by one publish, and what that came to."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from transforms.errors import SettingsError, TargetLockedError, WarehouseError

LOCK: Final = "lock"
PARQUET: Final = "parquet"
DUCKLAKE: Final = "ducklake"
SECRETS: Final = re.compile(r"(?i)(password\s*=\s*)('[^']*'|\S+)|(://[^:@/\s]*:)[^@/\s]*(@)")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What follows `ducklake:`: the kind of its database, and where that is (a file, or what libpq connects by)."""

    kind: str
    where: str

    @property
    def told(self) -> str:
        """The target as people may see it."""
        return shown(f"ducklake:{self.attached}")

    @property
    def attached(self) -> str:
        """What DuckLake attaches."""
        return self.where if self.kind == "duckdb" else f"{self.kind}:{self.where}"

    @property
    def file(self) -> Path | None:
        """The file of the catalogue, where it is one."""
        return None if self.kind == "postgres" else Path(self.where)


@dataclass(frozen=True, slots=True)
class Target:
    """A folder of Parquet, or the catalogue of a lake and the folder of its files, where one is given."""

    place: Path | Catalogue
    data: Path | None = None

    @property
    def told(self) -> str:
        """The target as people may see it."""
        return self.place.told if isinstance(self.place, Catalogue) else f"{PARQUET}:{self.place}"


def shown(text: str) -> str:
    """A text without the passwords in it."""
    return SECRETS.sub(lambda found: f"{found[1] or found[3]}…{found[4] or ''}", text)


def target_of(to: str, data: str | None = None, base: Path | None = None, where: str = "--to") -> Target:
    """The target that a text names; relative paths count from `base`, else from the working folder.

    Raises SettingsError, with the place `where` it stands, for a text that names none.
    """
    kind, _, place = to.partition(":")
    root = base or Path.cwd()
    if kind == PARQUET and place:
        if data is not None:
            raise SettingsError(where, "a folder of Parquet has no other place for data", "leave --data (data) away")
        return Target(_absolute(root, place))
    if kind == DUCKLAKE and place:
        database, _, named = place.partition(":")
        folder = None if data is None else _absolute(root, data)
        if database == "postgres" and named:
            return Target(Catalogue("postgres", named), folder)
        if database == "sqlite" and named:
            return Target(Catalogue("sqlite", str(_absolute(root, named))), folder)
        if not named:
            return Target(Catalogue("duckdb", str(_absolute(root, place))), folder)
    forms = "parquet:DIR, ducklake:FILE, ducklake:sqlite:FILE or ducklake:postgres:dbname=NAME host=HOST"
    raise SettingsError(where, f"{shown(to)!r} is no place to publish to", f"write {forms}")


def _absolute(root: Path, place: str) -> Path:
    return (root / Path(place).expanduser()).resolve()


def publish_to(target: Target, home: Path) -> Outcome:
    """Bring a target to what the published copy `home` holds; raises what `publish_folder` and `publish_lake` do."""
    from warehouse.lake import publish_lake  # a home that publishes nowhere needs neither
    from warehouse.parquet_folder import publish_folder

    if isinstance(target.place, Catalogue):
        return publish_lake(home, target.place, target.data)
    return publish_folder(home, target.place)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publish came to: what was written (rows, parts, bytes), parts that are gone and all parts, and the run."""

    place: str
    run_id: str
    rows_written: int
    parts_written: int
    parts_removed: int
    parts: int
    bytes_written: int

    @property
    def told(self) -> str:
        """One line for people."""
        if not self.parts_written and not self.parts_removed:
            return f"{self.place}: nothing to write, it stands at the run {self.run_id}"
        removed = f", {self.parts_removed:,} parts gone" if self.parts_removed else ""
        return (
            f"{self.place}: {self.rows_written:,} rows and {self.bytes_written:,} bytes written in "
            f"{self.parts_written:,} of {self.parts:,} parts{removed}; it stands at the run {self.run_id}"
        )


@contextmanager
def unwritable(place: Path) -> Iterator[None]:
    """What the operating system refuses in the block becomes a WarehouseError that names the target."""
    try:
        yield
    except OSError as error:
        problem = f"{error.strerror or error}" + (f" ({error.filename})" if error.filename else "")
        remedy = "make it writable with room to spare, or choose another --to"
        raise WarehouseError(str(place), problem, remedy) from error


@contextmanager
def held(folder: Path, mark: bytes = b"") -> Iterator[None]:
    """Hold the target whose files lie in `folder` for one publish; the kernel frees it however the process ends.

    A `mark` is written into the lock, for whoever has to tell later whose folder it is.  Raises TargetLockedError where
    another one holds it.
    """
    file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TargetLockedError(str(folder)) from None
        if mark and os.pread(file, len(mark) + 1, 0) != mark:
            os.ftruncate(file, 0)
            os.pwrite(file, mark, 0)
        yield
    finally:
        os.close(file)
