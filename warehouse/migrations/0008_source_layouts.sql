-- What the pages of each source were like, run by run: until now every night read the texts of the last ones for it.

CREATE TABLE program_only.source_layouts (
    "run_id" VARCHAR NOT NULL,
    "source" VARCHAR NOT NULL,
    "page_count" BIGINT NOT NULL,
    "text_length" DOUBLE NOT NULL,
    "dated_share" DOUBLE NOT NULL,
    "titled_share" DOUBLE NOT NULL,
    "repeated_share" DOUBLE NOT NULL,
    "date_given_share" DOUBLE,
    "date_feed_share" DOUBLE,
    "date_json_ld_share" DOUBLE,
    "date_meta_tag_share" DOUBLE,
    "date_url_share" DOUBLE,
    "date_text_share" DOUBLE
);
INSERT INTO program_only.source_layouts
SELECT run_id, source, count(*), median(length(text))::DOUBLE, avg((published_date IS NOT NULL)::INT),
    avg((title IS NOT NULL)::INT), avg((copies > 1)::INT),
    avg((date_source = 'given')::INT) FILTER (date_source <> 'none'),
    avg((date_source = 'feed')::INT) FILTER (date_source <> 'none'),
    avg((date_source = 'json-ld')::INT) FILTER (date_source <> 'none'),
    avg((date_source = 'meta tag')::INT) FILTER (date_source <> 'none'),
    avg((date_source = 'url')::INT) FILTER (date_source <> 'none'),
    avg((date_source = 'text')::INT) FILTER (date_source <> 'none')
FROM (SELECT *, count(*) OVER (PARTITION BY run_id, source, hash(text)) AS copies FROM articles)
GROUP BY run_id, source ORDER BY run_id, source;
