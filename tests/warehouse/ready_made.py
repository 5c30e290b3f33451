"""Warehouses that cost the tests less: new ones are copies of one that was made really, and all have one thread.

The making of the schema takes two thirds of a second, and a new warehouse holds nothing of its run or its place, so the
copy is what would have been made.  The rows of a test are too few for two threads, whose agreeing is a third of a load.
The making itself, and as many threads as the machine has, are for the tests that ask for `made_anew`: those of the
schema, of the order of rows and of the whole night; and for whatever starts `claimwire` cold.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

# As a change of a program that is run in a process of its own, which finds the file's place in EMPTY_WAREHOUSE.
PROGRAM = "from tests.warehouse.ready_made import copy_when_new\ncopy_when_new(EMPTY_WAREHOUSE, setattr)\n"


@cache
def empty_warehouse() -> Path:
    """An empty warehouse of today's schema, made once in a process; it goes when the process ends."""
    from warehouse import Warehouse

    folder = Path(mkdtemp(prefix="claimwire-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Warehouse.open(folder / "empty.duckdb").close()
    return folder / "empty.duckdb"


def copy_when_new(empty: str | Path, setattr_of: Callable[[Any, str, Any], None]) -> None:
    """From now on a warehouse that is opened where none is begins as a copy of `empty`, and each has one thread."""
    from warehouse import warehouse as module

    data, connect = Path(empty).read_bytes(), module.connect

    def copying(path: Path, *, is_read_only: bool = False, **more: Any) -> Any:
        if not is_read_only and not path.exists():
            _write(path, data)
        return connect(path, is_read_only=is_read_only, **more).execute("SET threads = 1")

    setattr_of(module, "connect", copying)


def _write(path: Path, data: bytes) -> None:
    """Where it can't be written nothing is left, and what opens it meets that itself."""
    with suppress(FileNotFoundError, PermissionError):
        try:
            with path.open("xb") as file:
                file.write(data)
        except FileExistsError:  # somebody else was first
            return
        except BaseException:
            path.unlink(missing_ok=True)
            raise
