"""`claimwire publish`: what the home holds, brought to places outside of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from flows.commands.opening import home_of
from flows.publishing import publish_each, targets_of
from flows.settings import read_settings
from transforms.errors import NoDatabaseError, SettingsError, WarehouseError
from warehouse.targets import target_of


def run_publish(places: tuple[str, ...], data: str | None, home: Path | None, config: Path | None) -> None:
    """Publish the copy that analysts open to each place, else to those of the settings; a line for each.

    A place that fails is told, the others are published to all the same, and the exit code is 1.
    """
    if data is not None and len(places) != 1:
        remedy = "publish to one place at a time, or write it as `data` beside `to` in the settings"
        raise SettingsError("--data", "it belongs to one --to", remedy)
    targets = tuple(target_of(place, data) for place in places) or targets_of(read_settings(config, home))
    if not targets:
        remedy = "give --to parquet:DIR or --to ducklake:sqlite:FILE, or add a [[publish]] table to the settings"
        raise SettingsError("--to", "there is no place to publish to", remedy)
    copy = home_of(home, config).published
    if not copy.exists():
        raise NoDatabaseError(str(copy))
    problems = publish_each(targets, copy, click.echo)
    for problem in problems.values():
        click.echo(f"claimwire: {problem}", err=True)
    if problems:
        raise click.exceptions.Exit(1)


def refuse_unpublished(places: Sequence[str]) -> None:
    """Raise WarehouseError where a run that is loaded could not be published to some of its places."""
    if places:
        problem = "it could not be published there; all that came is loaded"
        raise WarehouseError(", ".join(places), problem, "mend that, then run `claimwire publish`")
