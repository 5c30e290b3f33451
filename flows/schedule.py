"""The schedule: a deployment of the nightly flow, served until stopped; a missed night is caught up once.

A night means "everything not done yet", so of all the ticks that passed unserved one run is enough.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import polars as pl
from cronsim import CronSim, CronSimError

from flows.dead_flow_runs import crash_dead_flow_runs
from flows.home import Home
from flows.local_server import LocalServer
from flows.prefect_environment import prepare
from flows.progress import Progress
from flows.run_lock import RunLock, current_holder
from flows.settings import read_settings
from flows.stages.sources import sources_of
from transforms.errors import HomeLockedError, SettingsError
from warehouse import Warehouse, review

if TYPE_CHECKING:
    from prefect.runner import Runner

DEPLOYMENT = "claimwire"


def serve_schedule(cron: str, timezone: str, home: Path | None, config: Path | None) -> None:
    """Serve the nightly flow at the ticks of `cron` until a signal stops it.

    Raises SettingsError for a wrong `cron` or `timezone` or without sources, HomeLockedError where the home has a
    schedule already.
    """
    settings = read_settings(config, home)
    sources_of(settings, ())
    last_tick = previous_tick(cron, timezone, datetime.now(UTC))
    place, progress = Home(settings.home), Progress(is_terminal=False)
    place.prepare()
    with ExitStack() as stack:
        stack.enter_context(RunLock(place.schedule_lock, "schedule"))
        prepare(place, settings.prefect, log_level="WARNING")
        if not _is_api_configured():
            stack.enter_context(LocalServer(place, settings.prefect.startup_s, progress))
        holder = current_holder(place.lock)
        is_held = holder is not None and holder.is_alive()
        if not is_held:
            crash_dead_flow_runs(place)
        parameters = {"home": str(place.root), "config": str(config.resolve()) if config else None}
        runner, deployment_id = _deploy(cron, timezone, parameters)
        _drop_missed_runs(deployment_id)
        if not is_held and is_night_missed(place, last_tick):
            _run_now(deployment_id)
            progress.say(f"schedule: the night of {last_tick:%Y-%m-%d %H:%M %Z} was missed; it is caught up now")
        progress.say(f"schedule: serving {cron!r} ({timezone}); stop it with Ctrl-C")
        # Prefect's own handler leaves its loop in disorder; an interrupt lets it close.
        runner.handle_sigterm = lambda *_: signal.raise_signal(signal.SIGINT)  # type: ignore[method-assign]  # per instance
        try:
            asyncio.run(runner.start())
        except KeyboardInterrupt:
            progress.say("schedule: stopped")


def previous_tick(cron: str, timezone: str, now: datetime) -> datetime:
    """The last tick at or before `now`; raises SettingsError for an expression or a zone that is none."""
    try:
        return next(CronSim(cron, now.astimezone(ZoneInfo(timezone)), reverse=True))
    except CronSimError as error:
        raise SettingsError("--cron", str(error), 'write five fields, as "0 2 * * *" for 2 in the night') from error
    except (KeyError, ValueError, OSError) as error:
        raise SettingsError("--timezone", "no such time zone", 'use a name as "UTC" or "Europe/Paris"') from error


def is_night_missed(home: Home, last_tick: datetime) -> bool:
    """Whether the home has had runs, and none since `last_tick` of which analysts see how it ended.

    The published copy tells: a run may be under way, and nobody else may open its database then.
    """
    if not home.warehouse.exists():
        return False
    if not home.published.exists():
        return True
    try:
        with Warehouse.open(home.published, is_read_only=True) as warehouse:
            runs = review.runs(warehouse).filter(~pl.col("state").is_in(["dead", "started"]))
    except HomeLockedError:
        return True  # an analyst has it open for writing: a night too many changes nothing
    return not any(start >= last_tick.astimezone(UTC).replace(tzinfo=None) for start in runs.get_column("started_at"))


def _is_api_configured() -> bool:
    from prefect.settings import PREFECT_API_URL

    return bool(PREFECT_API_URL.value())


def _deploy(cron: str, timezone: str, parameters: dict[str, Any]) -> tuple[Runner, UUID]:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.deployments import runner as deployments
    from prefect.runner import Runner
    from prefect.schedules import Cron

    from flows.nightly import nightly

    runner = Runner(name=DEPLOYMENT, pause_on_shutdown=False)
    deployment_id = runner.add_flow(
        nightly,
        name=DEPLOYMENT,
        schedule=Cron(cron, timezone=timezone),
        parameters=parameters,
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        # By path, a second copy of the module would be loaded, and flows/ would come first on sys.path.
        entrypoint_type=deployments.EntrypointType.MODULE_PATH,  # type: ignore[attr-defined]  # not listed in __all__
    )
    return runner, cast(UUID, deployment_id)  # a coroutine only where an event loop runs


def _drop_missed_runs(deployment_id: UUID) -> None:
    """Delete what was planned and never begun: all of it would begin at once, and only one run is needed."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        for run in _planned_before_now(client, deployment_id):
            client.delete_flow_run(run.id)


def _planned_before_now(client: Any, deployment_id: UUID) -> Sequence[Any]:
    from prefect.client.schemas.filters import (
        DeploymentFilter,
        DeploymentFilterId,
        FlowRunFilter,
        FlowRunFilterExpectedStartTime,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import StateType
    from prefect.types import DateTime

    planned = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=DateTime.now(UTC)),
    )
    of_deployment = DeploymentFilter(id=DeploymentFilterId(any_=[deployment_id]))
    runs: Sequence[Any] = client.read_flow_runs(deployment_filter=of_deployment, flow_run_filter=planned)
    return runs


def _run_now(deployment_id: UUID) -> None:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        client.create_flow_run_from_deployment(deployment_id)
