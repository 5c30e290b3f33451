"""Prefect's own database in a home, kept from growing for ever: flow runs that ended long ago are forgotten.

A Prefect server does that itself where it is told to (prefect_environment.prepare); the embedded one never does.
"""

from __future__ import annotations

import asyncio

from flows.home import Home
from flows.progress import Progress


def database_url(home: Home) -> str:
    """The address of Prefect's database in the home."""
    return f"sqlite+aiosqlite:///{home.prefect / 'prefect.db'}"


def prune_history(home: Home, progress: Progress) -> None:
    """Delete old flow runs with their logs and artifacts, if the home's database is the one in use.

    How old, Prefect's settings say.  A failure is told and costs nothing: the next run tries again.
    """
    from prefect.server.database import provide_database_interface
    from prefect.server.services.db_vacuum import vacuum_old_flow_runs
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL

    if PREFECT_API_DATABASE_CONNECTION_URL.value() != database_url(home):
        return  # a database that the user has named, perhaps for more than this home
    try:
        asyncio.run(vacuum_old_flow_runs(db=provide_database_interface()))
    except Exception as error:
        progress.say(f"prefect: its history could not be pruned ({error}); the next run tries again")
