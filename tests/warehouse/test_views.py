"""The questions of analysts, by rows in and rows out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.warehouse.factory import (
    DAWN,
    HOSTILE,
    Piece,
    articles,
    check_results,
    claims,
    night,
    set_aside,
    source_counts,
)
from warehouse import Decision, RunEvent, Warehouse

pytestmark = pytest.mark.lasting

PIECES = (Piece("a", (1, 2, 3)), Piece("b", (4,), source="radio", published=date(2024, 10, 5)))


def told(values: dict[int, dict[str, Any]]) -> pl.DataFrame:
    """The claims of PIECES, each changed by the fields given for its value."""
    rows = []
    for claim in claims(PIECES).iter_rows(named=True):
        rows.append({**claim, **values.get(int(claim["value"]), {})})
    return pl.DataFrame(rows, schema=claims([]).schema)


@pytest.fixture(scope="module")
def filled_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four claims, each different in what it is about, who says it, where, when and in which unit."""
    fields: dict[int, dict[str, Any]] = {
        1: {"item": "land in the Kursk region", "unit": "km2", "base_value": 1e6, "base_unit": "m2"},
        2: {"item": "Škoda cars", "speaker": "Ana María Müller", "place": "São Paulo", "place_country": "BR"},
        3: {
            "item": "a.b (c)",
            "unit": "har",
            "base_value": 3e4,
            "base_unit": "m2",
            "place": None,
            "place_country": None,
        },
        4: {"item": "drones", "speaker": None, "attribution": "article", "as_of_start": date(2024, 1, 1)},
    }
    path = tmp_path_factory.mktemp("filled") / "warehouse.duckdb"
    with Warehouse.open(path) as warehouse:
        warehouse.load(night(1, PIECES, claims=told(fields)))
    return path


@pytest.fixture(scope="module")
def filled(filled_path: Path) -> Iterator[Warehouse]:
    """The four claims, to be read."""
    with Warehouse.open(filled_path, is_read_only=True) as warehouse:
        yield warehouse


def values(warehouse: Warehouse, sql: str, *parameters: object) -> list[float]:
    """The values of the claims that a query gives, in its order."""
    return warehouse.query(f"SELECT value FROM {sql}", parameters).get_column("value").to_list()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("land", [1]),
        ("KURSK region", [1]),
        ("kursk   region", [1]),
        ("kur", []),
        ("škoda", [2]),
        ("cars", [2]),
        ("a.b", [3]),
        ("aXb", []),
        ("(c)", [3]),
        ("drones", [4]),
        ("soldiers", [4, 1, 2, 3]),
        ("captured", []),
    ],
)
def test_claims_about_a_word_or_phrase(filled: Warehouse, words: str, wanted: list[float]) -> None:
    found = values(filled, "claims_about(?)", words)
    assert sorted(found) == sorted(wanted)
    assert found[:1] == wanted[:1]


def test_claims_about_words_of_the_sentence(filled: Warehouse) -> None:
    assert sorted(values(filled, "claims_about('captured', in_sentence := true)")) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Oleksandr Syrskyi", [1, 3]), ("syrskyi", [1, 3]), ("María", [2]), ("müller", [2]), ("Mar", []), ("rskyi", [])],
)
def test_claims_by_speaker(filled: Warehouse, name: str, wanted: list[float]) -> None:
    assert values(filled, "claims_by_speaker(?)", name) == wanted


@pytest.mark.parametrize(
    ("place", "day", "wanted"),
    [
        ("Kursk", None, [1, 4]),
        ("são paulo", None, [2]),
        ("br", None, [2]),
        ("RU", "2024-08-27", [1, 4]),
        ("RU", date(2024, 1, 1), [4]),
        ("RU", "2023-12-31", []),
        ("nowhere", None, []),
    ],
)
def test_claims_at_a_place_and_day(filled: Warehouse, place: str, day: object, wanted: list[float]) -> None:
    assert sorted(values(filled, "claims_at(?, ?)", place, day)) == wanted


@pytest.mark.parametrize(
    ("code", "wanted"), [("km2", [3, 1]), ("m2", [3, 1]), ("har", [3, 1]), ("kg", []), ("USD", [])]
)
def test_claims_in_a_unit_are_in_its_base(filled: Warehouse, code: str, wanted: list[float]) -> None:
    rows = filled.query("SELECT value, base_value, base_unit FROM claims_in_unit(?)", [code])
    assert rows.get_column("value").to_list() == wanted
    assert rows.get_column("base_value").to_list() == sorted(rows.get_column("base_value"))
    assert set(rows.get_column("base_unit")) <= {"m2"}


def test_hostile_words_are_only_words(filled: Warehouse) -> None:
    for words in (*HOSTILE, "(", "[", "\\", "%", "*", ""):
        for macro in ("claims_about", "claims_by_speaker", "claims_at"):
            filled.query(f"FROM {macro}(?)", [words])
    assert filled.query("SELECT count(*) FROM claims").item() == 4


def test_current_claims_have_title_url_and_date_of_the_newest_version(warehouse: Warehouse) -> None:
    warehouse.load(night(1, PIECES))
    newer = Piece("b", (5,), source="radio", published=date(2024, 10, 6))
    renamed = articles([newer]).with_columns(title=pl.lit("New"), url=pl.lit("https://radio.example/b"))
    warehouse.load(night(2, [newer], articles=renamed, sources=source_counts([newer], changed=1)))
    rows = warehouse.query(
        "SELECT value, source, title, url, published_date FROM current_claims WHERE source = 'radio'"
    )
    assert rows.rows() == [(5.0, "radio", "New", "https://radio.example/b", date(2024, 10, 6))]
    assert warehouse.query("SELECT count(*) FROM current_articles").item() == 2


def test_the_origin_of_a_claim_is_its_file_row_and_bytes(filled: Warehouse) -> None:
    rows = filled.query("SELECT claim_id, place_found, bytes_hash, title FROM claim_origins WHERE source = 'radio'")
    claim = filled.query("SELECT claim_id FROM claims WHERE value = 4").item()
    document = filled.query("SELECT place_found, bytes_hash FROM raw_documents WHERE source = 'radio'").row(0)
    assert rows.row(0)[:3] == (claim, *document)
    assert filled.query("FROM claim_origins").height == 4


def test_the_quarantine_gives_every_reason_and_decision(warehouse: Warehouse) -> None:
    bad = claims(PIECES)
    aside = set_aside(bad, "article: published", "value_in_bounds")
    warehouse.load(night(1, PIECES, claims=claims([]), quarantined=aside))
    rows = warehouse.query("SELECT reasons, decision, title FROM quarantine")
    assert rows.get_column("reasons").to_list() == [["article: published", "value_in_bounds: a value outside lies"]] * 4
    assert set(rows.get_column("decision")) == {None}
    first = str(bad.item(0, "claim_id"))
    warehouse.decide(Decision(claim_id=first, decision="drop", why="wrong", decided_by="ana", decided_at=DAWN))
    assert warehouse.query("SELECT claim_id FROM quarantine WHERE decision = 'drop'").item() == first


def test_the_run_history_tells_the_fate_of_every_run(warehouse: Warehouse) -> None:
    for minute, (run_id, events) in enumerate(
        {"dead-1": ("started", "dead"), "held-1": ("started", "held"), "now": ("started",)}.items()
    ):
        for second, event in enumerate(events):
            at = DAWN + timedelta(minutes=minute, seconds=second)
            warehouse.record_run(
                RunEvent(run_id=run_id, event=event, event_at=at, message=event), check_results(run_id)
            )
    warehouse.record_run(RunEvent(run_id="run-1", event="started", event_at=DAWN + timedelta(days=1)))
    warehouse.load(night(1, PIECES))
    rows = warehouse.query("SELECT run_id, event, duration_s, claim_count, message FROM run_history").rows()
    assert rows == [
        ("run-1", "completed", 300.0, 4, None),
        ("now", "started", None, None, "started"),
        ("held-1", "held", 1.0, None, "held"),
        ("dead-1", "dead", 1.0, None, "dead"),
    ]


def test_a_held_run_that_was_accepted_later_keeps_its_time_and_its_reason(warehouse: Warehouse) -> None:
    for minute, event, message in ((0, "started", None), (2, "held", "too many"), (90, "accepted", "they are right")):
        at = DAWN + timedelta(minutes=minute)
        warehouse.record_run(
            RunEvent(run_id="run-h", event=event, event_at=at, message=message), check_results("run-h")
        )
    row = warehouse.query("SELECT event, duration_s, message FROM run_history").row(0)
    assert row == ("accepted", 120.0, "too many; accepted: they are right")


def test_freshness_tells_when_a_source_last_spoke(warehouse: Warehouse) -> None:
    warehouse.load(night(1, PIECES))
    warehouse.load(night(2, sources=source_counts(PIECES[:1]).with_columns(
        document_count=pl.lit(1), new_count=pl.lit(0), unchanged_count=pl.lit(1)
    )))  # fmt: skip
    rows = warehouse.query(
        "SELECT source, last_run_at, last_fresh_at, newest_date, unchanged_count FROM source_freshness"
    )
    day_one, day_two = night(1).finished_at, night(2).finished_at
    assert rows.rows() == [
        ("paper", day_two, day_one, date(2024, 9, 1), 1),
        ("radio", day_one, day_one, date(2024, 10, 5), 0),
    ]
