-- What is current belongs together: claims, relations and documents to the current version of their article.
SELECT 'claims' AS table_name, c.claim_id AS row_key, c.version_id
FROM claims AS c JOIN articles AS a USING (version_id) WHERE c.is_current AND NOT a.is_current
UNION ALL
SELECT 'quarantined_claims', c.claim_id, c.version_id
FROM quarantined_claims AS c JOIN articles AS a USING (version_id) WHERE c.is_current AND NOT a.is_current
UNION ALL
SELECT 'arithmetic', r.relation_id, r.version_id
FROM arithmetic AS r JOIN articles AS a USING (version_id) WHERE r.is_current AND NOT a.is_current
UNION ALL
SELECT 'raw_documents', d.article_id, d.version_id
FROM raw_documents AS d JOIN articles AS a USING (version_id) WHERE d.is_current AND NOT a.is_current
