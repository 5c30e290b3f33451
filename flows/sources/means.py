"""What every kind of source is read with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flows.settings import LimitSettings, WebSettings
from flows.sources.hosts import Hosts
from flows.sources.memory import FetchMemory
from flows.sources.options import SourceOptions
from flows.sources.raw_store import RawStore


@dataclass(frozen=True, slots=True)
class Means:
    """Where bytes go, what is known of the web, the clock (UTC without a zone), and what the settings allow.

    `resume_from`: what was fetched since then is not fetched again.  `hosts` are those that the whole night asks.
    """

    store: RawStore
    memory: FetchMemory
    now: Callable[[], datetime]
    options: SourceOptions
    limits: LimitSettings
    web: WebSettings
    hosts: Hosts
    resume_from: datetime | None = None
