"""Rows in, tonight's levels beside their series out; and what the checks of the ledger say of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest

from expectations import CHECKS
from expectations.levels import NO_LEVELS
from expectations.staging import open_staging
from expectations.suite import count_plainly
from expectations.validate import observe, pick_failing_rows
from tests.warehouse.factory import articles, claims, documents
from tests.warehouse.tolls import CHIEF, HOUSES, MAYOR, exactly, loaded, made
from warehouse import Warehouse

pytestmark = pytest.mark.lasting

HOVE = {"place": "Hove", "place_key": "hove, GB"}
ROOF = HOUSES | {"subject_key": "roof", "kind": "money", "unit": "EUR", "base_unit": None}


def told(warehouse: Warehouse, folder: Path, *rows: dict[str, Any]) -> dict[str, str | None]:
    """Check of levels → what it says of the rows, which come after what the warehouse holds; those that fail alone."""
    pieces, given = made(rows, number=9)
    levels = warehouse.levels_beside(articles(pieces), given)
    assert levels.schema == NO_LEVELS.schema
    batch = {"documents": documents(pieces), "articles": articles(pieces), "claims": given}
    with TemporaryDirectory(dir=folder) as own, open_staging(Path(own), batch) as staging:
        staging.give("levels", levels)
        findings = count_plainly(staging, [check for check in CHECKS if check.suite == "levels"])
        picked = pick_failing_rows(staging, findings)
        assert set(picked.get_column("row_key")) <= set(given.get_column("claim_id"))
        return {each.check.name: observe(staging, each) for each in findings if each.failing_count}


def test_a_figure_a_thousand_times_its_series_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    loaded(warehouse, *(exactly(value) | ROOF for value in (9, 10, 11, 12)))
    assert told(warehouse, tmp_path, exactly(9_000) | ROOF) == {}
    said = told(warehouse, tmp_path, exactly(13_000) | ROOF | {"quote": "13,000 euros"}, exactly(0) | ROOF)
    assert list(said) == ["figure_is_of_the_size_of_its_series"]
    assert "13,000 euros" in (words := said["figure_is_of_the_size_of_its_series"] or "")
    assert words.endswith("price of roof at harrow, GB, usually 11")
    assert list(told(warehouse, tmp_path, exactly(0.004) | ROOF)) == ["figure_is_of_the_size_of_its_series"]


def test_of_few_figures_none_is_the_usual_one(warehouse: Warehouse, tmp_path: Path) -> None:
    loaded(warehouse, *(exactly(value) | ROOF for value in (9, 10)))
    assert told(warehouse, tmp_path, exactly(13_000) | ROOF) == {}
    assert told(warehouse, tmp_path, *(exactly(value) | ROOF for value in (11, 13_000))) != {}


@pytest.mark.parametrize(
    ("now", "is_told"),
    [
        (exactly(38) | {"day": 1}, True),
        (exactly(38) | {"day": 0}, False),  # a conflict, and no fall
        (exactly(52) | {"day": 1}, False),
        (exactly(38) | {"high": 60, "base_high": 60, "day": 1}, False),
        (exactly(38) | HOVE | {"day": 1}, False),
        (exactly(38) | HOVE | MAYOR | {"day": 1}, True),
        (exactly(38) | HOVE | CHIEF | {"day": 1}, False),
        (exactly(38) | HOVE | MAYOR | {"speaker": "Pell", "speaker_key": "pell", "day": 1}, True),
        (exactly(38) | {"day": 15}, False),
        (exactly(38) | {"day": 1, "measure": "missing"}, False),
        (exactly(38) | {"day": 1, "subject_key": "child"}, False),
        (exactly(38) | {"day": 1, "role": "change"}, False),
        (exactly(38) | {"day": 1, "modality": "forecast"}, False),
        (exactly(38) | {"day": 1, "place_key": None}, False),
    ],
)
def test_a_toll_that_falls_is_told(warehouse: Warehouse, tmp_path: Path, now: dict[str, Any], is_told: bool) -> None:
    loaded(warehouse, exactly(52) | MAYOR, exactly(50))
    said = told(warehouse, tmp_path, now)
    assert list(said) == ["toll_does_not_fall"] * is_told
    assert all((words or "").endswith("below the 52 of 2024-09-01") for words in said.values())


def test_a_toll_that_falls_within_one_night_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    assert list(told(warehouse, tmp_path, exactly(52), exactly(38) | {"day": 2})) == ["toll_does_not_fall"]


def test_a_unit_that_jumps_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    loaded(warehouse, *(exactly(value) | ROOF for value in (9, 10, 11, 12)))
    metres = {"kind": "measure", "unit": "m", "base_unit": "m", "dimension": "length"}
    said = told(warehouse, tmp_path, exactly(10) | ROOF | metres)
    assert list(said) == ["unit_is_that_of_its_series"]
    assert (said["unit_is_that_of_its_series"] or "").endswith("told in m, usually in EUR")
    assert told(warehouse, tmp_path, exactly(10) | ROOF | metres | HOVE) == {}


def test_a_new_version_is_not_held_against_the_one_before(warehouse: Warehouse, tmp_path: Path) -> None:
    loaded(warehouse, exactly(52) | {"article": "a"})
    assert told(warehouse, tmp_path, exactly(38) | {"article": "a", "day": 1}) == {}


def test_many_that_fail_are_told_by_the_first(warehouse: Warehouse, tmp_path: Path) -> None:
    loaded(warehouse, exactly(52))
    said = told(warehouse, tmp_path, *(exactly(value) | {"day": 1} for value in range(10, 17)))
    assert (said["toll_does_not_fall"] or "").endswith("; and 2 more")


@pytest.mark.parametrize(
    ("shares", "measure", "second", "is_told"),
    [
        ((0.51, 0.44), "vote_share", {}, False),
        ((0.51, 0.74), "vote_share", {}, True),
        ((0.51, 0.74), "approval", {}, False),
        ((0.51, 0.74), "vote_share", HOVE, False),
        ((0.51, 0.74), "vote_share", {"as_of_end": date(2020, 9, 1)}, False),
        ((0.51, 0.74), "vote_share", {"as_of_end": None}, False),
    ],
)
def test_shares_of_one_whole_that_come_to_more_are_told(
    tmp_path: Path, shares: tuple[float, ...], measure: str, second: dict[str, Any], is_told: bool
) -> None:
    percent = {"kind": "percent", "unit": "%", "base_unit": "1", "dimension": "ratio", "measure": measure}
    rows = [
        exactly(share)
        | percent
        | {"article": "a", "subject_key": f"party {number}", "as_of_end": date(2024, 9, 1)}
        | (second if number else {})
        for number, share in enumerate(shares)
    ]
    pieces, given = made(rows, number=1)
    batch = {"documents": documents(pieces), "articles": articles(pieces), "claims": given}
    with open_staging(tmp_path, batch) as staging:
        check = next(each for each in CHECKS if each.name == "shares_add_up_to_a_whole")
        (finding,) = count_plainly(staging, [check])
    assert finding.failing_count == 2 * is_told


def test_a_night_without_claims_has_no_levels(warehouse: Warehouse) -> None:
    empty = claims([])
    assert warehouse.levels_beside(articles([]), empty).schema == NO_LEVELS.schema
    assert isinstance(empty, pl.DataFrame)
