-- Every claim, accepted or set aside, belongs to a stored version of its own article.
SELECT 'claims' AS table_name, c.claim_id, c.extractor_version, c.article_id, c.version_id
FROM claims AS c ANTI JOIN articles AS a ON a.version_id = c.version_id AND a.article_id = c.article_id
UNION ALL
SELECT 'quarantined_claims', c.claim_id, c.extractor_version, c.article_id, c.version_id
FROM quarantined_claims AS c ANTI JOIN articles AS a ON a.version_id = c.version_id AND a.article_id = c.article_id
