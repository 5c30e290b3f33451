"""What the pages of each source were like, night by night, and single ones to look at."""

from __future__ import annotations

from contextlib import closing
from typing import Final

import polars as pl

from transforms.layout_columns import DATE_SHARES, LAYOUT_COLUMNS
from warehouse.connection import Connection, connect_beside, select, staged
from warehouse.queried import Queried
from warehouse.tables import quoted

# Of a run that is loaded, and of the one that is not loaded yet.
_LAYOUTS: Final = """SELECT {keys}, count(*) AS page_count, median(length(text))::DOUBLE AS text_length,
    avg((published_date IS NOT NULL)::INT) AS dated_share, avg((title IS NOT NULL)::INT) AS titled_share,
    avg((copies > 1)::INT) AS repeated_share, {dates}
FROM (SELECT *, count(*) OVER (PARTITION BY {keys}, hash(text)) AS copies FROM {pages})
GROUP BY {keys} ORDER BY {keys}"""
_DATES: Final = ", ".join(
    f"avg((date_source = '{source}')::INT) FILTER (date_source <> 'none') AS {share}"
    for source, share in DATE_SHARES.items()
)
_COLUMNS: Final = quoted(("run_id", "source", *LAYOUT_COLUMNS))
_OF_RUN: Final = _LAYOUTS.format(keys="run_id, source", dates=_DATES, pages="(FROM articles WHERE run_id = ?)")
_LAST: Final = f"""SELECT {_COLUMNS} FROM program_only.source_layouts SEMI JOIN (
    SELECT run_id FROM runs WHERE run_kind = 'nightly' ORDER BY finished_at DESC LIMIT ?
) USING (run_id) ORDER BY run_id, source"""

# By which the page that shows best what is wrong comes first.
_WORST: Final = {
    "source_texts_are_as_long_as_usual": "text_length",
    "source_dates_its_pages": "published_date IS NOT NULL",
    "source_titles_its_pages": "title IS NOT NULL",
    "source_texts_differ": "-copies",
    "source_dates_come_from_where_they_did": "date_confidence",
}
LAYOUT_CHECKS: Final = tuple(_WORST)
"""The checks of which a page before and a page after is shown."""

_PAGE: Final = """WITH pages AS (
    SELECT article_id, title, url, published_date, date_source, date_confidence,
        left(text, 400) AS opening, length(text) AS text_length,
        count(*) OVER (PARTITION BY hash(text)) AS copies, abs(length(text) - median(length(text)) OVER ()) AS unusual
    FROM articles WHERE source = ? AND run_id = ?
) SELECT * EXCLUDE (unusual, date_confidence) FROM pages ORDER BY {first}, article_id LIMIT 1"""
_NIGHT_BEFORE: Final = """SELECT run_id FROM runs WHERE run_kind = 'nightly' AND finished_at < (
    SELECT finished_at FROM runs WHERE run_id = ?
) AND EXISTS (SELECT 1 FROM articles WHERE articles.run_id = runs.run_id AND source = ?)
ORDER BY finished_at DESC LIMIT 1"""


def layouts(con: Connection, nights: int) -> pl.DataFrame:
    """What the articles of each source were like in the last nightly runs.

    run_id, source, page_count, text_length (median, code points), and the shares (0 to 1) of those with a day, with a
    title, and with a text that another one of that night has: dated_share, titled_share, repeated_share; and of those
    with a day the shares by where it comes from (DATE_SHARES; null where it was not kept).
    """
    return select(con, _LAST, [nights])


def keep_layouts(con: Connection) -> None:
    """Keep what the pages of the night's run are like, and of each run whose articles it has changed; in its load.

    So no night reads again the texts of those before it.
    """
    changed = con.execute(
        """SELECT DISTINCT run_id FROM articles WHERE version_id IN (SELECT version_id FROM staged_articles)
        ORDER BY run_id"""
    ).fetchall()
    for run_id in changed:
        con.execute("DELETE FROM program_only.source_layouts WHERE run_id = ?", run_id)
        con.execute(f"INSERT INTO program_only.source_layouts ({_COLUMNS}) {_OF_RUN}", run_id)


def layout_of(articles: pl.DataFrame) -> pl.DataFrame:
    """What the articles (ARTICLES) of a night that is not loaded yet are like: columns as of `layouts`, less run_id."""
    with closing(connect_beside()) as con, staged(con, {"pages": articles}):
        return select(con, _LAYOUTS.format(keys="source", dates=_DATES, pages="pages"))


def page_after(warehouse: Queried, run_id: str, source: str, check_name: str) -> pl.DataFrame:
    """The page of a run that shows best why it failed one of LAYOUT_CHECKS: one row, or none.

    article_id, title, url, published_date, date_source, opening (how its text begins), text_length, copies (pages with
    its text).
    """
    return warehouse.query(_PAGE.format(first=_WORST[check_name]), [source, run_id])


def page_before(warehouse: Queried, run_id: str, source: str) -> pl.DataFrame:
    """A usual page of the last night before the run in which the source gave any; columns as of `page_after`."""
    before = warehouse.query(_NIGHT_BEFORE, [run_id, source])
    night = before.item() if before.height else None
    return warehouse.query(_PAGE.format(first="unusual"), [source, night])
