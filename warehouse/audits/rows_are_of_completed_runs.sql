-- A night's rows and its completed record are written in one transaction: no row is without its run.
WITH every AS (
    SELECT 'raw_documents' AS table_name, run_id FROM raw_documents
    UNION ALL SELECT 'articles', run_id FROM articles
    UNION ALL SELECT 'claims', run_id FROM claims
    UNION ALL SELECT 'quarantined_claims', run_id FROM quarantined_claims
    UNION ALL SELECT 'arithmetic', run_id FROM arithmetic
    UNION ALL SELECT 'rejected_documents', run_id FROM rejected_documents
    UNION ALL SELECT 'check_results', run_id FROM check_results
    UNION ALL SELECT 'failing_rows', run_id FROM failing_rows
    UNION ALL SELECT 'run_sources', run_id FROM run_sources
)
SELECT table_name, run_id, count(*) AS row_count FROM every ANTI JOIN runs USING (run_id) GROUP BY ALL
UNION ALL
SELECT 'run_events', run_id, 0 FROM runs ANTI JOIN (FROM run_events WHERE event = 'completed') AS e USING (run_id)
