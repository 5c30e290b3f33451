"""The rows that the report pages show: runs with their fate, sources, checks, what was set aside, what changed.

Every function takes an open warehouse and gives a Polars frame; the pages decide how it looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.frames import ARTICLES
from warehouse.tables import DOCUMENT_COUNTS, OUTCOME_COUNTS, named, quoted

if TYPE_CHECKING:
    from warehouse.warehouse import Warehouse

RECENT_RUNS = 20

RUNS = f"""
WITH quality AS (
    SELECT run_id, avg(confidence) AS mean_confidence, count(speaker) / count(*) AS speaker_share,
        count(as_of_start) / count(*) AS dated_share, count(place) / count(*) AS placed_share
    FROM claims GROUP BY run_id
)
SELECT run_id, run_kind, event AS state, started_at, finished_at AS ended_at, message,
    coalesce(program_version, '') AS program_version, coalesce(extractor_version, '') AS extractor_version,
    {quoted((*DOCUMENT_COUNTS, *OUTCOME_COUNTS))}, check_count, failed_check_count, accepted_by, accepted_why,
    mean_confidence, speaker_share, dated_share, placed_share
FROM run_history LEFT JOIN quality USING (run_id)
ORDER BY started_at, run_id
"""

SOURCES = f"""
SELECT source,
    max(finished_at) FILTER (new_count + changed_count > 0) AS last_given_at, max(finished_at) AS last_run_at,
    sum(new_count + changed_count)::BIGINT AS document_total, sum(claim_count)::BIGINT AS claim_total,
    sum(quarantined_count)::BIGINT AS quarantined_total, max_by(rejected_count, finished_at) AS rejected_total,
    list_reverse(list(new_count + changed_count ORDER BY finished_at DESC)[1:{RECENT_RUNS}]) AS recent
FROM run_sources JOIN (SELECT run_id, finished_at FROM runs) USING (run_id) GROUP BY source ORDER BY source
"""

TOTALS = """
SELECT (SELECT count(*) FROM articles WHERE is_current) AS articles,
    (SELECT count(*) FROM claims WHERE is_current) AS claims,
    (SELECT count(*) FROM quarantined_claims WHERE is_current AND decision IS NULL) AS quarantined,
    (SELECT count(DISTINCT speaker) FROM claims WHERE is_current) AS speakers
"""

# What publishers or newer rules changed: the claims that gave way, beside those that took their place.
CHANGED_ARTICLES = """
WITH gone AS (
    SELECT article_id, count(*) AS claims, list(DISTINCT quote ORDER BY quote) AS quotes
    FROM claims WHERE superseded_by_run_id = $1 GROUP BY article_id
), come AS (
    SELECT article_id, count(*) AS claims, list(DISTINCT quote ORDER BY quote) AS quotes
    FROM claims WHERE run_id = $1 GROUP BY article_id
), touched AS (
    SELECT article_id FROM gone UNION SELECT article_id FROM articles WHERE superseded_by_run_id = $1
), about AS (
    SELECT article_id, arg_max(title, is_current::INT) AS title,
        arg_max(left(text, 400), is_current::INT) AS opening, arg_max(url, is_current::INT) AS url,
        any_value(source) AS source
    FROM articles SEMI JOIN touched USING (article_id) GROUP BY article_id
)
SELECT article_id, title, opening, url, source, coalesce(gone.claims, 0) AS claims_before,
    coalesce(come.claims, 0) AS claims_after,
    list_sort(list_filter(coalesce(gone.quotes, []), lambda q: NOT list_contains(coalesce(come.quotes, []), q)))
        AS figures_dropped,
    list_sort(list_filter(coalesce(come.quotes, []), lambda q: NOT list_contains(coalesce(gone.quotes, []), q)))
        AS figures_added,
    (SELECT count(*) FROM about) AS changed_total
FROM about LEFT JOIN gone USING (article_id) LEFT JOIN come USING (article_id)
ORDER BY len(figures_dropped) + len(figures_added) DESC, article_id LIMIT $2
"""

# A page is for people: no article longer than a long read, and no more text or claims than one sitting takes.
LONGEST_SHOWN = 100_000
CHARACTERS_SHOWN = 600_000
CLAIMS_SHOWN = 3_000

# The articles are drawn evenly from the sources, the newest of each source first.
NEWEST_ARTICLES = f"""
SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY source ORDER BY published_date DESC NULLS LAST, version_id) AS place
    FROM articles
    WHERE run_id = $1 AND is_current AND length(text) <= {LONGEST_SHOWN}
        AND version_id IN (SELECT version_id FROM claims)
) QUALIFY sum(length(text)) OVER (ORDER BY place, source) <= {CHARACTERS_SHOWN}
ORDER BY place, source LIMIT $2
"""

# In the order in which they are shown; their texts are asked for only as far as a page goes.
WAITING_VERSIONS = """
SELECT a.version_id FROM articles AS a JOIN (
    SELECT version_id, count(*) AS claims FROM quarantined_claims WHERE is_current AND decision IS NULL GROUP BY ALL
) USING (version_id) JOIN runs ON runs.run_id = a.run_id
ORDER BY runs.finished_at DESC, claims DESC, version_id
"""


def runs(warehouse: Warehouse) -> pl.DataFrame:
    """Every run with its fate, its counts and the quality of its claims (fields of RunLine), the oldest first."""
    return warehouse.query(RUNS)


def sources(warehouse: Warehouse) -> pl.DataFrame:
    """Every source: when it last gave anything, what it gave in all, and what in each of its last runs."""
    return warehouse.query(SOURCES)


def totals(warehouse: Warehouse) -> pl.DataFrame:
    """One row: articles, claims, quarantined claims that wait for a decision, and speakers, all current."""
    return warehouse.query(TOTALS)


def run_sources(warehouse: Warehouse, run_id: str) -> pl.DataFrame:
    """What each source gave in a completed run (SOURCE_COUNTS and outcomes)."""
    return warehouse.query("SELECT * FROM run_sources WHERE run_id = ? ORDER BY source", [run_id])


def checks(warehouse: Warehouse, run_id: str) -> pl.DataFrame:
    """What each check found in a run (CHECK_RESULTS), also in one that was held or failed."""
    return warehouse.query(
        """SELECT * FROM check_results WHERE run_id = $1 UNION ALL
        SELECT * FROM program_only.attempt_check_results
        WHERE run_id = $1 AND run_id NOT IN (SELECT run_id FROM runs)""",
        [run_id],
    )


def quarantined(warehouse: Warehouse, run_id: str, most: int) -> pl.DataFrame:
    """Claims that the run set aside, with title, url and date of their articles and, in `quarantined_total`, how many.

    Of the claims that failed the same checks at most `most` are given.
    """
    return warehouse.query(
        """SELECT q.*, a.title, left(a.text, 400) AS opening, a.url, a.published_date,
            (SELECT count(*) FROM quarantined_claims WHERE run_id = q.run_id) AS quarantined_total
        FROM quarantined_claims AS q LEFT JOIN articles AS a USING (version_id) WHERE q.run_id = ?
        QUALIFY row_number() OVER (PARTITION BY q.failed_checks ORDER BY q.claim_id) <= ?
        ORDER BY q.version_id, q.start, q.claim_id""",
        [run_id, most],
    )


def rejected(warehouse: Warehouse, run_id: str, most: int) -> pl.DataFrame:
    """Documents that the run rejected for the first time, at most `most` for a reason; `rejected_total` counts all."""
    return warehouse.query(
        """SELECT *, (SELECT count(*) FROM rejected_documents WHERE run_id = d.run_id) AS rejected_total
        FROM rejected_documents AS d WHERE run_id = ?
        QUALIFY row_number() OVER (PARTITION BY reason ORDER BY place_found, row_no) <= ?
        ORDER BY place_found, row_no""",
        [run_id, most],
    )


def changed_articles(warehouse: Warehouse, run_id: str, most: int) -> pl.DataFrame:
    """Articles of which the run loaded another version or reading, with the figures that went and came."""
    return warehouse.query(CHANGED_ARTICLES, [run_id, most])


def failing_arithmetic(warehouse: Warehouse, run_id: str, most: int) -> pl.DataFrame:
    """Relations of articles that the run loaded whose figures do not add up, with how their articles' texts begin.

    At most `most` are given; `failing_total` counts them all.
    """
    return warehouse.query(
        """WITH brought AS (
            SELECT version_id FROM articles
            WHERE is_current AND version_id IN (SELECT version_id FROM arithmetic WHERE is_current AND run_id = $1)
        ), failing AS MATERIALIZED (SELECT * FROM relation_readings('brought') WHERE verdict = 'fails' AND run_id = $1)
        SELECT f.*, left(a.text, 400) AS opening, (SELECT count(*) FROM failing) AS failing_total
        FROM failing AS f JOIN articles AS a USING (version_id)
        ORDER BY f.published_date DESC NULLS LAST, f.version_id, f.start, f.relation_id LIMIT $2""",
        [run_id, most],
    )


def newest_articles(warehouse: Warehouse, run_id: str, most: int) -> pl.DataFrame:
    """Articles that the run loaded and read claims from, drawn evenly from the sources."""
    return warehouse.query(NEWEST_ARTICLES, [run_id, most])


def quarantined_articles(warehouse: Warehouse, most: int) -> pl.DataFrame:
    """Articles (ARTICLES) with claims that wait for a decision, those of the newest run first."""
    waiting = warehouse.query(WAITING_VERSIONS).get_column("version_id").to_list()
    characters, shown = pl.col("text").str.len_chars(), pl.DataFrame(schema=ARTICLES.schema())
    while waiting and shown.height < most:
        ids, waiting = waiting[:most], waiting[most:]
        found = warehouse.query(
            f"SELECT {quoted(ARTICLES.columns)} FROM articles WHERE version_id IN ({named(ids)})", ids
        )
        in_order = found.sort(pl.col("version_id").replace_strict(ids, range(len(ids)), return_dtype=pl.Int64))
        shown = pl.concat([shown, in_order.filter(characters <= LONGEST_SHOWN)]).head(most)
    return shown.filter(characters.cum_sum() <= CHARACTERS_SHOWN)


def newest_claims(warehouse: Warehouse, version_ids: list[str]) -> pl.DataFrame:
    """Current claims (CLAIMS and more) of those versions, at most CLAIMS_SHOWN."""
    return warehouse.query(f"SELECT * FROM claims WHERE is_current AND {OF_VERSIONS}", [version_ids])


def waiting_claims(warehouse: Warehouse, version_ids: list[str]) -> pl.DataFrame:
    """Quarantined claims of those versions that wait for a decision, with the list `reasons`; at most CLAIMS_SHOWN."""
    return warehouse.query(f"SELECT * FROM quarantine WHERE decision IS NULL AND {OF_VERSIONS}", [version_ids])


OF_VERSIONS = f'version_id IN (SELECT unnest(?)) ORDER BY version_id, "start", claim_id LIMIT {CLAIMS_SHOWN}'
