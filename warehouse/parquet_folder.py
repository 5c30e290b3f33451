"""Published as a folder of Parquet: whole snapshots beside each other, and one small file that names the one to read.

    DIR/current.json                              {"snapshot": "snapshots/00000007", …}: replaced in one step
    DIR/snapshots/00000007/manifest.json          tables → parts → rows, bytes, digest
    DIR/snapshots/00000007/claims/part=2026-03-17/claims.parquet

A snapshot is never changed once it has its name: a reader that takes the name from current.json once, and reads below
it, sees one publish and no other.  A part that is as before is the same file under a second name (a hard link), so a
snapshot costs the parts that differ.  The snapshot before the current one stays for who has just read its name.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.errors import WarehouseError
from warehouse.connection import Connection, connect_beside, spill, told
from warehouse.durable import sync, write_durably
from warehouse.parts import (
    LABEL,
    PUBLISHED,
    WHOLE,
    Part,
    Standing,
    by_month,
    find_days,
    listed,
    open_home,
    parts_by_day,
    refuse_foreign,
    rows_of,
)
from warehouse.tables import BY_NAME, quoted
from warehouse.targets import LOCK, Outcome, held, unwritable

POINTER: Final = "current.json"
SNAPSHOTS: Final = "snapshots"
MANIFEST: Final = "manifest.json"
NAME: Final = re.compile(r"\d{8}")
BUILDING: Final = ".building"
SPILL: Final = "spill"
FORM: Final = 1
# What a folder's lock says from the first publish on; a folder that is not empty is ours by it, or by its pointer.
MARK: Final = b"claimwire publish keeps this folder\n"
# What reading a file that no publish wrote can raise.
UNREADABLE: Final = (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError)
# A month of more rows than this has a file for each day.
MOST_ROWS_OF_A_MONTH: Final = 20_000
# Rows that are sorted at once, and rows that a reader can skip at once.
ROWS_AT_ONCE: Final = 200_000
ROW_GROUP: Final = 50_000
BATCH: Final = 10_000


@dataclass(frozen=True, slots=True)
class Unit:
    """One file to be: its table and label, the days in it, and what is in these."""

    table: str
    label: str
    days: tuple[str, ...]
    part: Part

    @property
    def file(self) -> Path:
        """Where it lies in a snapshot."""
        return Path(self.table) / f"part={self.label}" / f"{self.table}.parquet"


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of the current snapshot: what is in it, and its size (bytes)."""

    part: Part
    size: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The snapshot that the pointer names: its folder, its schema's version, first and last run, and its files."""

    folder: Path
    schema_version: int
    run_ids: tuple[str, ...]
    files: Mapping[Path, Kept]


def publish_folder(home: Path, folder: Path) -> Outcome:
    """Bring the folder (made if missing) to what the published copy `home` holds, in one step for its readers.

    Raises WarehouseError where the folder can't be written, is something else, or holds another home or a newer schema;
    TargetLockedError where another publish holds it.  Whatever is raised, readers keep the snapshot they had.
    """
    with unwritable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        refuse_other_folder(folder)
        with held(folder, MARK):
            current = current_snapshot(folder)
            con = connect_beside()
            try:
                with told(home):
                    return renewed(con, home, folder, current)
            finally:
                con.close()


def renewed(con: Connection, home: Path, folder: Path, current: Snapshot | None) -> Outcome:
    """Make the next snapshot where anything differs, and let the pointer name it."""
    standing = open_home(con, home)
    files: Mapping[Path, Kept] = {}
    if current is not None:
        refuse_foreign(standing, current.schema_version, current.run_ids, str(folder))
        files = standing_files(current) if current.schema_version == standing.schema_version else {}
    clear(folder, current)  # nothing goes before the home and the folder were found to belong together
    clear_spilled(folder / SPILL)  # and what this publish spills is none of it
    spill(con, folder / SPILL)
    find_days(con)
    units = units_of(con)
    stale = [unit for unit in units if unit.file not in files or files[unit.file].part != unit.part]
    kept = [unit for unit in units if unit.file in files and files[unit.file].part == unit.part]
    gone = len(current.files.keys() - {unit.file for unit in units}) if current is not None else 0
    sizes: dict[Path, int] = {}
    if stale or gone or current is None or current.run_ids[-1] != standing.newest:
        building = new_folder(folder)
        if current is not None:
            for unit in kept:
                keep_file(current.folder / unit.file, building / unit.file)
        write_units(con, stale, building)
        sizes = {unit.file: (building / unit.file).stat().st_size for unit in units}
        finish(building, units, sizes, standing)
        name = settle(building)
        point(folder, name, standing)
        clear(folder, current_snapshot(folder))
    rows, size = sum(unit.part.rows for unit in stale), sum(sizes[unit.file] for unit in stale)
    return Outcome(f"parquet:{folder}", standing.newest, rows, len(stale), gone, len(units), size)


def refuse_other_folder(folder: Path) -> None:
    """Raise WarehouseError unless the folder is empty, was marked by a publish, or has a pointer that one wrote.

    Names tell nothing: snapshots of eight digits are what others call their backups of a day, too.
    """
    names = {path.name for path in folder.iterdir()}
    lock = folder / LOCK
    if LOCK in names and lock.is_file() and not lock.is_symlink() and not lock.stat().st_size:
        names.remove(LOCK)  # a publish that died before its first word
    if names and not is_marked(lock) and not has_snapshot(folder):
        problem = f"it holds something else ({min(names)})"
        raise WarehouseError(str(folder), problem, "choose an empty folder for --to")
    if (folder / SNAPSHOTS).is_symlink():
        raise WarehouseError(str(folder), f"{SNAPSHOTS} leads out of it", "choose an empty folder for --to")


def is_marked(lock: Path) -> bool:
    """Whether a folder's lock is one of a publish."""
    if not lock.is_file() or lock.is_symlink():
        return False
    with lock.open("rb") as file:
        return file.read(len(MARK) + 1) == MARK


def has_snapshot(folder: Path) -> bool:
    """Whether the pointer names a snapshot that a publish made."""
    try:
        return current_snapshot(folder) is not None
    except WarehouseError:
        return False


def current_snapshot(folder: Path) -> Snapshot | None:
    """What the pointer names; None before the first publish.  Raises WarehouseError where that can't be read."""
    pointer = folder / POINTER
    if not pointer.exists():
        return None
    try:
        name = json.loads(pointer.read_text(encoding="utf-8"))["snapshot"].removeprefix(f"{SNAPSHOTS}/")
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no snapshot")
        return read_manifest(folder / SNAPSHOTS / name)
    except UNREADABLE as error:
        remedy = "remove the folder, then publish again: it is made anew from the home"
        raise WarehouseError(str(pointer), f"its snapshot can't be read ({error})", remedy) from error


def read_manifest(snapshot: Path) -> Snapshot:
    """The snapshot as its manifest says; raises ValueError where it says what no publish wrote."""
    given = json.loads((snapshot / MANIFEST).read_text(encoding="utf-8"))
    if given["form"] != FORM:
        raise ValueError(f"form {given['form']}, this program knows {FORM}")
    files = {}
    for table, parts in given["tables"].items():
        for label, row in parts.items():
            if not LABEL.fullmatch(label) or not re.fullmatch(r"\w+", table):
                raise ValueError(f"{table!r}, {label!r} name no part")
            unit = Unit(table, label, (), Part(int(row["rows"]), int(row["digest"])))
            files[unit.file] = Kept(unit.part, int(row["bytes"]))
    return Snapshot(snapshot, int(given["schema_version"]), (given["first_run"], given["last_run"]), files)


def standing_files(snapshot: Snapshot) -> dict[Path, Kept]:
    """The files of a snapshot that are there as they were written; one that somebody took or cut is written again."""
    found = {}
    for file, kept in snapshot.files.items():
        with suppress(FileNotFoundError):
            if (snapshot.folder / file).stat().st_size == kept.size:
                found[file] = kept
    return found


def units_of(con: Connection) -> list[Unit]:
    """The files that a snapshot of the home has; a table without rows has one, which tells its columns."""
    units = []
    for table, days in parts_by_day(con).items():
        files = by_month(days, MOST_ROWS_OF_A_MONTH) or {WHOLE: {}}
        for label, members in files.items():
            part = sum(members.values(), Part(0, 0))
            units.append(Unit(table, label, tuple(members), part))
    return units


def new_folder(folder: Path) -> Path:
    """The folder that the next snapshot is built in."""
    snapshots = folder / SNAPSHOTS
    snapshots.mkdir(exist_ok=True)
    last = max((int(path.name[:8]) for path in snapshots.iterdir() if NAME.fullmatch(path.name[:8])), default=0)
    building = snapshots / f"{last + 1:08d}{BUILDING}"
    building.mkdir()
    return building


def keep_file(old: Path, new: Path) -> None:
    """Give a file of the snapshot before a name in this one; where a file system has no second names, copy it."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        shutil.copyfile(old, new)
        sync(new)


def write_units(con: Connection, units: list[Unit], building: Path) -> None:
    """Write the files, so many rows at once as are sorted in memory."""
    for table in PUBLISHED:
        waiting = [unit for unit in units if unit.table == table.name]
        while waiting:
            count, rows = 0, 0
            while count < len(waiting) and (not count or rows + waiting[count].part.rows <= ROWS_AT_ONCE):
                rows += waiting[count].part.rows
                count += 1
            write_files(con, waiting[:count], building)
            waiting = waiting[count:]


def write_files(con: Connection, units: list[Unit], building: Path) -> None:
    """Write files of one table in one pass over it: its rows come sorted by day and key, so many for each file."""
    table = BY_NAME[units[0].table]
    days = listed(day for unit in units for day in unit.days)
    relation: Any = con.sql(
        f"SELECT {quoted(table.columns)} FROM ({rows_of(table.name)}) WHERE part IN ({days}) "
        f"ORDER BY part, {quoted(table.key)}"
    )
    reader = relation.to_arrow_reader(BATCH)
    rows = SortedRows(reader)
    for unit in sorted(units, key=lambda unit: unit.days):
        path = building / unit.file
        path.parent.mkdir(parents=True, exist_ok=True)
        with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
            for group in rows.groups(unit.part.rows):
                writer.write_table(group, row_group_size=ROW_GROUP)
        sync(path)


class SortedRows:
    """The rows of a reader, taken one file's after the other's."""

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self._reader = reader
        self._rest = pa.Table.from_batches([], reader.schema)

    def groups(self, count: int) -> Iterator[pa.Table]:
        """The next `count` rows, in tables of a row group each."""
        while count:
            wanted = min(count, ROW_GROUP)
            batches = [*self._rest.to_batches()]
            have = self._rest.num_rows
            while have < wanted:
                batches.append(self._reader.read_next_batch())
                have += batches[-1].num_rows
            table = pa.Table.from_batches(batches, self._reader.schema)
            yield table.slice(0, wanted)
            self._rest = table.slice(wanted)
            count -= wanted


def finish(building: Path, units: list[Unit], sizes: Mapping[Path, int], standing: Standing) -> None:
    """Write the manifest, and see that the names in every folder are on the disk."""
    tables: dict[str, dict[str, dict[str, Any]]] = {}
    for unit in units:
        row = {"rows": unit.part.rows, "bytes": sizes[unit.file], "digest": str(unit.part.digest)}
        tables.setdefault(unit.table, {})[unit.label] = row
    facts = {
        "form": FORM,
        "schema_version": standing.schema_version,
        "first_run": standing.run_ids[0],
        "last_run": standing.newest,
        "tables": tables,
    }
    (building / MANIFEST).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    sync(building / MANIFEST)
    for path in sorted({building / file.parent for file in sizes} | {building / file.parent.parent for file in sizes}):
        sync(path)
    sync(building)


def settle(building: Path) -> str:
    """Give the snapshot its name, which it gets when it is whole; return it."""
    name = building.name.removesuffix(BUILDING)
    building.rename(building.with_name(name))
    sync(building.parent)
    return name


def point(folder: Path, name: str, standing: Standing) -> None:
    """Let the pointer name the snapshot, in one step."""
    facts = {
        "snapshot": f"{SNAPSHOTS}/{name}",
        "schema_version": standing.schema_version,
        "last_run": standing.newest,
    }
    text = json.dumps(facts) + "\n"
    write_durably(folder / POINTER, lambda part: part.write_text(text, encoding="utf-8"))


def clear(folder: Path, current: Snapshot | None) -> None:
    """Remove what a publish that died has left, and every snapshot but the current one and the one before it.

    What has no manifest of ours is no snapshot, and stays.
    """
    snapshots = folder / SNAPSHOTS
    if not snapshots.is_dir():
        return
    remove_unfinished(snapshots)
    names = sorted(path.name for path in snapshots.iterdir() if is_snapshot(path))
    older = [name for name in names if current is not None and name < current.folder.name]
    keep = {current.folder.name if current else "", *older[-1:]}
    for name in names:
        if name not in keep:  # a removal that is killed leaves what the next publish knows for unfinished
            (snapshots / name).rename(snapshots / f"{name}{BUILDING}")
    remove_unfinished(snapshots)


def is_snapshot(path: Path) -> bool:
    """Whether a folder is a snapshot that a publish made, as its manifest tells."""
    if not NAME.fullmatch(path.name) or path.is_symlink():
        return False
    try:
        read_manifest(path)
    except UNREADABLE:
        return False
    return True


def remove_unfinished(snapshots: Path) -> None:
    """Remove snapshots that were never finished, or were being removed."""
    for path in snapshots.glob(f"*{BUILDING}"):
        if NAME.fullmatch(path.name.removesuffix(BUILDING)) and not path.is_symlink():
            shutil.rmtree(path)


def clear_spilled(spilled: Path) -> None:
    """Remove what DuckDB spilled for a publish that died, and nothing else that lies there."""
    if spilled.is_dir() and not spilled.is_symlink():
        for path in spilled.glob("duckdb_temp_*"):
            path.unlink()
        with suppress(OSError):  # it holds something of others
            spilled.rmdir()
