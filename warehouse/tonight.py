"""What a night brought: levels that moved, what weighs most, new conflicts, failing sums, stories, what was set aside.

Every function takes what answers queries, the published copy or the warehouse itself, and the run's id.  One that finds
nothing gives an empty frame.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import polars as pl

from warehouse.queried import Queried
from warehouse.story_titles import with_titles

# The newest level of a series where a figure of the run tells it, and the one of the day before; a move counts by its
# size and by the weight of what tells it.
MOVERS: Final = """
WITH told AS (
    SELECT p.series_id, p.about_date, p.period_days, max(n.weight) AS weight,
        arg_max(n.claim_id, (n.figure = p.best, n.weight, n.claim_id)) AS claim_id
    FROM notable($1) AS n JOIN (FROM figures WHERE is_point AND run_id = $1) AS f USING (claim_id)
    JOIN series_points AS p ON p.series_id = f.series_id AND p.about_date = f.about_date
        AND p.period_days IS NOT DISTINCT FROM f.period_days
    WHERE n.weight IS NOT NULL GROUP BY ALL
), newest AS (
    SELECT series_id, max(about_date) AS about_date FROM series_points SEMI JOIN told USING (series_id)
    WHERE best IS NOT NULL GROUP BY series_id
), last_told AS (
    FROM told SEMI JOIN newest USING (series_id, about_date)
), earlier AS (
    SELECT p.series_id, p.period_days, arg_max(p.best, p.about_date) AS before, max(p.about_date) AS before_date
    FROM series_points AS p JOIN last_told AS t ON p.series_id = t.series_id
        AND p.period_days IS NOT DISTINCT FROM t.period_days AND p.about_date < t.about_date
    WHERE p.best IS NOT NULL GROUP BY ALL
), moved AS MATERIALIZED (
    -- What befell people somewhere is of one event each: without a story or a place its figures are not compared.
    SELECT p.series_id, p.measure, p.subject, p.subject_key, p.area, p.comparable_unit, e.before_date, e.before,
        p.about_date, p.period_days, p.best, p.origin_count, (p.best - e.before) / abs(e.before) AS moved,
        t.weight, t.claim_id
    FROM series_points AS p JOIN last_told AS t ON p.series_id = t.series_id AND p.about_date = t.about_date
        AND p.period_days IS NOT DISTINCT FROM t.period_days
    JOIN earlier AS e ON e.series_id = p.series_id AND e.period_days IS NOT DISTINCT FROM p.period_days
    WHERE e.before <> p.best AND e.before <> 0
        AND (p.area IS NOT NULL OR p.measure NOT IN (SELECT measure FROM measures WHERE scope = 'event'))
)
SELECT m.series_id, m.measure, m.subject, m.subject_key, m.comparable_unit, m.before_date, m.before, m.about_date,
    m.best, m.origin_count, m.moved, m.weight, m.claim_id, s.story_id, s.title AS story_title
FROM moved AS m LEFT JOIN (
    SELECT article_id AS story_id, title FROM articles WHERE is_current AND article_id IN (
        SELECT story_id FROM article_stories WHERE story_id IN (SELECT area FROM moved)
    )
) AS s ON s.story_id = m.area
QUALIFY row_number() OVER (PARTITION BY m.series_id ORDER BY m.period_days) = 1
ORDER BY m.weight * ln(1 + abs(m.moved)) DESC, m.series_id LIMIT $2
"""
HEAVIEST: Final = """
SELECT n.*, f.series_id, f.subject_key, f.speaker, f.source, f.version_id, f.figure_low, f.figure_high
FROM notable($1) AS n JOIN figures AS f USING (claim_id) ORDER BY n.weight DESC, n.claim_id LIMIT $2
"""
# How many there are in all is counted beside the rows: `count(*) OVER ()` ends now and then in an internal error of
# DuckDB 1.5, after which it answers nothing (duckdb/duckdb#22352).
NEW_DISPUTES: Final = """
WITH mine AS (SELECT claim_id FROM figures WHERE run_id = $1),
found AS MATERIALIZED (
    SELECT * FROM conflicts WHERE claim_id IN (FROM mine) OR other_claim_id IN (FROM mine)
)
SELECT *, (SELECT count(*) FROM found) AS all_count FROM found
ORDER BY about_date DESC NULLS LAST, claim_id, other_claim_id LIMIT $2
"""
FAILING_SUMS: Final = """
WITH brought AS (SELECT version_id FROM articles WHERE run_id = $1 AND is_current),
found AS MATERIALIZED (SELECT * FROM relation_readings('brought') WHERE verdict = 'fails')
SELECT *, (SELECT count(*) FROM found) AS all_count FROM found
ORDER BY published_date DESC NULLS LAST, version_id, "start", relation_id LIMIT $2
"""
# The places that all claims of a story name are sought for those that are wanted alone.
STORIES_TOLD: Final = """
WITH told AS (
    SELECT story_id FROM article_stories SEMI JOIN (FROM articles WHERE run_id = $1 AND is_current) USING (article_id)
), found AS MATERIALIZED (
    SELECT story_id, count(DISTINCT origin_id) AS origin_count, count(*) AS member_count,
        max(published_date) AS last_date
    FROM article_stories SEMI JOIN told USING (story_id) JOIN article_origins USING (article_id)
    JOIN (SELECT article_id, published_date FROM articles WHERE is_current) USING (article_id)
    WHERE story_id IN (SELECT article_id FROM articles WHERE is_current)
    GROUP BY story_id HAVING count(DISTINCT origin_id) > 1
)
SELECT story_id, (SELECT count(*) FROM found) AS all_count FROM found
ORDER BY origin_count DESC, member_count DESC, last_date DESC NULLS LAST, story_id LIMIT $2
"""
STORIES: Final = """
WITH mine AS (FROM article_stories WHERE story_id IN (SELECT unnest(?::VARCHAR[])))
SELECT story_id, title, first_date, last_date, places, member_count, origin_count, sources FROM story_readings('mine')
ORDER BY origin_count DESC, member_count DESC, last_date DESC NULLS LAST, story_id
"""
SET_ASIDE: Final = """
SELECT check_name, count(*) AS claims FROM (
    SELECT unnest(failed_checks) AS check_name FROM quarantined_claims
    WHERE run_id = $1 AND is_current AND decision IS NULL
) GROUP BY check_name ORDER BY claims DESC, check_name
"""
ALARMS: Final = """
SELECT row_key AS source, check_name, severity, why FROM failing_rows
WHERE run_id = $1 AND table_name = 'sources' ORDER BY source, check_name
"""


def last_night(reader: Queried) -> tuple[str, datetime] | None:
    """The run id of the last night that was loaded and when it ended (UTC); null before the first."""
    runs = reader.query(
        "SELECT run_id, finished_at FROM runs WHERE run_kind = 'nightly' ORDER BY finished_at DESC, run_id DESC LIMIT 1"
    )
    return runs.row(0) if runs.height else None


def movers(reader: Queried, run_id: str, most: int) -> pl.DataFrame:
    """Series (series_points) whose newest level the run tells, where it is another than the one before it.

    `before`, `before_date`, `moved` (0.5: half as much again; -3: from 10 to -20), `weight` of what tells the level as
    `notable` gives it, the claim that tells it, and the story; what moved most, by its weight, comes first.
    """
    return with_titles(reader, reader.query(MOVERS, [run_id, most]), "story_title")


def heaviest(reader: Queried, run_id: str, most: int) -> pl.DataFrame:
    """The run's figures by weight, as the macro `notable` gives them, with series, speaker, source and bounds."""
    return reader.query(HEAVIEST, [run_id, most])


def new_disputes(reader: Queried, run_id: str, most: int) -> pl.DataFrame:
    """Conflicts (conflicts) that a figure of the run is in, the newest day first; `all_count` is how many there are."""
    return reader.query(NEW_DISPUTES, [run_id, most])


def failing_sums(reader: Queried, run_id: str, most: int) -> pl.DataFrame:
    """Rows of failing_arithmetic in articles that the run brought; `all_count` is how many there are."""
    return reader.query(FAILING_SUMS, [run_id, most])


def told_most(reader: Queried, run_id: str, most: int) -> pl.DataFrame:
    """Stories (stories) that an article of the run tells and other origins too, those with the most origins first.

    `all_count` is how many there are.
    """
    told = reader.query(STORIES_TOLD, [run_id, most])
    ids = told.get_column("story_id").to_list()
    stories = reader.query(STORIES, [ids])
    return with_titles(reader, stories.join(told, on="story_id", maintain_order="left"))


def set_aside(reader: Queried, run_id: str) -> pl.DataFrame:
    """check_name and claims: how many of the run's claims wait in quarantine for each check, most first."""
    return reader.query(SET_ASIDE, [run_id])


def alarms(reader: Queried, run_id: str) -> pl.DataFrame:
    """source, check_name, severity, why: sources that failed a check in the run, those gone quiet among them."""
    return reader.query(ALARMS, [run_id])
