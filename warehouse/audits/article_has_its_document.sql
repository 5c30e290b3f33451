-- Every stored text comes from a recorded document, and every recorded document gave a stored text.
SELECT 'articles' AS table_name, a.article_id, a.version_id, a.content_hash
FROM articles AS a ANTI JOIN raw_documents AS d ON d.version_id = a.version_id AND d.article_id = a.article_id
UNION ALL
SELECT 'raw_documents', d.article_id, d.version_id, d.content_hash
FROM raw_documents AS d ANTI JOIN articles AS a ON a.version_id = d.version_id AND a.article_id = d.article_id
