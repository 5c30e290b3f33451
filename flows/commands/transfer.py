"""`claimwire export` and `import`: the whole warehouse as Parquet files, a way out and back."""

from __future__ import annotations

from pathlib import Path

import click

from flows.commands.opening import home_of, open_published
from flows.run_lock import RunLock
from warehouse import Warehouse
from warehouse.exchange import import_parquet


def run_export(folder: Path, home: Path | None, config: Path | None) -> None:
    """Write every table of the published copy into `folder`."""
    place = home_of(home, config)
    with open_published(place) as warehouse:
        files = warehouse.export_parquet(folder)
    stay = f"the documents' bytes and the corrections are not among them: copy {place.raw} and {place.corrections} too"
    click.echo(f"{len(files)} files in {folder}; {stay}")


def run_import(folder: Path, home: Path | None, config: Path | None) -> None:
    """Fill a home that has no warehouse yet with the tables of `folder`."""
    place = home_of(home, config)
    place.prepare()
    with RunLock(place.lock, "import"):
        import_parquet(place.warehouse, folder)
        with Warehouse.open(place.warehouse) as warehouse:
            warehouse.publish(place.published)
    click.echo(f"{place.published}; copy the folder raw of the home that was exported to {place.raw}")
