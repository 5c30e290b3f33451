CREATE VIEW quarantine AS
WITH failures AS (
    SELECT claim_id, extractor_version, run_id, unnest(failed_checks) AS check_name
    FROM quarantined_claims WHERE is_current
), reasons AS (
    SELECT f.claim_id, f.extractor_version, f.run_id,
        list_sort(list(DISTINCT f.check_name || coalesce(': ' || c.why, ''))) AS reasons
    FROM failures AS f
    LEFT JOIN check_results AS c ON c.run_id = f.run_id AND c.check_name = replace(f.check_name, 'article: ', '')
    GROUP BY f.claim_id, f.extractor_version, f.run_id
)
SELECT q.* EXCLUDE (is_current, superseded_at, superseded_by_run_id), reasons.reasons, a.source, a.title, a.url,
    a.published_date
FROM quarantined_claims AS q
LEFT JOIN reasons USING (claim_id, extractor_version, run_id)
LEFT JOIN articles AS a USING (version_id)
WHERE q.is_current;

COMMENT ON VIEW quarantine IS 'claims of the newest versions that failed a check, with every reason and what was decided; decision is null for those that wait';
