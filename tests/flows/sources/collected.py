"""How the tests collect: fast, from this machine, with a clock that only they move."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import stamina

from flows.settings import LimitSettings, SourceSettings, WebSettings
from flows.sources import Collected, RawStore, collect
from flows.sources.hosts import Hosts
from flows.sources.memory import FetchMemory

NOON = datetime(2026, 3, 1, 12, 0)  # noqa: DTZ001 (UTC without a zone, as everywhere)
LOCAL = WebSettings(seconds_between=0, allowed_hosts=("127.0.0.1",))
QUICK = LimitSettings(connect_s=1.0, read_s=0.3, total_s=1.5, attempts=2, response_bytes=2_000_000)


@dataclass
class Night:
    """A home folder's raw store and memory, and runs over them."""

    folder: Path
    web: WebSettings = LOCAL
    limits: LimitSettings = QUICK
    at: datetime = NOON
    hosts: Hosts | None = None
    memory: FetchMemory = field(default_factory=FetchMemory)

    @property
    def store(self) -> RawStore:
        return RawStore(self.folder / "raw")

    def collect(
        self, place: str, kind: str = "folder", resume_from: datetime | None = None, **options: str
    ) -> Collected:
        """What the source `tests` at `place` gives, a minute after the last run."""
        self.at += timedelta(minutes=1)
        source = SourceSettings.model_validate({"name": "tests", "kind": kind, "place": place, "options": options})
        with stamina.set_testing(True, attempts=self.limits.attempts):
            return collect(
                source, self.store, self.memory, lambda: self.at, limits=self.limits, web=self.web,
                resume_from=resume_from, hosts=self.hosts,
            )  # fmt: skip


def reasons(collected: Collected) -> dict[str, str]:
    """place or id → reason of what was rejected."""
    return dict(collected.rejected.select("place_found", "reason").iter_rows())
