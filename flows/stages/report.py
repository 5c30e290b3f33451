"""Report: the pages for people, from what the warehouse holds now."""

from __future__ import annotations

from flows.night import Night


def report(night: Night) -> None:
    """Write the overview and the page of this run."""
