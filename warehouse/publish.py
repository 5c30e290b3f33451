"""The published copy: what analysts open, swapped in whole: no reader waits for a load, and no load for a reader.

`claims.duckdb` is a symbolic link to a numbered copy beside the warehouse.  A swap replaces the link.  DuckDB puts the
write-ahead log of a reader that opened the copy read-write beside the copy itself (it follows the link), so what such a
reader leaves behind stays with the old copy, even if it writes after the swap; with a plain file it would be replayed
onto the new one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from warehouse.durable import copy_file, sync, write_durably

COPIES = "published"
LOG_SUFFIX = ".wal"


def publish_copy(warehouse: Path, to: Path, beside: Callable[[Path], None]) -> Path:
    """Make `to` lead to a fresh copy of the closed and checkpointed file `warehouse`; return the copy's path.

    `beside` is called with that path before `to` leads there.  The previous copy is kept for readers that are about to
    open it; older ones are removed.
    Raises OSError where the disk is full or read-only; `to` then still leads to the previous copy.
    """
    folder = warehouse.parent / COPIES
    folder.mkdir(exist_ok=True)
    previous = to.resolve() if to.is_symlink() else None
    remove_stale(folder, keep=previous)
    copy = folder / f"{next_number(folder):08d}.duckdb"
    write_durably(copy, lambda part: copy_file(warehouse, part))
    beside(copy)
    set_log_aside(to)
    swap_link(to, copy)
    return copy


def remove_stale(folder: Path, keep: Path | None) -> None:
    """Remove every file among the copies but `keep` and its log: older copies, half-written ones, logs left behind."""
    kept = {keep, keep.with_name(keep.name + LOG_SUFFIX)} if keep else set()
    for path in folder.iterdir():
        if path.resolve() not in kept:
            path.unlink(missing_ok=True)


def next_number(folder: Path) -> int:
    """One more than the highest number of the copies in the folder."""
    return max((int(path.stem) for path in folder.glob("[0-9]*.duckdb")), default=0) + 1


def set_log_aside(to: Path) -> None:
    """Move a stray log that lies beside the link out of the way: of a time when `to` was a plain file."""
    log = to.with_name(to.name + LOG_SUFFIX)
    if log.exists():
        log.replace(log.with_name(f"{log.name}.aside"))


def swap_link(to: Path, copy: Path) -> None:
    """Let `to` lead to `copy` in one step; the link is relative, so that the home folder can be moved."""
    fresh = to.with_name(f".{to.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(os.path.relpath(copy, to.parent))
    fresh.replace(to)
    sync(to.parent)
