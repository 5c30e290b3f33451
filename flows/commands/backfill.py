"""`claimwire backfill`: what today's rules would change, and on request the change itself."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import polars as pl

from flows.commands.opening import refuse_without_warehouse
from flows.commands.publish import refuse_unpublished
from flows.commands.tables import print_table
from flows.home import Home
from flows.prefect_environment import prefect_api, prepare
from flows.progress import Progress
from flows.run_lock import refuse_if_locked
from flows.settings import Settings, read_settings
from transforms.errors import SettingsError
from warehouse import Warehouse
from warehouse.stored import known_sources

if TYPE_CHECKING:
    from flows.scope import Scope


def _check_scope(scope: Scope, place: Home) -> None:
    """Raise SettingsError for a scope that no article can be in."""
    if scope.since and scope.until and scope.since > scope.until:
        raise SettingsError("--since", f"{scope.since} is after --until {scope.until}", "turn them around")
    with Warehouse.open(place.warehouse, is_read_only=True) as warehouse:
        known = known_sources(warehouse)
    if scope.source is not None and scope.source not in known:
        raise SettingsError("--source", f"no article came from {scope.source!r}", f"use one of {', '.join(known)}")


def _applied(scope: Scope, accept: str | None, settings: Settings, config: Path | None) -> dict[str, Any]:
    """What the flow returns, which loads what changes."""
    place = Home(settings.home)
    prepare(place, settings.prefect)
    with prefect_api(place, Progress(is_terminal=False)):
        from flows.backfill import backfill

        return backfill(asdict(scope), str(place.root), str(config) if config else None, accept)


def run_backfill(scope: Scope, is_applied: bool, accept: str | None, home: Path | None, config: Path | None) -> None:
    """Print the changes by kind and rule; load them if asked for."""
    settings = read_settings(config, home)
    place = Home(settings.home)
    refuse_without_warehouse(place)
    _check_scope(scope, place)
    place.prepare()
    refuse_if_locked(place.lock)
    if is_applied:
        result = _applied(scope, accept, settings, config)
    else:
        from flows.preview import preview

        result = preview(settings, scope)
    changes = pl.DataFrame(result["changes"], schema={"change": pl.String, "rule": pl.String, "claims": pl.Int64})
    click.echo(f"{result['documents']:,} documents were read again")
    if changes.is_empty():
        click.echo("No claim changes.")
    else:
        print_table(changes)
    for change, claims in changes.group_by("change").agg(pl.col("claims").sum()).sort("change").iter_rows():
        click.echo(f"{claims:,} claims {change}")
    click.echo("Loaded." if is_applied else "Nothing was written; --apply loads it.")
    refuse_unpublished(result.get("unpublished", ()))
