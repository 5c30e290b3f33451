"""What the ledger tells of one series, story, figure or voice: its levels, who told them, who disputes them.

Every function takes a reader of the published copy.  One that finds nothing gives an empty frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from warehouse.index.threads import Threads
from warehouse.published import Reader
from warehouse.queried import Queried
from warehouse.story_titles import with_titles
from warehouse.tables import named

# Columns of `figures` that a voice can be told by.
VOICES: Final = ("speaker", "place", "source")
REVISED_SERIES: Final = 500
TELLING: Final = """f.claim_id, f.version_id, f.title, f.source, f.published_date, f.about_date, f.period_days,
    f.measure, f.subject, f.subject_key, f.comparable_unit, f.figure, f.figure_low, f.figure_high, f.quote,
    f.speaker, f.voice, f.modality, f.series_id, f.story_id, f.origin_id, f.article_id"""
# The stories that series run within.
STORIES_NAMED: Final = """
SELECT article_id AS story_id, title AS story_title FROM articles
WHERE is_current AND article_id IN (SELECT unnest(?::VARCHAR[]))
    AND article_id IN (SELECT story_id FROM article_stories)
"""
# The places that all claims of a story name are sought for those that are wanted alone.
STORIES_CHOSEN: Final = """
SELECT story_id FROM article_stories JOIN article_origins USING (article_id)
JOIN (SELECT article_id, published_date FROM articles WHERE is_current) USING (article_id)
WHERE story_id IN (SELECT article_id FROM articles WHERE is_current) AND {which}
GROUP BY story_id HAVING count(DISTINCT origin_id) > 1
ORDER BY max(published_date) DESC NULLS LAST, count(DISTINCT origin_id) DESC, story_id LIMIT ?
"""
STORIES_LIST: Final = """
WITH mine AS (FROM article_stories WHERE story_id IN (SELECT unnest(?::VARCHAR[])))
FROM story_readings('mine')
ORDER BY last_date DESC NULLS LAST, origin_count DESC, story_id
"""
# The newest level of each series of a story, and the one before it.
STORY_SERIES: Final = """
WITH mine AS (SELECT DISTINCT series_id FROM figures WHERE is_point AND story_id = $1),
ordered AS (
    SELECT p.*, lag(p.best) OVER days AS before, lag(p.about_date) OVER days AS before_date,
        count(*) OVER (PARTITION BY series_id) AS point_count
    FROM series_points AS p SEMI JOIN mine USING (series_id)
    WINDOW days AS (PARTITION BY series_id, p.period_days ORDER BY p.about_date NULLS FIRST)
),
disputed AS (
    SELECT f.series_id, f.about_date, f.period_days, count(DISTINCT (k.claim_id, k.other_claim_id)) AS conflict_count
    FROM (SELECT *, unnest([claim_id, other_claim_id]) AS either_id FROM conflicts) AS k
    JOIN (FROM figures SEMI JOIN mine USING (series_id)) AS f ON f.claim_id = k.either_id AND f.is_point
    GROUP BY ALL
)
SELECT o.*, coalesce(d.conflict_count, 0) AS conflict_count FROM ordered AS o
LEFT JOIN disputed AS d ON d.series_id = o.series_id AND d.about_date IS NOT DISTINCT FROM o.about_date
    AND d.period_days IS NOT DISTINCT FROM o.period_days
QUALIFY row_number() OVER (
    PARTITION BY o.series_id ORDER BY o.about_date DESC NULLS LAST, o.period_days, o.origin_count DESC
) = 1
ORDER BY o.origin_count DESC, o.point_count DESC, o.measure, o.series_id
"""
STORY_ARTICLES: Final = """
SELECT a.version_id, a.article_id, a.title, if(a.title IS NULL, left(a.text, 400), NULL) AS opening, a.source,
    a.published_date,
    o.copy_of_id, o.text_share, c.version_id AS copied_version_id, c.title AS copied_title,
    if(c.title IS NULL, left(c.text, 400), NULL) AS copied_opening,
    (SELECT count(*) FROM claims AS k WHERE k.is_current AND k.version_id = a.version_id) AS claims
FROM article_stories AS s JOIN current_articles AS a USING (article_id) JOIN article_origins AS o USING (article_id)
LEFT JOIN current_articles AS c ON c.article_id = o.copy_of_id
WHERE s.story_id = $1 ORDER BY a.published_date, a.version_id
"""
HEADLINE: Final = """
SELECT article_id AS story_id, title FROM articles WHERE is_current AND article_id = $1
    AND EXISTS (FROM article_stories WHERE story_id = $1)
"""
STORY_AND_COPIED: Final = """
WITH copied AS (
    SELECT version_id, title, left(text, 400) AS opening FROM articles WHERE is_current AND article_id = (
        SELECT copy_of_id FROM passage_origins WHERE article_id = $2
            AND sentence_no = (SELECT sentence_no FROM claims WHERE is_current AND claim_id = $3)
    )
)
SELECT (SELECT title FROM articles WHERE is_current AND article_id = $1) AS story_title,
    (SELECT version_id FROM copied) AS copied_version_id, (SELECT title FROM copied) AS copied_title,
    (SELECT if(title IS NULL, opening, NULL) FROM copied) AS copied_opening
"""
# A conflict names both speakers and both sources; of whose place it is, its figures tell.
VOICE_DISPUTES: Final = """
SELECT * FROM conflicts WHERE {mine} ORDER BY about_date DESC NULLS LAST, claim_id, other_claim_id
"""
PLACED: Final = """claim_id IN (SELECT claim_id FROM figures WHERE place = $1)
    OR other_claim_id IN (SELECT claim_id FROM figures WHERE place = $1)"""
# A figure of a voice and the figures of others for the same point: do any two hold together?
AGREEMENT: Final = """
WITH mine AS (
    SELECT claim_id, series_id, about_date, period_days, voice, figure_low, figure_high
    FROM figures WHERE is_point AND modality = 'asserted' AND {of} = $1
),
met AS (
    SELECT m.claim_id, coalesce(o.speaker, o.source) AS other, o.speaker IS NOT NULL AS is_speaker,
        -- An open bound contradicts nothing.
        NOT coalesce(m.figure_low > o.figure_high OR o.figure_low > m.figure_high, false) AS holds
    FROM mine AS m JOIN figures AS o ON o.series_id = m.series_id AND o.about_date IS NOT DISTINCT FROM m.about_date
        AND o.period_days IS NOT DISTINCT FROM m.period_days AND o.voice <> m.voice AND o.is_point
        AND {other} IS DISTINCT FROM $1
)
SELECT other, is_speaker, count(DISTINCT claim_id) AS figures, count(DISTINCT claim_id) FILTER (holds) AS agreed,
    grouping(other) = 1 AS is_all
FROM met GROUP BY GROUPING SETS ((), (other, is_speaker)) ORDER BY is_all DESC, figures DESC, other
"""


def point_of(reader: Reader, series_id: str, claim_id: str) -> pl.DataFrame:
    """The level of the series that the claim is one of the figures of."""
    return reader.query(
        "SELECT * FROM series_points WHERE series_id = ? AND list_contains(claim_ids, ?)", [series_id, claim_id]
    )


def series_about(reader: Reader, words: str, most: int) -> pl.DataFrame:
    """Rows of `series` whose figures the words are about, those of most voices first, with story_id and story_title."""
    mine = "SELECT DISTINCT series_id FROM figures_about(?) WHERE is_point"
    return most_told(reader, reader.index.threads, reader.query(mine, [words]).to_series() if words else None, most)


def series_at(reader: Reader, column: str, value: str, most: int) -> pl.DataFrame:
    """The series that a value of VOICES has figures in; as `series_about`."""
    assert column in VOICES
    mine = f'SELECT DISTINCT series_id FROM figures WHERE is_point AND "{column}" = ?'
    return most_told(reader, reader.index.threads, reader.query(mine, [value]).to_series(), most)


def most_told(reader: Queried, threads: Threads, chosen: pl.Series | None, most: int) -> pl.DataFrame:
    """Of the chosen series, or of all, those of most voices, as `series_about`."""
    rows = threads.most_told(chosen, most)
    stories = reader.query(STORIES_NAMED, [rows.get_column("area").drop_nulls().unique().to_list()])
    stories = with_titles(reader, stories, "story_title").with_columns(area=pl.col("story_id"))
    return rows.join(stories, on="area", how="left", maintain_order="left", coalesce=True)


def stories_about(reader: Queried, words: str, most: int) -> pl.DataFrame:
    """Rows of `stories` of several independent articles in which a figure is about the words, the newest first."""
    which = "story_id IN (SELECT story_id FROM figures_about(?) WHERE story_id IS NOT NULL)" if words else "true"
    values: list[object] = [words, most] if words else [most]
    ids = reader.query(STORIES_CHOSEN.format(which=which), values).get_column("story_id").to_list()
    return with_titles(reader, reader.query(STORIES_LIST, [ids]))


def story(reader: Reader, story_id: str) -> pl.DataFrame:
    """The story's row of the view `stories`, with a title whatever its first article has."""
    return with_titles(reader, reader.query(STORIES_LIST, [[story_id]]))


def headline(reader: Reader, story_id: str) -> pl.DataFrame:
    """story_id and title of the story, as the list of stories has them."""
    return with_titles(reader, reader.query(HEADLINE, [story_id]))


def story_of(reader: Reader, article_id: str) -> pl.DataFrame:
    """The row of `stories` that the article is told in, if other articles tell it too."""
    found = reader.query("SELECT story_id FROM article_stories WHERE article_id = ?", [article_id])
    told = story(reader, found.item()) if found.height else found
    return told.filter(pl.col("member_count") > 1) if told.height else told


def story_articles(reader: Reader, story_id: str) -> pl.DataFrame:
    """The articles of the story, the oldest first, with what each is a copy of and its number of claims."""
    return reader.query(STORY_ARTICLES, [story_id])


def story_series(reader: Reader, story_id: str) -> pl.DataFrame:
    """The newest level of each of the story's series, the one `before` it, and how many conflicts are about it."""
    return reader.query(STORY_SERIES, [story_id])


def story_disputes(reader: Reader, story_id: str) -> pl.DataFrame:
    """Conflicts that figures of the story are in, the newest first."""
    return reader.query(
        """SELECT * FROM conflicts WHERE claim_id IN (SELECT claim_id FROM figures WHERE story_id = $1)
            OR other_claim_id IN (SELECT claim_id FROM figures WHERE story_id = $1)
        ORDER BY about_date DESC NULLS LAST, measure, claim_id, other_claim_id""",
        [story_id],
    )


def story_figures(reader: Reader, story_id: str) -> pl.DataFrame:
    """Every figure of the story (figures), the newest first."""
    return reader.query(
        f"""SELECT {TELLING} FROM figures AS f WHERE story_id = ?
        ORDER BY published_date DESC, about_date DESC, claim_id""",
        [story_id],
    )


def standing_of(reader: Reader, claim_id: str) -> pl.DataFrame:
    """One row: what makes the claim comparable (figures), its story's title and the article that it is a copy of."""
    found = reader.query(f"SELECT {TELLING}, f.is_point FROM figures AS f WHERE f.claim_id = ?", [claim_id])
    if found.is_empty():
        return found
    story_id, article_id = found.row(0, named=True)["story_id"], found.row(0, named=True)["article_id"]
    # Asked for one at a time: a join of whole tables takes more memory than there is for a page.
    beside = reader.query(STORY_AND_COPIED, [story_id, article_id, claim_id])
    return with_titles(reader, pl.concat([found, beside], how="horizontal"), "story_title")


def same_figure(reader: Reader, standing: Mapping[str, Any], most: int) -> pl.DataFrame:
    """Other claims that tell the same figure of the same point, the oldest first, with their voice and version.

    `standing` is the row of `standing_of`: a series that is named is found without a look at every figure.
    """
    alike = ("about_date", "period_days", "figure_low", "figure_high")
    same = " AND ".join(f"f.{name} IS NOT DISTINCT FROM ?" for name in alike)
    return reader.query(
        f"""SELECT {TELLING} FROM figures AS f WHERE f.series_id = ? AND {same} AND f.claim_id <> ?
        ORDER BY f.published_date NULLS LAST, f.claim_id LIMIT ?""",
        [standing["series_id"], *(standing[name] for name in alike), standing["claim_id"], most],
    )


def disputes_of(reader: Reader, claim_ids: Sequence[str]) -> pl.DataFrame:
    """Conflicts that these claims are in, the newest first."""
    return reader.query(
        """SELECT * FROM conflicts WHERE claim_id IN (SELECT unnest($1::VARCHAR[]))
            OR other_claim_id IN (SELECT unnest($1::VARCHAR[]))
        ORDER BY about_date DESC NULLS LAST, claim_id, other_claim_id""",
        [list(claim_ids)],
    )


def kin_of(reader: Reader, claim_id: str) -> pl.DataFrame:
    """Claims of the article that the claim restates or belongs to, and those that do so to it; `tie` says which."""
    return reader.query(
        """WITH one AS (
            SELECT * FROM claims WHERE claim_id = $1 ORDER BY is_current DESC, extractor_version DESC LIMIT 1
        )
        SELECT DISTINCT c.claim_id, c.quote, c.role, c."start",
            CASE WHEN c.claim_id = one.restates_claim_id THEN 'restates' WHEN c.claim_id = one.of_claim_id THEN 'of'
                WHEN c.restates_claim_id = $1 THEN 'restated' ELSE 'has' END AS tie
        FROM claims AS c, one
        WHERE c.version_id = one.version_id AND c.extractor_version = one.extractor_version AND c.claim_id <> $1
            AND (c.claim_id = one.restates_claim_id OR c.claim_id = one.of_claim_id OR c.restates_claim_id = $1
                OR c.of_claim_id = $1)
        ORDER BY tie, c."start", c.claim_id""",
        [claim_id],
    )


def voice_disputes(reader: Reader, column: str, value: str) -> pl.DataFrame:
    """Conflicts of the figures that a value of VOICES has, the newest first."""
    assert column in VOICES
    mine = PLACED if column == "place" else f"{column} = $1 OR other_{column} = $1"
    return reader.query(VOICE_DISPUTES.format(mine=mine), [value])


def voice_revisions(reader: Reader, column: str, value: str, most: int) -> pl.DataFrame:
    """Where a value of VOICES gives another figure than its voice did before (revisions), the newest first.

    Of its series the newest REVISED_SERIES are looked at.
    """
    assert column in VOICES
    mine = f"""SELECT series_id FROM figures WHERE is_point AND "{column}" = ? GROUP BY series_id
        ORDER BY max(about_date) DESC NULLS LAST, series_id LIMIT {REVISED_SERIES}"""
    ids = reader.query(mine, [value]).get_column("series_id").to_list()
    return reader.query(
        f"""SELECT * FROM revisions WHERE series_id IN ({named(ids)})
            AND claim_id IN (SELECT claim_id FROM figures WHERE "{column}" = ?)
        ORDER BY about_date DESC NULLS LAST, claim_id LIMIT ?""",
        [*ids, value, most],
    )


def agreement(reader: Reader, column: str, value: str) -> pl.DataFrame:
    """How many of a voice's levels others tell too, and how many of these hold with one of theirs.

    other, is_speaker, figures, agreed, is_all: first all others together, then each of them.
    """
    assert column in VOICES
    return reader.query(AGREEMENT.format(of=f'"{column}"', other=f'o."{column}"'), [value])


def spellings(reader: Reader, speaker: str) -> pl.DataFrame:
    """speaker and figures: the other names that the ledger takes for the same speaker, the most frequent first."""
    return reader.query(
        """SELECT speaker, count(*) AS figures FROM figures
        WHERE speaker_key IN (SELECT speaker_key FROM figures WHERE speaker = $1) AND speaker <> $1
        GROUP BY speaker ORDER BY figures DESC, speaker""",
        [speaker],
    )


def sureness(reader: Reader, source: str) -> pl.DataFrame:
    """day (of publication), mean confidence and number of the source's current claims, the oldest day first."""
    return reader.query(
        """SELECT published_date AS day, avg(confidence) AS confidence, count(*) AS claims FROM current_claims
        WHERE source = ? AND published_date IS NOT NULL GROUP BY day ORDER BY day""",
        [source],
    )
