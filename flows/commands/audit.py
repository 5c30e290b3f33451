"""`claimwire audit`: the warehouse verified against itself and against the stored bytes, offline."""

from __future__ import annotations

from pathlib import Path

import click

from flows.commands.opening import open_published
from flows.commands.tables import print_table
from flows.home import Home
from flows.raw_audit import audit_raw_store
from flows.settings import read_settings
from flows.sources import RawStore


def run_audit(home: Path | None, config: Path | None) -> int:
    """Print what every audit found; returns how many of them found something."""
    settings = read_settings(config, home)
    place = Home(settings.home)
    with open_published(place) as warehouse:
        results = warehouse.audit()
        results.append(audit_raw_store(warehouse, RawStore(place.raw), settings))
    for result in results:
        verdict = "ok" if result.is_passed else f"{result.rows.height} rows"
        click.echo(f"{result.name:<45} {verdict}")
        if not result.is_passed:
            click.echo(f"  {result.why}")
            print_table(result.rows)
    return sum(not result.is_passed for result in results)
