-- Rows of any frame that failed a check in a run: also articles and sources, and also where the check only warns.
CREATE TABLE failing_rows (
    "run_id" VARCHAR NOT NULL,
    "table_name" VARCHAR NOT NULL,
    "row_key" VARCHAR NOT NULL,
    "check_name" VARCHAR NOT NULL,
    "severity" VARCHAR NOT NULL,
    "why" VARCHAR NOT NULL
);
