"""From a claim to what it stands in: its article, its neighbours, its bytes; and where a source stands.

Every function takes a reader of the published copy.  One that finds nothing gives an empty frame.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import CLAIMS
from warehouse.published import Reader
from warehouse.queried import Queried
from warehouse.tables import quoted

# A claim by its id: accepted and current, else waiting or decided on in quarantine, else of an older version or rules.
FIGURE = f"""
SELECT * FROM (
    SELECT {quoted(CLAIMS.columns)}, is_current, run_id, []::VARCHAR[] AS failed_checks, NULL::VARCHAR AS decision,
        if(is_current, 'accepted', 'superseded') AS standing, superseded_at
    FROM claims WHERE claim_id = $1
    UNION ALL BY NAME
    SELECT {quoted(CLAIMS.columns)}, is_current, run_id, failed_checks, decision,
        if(is_current, 'quarantined', 'superseded') AS standing, superseded_at
    FROM quarantined_claims WHERE claim_id = $1
) ORDER BY is_current DESC, standing, superseded_at DESC LIMIT 1
"""

ORIGIN = """
SELECT a.source, a.own_id, d.place_found, d.row_no, d.media_type, d.received_at, d.bytes_hash, d.size_bytes
FROM articles AS a JOIN raw_documents AS d ON d.article_id = a.article_id AND d.content_hash = a.content_hash
WHERE a.version_id = $1
"""

NEWEST_ARTICLES = """
WITH newest AS MATERIALIZED (
    SELECT version_id, title, if(title IS NULL, left(text, 400), NULL) AS opening, own_id, url, published_date,
        language, is_read
    FROM current_articles WHERE source = $1 ORDER BY published_date DESC NULLS LAST, version_id LIMIT $2
)
SELECT n.*, coalesce(c.claims, 0) AS claims FROM newest AS n LEFT JOIN (
    SELECT version_id, count(*) AS claims FROM claims SEMI JOIN newest USING (version_id) WHERE is_current GROUP BY ALL
) AS c USING (version_id) ORDER BY n.published_date DESC NULLS LAST, n.version_id
"""

SOURCE_NIGHTS = """
SELECT r.finished_at AS ended_at, s.document_count, s.new_count, s.changed_count, s.rejected_count, s.extracted_count,
    s.claim_count, s.quarantined_count
FROM run_sources AS s JOIN runs AS r USING (run_id) WHERE s.source = $1 ORDER BY r.finished_at
"""


def figure(reader: Queried, claim_id: str) -> pl.DataFrame:
    """The claim (frames.CLAIMS) with `standing` (accepted, quarantined, superseded), failed_checks and decision."""
    return reader.query(FIGURE, [claim_id])


def article(reader: Queried, version_id: str) -> pl.DataFrame:
    """The version (frames.ARTICLES) with `is_current`."""
    return reader.query("SELECT * FROM articles WHERE version_id = ?", [version_id])


def newest_version(reader: Reader, article_id: str) -> pl.DataFrame:
    """version_id of the article's newest version."""
    return reader.query("SELECT version_id FROM current_articles WHERE article_id = ?", [article_id])


def origin(reader: Reader, version_id: str) -> pl.DataFrame:
    """The document that the version was read from: its place, row, media type, hash and time of receipt."""
    return reader.query(ORIGIN, [version_id])


def claims_of(reader: Queried, version_id: str) -> pl.DataFrame:
    """Accepted claims of a version by today's rules (CLAIMS and more); of an old version, those it had last."""
    return reader.query(
        """SELECT * FROM claims AS c WHERE version_id = $1 AND superseded_at IS NOT DISTINCT FROM
        (SELECT if(bool_or(is_current), NULL, max(superseded_at)) FROM claims WHERE version_id = $1)
        ORDER BY "start", claim_id""",
        [version_id],
    )


def waiting_of(reader: Reader, version_id: str) -> pl.DataFrame:
    """Claims of a version that wait in quarantine (QUARANTINED_CLAIMS and more), with `reasons`."""
    return reader.query(
        'SELECT * FROM quarantine WHERE decision IS NULL AND version_id = ? ORDER BY "start", claim_id', [version_id]
    )


def beside(reader: Reader, version_id: str, sentence_no: int, claim_id: str) -> pl.DataFrame:
    """The other current claims of a claim's sentence (current_claims)."""
    return reader.query(
        """SELECT * FROM current_claims WHERE version_id = ? AND sentence_no = ? AND claim_id <> ?
        ORDER BY "start", claim_id""",
        [version_id, sentence_no, claim_id],
    )


def newest_articles(reader: Reader, source: str, most: int) -> pl.DataFrame:
    """The source's newest articles, with how many claims each has."""
    return reader.query(NEWEST_ARTICLES, [source, most])


def source_nights(reader: Reader, source: str) -> pl.DataFrame:
    """What the source gave in each completed run, the oldest first."""
    return reader.query(SOURCE_NIGHTS, [source])


def source_dates(reader: Reader, source: str) -> pl.DataFrame:
    """Where the days of the source's articles come from: the rows of the view source_dates."""
    return reader.query("SELECT * FROM source_dates WHERE source = ?", [source])


def freshness(reader: Queried) -> pl.DataFrame:
    """The view source_freshness with the source's current claims and articles."""
    return reader.query(
        """SELECT f.*, coalesce(c.claims, 0) AS claims, coalesce(c.articles, 0) AS articles FROM source_freshness AS f
        LEFT JOIN (SELECT source, count(*) AS claims, count(DISTINCT version_id) AS articles FROM current_claims
        GROUP BY source) AS c USING (source) ORDER BY source"""
    )


def last_runs(reader: Reader, most: int) -> pl.DataFrame:
    """The view run_history, the newest run first."""
    return reader.query("SELECT * FROM run_history LIMIT ?", [most])


def failed_checks(reader: Reader, run_id: str) -> pl.DataFrame:
    """The checks that failed in a run (CHECK_RESULTS), also in one that was held."""
    return reader.query(
        """SELECT * FROM (FROM check_results UNION ALL BY NAME FROM program_only.attempt_check_results)
        WHERE run_id = ? AND NOT is_passed ORDER BY severity, suite, check_name""",
        [run_id],
    )


def totals(reader: Queried) -> pl.DataFrame:
    """One row: current articles and claims, claims that wait in quarantine, speakers and sources."""
    return reader.query(
        """SELECT (SELECT count(*) FROM articles WHERE is_current) AS articles, count(*) AS claims,
        count(DISTINCT speaker) AS speakers, (SELECT count(DISTINCT source) FROM run_sources) AS sources,
        (SELECT count(*) FROM quarantined_claims WHERE is_current AND decision IS NULL) AS waiting
        FROM claims WHERE is_current"""
    )


def schema(reader: Reader) -> pl.DataFrame:
    """name, is_view, about, column, type, meaning: every view, then every table, as `SHOW TABLES` has them."""
    return reader.query(
        """SELECT c.table_name AS name, v.view_name IS NOT NULL AS is_view, coalesce(v.comment, t.comment, '') AS about,
            c.column_name AS "column", c.data_type AS type, coalesce(c.comment, '') AS meaning
        FROM duckdb_columns() AS c
        LEFT JOIN duckdb_views() AS v ON v.view_name = c.table_name AND NOT v.internal
        LEFT JOIN duckdb_tables() AS t ON t.table_name = c.table_name AND NOT t.internal
        WHERE NOT c.internal AND c.schema_name = current_schema() AND c.database_name = current_database()
        ORDER BY is_view DESC, name, c.column_index"""
    )


def macros(reader: Reader) -> pl.DataFrame:
    """call and about: every table macro with its parameters."""
    return reader.query(
        """SELECT DISTINCT function_name || '(' || array_to_string(parameters, ', ') || ')' AS call,
            coalesce(comment, '') AS about
        FROM duckdb_functions() WHERE NOT internal AND function_type = 'table_macro' ORDER BY call"""
    )
