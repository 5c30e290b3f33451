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

CREATE MACRO claims_at(name, on_day := NULL) AS TABLE
SELECT * FROM current_claims
WHERE (regexp_matches(place, word_pattern(name)) OR place_country = upper(trim(name)))
    AND (on_day IS NULL OR CAST(on_day AS DATE) BETWEEN coalesce(as_of_start, as_of_end) AND coalesce(as_of_end, as_of_start))
ORDER BY published_date DESC NULLS LAST, version_id, "start", claim_id;

COMMENT ON MACRO TABLE claims_at IS 'current claims about a place, by name or country code; with a day only those whose days include it';

CREATE MACRO claims_in_unit(code) AS TABLE
SELECT base_value, base_low, base_high, base_unit, current_claims.* EXCLUDE (base_value, base_low, base_high, base_unit)
FROM current_claims
WHERE base_unit IN (SELECT base_unit FROM claims WHERE unit = code OR base_unit = code)
ORDER BY base_value NULLS LAST, version_id, "start", claim_id;

COMMENT ON MACRO TABLE claims_in_unit IS 'current claims in any unit that converts to the same base as this UCUM code, with base values first, the smallest first';

CREATE MACRO figures_over_time(words, in_sentence := false) AS TABLE
SELECT coalesce(c.as_of_end, a.published_date) AS about_date, a.published_date, c.quote, c."value", c.low, c.high, c.unit,
    c.item, c.predicate, c.speaker, c.place, c.modality, c.measure, c.role, c.of_claim_id,
    c.restates_claim_id, a.source, a.title, a.url, c.is_current, c.sentence,
    c.claim_id
FROM claims AS c JOIN articles AS a USING (version_id)
WHERE c.superseded_by_run_id IS NOT DISTINCT FROM a.superseded_by_run_id  -- no older reading of a text by older rules
    AND (regexp_matches(concat_ws(' | ', c.quote, c.item, c.actor, c.unit_name), word_pattern(words))
        OR (in_sentence AND regexp_matches(c.sentence, word_pattern(words))))
ORDER BY about_date NULLS FIRST, a.published_date NULLS FIRST, version_id, c."start", c.claim_id;

COMMENT ON MACRO TABLE figures_over_time IS 'claims of all versions of the articles whose quote, item, actor or unit has the word or phrase (with in_sentence := true also those whose sentence has it), by the day that they are about, else of publication, the oldest first; is_current is false for those of older versions';

CREATE MACRO conflicting_claims(words, in_sentence := false, days := 0, any_verb := false) AS TABLE
WITH told AS (
    SELECT *, coalesce(as_of_start, as_of_end, published_date) AS first_day,
        coalesce(as_of_end, as_of_start, published_date) AS last_day
    FROM claims_about(words, in_sentence := in_sentence)
    WHERE trend IS NULL AND modality = 'asserted'
)
SELECT a.item, a.unit, a.quote, b.quote AS other_quote, a.predicate, b.predicate AS other_predicate, a.speaker,
    b.speaker AS other_speaker, a.source, b.source AS other_source, a.title, b.title AS other_title, a.published_date,
    b.published_date AS other_published_date, a.sentence, b.sentence AS other_sentence, a.claim_id,
    b.claim_id AS other_claim_id
FROM told AS a JOIN told AS b
    ON a.unit = b.unit AND lower(a.item) = lower(b.item) AND (a.predicate = b.predicate OR any_verb)
    AND (a.version_id, a.sentence_no) <> (b.version_id, b.sentence_no)
    AND coalesce(a.place = b.place, true)
    AND (a.published_date, a.claim_id) < (b.published_date, b.claim_id)
    AND a.first_day <= b.last_day + days AND b.first_day <= a.last_day + days
    AND (a.high < b.low OR b.high < a.low)
ORDER BY a.published_date, a.claim_id, b.claim_id;

COMMENT ON MACRO TABLE conflicting_claims IS 'pairs of current asserted claims about the word or phrase of different sentences that cannot both hold: the same item, verb and unit, days that meet (or lie at most that many days apart), no two places, and intervals that do not meet; with any_verb := true whatever their verbs';
