"""The index on the disk: blocks under their names, and for each published copy the list of its blocks.

Blocks are written once and shared by the copies that have them; a reader maps them into memory.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa

from transforms.errors import NoDatabaseError
from warehouse.connection import Connection
from warehouse.durable import write_durably
from warehouse.index.blocks import Block, Numbers
from warehouse.index.cutting import LAYOUT, blocks_of, parts_of
from warehouse.index.finding import Index
from warehouse.index.mapped import read_mapped
from warehouse.index.threads import Threads, threads_of
from warehouse.index.weights import weights_of

FOLDER: Final = "search"
TABLES: Final = ("claims", "words")
THREADS: Final = ("series", "figures")
NAME: Final = b"name"
# What comes of an index that is not there, not whole, or of another layout.
UNFIT: Final = (OSError, ValueError, TypeError, KeyError, pa.ArrowException)


@dataclass(frozen=True, slots=True)
class Kept:
    """The index of a database: the names of its blocks, all on the disk, what each claim weighs, and the series."""

    names: tuple[str, ...]
    weights: Numbers
    threads: Threads


# Name -> rows: what a publish worked out for those who open its copy.
Told = dict[str, pl.DataFrame]


def keep_blocks(con: Connection, folder: Path) -> Kept:
    """Write the blocks of the current claims that the folder lacks or has damaged."""
    folder.mkdir(exist_ok=True)
    parts = parts_of(con)
    missing = [part for part in parts if not _is_whole(folder, part.name)]
    for block in blocks_of(con, missing):
        for path, table in zip(_paths(folder, block.name), (block.claims, block.words), strict=True):
            _write(path, table)
    names = tuple(part.name for part in parts)
    blocks = [_read_block(folder, name) for name in names]
    return Kept(names, weights_of(con, blocks), threads_of(con, blocks))


def keep_list(folder: Path, copy: Path, index: Kept, told: Told) -> None:
    """Write what index a copy has and what it tells; remove those of copies that are gone, and blocks of no other."""
    weights, listed, answers, *threads = _own(folder, copy)
    write_durably(answers, lambda part: _write_told(part, told))
    write_durably(weights, lambda part: part.write_bytes(index.weights.tobytes()))
    for path, table in zip(threads, (index.threads.series, index.threads.figures), strict=True):
        _write(path, table)
    blocks = json.dumps({"layout": LAYOUT, "blocks": index.names})
    write_durably(listed, lambda part: part.write_text(blocks, encoding="utf-8"))
    kept: set[Path] = set()
    for path in folder.glob("*.json"):
        if copy.with_name(f"{path.stem}{copy.suffix}").exists():
            with suppress(*UNFIT):
                kept |= {*_own(folder, path), *(file for name in _listed(path) for file in _paths(folder, name))}
    for path in folder.iterdir():
        if path not in kept:
            path.unlink(missing_ok=True)


def index_of(con: Connection, copy: Path, known: Mapping[str, Block]) -> Index:
    """The index of an open copy: from the disk, else made now; blocks of `known` are taken as they are.

    Raises NoDatabaseError where the copy is gone by now: its index went with it, and a newer one need not be made.
    """
    folder = copy.parent.parent / FOLDER
    weights, listed, _, *threads = _own(folder, copy)
    try:
        blocks = [known.get(name) or _read_block(folder, name) for name in _listed(listed)]
        return Index(blocks, np.fromfile(weights, np.float32), Threads(*map(read_mapped, threads)))
    except UNFIT:
        if not copy.exists():
            raise NoDatabaseError(str(copy)) from None
        blocks = list(blocks_of(con, parts_of(con)))
        return Index(blocks, weights_of(con, blocks), threads_of(con, blocks))


def told_beside(copy: Path) -> Told | None:
    """What the publish of a copy worked out; None where that is not there, not whole, or of another layout."""
    _, listed, answers, *_ = _own(copy.parent.parent / FOLDER, copy)
    try:
        _listed(listed)
        return _read_told(answers)
    except UNFIT:
        return None


def _write_told(path: Path, told: Told) -> None:
    """One stream of Arrow for each name."""
    with pa.OSFile(str(path), "wb") as file:
        for name, frame in told.items():
            table = frame.to_arrow(compat_level=pl.CompatLevel.oldest()).replace_schema_metadata({NAME: name})
            with pa.ipc.new_stream(file, table.schema) as writer:
                writer.write_table(table)


def _read_told(path: Path) -> Told:
    told: Told = {}
    with pa.OSFile(str(path)) as file:
        while file.tell() < file.size():
            table = pa.ipc.open_stream(file).read_all()
            told[table.schema.metadata[NAME].decode()] = pl.DataFrame(table)
    return told


def _listed(path: Path) -> list[str]:
    """The names in a list of blocks; raises ValueError for one of another layout, as an older program wrote it."""
    told = json.loads(path.read_text(encoding="utf-8"))
    if told["layout"] != LAYOUT:
        raise ValueError(f"{path.name} is of layout {told['layout']}")
    names: list[str] = told["blocks"]
    return names


def _is_whole(folder: Path, name: str) -> bool:
    """Whether a block can be read: one that a full disk cut short would else fail every publish from then on."""
    try:
        _read_block(folder, name)
    except UNFIT:
        return False
    return True


def _read_block(folder: Path, name: str) -> Block:
    return Block(name, *map(read_mapped, _paths(folder, name)))


def _own(folder: Path, copy: Path) -> tuple[Path, ...]:
    """The files of a copy alone: what its claims weigh, its blocks by their names, what it tells, its series."""
    return tuple(folder / f"{copy.stem}.{name}" for name in ("weights", "json", "told", *THREADS))


def _paths(folder: Path, name: str) -> tuple[Path, ...]:
    return tuple(folder / f"{name}.{table}" for table in TABLES)


def _write(path: Path, table: pa.Table) -> None:
    def write(part: Path) -> None:
        with pa.OSFile(str(part), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)

    write_durably(path, write)
