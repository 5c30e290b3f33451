-- A question's words find figures by their stems, a measure by any of its words, a country by any of its names.
CREATE MACRO measures_named(words) AS (
    SELECT coalesce(list(DISTINCT m.measure), []) FROM program_only.measure_names AS m
    WHERE trim(stemmed(m.word)) = trim(stemmed(replace(words, '_', ' ')))
);

COMMENT ON MACRO measures_named IS 'the measures that a word or phrase asks for: killed, dead and death toll for deaths';

CREATE MACRO asked(words) AS (
    WITH whole AS (
        SELECT trim(stemmed(words)) AS stem, measures_named(words) AS measures, country_named(words) AS country
    ), parts AS (
        SELECT unnest(if(whole.measures <> [] OR whole.country IS NOT NULL, [trim(words)],
            list_filter(string_split_regex(trim(words), '[\s-]+'), lambda part: part <> ''))) AS part
        FROM whole
    ), named AS (
        SELECT trim(stemmed(p.part)) AS stem, list(DISTINCT m.measure) FILTER (m.measure IS NOT NULL) AS measures,
            min(c.place_country) AS country
        FROM parts AS p
        LEFT JOIN program_only.measure_names AS m ON trim(stemmed(m.word)) = trim(stemmed(p.part))
        LEFT JOIN program_only.country_names AS c ON c.word = lower(p.part) AND (length(p.part) > 2 OR p.part = upper(p.part))
        GROUP BY ALL
    )
    SELECT coalesce(list(struct_pack(stem := ' ' || n.stem || ' ', measures := n.measures, country := n.country)), [])
    FROM named AS n
);

COMMENT ON MACRO asked IS 'the words of a question, each with its stem, the measures and the country that it names';

CREATE MACRO is_asked(told, sort, land, question) AS len(list_filter(question, lambda part: NOT (
    contains(told, part.stem) OR coalesce(list_contains(part.measures, sort), false)
    OR coalesce(part.country = land, false)
))) = 0;

COMMENT ON MACRO is_asked IS 'whether every word of a question is among the words of a figure, or names its measure or its country';

CREATE MACRO figures_about(words) AS TABLE
WITH question AS (SELECT asked(words) AS parts)
SELECT f.* FROM figures AS f, question AS q
WHERE is_asked(f.stems, f.measure, f.place_country, q.parts);

COMMENT ON MACRO TABLE figures_about IS 'figures that a word or phrase is about, in any order: by the stems of title, quote, item, actor, verb and place, by measure, by country';

CREATE MACRO series(what, about := '', at_place := '') AS TABLE
WITH question AS (
    SELECT measures_named(what) AS measures, asked(about) AS parts, country_named(at_place) AS country
)
SELECT p.* FROM series_points AS p
WHERE p.series_id IN (
    SELECT f.series_id FROM figures AS f, question AS q
    WHERE list_contains(q.measures, f.measure) AND is_asked(f.stems, f.measure, f.place_country, q.parts)
        AND (at_place = '' OR f.place_country = q.country
            OR (q.country IS NULL AND regexp_matches(f.place, word_pattern(at_place))))
) AND list_contains(measures_named(what), p.measure)
ORDER BY p.series_id, p.about_date, p.period_days;

COMMENT ON MACRO TABLE series IS 'the points of every series of a measure whose figures the words are about, at a place if one is given, the oldest first';

CREATE MACRO toll(words) AS TABLE
WITH question AS (SELECT asked(words) AS parts), told AS (
    SELECT f.* FROM figures AS f, question AS q
    WHERE f.is_point AND f.modality = 'asserted' AND f.measure = 'deaths' AND f.comparable_unit = 'count'
        AND (f.story_id = words OR is_asked(f.stems, f.measure, f.place_country, q.parts))
), valued AS (
    SELECT about_date, subject_key, coalesce(figure, figure_low, figure_high) AS figure,
        count(DISTINCT voice) AS voices, max(published_date) AS newest_date, bool_or(coalesce(figure_low = figure_high, false)) AS is_exact
    FROM told GROUP BY ALL
), best AS (
    SELECT about_date, subject_key, best_of(figure, voices, is_exact, newest_date) AS best FROM valued GROUP BY ALL
)
SELECT t.about_date, min(t.subject) AS subject, min(coalesce(t.figure_low, t.figure, t.figure_high)) AS low, min(b.best) AS best,
    max(coalesce(t.figure_high, t.figure, t.figure_low)) AS high, count(DISTINCT t.voice) AS origin_count,
    list(DISTINCT t.speaker ORDER BY t.speaker) FILTER (t.speaker IS NOT NULL) AS speakers,
    list(DISTINCT t.source ORDER BY t.source) AS sources
FROM told AS t JOIN best AS b ON b.about_date = t.about_date AND b.subject_key = t.subject_key
GROUP BY t.about_date, t.subject_key
ORDER BY t.about_date, t.subject_key;

COMMENT ON MACRO TABLE toll IS 'how the number of dead grew, day by day, in what the words (or the id of a story) tell of: low, best, high, origins, speakers';

CREATE MACRO latest(what, about := '') AS TABLE
SELECT * FROM series(what, about := about)
QUALIFY row_number() OVER (PARTITION BY series_id ORDER BY about_date DESC, period_days, origin_count DESC) = 1
ORDER BY about_date DESC, series_id;

COMMENT ON MACRO TABLE latest IS 'the newest point of every series of a measure whose figures the words are about';

CREATE MACRO conflicts(words := '') AS TABLE
WITH question AS (SELECT asked(words) AS parts)
SELECT k.* FROM conflicts AS k
JOIN figures AS f ON f.claim_id = k.claim_id JOIN figures AS o ON o.claim_id = k.other_claim_id, question AS q
WHERE is_asked(f.stems, f.measure, f.place_country, q.parts) OR is_asked(o.stems, o.measure, o.place_country, q.parts)
ORDER BY k.about_date DESC, k.claim_id, k.other_claim_id;

COMMENT ON MACRO TABLE conflicts IS 'conflicts of figures that the words are about, the newest first';

CREATE MACRO who_says(words) AS TABLE
SELECT speaker, speaker_type, modality, about_date, quote, figure, comparable_unit, measure, subject, place, source, title,
    published_date, claim_id
FROM figures_about(words)
WHERE speaker IS NOT NULL
ORDER BY about_date, published_date, speaker_key, claim_id;

COMMENT ON MACRO TABLE who_says IS 'who gives which figure in what the words are about, the oldest first';

CREATE MACRO by_month(what, about := '') AS TABLE
WITH question AS (SELECT measures_named(what) AS measures, asked(about) AS parts)
SELECT CAST(date_trunc('month', f.about_date) AS DATE) AS month, f.comparable_unit, f.modality, count(*) AS figure_count,
    count(DISTINCT f.voice) AS origin_count, min(f.figure) AS low, median(f.figure) AS middle, max(f.figure) AS high
FROM figures AS f, question AS q
WHERE f.is_point AND list_contains(q.measures, f.measure) AND is_asked(f.stems, f.measure, f.place_country, q.parts)
GROUP BY ALL ORDER BY month, comparable_unit, modality;

COMMENT ON MACRO TABLE by_month IS 'levels of a measure by month and unit: how many, from how many origins, least, middle and most';

CREATE MACRO origins_of(claim) AS TABLE
SELECT f.origin_id, f.voice, f.speaker, f.source, f.title, f.published_date, f.quote, f.article_id = f.origin_id AS is_origin,
    f.claim_id
FROM figures AS f JOIN (SELECT * FROM figures AS g WHERE g.claim_id = claim) AS one
    ON f.claim_id = one.claim_id OR (f.series_id = one.series_id AND f.about_date IS NOT DISTINCT FROM one.about_date
        AND f.period_days IS NOT DISTINCT FROM one.period_days
        AND f.figure_low IS NOT DISTINCT FROM one.figure_low AND f.figure_high IS NOT DISTINCT FROM one.figure_high)
ORDER BY f.published_date, f.voice, f.claim_id;

COMMENT ON MACRO TABLE origins_of IS 'every claim that tells the same figure of the same point as this one, with its origin and its voice: one voice counts once';

CREATE MACRO notable(night) AS TABLE
WITH tonight AS MATERIALIZED (
    SELECT f.* FROM figures AS f SEMI JOIN (FROM measures WHERE is_telling) AS m ON m.measure = f.measure
    WHERE f.is_point AND f.modality = 'asserted'
        AND (f.run_id = night OR CAST(f.published_date AS VARCHAR) = night)
), usual AS (
    SELECT measure, comparable_unit, median(abs(figure)) AS middle
    FROM figures SEMI JOIN tonight USING (measure, comparable_unit) WHERE is_point AND figure IS NOT NULL GROUP BY ALL
), before AS (
    SELECT series_id, min(published_date) AS first_date
    FROM figures SEMI JOIN tonight USING (series_id) WHERE is_point GROUP BY series_id
), points AS (
    SELECT series_id, about_date, figure, count(DISTINCT voice) AS origin_count, any_value(measure) AS measure,
        any_value(comparable_unit) AS comparable_unit, min(subject) AS subject,
        min(published_date) AS first_date, arg_min(struct_pack(quote, title, claim_id), (published_date, claim_id)) AS first_one
    FROM tonight GROUP BY series_id, about_date, figure
)
SELECT round(ln(1 + p.origin_count) + log10(1 + abs(p.figure) / greatest(u.middle, 1e-9)) + if(b.first_date = p.first_date, 0.5, 0), 3)
        AS weight,
    p.measure, p.subject, p.figure, p.comparable_unit, p.origin_count, p.about_date, p.first_one.quote AS quote,
    p.first_one.title AS title, p.first_one.claim_id AS claim_id
FROM points AS p JOIN usual AS u USING (measure, comparable_unit) JOIN before AS b USING (series_id)
ORDER BY weight DESC, claim_id;

COMMENT ON MACRO TABLE notable IS 'figures of a run or a day of publication by weight: independent origins, size for their measure, novelty';
