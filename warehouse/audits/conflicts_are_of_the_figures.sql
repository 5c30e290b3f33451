-- A conflict is of two voices about one thing whose figures cannot both hold: each is stored as the figures say, and no other.
WITH read AS (FROM conflicts WHERE false UNION ALL BY NAME FROM conflict_readings)
SELECT 'stored, and not what the figures say' AS problem, claim_id, other_claim_id, series_id, about_date, figure, other_figure
FROM (FROM conflicts EXCEPT ALL FROM read)
UNION ALL
SELECT 'not stored', claim_id, other_claim_id, series_id, about_date, figure, other_figure
FROM (FROM read EXCEPT ALL FROM conflicts)
