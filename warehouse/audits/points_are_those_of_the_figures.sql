-- A point is made from figures: its day, bounds, best figure, voices and claims are theirs, and every level has its point.
WITH read AS (FROM series_points WHERE false UNION ALL BY NAME FROM point_readings)
SELECT 'stored, and not what the figures say' AS problem, series_id, about_date, period_days, low, best, high, claim_ids
FROM (FROM series_points EXCEPT ALL FROM read)
UNION ALL
SELECT 'not stored', series_id, about_date, period_days, low, best, high, claim_ids
FROM (FROM read EXCEPT ALL FROM series_points)
