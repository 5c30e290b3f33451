-- What the program keeps for itself leaves the analysts' schema, so that `SHOW TABLES` lists what is for them.  DuckDB can't
-- move a table to another schema, so the rows are copied, and no others; words are filled in anew with the views.

CREATE SCHEMA program_only;

CREATE TABLE program_only.article_sketches (
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "published_date" DATE,
    "shingles" BIGINT[] NOT NULL,
    "traits" VARCHAR[] NOT NULL
);
INSERT INTO program_only.article_sketches BY NAME SELECT * FROM article_sketches;
DROP TABLE article_sketches;

CREATE TABLE program_only.passage_sketches (
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "sentence_no" BIGINT NOT NULL,
    "published_date" DATE,
    "shingles" BIGINT[] NOT NULL
);
INSERT INTO program_only.passage_sketches BY NAME SELECT * FROM passage_sketches;
DROP TABLE passage_sketches;

CREATE TABLE program_only.attempt_check_results (
    "run_id" VARCHAR NOT NULL,
    "suite" VARCHAR NOT NULL,
    "check_name" VARCHAR NOT NULL,
    "why" VARCHAR NOT NULL,
    "severity" VARCHAR NOT NULL,
    "is_passed" BOOLEAN NOT NULL,
    "failing_count" BIGINT NOT NULL,
    "row_count" BIGINT NOT NULL,
    "observed" VARCHAR
);
INSERT INTO program_only.attempt_check_results BY NAME SELECT * FROM attempt_check_results;
DROP TABLE attempt_check_results;

CREATE TABLE program_only.held_batches (
    "run_id" VARCHAR NOT NULL,
    "run_kind" VARCHAR NOT NULL,
    "event_at" TIMESTAMP NOT NULL,
    "folder" VARCHAR NOT NULL,
    "message" VARCHAR
);
INSERT INTO program_only.held_batches BY NAME SELECT * FROM held_batches;
DROP TABLE held_batches;

CREATE TABLE program_only.schema_version (
    "schema_version" BIGINT NOT NULL,
    "migration" VARCHAR NOT NULL
);
INSERT INTO program_only.schema_version BY NAME SELECT * FROM schema_version;
DROP TABLE schema_version;

CREATE TABLE program_only.overlay (
    "fingerprint" VARCHAR NOT NULL
);
DROP TABLE overlay;

CREATE TABLE program_only.measure_names ("word" VARCHAR NOT NULL, "measure" VARCHAR NOT NULL);
DROP TABLE measure_names;
CREATE TABLE program_only.country_names ("word" VARCHAR NOT NULL, "place_country" VARCHAR NOT NULL);
DROP TABLE country_names;
CREATE TABLE program_only.role_words ("word" VARCHAR NOT NULL);
DROP TABLE role_words;
CREATE TABLE program_only.given_names ("word" VARCHAR NOT NULL);
DROP TABLE given_names;
