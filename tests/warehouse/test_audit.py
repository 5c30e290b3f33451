"""Every audit passes over a sound warehouse, and finds the damage that it is there for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.warehouse.factory import Piece, arithmetic, claims, night, set_aside
from tests.warehouse.newsroom import Report, night_of
from tests.warehouse.tolls import CHIEF, MAYOR, exactly, loaded
from warehouse import Warehouse
from warehouse.audit import AUDITS, run_audit

pytestmark = pytest.mark.lasting

PIECES = (Piece("a", (1, 2)), Piece("b", (3,)))
SAID = "Engineers lowered the lake behind the Ostrava dam by 14 metres after water seeped in, Hydrovar said Monday."
REPORTS = tuple(
    Report("wire", own_id, "Dam leaks", SAID if own_id != "late" else "The 2 sluices of Brenna are shut.", day)
    for own_id, day in (("first", date(2026, 3, 2)), ("copy", date(2026, 3, 3)), ("late", date(2026, 5, 1)))
)
DAMAGE: dict[str, tuple[str, ...]] = {
    "accepted_or_set_aside": (
        "INSERT INTO claims BY NAME SELECT * EXCLUDE (failed_checks, decision) FROM quarantined_claims",
    ),
    "article_has_its_document": ("DELETE FROM raw_documents", "DELETE FROM articles"),
    "claim_has_its_article": (
        "DELETE FROM articles",
        "UPDATE claims SET article_id = 'x'",
        "UPDATE quarantined_claims SET version_id = 'x'",
    ),
    "current_rows_agree": (
        "UPDATE articles SET is_current = false, superseded_at = now()::TIMESTAMP, superseded_by_run_id = 'run-1'",
    ),
    "decisions_are_on_record": ("UPDATE quarantined_claims SET decision = 'release'",),
    "figures_are_the_current_claims": (
        "DELETE FROM figures",
        "UPDATE figures SET claim_id = 'x'",
        "UPDATE figures SET stems = ''",
        "UPDATE figures SET voice = 'x' WHERE figure = 52",
        "UPDATE figures SET about_date = NULL WHERE NOT is_point",
        "INSERT INTO figures FROM figures LIMIT 1",
        "UPDATE claims SET subject_key = 'x' WHERE is_current",
        "DELETE FROM claims",
    ),
    "points_are_those_of_the_figures": (
        "DELETE FROM series_points",
        "DELETE FROM figures WHERE is_point",
        "UPDATE series_points SET origin_count = 9",
        "UPDATE series_points SET claim_ids = ['x']",
        "UPDATE series_points SET best = high + 1",
        "UPDATE series_points SET low = low - 1",
        "UPDATE series_points SET subject = 'x'",
        "UPDATE series_points SET speakers = NULL",
        "INSERT INTO series_points FROM series_points LIMIT 1",
    ),
    "conflicts_are_of_the_figures": (
        "UPDATE conflicts SET claim_id = 'x'",
        "UPDATE conflicts SET figure = 0.5",
        "UPDATE conflicts SET origin_count = 9",
        "UPDATE conflicts SET other_quote = 'x'",
        "DELETE FROM conflicts",
        "INSERT INTO conflicts FROM conflicts LIMIT 1",
        "UPDATE figures SET voice = 'x'",
        "UPDATE figures SET about_date = DATE '2000-01-01' WHERE figure = 38",
        "DELETE FROM figures",
    ),
    "hashes_are_recorded": ("UPDATE raw_documents SET bytes_hash = ''", "UPDATE raw_documents SET content_hash = 'A1'"),
    "in_equals_out": (
        "UPDATE runs SET document_count = document_count + 1",
        "UPDATE run_sources SET unchanged_count = 1",
        "UPDATE runs SET extracted_count = 2",
        "UPDATE runs SET article_count = 1",
        "DELETE FROM run_sources",
        "DELETE FROM check_results",
    ),
    "keys_are_unique": tuple(
        f"INSERT INTO {name} FROM {name} LIMIT 1"
        for name in ("raw_documents", "articles", "claims", "arithmetic", "quarantined_claims", "check_results", "runs")
    ),
    "one_version_is_current": (
        "UPDATE articles SET is_current = false WHERE own_id = 'a'",
        "UPDATE raw_documents SET is_current = false WHERE own_id = 'b'",
        "INSERT INTO claims SELECT * REPLACE ('2' AS extractor_version) FROM claims",
    ),
    "quote_stands_at_its_span": (
        "UPDATE articles SET text = replace(text, 'captured', 'CAPTURED')",
        'UPDATE claims SET "start" = "start" + 1',
        "UPDATE claims SET sentence = sentence || '.'",
        "UPDATE quarantined_claims SET quote = 'x'",
    ),
    "relation_has_its_claims": (
        "DELETE FROM claims",
        "UPDATE arithmetic SET tested_claim_id = 'x'",
        "UPDATE arithmetic SET claim_parts = ['whole']",
    ),
    "rows_are_not_more_than_counted": (
        "UPDATE runs SET extracted_count = 1, claim_count = 1, quarantined_count = 0",
        "UPDATE runs SET new_count = 1, document_count = 1, article_count = 1",
    ),
    "rows_are_of_completed_runs": (
        "UPDATE articles SET run_id = 'x'",
        "UPDATE arithmetic SET run_id = 'x'",
        "DELETE FROM runs",
        "DELETE FROM run_events",
    ),
    "origins_are_earliest": (
        "UPDATE articles SET published_date = DATE '2026-01-01' WHERE own_id = 'copy'",
        "UPDATE article_stories SET story_id = (SELECT max(article_id) FROM articles WHERE own_id = 'late')",
        "UPDATE passage_origins SET origin_id = (SELECT max(article_id) FROM articles WHERE own_id = 'late')",
    ),
    "origins_are_whole": (
        "DELETE FROM article_origins",
        "DELETE FROM article_stories",
        "INSERT INTO article_origins FROM article_origins LIMIT 1",
        "INSERT INTO article_stories FROM article_stories LIMIT 1",
        "UPDATE article_origins SET origin_id = 'x'",
        "UPDATE article_stories SET story_id = 'x'",
        "INSERT INTO article_origins VALUES ('x', 'x', NULL, NULL)",
    ),
    "sketches_are_current": (
        "UPDATE program_only.article_sketches SET version_id = 'x'",
        "UPDATE program_only.passage_sketches SET version_id = 'x'",
    ),
    "spans_are_inside_sentences": ('UPDATE claims SET "end" = "end" + 100', 'UPDATE claims SET "start" = -1'),
    "superseded_rows_say_by_what": (
        "UPDATE claims SET is_current = false",
        "UPDATE claims SET superseded_at = TIMESTAMP '2024-09-02'",
        "UPDATE claims SET is_current = false, superseded_at = TIMESTAMP '2024-09-02', superseded_by_run_id = 'x'",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse with accepted and quarantined claims; whoever damages it takes that back."""
    path = tmp_path_factory.mktemp("audit") / "warehouse.duckdb"
    rows = claims(PIECES)
    with Warehouse.open(path) as warehouse:
        aside = set_aside(rows.head(1), "unit_is_known")
        warehouse.load(night(1, PIECES, claims=rows.tail(2), quarantined=aside, arithmetic=arithmetic(PIECES)))
        warehouse.load(night_of(2, REPORTS))
        loaded(warehouse, exactly(38) | MAYOR, exactly(52) | CHIEF, number=3)
        assert warehouse.query("FROM conflicts").height == 1
        assert [result.name for result in warehouse.audit() if not result.is_passed] == []
        yield warehouse
        assert [result.name for result in warehouse.audit() if not result.is_passed] == []


def test_there_is_damage_for_every_audit() -> None:
    assert set(DAMAGE) == {file.stem for file in AUDITS.glob("*.sql")}


@pytest.mark.parametrize(
    ("audit", "damage"), [(audit, sql) for audit, damages in DAMAGE.items() for sql in damages], ids=str
)
def test_an_audit_finds_its_damage(sound: Warehouse, audit: str, damage: str) -> None:
    sound.con.begin()
    try:
        sound.con.execute(damage)
        found = run_audit(sound.con, AUDITS / f"{audit}.sql")
        if damage == DAMAGE[audit][0]:  # which costs none of the others its answer
            assert found.name in {result.name for result in sound.audit() if not result.is_passed}
    finally:
        sound.con.rollback()
    assert not found.is_passed
    assert found.rows.height > 0
    assert len(found.why) > 40
