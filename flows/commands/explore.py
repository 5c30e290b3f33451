"""`claimwire explore`: the pages over the published copy, served on this machine until stopped."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from typing import Final

import click

from flows.commands.opening import home_of
from flows.explore.app import make_app
from transforms.errors import SettingsError
from warehouse.published import Published

HOST: Final = "127.0.0.1"
NEXT_PORTS: Final = "choose another with --port, or 0 for any that is free"


def run_explore(home: Path | None, config: Path | None, port: int, is_opened: bool) -> None:
    """Serve the pages until stopped; nothing is written.

    Raises WarehouseError where there is no published copy that can be read, SettingsError where the port can't be had.
    """
    import uvicorn

    place = home_of(home, config)
    with bound(port) as listener:
        published = Published(place.published)
        taken: int = listener.getsockname()[1]
        address = f"http://{HOST}:{taken}/"
        click.echo(f"{address} shows {place.published} to this machine alone; stop it with Ctrl-C")
        if is_opened:
            click.launch(address)
        app = make_app(place, published, taken)
        options = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, ws="none"
        )
        options.timeout_graceful_shutdown = 3
        server = uvicorn.Server(options)
        server.run(sockets=[listener])


def bound(port: int) -> socket.socket:
    """A socket that listens on this machine's port, 0 for any; raises SettingsError where it can't be had."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        is_taken = error.errno == errno.EADDRINUSE
        problem = "another program listens there" if is_taken else (error.strerror or str(error))
        raise SettingsError(f"--port {port}", problem, NEXT_PORTS) from error
    return listener
