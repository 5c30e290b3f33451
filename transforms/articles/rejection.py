"""One way to write down why a document was not taken in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from transforms.articles.identity import rejection_id, storable
from transforms.frames import REJECTED_DOCUMENTS


def rejection(
    *,
    source: str,
    place: str,
    reason: str,
    detail: str,
    received_at: datetime,
    own_id: str | None = None,
    bytes_hash: str | None = None,
    row_no: int | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """A row of REJECTED_DOCUMENTS.  `key` names the place in the id where `place` differs between machines."""
    return {
        "rejection_id": rejection_id(f"{source}\n{storable(key or place)}", row_no, reason),
        "source": source,
        "own_id": own_id,
        "place_found": storable(place),
        "bytes_hash": bytes_hash,
        "row_no": row_no,
        "received_at": received_at,
        "reason": reason,
        "detail": storable(detail),
    }


def rejected_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """`rows` as a REJECTED_DOCUMENTS frame; a rejection that was met twice counts once."""
    if not rows:
        return REJECTED_DOCUMENTS.empty()
    frame = pl.DataFrame(rows, schema=REJECTED_DOCUMENTS.schema(), orient="row")
    return frame.unique("rejection_id", keep="first", maintain_order=True)
