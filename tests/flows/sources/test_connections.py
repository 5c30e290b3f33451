"""What may be connected to: public addresses alone, and the very one that was checked."""

from __future__ import annotations

from collections.abc import Iterable

import httpcore
import pytest

from flows.sources.connections import Deadline, GuardedBackend, is_public
from transforms.errors import InputError


class Recorder(httpcore.NetworkBackend):
    """Writes down what it is told to connect to."""

    def __init__(self, dead: Iterable[str] = ()) -> None:
        self.connected: list[str] = []
        self._dead = set(dead)

    def connect_tcp(self, host: str, port: int, *given: object, **named: object) -> httpcore.NetworkStream:
        self.connected.append(host)
        if host in self._dead:
            raise httpcore.ConnectError("refused")
        return httpcore.MockStream([])


def guarded(resolved: list[list[str]], recorder: Recorder, *allowed: str) -> GuardedBackend:
    """A backend for which a name means `resolved[0]` at first, then `resolved[1]`, and so on."""
    answers = iter(resolved)
    return GuardedBackend(allowed, Deadline(lambda: 0.0), lambda host, port: next(answers), recorder)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
        "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a9fe:a9fe::", "2001:db8::1", "no address", "",
        "fec0::1", "::127.0.0.1", "::a9fe:a9fe", "64:ff9b:1::7f00:1", "5f00::1", "3fff::1", "192.88.99.1",
        "168.63.129.16", "::ffff:168.63.129.16",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_what_was_checked_is_what_is_connected_to() -> None:
    recorder = Recorder()
    # A name that means a public address when it is checked, and this machine if it were asked for again.
    backend = guarded([["93.184.215.14"], ["127.0.0.1"]], recorder)
    backend.connect_tcp("rebinding.example", 80)
    assert recorder.connected == ["93.184.215.14"]
    with pytest.raises(InputError, match=r"rebinding\.example is at 127\.0\.0\.1"):
        backend.connect_tcp("rebinding.example", 80)
    assert recorder.connected == ["93.184.215.14"]


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    recorder = Recorder()
    with pytest.raises(InputError, match="not a public address"):
        guarded([["93.184.215.14", "10.0.0.1"]], recorder).connect_tcp("mixed.example", 80)
    assert recorder.connected == []


def test_a_host_of_the_settings_may_be_private_but_no_other() -> None:
    recorder = Recorder()
    guarded([["10.0.0.1"]], recorder, "Intranet.example").connect_tcp("intranet.example", 80)
    assert recorder.connected == ["10.0.0.1"]
    with pytest.raises(InputError):
        guarded([["10.0.0.1"]], recorder, "intranet.example").connect_tcp("other.example", 80)


def test_the_next_address_is_tried_when_one_is_dead() -> None:
    recorder = Recorder(dead=["93.184.215.14"])
    guarded([["93.184.215.14", "93.184.215.15"]], recorder).connect_tcp("two.example", 80)
    assert recorder.connected == ["93.184.215.14", "93.184.215.15"]


def test_names_without_addresses_may_have_one_tomorrow() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    backend = GuardedBackend((), Deadline(lambda: 0.0), unknown, Recorder())
    with pytest.raises(httpcore.ConnectError, match=r"none\.example"):
        backend.connect_tcp("none.example", 80)


def test_a_deadline_ends_every_step() -> None:
    now = [0.0]
    deadline = Deadline(lambda: now[0])
    assert deadline.left(None) is None
    deadline.start(10)
    assert (deadline.left(3), deadline.left(None)) == (3, 10)
    now[0] = 9
    assert deadline.left(3) == 1
    now[0] = 10
    with pytest.raises(httpcore.ReadTimeout):
        deadline.left(3)
