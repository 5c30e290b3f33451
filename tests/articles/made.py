"""DOCUMENTS frames for the tests of what reads them."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from flows.sources.gathering import Gathering, Origin
from flows.sources.record import Record

AT = datetime(2026, 3, 1, 12, 0)  # noqa: DTZ001 (UTC without a zone, as everywhere)


def documents(*records: Record, source: str = "tests") -> pl.DataFrame:
    """A frame of `records`, in their order."""
    gathering = Gathering(source)
    for record in records:
        gathering.add(
            record, Origin(key=record.own_id, place=f"in/{record.own_id}", received_at=AT, bytes_hash="0" * 64)
        )
    return gathering.collected().documents
