"""Flow runs that died, told to Prefect: it would show them as running for ever, and keep their concurrency slot.

A file named by the flow run stands in the home while the run lasts.  One that is found by the next holder of the home's
lock is of a run that died; it is removed once Prefect's API has been told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flows.home import Home


@contextmanager
def open_flow_run(home: Home, flow_run_id: str) -> Iterator[None]:
    """Tell Prefect of those that died before, and note this one while it lasts; the home's lock must be held."""
    home.open_flow_runs.mkdir(parents=True, exist_ok=True)
    crash_dead_flow_runs(home)
    note = home.open_flow_runs / flow_run_id
    note.touch()
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def crash_dead_flow_runs(home: Home) -> list[str]:
    """Set the flow runs noted in the home to Crashed where Prefect has them unfinished; returns their ids."""
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound
    from prefect.states import Crashed

    noted = sorted(path.name for path in home.open_flow_runs.glob("*"))
    if not noted:
        return []
    with get_client(sync_client=True) as client:
        for name in noted:
            try:
                state = client.read_flow_run(UUID(name)).state
                if state is None or not state.is_final():
                    client.set_flow_run_state(UUID(name), Crashed(message="its process ended without a word"))
            except ObjectNotFound:
                pass  # another Prefect server's, or pruned there
            (home.open_flow_runs / name).unlink(missing_ok=True)
    return noted
