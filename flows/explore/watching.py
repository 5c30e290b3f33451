"""What follows the nights while nobody asks: the newest copy is opened, and its front page worked out, as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Final

from transforms.errors import ClaimwireError
from warehouse.published import Published, Reader

LOOKS_EVERY_S: Final = 1.0
LEAVES_WITHIN_S: Final = 30.0


@contextmanager
def watching(published: Published, work: Callable[[Reader], object], every_s: float = LOOKS_EVERY_S) -> Iterator[None]:
    """Do `work` for the newest copy every so many seconds while the block runs; what is remembered costs nothing.

    A copy that can't be read is told to whoever asks for a page.
    """
    over = Event()

    def watch() -> None:
        while not over.is_set():
            with suppress(ClaimwireError, OSError), published.reading() as reader:
                work(reader)
            over.wait(every_s)

    thread = Thread(target=watch, name="watching", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(LEAVES_WITHIN_S)
