-- Of every article exactly one version and one content are current, and of every claim at most one row.
SELECT 'articles' AS table_name, article_id AS row_key, count(*) FILTER (is_current) AS current_count
FROM articles GROUP BY article_id HAVING count(*) FILTER (is_current) <> 1
UNION ALL
SELECT 'raw_documents', article_id, count(*) FILTER (is_current)
FROM raw_documents GROUP BY article_id HAVING count(*) FILTER (is_current) <> 1
UNION ALL
SELECT 'claims', claim_id, count(*) FILTER (is_current)
FROM claims GROUP BY claim_id HAVING count(*) FILTER (is_current) > 1
