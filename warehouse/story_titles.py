"""What stories are called: as their first article is, so by how its text begins where it has no title."""

from __future__ import annotations

import polars as pl

from transforms.articles.headlines import headline
from warehouse.index.cutting import OPENING
from warehouse.queried import Queried


def with_titles(reader: Queried, rows: pl.DataFrame, column: str = "title") -> pl.DataFrame:
    """Rows with `story_id` and, in `column`, the title of the story's first article: it is null for no story alone."""
    untitled = rows.filter(pl.col(column).is_null()).get_column("story_id").drop_nulls().unique().to_list()
    if not untitled:
        return rows
    openings = reader.query(
        f"""SELECT article_id, left(text, {OPENING}) AS opening FROM articles
        WHERE is_current AND article_id IN (SELECT unnest(?::VARCHAR[]))""",
        [untitled],
    )
    called = {article_id: headline(None, opening) for article_id, opening in openings.iter_rows()}
    by_opening = pl.col("story_id").replace_strict(called, default=None, return_dtype=pl.String)
    return rows.with_columns(pl.col(column).fill_null(by_opening))
