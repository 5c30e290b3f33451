-- A home that was made while schema 5 was being written may lack these.
CREATE TABLE IF NOT EXISTS given_names ("word" VARCHAR NOT NULL);

-- Where the day of an article comes from and how sure it is: rows stored before tell neither.

ALTER TABLE articles RENAME TO old_articles;
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
INSERT INTO articles BY NAME SELECT * FROM old_articles;
DROP TABLE old_articles;
