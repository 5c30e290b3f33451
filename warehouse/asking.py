"""Free questions in SQL to the published copy, with limits that hold: one process a question, ended when time is up."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

import polars as pl

from transforms.errors import WarehouseError
from warehouse import asked
from warehouse.published import identity_of

QUESTIONS_AT_ONCE: Final = 2
PATIENCE_S: Final = 20.0
# What a busy machine may take to start the process, before its own clock runs.
STARTUP_S: Final = 50.0
QUESTION: Final = "the question"
SHORTER: Final = "ask for less, as with a WHERE or a LIMIT, or use `claimwire sql`, which has no limits"
# The signals by which the system ends a process whose time is up.
CLOCKS: Final = tuple(int(getattr(signal, name, 0)) for name in ("SIGALRM", "SIGXCPU"))
_turns: Final = BoundedSemaphore(QUESTIONS_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may take: seconds, rows of the answer, and MiB that DuckDB may keep in memory."""

    seconds: int = 10
    rows: int = 1000
    memory_mib: int = 512


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows, whether there are more than are given, and how long it took."""

    rows: pl.DataFrame
    is_cut: bool
    took_s: float


def ask(published: Path, sql: str, limits: Limits) -> Answer:
    """The answer to `sql` out of the copy that stands at `published` now.

    Raises WarehouseError, which names the problem and the remedy: where the SQL is wrong or would do anything but read,
    where it reaches for files or the net, or where it takes more time or memory than it may.
    """
    given = {
        "path": str(identity_of(published)[0]), "sql": sql, "most": limits.rows,
        "seconds": limits.seconds, "memory_mib": limits.memory_mib,
    }  # fmt: skip
    if not _turns.acquire(timeout=PATIENCE_S):
        raise WarehouseError(QUESTION, "others are being answered", "ask again in a moment")
    begun = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-I", asked.__file__], input=json.dumps(given).encode(), capture_output=True,
            timeout=limits.seconds + STARTUP_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _too_slow(limits) from None
    finally:
        _turns.release()
    if done.returncode != asked.ANSWERED:
        raise _refusal(done, limits)
    return _answer(done.stdout, limits.rows, time.monotonic() - begun)


def _refusal(done: subprocess.CompletedProcess[bytes], limits: Limits) -> WarehouseError:
    """What a process that gave no rows says of it; one that was ended by the system has said nothing."""
    if done.returncode == asked.REFUSED:
        with suppress(ValueError, KeyError):
            told = json.loads(done.stderr)
            return WarehouseError(QUESTION, told["problem"], told["remedy"])
    if -done.returncode in CLOCKS:
        return _too_slow(limits)
    return WarehouseError(QUESTION, f"it took more than {limits.memory_mib} MiB of memory and was ended", SHORTER)


def _too_slow(limits: Limits) -> WarehouseError:
    return WarehouseError(QUESTION, f"it took more than {limits.seconds} s and was ended", SHORTER)


def _answer(stream: bytes, most: int, took_s: float) -> Answer:
    try:
        rows = pl.read_ipc_stream(BytesIO(stream))
    except pl.exceptions.PolarsError as error:
        problem = f"a column can't be given: {str(error).splitlines()[0]}"
        raise WarehouseError(QUESTION, problem, "cast it to another type, as `column::VARCHAR`") from None
    return Answer(rows.head(most), rows.height > most, took_s)
