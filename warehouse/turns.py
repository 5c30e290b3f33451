"""Who asks a copy beside whom: a few questions at once, and alone what finds no memory beside others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Turns:
    """At most `most` at once; who asks for the copy alone goes before those that come later."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._changed = Condition()
        self._running = 0
        self._waiting_alone = 0

    @contextmanager
    def beside(self) -> Iterator[None]:
        """A turn beside others."""
        with self._changed:
            self._changed.wait_for(lambda: self._running < self._most and not self._waiting_alone)
            self._running += 1
        try:
            yield
        finally:
            self._end(1)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A turn with nobody beside; never ask for it inside another turn."""
        with self._changed:
            self._waiting_alone += 1
            try:
                self._changed.wait_for(lambda: not self._running)
                self._running = self._most
            finally:
                self._waiting_alone -= 1
        try:
            yield
        finally:
            self._end(self._most)

    def _end(self, turns: int) -> None:
        with self._changed:
            self._running -= turns
            self._changed.notify_all()
