"""Flows without Prefect: the same stages in the same order, called as functions; Prefect is two seconds of every run.

For runs of which a test looks at the home, at the warehouse or at what is said.  Nights and backfills as Prefect runs
them are for test_nightly, test_kill, test_kill_backfill, test_at_once, test_machine, test_hostile and test_schedule.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from typing import Any

from flows.night import Night

# As a change of a program that is run in a process of its own.
PROGRAM = "from tests.flows.plain_flows import put_in_place as run_plainly\nrun_plainly(setattr)\n"


def called(stage: Callable[..., Any], night: Night, *given: Any) -> Any:
    """What `flows.perform.perform` gives."""
    with night.stage(stage.__name__):
        return stage(night, *given)


def put_in_place(setattr_of: Callable[[Any, str, Any], None]) -> None:
    """From now on the commands run their flows plainly; `setattr_of` sets an attribute, and perhaps takes it back."""
    from flows.stages.shard_pool import work_in_pool

    for name in ("nightly", "backfill"):
        command, module = import_module(f"flows.commands.{name}"), import_module(f"flows.{name}")
        setattr_of(command, "prefect_api", lambda *_: nullcontext())
        setattr_of(module, name, getattr(module, name).fn)
        setattr_of(module, "perform", called)
        setattr_of(module, "work_as_tasks", work_in_pool)
        setattr_of(module, "open_flow_run", lambda *_: nullcontext())
    setattr_of(import_module("flows.stages.publish"), "perform", called)
    setattr_of(import_module("flows.nightly"), "keep_summary", lambda _: None)
