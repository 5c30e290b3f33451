"""`claimwire explore`: the pages over the published copy, served until stopped."""

from __future__ import annotations

from pathlib import Path

import click

from flows.commands.opening import home_of
from flows.explore.app import make_app
from flows.explore.listening import LOOPBACK, bound, in_address, is_open, names_of
from flows.explore.memory import give_back_large
from warehouse.published import Published


def run_explore(home: Path | None, config: Path | None, host: str, port: int, is_opened: bool) -> None:
    """Serve the pages until stopped; nothing is written.

    Raises WarehouseError where there is no published copy that can be read, SettingsError where it can't listen there.
    """
    import uvicorn

    place = home_of(home, config)
    give_back_large()
    with bound(host, port) as listener:
        published = Published(place.published)
        taken: int = listener.getsockname()[1]
        names = names_of(listener, host)
        address = f"http://{in_address(host) if in_address(host.lower()) in names else LOOPBACK}:{taken}/"
        click.echo(f"{address} shows {place.published} to {to_whom(is_open(listener))}; stop it with Ctrl-C")
        if is_opened:
            click.launch(address)
        app = make_app(place, published, taken, names, config)
        options = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, ws="none"
        )
        options.timeout_graceful_shutdown = 3
        server = uvicorn.Server(options)
        server.run(sockets=[listener])


def to_whom(is_open: bool) -> str:
    """Who can read the pages, in words."""
    return "everyone who reaches this machine, without a password" if is_open else "this machine alone"
