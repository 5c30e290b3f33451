"""Files of the index as the system maps them: a page that was read stays in the count of this process until it is let
go, though it is the system's own and costs next to nothing to have again."""

from __future__ import annotations

import mmap
from pathlib import Path
from threading import Lock
from typing import Final
from weakref import WeakSet

import pyarrow as pa

_maps: Final[WeakSet[mmap.mmap]] = WeakSet()
_changing: Final = Lock()


def read_mapped(path: Path) -> pa.Table:
    """The table of an Arrow file, none of it read yet; it stays mapped as long as the table is there.

    Raises OSError for a file that can't be read, ValueError or pyarrow.ArrowException for one that is not whole.
    """
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with _changing:
        _maps.add(mapped)
    return pa.ipc.open_file(pa.py_buffer(mapped)).read_all()


def let_go_of_pages() -> int:
    """Give what was read of all mapped files back to the system, where it can be told to; how many files these are.

    Who reads meanwhile, or afterwards, has the pages again from the system's memory.
    """
    with _changing:
        maps = list(_maps)
    if hasattr(mmap, "MADV_DONTNEED"):
        for mapped in maps:
            mapped.madvise(mmap.MADV_DONTNEED)
    return len(maps)
