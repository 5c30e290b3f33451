-- The first schema.  No primary keys: rows are matched by MERGE, and the audits watch the keys.
-- Comments are not written here: warehouse/schema.py lays them over the tables from the dictionary of columns.

CREATE TABLE raw_documents (
    "source" VARCHAR NOT NULL,
    "own_id" VARCHAR NOT NULL,
    "article_id" VARCHAR NOT NULL,
    "url" VARCHAR,
    "place_found" VARCHAR NOT NULL,
    "bytes_hash" VARCHAR NOT NULL,
    "row_no" BIGINT,
    "media_type" VARCHAR NOT NULL,
    "received_at" TIMESTAMP NOT NULL,
    "headers" VARCHAR,
    "size_bytes" BIGINT NOT NULL,
    "content_hash" VARCHAR NOT NULL,
    "given_title" VARCHAR,
    "given_published" VARCHAR,
    "version_id" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "is_current" BOOLEAN NOT NULL,
    "superseded_at" TIMESTAMP,
    "superseded_by_run_id" VARCHAR
);

CREATE TABLE articles (
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "source" VARCHAR NOT NULL,
    "own_id" VARCHAR NOT NULL,
    "content_hash" VARCHAR NOT NULL,
    "url" VARCHAR,
    "title" VARCHAR,
    "authors" VARCHAR,
    "published_date" DATE,
    "language" VARCHAR NOT NULL,
    "text" VARCHAR NOT NULL,
    "is_read" BOOLEAN NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "is_current" BOOLEAN NOT NULL,
    "superseded_at" TIMESTAMP,
    "superseded_by_run_id" VARCHAR
);

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
    "confidence" DOUBLE NOT NULL,
    "rule" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "is_current" BOOLEAN NOT NULL,
    "superseded_at" TIMESTAMP,
    "superseded_by_run_id" VARCHAR
);

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
    "confidence" DOUBLE,
    "rule" VARCHAR,
    "extractor_version" VARCHAR NOT NULL,
    "failed_checks" VARCHAR[] NOT NULL,
    "decision" VARCHAR,
    "run_id" VARCHAR NOT NULL,
    "is_current" BOOLEAN NOT NULL,
    "superseded_at" TIMESTAMP,
    "superseded_by_run_id" VARCHAR
);

CREATE TABLE rejected_documents (
    "rejection_id" VARCHAR NOT NULL,
    "source" VARCHAR NOT NULL,
    "own_id" VARCHAR,
    "place_found" VARCHAR NOT NULL,
    "bytes_hash" VARCHAR,
    "row_no" BIGINT,
    "received_at" TIMESTAMP NOT NULL,
    "reason" VARCHAR NOT NULL,
    "detail" VARCHAR NOT NULL,
    "run_id" VARCHAR NOT NULL
);

CREATE TABLE check_results (
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

CREATE TABLE runs (
    "run_id" VARCHAR NOT NULL,
    "run_kind" VARCHAR NOT NULL,
    "started_at" TIMESTAMP NOT NULL,
    "finished_at" TIMESTAMP NOT NULL,
    "program_version" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "document_count" BIGINT NOT NULL,
    "new_count" BIGINT NOT NULL,
    "changed_count" BIGINT NOT NULL,
    "unchanged_count" BIGINT NOT NULL,
    "rejected_count" BIGINT NOT NULL,
    "article_count" BIGINT NOT NULL,
    "extracted_count" BIGINT NOT NULL,
    "claim_count" BIGINT NOT NULL,
    "quarantined_count" BIGINT NOT NULL,
    "check_count" BIGINT NOT NULL,
    "failed_check_count" BIGINT NOT NULL,
    "accepted_by" VARCHAR,
    "accepted_why" VARCHAR
);

CREATE TABLE run_sources (
    "run_id" VARCHAR NOT NULL,
    "source" VARCHAR NOT NULL,
    "document_count" BIGINT NOT NULL,
    "new_count" BIGINT NOT NULL,
    "changed_count" BIGINT NOT NULL,
    "unchanged_count" BIGINT NOT NULL,
    "rejected_count" BIGINT NOT NULL,
    "article_count" BIGINT NOT NULL,
    "extracted_count" BIGINT NOT NULL,
    "claim_count" BIGINT NOT NULL,
    "quarantined_count" BIGINT NOT NULL
);

CREATE TABLE run_events (
    "run_id" VARCHAR NOT NULL,
    "run_kind" VARCHAR NOT NULL,
    "event" VARCHAR NOT NULL,
    "event_at" TIMESTAMP NOT NULL,
    "pid" BIGINT,
    "host" VARCHAR,
    "os_user" VARCHAR,
    "message" VARCHAR
);

CREATE TABLE attempt_check_results (
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

CREATE TABLE held_batches (
    "run_id" VARCHAR NOT NULL,
    "run_kind" VARCHAR NOT NULL,
    "event_at" TIMESTAMP NOT NULL,
    "folder" VARCHAR NOT NULL,
    "message" VARCHAR
);

CREATE TABLE quarantine_decisions (
    "decision_id" VARCHAR NOT NULL,
    "claim_id" VARCHAR NOT NULL,
    "extractor_version" VARCHAR NOT NULL,
    "decision" VARCHAR NOT NULL,
    "why" VARCHAR NOT NULL,
    "corrected" VARCHAR,
    "decided_by" VARCHAR NOT NULL,
    "decided_at" TIMESTAMP NOT NULL
);

CREATE TABLE schema_version (
    "schema_version" BIGINT NOT NULL,
    "migration" VARCHAR NOT NULL
);

CREATE TABLE overlay (
    "fingerprint" VARCHAR NOT NULL
);
