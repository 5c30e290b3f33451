"""Corrections: the guard, what follows from a corrected value, and the files that they are kept in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.corrections import carry_out, read_corrections, write_correction
from tests.warehouse.factory import DAWN, Piece, claims, night, set_aside
from transforms.corrections import (
    CAUGHT_UP,
    DECIDED_OTHERWISE,
    DIFFERS,
    HOLDS,
    LOST,
    Correction,
    corrected_claim,
    expected_of,
    heed,
    newest_about,
    read_value,
    refuse_disorder,
    standings,
    with_decisions,
)
from transforms.errors import InputError
from transforms.frames import CLAIMS, QUARANTINED_CLAIMS, check
from warehouse import Warehouse
from warehouse.ledger import keep_ledger

CLAIM: dict[str, Any] = dict.fromkeys(CLAIMS.columns) | {
    "claim_id": "c1", "article_id": "a1", "version_id": "v1", "sentence_no": 0, "sentence": "About 5 km of road.",
    "sentence_start": 0, "start": 0, "end": 10, "quote": "About 5 km", "kind": "measure", "value": 5.0, "low": 4.5,
    "high": 5.5, "comparator": "~", "unit": "km", "unit_name": "kilometre", "dimension": "length", "base_value": 5000.0,
    "base_low": 4500.0, "base_high": 5500.0, "base_unit": "m", "attribution": "article", "modality": "asserted",
    "confidence": 0.9, "rule": "number and unit", "extractor_version": "1",
}  # fmt: skip


LATER: dict[str, Any] = CLAIM | {"claim_id": "c2", "version_id": "v2", "start": 40, "sentence_start": 40}
EXACT: dict[str, Any] = CLAIM | {"comparator": "=", "low": 5.0, "high": 5.0}


def correction(claim: dict[str, Any] = CLAIM, at: str = "2024-05-03T10:00:00", **changed: Any) -> Correction:
    names = ("claim_id", "article_id", "version_id", "sentence", "quote")
    return Correction(
        **{name: claim[name] for name in names},
        decision="correct" if changed else "release",
        why="read by eye",
        decided_by="ada",
        decided_at=at,
        offset=claim["start"] - claim["sentence_start"],
        expect=expected_of(claim, changed),
        changed=changed,
    )


def frame(**fields: Any) -> pl.DataFrame:
    return rows(CLAIM | fields)


def rows(*claims: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(claims), schema=CLAIMS.schema())


def told(correction: Correction, *claims: dict[str, Any]) -> str:
    """How it stands to the article's claims as they are now."""
    found = standings(rows(*claims), [correction])
    return found[0][1] if found else HOLDS


def test_a_correction_holds_while_the_claim_says_the_same() -> None:
    assert told(correction(value=6.0), CLAIM) == HOLDS
    assert told(correction(value=6.0), CLAIM | {"value": 6.0}) == CAUGHT_UP
    assert told(correction(value=6.0), CLAIM | {"value": 7.0}) == DIFFERS
    assert told(correction(value=6.0)) == LOST
    assert told(correction(), CLAIM | {"speaker": "the mayor"}) == HOLDS
    assert told(correction(), LATER | {"value": 7.0}) == DIFFERS


def test_an_exact_figure_that_is_read_as_corrected_has_caught_up_with_its_bounds() -> None:
    assert told(correction(EXACT, value=6.0), EXACT | {"value": 6.0, "low": 6.0, "high": 6.0}) == CAUGHT_UP


def test_a_corrected_speaker_or_day_is_guarded_too() -> None:
    assert told(correction(speaker="Ada Bell"), CLAIM) == HOLDS
    assert told(correction(speaker="Ada Bell"), CLAIM | {"speaker": "Ada Bell"}) == CAUGHT_UP
    assert told(correction(speaker="Ada Bell"), CLAIM | {"speaker": "Bo Ek"}) == DIFFERS
    day = correction(as_of_start="2024-05-01")
    assert json.loads(json.dumps(day.expect))["as_of_start"] is None
    assert told(day, CLAIM | {"as_of_start": date(2024, 5, 1)}) == CAUGHT_UP
    dated = CLAIM | {"as_of_start": date(2024, 5, 1)}
    assert told(correction(dated, as_of_start="2024-05-02"), dated) == HOLDS


def test_a_source_that_mends_its_sentence_has_caught_up() -> None:
    mended = LATER | {"sentence": "About 6 km of road.", "quote": "About 6 km", "value": 6.0}
    assert told(correction(value=6.0), mended) == CAUGHT_UP
    assert told(correction(value=6.0), mended | {"value": 8.0}) == LOST
    assert told(correction(), mended) == LOST


def test_a_claim_is_known_again_in_a_later_version_of_its_article() -> None:
    assert correction().is_about(LATER)
    assert not correction().is_about(LATER | {"article_id": "a2"})
    assert not correction().is_about(LATER | {"quote": "5 km"})
    assert not correction().is_about(LATER | {"start": 50})  # the same quote, later in the sentence
    assert not correction().is_about(CLAIM | {"claim_id": "c2", "start": 40, "sentence_start": 40})  # its twin


def test_of_several_corrections_the_newest_counts_and_the_others_are_not_told() -> None:
    old, new = correction(value=6.0), correction(LATER, at="2024-05-04T10:00:00")
    assert [each for _, each in newest_about(rows(LATER), [old, new])] == [new]
    assert [each for _, each in newest_about(rows(LATER), [new, old])] == [new]
    differing = CLAIM | {"value": 9.0}
    assert standings(rows(LATER), [correction(differing, value=6.0), new]) == []


def test_accepted_claims_that_someone_dropped_or_corrected_are_set_aside() -> None:
    nothing = pl.DataFrame(schema=QUARANTINED_CLAIMS.schema())
    dropped = replace(correction(), decision="drop")
    for decided in (dropped, correction(value=6.0)):
        accepted, aside = heed(rows(LATER), nothing, [decided])
        assert accepted.is_empty()
        assert check(aside, QUARANTINED_CLAIMS)["failed_checks"].to_list() == [[DECIDED_OTHERWISE]]
    for unlike in (correction(), replace(dropped, article_id="a2"), replace(dropped, expect={"value": 9.0})):
        accepted, aside = heed(rows(LATER), nothing, [unlike])
        assert (accepted.height, aside.height) == (1, 0)


def test_what_will_be_accepted_is_known_before_it_is() -> None:
    reasons = pl.lit(["x"], dtype=pl.List(pl.String)).alias("failed_checks")
    aside = rows(CLAIM).with_columns(reasons)
    none = CLAIMS.empty()
    assert with_decisions(none, aside, [correction()])["value"].to_list() == [5.0]
    assert with_decisions(none, aside, [correction(value=5.2)])["value"].to_list() == [5.2]
    assert with_decisions(none, aside, [replace(correction(), decision="drop")]).is_empty()
    assert with_decisions(none, aside, []).is_empty()


@pytest.mark.parametrize(
    "changed",
    [{"value": 6.0}, {"low": 6.0}, {"low": 9.0, "high": 8.0}, {"as_of_start": "2024-05-03", "as_of_end": "2024-05-02"}],
)
def test_what_contradicts_itself_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="put"):
        refuse_disorder(corrected_claim(frame(), changed).row(0, named=True), changed)
    refuse_disorder(corrected_claim(frame(low=9.0), {"speaker": "x"}).row(0, named=True), {"speaker": "x"})


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
    harm = {"measure": "deaths", "item": "people", "unit": "{person}", "kind": "count"}
    hurt = corrected_claim(frame(**harm, predicate="kill"), {"predicate": "injure"}).row(0, named=True)
    assert (hurt["subject"], hurt["subject_key"]) == ("injure people", "injure person")
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
    assert read_value("measure", "deaths") == "deaths"
    assert read_value("role", "") is None


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


@pytest.mark.parametrize("claim_id", ["../../etc/x", "/etc/x", "", "a.b", "a\0", "é"])
def test_an_id_leads_out_of_no_folder(tmp_path: Path, claim_id: str) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="no id of a claim"):
        write_correction(tmp_path / "in", correction(CLAIM | {"claim_id": claim_id}))
    assert [path.name for path in tmp_path.rglob("*")] == ["in"]


@pytest.mark.parametrize("text", ["", "{}", '{"claim_id": 1}', "[]", "[" * 100_000])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "c1.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"c1\.json"):
        read_corrections(tmp_path)


def test_corrections_are_carried_out_at_once_and_not_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger is made anew once, however many claims were decided about, and never for nothing."""
    kept = []
    monkeypatch.setattr("warehouse.decisions.keep_ledger", lambda *given: kept.append(keep_ledger(*given)))
    piece = Piece("a", (594, 7, 12))
    read = claims([piece])
    decided = [correction(row) for row in read.head(2).iter_rows(named=True)]
    decided.append(correction(read.row(2, named=True), subject="men"))
    with Warehouse.open(tmp_path / "claims.duckdb") as warehouse:
        warehouse.load(night(1, [piece], claims=read.clear(), quarantined=set_aside(read, "value_in_bounds")))
        for _ in range(2):
            assert carry_out(warehouse, decided, DAWN) == []
            assert len(kept) == 1
        assert warehouse.query("SELECT figure, subject FROM figures ORDER BY ALL").rows() == [
            (7.0, "soldiers"), (12.0, "men"), (594.0, "soldiers"),
        ]  # fmt: skip
