CREATE VIEW current_articles AS
SELECT * EXCLUDE (is_current, superseded_at, superseded_by_run_id) FROM articles WHERE is_current;

COMMENT ON VIEW current_articles IS 'the newest version of every article';

CREATE VIEW current_claims AS
SELECT c.* EXCLUDE (is_current, superseded_at, superseded_by_run_id), a.source, a.title, a.url, a.published_date
FROM claims AS c JOIN articles AS a USING (version_id)
WHERE c.is_current;

COMMENT ON VIEW current_claims IS 'accepted claims of the newest version of every article, with its source, title, url and date';

CREATE VIEW claim_origins AS
SELECT c.claim_id, c.quote, c.sentence, c."start", c."end", c.version_id, a.source, a.own_id, a.title, a.url,
    a.published_date, d.place_found, d.row_no, d.bytes_hash, d.received_at, c.rule, c.extractor_version, c.run_id
FROM claims AS c
JOIN articles AS a USING (version_id)
JOIN raw_documents AS d ON d.article_id = a.article_id AND d.content_hash = a.content_hash
WHERE c.is_current;

COMMENT ON VIEW claim_origins IS 'where every current claim comes from: its words, its article, and the file of stored bytes (raw/ab/cdef… by bytes_hash) with the row in it';
