-- By rows of a relation: to a view DuckDB brings no condition before every relation's figures are told.
CREATE MACRO relation_readings(chosen) AS TABLE
WITH named AS (
    SELECT relation_id, extractor_version, unnest(claim_ids) AS claim_id, unnest(claim_parts) AS part,
        generate_subscripts(claim_ids, 1) AS place
    FROM arithmetic WHERE is_current AND version_id IN (SELECT version_id FROM query_table(chosen))
), amended AS (
    -- What a person put right was not what the relation was tested with.
    SELECT DISTINCT relation_id, extractor_version FROM named
    SEMI JOIN (FROM quarantined_claims WHERE is_current AND decision = 'correct') AS q USING (claim_id, extractor_version)
), told AS (
    SELECT relation_id, extractor_version, list(named.part || ': ' || c.quote ORDER BY named.place) AS figures
    FROM named JOIN (FROM claims WHERE is_current) AS c USING (claim_id, extractor_version)
    GROUP BY ALL
)
SELECT r.relation, told.figures, r.verdict, c.quote, r.stated_value, r.holding_value, r.slack, c.unit, c.unit_name,
    c.sentence, c.item, a.source, a.own_id, a.title, a.url, a.published_date, c."start", r.relation_id, r.claim_ids, r.claim_parts,
    r.tested_claim_id, r.article_id, r.version_id, r.extractor_version, r.run_id
FROM arithmetic AS r JOIN told USING (relation_id, extractor_version)
JOIN claims AS c ON c.claim_id = r.tested_claim_id AND c.extractor_version = r.extractor_version AND c.is_current
JOIN articles AS a ON a.version_id = r.version_id
ANTI JOIN amended USING (relation_id, extractor_version)
WHERE r.is_current AND len(told.figures) = len(r.claim_ids);

COMMENT ON MACRO TABLE relation_readings IS 'relations between accepted claims of the articles of which a table or view names the versions, which must be current';

CREATE MACRO relations_of(article, is_every := false) AS TABLE
WITH chosen AS (
    SELECT version_id FROM articles
    WHERE is_current AND (is_every OR article IN (article_id, version_id, own_id, url)
        OR regexp_matches(title, word_pattern(article)))
)
FROM relation_readings('chosen');

COMMENT ON MACRO TABLE relations_of IS 'relations between accepted claims of an article, by its id, own id, address or words of its title; with is_every := true of the newest versions of all articles';

CREATE VIEW current_arithmetic AS FROM relations_of('', is_every := true);

COMMENT ON VIEW current_arithmetic IS 'relations between accepted claims of the newest version of an article: the figures, the one that was tested, the value of it that the others come to, and the verdict';

CREATE VIEW failing_arithmetic AS
SELECT * FROM current_arithmetic WHERE verdict = 'fails'
ORDER BY published_date DESC NULLS LAST, version_id, "start", relation_id;

COMMENT ON VIEW failing_arithmetic IS 'relations whose figures do not add up, beyond what rounding and hedges allow: a slip of the reporter or of the extractor';

CREATE MACRO adds_up(article) AS TABLE
SELECT * FROM relations_of(article)
ORDER BY published_date DESC NULLS LAST, version_id, "start", relation_id;

COMMENT ON MACRO TABLE adds_up IS 'relations between the figures of an article, by its id, own id, address or words of its title, with their verdicts';
