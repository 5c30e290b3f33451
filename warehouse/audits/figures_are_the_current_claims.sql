-- The ledger is made from the claims: each current one is a figure, which says what the claim and its surroundings say now.
WITH read AS (FROM figures WHERE false UNION ALL BY NAME FROM figure_readings)
SELECT 'stored, and not what the claim says' AS problem, claim_id, article_id, series_id, figure
FROM (FROM figures EXCEPT ALL FROM read)
UNION ALL
SELECT 'not stored', claim_id, article_id, series_id, figure FROM (FROM read EXCEPT ALL FROM figures)
