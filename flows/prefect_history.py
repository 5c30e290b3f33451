"""Prefect's own database in a home, kept from growing for ever: flow runs that ended long ago are forgotten.

A Prefect server does that itself where it is told to (prefect_environment.prepare); the embedded one does it once, as
it starts.
"""

from __future__ import annotations

from flows.home import Home
from flows.progress import Progress


def database_url(home: Home) -> str:
    """The address of Prefect's database in the home."""
    return f"sqlite+aiosqlite:///{home.prefect / 'prefect.db'}"


def is_own(home: Home) -> bool:
    """Whether the database in use is the home's, and not one that the user has named."""
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL

    return bool(PREFECT_API_DATABASE_CONNECTION_URL.value() == database_url(home))


async def prune_history() -> None:
    """Delete old flow runs with their logs and artifacts, in the process of the server.

    How old, Prefect's settings say.  A failure is told and costs nothing: the next run tries again.
    """
    from prefect.server.database import provide_database_interface
    from prefect.server.services.db_vacuum import vacuum_old_flow_runs

    try:
        await vacuum_old_flow_runs(db=provide_database_interface())
    except Exception as error:
        problem = f"prefect: its history could not be pruned ({error}); the next run tries again"
        Progress(is_terminal=False).say(problem)
