-- A point is made from figures: one that counts others than the figures have, or lies outside of its bounds, was left over.
WITH told AS (
    SELECT series_id, about_date, period_days, list_sort(list(claim_id)) AS claim_ids, count(DISTINCT voice) AS origin_count
    FROM figures WHERE is_point GROUP BY ALL
)
SELECT coalesce(p.series_id, t.series_id) AS series_id, coalesce(p.about_date, t.about_date) AS about_date
FROM series_points AS p FULL JOIN told AS t
    ON p.series_id = t.series_id AND p.about_date IS NOT DISTINCT FROM t.about_date
    AND p.period_days IS NOT DISTINCT FROM t.period_days
WHERE p.claim_ids IS DISTINCT FROM t.claim_ids OR p.origin_count IS DISTINCT FROM t.origin_count
    OR NOT coalesce(p.best BETWEEN coalesce(p.low, p.best) AND coalesce(p.high, p.best), true)
