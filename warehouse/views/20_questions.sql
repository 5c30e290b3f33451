-- Words match whole words in any case: between two characters that are neither letter nor digit.
CREATE MACRO word_pattern(words) AS
    '(?i)(^|[^\pL\pN])' || array_to_string(
        list_transform(string_split_regex(trim(words), '\s+'), lambda word: regexp_escape(word)), '\s+'
    ) || '($|[^\pL\pN])';

COMMENT ON MACRO word_pattern IS 'regular expression that finds a word or phrase as whole words, in any case';

CREATE MACRO claims_about(words, in_sentence := false) AS TABLE
SELECT * FROM current_claims
WHERE regexp_matches(concat_ws(' | ', quote, item, actor, unit_name), word_pattern(words))
    OR (in_sentence AND regexp_matches(sentence, word_pattern(words)))
ORDER BY published_date DESC NULLS LAST, version_id, "start", claim_id;

COMMENT ON MACRO TABLE claims_about IS 'current claims whose quote, item, actor or unit has the word or phrase, newest first; with in_sentence := true also those whose sentence has it';

CREATE MACRO claims_by_speaker(name) AS TABLE
SELECT * FROM current_claims
WHERE regexp_matches(speaker, word_pattern(name))
ORDER BY published_date DESC NULLS LAST, version_id, "start", claim_id;

COMMENT ON MACRO TABLE claims_by_speaker IS 'current claims that the article says from this speaker, by full or short name, newest first';

CREATE MACRO country_named(name) AS (
    SELECT min(c.place_country) FROM program_only.country_names AS c WHERE c.word = lower(trim(name))
);

COMMENT ON MACRO country_named IS 'ISO code of a country by its name, adjective, people or code; null for another word';

CREATE MACRO country_behind(name) AS country_named(regexp_extract(name, ',([^,]*)$', 1));

COMMENT ON MACRO country_behind IS 'ISO code of the country that stands behind the last comma, as in Georgia, US; null where none does';

CREATE MACRO claims_at(name, on_day := '') AS TABLE
SELECT * FROM current_claims
WHERE (place_country = country_named(name)
        OR (place_country IS NULL
            AND lower(place) IN (SELECT c.word FROM program_only.country_names AS c WHERE c.place_country = country_named(name)))
        OR (country_named(name) IS NULL AND regexp_matches(place, word_pattern(name)))
        OR (place_country = country_behind(name)
            AND regexp_matches(place, word_pattern(regexp_replace(name, ',[^,]*$', '')))))
    AND (coalesce(CAST(on_day AS VARCHAR), '') = '' OR CAST(nullif(CAST(on_day AS VARCHAR), '') AS DATE) BETWEEN coalesce(as_of_start, as_of_end) AND coalesce(as_of_end, as_of_start))
ORDER BY published_date DESC NULLS LAST, version_id, "start", claim_id;

COMMENT ON MACRO TABLE claims_at IS 'current claims about a place, by name, or by name and country (Georgia, US); a country by any name, adjective or code; with a day only those whose days include it';

CREATE MACRO claims_in_unit(code) AS TABLE
SELECT base_value, base_low, base_high, base_unit, current_claims.* EXCLUDE (base_value, base_low, base_high, base_unit)
FROM current_claims
WHERE base_unit IN (SELECT base_unit FROM claims WHERE unit = code OR base_unit = code)
ORDER BY base_value NULLS LAST, version_id, "start", claim_id;

COMMENT ON MACRO TABLE claims_in_unit IS 'current claims in any unit that converts to the same base as this UCUM code, with base values first, the smallest first';
