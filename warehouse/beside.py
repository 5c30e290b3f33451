"""Tonight's levels beside those of their series so far, before anything is loaded: what the ledger's checks look at.

Stories are found in the load, so an event is known here by its town, or by who speaks of it.
"""

from __future__ import annotations

import polars as pl

from warehouse.connection import Connection, Rows, select, staged

FALL_DAYS = 14  # days back in which an earlier level of a toll is looked for

LEVELS = """
CREATE TEMP TABLE levels AS
WITH told AS (
    SELECT c.claim_id, c.article_id, c.quote, a.title, c.measure, c.subject_key, c.place_key,
        coalesce(f.full_key, c.speaker_key) AS speaker_key,  -- as the figures have it that it is held against
        comparable_unit(c.kind, c.unit, c.base_unit) AS comparable_unit,
        comparable_figure(c.kind, c.base_unit, c."value", c.base_value) AS figure,
        comparable_figure(c.kind, c.base_unit, c.low, c.base_low) AS figure_low,
        comparable_figure(c.kind, c.base_unit, c.high, c.base_high) AS figure_high,
        coalesce(c.as_of_end, c.as_of_start, a.published_date) AS about_date
    FROM given_claims AS c JOIN given_articles AS a USING (version_id)
    LEFT JOIN full_names AS f ON f.surname = c.speaker_key
    WHERE c.measure IS NOT NULL AND c.subject_key IS NOT NULL AND c.modality = 'asserted' AND c.role = 'level'
        AND c.restates_claim_id IS NULL
)
SELECT *, true AS is_tonight FROM told
UNION ALL
SELECT claim_id, article_id, NULL, NULL, measure, subject_key, place_key, speaker_key, comparable_unit, figure,
    figure_low, figure_high, about_date, false AS is_tonight  -- what they say is shown of tonight's alone
FROM figures
WHERE is_point AND modality = 'asserted' AND article_id NOT IN (SELECT article_id FROM given_articles)
    AND (measure, subject_key) IN (SELECT (measure, subject_key) FROM told)
"""

# A level is held against the middle of all that are told of its subject at its place; which unit is the usual one, most
# of these say.
BESIDE = f"""
WITH sized AS (
    SELECT measure, subject_key, place_key, comparable_unit, median(abs(figure)) AS usual_figure,
        count(DISTINCT article_id) AS telling_count
    FROM levels WHERE figure <> 0 GROUP BY ALL
), in_units AS (
    SELECT measure, subject_key, place_key, arg_max(comparable_unit, (tellings, comparable_unit)) AS usual_unit,
        max(tellings) AS usual_unit_count, sum(tellings)::BIGINT AS unit_count
    FROM (
        SELECT measure, subject_key, place_key, comparable_unit, count(DISTINCT article_id) AS tellings
        FROM levels GROUP BY ALL
    ) GROUP BY ALL
), tolls AS (
    FROM levels WHERE measure IN ('deaths', 'injuries') AND about_date IS NOT NULL
), by_event AS (
    SELECT *, speaker_key AS event FROM tolls WHERE speaker_key IS NOT NULL
    UNION ALL SELECT *, place_key AS event FROM tolls WHERE length(place_key) > 2
), fallen AS (
    SELECT l.claim_id, arg_max(struct_pack(figure_low := e.figure_low, about_date := e.about_date),
        (e.figure_low, e.about_date)) AS earlier
    FROM by_event AS l JOIN by_event AS e USING (measure, subject_key, comparable_unit, event)
    WHERE l.is_tonight AND e.figure_low > l.figure_high
        AND e.about_date BETWEEN l.about_date - {FALL_DAYS} AND l.about_date - 1
    GROUP BY l.claim_id
)
SELECT l.claim_id, l.quote, l.title, l.measure, l.subject_key, l.place_key, l.comparable_unit, l.figure, l.about_date,
    s.usual_figure, coalesce(s.telling_count, 0) AS telling_count, u.usual_unit, u.usual_unit_count, u.unit_count,
    f.earlier.figure_low AS earlier_figure, f.earlier.about_date AS earlier_date
FROM levels AS l
LEFT JOIN sized AS s ON s.measure = l.measure AND s.subject_key = l.subject_key
    AND s.place_key IS NOT DISTINCT FROM l.place_key AND s.comparable_unit = l.comparable_unit
JOIN in_units AS u ON u.measure = l.measure AND u.subject_key = l.subject_key
    AND u.place_key IS NOT DISTINCT FROM l.place_key
LEFT JOIN fallen AS f ON f.claim_id = l.claim_id
WHERE l.is_tonight
"""


def levels_beside(con: Connection, articles: Rows, claims: Rows) -> pl.DataFrame:
    """The levels among CLAIMS of ARTICLES that are not loaded yet, each beside its series; a row a claim.

    claim_id, quote, title, measure, subject_key, place_key, comparable_unit, figure (in that unit), about_date;
    `usual_figure` (the median size) and `telling_count` (how many articles tell one) of the same measure, subject,
    place and unit; `usual_unit`, the unit that most articles tell the measure of that subject and place in,
    `usual_unit_count` of `unit_count`; `earlier_figure` and `earlier_date`, of a toll, the greatest one of the
    FALL_DAYS before that it stays below, null where there is none.  Those of tonight are among them.
    """
    with staged(con, {"given_articles": articles, "given_claims": claims}):
        con.execute(LEVELS)
        try:
            return select(con, BESIDE)
        finally:
            con.execute("DROP TABLE levels")
