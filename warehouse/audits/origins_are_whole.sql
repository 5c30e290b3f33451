-- Copies are counted once: every current article has one origin and one story, whose own these are, and no other has.
SELECT article_id, 'origins' AS problem, count(o.article_id) AS row_count
FROM articles AS a LEFT JOIN article_origins AS o USING (article_id) WHERE a.is_current GROUP BY article_id
HAVING count(o.article_id) <> 1
UNION ALL
SELECT article_id, 'stories', count(s.article_id)
FROM articles AS a LEFT JOIN article_stories AS s USING (article_id) WHERE a.is_current GROUP BY article_id
HAVING count(s.article_id) <> 1
UNION ALL
SELECT o.article_id, 'the origin of its origin is another', 1
FROM article_origins AS o LEFT JOIN article_origins AS first ON first.article_id = o.origin_id
WHERE first.origin_id IS DISTINCT FROM o.origin_id
UNION ALL
SELECT s.article_id, 'the story of its first article is another', 1
FROM article_stories AS s LEFT JOIN article_stories AS first ON first.article_id = s.story_id
WHERE first.story_id IS DISTINCT FROM s.story_id
UNION ALL
SELECT o.article_id, 'it is not that of a current article', 1 FROM article_origins AS o
ANTI JOIN (FROM articles WHERE is_current) AS a USING (article_id)
