"""What follows the nights while nobody asks: the newest copy is opened, and its front page worked out, as it comes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from transforms.errors import ClaimwireError
from warehouse.published import Published, Reader

LOG: Final = logging.getLogger(__name__)
LOOKS_EVERY_S: Final = 1.0
LOOKS_AT_LEAST_EVERY_S: Final = 300.0
LEAVES_WITHIN_S: Final = 30.0


@contextmanager
def watching(published: Published, work: Callable[[Reader], object], every_s: float = LOOKS_EVERY_S) -> Iterator[None]:
    """Do `work` for the newest copy every so many seconds while the block runs; what is remembered costs nothing.

    What fails is told to whoever asks for a page; after each failure it waits twice as long, since the next may cost as
    much, and after what nobody foresaw it goes on, too.
    """
    over = Event()

    def watch() -> None:
        wait_s = every_s
        while not over.is_set():
            try:
                with published.reading() as reader:
                    work(reader)
                wait_s = every_s
            except Exception as error:  # a thread that dies is missed by nobody
                if not isinstance(error, ClaimwireError | OSError):
                    LOG.exception("the newest copy could not be worked on")
                wait_s = min(2 * wait_s, LOOKS_AT_LEAST_EVERY_S)
            over.wait(wait_s)

    thread = Thread(target=watch, name="watching", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(LEAVES_WITHIN_S)
