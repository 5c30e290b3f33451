-- The span of every accepted claim lies inside its sentence.
SELECT claim_id, extractor_version, "start", "end", sentence_start, length(sentence) AS sentence_length
FROM claims
WHERE NOT (0 <= sentence_start AND sentence_start <= "start" AND "start" < "end"
    AND "end" <= sentence_start + length(sentence))
