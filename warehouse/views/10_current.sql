CREATE VIEW current_articles AS
SELECT * EXCLUDE (is_current, superseded_at, superseded_by_run_id) FROM articles WHERE is_current;

COMMENT ON VIEW current_articles IS 'the newest version of every article';

CREATE VIEW current_claims AS
SELECT c.* EXCLUDE (is_current, superseded_at, superseded_by_run_id), a.source, a.title, a.url, a.published_date
FROM claims AS c JOIN articles AS a USING (version_id)
WHERE c.is_current;

COMMENT ON VIEW current_claims IS 'accepted claims of the newest version of every article, with its source, title, url and date';
