"""The ledger's tables, brought up to the claims whenever these have changed: the same in whatever order they came.

`figures` are the current claims with what makes them comparable (`figure_readings`), `series_points` their levels day
by day (`point_readings`), `conflicts` the pairs of them that cannot both hold (`conflict_readings`). Series and
revisions are views over `figures`.

A change makes anew what it touches. First come all claims of the articles that changed, before and after
(`touched_claims`), and those whose figures depend on them: of passages that stood first in one of the articles; of a
story that has gained its second origin or lost it; said by a surname alone, where it is another full name's now; and
what else tells one speaker's figure of one event, since its day is that of the first. Then the points that these
figures were or are of (`touched_points`), with every figure of them (`touched_figures`). After a change of the program
all claims are touched, by the same statements, some measures at a time: nothing binds a figure to one of another
measure, and a million claims at once take more memory than there may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from warehouse.connection import Connection, staged
from warehouse.tables import BY_NAME

TOUCHED_BY_ARTICLES = (
    """CREATE TEMP TABLE touched_articles AS
    SELECT article_id FROM changed_articles
    UNION SELECT article_id FROM passage_origins WHERE origin_id IN (SELECT article_id FROM changed_articles)""",
    """CREATE TEMP TABLE touched_claims AS
    SELECT claim_id FROM claims WHERE is_current AND article_id IN (SELECT article_id FROM touched_articles)
    UNION SELECT claim_id FROM figures WHERE article_id IN (SELECT article_id FROM touched_articles)""",
    """INSERT INTO touched_claims
    WITH told AS MATERIALIZED (
        SELECT article_id, story_id FROM article_stories WHERE story_id IN (
            SELECT story_id FROM article_stories SEMI JOIN changed_articles USING (article_id)
            UNION FROM changed_stories
        )
    ), shared AS (
        SELECT story_id FROM told JOIN article_origins USING (article_id)
        GROUP BY story_id HAVING count(DISTINCT origin_id) > 1
    )
    SELECT f.claim_id FROM figures AS f JOIN told USING (article_id) LEFT JOIN shared AS s ON s.story_id = told.story_id
    WHERE f.story_id IS DISTINCT FROM s.story_id""",
    """INSERT INTO touched_claims
    SELECT f.claim_id FROM figures AS f JOIN (FROM claims WHERE is_current) AS c USING (claim_id)
    LEFT JOIN full_names AS n ON n.surname = c.speaker_key
    WHERE NOT contains(c.speaker_key, ' ') AND f.speaker_key IS DISTINCT FROM coalesce(n.full_key, c.speaker_key)""",
    """INSERT INTO touched_claims
    WITH said AS (
        SELECT measure, subject_key, area, comparable_unit, speaker_key, figure_low, figure_high
        FROM figures SEMI JOIN touched_claims USING (claim_id) WHERE scope = 'event' AND speaker_key IS NOT NULL
        UNION SELECT measure, subject_key, area, comparable_unit, speaker_key, figure_low, figure_high
        FROM figure_readings('touched_claims') WHERE scope = 'event' AND speaker_key IS NOT NULL
    )
    SELECT f.claim_id FROM (FROM figures WHERE scope = 'event' AND speaker_key IS NOT NULL) AS f SEMI JOIN said AS s
        ON f.measure = s.measure AND f.subject_key IS NOT DISTINCT FROM s.subject_key
        AND f.area IS NOT DISTINCT FROM s.area AND f.comparable_unit = s.comparable_unit
        AND f.speaker_key = s.speaker_key AND f.figure_low IS NOT DISTINCT FROM s.figure_low
        AND f.figure_high IS NOT DISTINCT FROM s.figure_high""",
    "DROP TABLE touched_articles",
)
SLICE = 250_000  # claims that are made anew at once, more where one measure alone has more
CLAIMS_OF_MEASURES = (
    "SELECT measure, count(*) FROM claims WHERE is_current GROUP BY measure ORDER BY measure NULLS FIRST"
)
TOUCHED_OF_MEASURES = """CREATE TEMP TABLE touched_claims AS
SELECT claim_id FROM claims WHERE is_current AND coalesce(measure, '') IN (SELECT unnest(?))"""

SUBJECT = ("measure", "subject_key", "comparable_unit")
POINT = (*SUBJECT, "about_date", "period_days")
SAME_POINT = " AND ".join(f"p.{name} IS NOT DISTINCT FROM t.{name}" for name in POINT)
POINTS_OF_TOUCHED = f"""
SELECT DISTINCT {", ".join(POINT)} FROM figures SEMI JOIN touched_claims USING (claim_id) WHERE is_point"""
# Rows lie by what is asked for, so that a question about one measure reads a part of the table.
MADE_ANEW = (
    f"CREATE TEMP TABLE touched_points AS {POINTS_OF_TOUCHED}",
    "DELETE FROM figures AS f USING touched_claims AS t WHERE f.claim_id = t.claim_id",
    """INSERT INTO figures BY NAME
    FROM figure_readings('touched_claims') ORDER BY measure, subject_key, about_date, claim_id""",
    f"INSERT INTO touched_points {POINTS_OF_TOUCHED}",
    f"""CREATE TEMP VIEW touched_figures AS
    SELECT p.* FROM figures AS p SEMI JOIN touched_points AS t ON {SAME_POINT} WHERE is_point""",
    f"DELETE FROM series_points AS p USING touched_points AS t WHERE {SAME_POINT}",
    """INSERT INTO series_points BY NAME
    FROM point_readings('touched_figures') ORDER BY measure, series_id, about_date, period_days""",
    """DELETE FROM conflicts
    WHERE claim_id IN (SELECT claim_id FROM touched_claims UNION SELECT claim_id FROM touched_figures)""",
    """INSERT INTO conflicts BY NAME
    FROM conflict_readings('touched_figures') ORDER BY measure, about_date, claim_id, other_claim_id""",
    # What no figure stands behind any more, which only damage leaves.
    f"""DELETE FROM series_points AS p USING (
        WITH subjects AS MATERIALIZED (SELECT DISTINCT {", ".join(SUBJECT)} FROM touched_points),
        told AS MATERIALIZED (SELECT {", ".join(POINT)} FROM figures SEMI JOIN subjects USING ({", ".join(SUBJECT)})
            WHERE is_point)
        SELECT DISTINCT {", ".join(POINT)} FROM series_points AS p SEMI JOIN subjects USING ({", ".join(SUBJECT)})
        WHERE NOT EXISTS (SELECT * FROM told AS t WHERE {SAME_POINT})
    ) AS t WHERE {SAME_POINT}""",
    """DELETE FROM conflicts WHERE rowid IN (
        WITH known AS MATERIALIZED (
            SELECT claim_id FROM figures WHERE claim_id IN (SELECT unnest([claim_id, other_claim_id]) FROM conflicts)
        )
        SELECT rowid FROM conflicts WHERE claim_id NOT IN (FROM known) OR other_claim_id NOT IN (FROM known)
    )""",
    "DROP VIEW touched_figures",
    "DROP TABLE touched_points",
    "DROP TABLE touched_claims",
)


def keep_ledger(con: Connection, article_ids: Iterable[str], story_ids: Iterable[str] = ()) -> None:
    """Make the ledger's tables agree with the claims; call it inside the transaction that changed them.

    `article_ids` name the articles of which a claim, the origin, the story or the origin of a passage may be other
    than before, `story_ids` the stories that some of them were of before; in any order, repeated or not.
    """
    changed = {
        "changed_articles": pl.DataFrame({"article_id": article_ids}, schema={"article_id": pl.String}),
        "changed_stories": pl.DataFrame({"story_id": story_ids}, schema={"story_id": pl.String}),
    }
    with staged(con, changed):
        for statement in (*TOUCHED_BY_ARTICLES, *MADE_ANEW):
            con.execute(statement)


def make_ledger(con: Connection) -> None:
    """Make the ledger's tables anew from all claims, inside the caller's transaction."""
    for table in ("figures", "series_points", "conflicts"):
        con.execute(f"DELETE FROM {table}")
    for measures in slices(con.execute(CLAIMS_OF_MEASURES).fetchall(), SLICE):
        con.execute(TOUCHED_OF_MEASURES, [measures])
        for statement in MADE_ANEW:
            con.execute(statement)


def slices(counted: Iterable[tuple[str | None, int]], most: int) -> Iterator[list[str]]:
    """The measures in lists of which each has at most so many claims or is one measure alone; no measure is ''."""
    chosen: list[str] = []
    held = 0
    for measure, count in counted:
        if chosen and held + count > most:
            yield chosen
            chosen, held = [], 0
        chosen.append(measure or "")
        held += count
    if chosen:
        yield chosen


def name_words(con: Connection) -> None:
    """Fill the tables by which measures and countries are found by their words, and names told from offices."""
    for name, rows in word_tables().items():
        place = BY_NAME[name].sql_name
        con.execute(f"DELETE FROM {place}")
        columns = [list(column) for column in zip(*rows, strict=True)]
        con.execute(f"INSERT INTO {place} SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


def word_tables() -> dict[str, list[tuple[str | bool, ...]]]:
    """Table → its rows, out of the lexicons."""
    # Half a second of work, which who only asks a question is spared.
    from transforms.claims.speakers.words import given_names
    from transforms.ledger.countries import country_names
    from transforms.ledger.subjects import measure_words
    from transforms.ledger.voices import role_words

    rows = measure_words()
    phrases = {name: [name.replace("_", " "), *filter(None, row["words"].split("|"))] for name, row in rows.items()}
    countries = country_names()
    codes = {(code.lower(), code) for code in countries.values()}
    return {
        "measures": [(measure, row["scope"], row["telling"] == "yes") for measure, row in rows.items()],
        "measure_names": sorted({(phrase, measure) for measure, told in phrases.items() for phrase in told}),
        "country_names": sorted({*countries.items(), *codes}),
        "role_words": sorted({(form,) for word in role_words() for form in (word, _several(word))}),
        "given_names": sorted({(name.lower(),) for name in given_names()}),
    }


def _several(word: str) -> str:
    """The plural of what a person is: "secretaries", "spokesmen"."""
    from transforms.quantities.units import plural

    return f"{word[:-3]}men" if word.endswith("man") else plural(word)
