-- An origin was published first: no copy before what it copies, and no article of a story before the story's first.
SELECT 'article_origins' AS table_name, o.article_id, a.published_date, first.published_date AS first_date
FROM article_origins AS o JOIN articles AS a USING (article_id) JOIN articles AS first ON first.article_id = o.origin_id
WHERE a.is_current AND first.is_current AND a.published_date < coalesce(first.published_date, DATE '9999-12-31')
UNION ALL
SELECT 'article_stories', s.article_id, a.published_date, first.published_date
FROM article_stories AS s JOIN articles AS a USING (article_id) JOIN articles AS first ON first.article_id = s.story_id
WHERE a.is_current AND first.is_current AND a.published_date < coalesce(first.published_date, DATE '9999-12-31')
UNION ALL
SELECT 'passage_origins', p.article_id, a.published_date, first.published_date
FROM passage_origins AS p JOIN articles AS a USING (article_id) JOIN articles AS first ON first.article_id = p.origin_id
WHERE a.is_current AND first.is_current AND a.published_date < coalesce(first.published_date, DATE '9999-12-31')
