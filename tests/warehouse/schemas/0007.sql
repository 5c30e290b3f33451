-- A file of schema 7 as its program left it: the tables as they were then, with the rows of two nights and a held one.

CREATE SCHEMA program_only;

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
CREATE TABLE article_origins (
    "article_id" VARCHAR NOT NULL,
    "origin_id" VARCHAR NOT NULL,
    "copy_of_id" VARCHAR,
    "text_share" DOUBLE
);
CREATE TABLE program_only.article_sketches (
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "published_date" DATE,
    "shingles" BIGINT[] NOT NULL,
    "traits" VARCHAR[] NOT NULL
);
CREATE TABLE article_stories (
    "article_id" VARCHAR NOT NULL,
    "story_id" VARCHAR NOT NULL,
    "follows_ids" VARCHAR[],
    "likeness" DOUBLE
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
    "date_source" VARCHAR,
    "date_confidence" DOUBLE,
    "language" VARCHAR NOT NULL,
    "text" VARCHAR NOT NULL,
    "is_read" BOOLEAN NOT NULL,
    "run_id" VARCHAR NOT NULL,
    "is_current" BOOLEAN NOT NULL,
    "superseded_at" TIMESTAMP,
    "superseded_by_run_id" VARCHAR
);
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
CREATE TABLE program_only.country_names (
    "word" VARCHAR NOT NULL,
    "place_country" VARCHAR NOT NULL
);
CREATE TABLE failing_rows (
    "run_id" VARCHAR NOT NULL,
    "table_name" VARCHAR NOT NULL,
    "row_key" VARCHAR NOT NULL,
    "check_name" VARCHAR NOT NULL,
    "severity" VARCHAR NOT NULL,
    "why" VARCHAR NOT NULL
);
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
CREATE TABLE program_only.given_names (
    "word" VARCHAR NOT NULL
);
CREATE TABLE program_only.held_batches (
    "run_id" VARCHAR NOT NULL,
    "run_kind" VARCHAR NOT NULL,
    "event_at" TIMESTAMP NOT NULL,
    "folder" VARCHAR NOT NULL,
    "message" VARCHAR
);
CREATE TABLE program_only.measure_names (
    "word" VARCHAR NOT NULL,
    "measure" VARCHAR NOT NULL
);
CREATE TABLE measures (
    "measure" VARCHAR NOT NULL,
    "scope" VARCHAR NOT NULL,
    "is_telling" BOOLEAN NOT NULL
);
CREATE TABLE program_only.overlay (
    "fingerprint" VARCHAR NOT NULL
);
CREATE TABLE passage_origins (
    "article_id" VARCHAR NOT NULL,
    "sentence_no" BIGINT NOT NULL,
    "origin_id" VARCHAR NOT NULL,
    "copy_of_id" VARCHAR NOT NULL,
    "copy_of_sentence_no" BIGINT NOT NULL,
    "text_share" DOUBLE NOT NULL
);
CREATE TABLE program_only.passage_sketches (
    "article_id" VARCHAR NOT NULL,
    "version_id" VARCHAR NOT NULL,
    "sentence_no" BIGINT NOT NULL,
    "published_date" DATE,
    "shingles" BIGINT[] NOT NULL
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
CREATE TABLE program_only.role_words (
    "word" VARCHAR NOT NULL
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
CREATE TABLE program_only.schema_version (
    "schema_version" BIGINT NOT NULL,
    "migration" VARCHAR NOT NULL
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

INSERT INTO arithmetic VALUES ('adc92b6928b85c968e13b3c7e67bb26394123d2799310eaab023e05c434cfc83', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', '141d44a5e73dcb72769da445f75b4b5cc97f2e8805fa3a7a2faabbe763c8edac', 'part', ['4b0e8da9e2181de6915dccd6ec33455e4062186b5b5fe5ad6af3e7ad57eb454d', 'd56dd3f2f397a1815a37de6190f9f8e42b0629717febc501a8837b250bb25907'], ['whole', 'part'], 'holds', '4b0e8da9e2181de6915dccd6ec33455e4062186b5b5fe5ad6af3e7ad57eb454d', 594.0, 594.0, NULL, '1', 'run-1', false, '2024-09-03 02:05:00', 'run-2');
INSERT INTO arithmetic VALUES ('fc0fc3eb8397d64150dca7500d5eba97110478ebc1ca265ccea90e28a3be5313', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', 'dcd2f1849da64f22ac40c3d705a40d171d66d6e049c757780aa6b2e173d057e1', 'part', ['87c221165da87add10ea9e3b56f693843e2e6de411c3f27f53fdd63fcfe9e685', 'f5edae1bc63e478c5ecd3dc308082835fec9e947bd7e4b51ecde7ed0ae7cb16d'], ['whole', 'part'], 'holds', '87c221165da87add10ea9e3b56f693843e2e6de411c3f27f53fdd63fcfe9e685', 600.0, 600.0, NULL, '1', 'run-2', true, NULL, NULL);
INSERT INTO article_origins VALUES ('949ad480e4cd69e64f9ccfec2dbaf167d9bdfa42590d1885fc3ed07d83b73f13', '949ad480e4cd69e64f9ccfec2dbaf167d9bdfa42590d1885fc3ed07d83b73f13', NULL, NULL);
INSERT INTO article_origins VALUES ('f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', NULL, NULL);
INSERT INTO program_only.article_sketches VALUES ('949ad480e4cd69e64f9ccfec2dbaf167d9bdfa42590d1885fc3ed07d83b73f13', 'b7b9bb054d725a22be10f6fdd7661d583563d9104b896f0ed2ff764dd5602d03', '2024-09-01', [247343306, 376798741, 424365440, 443698466, 518361100, 530885578, 2320111945, 2611906355], ['Drop', 'crossing', 'reporter', 'shelling', 'table', 'town']);
INSERT INTO program_only.article_sketches VALUES ('f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', 'dcd2f1849da64f22ac40c3d705a40d171d66d6e049c757780aa6b2e173d057e1', '2024-09-01', [411228237, 487925021], ['captured']);
INSERT INTO article_stories VALUES ('949ad480e4cd69e64f9ccfec2dbaf167d9bdfa42590d1885fc3ed07d83b73f13', '949ad480e4cd69e64f9ccfec2dbaf167d9bdfa42590d1885fc3ed07d83b73f13', NULL, NULL);
INSERT INTO article_stories VALUES ('f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', NULL, NULL);
INSERT INTO articles VALUES ('949ad480e4cd69e64f9ccfec2dbaf167d9bdfa42590d1885fc3ed07d83b73f13', 'b7b9bb054d725a22be10f6fdd7661d583563d9104b896f0ed2ff764dd5602d03', 'paper', 'b', 'c4766de5f44eaa0eef08b3625020cada4571dc19a0392d8d792c4363bf812ae1', NULL, 'Title ''); DROP TABLE claims; --Near the river crossing outside the old market town on Tuesday morning, after hours of shelling along the northern road, regional officials told reporters that guards had held out. ', NULL, '2024-09-01', 'given', NULL, 'en', '''); DROP TABLE claims; --Near the river crossing outside the old market town on Tuesday morning, after hours of shelling along the northern road, regional officials told reporters that guards had held out. They captured 5 soldiers.', true, 'run-1', true, NULL, NULL);
INSERT INTO articles VALUES ('f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', '141d44a5e73dcb72769da445f75b4b5cc97f2e8805fa3a7a2faabbe763c8edac', 'paper', 'a', 'e7e64f4c8418164ff83aa593373cac464f7bc5ecef729bb8bbad1507e6b0f01a', NULL, 'Title ', NULL, '2024-09-01', 'given', NULL, 'en', 'They captured 594 soldiers. They captured 7 soldiers.', true, 'run-1', false, '2024-09-03 02:05:00', 'run-2');
INSERT INTO articles VALUES ('f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', 'dcd2f1849da64f22ac40c3d705a40d171d66d6e049c757780aa6b2e173d057e1', 'paper', 'a', '87514caef246645d37a8974b9184227ff84efdc1346f5e6a29178550ff2cb618', NULL, 'Title ', NULL, '2024-09-01', 'given', NULL, 'en', 'They captured 600 soldiers. They captured 7 soldiers.', true, 'run-2', true, NULL, NULL);
INSERT INTO program_only.attempt_check_results VALUES ('run-held', 'claims', 'value_in_bounds', 'a value outside lies', 'quarantine', true, 0, 1, NULL);
INSERT INTO check_results VALUES ('run-1', 'claims', 'value_in_bounds', 'a value outside lies', 'quarantine', true, 0, 1, NULL);
INSERT INTO check_results VALUES ('run-2', 'claims', 'value_in_bounds', 'a value outside lies', 'quarantine', true, 0, 1, NULL);
INSERT INTO claims VALUES ('87c221165da87add10ea9e3b56f693843e2e6de411c3f27f53fdd63fcfe9e685', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', 'dcd2f1849da64f22ac40c3d705a40d171d66d6e049c757780aa6b2e173d057e1', 0, 'They captured 600 soldiers.', 0, 14, 26, '600 soldiers', 'count', 600.0, 600.0, 600.0, '=', NULL, '{soldier}', 'soldier', 'count', 600.0, 600.0, 600.0, '{soldier}', 'soldiers', NULL, 'capture', 'Oleksandr Syrskyi', NULL, NULL, 'indirect', '2024-08-27', '2024-08-27', NULL, 'Kursk region', 'RU', 'asserted', 'captures', 'level', NULL, NULL, 'soldiers', 'soldier', 'kursk region, RU', 'oleksandr syrskyi', 'person', 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 'digits', '1', 'run-2', true, NULL, NULL);
INSERT INTO claims VALUES ('cbcb1c6b9ab5e9c08e83e18cdcbf07ea71badb694d97b204c19f8b710ea84d00', '949ad480e4cd69e64f9ccfec2dbaf167d9bdfa42590d1885fc3ed07d83b73f13', 'b7b9bb054d725a22be10f6fdd7661d583563d9104b896f0ed2ff764dd5602d03', 0, '''); DROP TABLE claims; --Near the river crossing outside the old market town on Tuesday morning, after hours of shelling along the northern road, regional officials told reporters that guards had held out. They captured 5 soldiers.', 0, 220, 230, '5 soldiers', 'count', 5.0, 5.0, 5.0, '=', NULL, '{soldier}', 'soldier', 'count', 5.0, 5.0, 5.0, '{soldier}', 'soldiers', NULL, 'capture', 'Oleksandr Syrskyi', NULL, NULL, 'indirect', '2024-08-27', '2024-08-27', NULL, 'Kursk region', 'RU', 'asserted', 'captures', 'level', NULL, NULL, 'soldiers', 'soldier', 'kursk region, RU', 'oleksandr syrskyi', 'person', 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 'digits', '1', 'run-1', true, NULL, NULL);
INSERT INTO claims VALUES ('d56dd3f2f397a1815a37de6190f9f8e42b0629717febc501a8837b250bb25907', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', '141d44a5e73dcb72769da445f75b4b5cc97f2e8805fa3a7a2faabbe763c8edac', 1, 'They captured 7 soldiers.', 28, 42, 52, '7 soldiers', 'count', 7.0, 7.0, 7.0, '=', NULL, '{soldier}', 'soldier', 'count', 7.0, 7.0, 7.0, '{soldier}', 'soldiers', NULL, 'capture', 'Oleksandr Syrskyi', NULL, NULL, 'indirect', '2024-08-27', '2024-08-27', NULL, 'Kursk region', 'RU', 'asserted', 'captures', 'level', NULL, NULL, 'soldiers', 'soldier', 'kursk region, RU', 'oleksandr syrskyi', 'person', 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 'digits', '1', 'run-1', false, '2024-09-03 02:05:00', 'run-2');
INSERT INTO claims VALUES ('f5edae1bc63e478c5ecd3dc308082835fec9e947bd7e4b51ecde7ed0ae7cb16d', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', 'dcd2f1849da64f22ac40c3d705a40d171d66d6e049c757780aa6b2e173d057e1', 1, 'They captured 7 soldiers.', 28, 42, 52, '7 soldiers', 'count', 7.0, 7.0, 7.0, '=', NULL, '{soldier}', 'soldier', 'count', 7.0, 7.0, 7.0, '{soldier}', 'soldiers', NULL, 'capture', 'Oleksandr Syrskyi', NULL, NULL, 'indirect', '2024-08-27', '2024-08-27', NULL, 'Kursk region', 'RU', 'asserted', 'captures', 'level', NULL, NULL, 'soldiers', 'soldier', 'kursk region, RU', 'oleksandr syrskyi', 'person', 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 'digits', '1', 'run-2', true, NULL, NULL);
INSERT INTO failing_rows VALUES ('run-1', 'claims', '4b0e8da9e2181de6915dccd6ec33455e4062186b5b5fe5ad6af3e7ad57eb454d', 'unit_is_known', 'quarantine', 'a unit that nobody knows can not be compared');
INSERT INTO figures VALUES ('87c221165da87add10ea9e3b56f693843e2e6de411c3f27f53fdd63fcfe9e685', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', 'dcd2f1849da64f22ac40c3d705a40d171d66d6e049c757780aa6b2e173d057e1', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', NULL, 'oleksandr syrskyi', 'paper', 'Title ', '2024-09-01', '2024-08-27', 1, 'captures', 'event', 'count', 600.0, 600.0, 600.0, 'soldiers', 'soldier', 'Kursk region', 'kursk region, RU', 'RU', 'kursk region, RU', 'asserted', 'level', true, 'captures | soldier | kursk region, RU | count | asserted', 'Oleksandr Syrskyi', 'oleksandr syrskyi', 'person', '600 soldiers', ' titl  600 soldier soldier captur soldier soldier kursk region ', 'run-2');
INSERT INTO figures VALUES ('cbcb1c6b9ab5e9c08e83e18cdcbf07ea71badb694d97b204c19f8b710ea84d00', '949ad480e4cd69e64f9ccfec2dbaf167d9bdfa42590d1885fc3ed07d83b73f13', 'b7b9bb054d725a22be10f6fdd7661d583563d9104b896f0ed2ff764dd5602d03', '949ad480e4cd69e64f9ccfec2dbaf167d9bdfa42590d1885fc3ed07d83b73f13', NULL, 'oleksandr syrskyi', 'paper', 'Title ''); DROP TABLE claims; --Near the river crossing outside the old market town on Tuesday morning, after hours of shelling along the northern road, regional officials told reporters that guards had held out. ', '2024-09-01', '2024-08-27', 1, 'captures', 'event', 'count', 5.0, 5.0, 5.0, 'soldiers', 'soldier', 'Kursk region', 'kursk region, RU', 'RU', 'kursk region, RU', 'asserted', 'level', true, 'captures | soldier | kursk region, RU | count | asserted', 'Oleksandr Syrskyi', 'oleksandr syrskyi', 'person', '5 soldiers', ' titl     drop tabl claim    near the river cross outsid the old market town on tuesda morn  after hour of shell along the northern road  regional official told reporter that guard had held out.  5 soldier soldier captur soldier soldier kursk region ', 'run-1');
INSERT INTO figures VALUES ('f5edae1bc63e478c5ecd3dc308082835fec9e947bd7e4b51ecde7ed0ae7cb16d', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', 'dcd2f1849da64f22ac40c3d705a40d171d66d6e049c757780aa6b2e173d057e1', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', NULL, 'oleksandr syrskyi', 'paper', 'Title ', '2024-09-01', '2024-08-27', 1, 'captures', 'event', 'count', 7.0, 7.0, 7.0, 'soldiers', 'soldier', 'Kursk region', 'kursk region, RU', 'RU', 'kursk region, RU', 'asserted', 'level', false, NULL, 'Oleksandr Syrskyi', 'oleksandr syrskyi', 'person', '7 soldiers', ' titl  7 soldier soldier captur soldier soldier kursk region ', 'run-2');
INSERT INTO program_only.held_batches VALUES ('run-held', 'nightly', '2024-09-04 02:01:00', 'work/held/run-held', 'critical: too many');
INSERT INTO program_only.passage_sketches VALUES ('949ad480e4cd69e64f9ccfec2dbaf167d9bdfa42590d1885fc3ed07d83b73f13', 'b7b9bb054d725a22be10f6fdd7661d583563d9104b896f0ed2ff764dd5602d03', 0, '2024-09-01', [142218251, 198797516, 216476422, 571690848, 636769123, 693078568, 710615153, 770590125, 847663952, 914068714, 1018424222, 1161401347, 1526790870, 1564719706, 1621724399, 1672566107, 2044395977, 2293140571, 2375375573, 2540677659]);
INSERT INTO quarantined_claims VALUES ('4b0e8da9e2181de6915dccd6ec33455e4062186b5b5fe5ad6af3e7ad57eb454d', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', '141d44a5e73dcb72769da445f75b4b5cc97f2e8805fa3a7a2faabbe763c8edac', 0, 'They captured 594 soldiers.', 0, 14, 26, '594 soldiers', 'count', 594.0, 594.0, 594.0, '=', NULL, '{soldier}', 'soldier', 'count', 594.0, 594.0, 594.0, '{soldier}', 'soldiers', NULL, 'capture', 'Oleksandr Syrskyi', NULL, NULL, 'indirect', '2024-08-27', '2024-08-27', NULL, 'Kursk region', 'RU', 'asserted', 'captures', 'level', NULL, NULL, 'soldiers', 'soldier', 'kursk region, RU', 'oleksandr syrskyi', 'person', 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 0.95, 'digits', '1', ['unit_is_known'], NULL, 'run-1', false, '2024-09-03 02:05:00', 'run-2');
INSERT INTO raw_documents VALUES ('paper', 'a', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', NULL, 'in/a.txt', '5aebb8846f41b2aa29a6f5166d8646bf871d01146227e4dcf85e8207c1cb7318', NULL, 'text/plain', '2024-09-01 02:00:00', NULL, 53, '87514caef246645d37a8974b9184227ff84efdc1346f5e6a29178550ff2cb618', NULL, NULL, 'dcd2f1849da64f22ac40c3d705a40d171d66d6e049c757780aa6b2e173d057e1', 'run-2', true, NULL, NULL);
INSERT INTO raw_documents VALUES ('paper', 'a', 'f5dba5e9c5cdc1641f40550eb740140f317727a9d8c497bd1f574a6324a73c65', NULL, 'in/a.txt', 'aa85c2501278300f830d613b52d9d29ebb7b6e3a4b67f2f6d366a1973bbef802', NULL, 'text/plain', '2024-09-01 02:00:00', NULL, 53, 'e7e64f4c8418164ff83aa593373cac464f7bc5ecef729bb8bbad1507e6b0f01a', NULL, NULL, '141d44a5e73dcb72769da445f75b4b5cc97f2e8805fa3a7a2faabbe763c8edac', 'run-1', false, '2024-09-03 02:05:00', 'run-2');
INSERT INTO raw_documents VALUES ('paper', 'b', '949ad480e4cd69e64f9ccfec2dbaf167d9bdfa42590d1885fc3ed07d83b73f13', NULL, 'in/b.txt', '1d99f365ab5b2e6b27f84141e97b25148ed52b564f5214d87a5750797f422afd', NULL, 'text/plain', '2024-09-01 02:00:00', NULL, 231, 'c4766de5f44eaa0eef08b3625020cada4571dc19a0392d8d792c4363bf812ae1', NULL, NULL, 'b7b9bb054d725a22be10f6fdd7661d583563d9104b896f0ed2ff764dd5602d03', 'run-1', true, NULL, NULL);
INSERT INTO run_events VALUES ('run-1', 'nightly', 'completed', '2024-09-02 02:05:00', NULL, NULL, NULL, NULL);
INSERT INTO run_events VALUES ('run-2', 'nightly', 'completed', '2024-09-03 02:05:00', NULL, NULL, NULL, NULL);
INSERT INTO run_events VALUES ('run-held', 'nightly', 'held', '2024-09-04 02:01:00', 42, 'box', 'ana', 'critical: too many');
INSERT INTO run_events VALUES ('run-held', 'nightly', 'started', '2024-09-04 02:00:00', 42, 'box', 'ana', NULL);
INSERT INTO run_sources VALUES ('run-1', 'paper', 2, 2, 0, 0, 0, 2, 3, 2, 1);
INSERT INTO run_sources VALUES ('run-2', 'paper', 1, 0, 1, 0, 0, 1, 2, 2, 0);
INSERT INTO runs VALUES ('run-1', 'nightly', '2024-09-02 02:00:00', '2024-09-02 02:05:00', '0.1.0', '1', 2, 2, 0, 0, 0, 2, 3, 2, 1, 1, 0, NULL, NULL);
INSERT INTO runs VALUES ('run-2', 'nightly', '2024-09-03 02:00:00', '2024-09-03 02:05:00', '0.1.0', '1', 1, 0, 1, 0, 0, 1, 2, 2, 0, 1, 0, NULL, NULL);
INSERT INTO program_only.schema_version VALUES (1, '0001_first_schema.sql');
INSERT INTO program_only.schema_version VALUES (2, '0002_failing_rows.sql');
INSERT INTO program_only.schema_version VALUES (3, '0003_fields_of_the_reader.sql');
INSERT INTO program_only.schema_version VALUES (4, '0004_links_between_claims.sql');
INSERT INTO program_only.schema_version VALUES (5, '0005_ledger.sql');
INSERT INTO program_only.schema_version VALUES (6, '0006_date_source.sql');
INSERT INTO program_only.schema_version VALUES (7, '0007_program_only.sql');
INSERT INTO series_points VALUES ('captures | soldier | kursk region, RU | count | asserted', 'captures', 'soldiers', 'soldier', 'kursk region, RU', 'count', 'asserted', '2024-08-27', 1, 5.0, 600.0, 600.0, 1, ['paper'], ['Oleksandr Syrskyi'], ['87c221165da87add10ea9e3b56f693843e2e6de411c3f27f53fdd63fcfe9e685', 'cbcb1c6b9ab5e9c08e83e18cdcbf07ea71badb694d97b204c19f8b710ea84d00']);
INSERT INTO program_only.overlay VALUES ('of an older program');
CREATE VIEW current_claims AS SELECT claim_id FROM claims WHERE is_current;
