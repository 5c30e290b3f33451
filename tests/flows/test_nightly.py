"""The nightly flow on a real Prefect server: what goes in comes out once, whatever becomes of the nights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows.home import Home
from tests.flows import plain_checks
from tests.flows.conftest import audited, write_articles
from transforms.errors import HeldError, HomeLockedError
from warehouse import Warehouse

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(900)]
# A night as users have it; one of Prefect's, of which its checks are no part; and one of which only the tables count.
whole = pytest.mark.usefixtures("prefect_server", "made_anew")
of_prefect = pytest.mark.usefixtures("prefect_server", "plainly_checked")
plain = pytest.mark.usefixtures("run_plainly")


@pytest.fixture
def plainly_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks without Great Expectations."""
    plain_checks.put_in_place(monkeypatch.setattr)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def night(home: Home, *sources: Path, accept: str | None = None, config: Path | None = None) -> dict[str, Any]:
    from flows.nightly import nightly

    return nightly([str(source) for source in sources], str(home.root), str(config) if config else None, accept)


def query(home: Home, sql: str) -> list[tuple[Any, ...]]:
    with Warehouse.open(home.published, is_read_only=True) as warehouse:
        return warehouse.query(sql).rows()


def hashes(home: Home) -> dict[str, str]:
    with audited(home.published) as warehouse:
        return warehouse.content_hashes()


def counts(summary: dict[str, Any]) -> tuple[int, int, int, int]:
    return summary["new"], summary["changed"], summary["unchanged"], summary["rejected"]


@whole
def test_articles_come_in_once_and_changes_become_versions(home: Home, articles: Path) -> None:
    assert counts(night(home, articles)) == (6, 0, 0, 0)
    before = hashes(home)
    again = night(home, articles)
    assert counts(again) == (0, 0, 6, 0)
    assert again["articles"] == again["claims_accepted"] == 0
    assert hashes(home) == before
    write_articles(articles, 7, deaths=20)
    assert counts(night(home, articles)) == (1, 6, 0, 0)
    assert query(home, "SELECT count(*), count(*) FILTER (is_current) FROM articles") == [(13, 7)]
    ((old, new),) = query(
        home,
        "SELECT min(value) FILTER (NOT is_current), min(value) FILTER (is_current) FROM claims WHERE unit = '{person}'",
    )
    assert (old, new) == (12.0, 20.0)
    assert hashes(home) != before


@plain
def test_what_is_broken_is_rejected_and_the_rest_loads(home: Home, articles: Path) -> None:
    with articles.open("a") as file:
        file.write("{broken\n" + json.dumps({"id": "a1", "text": "Another text with 5 dogs."}) + "\n")
    summary = night(home, articles)
    assert counts(summary) == (5, 0, 0, 3)
    reasons = query(home, "SELECT reason, count(*) FROM rejected_documents GROUP BY ALL ORDER BY ALL")
    assert reasons == [("broken JSON", 1), ("duplicate id", 2)]
    before = hashes(home)
    assert counts(night(home, articles)) == (0, 0, 5, 3)
    assert hashes(home) == before


HOLD_ALL = "[checks]\nmin_claims = 1\ncritical_quarantined_share = 0.0\n"


def hold_settings(folder: Path) -> Path:
    """Settings by which one quarantined claim holds the night, and a command that writes down what it is told."""
    told = f'command = ["sh", "-c", "cat > {folder}/told"]'
    config = folder / "claimwire.toml"
    config.write_text(f"{HOLD_ALL}[notify]\n{told}\n", encoding="utf-8")
    return config


def write_doubtful(path: Path) -> Path:
    """An article from the future: every claim of it is set aside."""
    row = {"id": "old", "published": "2099-01-01", "text": "At least 12 people died in the flood, the mayor said."}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


@whole
def test_a_held_night_is_told_and_loads_when_it_is_accepted(home: Home, tmp_path: Path) -> None:
    config, source = hold_settings(tmp_path), write_doubtful(tmp_path / "doubtful.jsonl")
    with pytest.raises(HeldError, match="--accept"):
        night(home, source, config=config)
    assert json.loads((tmp_path / "told").read_text())["outcome"] == "held"
    assert query(home, "SELECT count(*) FROM articles") == [(0,)]
    assert query(home, "SELECT event FROM run_history") == [("held",)]
    assert "held" in (home.reports / "index.html").read_text()
    source.unlink()  # the source gives it no more, and it is not lost
    summary = night(home, write_articles(tmp_path / "other.jsonl", 1), accept="its clock is wrong", config=config)
    assert summary["new"] == 2
    assert query(home, "SELECT accepted_why FROM runs") == [("its clock is wrong",)]
    with Warehouse.open(home.warehouse) as warehouse:
        assert warehouse.held_batches().is_empty()
    hashes(home)


@of_prefect
def test_prefect_sees_a_held_night_as_failed(home: Home, tmp_path: Path) -> None:
    from flows.nightly import nightly

    config, source = hold_settings(tmp_path), write_doubtful(tmp_path / "doubtful.jsonl")
    state = nightly([str(source)], str(home.root), str(config), return_state=True)
    assert state.is_failed()
    assert "held" in (state.message or "")


@of_prefect
def test_a_night_that_fails_is_recorded_and_the_next_repairs_it(
    home: Home, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Warehouse, "load", full)
        with pytest.raises(OSError, match="No space left"):
            night(home, articles)
    assert query(home, "SELECT event FROM run_history") == [("failed",)]
    assert counts(night(home, articles)) == (6, 0, 0, 0)
    assert query(home, "SELECT event FROM run_history") == [("completed",), ("failed",)]


@of_prefect
def test_a_second_run_leaves_at_once(home: Home, articles: Path) -> None:
    from flows.run_lock import RunLock

    home.prepare()
    with RunLock(home.lock, "first"), pytest.raises(HomeLockedError, match="wait for it"):
        night(home, articles)
    assert not home.warehouse.exists()


@of_prefect
@pytest.mark.usefixtures("made_anew")
def test_workers_and_order_do_not_change_a_byte(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import shards

    monkeypatch.setattr(shards, "SHARD_DOCUMENTS", 2)
    lines = articles.read_text().splitlines(keepends=True)
    shuffled = tmp_path / "other" / articles.name
    shuffled.parent.mkdir()
    shuffled.write_text("".join(reversed(lines)))
    found = []
    for number, (kind, count, source) in enumerate(
        [("threads", "1", articles), ("threads", "2", shuffled), ("processes", "2", articles)]
    ):
        monkeypatch.setenv("CLAIMWIRE_WORKERS_KIND", kind)
        monkeypatch.setenv("CLAIMWIRE_WORKERS_COUNT", count)
        place = Home(tmp_path / f"home{number}")
        night(place, source)
        found.append(hashes(place))
    assert found[0] == found[2]
    # Rows of a file know their line, and the file's bytes are others: all else is the same.
    assert {**found[0], "raw_documents": ""} == {**found[1], "raw_documents": ""}


@plain
def test_a_clock_that_was_set_back_does_not_turn_the_order(
    home: Home, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from flows import night as module

    night(home, articles)
    real = module.clock
    monkeypatch.setattr(module, "clock", lambda: real() - timedelta(days=30))
    write_articles(articles, 6, deaths=30)
    assert counts(night(home, articles)) == (0, 6, 0, 0)
    ((in_order,),) = query(
        home, "SELECT bool_and(superseded_at >= received_at) FROM raw_documents WHERE NOT is_current"
    )
    assert in_order
    hashes(home)


@of_prefect
def test_the_artifacts_carry_the_summary(home: Home, articles: Path) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
    from prefect.client.schemas.sorting import ArtifactSort

    summary, of_key = night(home, articles), ArtifactFilter(key=ArtifactFilterKey(any_=["nightly-summary"]))
    with get_client(sync_client=True) as client:  # which others use as well
        newest = client.read_artifacts(artifact_filter=of_key, sort=ArtifactSort.UPDATED_DESC)
    assert sum(summary["run_id"] in str(artifact.data) for artifact in newest) == 1
