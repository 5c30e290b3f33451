"""What a run tells while it lasts: bars on a terminal, plain lines otherwise.  All of it goes to standard error."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

TENTHS = 10


class Progress:
    """Lines as things happen, and one bar for the stage that is under way where somebody watches."""

    def __init__(self, is_terminal: bool | None = None) -> None:
        self._is_terminal = sys.stderr.isatty() if is_terminal is None else is_terminal
        self._bars: Bars | None = None
        self._bar: TaskID | None = None
        self._stage, self._total, self._done = "", 0, 0

    def __enter__(self) -> Progress:
        if self._is_terminal:
            from rich.console import Console
            from rich.progress import Progress as Bars

            self._bars = Bars(console=Console(stderr=True), transient=True)
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()
            self._bars = None

    def say(self, line: str) -> None:
        """One line for people, whole at once."""
        if self._bars is not None:
            self._bars.console.print(line, markup=False, highlight=False)
        else:
            sys.stderr.write(line + "\n")
            sys.stderr.flush()

    def begin(self, stage: str, total: int) -> None:
        """Begin `total` pieces of work of a stage."""
        self._stage, self._total, self._done = stage, total, 0
        if self._bars is not None:
            self.end()
            self._bar = self._bars.add_task(stage, total=total)

    def advance(self) -> None:
        """One piece of the stage is done; without a terminal, every tenth of them is told."""
        self._done += 1
        if self._bars is not None and self._bar is not None:
            self._bars.advance(self._bar)
            return
        parts = min(self._total, TENTHS)
        if self._total > 1 and self._done * parts // self._total > (self._done - 1) * parts // self._total:
            self.say(f"{self._stage}: {self._done:,} of {self._total:,}")

    def end(self) -> None:
        """The bar of the stage goes."""
        if self._bars is not None and self._bar is not None:
            self._bars.remove_task(self._bar)
            self._bar = None
