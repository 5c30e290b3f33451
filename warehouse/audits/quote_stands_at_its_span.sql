-- The quote of every claim, accepted or set aside for another reason, is what the stored text says at its span.
WITH every AS (
    SELECT 'claims' AS table_name, claim_id, extractor_version, version_id, "start", "end", quote, sentence,
        sentence_start
    FROM claims
    UNION ALL
    SELECT 'quarantined_claims', claim_id, extractor_version, version_id, "start", "end", quote, sentence,
        sentence_start
    FROM quarantined_claims
    WHERE NOT list_contains(failed_checks, 'quote_stands_at_its_span')
        AND NOT list_contains(failed_checks, 'sentence_stands_at_its_place')
        AND NOT list_contains(failed_checks, 'span_is_in_order')
)
SELECT every.table_name, every.claim_id, every.extractor_version, every.quote,
    substring(a.text, every."start" + 1, every."end" - every."start") AS stands_there
FROM every JOIN articles AS a USING (version_id)
WHERE substring(a.text, every."start" + 1, every."end" - every."start") IS DISTINCT FROM every.quote
    OR substring(a.text, every.sentence_start + 1, length(every.sentence)) IS DISTINCT FROM every.sentence
