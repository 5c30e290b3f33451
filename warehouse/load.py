"""The load of a night: one transaction, from the staged frames to the completed record of the run.

No table has a primary key (stack: five times slower), so rows are matched by MERGE, and what must hold of the keys is
asked before the commit.
"""

from __future__ import annotations

from transforms.errors import WarehouseError
from warehouse.connection import Connection, scalar, staged, transaction
from warehouse.copies import find_origins
from warehouse.layouts import keep_layouts
from warehouse.ledger import keep_ledger
from warehouse.night import LoadCounts, Night
from warehouse.stories import tell_stories
from warehouse.tables import BY_NAME, DOCUMENT_COUNTS, OUTCOME_COUNTS, STANDING, quoted

# Relations that a load makes for itself out of the staged ones: a document with the version that was read from it.
READ_DOCUMENTS = """
CREATE OR REPLACE TEMP VIEW read_documents AS
SELECT d.*, a.version_id
FROM staged_documents AS d JOIN staged_articles AS a USING (article_id, content_hash)
"""


def load_night(con: Connection, night: Night, place: str) -> LoadCounts:
    """Load everything of the night or nothing, and say how many rows changed.

    Loading the same run again changes nothing.  Raises WarehouseError if the staged rows contradict each other;
    `place` names the warehouse in it.
    """
    with staged(con, night.staged_frames()):
        con.execute(READ_DOCUMENTS)
        try:
            with transaction(con):
                if scalar(con, "SELECT count(*) FROM runs WHERE run_id = ?", [night.run_id]):
                    return LoadCounts(is_repeat=True)
                refuse_contradictions(con, place)
                counts = move_rows(con, night)
                keep_layouts(con)
                descended = find_origins(con)
                retold = tell_stories(con, descended.moved)
                record_completion(con, night)
                changed = [*read_articles(con), *descended.moved["article_id"], *descended.reworded]
                keep_ledger(con, [*changed, *retold["article_id"]], retold["story_id"])
                return counts
        finally:
            con.execute("DROP VIEW IF EXISTS read_documents")


CONTRADICTIONS: dict[str, str] = {
    "a document without an article, or an article without its document": """
        SELECT count(*) FROM staged_documents AS d FULL JOIN staged_articles AS a USING (article_id, content_hash)
        WHERE d.article_id IS NULL OR a.article_id IS NULL""",
    "two versions of one article": """
        SELECT count(*) - count(DISTINCT article_id) FROM staged_articles""",
    "two claims with one key": """
        SELECT count(*) - count(DISTINCT (claim_id, extractor_version)) FROM staged_claims""",
    "a claim that is accepted and quarantined at once": """
        SELECT count(*) FROM staged_claims SEMI JOIN staged_quarantined_claims USING (claim_id, extractor_version)""",
    "a claim of a version that was not read": """
        SELECT count(*) FROM (
            SELECT version_id FROM staged_claims UNION ALL SELECT version_id FROM staged_quarantined_claims
        ) ANTI JOIN staged_articles USING (version_id)""",
    "a sketch of a version that was not read": """
        SELECT count(*) FROM (
            SELECT version_id FROM staged_article_sketches UNION ALL SELECT version_id FROM staged_passage_sketches
        ) ANTI JOIN staged_articles USING (version_id)""",
    "a relation of a claim that is not in it": """
        SELECT count(*) FROM (
            SELECT unnest(claim_ids) AS claim_id, extractor_version, version_id FROM staged_arithmetic
        ) ANTI JOIN (
            SELECT claim_id, extractor_version, version_id FROM staged_claims
            UNION ALL SELECT claim_id, extractor_version, version_id FROM staged_quarantined_claims
        ) USING (claim_id, extractor_version, version_id)""",
    "an article of a source without counts": """
        SELECT count(*) FROM staged_articles ANTI JOIN staged_source_counts USING (source)""",
    "a source whose new, changed, unchanged and rejected documents are not those that came in": """
        SELECT count(*) FROM staged_source_counts
        WHERE document_count <> new_count + changed_count + unchanged_count + rejected_count""",
}


def read_articles(con: Connection) -> list[str]:
    """The ids of the night's articles."""
    return [article_id for (article_id,) in con.execute("SELECT article_id FROM staged_articles").fetchall()]


def refuse_contradictions(con: Connection, place: str) -> None:
    """Raise WarehouseError, naming the first contradiction among the staged rows, before anything is written."""
    for problem, sql in CONTRADICTIONS.items():
        rows = scalar(con, sql)
        if rows:
            remedy = "nothing was loaded; the staged rows did not pass through the checks, or belong to two runs"
            raise WarehouseError(place, f"the night holds {problem} ({rows} rows)", remedy)


# Tables whose rows that gave way are not counted, with the relation that holds tonight's.
UNCOUNTED: dict[str, str] = {
    "raw_documents": "read_documents",
    "quarantined_claims": "staged_quarantined_claims",
    "arithmetic": "staged_arithmetic",
}


def move_rows(con: Connection, night: Night) -> LoadCounts:
    """Bring the staged rows into the tables and mark what they replace."""
    documents, _ = merge(con, "raw_documents", "read_documents", night)
    articles, _ = merge(con, "articles", "staged_articles", night)
    claims, restored = merge(con, "claims", "staged_claims", night)
    quarantined, _ = merge(con, "quarantined_claims", "staged_quarantined_claims", night)
    merge(con, "arithmetic", "staged_arithmetic", night)
    for table_name, rows in UNCOUNTED.items():
        supersede(con, table_name, rows, night)
    stand_by_decisions(con)
    return LoadCounts(
        documents_added=documents,
        articles_added=articles,
        articles_superseded=supersede(con, "articles", "staged_articles", night),
        claims_added=claims,
        claims_restored=restored,
        claims_superseded=supersede(con, "claims", "staged_claims", night),
        quarantined_added=quarantined,
        rejected_added=add_rejected(con, night),
    )


def merge(con: Connection, table_name: str, rows: str, night: Night) -> tuple[int, int]:
    """Insert the rows whose key is new; make the known ones current and equal to those given.

    Returns how many were inserted and how many known ones differed.  `rows` is a relation that has the table's columns
    but for those that say where a row stands.
    """
    table = BY_NAME[table_name]
    own = {*STANDING, "decision"}
    given = tuple(name for name in table.columns if name not in own)
    same_key = " AND ".join(f"t.{name} = s.{name}" for name in table.key)
    updates = ", ".join(f'"{name}" = s."{name}"' for name in given if name not in table.key)
    restored = con.execute(
        f"""UPDATE {table_name} AS t
        SET {updates}, is_current = true, superseded_at = NULL, superseded_by_run_id = NULL
        FROM {rows} AS s WHERE {same_key}
        AND (NOT t.is_current OR ({quoted(given, "t.")}) IS DISTINCT FROM ({quoted(given, "s.")}))"""
    ).fetchall()
    inserted = con.execute(
        f"""INSERT INTO {table_name} ({quoted(given)}, run_id, is_current)
        SELECT {quoted(given)}, ?, true FROM {rows} AS s ANTI JOIN {table_name} AS t ON {same_key}""",
        [night.run_id],
    ).fetchall()
    return inserted[0][0], restored[0][0]


def supersede(con: Connection, table_name: str, rows: str, night: Night) -> int:
    """Mark the current rows of the night's articles that are not among `rows`; return how many there were."""
    same_key = " AND ".join(f"s.{name} = t.{name}" for name in BY_NAME[table_name].key)
    decided = f"AND NOT {ACCEPTED_BY_DECISION}" if table_name == "claims" else ""
    marked = con.execute(
        f"""UPDATE {table_name} AS t SET is_current = false, superseded_at = ?, superseded_by_run_id = ?
        WHERE t.is_current AND t.article_id IN (SELECT article_id FROM staged_articles)
        AND NOT EXISTS (SELECT 1 FROM {rows} AS s WHERE {same_key}) {decided}""",
        [night.finished_at, night.run_id],
    ).fetchall()
    return int(marked[0][0])


# A claim `t` that a person let out of the quarantine, whose row there is current.
ACCEPTED_BY_DECISION = """EXISTS (
    SELECT 1 FROM quarantined_claims AS q
    WHERE q.is_current AND q.decision IN ('release', 'correct')
    AND q.claim_id = t.claim_id AND q.extractor_version = t.extractor_version
)"""


def stand_by_decisions(con: Connection) -> None:
    """Make claims current again that a person accepted, where their version and their rules are current again."""
    con.execute(
        f"""UPDATE claims AS t SET is_current = true, superseded_at = NULL, superseded_by_run_id = NULL
        WHERE NOT t.is_current AND t.article_id IN (SELECT article_id FROM staged_articles)
        AND {ACCEPTED_BY_DECISION}"""
    )


def add_rejected(con: Connection, night: Night) -> int:
    """Keep each rejection once, with the run that met it first."""
    columns = quoted(tuple(name for name in BY_NAME["rejected_documents"].columns if name != "run_id"))
    added = con.execute(
        f"""INSERT INTO rejected_documents ({columns}, run_id)
        SELECT {columns}, ? FROM staged_rejected_documents AS s
        ANTI JOIN rejected_documents AS t ON s.rejection_id = t.rejection_id""",
        [night.run_id],
    ).fetchall()
    return int(added[0][0])


SOURCE_OUTCOMES = f"""
INSERT INTO run_sources (run_id, source, {quoted(DOCUMENT_COUNTS)}, {quoted(OUTCOME_COUNTS)})
WITH read AS (SELECT source, count(*) AS articles FROM staged_articles GROUP BY source),
accepted AS (
    SELECT source, count(*) AS claims FROM staged_claims JOIN staged_articles USING (version_id) GROUP BY source
),
set_aside AS (
    SELECT source, count(*) AS claims FROM staged_quarantined_claims JOIN staged_articles USING (version_id)
    GROUP BY source
)
SELECT $run_id, source, {quoted(DOCUMENT_COUNTS, "c.")}, coalesce(articles, 0),
    coalesce(accepted.claims, 0) + coalesce(set_aside.claims, 0),
    coalesce(accepted.claims, 0), coalesce(set_aside.claims, 0)
FROM staged_source_counts AS c
LEFT JOIN read USING (source) LEFT JOIN accepted USING (source) LEFT JOIN set_aside USING (source)
"""

RUN_FACTS = (
    *("run_id", "run_kind", "started_at", "finished_at", "program_version", "extractor_version"),
    *("accepted_by", "accepted_why"),
)
COUNTS = (*DOCUMENT_COUNTS, *OUTCOME_COUNTS)

COMPLETED_RUN = f"""
INSERT INTO runs (
    {", ".join(RUN_FACTS)},
    check_count, failed_check_count, {quoted(COUNTS)}
)
SELECT {", ".join(f"${name}" for name in RUN_FACTS)},
    (SELECT count(*) FROM check_results WHERE run_id = $run_id),
    (SELECT count(*) FROM check_results WHERE run_id = $run_id AND NOT is_passed),
    {", ".join(f"coalesce(sum({name}), 0)::BIGINT" for name in COUNTS)}
FROM run_sources WHERE run_id = $run_id
"""

COMPLETED_EVENT = """
INSERT INTO run_events (run_id, run_kind, event, event_at) VALUES ($run_id, $run_kind, 'completed', $finished_at)
"""


def record_completion(con: Connection, night: Night) -> None:
    """Write what the checks found, what each source gave, and the completed run."""
    run_id = {"run_id": night.run_id}
    con.execute(
        "INSERT INTO check_results BY NAME SELECT * REPLACE ($run_id AS run_id) FROM staged_check_results", run_id
    )
    con.execute("INSERT INTO failing_rows BY NAME SELECT $run_id AS run_id, * FROM staged_failing_rows", run_id)
    con.execute(SOURCE_OUTCOMES, run_id)
    con.execute(COMPLETED_RUN, {name: getattr(night, name) for name in RUN_FACTS})
    con.execute(COMPLETED_EVENT, {name: getattr(night, name) for name in ("run_id", "run_kind", "finished_at")})
