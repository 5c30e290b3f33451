-- The bytes that a text comes from can be found and verified: their SHA-256 is on record, as is that of the content.
SELECT article_id, bytes_hash, content_hash, place_found FROM raw_documents
WHERE NOT regexp_full_match(bytes_hash, '[0-9a-f]{64}') OR NOT regexp_full_match(content_hash, '[0-9a-f]{64}')
