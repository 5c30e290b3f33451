"""Origins: which article's words each article and each passage repeats, found in the load's own transaction.

A copy has at least `least_share` of the shorter text's shingles in common with an article of at most NEAR_DAYS before
or after it; it is a copy of the earliest of these, and comes from the first of the line that this leads to. Earlier
is what was published on an earlier day, of one day what is longer (agencies are shortened), of one length the smaller
id. So an origin depends on which articles there are, and neither on the order in which they came nor on the nights
that brought them. What a night costs is in looking for the copies of its own articles, among those of their days;
lines are followed anew through all that is known to be a copy, and of the rest nothing is looked at.

A text without a day is near every day: each night's texts are compared with all of these, and a night that brings one
looks its rarest shingles up among those of every text there is.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.frames import ARTICLE_SKETCHES, COLUMNS, PASSAGE_SKETCHES, Frame
from transforms.ledger.descent import heads
from warehouse.connection import Connection, select, staged
from warehouse.tables import BY_NAME, quoted

NEAR_DAYS = 7
RARE_BELOW = 1 << 31  # shingles of common words alone are above (ledger/sketches.py): nothing is looked up by them


@dataclass(frozen=True, slots=True)
class Level:
    """What is compared with what: whole articles or passages.

    `probes` of the smallest shingles are what a copy is looked up by; then it shares at least `least_shared` shingles,
    `least_share` of the shorter text and `least_of_longer` of the longer.
    """

    sketches: Frame
    table: str
    copy_of: tuple[str, ...]
    probes: int
    least_shared: int
    least_share: float
    least_of_longer: float

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name what is compared."""
        return self.sketches.key

    @property
    def kept(self) -> str:
        """How SQL names the table of the sketches."""
        return BY_NAME[self.sketches.name].sql_name


ARTICLES_COPIED = Level(ARTICLE_SKETCHES, "article_origins", ("copy_of_id",), 12, 6, 0.55, 0.2)
PASSAGES_COPIED = Level(PASSAGE_SKETCHES, "passage_origins", ("copy_of_id", "copy_of_sentence_no"), 5, 5, 0.6, 0.4)


@dataclass(frozen=True, slots=True)
class Descended:
    """What a night changed: `moved` articles whose sketch or origin is other than before, each with its day, also the
    day that it had (article_id, published_date: null for none); `reworded` those of which the origin of a passage is
    another.
    """

    moved: pl.DataFrame
    reworded: list[str]


def find_origins(con: Connection) -> Descended:
    """Bring sketches and origins up to the night's staged rows; within the transaction of its load."""
    moved = renewed(con, ARTICLES_COPIED)
    follow(con, ARTICLES_COPIED)
    tonight_or_copies = """SELECT article_id FROM staged_articles UNION SELECT article_id FROM found
        UNION SELECT article_id FROM article_origins WHERE copy_of_id IS NOT NULL"""
    current = f"""SELECT article_id, coalesce(f.origin_id, article_id) AS origin_id, f.copy_of_id, f.text_share
        FROM articles LEFT JOIN found AS f USING (article_id)
        WHERE is_current AND article_id IN ({tonight_or_copies})"""
    with staged(con, {"found": lines(con, ARTICLES_COPIED)}):
        turned = settle(con, "article_origins", current, tonight_or_copies).get_column("article_id")
    reworded: list[str] = []
    if not renewed(con, PASSAGES_COPIED).is_empty():
        follow(con, PASSAGES_COPIED)
        with staged(con, {"found": lines(con, PASSAGES_COPIED)}):
            copies = "SELECT article_id FROM found UNION SELECT article_id FROM passage_origins"
            reworded = settle(con, "passage_origins", "SELECT * FROM found", copies).get_column("article_id").to_list()
    for level in (ARTICLES_COPIED, PASSAGES_COPIED):
        con.execute(f"DROP TABLE IF EXISTS changed_{level.table}")
        con.execute(f"DROP TABLE IF EXISTS copies_{level.table}")
    days = select(
        con,
        """SELECT t.article_id, s.published_date FROM (SELECT DISTINCT unnest(?::VARCHAR[]) AS article_id) AS t
        LEFT JOIN program_only.article_sketches AS s USING (article_id)""",
        [turned.to_list()],
    )
    return Descended(pl.concat([moved, days]).unique(), reworded)


def renewed(con: Connection, level: Level) -> pl.DataFrame:
    """Replace the sketches of the night's articles by the staged ones; keeps the changed keys in `changed_…`.

    Returns article_id and published_date of the changed rows, both as they were and as they are.
    """
    kept, key, columns = level.kept, quoted(level.key), level.sketches.columns
    come = f"staged_{level.sketches.name}"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE differing AS
        WITH before AS (SELECT * FROM {kept} SEMI JOIN staged_articles USING (article_id))
        (SELECT {quoted(columns)} FROM {come} EXCEPT SELECT {quoted(columns)} FROM before)
        UNION ALL
        (SELECT {quoted(columns)} FROM before EXCEPT SELECT {quoted(columns)} FROM {come})"""
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE changed_{level.table} AS SELECT DISTINCT {key} FROM differing")
    con.execute(f"DELETE FROM {kept} AS k USING changed_{level.table} AS s WHERE {equal(level.key, level.key)}")
    con.execute(
        f"INSERT INTO {kept} ({quoted(columns)}) SELECT {quoted(columns)} FROM {come} "
        f"SEMI JOIN changed_{level.table} USING ({key})"
    )
    moved = select(con, "SELECT DISTINCT article_id, published_date FROM differing")
    con.execute("DROP TABLE differing")
    return moved


def follow(con: Connection, level: Level) -> None:
    """Make `copies_…`: every copy with what it is a copy of and the share they have in common.

    Looked for anew are those that changed and those whose original did; another copy only turns to a changed article
    that is earlier than what it was a copy of so far.
    """
    kept, table, key, of = level.kept, level.table, quoted(level.key), quoted(level.copy_of)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE sought AS
        SELECT * FROM changed_{table}
        UNION SELECT {quoted(level.key, "k.")} FROM {table} AS k
        JOIN changed_{table} AS s ON {equal(level.copy_of, level.key)}"""
    )
    find_pairs(con, level)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE copies_{table} AS
        WITH known AS (
            SELECT {key}, {of}, text_share FROM {table} ANTI JOIN sought USING ({key})
            WHERE {level.copy_of[0]} IS NOT NULL
        ),
        rivals AS (
            SELECT {quoted(level.key, "k.")}, {quoted(level.copy_of, "k.")}, k.text_share,
                s.published_date AS of_date, len(s.shingles) AS of_length
            FROM (FROM known SEMI JOIN pairs USING ({key})) AS k
            JOIN {kept} AS s ON {equal(level.copy_of, level.key)}
            UNION ALL SELECT * FROM pairs
        )
        FROM known ANTI JOIN pairs USING ({key})
        UNION ALL SELECT {key}, {of}, text_share FROM rivals
        QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY of_date NULLS LAST, of_length DESC, {of}) = 1"""
    )
    con.execute("DROP TABLE pairs")
    con.execute("DROP TABLE sought")


def find_pairs(con: Connection, level: Level) -> None:
    """Make `pairs`: of each text that has earlier copies the earliest, among pairs of which one is sought.

    What has the very same sketch and day is compared once, by its first (`texts`): what that one is a copy of, the
    others are copies of too, and else of that one.
    """
    later = quoted(level.key, "l.")
    gather(con, level)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE texts AS
        SELECT min(no) AS text_no, published_date, shingles, len(shingles) AS length, bool_or(is_sought) AS is_sought
        FROM compared GROUP BY published_date, shingles"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE candidates AS
        WITH probes AS (
            SELECT * FROM (
                SELECT text_no, published_date, is_sought, unnest(shingles[1:{level.probes}]) AS shingle FROM texts
            ) WHERE shingle < {RARE_BELOW}
        )
        SELECT DISTINCT greatest(a.text_no, b.text_no) AS later_no, least(a.text_no, b.text_no) AS earlier_no
        FROM (FROM probes WHERE is_sought) AS a JOIN probes AS b USING (shingle)
        WHERE a.text_no <> b.text_no AND {near_days("a.published_date", "b.published_date")}"""
    )
    con.execute(
        """CREATE OR REPLACE TEMP TABLE grams AS
        SELECT text_no, unnest(shingles) AS shingle FROM texts
        WHERE text_no IN (SELECT later_no FROM candidates UNION SELECT earlier_no FROM candidates)"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE alike AS
        WITH counted AS (
            SELECT later_no, earlier_no, count(*) AS shared
            FROM candidates AS c JOIN grams AS l ON l.text_no = c.later_no
            JOIN grams AS e ON e.text_no = c.earlier_no AND e.shingle = l.shingle
            GROUP BY later_no, earlier_no HAVING count(*) >= {level.least_shared}
        )
        SELECT later_no AS text_no, earlier_no AS no, shared / least(l.length, e.length) AS text_share
        FROM counted JOIN texts AS l ON l.text_no = later_no JOIN texts AS e ON e.text_no = earlier_no
        WHERE shared >= {level.least_share} * least(l.length, e.length)
            AND shared >= {level.least_of_longer} * greatest(l.length, e.length)
        UNION ALL SELECT text_no, text_no, 1 FROM texts WHERE is_sought AND length >= {level.least_shared}"""
    )
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE pairs AS
        SELECT {later}, {as_columns(level.key, level.copy_of, "e.")}, text_share, e.published_date AS of_date,
            len(e.shingles) AS of_length
        FROM compared AS l
        JOIN texts AS t ON t.shingles = l.shingles AND t.published_date IS NOT DISTINCT FROM l.published_date
        JOIN alike USING (text_no) JOIN compared AS e ON e.no = alike.no
        WHERE e.no < l.no AND e.article_id <> l.article_id
        QUALIFY row_number() OVER (PARTITION BY l.no ORDER BY e.no) = 1"""
    )
    for name in ("compared", "texts", "grams", "candidates", "alike"):
        con.execute(f"DROP TABLE {name}")


def gather(con: Connection, level: Level) -> None:
    """Make `compared`: what is sought, what lies near its days or has none, and what a text without a day may copy."""
    kept, key = level.kept, quoted(level.key)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE compared AS
        WITH sought_texts AS (SELECT published_date, shingles FROM {kept} SEMI JOIN sought USING ({key})),
        days AS (
            SELECT DISTINCT unnest(
                generate_series(published_date - {NEAR_DAYS}, published_date + {NEAR_DAYS}, INTERVAL 1 DAY)
            )::DATE AS published_date FROM sought_texts WHERE published_date IS NOT NULL
        ),
        undated AS (
            SELECT DISTINCT unnest(shingles[1:{level.probes}]) AS shingle FROM sought_texts WHERE published_date IS NULL
        ),
        probes AS (SELECT {key}, unnest(shingles[1:{level.probes}]) AS shingle FROM {kept}),
        likely AS (
            SELECT DISTINCT {key} FROM probes SEMI JOIN (FROM undated WHERE shingle < {RARE_BELOW}) USING (shingle)
        )
        SELECT row_number() OVER (ORDER BY published_date NULLS LAST, len(shingles) DESC, {key}) AS no, {key},
            published_date, shingles, is_sought IS NOT NULL AS is_sought
        FROM {kept} LEFT JOIN (SELECT *, true AS is_sought FROM sought) USING ({key})
        LEFT JOIN (SELECT *, true AS is_likely FROM likely) USING ({key})
        WHERE is_likely OR published_date IS NULL OR published_date IN (FROM days)"""
    )


def near_days(one: str, other: str) -> str:
    """SQL that is true where two days lie at most NEAR_DAYS apart, or one is not known."""
    return f"coalesce(abs({one} - {other}) <= {NEAR_DAYS}, true)"


def equal(names: tuple[str, ...], others: tuple[str, ...]) -> str:
    """SQL that is true where columns of `k` equal others of `s`."""
    return " AND ".join(f'k."{name}" = s."{other}"' for name, other in zip(names, others, strict=True))


def as_columns(names: tuple[str, ...], others: tuple[str, ...], prefix: str) -> str:
    """Columns under other names."""
    return ", ".join(f'{prefix}"{name}" AS "{other}"' for name, other in zip(names, others, strict=True))


def lines(con: Connection, level: Level) -> pl.DataFrame:
    """Every copy with the columns of the level's table: lines of copies followed to the article they begin with."""
    copies = select(con, f"FROM copies_{level.table}")
    children, parents = (
        copies.select(pl.concat_str(names, separator=" ")).to_series().to_list() for names in (level.key, level.copy_of)
    )
    found = heads(dict(zip(children, parents, strict=True)))
    origins = [found[child].partition(" ")[0] for child in children]
    table = BY_NAME[level.table]
    return copies.with_columns(origin_id=pl.Series(origins, dtype=COLUMNS["origin_id"].dtype)).select(table.columns)


def settle(con: Connection, table_name: str, wanted: str, articles: str) -> pl.DataFrame:
    """Make the table hold, of some articles, exactly the rows of a query, touching those that differ.

    `articles` is SQL for the ids of these.  Returns the rows that went and those that came, with the table's columns.
    """
    columns = quoted(BY_NAME[table_name].columns)
    con.execute(f"CREATE OR REPLACE TEMP TABLE wanted AS SELECT {columns} FROM ({wanted})")
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE held AS
        SELECT {columns} FROM {table_name} WHERE article_id IN ({articles})"""
    )
    con.execute("CREATE OR REPLACE TEMP TABLE gone AS FROM held EXCEPT FROM wanted")
    con.execute("CREATE OR REPLACE TEMP TABLE come AS FROM wanted EXCEPT FROM held")
    key = BY_NAME[table_name].key
    con.execute(f"DELETE FROM {table_name} AS k USING gone AS s WHERE {equal(key, key)}")
    con.execute(f"INSERT INTO {table_name} ({columns}) SELECT {columns} FROM come")
    touched = select(con, "FROM gone UNION ALL FROM come")
    for name in ("wanted", "held", "gone", "come"):
        con.execute(f"DROP TABLE {name}")
    return touched
