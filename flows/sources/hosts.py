"""What is known of the hosts that a night asks, shared by all its sources: whose turn it is, and who is left alone."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final

SILENCES: Final = 5  # addresses of a host without an answer, one after the other, before it is left for the night


@dataclass
class Host:
    """One host.  Whoever holds `turn` may ask it, not before `next_at` (by the monotonic clock, s).

    `left_why` is why it is left for the night; "" while it is not.
    """

    turn: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0
    left_why: str = ""
    _silences: int = 0

    def answered(self) -> None:
        """It spoke."""
        self._silences = 0

    def kept_silent(self) -> None:
        """An address of it gave no answer, however often it was asked."""
        self._silences += 1
        if self._silences >= SILENCES:
            self.left_why = self.left_why or f"did not answer {SILENCES} times"


@dataclass
class Hosts:
    """The hosts of a night by their names, none of which is asked any more once it `is_over`.  Threads may share it."""

    is_over: bool = False
    _each: dict[str, Host] = field(default_factory=dict)
    _files: dict[str, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, name: str) -> Host:
        """What is known of one."""
        with self._lock:
            return self._each.setdefault(name, Host())

    def robots_turn(self, origin: str) -> threading.Lock:
        """Held while the robots.txt of `origin` is asked for, so that it is asked for once."""
        with self._lock:
            return self._files.setdefault(origin, threading.Lock())

    def left(self) -> list[str]:
        """Those that are left for the night, each with why, by name."""
        with self._lock:
            return sorted(f"{name} {host.left_why}" for name, host in self._each.items() if host.left_why)
