"""A night is loaded whole or not at all; what was known stays, marked; nothing new changes nothing."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.factory import (
    HOSTILE,
    Piece,
    arithmetic,
    articles,
    claims,
    documents,
    frame,
    night,
    row,
    set_aside,
    source_counts,
)
from transforms.errors import WarehouseError
from transforms.frames import REJECTED_DOCUMENTS
from warehouse import LoadCounts, Warehouse

pytestmark = pytest.mark.lasting

MORNING = Piece("a", (594, 7))
EVENING = Piece("a", (600, 7))
OTHER = Piece("b", (1300,))
ROWS = ("raw_documents", "articles", "claims", "quarantined_claims", "rejected_documents")


def standing(warehouse: Warehouse) -> list[tuple[float, bool]]:
    """Value of every claim and whether it is current."""
    rows = warehouse.query("SELECT value, is_current FROM claims ORDER BY value, is_current, claim_id")
    return [(value, is_current) for value, is_current in rows.iter_rows()]


def failed_audits(warehouse: Warehouse) -> list[str]:
    """Names of the audits that found something."""
    return [result.name for result in warehouse.audit() if not result.is_passed]


def test_a_night_is_loaded_with_its_completed_run(warehouse: Warehouse) -> None:
    counts = warehouse.load(night(1, [MORNING, OTHER]))
    assert counts == LoadCounts(documents_added=2, articles_added=2, claims_added=3)
    run = warehouse.query("SELECT * FROM runs").row(0, named=True)
    assert (run["document_count"], run["new_count"], run["extracted_count"], run["claim_count"]) == (2, 2, 3, 3)
    assert (run["check_count"], run["failed_check_count"]) == (1, 0)
    assert failed_audits(warehouse) == []


def test_the_same_run_is_loaded_once(warehouse: Warehouse) -> None:
    warehouse.load(night(1, [MORNING]))
    assert warehouse.load(night(1, [MORNING])) == LoadCounts(is_repeat=True)
    assert warehouse.query("SELECT count(*) FROM runs").item() == 1


def test_a_night_with_nothing_new_changes_no_row(warehouse: Warehouse) -> None:
    warehouse.load(night(1, [MORNING, OTHER]))
    before = {name: warehouse.query(f"FROM {name} ORDER BY ALL") for name in ROWS}
    assert warehouse.load(night(2)) == LoadCounts()
    for name in ROWS:
        assert warehouse.query(f"FROM {name} ORDER BY ALL").equals(before[name]), name
    assert warehouse.query("SELECT count(*) FROM runs").item() == 2
    assert failed_audits(warehouse) == []


def test_the_claims_of_a_changed_article_stay_and_are_marked(warehouse: Warehouse) -> None:
    warehouse.load(night(1, [MORNING, OTHER]))
    counts = warehouse.load(night(2, [EVENING], sources=source_counts([EVENING], changed=1)))
    assert (counts.articles_added, counts.articles_superseded) == (1, 1)
    assert (counts.claims_added, counts.claims_superseded) == (2, 2)
    assert standing(warehouse) == [(7, False), (7, True), (594, False), (600, True), (1300, True)]
    marks = warehouse.query("SELECT DISTINCT superseded_by_run_id FROM claims WHERE NOT is_current")
    assert marks.to_series().to_list() == ["run-2"]
    assert failed_audits(warehouse) == []


def test_a_version_that_comes_back_is_current_again(warehouse: Warehouse) -> None:
    for number, piece in enumerate((MORNING, EVENING, MORNING), start=1):
        warehouse.load(night(number, [piece]))
    assert standing(warehouse) == [(7, False), (7, True), (594, True), (600, False)]
    known = warehouse.known_versions()
    assert known.filter("is_current").get_column("version_id").to_list() == [MORNING.version_id]
    assert known.height == 2
    assert failed_audits(warehouse) == []


def test_a_backfill_replaces_the_claims_of_known_versions(warehouse: Warehouse) -> None:
    warehouse.load(night(1, [MORNING, OTHER]))
    better = claims([MORNING], "2").head(1)
    counts = warehouse.load(night(2, [MORNING], extractor_version="2", claims=better, run_kind="backfill"))
    assert (counts.articles_added, counts.claims_added, counts.claims_superseded) == (0, 1, 2)
    current = warehouse.query("SELECT extractor_version, value FROM claims WHERE is_current ORDER BY value").rows()
    assert current == [("2", 594.0), ("1", 1300.0)]
    assert failed_audits(warehouse) == []


def test_an_article_that_reads_the_same_is_no_new_version(warehouse: Warehouse) -> None:
    """A page whose frame changes and whose text does not: new bytes, the same version."""
    warehouse.load(night(1, [MORNING]))
    fresh = "f" * 64
    same_text = night(
        2,
        [MORNING],
        documents=documents([MORNING]).with_columns(content_hash=pl.lit(fresh)),
        articles=articles([MORNING]).with_columns(content_hash=pl.lit(fresh)),
    )
    counts = warehouse.load(same_text)
    assert (counts.documents_added, counts.articles_added, counts.claims_superseded) == (1, 0, 0)
    current = warehouse.known_versions().filter("is_current")
    assert current.get_column("content_hash").to_list() == [fresh]
    assert failed_audits(warehouse) == []


def test_claims_set_aside_are_kept_with_every_reason_and_leave_when_they_pass(warehouse: Warehouse) -> None:
    first, second = claims([MORNING]).head(1), claims([MORNING]).tail(1)
    warehouse.load(night(1, [MORNING], claims=first, quarantined=set_aside(second, "unit_is_known", "bounds")))
    kept = warehouse.query("SELECT value, failed_checks, is_current FROM quarantined_claims").rows()
    assert kept == [(7.0, ["unit_is_known", "bounds"], True)]
    warehouse.load(night(2, [MORNING], run_kind="backfill"))
    assert warehouse.query("SELECT is_current FROM quarantined_claims").rows() == [(False,)]
    assert standing(warehouse) == [(7, True), (594, True)]
    assert failed_audits(warehouse) == []


def test_two_claims_with_one_id_are_both_kept_aside(warehouse: Warehouse) -> None:
    twins = pl.concat([claims([OTHER]), claims([OTHER])])
    aside = set_aside(twins, "claim_id_is_unique")
    warehouse.load(night(1, [OTHER], claims=claims([]), quarantined=aside))
    assert warehouse.query("SELECT count(*) FROM quarantined_claims").item() == 2
    assert failed_audits(warehouse) == []


def test_a_rejection_is_kept_once(warehouse: Warehouse) -> None:
    rejected = frame(
        REJECTED_DOCUMENTS,
        [
            row(
                REJECTED_DOCUMENTS, rejection_id="r", source="paper", place_found="in/x.txt",
                received_at=night(1).started_at, reason="empty", detail="no text; mend it",
            )
        ],
    )  # fmt: skip
    for number in (1, 2):
        counts = source_counts([], rejected=1)
        warehouse.load(night(number, rejected=rejected, sources=counts))
    assert warehouse.query("SELECT rejection_id, run_id FROM rejected_documents").rows() == [("r", "run-1")]
    assert failed_audits(warehouse) == []


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"documents": documents([])}, "an article without its document"),
        ({"articles": articles([])}, "a document without an article"),
        ({"claims": claims([MORNING, MORNING])}, "two claims with one key"),
        ({"quarantined": set_aside(claims([MORNING]), "x")}, "accepted and quarantined"),
        ({"claims": claims([OTHER])}, "a version that was not read"),
        ({"sources": source_counts([Piece("c", source="radio")])}, "without counts"),
        ({"sources": source_counts([MORNING]).with_columns(document_count=pl.lit(5))}, "are not those that came in"),
    ],
)
def test_rows_that_contradict_each_other_are_refused_whole(
    warehouse: Warehouse, broken: dict[str, pl.DataFrame], told: str
) -> None:
    with pytest.raises(WarehouseError, match=told):
        warehouse.load(night(1, [MORNING], **broken))
    assert all(warehouse.query(f"SELECT count(*) FROM {name}").item() == 0 for name in (*ROWS, "runs"))


def test_a_failure_in_the_middle_leaves_nothing(warehouse: Warehouse) -> None:
    wrong = source_counts([MORNING]).with_columns(source=pl.lit("paper"), new_count=pl.lit(None, dtype=pl.Int64))
    with pytest.raises(Exception, match="NOT NULL"):
        warehouse.load(night(1, [MORNING], sources=wrong))
    assert all(warehouse.query(f"SELECT count(*) FROM {name}").item() == 0 for name in (*ROWS, "runs", "check_results"))
    assert warehouse.load(night(1, [MORNING])).claims_added == 2


def test_parquet_files_load_as_frames_do(path: Path, tmp_path: Path) -> None:
    pieces = [MORNING, OTHER]
    files = {
        "documents": documents(pieces), "articles": articles(pieces), "claims": claims(pieces),
        "arithmetic": arithmetic(pieces),
    }  # fmt: skip
    for name, rows in files.items():
        rows.head(1).write_parquet(tmp_path / f"{name}.0.parquet")
        rows[1:].write_parquet(tmp_path / f"{name}.1.parquet")
    paths = {name: sorted(tmp_path.glob(f"{name}.*.parquet")) for name in files}
    with Warehouse.open(path) as one, Warehouse.open(path.with_name("other.duckdb")) as two:
        one.load(night(1, pieces, **paths, rejected=[], quarantined=[]))
        two.load(night(1, pieces))
        assert one.content_hashes() == two.content_hashes()
        two.load(night(2, [EVENING]))
        assert one.content_hashes() != two.content_hashes()


@pytest.mark.slow
@settings(max_examples=5)
@given(texts=st.lists(st.text(max_size=40) | st.sampled_from(HOSTILE), min_size=20, max_size=40, unique=True))
def test_any_text_is_stored_as_it_is(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    pieces = [Piece(text, (5,), filler=text) for text in texts]
    with Warehouse.open(tmp_path_factory.mktemp("any") / "w.duckdb") as warehouse:
        warehouse.load(night(1, pieces))
        stored = warehouse.query("SELECT own_id, text, sentence FROM articles JOIN claims USING (version_id)").rows()
        assert sorted(stored) == sorted((piece.own_id, piece.text, piece.text) for piece in pieces)
        assert failed_audits(warehouse) == []


@pytest.mark.slow
@pytest.mark.usefixtures("made_anew")
def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    pieces = [MORNING, OTHER, Piece("c", (1, 2, 3)), Piece("d", ())]
    hashes = []
    for seed in (1, 2):
        with Warehouse.open(tmp_path / f"{seed}.duckdb") as warehouse:
            shuffled = claims(pieces).sample(fraction=1.0, shuffle=True, seed=seed)
            warehouse.load(night(1, pieces[::-1] if seed == 1 else pieces, claims=shuffled))
            hashes.append(warehouse.content_hashes())
    assert hashes[0] == hashes[1]
