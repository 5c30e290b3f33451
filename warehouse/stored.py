"""What the warehouse holds, as those need it who read the stored bytes again or decide about claims."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from transforms.frames import CLAIMS
from warehouse.tables import quoted

if TYPE_CHECKING:
    from warehouse.warehouse import Warehouse


def stored_documents(
    warehouse: Warehouse,
    *,
    is_current: bool = True,
    since: date | None = None,
    until: date | None = None,
    source: str | None = None,
) -> pl.DataFrame:
    """Rows of raw_documents: the current ones or all, received within the days `since` to `until`, of one source."""
    after = datetime.combine(since, datetime.min.time()) if since else None
    before = datetime.combine(until, datetime.min.time()) + timedelta(days=1) if until else None
    return warehouse.query(
        """SELECT * FROM raw_documents WHERE (is_current OR NOT $1) AND ($2 IS NULL OR received_at >= $2)
        AND ($3 IS NULL OR received_at < $3) AND ($4 IS NULL OR source = $4) ORDER BY article_id, content_hash""",
        [is_current, after, before, source],
    )


def texts(warehouse: Warehouse) -> pl.DataFrame:
    """Every version's article_id, content_hash and text."""
    return warehouse.query("SELECT article_id, content_hash, version_id, text FROM articles")


def current_claims(warehouse: Warehouse, article_ids: pl.Series) -> pl.DataFrame:
    """The current claims of the articles given (frames.CLAIMS), those in quarantine with them."""
    columns = quoted(CLAIMS.columns)
    claims = warehouse.query(
        f"""SELECT {columns} FROM claims WHERE is_current UNION ALL BY NAME
        SELECT {columns} FROM quarantined_claims WHERE is_current"""
    )
    return claims.filter(pl.col("article_id").is_in(article_ids.implode()))


def waiting_by_check(warehouse: Warehouse) -> pl.DataFrame:
    """check_name and claims: how many claims wait in quarantine for each reason."""
    return warehouse.query(
        """SELECT check_name, count(*) AS claims FROM (
            SELECT unnest(failed_checks) AS check_name FROM quarantined_claims WHERE is_current AND decision IS NULL
        ) GROUP BY check_name ORDER BY claims DESC, check_name"""
    )


def waiting_claims(warehouse: Warehouse, most: int) -> pl.DataFrame:
    """Claims that wait in quarantine: claim_id, quote, value, unit, failed_checks, sentence; by reason, then id."""
    return warehouse.query(
        """SELECT claim_id, quote, value, unit, failed_checks, sentence FROM quarantined_claims
        WHERE is_current AND decision IS NULL ORDER BY failed_checks, claim_id LIMIT ?""",
        [most],
    )


def last_event_at(warehouse: Warehouse) -> datetime | None:
    """The latest instant in the log of runs."""
    latest: datetime | None = warehouse.query("SELECT max(event_at) AS at FROM run_events").item()
    return latest


def unfinished_since(warehouse: Warehouse) -> datetime | None:
    """When the first of the runs began that came after the last completed one; None where that was the last."""
    began: datetime | None = warehouse.query(
        """SELECT min(event_at) AS at FROM run_events WHERE event = 'started'
        AND event_at > coalesce((SELECT max(finished_at) FROM runs), TIMESTAMP '0001-01-01')"""
    ).item()
    return began
