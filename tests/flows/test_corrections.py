"""Corrections: the guard, what follows from a corrected value, and the files that they are kept in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.corrections import read_corrections, write_correction
from transforms.corrections import (
    CAUGHT_UP,
    DIFFERS,
    HOLDS,
    LOST,
    Correction,
    corrected_claim,
    expected_of,
    read_value,
)
from transforms.errors import InputError
from transforms.frames import CLAIMS, check

CLAIM: dict[str, Any] = dict.fromkeys(CLAIMS.columns) | {
    "claim_id": "c1", "article_id": "a1", "version_id": "v1", "sentence_no": 0, "sentence": "About 5 km of road.",
    "sentence_start": 0, "start": 0, "end": 10, "quote": "About 5 km", "kind": "measure", "value": 5.0, "low": 4.5,
    "high": 5.5, "comparator": "~", "unit": "km", "unit_name": "kilometre", "dimension": "length", "base_value": 5000.0,
    "base_low": 4500.0, "base_high": 5500.0, "base_unit": "m", "attribution": "article", "modality": "asserted",
    "confidence": 0.9, "rule": "number and unit", "extractor_version": "1",
}  # fmt: skip


def correction(**changed: Any) -> Correction:
    names = ("claim_id", "article_id", "sentence", "quote")
    about = {name: CLAIM[name] for name in names}
    return Correction(
        **about,
        decision="correct" if changed else "release",
        why="read by eye",
        decided_by="ada",
        decided_at="2024-05-03T10:00:00",
        expect=expected_of(CLAIM),
        changed=changed,
    )


def frame(**fields: Any) -> pl.DataFrame:
    return pl.DataFrame([CLAIM | fields], schema=CLAIMS.schema())


def test_a_correction_holds_while_the_claim_says_the_same() -> None:
    assert correction(value=6.0).standing(CLAIM) == HOLDS
    assert correction(value=6.0).standing(CLAIM | {"value": 6.0}) == CAUGHT_UP
    assert correction(value=6.0).standing(CLAIM | {"value": 7.0}) == DIFFERS
    assert correction(value=6.0).standing(None) == LOST
    assert correction().standing(CLAIM | {"speaker": "the mayor"}) == HOLDS


def test_a_claim_is_known_again_in_a_later_version_of_its_article() -> None:
    assert correction().is_about(CLAIM | {"claim_id": "c2", "version_id": "v2"})
    assert not correction().is_about(CLAIM | {"claim_id": "c2", "article_id": "a2"})
    assert not correction().is_about(CLAIM | {"claim_id": "c2", "quote": "5 km"})


def test_what_follows_from_a_corrected_column_is_made_to_agree() -> None:
    corrected = corrected_claim(frame(), {"unit": "[mi_i]"}).row(0, named=True)
    assert corrected["unit_name"] == "mile"
    assert corrected["base_value"] == pytest.approx(8046.72)
    assert corrected["base_high"] == pytest.approx(8851.392)
    exact = corrected_claim(frame(comparator="=", low=5.0, high=5.0), {"value": 6.0}).row(0, named=True)
    assert (exact["low"], exact["high"], exact["base_value"]) == (6.0, 6.0, 6000.0)
    hedged = corrected_claim(frame(), {"value": 6.0}).row(0, named=True)
    assert (hedged["low"], hedged["high"]) == (4.5, 5.5)
    money = corrected_claim(frame(), {"unit": "USD", "kind": "money"}).row(0, named=True)
    assert (money["dimension"], money["base_value"]) == ("currency", None)
    noun = corrected_claim(frame(), {"unit": "{road}", "kind": "count"}).row(0, named=True)
    assert (noun["unit_name"], noun["base_value"], noun["base_unit"]) == ("road", 5.0, "{road}")


@pytest.mark.parametrize(
    ("unit", "name", "dimension", "base", "value"),
    [
        ("t/har", "metric ton per hectare", "mass per area", "kg/m2", 0.5),
        ("{person}/d", "person per day", "count per time", "{person}/s", 5 / 86400),
        ("USD/[gal_us]", "US Dollar per gallon", "currency per volume", None, None),
        ("1", "fraction", "ratio", "1", 5.0),
    ],
)
def test_a_rate_and_a_plain_number_can_be_set(
    unit: str, name: str, dimension: str, base: str | None, value: float | None
) -> None:
    row = corrected_claim(frame(), {"unit": unit}).row(0, named=True)
    assert (row["unit"], row["unit_name"], row["dimension"], row["base_unit"]) == (unit, name, dimension, base)
    assert row["base_value"] == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize("unit", ["t/parsnip", "/har", "t/", "{a}{b}", "{}"])
def test_a_rate_of_what_is_not_known_is_refused(unit: str) -> None:
    with pytest.raises(InputError, match="no such unit"):
        corrected_claim(frame(), {"unit": unit})


@pytest.mark.parametrize("changed", [{"value": 6.0}, {"as_of_start": "2024-05-01", "as_of_end": "2024-05-02"}, {}])
def test_a_corrected_claim_is_a_claim(changed: dict[str, Any]) -> None:
    check(corrected_claim(frame(), changed), CLAIMS)


def test_values_are_read_as_their_columns_want_them() -> None:
    assert read_value("value", "1e3") == 1000.0
    assert read_value("speaker", "") is None
    assert read_value("as_of_start", "2024-05-01") == "2024-05-01"
    assert read_value("modality", "denied") == "denied"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("claim_id", "x"),
        ("value", "many"),
        ("value", "nan"),
        ("value", "1e400"),
        ("kind", "thing"),
        ("as_of_end", "May"),
    ],
)
def test_values_that_will_not_do_are_refused(column: str, text: str) -> None:
    with pytest.raises(InputError, match="--set"):
        read_value(column, text)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(InputError, match="no such unit"):
        corrected_claim(frame(), {"unit": "parsnip"})


def test_corrections_are_files_that_people_can_read(tmp_path: Path) -> None:
    path = write_correction(tmp_path, correction(value=6.0))
    assert json.loads(path.read_text())["why"] == "read by eye"
    assert read_corrections(tmp_path) == [correction(value=6.0)]


@pytest.mark.parametrize("text", ["", "{}", '{"claim_id": 1}', "[]"])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "c1.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"c1\.json"):
        read_corrections(tmp_path)
