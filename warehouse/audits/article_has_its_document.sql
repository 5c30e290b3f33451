-- Every stored text comes from a recorded document (newer rules may read another version out of the same content), and
-- every recorded document gave a stored text.
SELECT 'articles' AS table_name, a.article_id, a.version_id, a.content_hash
FROM articles AS a ANTI JOIN raw_documents AS d ON d.article_id = a.article_id AND d.content_hash = a.content_hash
UNION ALL
SELECT 'raw_documents', d.article_id, d.version_id, d.content_hash
FROM raw_documents AS d ANTI JOIN articles AS a ON a.version_id = d.version_id AND a.article_id = d.article_id
