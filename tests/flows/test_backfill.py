"""`claimwire backfill`: what newer rules would change is told before it is written, and written all at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.home import Home
from tests.flows import plain_checks
from tests.flows.conftest import Place, environment, home_after
from warehouse import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

TEXT = "At least 12 people died in the flood, the mayor said. The river rose by 3 metres. Some 40 homes burned."
SEEN = [("a", "3 metres", 3.0), ("a", "At least 12 people", 12.0), ("a", "Some 40 homes", 40.0)]
Change = Callable[[str, Callable[[pl.DataFrame], pl.DataFrame]], None]


def write(path: Path, text: str = TEXT, own_id: str = "a", published: str = "2024-05-03") -> Path:
    row = {"id": own_id, "published": published, "text": text}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def otherwise(claims: pl.DataFrame) -> pl.DataFrame:
    """Newer rules: the homes are not found, the metres are read otherwise, and the people are found twice."""
    more = claims.filter(unit="{person}").with_columns(
        pl.lit("0" * 32).alias("claim_id"), pl.lit("12 people").alias("quote"), start=pl.col("start") + 9,
        rule=pl.lit("a new rule"),
    )  # fmt: skip
    kept = claims.filter(pl.col("unit") != "{home}").with_columns(
        pl.when(unit="m").then(pl.lit("up")).otherwise("trend").alias("trend"),
        pl.when(unit="m").then(pl.lit(4.0)).otherwise("value").alias("value"),
        *(pl.when(unit="m").then(pl.lit(4.0)).otherwise(name).alias(name) for name in ("low", "high")),
    )
    return pl.concat([kept, more]).select(claims.columns)


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with one night over one article, to be copied."""
    folder = tmp_path_factory.mktemp("night")
    return home_after(folder, write(folder / "news.jsonl"))


@pytest.fixture
def news(place: Place, first_night: Home, tmp_path: Path) -> Path:
    """What the night of the place's home has read."""
    shutil.copytree(first_night.root, place.home.root, symlinks=True)
    return write(tmp_path / "news.jsonl")


def state(place: Place) -> dict[str, str]:
    with Warehouse.open(place.home.warehouse, is_read_only=True) as warehouse:
        return warehouse.content_hashes()


def test_what_changes_is_told_by_rule_before_anything_is_written(place: Place, news: Path, newer_rules: Change) -> None:
    assert place.seen() == SEEN
    assert "No claim changes." in place.run("backfill").stdout
    newer_rules("newer", otherwise)
    before, pages = state(place), sorted(place.home.reports.rglob("*"))
    told = place.run("backfill").stdout
    rows = [line.split() for line in told.splitlines()]
    assert ["added", "a", "new", "rule", "1"] in rows
    assert sum(row[:1] == ["dropped"] for row in rows) == sum(row[:1] == ["changed"] for row in rows) == 1
    for line in ("1 documents were read again", "1 claims added", "1 claims changed", "1 claims dropped"):
        assert line in told
    assert "Nothing was written" in told
    assert state(place) == before
    assert sorted(place.home.reports.rglob("*")) == pages
    assert place.query("SELECT count(*) FROM runs") == [(1,)]

    assert "Loaded." in place.run("backfill", "--apply").stdout
    assert place.seen() == [("a", "12 people", 12.0), ("a", "3 metres", 4.0), ("a", "At least 12 people", 12.0)]
    versions = place.query("SELECT extractor_version, count(*), bool_and(is_current) FROM claims GROUP BY 1 ORDER BY 1")
    assert versions[1:] == [("newer", 3, True)]
    assert versions[0][1:] == (3, False)
    ((kind, run_id),) = place.query("SELECT run_kind, run_id FROM runs ORDER BY finished_at DESC LIMIT 1")
    assert kind == "backfill"
    assert place.query("SELECT DISTINCT superseded_by_run_id FROM claims WHERE NOT is_current") == [(run_id,)]
    assert "No claim changes." in place.run("backfill").stdout


# The command in a process of its own, which then says what of Prefect it has imported.
LOOK = f"""
{plain_checks.PROGRAM}
import sys
from flows.cli import main
sys.argv = ["claimwire", "backfill", "--home", sys.argv[1]]
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
print([name for name in sys.modules if name.partition(".")[0] == "prefect"])
"""


def test_a_preview_asks_no_prefect(place: Place, news: Path) -> None:
    command = [sys.executable, "-c", LOOK, str(place.home.root)]
    told = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    assert "No claim changes." in told.stdout
    assert told.stdout.splitlines()[-1] == "[]"


def test_a_scope_leaves_the_others_as_they_are(place: Place, tmp_path: Path, newer_rules: Change) -> None:
    place.run("nightly", write(tmp_path / "paper.jsonl"), write(tmp_path / "radio's; DROP TABLE claims.jsonl"))
    newer_rules("newer", otherwise)
    for scope in (("--since", "2999-01-01"), ("--until", "1999-01-01")):
        assert "0 documents were read again" in place.run("backfill", *scope, "--apply").stdout
    assert "no article came from 'radio'" in place.run("backfill", "--source", "radio", exit_code=2).stderr
    place.run("backfill", "--source", "radio's; DROP TABLE claims", "--since", "2024-01-01", "--apply")
    found = place.query("SELECT source, count(*) FROM claims JOIN articles USING (version_id) "
                        "WHERE extractor_version = 'newer' GROUP BY source")  # fmt: skip
    assert found == [("radio's; DROP TABLE claims", 3)]
    place.run("audit")


def test_a_backfill_that_dies_in_its_load_leaves_the_old_claims(
    place: Place, news: Path, newer_rules: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer_rules("newer", otherwise)
    with monkeypatch.context() as patch:
        patch.setattr("warehouse.load.record_completion", lambda *_: 1 / 0)
        with pytest.raises(AssertionError, match="division"):
            place.run("backfill", "--apply")
    assert place.seen() == SEEN
    assert place.query("SELECT run_kind, event FROM run_history") == [("backfill", "failed"), ("nightly", "completed")]
    place.run("backfill", "--apply")
    assert len(place.query("FROM claims WHERE is_current AND extractor_version = 'newer'")) == 3


def test_a_backfill_takes_nothing_from_a_night_that_is_held(
    place: Place, news: Path, tmp_path: Path, newer_rules: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = write(tmp_path / "held.jsonl", "A crowd of 55 people came.", "b", published="2099-01-01")
    monkeypatch.setenv("CLAIMWIRE_CHECKS_MIN_CLAIMS", "1")
    place.run("nightly", held, exit_code=3)
    held.unlink()  # the source gives it no more
    newer_rules("newer", otherwise)
    place.run("backfill", "--apply")
    assert len(place.query("FROM program_only.held_batches")) == 1
    assert "Held:" in place.run("status").stdout
    newer_rules("broken", lambda claims: claims.with_columns(unit=pl.lit("parsnip")))
    told = place.run("backfill", "--apply", exit_code=3)
    assert "claimwire backfill --apply --accept" in told.stderr
    assert len(place.query("FROM program_only.held_batches")) == 1  # what a backfill reads waits in the raw store
    newer_rules("newest", otherwise)
    place.run("nightly", news, "--accept", "its clock is wrong")
    assert place.query("SELECT own_id FROM current_articles ORDER BY 1") == [("a",), ("b",)]
    place.run("audit")


def test_bytes_that_are_gone_keep_their_claims(place: Place, news: Path, newer_rules: Change) -> None:
    ((bytes_hash,),) = place.query("SELECT bytes_hash FROM raw_documents")
    (place.home.raw / bytes_hash[:2] / bytes_hash[2:]).unlink()
    newer_rules("newer", otherwise)
    told = place.run("backfill", "--apply")
    assert "its claims stay as they are" in told.stderr
    assert "0 documents were read again" in told.stdout
    assert len(place.query("FROM current_claims")) == 3
