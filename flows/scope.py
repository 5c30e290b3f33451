"""Which stored articles a backfill reads again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scope:
    """Articles received within the days `since` to `until`, of one source; without a bound, all."""

    since: date | None = None
    until: date | None = None
    source: str | None = None
