"""What a night brought: levels that moved, what weighs most, new conflicts, sums that fail, what was set aside.

Every function takes a reader of the published copy and the run's id.  One that finds nothing gives an empty frame.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from warehouse.published import Reader

# A level that a figure of the run tells, and the one of the day before it; a move counts by its size and its weight.
MOVERS: Final = """
WITH weighed AS (
    SELECT f.series_id, max(n.weight) AS weight, arg_max(n.claim_id, (n.weight, n.claim_id)) AS claim_id
    FROM notable($1) AS n JOIN figures AS f USING (claim_id) GROUP BY f.series_id
),
told AS (SELECT DISTINCT series_id, about_date, period_days FROM figures WHERE is_point AND run_id = $1),
levels AS (
    SELECT p.*, lag(p.best) OVER days AS before, lag(p.about_date) OVER days AS before_date
    FROM series_points AS p SEMI JOIN weighed USING (series_id) WHERE p.best IS NOT NULL AND p.about_date IS NOT NULL
    WINDOW days AS (PARTITION BY p.series_id, p.period_days ORDER BY p.about_date)
)
SELECT l.series_id, l.measure, l.subject, l.subject_key, l.comparable_unit, l.before_date, l.before, l.about_date,
    l.best, l.origin_count, l.best / l.before - 1 AS moved, w.weight, w.claim_id, s.story_id, s.title AS story_title
FROM levels AS l JOIN told AS t ON t.series_id = l.series_id AND t.about_date = l.about_date
    AND t.period_days IS NOT DISTINCT FROM l.period_days
JOIN weighed AS w ON w.series_id = l.series_id LEFT JOIN stories AS s ON s.story_id = l.area
WHERE l.before <> l.best AND l.before <> 0
QUALIFY row_number() OVER (PARTITION BY l.series_id ORDER BY l.about_date DESC, l.period_days) = 1
ORDER BY w.weight * ln(1 + abs(l.best / l.before - 1)) DESC, l.series_id LIMIT $2
"""
HEAVIEST: Final = """
SELECT n.*, f.series_id, f.subject_key, f.speaker, f.source, f.version_id, f.figure_low, f.figure_high
FROM notable($1) AS n JOIN figures AS f USING (claim_id) ORDER BY n.weight DESC, n.claim_id LIMIT $2
"""
NEW_DISPUTES: Final = """
WITH mine AS (SELECT claim_id FROM figures WHERE run_id = $1)
SELECT k.*, count(*) OVER () AS all_count FROM conflicts AS k
WHERE k.claim_id IN (FROM mine) OR k.other_claim_id IN (FROM mine)
ORDER BY k.about_date DESC NULLS LAST, k.claim_id, k.other_claim_id LIMIT $2
"""
FAILING_SUMS: Final = """
SELECT *, count(*) OVER () AS all_count FROM failing_arithmetic WHERE run_id = $1
ORDER BY published_date DESC NULLS LAST, version_id, "start", relation_id LIMIT $2
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


def last_night(reader: Reader) -> str | None:
    """The run id of the last night that was loaded; null before the first."""
    runs = reader.query(
        "SELECT run_id FROM runs WHERE run_kind = 'nightly' ORDER BY finished_at DESC, run_id DESC LIMIT 1"
    )
    return str(runs.item()) if runs.height else None


def movers(reader: Reader, run_id: str, most: int) -> pl.DataFrame:
    """Series (series_points) whose newest level that the run tells is another than the one before it.

    `before`, `before_date`, `moved` (0.5: half as much again), `weight` and the claim that has it, as `notable` gives
    them, and the story; what moved most, by its weight, comes first.
    """
    return reader.query(MOVERS, [run_id, most])


def heaviest(reader: Reader, run_id: str, most: int) -> pl.DataFrame:
    """The run's figures by weight, as the macro `notable` gives them, with series, speaker, source and bounds."""
    return reader.query(HEAVIEST, [run_id, most])


def new_disputes(reader: Reader, run_id: str, most: int) -> pl.DataFrame:
    """Conflicts (conflicts) that a figure of the run is in, the newest day first; `all_count` is how many there are."""
    return reader.query(NEW_DISPUTES, [run_id, most])


def failing_sums(reader: Reader, run_id: str, most: int) -> pl.DataFrame:
    """Rows of failing_arithmetic that the run brought; `all_count` is how many there are."""
    return reader.query(FAILING_SUMS, [run_id, most])


def set_aside(reader: Reader, run_id: str) -> pl.DataFrame:
    """check_name and claims: how many of the run's claims wait in quarantine for each check, most first."""
    return reader.query(SET_ASIDE, [run_id])


def alarms(reader: Reader, run_id: str) -> pl.DataFrame:
    """source, check_name, severity, why: sources that failed a check in the run, those gone quiet among them."""
    return reader.query(ALARMS, [run_id])
