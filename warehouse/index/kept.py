"""The index on the disk: blocks under their names, and for each published copy the list of its blocks.

Blocks are written once and shared by the copies that have them; a reader maps them into memory.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import pyarrow as pa

from warehouse.connection import Connection
from warehouse.durable import write_durably
from warehouse.index.blocks import Block
from warehouse.index.cutting import LAYOUT, blocks_of, parts_of
from warehouse.index.finding import Index

FOLDER: Final = "search"
TABLES: Final = ("claims", "words")
# What comes of an index that is not there, not whole, or of another layout.
UNFIT: Final = (OSError, ValueError, TypeError, KeyError, pa.ArrowException)


def keep_blocks(con: Connection, folder: Path) -> list[str]:
    """Write the blocks of the current claims that are not in the folder; the names of all of them, the newest first."""
    folder.mkdir(exist_ok=True)
    parts = parts_of(con)
    missing = [part for part in parts if not all(path.is_file() for path in _paths(folder, part.name))]
    for block in blocks_of(con, missing):
        for path, table in zip(_paths(folder, block.name), (block.claims, block.words), strict=True):
            _write(path, table)
    return [part.name for part in parts]


def keep_list(folder: Path, copy: Path, names: list[str]) -> None:
    """Write which blocks a copy has, and remove the lists of copies that are gone, and blocks that no list names."""
    listed = json.dumps({"layout": LAYOUT, "blocks": names})
    write_durably(_list(folder, copy), lambda part: part.write_text(listed, encoding="utf-8"))
    kept = set()
    for path in folder.glob("*.json"):
        if copy.with_name(f"{path.stem}{copy.suffix}").exists():
            with suppress(*UNFIT):
                kept |= {path, *(file for name in _listed(path) for file in _paths(folder, name))}
    for path in folder.iterdir():
        if path not in kept:
            path.unlink(missing_ok=True)


def index_of(con: Connection, copy: Path, known: Mapping[str, Block]) -> Index:
    """The index of an open copy: from the disk, else made now; blocks of `known` are taken as they are."""
    folder = copy.parent.parent / FOLDER
    try:
        names = _listed(_list(folder, copy))
        blocks = [known.get(name) or Block(name, *map(_read, _paths(folder, name))) for name in names]
    except UNFIT:
        blocks = list(blocks_of(con, parts_of(con)))
    return Index(blocks)


def _listed(path: Path) -> list[str]:
    """The names in a list of blocks; raises ValueError for one of another layout, as an older program wrote it."""
    told = json.loads(path.read_text(encoding="utf-8"))
    if told["layout"] != LAYOUT:
        raise ValueError(f"{path.name} is of layout {told['layout']}")
    names: list[str] = told["blocks"]
    return names


def _list(folder: Path, copy: Path) -> Path:
    return folder / f"{copy.stem}.json"


def _paths(folder: Path, name: str) -> tuple[Path, ...]:
    return tuple(folder / f"{name}.{table}" for table in TABLES)


def _write(path: Path, table: pa.Table) -> None:
    def write(part: Path) -> None:
        with pa.OSFile(str(part), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)

    write_durably(path, write)


def _read(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).read_all()
