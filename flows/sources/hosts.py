"""What is known of the hosts that a night asks, shared by all its sources: whose turn it is, and who is left alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from transforms.errors import NetworkError

if TYPE_CHECKING:
    from protego import Protego

# Hosts whose pauses are waited out at once, each by a thread that mostly sleeps: `Hosts.slots` bound those that ask.
LANES: Final = 512
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
class _Rules:
    """A robots.txt as the night knows it: what it says, or why it can't be had; null before it was asked for."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    said: Protego | NetworkError | None = None


class Hosts:
    """The hosts of a night by their names; of `at_once` of them an answer is under way.  Threads may share it.

    Once `over` is set none is asked any more, and who waits is waiting no longer; a request under way ends with its
    next step, at the latest after limits.read_s.  `slots` are held while one is.
    """

    def __init__(self, at_once: int) -> None:
        self.over = threading.Event()
        self.slots = threading.BoundedSemaphore(at_once)
        self._each: dict[str, Host] = {}
        self._rules: dict[str, _Rules] = {}
        self._lock = threading.Lock()

    def wait(self, seconds: float = 0.0) -> None:
        """Wait so long.  Raises InterruptedError as soon as the night is over."""
        if self.over.is_set() or (seconds > 0 and self.over.wait(seconds)):
            raise InterruptedError("the night is over, nobody is asked any more")

    def of(self, name: str) -> Host:
        """What is known of one."""
        with self._lock:
            return self._each.setdefault(name, Host())

    def rules_of(self, origin: str, ask: Callable[[], Protego | NetworkError]) -> Protego | NetworkError:
        """What the robots.txt of `origin` says, or why it can't be had: `ask` is called once a night,
        again only where it raises."""
        with self._lock:
            rules = self._rules.setdefault(origin, _Rules())
        with rules.turn:
            if rules.said is None:
                rules.said = ask()
            return rules.said

    def left(self) -> list[str]:
        """Those that are left for the night, each with why, by name."""
        with self._lock:
            return sorted(f"{name} {host.left_why}" for name, host in self._each.items() if host.left_why)
