-- A run wrote no more rows than it counted (fewer where it made known rows current again).
SELECT run_id, 'raw_documents' AS table_name, count(*) AS row_count, new_count + changed_count AS counted
FROM raw_documents JOIN runs USING (run_id) WHERE run_kind = 'nightly' GROUP BY ALL
HAVING count(*) > new_count + changed_count
UNION ALL
SELECT run_id, 'articles', count(*), article_count
FROM articles JOIN runs USING (run_id) GROUP BY ALL HAVING count(*) > article_count
UNION ALL
SELECT run_id, 'claims and quarantined_claims', count(*), extracted_count
FROM (
    SELECT run_id, claim_id, extractor_version FROM claims
    UNION
    SELECT run_id, claim_id, extractor_version FROM quarantined_claims
) JOIN runs USING (run_id) GROUP BY ALL HAVING count(*) > extracted_count
