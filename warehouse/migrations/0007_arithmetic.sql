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
