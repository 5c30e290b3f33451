"""What a load would change, told before it is made; and what a warehouse holds, told as one hash a table."""

from __future__ import annotations

import polars as pl

from transforms.frames import CLAIMS, FIELD_CONFIDENCES
from warehouse.connection import Connection, Rows, scalar, select, staged
from warehouse.tables import TABLES, Table, quoted

# A claim is the same if it says the same: which version of the rules said it, and how surely, is no change of it.
NOT_COMPARED = frozenset({*CLAIMS.key, "confidence", *FIELD_CONFIDENCES, "rule"})
COMPARED = tuple(name for name in CLAIMS.columns if name not in NOT_COMPARED)
RUN_LOG = frozenset({"runs", "run_sources", "run_events", "attempt_check_results", "held_batches", "check_results"})
RUN_LOG_TOO = frozenset({"failing_rows", "source_layouts", "schema_version", "overlay"})


def differing(name: str) -> str:
    """SQL that gives the column's name where it differs, else null."""
    return f"""CASE WHEN b."{name}" IS DISTINCT FROM s."{name}" THEN '{name}' END"""


CHANGES = f"""
WITH before AS (
    SELECT * FROM claims WHERE is_current AND article_id IN (SELECT article_id FROM compared_articles)
)
SELECT coalesce(s.claim_id, b.claim_id) AS claim_id, coalesce(s.article_id, b.article_id) AS article_id,
    CASE WHEN b.claim_id IS NULL THEN 'added' WHEN s.claim_id IS NULL THEN 'dropped' ELSE 'changed' END AS change,
    b.rule AS rule_before, s.rule AS rule_after, b.quote AS quote_before, s.quote AS quote_after,
    coalesce(s.sentence, b.sentence) AS sentence,
    list_filter([
        {", ".join(differing(name) for name in COMPARED)}
    ], lambda name: name IS NOT NULL AND b.claim_id IS NOT NULL AND s.claim_id IS NOT NULL) AS changed_columns
FROM compared_claims AS s FULL JOIN before AS b USING (claim_id)
WHERE b.claim_id IS NULL OR s.claim_id IS NULL OR ({quoted(COMPARED, "b.")}) IS DISTINCT FROM ({quoted(COMPARED, "s.")})
ORDER BY change, coalesce(s.rule, b.rule), claim_id
"""


def changes(con: Connection, articles: Rows, claims: Rows) -> pl.DataFrame:
    """How the accepted claims of the given ARTICLES would change if they were `claims` (CLAIMS).

    One row for each claim that would be added, dropped or changed, the rest left out: claim_id, article_id, change,
    rule_before, rule_after, quote_before, quote_after, sentence, changed_columns (list of text, of changed claims).
    """
    with staged(con, {"compared_articles": articles, "compared_claims": claims}):
        return select(con, CHANGES)


def content_hashes(con: Connection) -> dict[str, str]:
    """Table → a hash of its rows in any order, without run ids and wall-clock columns; the run log is left out.

    Two warehouses that hold the same have the same hashes.
    """
    return {table.name: hash_of(con, table) for table in TABLES if table.name not in RUN_LOG | RUN_LOG_TOO}


def hash_of(con: Connection, table: Table) -> str:
    """Number of rows and the sum of their hashes, which no order changes."""
    columns = quoted(table.content_columns)
    row_hash = f"hash({columns})::HUGEINT"
    return str(scalar(con, f"SELECT count(*) || ':' || coalesce(sum({row_hash}), 0) FROM {table.sql_name}"))
