"""Files that appear under their names whole, and outlast a power cut from then on."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

# What a system or a file system that can't copy by itself answers.
UNABLE: Final = (errno.ENOSYS, errno.EXDEV, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM)


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


def copy_file(source: Path, to: Path) -> None:
    """Copy a file by the system's own means: XFS, btrfs and others share the bytes until one of the two is changed.

    Raises OSError where the disk is full or read-only.
    """
    if not (hasattr(os, "copy_file_range") and _copy_range(source, to)):
        shutil.copyfile(source, to)


def _copy_range(source: Path, to: Path) -> bool:
    """Whether the file could be copied without being read."""
    with source.open("rb") as read, to.open("wb") as written:
        left = os.fstat(read.fileno()).st_size
        while left:
            try:
                copied = os.copy_file_range(read.fileno(), written.fileno(), left)
            except OSError as error:
                if error.errno in UNABLE:
                    return False
                raise
            if not copied:
                return False
            left -= copied
    return True


def sync(path: Path) -> None:
    """See that a file's bytes, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
