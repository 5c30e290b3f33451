"""A large array that was let go is the system's again, also where larger ones were made before it."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import Final

# Without it glibc keeps what lies below a piece that is still held: here half of 256 MB.
LETS_GO: Final = """
import sys
import numpy as np
import psutil
from flows.explore.memory import give_back_large
if not give_back_large():
    sys.exit(77)
np.ones(3 << 20, np.int64)  # from now on glibc would take pieces of 24 MB for small
before = psutil.Process().memory_info().rss
held = [np.ones(1 << 20, np.int64) for _ in range(32)]
del held[:-1]
print(psutil.Process().memory_info().rss - before >> 20)
"""


def test_large_arrays_go_back_as_soon_as_they_are_let_go() -> None:
    done = subprocess.run([sys.executable, "-c", LETS_GO], capture_output=True, text=True, check=False)
    if done.returncode == 77:
        assert not hasattr(ctypes.CDLL(None), "mallopt")
    else:
        assert int(done.stdout) < 64, done.stderr
