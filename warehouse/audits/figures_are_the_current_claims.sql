-- The ledger is made from the claims: a figure without its claim, or a claim without its figure, was left over by a change.
SELECT coalesce(c.claim_id, f.claim_id) AS claim_id
FROM (SELECT claim_id FROM claims WHERE is_current) AS c FULL JOIN figures AS f USING (claim_id)
WHERE c.claim_id IS NULL OR f.claim_id IS NULL
