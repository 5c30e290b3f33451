-- The tables have no primary keys (they cost five times the load), so their keys are watched here.
SELECT 'raw_documents' AS table_name, article_id || ' ' || content_hash AS row_key, count(*) AS row_count
FROM raw_documents GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'articles', version_id, count(*) FROM articles GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'claims', claim_id || ' ' || extractor_version, count(*) FROM claims GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'quarantined_claims', claim_id || ' ' || extractor_version, count(*)
FROM quarantined_claims WHERE NOT list_contains(failed_checks, 'claim_id_is_unique') GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'arithmetic', relation_id || ' ' || extractor_version, count(*) FROM arithmetic GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'rejected_documents', rejection_id, count(*) FROM rejected_documents GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'check_results', run_id || ' ' || suite || ' ' || check_name, count(*)
FROM check_results GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'runs', run_id, count(*) FROM runs GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'run_sources', run_id || ' ' || source, count(*) FROM run_sources GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'passage_origins', article_id || ' ' || sentence_no, count(*)
FROM passage_origins GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'article_sketches', article_id, count(*) FROM program_only.article_sketches GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'passage_sketches', article_id || ' ' || sentence_no, count(*)
FROM program_only.passage_sketches GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'held_batches', run_id, count(*) FROM program_only.held_batches GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'quarantine_decisions', decision_id, count(*) FROM quarantine_decisions GROUP BY ALL HAVING count(*) > 1
