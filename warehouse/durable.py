"""Files that appear under their names whole, and outlast a power cut from then on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def write_durably(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside `path`, and give it that name when its bytes are on the disk.

    Without that order a machine that stops may keep the name and lose the bytes.  Raises OSError where the disk is full
    or read-only; `path` is then as it was.
    """
    part = path.with_suffix(".part")
    write(part)
    sync(part)
    part.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """See that a file's bytes, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
