"""`claimwire nightly`: the flow, run here and now."""

from __future__ import annotations

from pathlib import Path

import click

from flows.commands.publish import refuse_unpublished
from flows.home import Home
from flows.prefect_environment import prefect_api, prepare
from flows.progress import Progress
from flows.run_lock import refuse_if_locked
from flows.settings import read_settings
from flows.stages.sources import sources_of, wrapped
from transforms.errors import NetworkError


def run_nightly(sources: tuple[str, ...], home: Path | None, config: Path | None, accept: str | None) -> None:
    """Run the flow and print its summary; wrong settings, sources, places or homes are told before Prefect starts.

    Raises, when all that came is loaded, NetworkError where a source ceased to answer, and WarehouseError where a place
    could not be published to.
    """
    settings = read_settings(config, home)
    sources_of(settings, sources)
    place = Home(settings.home)
    place.prepare()
    refuse_if_locked(place.lock)
    prepare(place, settings.prefect)
    with prefect_api(place, Progress(is_terminal=False)):
        from flows.nightly import nightly
        from flows.summary import Summary, summary_lines

        summary = Summary(
            **nightly([wrapped(source) for source in sources], str(place.root), str(config) if config else None, accept)
        )
    for name, value in summary_lines(summary):
        click.echo(f"{name:<10} {value}")
    refuse_unpublished(summary.unpublished)
    if summary.broken_off:
        raise NetworkError(", ".join(summary.broken_off), "the network or the server went away; the rest is loaded")
