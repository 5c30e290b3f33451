-- What stands for a text is of the version that is read now, so that copies are looked for among today's texts.
SELECT 'article_sketches' AS table_name, s.article_id, s.version_id
FROM program_only.article_sketches AS s ANTI JOIN (FROM articles WHERE is_current) AS a USING (article_id, version_id)
UNION ALL
SELECT 'passage_sketches', s.article_id, s.version_id
FROM program_only.passage_sketches AS s ANTI JOIN (FROM articles WHERE is_current) AS a USING (article_id, version_id)
