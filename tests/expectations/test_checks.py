"""Every check passes over sound rows, and fails the very rows that it is there for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations import CHECKS, Limits
from expectations.check import ROW_SUITES
from expectations.staging import open_staging
from expectations.suite import count_plainly
from expectations.usual import night_row, source_rows
from expectations.validate import pick_failing_rows
from tests.warehouse.factory import DAWN, HOSTILE, Piece, articles, claims, documents, frame, row, source_counts
from transforms.frames import FIELD_CONFIDENCES, HISTORY, SEVERITIES

PIECES = (Piece("a", (594, 7)), Piece("b", (12,)))
INF, NAN = float("inf"), float("nan")
BOUNDS = ("value", "low", "high", "base_value", "base_low", "base_high")


def numbers(value: float) -> dict[str, float]:
    """A value that is exact."""
    return dict.fromkeys(BOUNDS, value)


PERCENT = {"kind": "percent", "unit": "%", "dimension": "ratio", "base_unit": "1"}
VAGUE_BASE = {"base_value": None, "base_low": 24.0, "base_high": 72.0}
NO_BASE = dict.fromkeys((*BOUNDS[3:], "base_unit"))
AGE = {"kind": "age", "unit": "a", "dimension": "time", "base_unit": "s"}

# check → changes of the first claim, each of which it must find
BROKEN_CLAIMS: dict[str, tuple[dict[str, Any], ...]] = {
    "claim_has_ids": ({"claim_id": ""}, {"extractor_version": ""}, {"article_id": ""}),
    "claim_id_is_unique": ({"claim_id": "twin"},),
    "one_extractor_read_the_batch": ({"extractor_version": "0"},),
    "claim_has_its_article": ({"version_id": "unknown"},),
    "rule_is_named": ({"rule": " "},),
    "kind_is_known": ({"kind": "guess"},),
    "comparator_is_known": ({"comparator": "=="},),
    "trend_is_known": ({"trend": "sideways"},),
    "attribution_is_known": ({"attribution": "hearsay"},),
    "modality_is_known": ({"modality": "maybe"},),
    "measure_is_known": ({"measure": "happiness"},),
    "role_is_known": ({"role": "extra"},),
    "span_is_in_order": ({"end": 5}, {"start": -1}, {"sentence_no": -1}, {"sentence_start": -3}),
    "quote_stands_at_its_span": ({"quote": "594 soldier"}, {"start": 13}, {"end": 27}),
    "sentence_stands_at_its_place": ({"sentence": "They captured 594 Soldiers."}, {"sentence_start": 1}),
    "span_is_inside_its_sentence": ({"sentence": "They captured 594"}, {"sentence_start": 20}),
    "numbers_are_finite": (
        {"value": INF},
        {"low": -INF},
        {"base_high": NAN},
        *({name: NAN} for name in ("confidence", *FIELD_CONFIDENCES)),
    ),
    "value_is_given_or_bounded": ({"value": None, "low": None, "high": None},),
    "value_is_not_astronomical": ({"value": 1e25}, {"high": 1e300}, {"low": -1e25}),
    "bounds_are_in_order": ({"low": 600.0, "high": 500.0},),
    "value_is_within_its_bounds": ({"low": 595.0}, {"high": 593.9}),
    "exact_value_has_no_width": ({"low": 590.0}, {"high": None}, {"value": None}),
    "comparator_agrees_with_its_bounds": (
        {"comparator": ">", "low": None},
        {"comparator": "<=", "high": None},
        {"comparator": "range", "low": None},
    ),
    "base_bounds_are_in_order": ({"base_low": 700.0}, {"base_value": 0.0}),
    "base_value_has_its_unit": ({"base_unit": None}, {"base_value": None}),
    "unit_is_known": ({"unit": "km²"}, {"unit": ""}, {"unit": "{}"}, {"unit": "{soldier}/fortnight"}),
    "unit_is_of_its_dimension": ({"dimension": "mass"}, {"unit": "kg", "dimension": "length"}),
    "kind_agrees_with_its_unit": (
        {"kind": "money"},
        {"unit": "USD", "dimension": "currency"},
        {"kind": "age"},
        {"unit": "kg", "dimension": "mass"},
    ),
    "percentage_is_plausible": (PERCENT | numbers(200_000.0), PERCENT | numbers(-150.0)),
    "age_is_plausible": (
        AGE | numbers(-1.0),
        AGE | {"base_value": 140 * 3.2e7},
        AGE | {"base_value": 1e18},
    ),
    "count_is_not_negative": (numbers(-5.0),),
    "as_of_is_in_order": ({"as_of_start": date(2024, 8, 28)},),
    "as_of_is_not_absurdly_late": (
        {"as_of_start": date(2066, 1, 1), "as_of_end": date(2066, 1, 1)},
        {"as_of_start": date(9999, 12, 31), "modality": "forecast"},
        {"as_of_end": date(2069, 12, 31)},
        {"as_of_start": None, "as_of_end": date(2069, 12, 31)},
    ),
    "as_of_is_not_absurdly_early": ({"as_of_start": date(1, 1, 1), "as_of_end": None},),
    "confidence_is_a_share": (
        {"confidence": 1.1},
        {"confidence": -0.1},
        *({name: share} for name in FIELD_CONFIDENCES for share in (1.1, -0.1)),
    ),
    "speaker_agrees_with_attribution": (
        {"speaker": None, "speaker_key": None, "speaker_type": "none"},
        {"attribution": "article"},
    ),
    "speaker_type_is_known": ({"speaker_type": "oracle"},),
    "subject_has_its_key": ({"subject": None}, {"subject_key": None}),
    "speaker_has_its_key": ({"speaker_key": None}, {"speaker_type": "none"}),
    "country_is_a_code": ({"place_country": "Russia"}, {"place_country": "ru"}),
    "missing_words_are_null": ({"item": ""}, {"cue": "  "}),
    "shares_add_up_to_a_whole": (PERCENT | numbers(1.3) | {"measure": "stake"},),
}
BROKEN_ARTICLES: dict[str, tuple[dict[str, Any], ...]] = {
    "article_has_ids": ({"source": ""}, {"version_id": ""}),
    "version_id_is_unique": ({"version_id": "twin"},),
    "one_version_of_an_article": ({"article_id": "twin"},),
    "article_has_its_document": ({"content_hash": "unknown"},),
    "language_is_a_code": ({"language": "English", "is_read": False},),
    "english_and_only_english_is_read": ({"language": "fr"}, {"is_read": False}),
    "text_is_not_empty": ({"text": " "},),
    "published_before_it_was_received": ({"published_date": date(2024, 9, 4)}, {"published_date": date(9999, 1, 1)}),
    "published_since_newspapers_exist": ({"published_date": date(1, 1, 1)},),
}
SOUND_CLAIMS: tuple[dict[str, Any], ...] = (
    {"comparator": "~", "value": None, "low": 24.0, "high": 72.0} | VAGUE_BASE,
    {"comparator": ">", "high": None, "base_high": None},
    {"comparator": "range", "low": 500.0, "high": 700.0, "base_low": 500.0, "base_high": 700.0},
    {"kind": "money", "unit": "USD/[gal_us]", "dimension": "currency per volume"} | NO_BASE,
    {"kind": "measure", "unit": "km2", "dimension": "area", "base_unit": "m2"},
    {"unit": "{soldier}/d", "dimension": "count per time", "kind": "count"},
    PERCENT | numbers(-3.2) | {"trend": "down"},
    numbers(-5.0) | {"trend": "down"},
    {"as_of_start": date(2050, 1, 1), "as_of_end": date(2050, 12, 31), "modality": "forecast"},
    {"speaker": None, "speaker_key": None, "speaker_type": "none", "attribution": "article"},
    {"place_country": None, "item": None, "as_of_start": None, "as_of_end": None},
    {"measure": None, "role": None} | dict.fromkeys(FIELD_CONFIDENCES),
)  # fmt: skip


def changed(rows: pl.DataFrame, change: dict[str, Any]) -> pl.DataFrame:
    """The frame with every row changed."""
    return rows.with_columns(pl.lit(v, dtype=rows.schema[k]).alias(k) for k, v in change.items())


def failing(folder: Path, suite: str, pieces: Sequence[Piece], **given: pl.DataFrame) -> dict[str, set[str]]:
    """Check → keys of the rows that fail it, for those with any; the counts are those of the rows picked."""
    batch = {"documents": documents(pieces), "articles": articles(pieces), "claims": claims(pieces), **given}
    with open_staging(folder, batch) as staging:
        findings = count_plainly(staging, [check for check in CHECKS if check.suite == suite])
        picked = pick_failing_rows(staging, findings)
    keys = {name: set(rows.get_column("row_key")) for (name,), rows in picked.group_by("check_name")}
    assert keys.keys() == {finding.check.name for finding in findings if finding.failing_count}
    return keys


def test_every_check_has_a_name_a_reason_and_an_example() -> None:
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    row_checks = {check.name for check in CHECKS if check.suite in ROW_SUITES}
    assert row_checks - {"claim_is_of_a_read_article"} == set(BROKEN_CLAIMS) | set(BROKEN_ARTICLES)
    assert all(len(check.why) > 30 and check.severity in SEVERITIES for check in CHECKS)


@pytest.mark.parametrize("suite", ROW_SUITES)
def test_sound_rows_pass_every_check(tmp_path: Path, suite: str) -> None:
    assert failing(tmp_path, suite, PIECES) == {}


def one_for_each(
    examples: dict[str, tuple[dict[str, Any], ...]], copies: Mapping[str, int]
) -> list[tuple[str, Piece, dict[str, Any]]]:
    """Each example with an article of its own; those of the checks in `copies` more than once."""
    return [
        (check, Piece(f"{check} {number} {copy}", (594,)), change)
        for check, changes in examples.items()
        for number, change in enumerate(changes)
        for copy in range(copies.get(check, 1))
    ]


def test_every_broken_claim_fails_its_check(tmp_path: Path) -> None:
    examples = one_for_each(BROKEN_CLAIMS, {"claim_id_is_unique": 2})
    pieces = [piece for _, piece, _ in examples]
    rows = [changed(claims([piece]), change) for _, piece, change in examples]
    found = failing(tmp_path, "claims", [*pieces, *PIECES], claims=pl.concat([*rows, claims(PIECES)]))
    missed = [
        (check, change)
        for (check, _, change), claim in zip(examples, rows, strict=True)
        if claim.item(0, "claim_id") not in found.get(check, ())
    ]
    assert missed == []
    sound = set(claims(PIECES).get_column("claim_id"))
    assert {name for name, keys in found.items() if keys & sound} == set()


def test_every_broken_article_fails_its_check(tmp_path: Path) -> None:
    copies = {"version_id_is_unique": 2, "one_version_of_an_article": 2}
    examples = one_for_each(BROKEN_ARTICLES, copies)
    pieces = [piece for _, piece, _ in examples]
    rows = [changed(articles([piece]), change) for _, piece, change in examples]
    found = failing(tmp_path, "articles", [*pieces, *PIECES], articles=pl.concat([*rows, articles(PIECES)]))
    missed = [
        (check, change)
        for (check, _, change), article in zip(examples, rows, strict=True)
        if article.item(0, "version_id") not in found.get(check, ())
    ]
    assert missed == []
    sound = set(articles(PIECES).get_column("version_id"))
    assert {name for name, keys in found.items() if keys & sound} == set()


def test_unusual_claims_pass(tmp_path: Path) -> None:
    pieces = [Piece(str(number), (594,)) for number in range(len(SOUND_CLAIMS))]
    rows = [changed(claims([piece]), change) for piece, change in zip(pieces, SOUND_CLAIMS, strict=True)]
    assert failing(tmp_path, "claims", pieces, claims=pl.concat(rows)) == {}


def test_an_old_tree_is_plausible_and_an_old_soldier_is_not(tmp_path: Path) -> None:
    aged = [
        {**AGE, "base_value": 400 * 3.2e7, "quote": quote} for quote in ("400-year-old oak", "400 soldiers", "old 400")
    ]
    pieces = [Piece(str(number), (594,)) for number in range(len(aged))]
    rows = [changed(claims([piece]), change) for piece, change in zip(pieces, aged, strict=True)]
    found = failing(tmp_path, "claims", pieces, claims=pl.concat(rows))
    assert found["age_is_plausible"] == {rows[1].item(0, "claim_id")}


def test_claims_of_an_article_that_was_not_to_be_read_fail(tmp_path: Path) -> None:
    unread = articles(PIECES).with_columns(is_read=pl.lit(False))
    found = failing(tmp_path, "claims", PIECES, articles=unread)
    assert found == {"claim_is_of_a_read_article": set(claims(PIECES).get_column("claim_id"))}


@pytest.mark.slow
@settings(max_examples=4)
@given(texts=st.lists(st.text(max_size=60) | st.sampled_from(HOSTILE), min_size=50, max_size=60, unique=True))
def test_spans_count_code_points_in_any_text(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Combining marks, emoji, astral characters, NUL and \\r\\n: DuckDB counts as Python does."""
    pieces = [Piece(str(number), (number, 5), filler=text) for number, text in enumerate(texts)]
    assert failing(tmp_path_factory.mktemp("any"), "claims", pieces) == {}
    shifted = claims(pieces).with_columns(pl.col("start") + 1)
    found = failing(tmp_path_factory.mktemp("any"), "claims", pieces, claims=shifted)
    assert len(found["quote_stands_at_its_span"]) == len(texts) * 2


def history(nights: int, fresh: int = 10, claims_of_each: int = 30, kind: str = "nightly") -> pl.DataFrame:
    """Nights of one source, a day apart, the last one a day before DAWN."""
    rows = [
        row(
            HISTORY, run_id=f"past-{n}", run_kind=kind, finished_at=DAWN - timedelta(days=n + 1), source="paper",
            document_count=fresh + 5, new_count=fresh, changed_count=0, unchanged_count=5, rejected_count=0,
            article_count=fresh, extracted_count=fresh * claims_of_each, claim_count=fresh * claims_of_each,
            quarantined_count=0,
        )
        for n in range(nights)
    ]  # fmt: skip
    return frame(HISTORY, rows)


def counts(**given: int) -> dict[str, int]:
    """The counts of an ordinary night."""
    usual = {
        "document_count": 40,
        "rejected_count": 0,
        "article_count": 40,
        "extracted_count": 1200,
        "quarantined_count": 0,
        "failed_sentences": 0,
    }
    return {**usual, **given}


def batch_failures(tmp_path: Path, suite: str, relation: pl.DataFrame) -> list[str]:
    """The batch checks that fail."""
    empty = {"documents": documents([]), "articles": articles([]), "claims": claims([])}
    with open_staging(tmp_path, empty) as staging:
        staging.give(suite, relation)
        findings = count_plainly(staging, [check for check in CHECKS if check.suite == suite])
    return [finding.check.name for finding in findings if finding.failing_count]


@pytest.mark.parametrize(
    ("given", "past", "wanted"),
    [
        ({}, history(10), []),
        ({}, history(0), []),
        ({"quarantined_count": 50}, history(0), []),
        ({"quarantined_count": 61}, history(0), ["quarantine_share_is_low"]),
        ({"quarantined_count": 301}, history(0), ["quarantine_share_is_bearable", "quarantine_share_is_low"]),
        ({"extracted_count": 39, "quarantined_count": 39}, history(0), []),
        ({"extracted_count": 299}, history(5), ["claims_per_article_are_as_usual"]),
        ({"extracted_count": 4801}, history(5), ["claims_per_article_are_as_usual"]),
        ({"extracted_count": 0}, history(5), ["claims_per_article_are_as_usual"]),
        ({"extracted_count": 0}, history(4), []),
        ({"extracted_count": 0}, history(9, kind="backfill"), []),
        ({"extracted_count": 0, "article_count": 19}, history(5), []),
        ({"rejected_count": 5}, history(0), ["rejected_share_is_low"]),
        ({"rejected_count": 4}, history(0), []),
        ({"failed_sentences": 1}, history(0), ["rules_stand_every_sentence"]),
        (dict.fromkeys(counts(), 0), history(10), []),
    ],
)
def test_checks_of_the_night(tmp_path: Path, given: dict[str, int], past: pl.DataFrame, wanted: list[str]) -> None:
    assert batch_failures(tmp_path, "night", night_row(counts(**given), past, Limits())) == wanted


@pytest.mark.parametrize(
    ("fresh", "unchanged", "past", "now", "wanted"),
    [
        (10, 5, history(10), DAWN, []),
        (10, 5, history(0), DAWN, []),
        (0, 15, history(10), DAWN, []),
        (101, 5, history(10), DAWN, []),
        (1001, 5, history(10, fresh=100), DAWN, ["source_is_not_flooded"]),
        (1001, 5, history(4, fresh=100), DAWN, []),
        (9, 5, history(10, fresh=100), DAWN, ["source_is_not_drained"]),
        (0, 0, history(3), DAWN, ["source_gives_documents"]),
        (0, 0, history(0), DAWN, []),
        (0, 15, history(10), DAWN + timedelta(days=3), []),
        (0, 15, history(10), DAWN + timedelta(days=5), ["source_is_not_silent"]),
    ],
)
def test_checks_of_a_source(
    tmp_path: Path, fresh: int, unchanged: int, past: pl.DataFrame, now: datetime, wanted: list[str]
) -> None:
    pieces = [Piece(str(n)) for n in range(fresh)]
    relation = source_rows(source_counts(pieces, unchanged=unchanged), past, now, Limits())
    assert batch_failures(tmp_path, "sources", relation) == wanted


def test_limits_can_be_moved(tmp_path: Path) -> None:
    strict = Limits(critical_quarantined_share=0.0, min_claims=1)
    found = batch_failures(tmp_path, "night", night_row(counts(quarantined_count=1), history(0), strict))
    assert found == ["quarantine_share_is_bearable"]
