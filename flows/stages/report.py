"""Report: the pages for people, from what the warehouse holds now."""

from __future__ import annotations

from flows.night import Night


def report(night: Night) -> None:
    """Write the overview, the page of this run and the pages of its claims."""
    with night.open_warehouse() as warehouse:
        night.report(warehouse)
