"""Addresses asked for ahead of who reads the answers: hosts beside each other, those of one host in their order."""

from __future__ import annotations

import heapq
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

Answered = TypeVar("Answered")

AHEAD: Final = 256
"""Answers at most that wait to be read."""


class Frontier(Generic[Answered]):
    """`ask` called for each of `urls` on threads of its own, `at_once` of them at most, one for a host at a time.

    Answers are taken in the order of `urls`, each once.  An address is asked for only while it is less than AHEAD
    behind the one that was taken last, the nearest first: so the one that is waited for is always under way, and what
    waits is bounded.
    """

    def __init__(
        self, urls: Iterable[str], ask: Callable[[str], Answered], host_of: Callable[[str], str], at_once: int
    ) -> None:
        self._urls = list(dict.fromkeys(urls))
        self._ask = ask
        self._numbers = {url: number for number, url in enumerate(self._urls)}
        self._changed = threading.Condition()
        self._of_host: dict[str, deque[int]] = defaultdict(deque)
        for number, url in enumerate(self._urls):
            self._of_host[host_of(url)].append(number)
        self._ready = [(numbers[0], host) for host, numbers in self._of_host.items()]
        heapq.heapify(self._ready)
        self._answers: dict[int, Answered | BaseException] = {}
        self._taken, self._is_over = 0, False
        count = min(at_once, len(self._ready))
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def take(self, url: str) -> Answered | None:
        """The answer of `url`; null if it is not among those still to be taken.  Raises what asking for it raised."""
        with self._changed:
            number = self._numbers.pop(url, None)
            if number is None:
                return None
            self._taken = max(self._taken, number)
            self._changed.notify_all()
            self._changed.wait_for(lambda: number in self._answers)
            answer = self._answers.pop(number)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _work(self) -> None:
        while (task := self._next()) is not None:
            number, host = task
            answer: Answered | BaseException
            try:
                answer = self._ask(self._urls[number])
            except BaseException as error:  # whoever takes it is told
                answer = error
            with self._changed:
                self._answers[number] = answer
                if self._of_host[host]:
                    heapq.heappush(self._ready, (self._of_host[host][0], host))
                self._changed.notify_all()

    def _next(self) -> tuple[int, str] | None:
        """The nearest address of a host that nobody asks; null when there will be none."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or not self._left() or self._is_near())
            if self._is_over or not self._left():
                return None
            number, host = heapq.heappop(self._ready)
            self._of_host[host].popleft()
            return number, host

    def _left(self) -> bool:
        return any(self._of_host.values())

    def _is_near(self) -> bool:
        return bool(self._ready) and self._ready[0][0] < self._taken + AHEAD
