"""`claimwire publish`: what the home holds, brought to places outside of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from flows.commands.opening import home_of
from flows.settings import read_settings
from transforms.errors import SettingsError, WarehouseError
from warehouse.targets import publish_to, target_of


def run_publish(places: tuple[str, ...], data: str | None, home: Path | None, config: Path | None) -> None:
    """Publish the copy that analysts open to each place, else to those of the settings; a line for each."""
    from flows.stages.publish import targets_of  # it brings Prefect, which a preview of a backfill does without

    targets = tuple(target_of(place, data) for place in places) or targets_of(read_settings(config, home))
    if not targets:
        remedy = "give --to parquet:DIR or --to ducklake:sqlite:FILE, or add a [[publish]] table to the settings"
        raise SettingsError("--to", "there is no place to publish to", remedy)
    if data is not None and not places:
        raise SettingsError("--data", "it belongs to a --to", "write it as `data` beside `to` in the settings")
    copy = home_of(home, config).published
    if not copy.exists():
        raise WarehouseError(str(copy), "there is no such database yet", "run `claimwire nightly` first")
    for target in targets:
        click.echo(publish_to(target, copy.resolve()).told)


def refuse_unpublished(places: Sequence[str]) -> None:
    """Raise WarehouseError where a run that is loaded could not be published to some of its places."""
    if places:
        problem = "it could not be published there; all that came is loaded"
        raise WarehouseError(", ".join(places), problem, "mend that, then run `claimwire publish`")
