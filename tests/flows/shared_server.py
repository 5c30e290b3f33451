"""Prefect's API for the tests: one server for all processes of a run, and its database, empty, for homes of their own.

A server on a new database works for fifteen seconds before it answers, ten of them to build the tables.  It is started
once, as a night starts it; what it has built then is copied to where a test lets another server begin.
"""

from __future__ import annotations

import atexit
import shutil
import sqlite3
from contextlib import closing
from fcntl import LOCK_EX, LOCK_SH, flock
from functools import cache
from pathlib import Path

from flows.embedded_server import start_embedded
from flows.home import Home

STARTUP_S = 600
EMPTY = "empty.db"


@cache
def shared_server(folder: Path) -> str:
    """The address of the API; whoever comes first starts the server, and ends it when all others have ended."""
    starting, users = (folder / "starting").open("w"), (folder / "users").open("w")  # locked until they are closed
    address = folder / "address"
    flock(starting, LOCK_EX)
    if not address.exists():
        address.write_text(_start(folder), encoding="utf-8")
        atexit.register(_leave_last, folder)
    atexit.register(users.close)
    flock(users, LOCK_SH)
    starting.close()
    return address.read_text(encoding="utf-8")


def with_history(folder: Path, home: Home, flow_runs: list[str]) -> Home:
    """`home`, prepared, with what the shared server knows of some flow runs of its own, their artifacts and logs."""
    home.prepare()
    history = home.prefect / "prefect.db"
    with closing(sqlite3.connect(folder / "prefect.db")) as shared:
        shared.execute("VACUUM INTO ?", [str(history)])
    listed = ", ".join(f"'{each}'" for each in flow_runs)
    with closing(sqlite3.connect(history)) as copied, copied:
        for table, column in (("artifact", "flow_run_id"), ("log", "flow_run_id"), ("flow_run", "id")):
            copied.execute(f"DELETE FROM {table} WHERE {column} IS NULL OR {column} NOT IN ({listed})")
    return home


def _start(folder: Path) -> str:
    """Start the server, which ends with this process; the tables that it has built are kept aside."""
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, temporary_settings

    database, empty = folder / "prefect.db", folder / EMPTY
    with temporary_settings({PREFECT_API_DATABASE_CONNECTION_URL: f"sqlite+aiosqlite:///{database}"}):
        url = start_embedded(STARTUP_S, is_pruned=False)
    empty.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as built:
        built.execute("VACUUM INTO ?", [str(empty)])
    return url


def _leave_last(folder: Path) -> None:
    """Wait until nobody uses the server; who comes now starts another."""
    with (folder / "starting").open("w") as starting, (folder / "users").open("w") as users:
        flock(starting, LOCK_EX)
        flock(users, LOCK_EX)
        (folder / "address").unlink()


def with_empty_database(folder: Path, home: Home) -> Home:
    """`home`, prepared, with Prefect's tables built but empty; `folder` is that of the shared server."""
    home.prepare()
    shutil.copyfile(folder / EMPTY, home.prefect / "prefect.db")
    return home
