"""Stories: which articles tell of one event, found in the load's own transaction after the origins.

Only articles of their own origin are compared; a copy is of the story of what it copies. An article follows the
LIKEST that are likest to it among those of the BACK_DAYS days up to its own that come before it (by day, then id),
where both share enough traits; a trait weighs the more the rarer it is among the articles of these days, and one that
more than RARE_MOST of them have tells nothing. A story is all that this joins, at most SPAN_DAYS long: what comes
later begins a story of its own, so that no chain of small likenesses runs through the years.

An article weighs by the BACK_DAYS up to its own day, and so does each that it is compared with, up to BACK_DAYS
earlier. So a night touches the articles from its own days to twice BACK_DAYS after them, and the stories that go on
from SPAN_DAYS before its first day; nothing else is looked at. The result is the same in whatever order articles come.
Weights are whole numbers: sums depend on no order either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from transforms.ledger.descent import families
from transforms.ledger.traits import KIND_MARK
from transforms.lexicons.tables import read_table
from warehouse.connection import Connection, select, staged
from warehouse.copies import settle

BACK_DAYS = 4
SPAN_DAYS = 21
RARE_MOST = 200
AT_ONCE = 20_000  # articles that are compared with those before them in one query, which bounds its memory
LIKEST = 3
GAP_DAYS = 30  # what lies in a shorter gap is read along, which costs less than a query more
LEAST_LIKENESS = 0.26
HEADS = {"article_id": pl.String, "story_id": pl.String}
LEAST_SHARED, LEAST_NAMES = 2, 1
# Short reports have few traits, most of them speakers of their own: where both tell of an event of one kind, a rare
# name is enough; what tells of two kinds of events about one town or company must be the more alike.
LEAST_OF_KIND = 0.18
LEAST_OF_OTHERS = 0.35
KINDS = sorted(KIND_MARK + row["kind"] for row in read_table("event_kinds"))  # each has its bit
# Thousandths of the natural logarithm; figures count little, since the next report of an event has newer ones.  PRIOR
# articles more are thought to be there, each without the trait: what is rare among ten is not surely rare.
NAME_WEIGHT, WORD_WEIGHT, FIGURE_WEIGHT, PRIOR = 1000, 500, 250, 1000

LINES = """
WITH near AS MATERIALIZED (
    SELECT article_id, published_date FROM program_only.article_sketches WHERE published_date >= ?
),
kept AS MATERIALIZED (FROM article_stories SEMI JOIN near USING (article_id)),
began AS MATERIALIZED (
    SELECT article_id AS story_id, published_date AS began FROM program_only.article_sketches
    WHERE article_id IN (SELECT story_id FROM kept)
)
SELECT n.article_id, if(f.article_id IS NULL, k.follows_ids, f.follows_ids) AS follows_ids,
    if(f.article_id IS NULL, k.likeness, f.likeness) AS likeness, n.published_date
FROM near AS n SEMI JOIN (FROM article_origins WHERE article_id = origin_id) AS o USING (article_id)
LEFT JOIN followed AS f USING (article_id) LEFT JOIN kept AS k USING (article_id) LEFT JOIN began AS b USING (story_id)
WHERE coalesce(b.began >= ?, true)
UNION ALL
SELECT article_id, NULL, NULL, NULL FROM article_origins
WHERE article_id = origin_id AND article_id IN (SELECT article_id FROM moved)
    AND article_id NOT IN (SELECT article_id FROM program_only.article_sketches WHERE published_date IS NOT NULL)
ORDER BY published_date NULLS LAST, article_id
"""
OF_LINES = """
SELECT article_id FROM moved
UNION SELECT article_id FROM article_origins WHERE origin_id IN (SELECT article_id FROM lines)
"""
# A copy is of the story of what it copies, which may be one that stays as it is.
STORIES = f"""
SELECT o.article_id, coalesce(l.story_id, kept.story_id, o.origin_id) AS story_id, own.follows_ids, own.likeness
FROM article_origins AS o LEFT JOIN lines AS l ON l.article_id = o.origin_id
LEFT JOIN article_stories AS kept ON kept.article_id = o.origin_id
LEFT JOIN lines AS own ON own.article_id = o.article_id
WHERE o.article_id IN ({OF_LINES})
"""


def tell_stories(con: Connection, moved: pl.DataFrame) -> pl.DataFrame:
    """Bring the stories up to date after articles have `moved` (article_id, published_date: see find_origins).

    Returns article_id and story_id of the articles whose story, or what they follow, is other than before: as they were
    and as they are.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE followed (article_id VARCHAR, follows_ids VARCHAR[], likeness DOUBLE)")
    with staged(con, {"moved": moved}):
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE told_anew AS
            WITH days AS (
                SELECT DISTINCT unnest(
                    generate_series(published_date, published_date + {2 * BACK_DAYS}, INTERVAL 1 DAY)
                )::DATE AS published_date
                FROM moved WHERE published_date IS NOT NULL
            )
            SELECT published_date, count(*) AS articles
            FROM program_only.article_sketches SEMI JOIN days USING (published_date) GROUP BY published_date"""
        )
    for first, last in batches(con.execute("SELECT * FROM told_anew ORDER BY published_date").fetchall()):
        find_followed(con, first, last)
    with staged(con, {"lines": lines(con, first_of(moved), moved), "moved": moved}):
        retold = settle(con, "article_stories", STORIES, OF_LINES)
    con.execute("DROP TABLE followed")
    con.execute("DROP TABLE told_anew")
    return retold.select("article_id", "story_id").unique()


def first_of(moved: pl.DataFrame) -> date:
    """The first day on which something has moved; one that never comes where nothing with a day has."""
    return min(moved.get_column("published_date").drop_nulls(), default=date.max)


def batches(days: list[tuple[date, int]]) -> Iterator[tuple[date, date]]:
    """Runs of days, first and last, that hold about AT_ONCE articles; a run ends before a gap of GAP_DAYS days."""
    first, last, held = None, None, 0
    for day, count in days:
        if first is not None and last is not None and (held + count > AT_ONCE or (day - last).days > GAP_DAYS):
            yield first, last
            first, held = None, 0
        first, last, held = first or day, day, held + count
    if first is not None and last is not None:
        yield first, last


def find_followed(con: Connection, first: date, last: date) -> None:
    """Add to `followed` what the articles of these days that are told anew follow."""
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE told AS
        SELECT row_number() OVER (ORDER BY published_date, article_id)::INTEGER AS no, article_id, published_date,
            list_filter(traits, lambda trait: NOT starts_with(trait, '{KIND_MARK}')) AS traits,
            -- A kind that the program no longer has has no bit.
            coalesce(list_sum(list_transform(
                list_intersect(traits, $kinds), lambda kind: 1::BIGINT << (list_position($kinds, kind) - 1)
            )), 0)::BIGINT AS kinds,
            published_date >= $first AND published_date IN (SELECT published_date FROM told_anew) AS is_sought
        FROM program_only.article_sketches JOIN article_origins USING (article_id)
        WHERE article_id = origin_id AND published_date BETWEEN $back AND $last""",
        {"first": first, "last": last, "back": first - timedelta(days=2 * BACK_DAYS), "kinds": KINDS},
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE told_traits AS
        WITH borne AS (SELECT no, published_date, is_sought, kinds, unnest(traits) AS trait FROM told),
        articles AS (
            SELECT published_date, sum(count(*)) OVER (
                ORDER BY published_date RANGE BETWEEN INTERVAL {BACK_DAYS} DAYS PRECEDING AND CURRENT ROW
            ) AS articles FROM told GROUP BY published_date
        ),
        bearers AS (
            SELECT trait, regexp_matches(trait, '^\\p{{Lu}}') AS is_name,
                regexp_matches(trait, '^\\d') AS is_figure, published_date, sum(count(*)) OVER (
                PARTITION BY trait
                ORDER BY published_date RANGE BETWEEN INTERVAL {BACK_DAYS} DAYS PRECEDING AND CURRENT ROW
            ) AS bearers FROM borne GROUP BY trait, published_date
        )
        SELECT no, published_date, is_sought, kinds, trait, is_name,
            round(CASE WHEN is_name THEN {NAME_WEIGHT} WHEN is_figure THEN {FIGURE_WEIGHT} ELSE {WORD_WEIGHT} END
                * ln((articles + {PRIOR}) / bearers))::INTEGER AS weight
        FROM borne JOIN bearers USING (trait, published_date) JOIN articles USING (published_date)
        WHERE bearers <= {RARE_MOST}"""
    )
    con.execute(
        f"""INSERT INTO followed
        WITH weighed AS (SELECT no, sum(weight)::BIGINT AS weight FROM told_traits GROUP BY no),
        alike AS (
            SELECT a.no, b.no AS earlier_no, sum(a.weight)::BIGINT AS shared, a.kinds, b.kinds AS earlier_kinds
            FROM told_traits AS a JOIN told_traits AS b USING (trait)
            WHERE a.is_sought AND b.no < a.no AND b.published_date >= a.published_date - {BACK_DAYS}
            GROUP BY a.no, b.no, a.kinds, b.kinds
            HAVING (count(*) >= {LEAST_SHARED} OR a.kinds & b.kinds > 0)
                AND count(*) FILTER (a.is_name) >= {LEAST_NAMES}
        ),
        scored AS (
            SELECT alike.no, earlier_no, kinds, earlier_kinds,
                round(least(1, shared / sqrt(w.weight * v.weight)), 4) AS likeness
            FROM alike JOIN weighed AS w ON w.no = alike.no JOIN weighed AS v ON v.no = earlier_no
        ),
        likest AS (
            SELECT * FROM scored
            WHERE likeness >= CASE WHEN kinds & earlier_kinds > 0 THEN {LEAST_OF_KIND}
                WHEN kinds > 0 AND earlier_kinds > 0 THEN {LEAST_OF_OTHERS} ELSE {LEAST_LIKENESS} END
            QUALIFY row_number() OVER (PARTITION BY no ORDER BY likeness DESC, earlier_no) <= {LIKEST}
        )
        SELECT t.article_id, list(e.article_id ORDER BY l.likeness DESC, l.earlier_no) FILTER (e.no IS NOT NULL),
            max(l.likeness)
        FROM told AS t LEFT JOIN likest AS l USING (no) LEFT JOIN told AS e ON e.no = l.earlier_no
        WHERE t.is_sought GROUP BY t.article_id"""
    )
    con.execute("DROP TABLE told_traits")
    con.execute("DROP TABLE told")


def lines(con: Connection, since: date, moved: pl.DataFrame) -> pl.DataFrame:
    """article_id, story_id, follows_ids and likeness of the articles of their own origin that are told anew.

    `since` is the first day of which an article may follow others than before.  No such article joins a story that
    began more than SPAN_DAYS before it: these stay as they are.  What has `moved` (article_id) and has no day, or none
    any more, is a story of its own that follows nothing; no day tells it anew.
    """
    first = since - timedelta(days=SPAN_DAYS)
    with staged(con, {"moved": moved}):
        told = select(con, LINES, [first, first])
    found = families(told.select("article_id", "follows_ids", "published_date").iter_rows(), SPAN_DAYS)
    heads = pl.DataFrame({"article_id": list(found), "story_id": list(found.values())}, schema=HEADS)
    return told.join(heads, on="article_id", maintain_order="left").select(
        "article_id", "story_id", "follows_ids", "likeness"
    )
