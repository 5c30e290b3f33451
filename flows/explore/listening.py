"""Where the pages are listened for: this machine alone unless told otherwise; and under which names they pass."""

from __future__ import annotations

import errno
import ipaddress
import socket
from typing import Final

import psutil

from transforms.errors import SettingsError

LOOPBACK: Final = "127.0.0.1"
# The names of this machine that every browser on it knows.
OWN_NAMES: Final = (LOOPBACK, "localhost", "[::1]")
NEXT_PORTS: Final = "choose another with --port, or 0 for any that is free"
NEXT_HOSTS: Final = "use an address of this machine, 0.0.0.0 for all of them, or leave --host out"


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens at an address or name of this machine, port 0 for any; raises SettingsError if it can't."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except UnicodeError as error:  # a label that is empty or longer than 63 letters
        raise SettingsError(f"--host {host}", "this is no name of a machine", NEXT_HOSTS) from error
    except OSError as error:
        raise SettingsError(f"--host {host}", error.strerror or str(error), NEXT_HOSTS) from error
    listener = socket.socket(family, kind)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise SettingsError(f"--host {host}", "this machine has no such address", NEXT_HOSTS) from error
        is_taken = error.errno == errno.EADDRINUSE
        problem = "another program listens there" if is_taken else (error.strerror or str(error))
        raise SettingsError(f"--port {port}", problem, NEXT_PORTS) from error
    return listener


def is_open(listener: socket.socket) -> bool:
    """Whether other machines can reach it."""
    return not ipaddress.ip_address(listener.getsockname()[0]).is_loopback


def names_of(listener: socket.socket, host: str) -> tuple[str, ...]:
    """The names under which the pages may be asked for: those of this machine, and `host`, where it was told to listen.

    Another name leads here only if a stranger's server says so.
    """
    given = ipaddress.ip_address(listener.getsockname()[0])
    if not given.is_unspecified:
        return tuple(dict.fromkeys((*OWN_NAMES, in_address(host.lower()), in_address(str(given)))))
    entries = [entry for each in psutil.net_if_addrs().values() for entry in each if is_ip(entry.family)]
    addresses = [in_address(entry.address.partition("%")[0]) for entry in entries]
    return tuple(dict.fromkeys((*OWN_NAMES, socket.gethostname().lower(), *addresses)))


def is_ip(family: int) -> bool:
    """Whether an address of this family is one of the internet."""
    return family in (socket.AF_INET, socket.AF_INET6)


def in_address(host: str) -> str:
    """A host as it stands in the address of a page."""
    return f"[{host}]" if ":" in host else host
