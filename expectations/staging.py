"""The staged batch as relations of a DuckDB file of its own, which the checks read.

articles   ARTICLES and `received_at` of its document (null if it has none)
claims     CLAIMS and of its article `article_text`, `published_date`, `is_read` (null if it has none)
levels     the levels among the claims, each beside what its series holds so far
known_units  unit, dimension: what the lexicons know about the batch's units
night      one row: the batch's counts and shares, what was usual before, and the limits
sources    one row for each source of the night or of its past: the same
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from expectations.units import known_units
from transforms.frames import ARTICLES, CLAIMS, DOCUMENTS

# Frames come as they are or, when large, as the Parquet files that they were staged in.
Rows = pl.DataFrame | Sequence[Path]

SPECIFICATIONS = {spec.name: spec for spec in (DOCUMENTS, ARTICLES, CLAIMS)}

ARTICLES_WITH_DOCUMENT = """
CREATE VIEW articles AS
SELECT a.*, d.received_at
FROM given_articles AS a
LEFT JOIN (SELECT article_id, content_hash, min(received_at) AS received_at FROM given_documents GROUP BY ALL) AS d
    USING (article_id, content_hash)
"""
CLAIMS_WITH_ARTICLE = """
CREATE VIEW claims AS
SELECT c.*, a.article_text, a.published_date, a.is_read
FROM given_claims AS c
LEFT JOIN (
    SELECT version_id, any_value(text) AS article_text, any_value(published_date) AS published_date,
        any_value(is_read) AS is_read
    FROM given_articles GROUP BY version_id
) AS a USING (version_id)
"""


class Staging:
    """A folder with one DuckDB file, and the engine that reads it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"duckdb:///{folder / 'staged.duckdb'}"
        self.engine = sa.create_engine(self.url, isolation_level="AUTOCOMMIT")

    def run(self, sql: str) -> None:
        """Execute one statement that returns nothing."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql(sql)

    def select(self, sql: str) -> pl.DataFrame:
        """The rows of a query; they come by way of a Parquet file, which is fast for many."""
        file = self.folder / "selected.parquet"
        self.run(f"COPY ({sql}) TO {quoted_path(file)} (FORMAT parquet)")
        return pl.read_parquet(file)

    def give(self, name: str, rows: Rows) -> None:
        """Make a frame or Parquet files readable under a name."""
        if isinstance(rows, pl.DataFrame):
            paths: Sequence[Path] = [self.folder / f"{name}.parquet"]
            rows.write_parquet(paths[0])
        else:
            paths = rows
        listed = ", ".join(quoted_path(path) for path in paths)
        self.run(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet([{listed}])")

    @cached_property
    def is_empty(self) -> bool:
        """Whether the batch has neither articles nor claims."""
        counted = self.select("SELECT (SELECT count(*) FROM given_articles) + (SELECT count(*) FROM given_claims) AS n")
        return bool(counted.item() == 0)

    def give_batch(self, batch: Mapping[str, Rows]) -> None:
        """Stage documents, articles and claims, and lay the relations of the row suites over them."""
        for name, rows in batch.items():
            is_given = isinstance(rows, pl.DataFrame) or len(rows) > 0
            self.give(f"given_{name}", rows if is_given else SPECIFICATIONS[name].empty())
        self.run(ARTICLES_WITH_DOCUMENT)
        self.run(CLAIMS_WITH_ARTICLE)
        units = self.select("SELECT DISTINCT unit FROM given_claims WHERE unit IS NOT NULL")
        self.give("known_units", known_units(units.get_column("unit")))


def quoted_path(path: Path) -> str:
    """A path as a SQL literal (`CREATE VIEW` and `COPY` take no bound value)."""
    return str(sa.literal(str(path)).compile(compile_kwargs={"literal_binds": True}))


@contextmanager
def open_staging(folder: Path, batch: Mapping[str, Rows]) -> Iterator[Staging]:
    """A staging area in an empty folder that holds the batch: frames under "documents", "articles" and "claims"."""
    staging = Staging(folder)
    try:
        staging.give_batch(batch)
        yield staging
    finally:
        staging.engine.dispose()
