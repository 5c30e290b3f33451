-- What a claim's measure is of, and who speaks, by keys that hold over articles: rows stored before tell neither.

ALTER TABLE claims RENAME TO old_claims;
CREATE TABLE claims (
    "claim_id" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "sentence_no" BIGINT NOT NULL,
    "sentence" VARCHAR NOT NULL,
    "sentence_start" BIGINT NOT NULL,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    "quote" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL,
    "value" DOUBLE,
    "low" DOUBLE,
    "high" DOUBLE,
    "comparator" VARCHAR NOT NULL,
    "trend" VARCHAR,
    "unit" VARCHAR NOT NULL,
    "unit_name" VARCHAR NOT NULL,
    "dimension" VARCHAR NOT NULL,
    "base_value" DOUBLE,
    "base_low" DOUBLE,
    "base_high" DOUBLE,
    "base_unit" VARCHAR,
    "item" VARCHAR,
    "actor" VARCHAR,
    "predicate" VARCHAR,
    "speaker" VARCHAR,
    "speaker_role" VARCHAR,
    "cue" VARCHAR,
    "attribution" VARCHAR NOT NULL,
    "as_of_start" DATE,
    "as_of_end" DATE,
    "time_text" VARCHAR,
    "place" VARCHAR,
    "place_country" VARCHAR,
    "modality" VARCHAR NOT NULL,
    "measure" VARCHAR,
    "role" VARCHAR,
    "of_claim_id" VARCHAR,
    "restates_claim_id" VARCHAR,
    "subject" VARCHAR,
    "subject_key" VARCHAR,
    "place_key" VARCHAR,
    "speaker_key" VARCHAR,
    "speaker_type" VARCHAR,
    "confidence" DOUBLE NOT NULL,
    "item_confidence" DOUBLE,
    "actor_confidence" DOUBLE,
    "predicate_confidence" DOUBLE,
    "speaker_confidence" DOUBLE,
    "as_of_confidence" DOUBLE,
    "place_confidence" DOUBLE,
    "modality_confidence" DOUBLE,
    "rule" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "is_current" BOOLEAN NOT NULL,
    "superseded_at" TIMESTAMP,
    "superseded_by_run_id" VARCHAR
);
INSERT INTO claims BY NAME SELECT * FROM old_claims;
DROP TABLE old_claims;

ALTER TABLE quarantined_claims RENAME TO old_quarantined_claims;
CREATE TABLE quarantined_claims (
    "claim_id" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "sentence_no" BIGINT,
    "sentence" VARCHAR,
    "sentence_start" BIGINT,
    "start" BIGINT,
    "end" BIGINT,
    "quote" VARCHAR,
    "kind" VARCHAR,
    "value" DOUBLE,
    "low" DOUBLE,
    "high" DOUBLE,
    "comparator" VARCHAR,
    "trend" VARCHAR,
    "unit" VARCHAR,
    "unit_name" VARCHAR,
    "dimension" VARCHAR,
    "base_value" DOUBLE,
    "base_low" DOUBLE,
    "base_high" DOUBLE,
    "base_unit" VARCHAR,
    "item" VARCHAR,
    "actor" VARCHAR,
    "predicate" VARCHAR,
    "speaker" VARCHAR,
    "speaker_role" VARCHAR,
    "cue" VARCHAR,
    "attribution" VARCHAR,
    "as_of_start" DATE,
    "as_of_end" DATE,
    "time_text" VARCHAR,
    "place" VARCHAR,
    "place_country" VARCHAR,
    "modality" VARCHAR,
    "measure" VARCHAR,
    "role" VARCHAR,
    "of_claim_id" VARCHAR,
    "restates_claim_id" VARCHAR,
    "subject" VARCHAR,
    "subject_key" VARCHAR,
    "place_key" VARCHAR,
    "speaker_key" VARCHAR,
    "speaker_type" VARCHAR,
    "confidence" DOUBLE,
    "item_confidence" DOUBLE,
    "actor_confidence" DOUBLE,
    "predicate_confidence" DOUBLE,
    "speaker_confidence" DOUBLE,
    "as_of_confidence" DOUBLE,
    "place_confidence" DOUBLE,
    "modality_confidence" DOUBLE,
    "rule" VARCHAR,
    "extractor_version" VARCHAR NOT NULL,
    "failed_checks" VARCHAR[] NOT NULL,
    "decision" VARCHAR,
    "run_id" VARCHAR NOT NULL,
    "is_current" BOOLEAN NOT NULL,
    "superseded_at" TIMESTAMP,
    "superseded_by_run_id" VARCHAR
);
INSERT INTO quarantined_claims BY NAME SELECT * FROM old_quarantined_claims;
DROP TABLE old_quarantined_claims;

-- Figures that can be compared: made anew from the claims at the end of every load (warehouse/ledger.py).
CREATE TABLE figures (
    "claim_id" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "origin_id" VARCHAR NOT NULL,
    "story_id" VARCHAR,
    "voice" VARCHAR NOT NULL,
    "source" VARCHAR NOT NULL,
    "title" VARCHAR,
    "published_date" DATE,
    "about_date" DATE,
    "period_days" BIGINT,
    "measure" VARCHAR,
    "scope" VARCHAR,
    "comparable_unit" VARCHAR NOT NULL,
    "figure" DOUBLE,
    "figure_low" DOUBLE,
    "figure_high" DOUBLE,
    "subject" VARCHAR,
    "subject_key" VARCHAR,
    "place" VARCHAR,
    "place_key" VARCHAR,
    "place_country" VARCHAR,
    "area" VARCHAR,
    "modality" VARCHAR NOT NULL,
    "role" VARCHAR,
    "is_point" BOOLEAN NOT NULL,
    "series_id" VARCHAR,
    "speaker" VARCHAR,
    "speaker_key" VARCHAR,
    "speaker_type" VARCHAR,
    "quote" VARCHAR NOT NULL,
    "stems" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL
);
CREATE TABLE series_points (
    "series_id" VARCHAR NOT NULL,
    "measure" VARCHAR NOT NULL,
    "subject" VARCHAR,
    "subject_key" VARCHAR NOT NULL,
    "area" VARCHAR,
    "comparable_unit" VARCHAR NOT NULL,
    "modality" VARCHAR NOT NULL,
    "about_date" DATE,
    "period_days" BIGINT,
    "low" DOUBLE,
    "best" DOUBLE,
    "high" DOUBLE,
    "origin_count" BIGINT NOT NULL,
    "sources" VARCHAR[] NOT NULL,
    "speakers" VARCHAR[],
    "claim_ids" VARCHAR[] NOT NULL
);
CREATE TABLE conflicts (
    "series_id" VARCHAR NOT NULL,
    "measure" VARCHAR NOT NULL,
    "subject" VARCHAR,
    "about_date" DATE,
    "comparable_unit" VARCHAR NOT NULL,
    "figure" DOUBLE,
    "figure_low" DOUBLE,
    "figure_high" DOUBLE,
    "other_figure" DOUBLE,
    "other_low" DOUBLE,
    "other_high" DOUBLE,
    "quote" VARCHAR NOT NULL,
    "other_quote" VARCHAR NOT NULL,
    "speaker" VARCHAR,
    "other_speaker" VARCHAR,
    "origin_count" BIGINT NOT NULL,
    "other_origin_count" BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "other_source" VARCHAR NOT NULL,
    "title" VARCHAR,
    "other_title" VARCHAR,
    "claim_id" VARCHAR NOT NULL,
    "other_claim_id" VARCHAR NOT NULL
);

-- The words by which questions find measures and countries, and those that make a name of a person or none: filled with the views, out of the lexicons.
CREATE TABLE measures ("measure" VARCHAR NOT NULL, "scope" VARCHAR NOT NULL, "is_telling" BOOLEAN NOT NULL);
CREATE TABLE measure_names ("word" VARCHAR NOT NULL, "measure" VARCHAR NOT NULL);
CREATE TABLE country_names ("word" VARCHAR NOT NULL, "place_country" VARCHAR NOT NULL);
CREATE TABLE role_words ("word" VARCHAR NOT NULL);
CREATE TABLE given_names ("word" VARCHAR NOT NULL);

-- Copies and stories: what stands for each text, and whose words and which story it is.  Articles stored before are
-- their own origin and story until a backfill reads them again.

CREATE TABLE article_sketches (
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "published_date" DATE,
    "shingles" BIGINT[] NOT NULL,
    "traits" VARCHAR[] NOT NULL
);

CREATE TABLE passage_sketches (
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "sentence_no" BIGINT NOT NULL,
    "published_date" DATE,
    "shingles" BIGINT[] NOT NULL
);

CREATE TABLE article_origins (
    "article_id" VARCHAR NOT NULL,
    "origin_id" VARCHAR NOT NULL,
    "copy_of_id" VARCHAR,
    "text_share" DOUBLE
);
INSERT INTO article_origins (article_id, origin_id) SELECT article_id, article_id FROM articles WHERE is_current;

CREATE TABLE passage_origins (
    "article_id" VARCHAR NOT NULL,
    "sentence_no" BIGINT NOT NULL,
    "origin_id" VARCHAR NOT NULL,
    "copy_of_id" VARCHAR NOT NULL,
    "copy_of_sentence_no" BIGINT NOT NULL,
    "text_share" DOUBLE NOT NULL
);

CREATE TABLE article_stories (
    "article_id" VARCHAR NOT NULL,
    "story_id" VARCHAR NOT NULL,
    "follows_ids" VARCHAR[],
    "likeness" DOUBLE
);
INSERT INTO article_stories (article_id, story_id) SELECT article_id, article_id FROM articles WHERE is_current;

-- Which figures of an article say something about each other, and whether they agree; nothing is told of rows stored before.

CREATE TABLE arithmetic (
    "relation_id" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "relation" VARCHAR NOT NULL,
    "claim_ids" VARCHAR[] NOT NULL,
    "claim_parts" VARCHAR[] NOT NULL,
    "verdict" VARCHAR NOT NULL,
    "tested_claim_id" VARCHAR NOT NULL,
    "stated_value" DOUBLE NOT NULL,
    "holding_value" DOUBLE NOT NULL,
    "slack" DOUBLE,
    "extractor_version" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "is_current" BOOLEAN NOT NULL,
    "superseded_at" TIMESTAMP,
    "superseded_by_run_id" VARCHAR
);
