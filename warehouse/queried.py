"""What answers queries, whichever it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import polars as pl


class Queried(Protocol):
    """What answers queries: the published copy, or a warehouse."""

    def query(self, sql: str, parameters: Sequence[object] = ..., /) -> pl.DataFrame:
        """The rows of a query."""
