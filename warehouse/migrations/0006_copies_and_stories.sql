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
