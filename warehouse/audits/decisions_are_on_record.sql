-- Every decision about a quarantined claim is the newest on record for it, and every one on record has its claim.
WITH newest AS (
    SELECT claim_id, extractor_version, arg_max(decision, (decided_at, decision_id)) AS decision
    FROM quarantine_decisions GROUP BY ALL
)
SELECT claim_id, extractor_version, q.decision, n.decision AS decision_on_record
FROM quarantined_claims AS q FULL JOIN newest AS n USING (claim_id, extractor_version)
WHERE q.decision IS DISTINCT FROM n.decision
