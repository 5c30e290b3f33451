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
# A password as libpq reads it: quoted, in a text that is itself quoted in SQL (every quote twice), unquoted with
# backslashes, or with a quote that nothing closes; and the one of an address.
SECRETS: Final = re.compile(
    r"""(?i)(password\s*=\s*)
    (?:''(?:\\''|\\[^']|[^'\\])*''|'(?:''|\\[\s\S]|[^'\\])*'|'[\s\S]*|(?:\\[\s\S]|[^\s\\])+)
    |(://[^:@/\s]*:)[^\s']*(@)""",
    re.VERBOSE,
)
SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


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
    def to(self) -> str:
        """The text that names it from wherever it is read, with the passwords in it."""
        return f"{DUCKLAKE}:{self.place.attached}" if isinstance(self.place, Catalogue) else f"{PARQUET}:{self.place}"

    @property
    def told(self) -> str:
        """The target as people may see it."""
        return shown(self.to)


def shown(text: str) -> str:
    """A text without the passwords in it."""
    return SECRETS.sub(lambda found: f"{found[1] or found[2]}…{found[3] or ''}", text)


def target_of(to: str, data: str | None = None, base: Path | None = None, where: str = "--to") -> Target:
    """The target that a text names; relative paths count from `base`, else from the working folder.

    Raises SettingsError, with the place `where` it stands, for a text that names none.
    """
    kind, _, place = to.partition(":")
    root = base or Path.cwd()
    if kind == PARQUET and place:
        if data is not None:
            raise SettingsError(where, "a folder of Parquet has no other place for data", "leave --data (data) away")
        return Target(_absolute(root, place, where))
    if kind == DUCKLAKE and place:
        database, colon, named = place.partition(":")
        folder = None if data is None else _absolute(root, data, where)
        if database == "postgres" and named.strip():
            return Target(Catalogue("postgres", named), folder)
        if database == "sqlite" and named.strip():
            return Target(Catalogue("sqlite", str(_absolute(root, named, where))), folder)
        if not colon or not re.fullmatch(
            r"\w+", database
        ):  # else a kind of database, with nothing behind it or unknown
            return Target(Catalogue("duckdb", str(_absolute(root, place, where))), folder)
    forms = "parquet:DIR, ducklake:FILE, ducklake:sqlite:FILE or ducklake:postgres:dbname=NAME host=HOST"
    raise SettingsError(where, f"{shown(to)!r} is no place to publish to", f"write {forms}")


def _absolute(root: Path, place: str, where: str) -> Path:
    if SCHEME.match(place):
        problem = f"{shown(place)!r} is an address, and files are published to folders alone"
        raise SettingsError(where, problem, "name a folder of this machine, or one that is mounted there")
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
    """What a publish came to: what was written (rows, parts, bytes), parts that are gone and all parts, and the run.

    `bytes_written` is None where that could not be asked once all was written.
    """

    place: str
    run_id: str
    rows_written: int
    parts_written: int
    parts_removed: int
    parts: int
    bytes_written: int | None

    @property
    def told(self) -> str:
        """One line for people."""
        if not self.parts_written and not self.parts_removed:
            return f"{self.place}: nothing to write, it stands at the run {self.run_id}"
        size = "" if self.bytes_written is None else f" and {self.bytes_written:,} bytes"
        removed = f", {self.parts_removed:,} parts gone" if self.parts_removed else ""
        return (
            f"{self.place}: {self.rows_written:,} rows{size} written in {self.parts_written:,} of {self.parts:,} parts"
            f"{removed}; it stands at the run {self.run_id}"
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
