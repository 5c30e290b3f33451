-- Endings of English words fall, so that prices and price, killed and kill, cities and city are one.
CREATE MACRO stemmed(words) AS regexp_replace(
    lower(translate(words, '-–—("''’“”,;:/)', '              ')),
    '([^ ]{3,}?)(?:ies|es|s|ed|ing|y)( |$)|([^ ]{4,}?)e( |$)', '\1\2\3\4', 'g'
);

COMMENT ON MACRO stemmed IS 'a text in lower case without punctuation and without the endings of its words';

CREATE MACRO best_of(figure, voices, is_exact, newest_date) AS
    arg_max(figure, (voices, is_exact, coalesce(newest_date, DATE '0001-01-01'), figure));

COMMENT ON MACRO best_of IS 'of figures for one point the one that most voices tell; of as many the exact before the hedged, then the newer, then the higher';

CREATE MACRO comparable_unit(kind, unit, base_unit) AS
    CASE WHEN kind = 'count' THEN 'count' WHEN base_unit = '1' THEN '%' ELSE coalesce(base_unit, unit) END;

COMMENT ON MACRO comparable_unit IS 'the unit in which a claim is compared with others: count for whatever is counted, %, a base unit, a currency';

CREATE MACRO comparable_figure(kind, base_unit, told, told_in_base) AS
    round(if(base_unit IS NULL OR kind = 'count', told, if(base_unit = '1', 100, 1) * told_in_base), 9);

COMMENT ON MACRO comparable_figure IS 'a value or bound of a claim in that unit, out of what was told and what that is in the base unit';

CREATE MACRO town_of(place_key) AS
    regexp_replace(split_part(place_key, ',', 1), ' (?:{{ledger_words.grounds}})( of .*)?$', '');

COMMENT ON MACRO town_of IS 'the name of a place without its country and without what ground it is: "sylhet" of "sylhet region of bangladesh, BD"';

CREATE MACRO is_decided(measure, modality, sentence) AS CASE modality
    WHEN 'forecast' THEN regexp_full_match(measure, '{{ledger_words.settled measures}}')
        AND NOT regexp_matches(sentence, '(?i)\b(?:{{ledger_words.foreseen}})')
    WHEN 'possible' THEN regexp_full_match(measure, '{{ledger_words.holding measures}}')
    ELSE false END;

COMMENT ON MACRO is_decided IS 'whether a figure is told as what will be because it is decided and not because somebody foresees it ("will lend 240 million", "plans to cut 700 jobs"), or as what can be because it is so ("can carry 46 passengers")';

CREATE MACRO is_of_those(sentence, behind) AS
    regexp_matches(substr(sentence, behind + 1), '(?i)^ of (?:the|those|these|its|their|his|her) (?:[\w,.-]+ )?(?:{{ledger_words.of a toll}})\b');

COMMENT ON MACRO is_of_those IS 'whether a figure that ends `behind` so many characters of its sentence counts some of those whom a toll counts: "three of the dead were children" is no toll of three';

CREATE MACRO is_day_of_event(measure, sentence, time_text) AS CASE
    WHEN regexp_full_match(measure, '{{subject_words.harm}}') AND NOT regexp_matches(time_text, '\d')
        AND (contains(sentence, ' of ' || time_text) OR contains(translate(sentence, '’', ''''), time_text || '''s '))
    THEN regexp_matches(sentence, '\b(?:{{subject_words.event}}) of ' || regexp_escape(time_text) || '\b')
        OR regexp_matches(sentence, '\b' || regexp_escape(time_text) || '[''’]s (?:[\w.-]+ ){0,2}(?:{{subject_words.event}})\b')
    ELSE false END;

COMMENT ON MACRO is_day_of_event IS 'whether the words that date a toll say on which day the event was and not of which the toll is: "the quake of Monday", "Monday''s quake"; a year or a date is of the toll, too';

CREATE MACRO voice_words(voice) AS
    list_filter(string_split_regex(regexp_replace(lower(voice), '\([^)]*\)?|[''’]s\b', ' ', 'g'), '[^\w.]+'), word -> length(word) > 1
        AND word NOT IN ('and', 'of', 'the', 'in', 'at', 'for', 'by'));

COMMENT ON MACRO voice_words IS 'the words of a voice''s name or of an actor that tell, in lower case, without what stands in brackets';

CREATE MACRO is_one_voice(one, other) AS
    list_has_all(voice_words(one), voice_words(other)) OR list_has_all(voice_words(other), voice_words(one));

COMMENT ON MACRO is_one_voice IS 'whether all words of one voice''s name are in the other''s: "Justice Department" and "the Justice Department and the IRS"';

CREATE MACRO are_others(one, other) AS
    coalesce(regexp_matches(one, '^\p{Lu}') AND regexp_matches(other, '^\p{Lu}') AND NOT list_has_any(voice_words(one), voice_words(other)), false);

COMMENT ON MACRO are_others IS 'whether two actors have names without a word in common';

CREATE VIEW full_names AS
SELECT split_part(speaker_key, ' ', -1) AS surname, min(speaker_key) AS full_key
FROM claims WHERE is_current AND speaker_type = 'person' AND contains(speaker_key, ' ')
    -- "chief of police" and "health secretary" are no names.
    AND NOT regexp_matches(speaker_key, ' (of|in|at|for|from|on|by|with) ')
    AND (
        split_part(speaker_key, ' ', -1) NOT IN (SELECT word FROM program_only.role_words)
        OR split_part(speaker_key, ' ', 1) IN (SELECT word FROM program_only.given_names)  -- "Tom King"
    )
GROUP BY surname HAVING count(DISTINCT speaker_key) = 1;

COMMENT ON VIEW full_names IS 'a surname that only one full name of a person ends in: who is called by it alone is that person';

CREATE VIEW shared_stories AS
SELECT story_id FROM article_stories JOIN article_origins USING (article_id)
GROUP BY story_id HAVING count(DISTINCT origin_id) > 1;

COMMENT ON VIEW shared_stories IS 'a story of several origins: one text and its reprints are one report, and no story to the ledger';

-- What the tables are made from, by rows of a relation: of everything, or of what a change has touched (warehouse/ledger.py).
CREATE MACRO figure_readings(chosen) AS TABLE
WITH beside AS MATERIALIZED (
    -- What the articles of the chosen claims tell: all that a claim is read with is there, and however much is stored,
    -- no join has to look at more.  DuckDB reads every column that is named here, whether it is used or not.
    SELECT claim_id, article_id, version_id, sentence_no, quote, kind, "value", low, high, trend, unit, unit_name, base_value,
        base_low, base_high, base_unit, item, actor, predicate, speaker, time_text, place, place_country, modality, measure, role,
        restates_claim_id, subject, subject_key, place_key, speaker_key, speaker_type,
        if(is_day_of_event, NULL, as_of_start) AS as_of_start, if(is_day_of_event, NULL, as_of_end) AS as_of_end,
        is_decided(measure, modality, sentence) AS is_decided,
        is_of_those(sentence, "end" - sentence_start) AS is_of_those
    FROM (SELECT *, is_day_of_event(measure, sentence, time_text) AS is_day_of_event FROM claims)
    WHERE is_current AND article_id IN (SELECT article_id FROM claims SEMI JOIN query_table(chosen) AS of USING (claim_id))
), stories_told AS MATERIALIZED (
    SELECT article_id, story_id FROM article_stories WHERE article_id IN (SELECT article_id FROM beside)
), shared AS (
    SELECT story_id FROM article_stories JOIN article_origins USING (article_id)
    WHERE story_id IN (SELECT story_id FROM stories_told)
    GROUP BY story_id HAVING count(DISTINCT origin_id) > 1
), told_together AS (
    SELECT relation_id, extractor_version, unnest(claim_ids) AS claim_id, unnest(claim_parts) AS part
    FROM arithmetic
    WHERE is_current AND relation IN ('part', 'sum') AND article_id IN (SELECT article_id FROM beside)
), corrected AS (
    -- What a person put right was not what the relation was tested with.
    SELECT DISTINCT relation_id, extractor_version FROM told_together
    SEMI JOIN (FROM quarantined_claims WHERE is_current AND decision = 'correct') AS q USING (claim_id, extractor_version)
), parts AS (
    -- "64 cases, 52 of them children": a part told of the same point as the whole, one subject, place and time, is no
    -- level of it; one of another town or quarter is a level there.  Where only one of them says a place or a day, they
    -- are of the same.
    SELECT DISTINCT p.claim_id FROM told_together AS p
    JOIN told_together AS w USING (relation_id, extractor_version)
    ANTI JOIN corrected AS k ON k.relation_id = p.relation_id AND k.extractor_version = p.extractor_version
    JOIN beside AS one ON one.claim_id = p.claim_id
    JOIN beside AS whole ON whole.claim_id = w.claim_id
    LEFT JOIN measures AS m ON m.measure = one.measure
    WHERE p.part = 'part' AND w.part IN ('whole', 'total')
        AND one.measure = whole.measure AND one.subject_key = whole.subject_key
        AND (m.scope = 'event' OR coalesce(one.place_key = whole.place_key, true))
        AND coalesce(one.as_of_start = whole.as_of_start, true)
        AND coalesce(one.as_of_end = whole.as_of_end, true)
), stated AS (
    -- The words come from where the sentence stood first (claim_text_origins).
    SELECT c.claim_id, c.article_id, c.version_id, coalesce(first.origin_id, o.origin_id) AS origin_id, s.story_id,
        coalesce(f.full_key, c.speaker_key, first.origin_id, o.origin_id) AS voice,
        a.source, a.title, a.published_date, c.as_of_start IS NULL AND c.as_of_end IS NULL AS is_undated,
        coalesce(c.as_of_end, c.as_of_start, a.published_date) AS last_day,
        -- The cases of an outbreak are a level: "64 since May" are those that there are.
        if(c.measure = 'cases' AND starts_with(lower(c.time_text), 'since '), c.as_of_end,
            coalesce(c.as_of_start, c.as_of_end, a.published_date)) AS first_day,
        c.measure, m.scope, c.subject_key IS NULL AND s.story_id IS NOT NULL AS is_of_story,
        comparable_unit(c.kind, c.unit, c.base_unit) AS comparable_unit,
        comparable_figure(c.kind, c.base_unit, c."value", c.base_value) AS figure,
        comparable_figure(c.kind, c.base_unit, c.low, c.base_low) AS figure_low,
        comparable_figure(c.kind, c.base_unit, c.high, c.base_high) AS figure_high,
        -- What an article leaves open is of its story.
        if(is_of_story, replace(c.measure, '_', ' '), c.subject) AS subject, if(is_of_story, c.measure, c.subject_key) AS subject_key,
        c.place, c.place_key, c.place_country,
        if(m.scope = 'event' OR is_of_story, coalesce(s.story_id, c.place_key), c.place_key) AS area,
        if(c.is_decided, 'asserted', c.modality) AS modality, c.role,
        -- A conversion or a repetition is no figure more; the same figure out of another mouth is.
        (r.claim_id IS NULL OR coalesce(c.speaker_key <> coalesce(r.speaker_key, '') AND c.unit = r.unit, false)) AND coalesce(c.role = 'level', c.trend IS NULL) AND c.measure IS NOT NULL
            AND coalesce(c.subject_key, s.story_id) IS NOT NULL
            AND NOT c.is_of_those AND NOT EXISTS (FROM parts AS p WHERE p.claim_id = c.claim_id)
            AS is_point,
        c.speaker, coalesce(f.full_key, c.speaker_key) AS speaker_key, if(f.full_key IS NULL, c.speaker_type, 'person') AS speaker_type, c.quote,
        ' ' || stemmed(concat_ws(' ', a.title, c.quote, c.item, c.actor, c.predicate, c.unit_name, c.subject_key, c.place))
            || ' ' AS stems,
        a.run_id
    FROM beside AS c
    SEMI JOIN query_table(chosen) AS of ON of.claim_id = c.claim_id
    JOIN articles AS a USING (version_id)
    JOIN article_origins AS o ON o.article_id = c.article_id
    LEFT JOIN passage_origins AS p ON p.article_id = c.article_id AND p.sentence_no = c.sentence_no
    LEFT JOIN article_origins AS first ON first.article_id = p.origin_id
    JOIN stories_told AS told ON told.article_id = c.article_id
    LEFT JOIN shared AS s ON s.story_id = told.story_id
    LEFT JOIN measures AS m ON m.measure = c.measure
    LEFT JOIN beside AS r ON r.claim_id = c.restates_claim_id AND r.article_id = c.article_id
    LEFT JOIN full_names AS f ON f.surname = c.speaker_key
), series_of AS (
    SELECT *, CASE WHEN is_point THEN concat_ws(' | ', measure, subject_key, coalesce(area, 'anywhere'), comparable_unit, modality)
        END AS series_id
    FROM stated
)
SELECT * EXCLUDE (is_undated, last_day, first_day, is_of_story),
    -- What a named speaker said of an event is of the day when it was said first, though it is quoted for two weeks.
    CASE WHEN is_point AND is_undated AND scope = 'event' AND speaker_key IS NOT NULL
        THEN min(last_day) OVER (PARTITION BY measure, subject_key, area, comparable_unit, speaker_key, figure_low, figure_high
            ORDER BY last_day RANGE BETWEEN INTERVAL 14 DAYS PRECEDING AND CURRENT ROW) ELSE last_day END AS about_date,
    last_day - first_day + 1 AS period_days
FROM series_of;

COMMENT ON MACRO TABLE figure_readings IS 'the current ones of the claims that a table or view names, with what makes them comparable; the table must hold whoever speaks of one event with them';

CREATE VIEW figure_readings AS FROM figure_readings('claims');

COMMENT ON VIEW figure_readings IS 'what the table figures is made from: every current claim with what makes it comparable';

CREATE MACRO conflict_readings(chosen) AS TABLE
WITH asserted AS (
    SELECT story_id, article_id, scope, place_key, scope = 'standing' AND coalesce(area = story_id, false) AS is_ownerless, f.measure, subject_key, comparable_unit, about_date, period_days,
        figure_low, figure_high, voice, origin_id, source, speaker IS NULL AS is_unnamed, published_date, claim_id,
        story_id IS NULL AS is_alone, regexp_matches(subject, '^\p{Lu}\p{L}') AS is_of_a_name
    FROM query_table(chosen) AS f SEMI JOIN (FROM measures WHERE is_telling) AS m ON m.measure = f.measure
    WHERE is_point AND modality = 'asserted' AND (figure_low IS NOT NULL OR figure_high IS NOT NULL)
), gathered AS (
    -- One event: one story, also of one text and its reprints; what no story is found for meets others of its town, and
    -- what is of somebody with a name, as the seats of a party, others of that name.  What stands at any time: one place,
    -- or none named.
    SELECT told.story_id AS group_id, false AS is_of_story, false AS is_beyond, f.* EXCLUDE (story_id)
    FROM asserted AS f JOIN article_stories AS told USING (article_id) WHERE scope = 'event'
    UNION ALL
    SELECT town_of(place_key) AS group_id, false AS is_of_story, true AS is_beyond, * EXCLUDE (story_id) FROM asserted
    WHERE scope = 'event' AND length(place_key) > 2
    UNION ALL
    SELECT '' AS group_id, false AS is_of_story, true AS is_beyond, * EXCLUDE (story_id) FROM asserted
    WHERE scope = 'event' AND is_of_a_name
    UNION ALL
    SELECT coalesce(place_key, '') AS group_id, false AS is_of_story, false AS is_beyond, * EXCLUDE (story_id) FROM asserted
    WHERE scope = 'standing' AND about_date IS NOT NULL AND NOT is_ownerless
    UNION ALL
    SELECT story_id AS group_id, false AS is_of_story, false AS is_beyond, * EXCLUDE (story_id) FROM asserted
    WHERE is_ownerless AND about_date IS NOT NULL
    UNION ALL
    -- In one story what names no place is of the only one that the others name.
    SELECT story_id AS group_id, true AS is_of_story, false AS is_beyond, * EXCLUDE (story_id) FROM asserted
    WHERE scope = 'standing' AND about_date IS NOT NULL AND story_id IS NOT NULL AND NOT is_ownerless
    UNION ALL
    -- And what is of somebody with a name is his wherever it is told.
    SELECT story_id || ' of a name' AS group_id, false AS is_of_story, false AS is_beyond, * EXCLUDE (story_id) FROM asserted
    WHERE scope = 'standing' AND about_date IS NOT NULL AND story_id IS NOT NULL AND NOT is_ownerless AND is_of_a_name
), disputed AS (
    -- Most points are told alike: only where some interval ends below another is there anything to compare.
    SELECT group_id, measure, subject_key, comparable_unit, about_date, period_days FROM gathered
    GROUP BY ALL
    HAVING min(figure_high) < max(figure_low)
        AND (NOT bool_or(is_of_story) OR (count(DISTINCT town_of(place_key)) = 1 AND count(*) > count(place_key)))
), voiced AS (
    SELECT g.group_id, g.measure, g.subject_key, g.comparable_unit, g.about_date, g.period_days, figure_low, figure_high, voice,
        max(c.actor) AS actor, max(c.confidence) AS confidence, lower(string_agg(DISTINCT c.speaker_role, '; ')) AS roles, list(DISTINCT source) AS papers,
        min(published_date) AS first_told, max(published_date) AS newest_date,
        list_sort(list(DISTINCT origin_id)) AS origin_ids, bool_and(is_unnamed) AS is_unnamed,
        bool_or(is_of_story) AS is_of_story, bool_or(is_beyond AND NOT is_alone) AS is_of_another, max(g.place_key) AS place_key,
        arg_min(struct_pack(claim_id := g.claim_id, is_unnamed, published_date), (is_unnamed, published_date, g.claim_id)) AS one
    FROM gathered AS g SEMI JOIN disputed AS d
        ON d.group_id = g.group_id AND d.measure = g.measure AND d.subject_key = g.subject_key
        AND d.comparable_unit = g.comparable_unit AND d.about_date IS NOT DISTINCT FROM g.about_date
        AND d.period_days IS NOT DISTINCT FROM g.period_days
    JOIN claims AS c ON c.claim_id = g.claim_id AND c.is_current
    GROUP BY ALL
), told AS (
    SELECT * REPLACE (max(confidence) OVER who AS confidence, max(newest_date) OVER who AS newest_date,
            min(first_told) OVER who AS first_told),
        count(*) OVER who AS origin_count
    FROM voiced
    WINDOW who AS (PARTITION BY group_id, measure, subject_key, comparable_unit, about_date, period_days, figure_low, figure_high)
    -- Of those who tell one figure two are enough: one of them is not who tells the other figure.
    QUALIFY row_number() OVER (PARTITION BY group_id, measure, subject_key, comparable_unit, about_date, period_days,
        figure_low, figure_high ORDER BY one.is_unnamed, one.published_date, one.claim_id) <= 2
), weighty AS (
    -- Where papers differ in a thousand ways, what most of them tell is enough to see it; of as many what was read most
    -- surely, then the newer.
    SELECT * FROM told
    QUALIFY dense_rank() OVER (PARTITION BY group_id, measure, subject_key, comparable_unit, about_date, period_days
        ORDER BY origin_count DESC, confidence DESC, newest_date DESC NULLS LAST, figure_low, figure_high) <= 12
), apart AS (
    SELECT a.* EXCLUDE (actor, one, origin_ids, roles, papers, first_told, is_unnamed, is_of_story, is_of_another, place_key), a.one AS one, b.one AS two,
        b.figure_low AS other_low, b.figure_high AS other_high,
        b.voice AS other_voice, b.origin_count AS other_origin_count
    FROM weighty AS a JOIN weighty AS b
        ON a.group_id = b.group_id AND a.measure = b.measure AND a.subject_key = b.subject_key
        AND a.comparable_unit = b.comparable_unit AND a.about_date IS NOT DISTINCT FROM b.about_date
        AND a.period_days IS NOT DISTINCT FROM b.period_days AND a.figure_high < b.figure_low AND a.voice <> b.voice
        -- What a paper tells itself beside what it quotes is of another part, place or hour.
        AND NOT (a.is_unnamed AND b.origin_ids = [a.voice]) AND NOT (b.is_unnamed AND a.origin_ids = [b.voice])
        -- Who speaks for a body is the body, and a paper that tells another figure itself has put its own right.
        AND NOT coalesce(contains(a.roles, b.voice) OR contains(b.roles, a.voice), false)
        AND NOT (a.is_unnamed AND b.is_unnamed AND list_has_any(a.papers, b.papers))
        AND (a.is_unnamed OR b.is_unnamed OR NOT is_one_voice(a.voice, b.voice))
        -- The fine or the income of one is no rival of another's.
        AND NOT (regexp_full_match(a.measure, '{{ledger_words.own measures}}') AND are_others(a.actor, b.actor))
        -- "Killed 46 on Monday", told on Wednesday, is what Monday's toll of 38 has grown to.
        AND NOT (regexp_full_match(a.measure, '{{ledger_words.growing measures}}') AND coalesce(b.first_told > a.first_told, false))
        AND NOT (a.is_of_another AND b.is_of_another)
        AND (NOT a.is_of_story OR (a.place_key IS NULL) <> (b.place_key IS NULL))
        -- So far apart, two figures are rather of two things; those whom somebody stands for with a name the least.
        AND (a.figure_high <= 0 OR b.figure_low <= if(a.is_unnamed OR b.is_unnamed, 3, 10) * a.figure_high)
), pairs AS (
    -- Who tells several levels at once ("290 destroyed, 1,100 damaged") is held to the nearest; who tells both figures
    -- has put one right.
    SELECT * FROM apart AS p
    ANTI JOIN voiced AS v ON v.group_id = p.group_id AND v.measure = p.measure AND v.subject_key = p.subject_key
        AND v.comparable_unit = p.comparable_unit AND v.about_date IS NOT DISTINCT FROM p.about_date
        AND v.period_days IS NOT DISTINCT FROM p.period_days
        AND v.voice = p.voice AND v.figure_low IS NOT DISTINCT FROM p.other_low
        AND v.figure_high IS NOT DISTINCT FROM p.other_high
    ANTI JOIN voiced AS w ON w.group_id = p.group_id AND w.measure = p.measure AND w.subject_key = p.subject_key
        AND w.comparable_unit = p.comparable_unit AND w.about_date IS NOT DISTINCT FROM p.about_date
        AND w.period_days IS NOT DISTINCT FROM p.period_days
        AND w.voice = p.other_voice AND w.figure_low IS NOT DISTINCT FROM p.figure_low
        AND w.figure_high IS NOT DISTINCT FROM p.figure_high
    QUALIFY rank() OVER (PARTITION BY group_id, measure, subject_key, comparable_unit, about_date, period_days,
            voice, other_low, other_high ORDER BY figure_high DESC) = 1
        AND rank() OVER (PARTITION BY group_id, measure, subject_key, comparable_unit, about_date, period_days,
            other_voice, figure_low, figure_high ORDER BY other_low) = 1
), shown AS (
    SELECT * FROM pairs
    QUALIFY row_number() OVER (PARTITION BY group_id, measure, subject_key, comparable_unit, about_date, period_days,
        figure_low, figure_high, other_low, other_high
        ORDER BY one.is_unnamed::INT + two.is_unnamed::INT, one.claim_id, two.claim_id) = 1
), chosen_pairs AS (
    SELECT * FROM shown
    QUALIFY row_number() OVER (PARTITION BY one.claim_id, two.claim_id ORDER BY origin_count + other_origin_count DESC, origin_count DESC) = 1
)
SELECT f.series_id, k.measure, f.subject, k.about_date, k.comparable_unit, f.figure, k.figure_low, k.figure_high,
    o.figure AS other_figure, k.other_low, k.other_high, f.quote, o.quote AS other_quote, f.speaker,
    o.speaker AS other_speaker, k.origin_count, k.other_origin_count, f.source, o.source AS other_source, f.title,
    o.title AS other_title, f.claim_id, o.claim_id AS other_claim_id
FROM chosen_pairs AS k
JOIN query_table(chosen) AS f ON f.claim_id = k.one.claim_id JOIN query_table(chosen) AS o ON o.claim_id = k.two.claim_id;

COMMENT ON MACRO TABLE conflict_readings IS 'pairs of asserted levels of one point, by independent origins, whose intervals do not meet, among the figures of a table or view; it must hold whole points';

CREATE VIEW conflict_readings AS FROM conflict_readings('figures');

COMMENT ON VIEW conflict_readings IS 'what the table conflicts is made from: pairs of asserted levels of one point by independent origins whose intervals do not meet';

CREATE MACRO point_readings(chosen) AS TABLE
WITH told AS (
    SELECT series_id, measure, subject_key, area, comparable_unit, modality, about_date, period_days,
        coalesce(figure, figure_low, figure_high) AS figure, min(subject) AS subject,
        min(coalesce(figure_low, figure, figure_high)) AS low, max(coalesce(figure_high, figure, figure_low)) AS high,
        count(DISTINCT voice) AS voices, max(published_date) AS newest_date, bool_or(coalesce(figure_low = figure_high, false)) AS is_exact,
        list(DISTINCT voice) AS voice_list, list(DISTINCT source) AS source_list,
        list(DISTINCT speaker) FILTER (speaker IS NOT NULL) AS speaker_list, list(claim_id) AS claim_list
    FROM query_table(chosen) WHERE is_point
    GROUP BY ALL
)
SELECT series_id, measure, min(subject) AS subject, subject_key, area, comparable_unit, modality, about_date, period_days,
    min(low) AS low, best_of(figure, voices, is_exact, newest_date) AS best, max(high) AS high,
    len(list_distinct(flatten(list(voice_list)))) AS origin_count,
    list_sort(list_distinct(flatten(list(source_list)))) AS sources,
    list_sort(list_distinct(flatten(list(speaker_list)))) AS speakers,
    list_sort(flatten(list(claim_list))) AS claim_ids
FROM told
GROUP BY series_id, measure, subject_key, area, comparable_unit, modality, about_date, period_days;

COMMENT ON MACRO TABLE point_readings IS 'levels day by day of the figures of a table or view, which must hold whole points: low, best and high as told, how many independent origins tell each, and which';

CREATE VIEW point_readings AS FROM point_readings('figures');

COMMENT ON VIEW point_readings IS 'what the table series_points is made from: one level of a series at one day: low, best and high as told, how many independent origins tell it, and which';

CREATE VIEW series AS
SELECT series_id, measure, min(subject) AS subject, subject_key, area, comparable_unit, modality,
    count(DISTINCT about_date) AS point_count, count(DISTINCT voice) AS origin_count, min(about_date) AS first_date,
    max(about_date) AS last_date, min(figure) AS low, max(figure) AS high
FROM figures WHERE is_point
GROUP BY series_id, measure, subject_key, area, comparable_unit, modality;

COMMENT ON VIEW series IS 'figures of one measure, subject, place or story, unit and modality: over how many days, from how many independent origins';

CREATE MACRO revision_readings(chosen) AS TABLE
SELECT series_id, measure, subject, voice, speaker, about_date, quote, figure,
    lag(about_date) OVER earlier AS before_date, lag(quote) OVER earlier AS before_quote, lag(figure) OVER earlier AS before_figure,
    CASE WHEN lag(about_date) OVER earlier = about_date THEN 'revised' WHEN figure > lag(figure) OVER earlier THEN 'grown'
        ELSE 'fallen' END AS revision, title, claim_id
FROM query_table(chosen) WHERE is_point AND figure IS NOT NULL
WINDOW earlier AS (PARTITION BY series_id, voice ORDER BY about_date, published_date, claim_id)
QUALIFY figure <> lag(figure) OVER earlier;

COMMENT ON MACRO TABLE revision_readings IS 'where a voice gives another figure than before, among the figures that a table or view names; it must hold whole series';

CREATE VIEW revisions AS FROM revision_readings('figures');

COMMENT ON VIEW revisions IS 'a voice that gives another figure than before in one series: revised for the same day, grown or fallen since';

CREATE VIEW top_speakers AS
SELECT speaker_key, substr(max(lpad(length(speaker)::VARCHAR, 4, '0') || speaker), 5) AS speaker, max(speaker_type) AS speaker_type,
    count(*) AS figure_count, count(DISTINCT article_id) AS telling_count, max(published_date) AS newest_date
FROM figures WHERE speaker_key IS NOT NULL
GROUP BY speaker_key ORDER BY figure_count DESC, speaker_key;

COMMENT ON VIEW top_speakers IS 'who is quoted with figures, by the key that does without titles: how often, in how many articles';
