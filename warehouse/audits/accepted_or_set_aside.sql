-- A claim that was set aside is accepted only by a decision of a person that is on record.
SELECT claim_id, extractor_version, q.decision, q.failed_checks
FROM quarantined_claims AS q JOIN claims AS c USING (claim_id, extractor_version)
WHERE q.is_current AND c.is_current AND coalesce(q.decision, 'drop') = 'drop'
