CREATE VIEW origins AS
WITH copies AS (
    SELECT o.origin_id, o.article_id, a.source, a.published_date, o.text_share
    FROM article_origins AS o JOIN articles AS a USING (article_id) WHERE a.is_current
)
SELECT c.origin_id, first.title, first.source, count(*) - 1 AS copy_count,
    list(DISTINCT c.source ORDER BY c.source) AS sources, min(c.published_date) AS first_date,
    max(c.published_date) AS last_date, min(c.text_share) AS least_text_share
FROM copies AS c JOIN articles AS first ON first.article_id = c.origin_id AND first.is_current
GROUP BY ALL;

COMMENT ON VIEW origins IS 'an article that is nobody''s copy, with the number of its copies, the sources that carried it, the days of the first and the last, and the least share of text that a copy has in common with what it copies';

-- By rows of a relation: to the view DuckDB brings no condition before all stories are told.
CREATE MACRO story_readings(chosen) AS TABLE
WITH told AS (
    SELECT s.story_id, s.article_id, o.origin_id, a.source, a.published_date, a.version_id
    FROM query_table(chosen) AS s JOIN article_origins AS o USING (article_id) JOIN articles AS a USING (article_id)
    WHERE a.is_current
),
named AS (
    SELECT story_id, place, count(DISTINCT origin_id) AS mentions FROM told JOIN claims AS c USING (version_id)
    WHERE c.is_current AND place IS NOT NULL GROUP BY ALL
),
placed AS (SELECT story_id, list(place ORDER BY mentions DESC, place) AS places FROM named GROUP BY story_id)
SELECT t.story_id, first.title, min(t.published_date) AS first_date, max(t.published_date) AS last_date,
    p.places[1:5] AS places, count(*) AS member_count, count(DISTINCT t.origin_id) AS origin_count,
    list(DISTINCT t.source ORDER BY t.source) AS sources
FROM told AS t JOIN articles AS first ON first.article_id = t.story_id AND first.is_current
LEFT JOIN placed AS p USING (story_id)
GROUP BY ALL;

COMMENT ON MACRO TABLE story_readings IS 'stories of which a table or view names the articles (article_stories); it must hold whole stories';

CREATE VIEW stories AS FROM story_readings('article_stories');

COMMENT ON VIEW stories IS 'a story: articles that tell of one event, with the title of the first, its days, the places that most of its origins name, and how many articles and independent origins it has';

CREATE VIEW claim_text_origins AS
SELECT c.claim_id, coalesce(first.origin_id, o.origin_id) AS origin_id, p.copy_of_id, p.copy_of_sentence_no
FROM claims AS c JOIN article_origins AS o USING (article_id)
LEFT JOIN passage_origins AS p USING (article_id, sentence_no)
LEFT JOIN article_origins AS first ON first.article_id = p.origin_id
WHERE c.is_current;

COMMENT ON VIEW claim_text_origins IS 'a current claim and the article that its words come from: the origin of the article where its sentence stood first, else of its own; claims that share it count once';
