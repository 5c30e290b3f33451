"""What the warehouse holds, as those need it who read the stored bytes again or decide about claims."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from transforms.frames import CLAIMS, QUARANTINED_CLAIMS
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


def known_sources(warehouse: Warehouse) -> list[str]:
    """The names of all sources that documents came from, in alphabetical order."""
    rows = warehouse.query("SELECT DISTINCT source FROM raw_documents ORDER BY source")
    names: list[str] = rows.get_column("source").to_list()
    return names


def texts(warehouse: Warehouse) -> pl.DataFrame:
    """Every version's ids and all that its version_id is a hash of; `published` is the ISO day."""
    return warehouse.query(
        """SELECT article_id, content_hash, version_id, title, text, published_date::VARCHAR AS published
        FROM articles"""
    )


def waiting_by_check(warehouse: Warehouse) -> pl.DataFrame:
    """check_name and claims: how many claims wait in quarantine for each reason."""
    return warehouse.query(
        """SELECT check_name, count(*) AS claims FROM (
            SELECT unnest(failed_checks) AS check_name FROM quarantined_claims WHERE is_current AND decision IS NULL
        ) GROUP BY check_name ORDER BY claims DESC, check_name"""
    )


def last_event_at(warehouse: Warehouse) -> datetime | None:
    """The latest instant in the log of runs."""
    latest: datetime | None = warehouse.query("SELECT max(event_at) AS at FROM run_events").item()
    return latest


def unfinished_since(warehouse: Warehouse) -> datetime | None:
    """When the first of the nights began that came after the last completed one; None where that was the last."""
    began: datetime | None = warehouse.query(
        """SELECT min(event_at) AS at FROM run_events WHERE event = 'started' AND run_kind = 'nightly' AND event_at >
        coalesce((SELECT max(finished_at) FROM runs WHERE run_kind = 'nightly'), TIMESTAMP '0001-01-01')"""
    ).item()
    return began


def undecided_claims(warehouse: Warehouse) -> pl.DataFrame:
    """Current claims in quarantine that nobody has decided on (frames.QUARANTINED_CLAIMS), by id."""
    columns = quoted(QUARANTINED_CLAIMS.columns)
    return warehouse.query(
        f"SELECT {columns} FROM quarantined_claims WHERE is_current AND decision IS NULL ORDER BY claim_id"
    )


def quarantined_claims(warehouse: Warehouse, claim_ids: list[str]) -> pl.DataFrame:
    """The current claims in quarantine of these ids (frames.QUARANTINED_CLAIMS), decided on or not, by id."""
    columns = quoted(QUARANTINED_CLAIMS.columns)
    return warehouse.query(
        f"""SELECT {columns} FROM quarantined_claims WHERE is_current AND claim_id IN (SELECT unnest($1))
        ORDER BY claim_id""",
        [claim_ids],
    )


def decided_claims(warehouse: Warehouse, article_ids: list[str]) -> pl.DataFrame:
    """Current claims in quarantine of the articles (frames.QUARANTINED_CLAIMS), beside what is on record about them.

    That is the newest decision (decision, why, decided_by, decided_at, corrected), null where nobody has decided.
    Claims that share their id are left out, since none can be named.
    """
    return warehouse.query(
        f"""WITH newest AS (
            SELECT claim_id, extractor_version, decision, why, decided_by, decided_at, corrected
            FROM quarantine_decisions
            QUALIFY row_number() OVER (
                PARTITION BY claim_id, extractor_version ORDER BY decided_at DESC, decision_id DESC
            ) = 1
        )
        SELECT {quoted(QUARANTINED_CLAIMS.columns, "q.")}, newest.* EXCLUDE (claim_id, extractor_version)
        FROM quarantined_claims AS q LEFT JOIN newest USING (claim_id, extractor_version)
        WHERE q.is_current AND q.article_id IN (SELECT unnest($1))
        QUALIFY count(*) OVER (PARTITION BY claim_id) = 1 ORDER BY claim_id""",
        [article_ids],
    )


def claims_in_question(warehouse: Warehouse, article_ids: list[str]) -> pl.DataFrame:
    """Current claims of the articles as they were extracted (frames.CLAIMS): of a corrected one, what was put right."""
    columns = quoted(CLAIMS.columns)
    return warehouse.query(
        f"""SELECT {columns} FROM quarantined_claims WHERE is_current AND article_id IN (SELECT unnest($1))
        UNION ALL SELECT {columns} FROM claims AS c WHERE is_current AND article_id IN (SELECT unnest($1))
        AND NOT EXISTS (SELECT 1 FROM quarantined_claims AS q WHERE q.is_current AND q.claim_id = c.claim_id)""",
        [article_ids],
    )


def known_rejections(warehouse: Warehouse) -> frozenset[str]:
    """The ids of all documents' rejections so far."""
    return frozenset(warehouse.query("SELECT rejection_id FROM rejected_documents").get_column("rejection_id"))
