CREATE VIEW run_history AS
WITH fate AS (
    SELECT run_id, arg_max(run_kind, event_at) AS run_kind, min(event_at) AS began_at,
        arg_max(event, (event_at, event <> 'started')) AS last_event,
        -- What people decided about a held run later does not make it longer, nor does it hide why it was held.
        max(event_at) FILTER (event NOT IN ('accepted', 'discarded')) AS last_at,
        concat_ws('; ', arg_max(message, (event_at, event <> 'started')) FILTER (event NOT IN ('accepted', 'discarded')),
            arg_max(event || ': ' || message, event_at) FILTER (event IN ('accepted', 'discarded'))) AS told
    FROM run_events GROUP BY run_id
)
SELECT run_id, coalesce(r.run_kind, f.run_kind) AS run_kind,
    if(r.run_id IS NULL, f.last_event, 'completed') AS event,
    coalesce(r.started_at, f.began_at) AS started_at,
    coalesce(r.finished_at, if(f.last_event = 'started', NULL, f.last_at)) AS finished_at,
    epoch(coalesce(r.finished_at, if(f.last_event = 'started', NULL, f.last_at)) - coalesce(r.started_at, f.began_at))
        AS duration_s,
    r.document_count, r.new_count, r.changed_count, r.unchanged_count, r.rejected_count, r.article_count,
    r.extracted_count, r.claim_count, r.quarantined_count, r.check_count, r.failed_check_count, r.accepted_by,
    r.accepted_why, r.program_version, r.extractor_version, if(r.run_id IS NULL, nullif(f.told, ''), NULL) AS message
FROM runs AS r FULL JOIN fate AS f USING (run_id)
ORDER BY started_at DESC, run_id DESC;

COMMENT ON VIEW run_history IS 'every run, completed or not, the newest first: event says what became of it';

CREATE VIEW source_freshness AS
SELECT source,
    max(finished_at) AS last_run_at,
    max(finished_at) FILTER (new_count + changed_count > 0) AS last_fresh_at,
    max(newest.published_date) AS newest_date,
    sum(new_count)::BIGINT AS new_count,
    sum(changed_count)::BIGINT AS changed_count,
    arg_max(unchanged_count, finished_at) AS unchanged_count,
    arg_max(rejected_count, finished_at) AS rejected_count
FROM run_sources
JOIN (SELECT run_id, finished_at FROM runs) USING (run_id)
LEFT JOIN (SELECT source, max(published_date) AS published_date FROM articles WHERE is_current GROUP BY source) AS newest
    USING (source)
GROUP BY source
ORDER BY source;

CREATE VIEW source_dates AS
SELECT source, date_source, count(*) AS date_source_count,
    count(*) / sum(count(*)) OVER (PARTITION BY source) AS date_source_share, avg(date_confidence) AS date_confidence
FROM articles WHERE is_current AND date_source IS NOT NULL
GROUP BY source, date_source
ORDER BY source, date_source_count DESC, date_source;

COMMENT ON VIEW source_dates IS 'where the days of publication of a source''s articles come from: how many, which share of them, how likely they are right';

COMMENT ON VIEW source_freshness IS 'every source: when it was read last, when it last gave something new, and its newest article; new and changed documents in all runs, unchanged and rejected ones in the last';
