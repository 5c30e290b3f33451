-- Every claim of a relation is stored, accepted or set aside, with the version that the relation is of.
WITH named AS (
    SELECT relation_id, extractor_version, version_id, unnest(list_append(claim_ids, tested_claim_id)) AS claim_id
    FROM arithmetic
), stored AS (
    SELECT claim_id, extractor_version, version_id FROM claims
    UNION ALL SELECT claim_id, extractor_version, version_id FROM quarantined_claims
)
SELECT relation_id, extractor_version, claim_id FROM named ANTI JOIN stored USING (claim_id, extractor_version, version_id)
UNION ALL
SELECT relation_id, extractor_version, NULL FROM arithmetic WHERE len(claim_ids) <> len(claim_parts) OR len(claim_ids) < 2
