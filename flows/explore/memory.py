"""How the memory of large arrays goes back to the system."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from typing import Final

# Parameters of mallopt, as <malloc.h> of glibc numbers them: from how many bytes on a piece of memory is the system's
# own and goes back when it is let go, and how many heaps the threads share.
MMAP_THRESHOLD: Final = -3
ARENA_MAX: Final = -8
LARGE: Final = 1 << 20
HEAPS: Final = 2


def give_back_large() -> bool:
    """Let arrays of a megabyte go back as soon as they are let go; whether this system's C library can.

    Else each thread that has once counted a million claims keeps the room for it.
    """
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        return bool(mallopt(MMAP_THRESHOLD, LARGE)) and bool(mallopt(ARENA_MAX, HEAPS))
    return False
