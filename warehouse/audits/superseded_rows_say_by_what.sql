-- A row is either current, or it says when and by which run its place was taken; never both, never neither.
WITH every AS (
    SELECT 'raw_documents' AS table_name, article_id AS row_key, is_current, superseded_at, superseded_by_run_id
    FROM raw_documents
    UNION ALL
    SELECT 'articles', version_id, is_current, superseded_at, superseded_by_run_id FROM articles
    UNION ALL
    SELECT 'claims', claim_id, is_current, superseded_at, superseded_by_run_id FROM claims
    UNION ALL
    SELECT 'quarantined_claims', claim_id, is_current, superseded_at, superseded_by_run_id FROM quarantined_claims
    UNION ALL
    SELECT 'arithmetic', relation_id, is_current, superseded_at, superseded_by_run_id FROM arithmetic
)
SELECT * FROM every
WHERE is_current <> (superseded_at IS NULL) OR is_current <> (superseded_by_run_id IS NULL)
    OR (superseded_by_run_id IS NOT NULL AND superseded_by_run_id NOT IN (SELECT run_id FROM runs))
