"""A night that dies while a source gives its parts: the next one has every document and every reject, each once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.night import Night, clock
from flows.progress import Progress
from flows.settings import Settings, SourceSettings
from flows.sources.gathering import Gathering
from flows.sources.raw_store import RawStore
from flows.stages.ingest import Ingested, _pending, current_contents, ingest
from tests.flows.sources.test_archives import http, page, pages, record, write

PARTS = 5
CONTENTS = st.dictionaries(st.text("0af", min_size=1, max_size=3), st.sampled_from("xy"), max_size=30)


@given(came=CONTENTS, current=CONTENTS, past=CONTENTS)
def test_what_differs_from_the_current_content_of_its_article_is_pending(
    came: dict[str, str], current: dict[str, str], past: dict[str, str]
) -> None:
    known = [(*each, True) for each in current.items()] + [(*each, False) for each in past.items()]
    columns = {"article_id": pl.String, "content_hash": pl.String, "is_current": pl.Boolean}
    documents = pl.DataFrame(list(came.items()), schema=list(columns)[:2], orient="row", schema_overrides=columns)
    pending = _pending(documents, current_contents(pl.DataFrame(known, schema=columns, orient="row")))
    assert pending.rows() == sorted(each for each in came.items() if current.get(each[0]) != each[1])


def ingested(home: Path, place: str) -> Ingested:
    """What the ingest of a night over one archive gives."""
    source = SourceSettings(name="crawl", kind="warc", place=place)
    known = pl.DataFrame(schema={"article_id": pl.String, "content_hash": pl.String, "is_current": pl.Boolean})
    with Progress() as progress:
        night = Night("run", "nightly", Settings(home=home), (source,), None, progress, clock(), known=known)
        night.home.prepare()
        return ingest(night)


@pytest.mark.parametrize("dies_in", range(1, PARTS + 1))
def test_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies_in: int) -> None:
    monkeypatch.setattr("flows.sources.archives._PART_ROWS", 2)
    gone = record("gone", http(b"", "404 Not Found"))
    place = write(tmp_path, "a.warc", [*pages(3), gone, *pages(4, 3)])
    settled, settle = [], RawStore.settle

    def dying(store: RawStore) -> None:
        settled.append(store)
        if len(settled) == dies_in:
            raise KeyboardInterrupt
        settle(store)

    with monkeypatch.context() as patch:
        patch.setattr(RawStore, "settle", dying)
        with pytest.raises(KeyboardInterrupt):
            ingested(tmp_path / "home", place)
    found = ingested(tmp_path / "home", place)
    assert sorted(found.documents["row_no"]) == [0, 1, 2, 4, 5, 6, 7]
    assert found.documents["content"].is_null().all()  # it is on the disk until its shard is cut
    assert found.rejected["reason"].to_list() == ["status 404"]
    assert found.standing.height == 7


def test_a_newer_capture_that_a_dead_night_has_kept_is_not_overtaken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.sources.archives._PART_ROWS", 2)
    older = record("0.html", http(page(9)), WARC_Date="2026-01-01T00:00:00Z")
    place = write(tmp_path, "a.warc", [*pages(4), older])
    undisturbed = ingested(tmp_path / "undisturbed", place).documents
    with monkeypatch.context() as patch:
        patch.setattr("flows.sources.archives.Gathering", dying_after(2))
        with pytest.raises(KeyboardInterrupt):
            ingested(tmp_path / "home", place)
    found = ingested(tmp_path / "home", place).documents
    assert found.select("own_id", "content_hash").equals(undisturbed.select("own_id", "content_hash"))


def dying_after(parts: int) -> type[Gathering]:
    """A gathering of which a night that has kept so many dies."""
    begun = []

    class Dying(Gathering):
        def __init__(self, *given: Any, **named: Any) -> None:
            begun.append(self)
            if len(begun) > parts + 1:  # the first is of what is no archive
                raise KeyboardInterrupt
            super().__init__(*given, **named)

    return Dying
