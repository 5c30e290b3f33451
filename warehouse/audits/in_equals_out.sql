-- Nothing is lost: documents in = new + changed + unchanged + rejected; claims out = accepted + quarantined; a run's
-- counts are those of its sources and of its checks.
SELECT run_id, 'documents' AS stage, document_count AS counted_in,
    new_count + changed_count + unchanged_count + rejected_count AS counted_out
FROM runs WHERE document_count <> new_count + changed_count + unchanged_count + rejected_count
UNION ALL
SELECT run_id, 'claims', extracted_count, claim_count + quarantined_count
FROM runs WHERE extracted_count <> claim_count + quarantined_count
UNION ALL
SELECT run_id, 'articles', new_count + changed_count, article_count
FROM runs WHERE run_kind = 'nightly' AND new_count + changed_count <> article_count
UNION ALL
SELECT run_id, 'documents of a source', document_count, new_count + changed_count + unchanged_count + rejected_count
FROM run_sources WHERE document_count <> new_count + changed_count + unchanged_count + rejected_count
UNION ALL
SELECT run_id, 'sources', runs.document_count, coalesce(sum(s.document_count), 0)::BIGINT
FROM runs LEFT JOIN run_sources AS s USING (run_id) GROUP BY run_id, runs.document_count, runs.extracted_count
HAVING runs.document_count <> coalesce(sum(s.document_count), 0)
    OR runs.extracted_count <> coalesce(sum(s.extracted_count), 0)
UNION ALL
SELECT run_id, 'checks', check_count, count(c.run_id)
FROM runs LEFT JOIN check_results AS c USING (run_id) GROUP BY run_id, check_count HAVING check_count <> count(c.run_id)
