"""Shards: the cut does not depend on order or workers, finished ones are kept, a failing document costs no other."""

from __future__ import annotations

import os
import random
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from flows import shards
from flows.shards import (
    Shard,
    cut,
    gather,
    read_documents,
    read_staged,
    refuse_broken_rules,
    rules_version,
    sweep,
    work_shard,
)
from transforms.articles.identity import article_id, content_hash
from transforms.errors import InputError
from transforms.extract import Failure, extract_claims
from transforms.frames import DOCUMENTS, check

RECEIVED = datetime.fromisoformat("2024-05-03")


def documents(count: int, source: str = "s") -> pl.DataFrame:
    rows = [
        {
            "source": source,
            "own_id": f"d{number}",
            "article_id": article_id(source, f"d{number}"),
            "url": None,
            "place_found": f"d{number}.txt",
            "bytes_hash": "0" * 64,
            "row_no": None,
            "media_type": "text/plain",
            "received_at": RECEIVED,
            "headers": None,
            "size_bytes": 1,
            "content_hash": content_hash(f"d{number}", None, None, None, f"{number}"),
            "given_title": None,
            "given_published": "2024-05-03",
            "content": f"The mayor said {number + 2} people died on Tuesday.",
        }
        for number in range(count)
    ]
    return check(pl.DataFrame(rows, schema=DOCUMENTS.schema(), orient="row"), DOCUMENTS)


def names(cut_shards: list[Shard]) -> list[str]:
    return sorted(shard.folder.name for shard in cut_shards)


def test_the_cut_does_not_depend_on_the_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_DOCUMENTS", 4)
    given = documents(40)
    shuffled = given.sample(fraction=1, shuffle=True, seed=random.Random(1).randrange(99))
    first, second = cut(given, tmp_path), cut(shuffled, tmp_path)
    assert len(first) > 4
    assert names(first) == names(second)
    in_shards = pl.concat([pl.read_parquet(shard.documents) for shard in first])
    assert sorted(in_shards["article_id"]) == sorted(given["article_id"])


def test_a_changed_document_changes_its_shard_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_DOCUMENTS", 4)
    given = documents(40)
    changed = given.with_columns(
        content_hash=pl.when(pl.col("own_id") == "d7").then(pl.lit("f" * 64)).otherwise("content_hash")
    )
    assert len(set(names(cut(given, tmp_path))) - set(names(cut(changed, tmp_path)))) == 1


def test_other_rules_are_other_shards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = names(cut(documents(3), tmp_path))
    monkeypatch.setattr(shards, "rules_version", lambda: "other")
    assert not set(before) & set(names(cut(documents(3), tmp_path)))


def test_the_version_of_the_rules_is_of_their_bytes() -> None:
    assert len(rules_version()) == 12


def test_a_shard_is_worked_once_and_appears_whole(tmp_path: Path) -> None:
    (shard,) = cut(documents(3), tmp_path)
    assert not shard.is_done
    assert work_shard(str(shard.documents), str(shard.folder)) == (3, 3)
    assert shard.is_done
    (again,) = cut(documents(3), tmp_path)
    assert again.is_done
    results = gather([again])
    assert results.claims["value"].sort().to_list() == [2.0, 3.0, 4.0]
    assert not list(tmp_path.glob(".part-*"))


def test_a_shard_has_its_name_when_all_of_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shard,) = cut(documents(3), tmp_path)
    synced: list[tuple[str, bool]] = []

    def note(descriptor: int) -> None:
        synced.append((Path(f"/proc/self/fd/{descriptor}").readlink().name.partition("-")[0], shard.is_done))

    monkeypatch.setattr(os, "fsync", note)
    work_shard(str(shard.documents), str(shard.folder))
    names = [
        "arithmetic.parquet", "article_sketches.parquet", "articles.parquet", "claims.parquet", "failures.parquet",
        "passage_sketches.parquet", "rejected.parquet", ".part",
    ]  # fmt: skip
    assert sorted(synced[:-1]) == sorted((name, False) for name in names)
    assert synced[-1] == (tmp_path.name.partition("-")[0], True)


@pytest.mark.parametrize("damaged", [b"", b"PAR1 and nothing more", b"x" * 5000])
def test_work_that_the_disk_has_damaged_is_named(tmp_path: Path, damaged: bytes) -> None:
    (shard,) = cut(documents(3), tmp_path)
    work_shard(str(shard.documents), str(shard.folder))
    (shard.folder / "claims.parquet").write_bytes(damaged)
    with pytest.raises(InputError, match=r"claims\.parquet: damaged; .* remove the folder"):
        gather([shard])
    shard.documents.write_bytes(damaged)
    with pytest.raises(InputError, match=r"documents\.parquet: damaged"):
        read_staged(tmp_path)


def test_what_goes_while_the_work_is_swept_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name).touch()
    listed = list(tmp_path.iterdir())
    listed[0].unlink()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", lambda _: iter(listed))
        sweep(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_document_that_a_rule_can_not_stand_is_rejected_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fragile(articles: pl.DataFrame, *_: object) -> pl.DataFrame:
        if articles["own_id"].is_in(["d3"]).any():
            raise RecursionError("too deep")
        return extract_claims(articles)

    monkeypatch.setattr(shards, "extract_claims", fragile)
    articles, rejected, claims, _ = read_documents(documents(6))
    assert articles.height == claims.height == 5
    assert rejected["own_id"].to_list() == ["d3"]
    assert "too deep" in rejected.item(0, "detail")


def test_sentences_that_a_rule_breaks_on_are_counted_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fragile(articles: pl.DataFrame, conventions: str, failures: list[Failure]) -> pl.DataFrame:
        failures += [Failure(article_id, 0, "IndexError") for article_id in articles["article_id"]]
        if articles["own_id"].is_in(["d3"]).any():
            raise RecursionError("too deep")
        return extract_claims(articles)

    monkeypatch.setattr(shards, "extract_claims", fragile)
    shard, *others = cut(documents(6), tmp_path)
    assert not others
    work_shard(str(shard.documents), str(shard.folder))
    results = gather([shard])
    assert results.failures["article_id"].to_list() == sorted(results.articles["article_id"])
    assert results.failures.height == 5


def test_rules_that_fail_everywhere_are_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> pl.DataFrame:
        raise ValueError("a typing error")

    monkeypatch.setattr(shards, "extract_claims", broken)
    _, rejected, _, _ = read_documents(documents(6))
    with pytest.raises(InputError, match="a rule fails on 6 documents"):
        refuse_broken_rules(rejected, 6, frozenset())
    refuse_broken_rules(rejected, 6, frozenset(rejected["rejection_id"]))
    refuse_broken_rules(rejected[:3], 6, frozenset())


def test_a_full_disk_is_no_fault_of_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> pl.DataFrame:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shards, "extract_claims", full)
    with pytest.raises(OSError, match="No space left"):
        read_documents(documents(6))


def test_of_staged_documents_the_newest_of_an_article_counts(tmp_path: Path) -> None:
    old = documents(2)
    new = old[:1].with_columns(received_at=pl.lit(RECEIVED + timedelta(days=1)), content_hash=pl.lit("f" * 64))
    old.write_parquet(tmp_path / "b.parquet")
    new.write_parquet(tmp_path / "a.parquet")
    staged = read_staged(tmp_path)
    assert staged.height == 2
    assert staged.filter(pl.col("own_id") == "d0").item(0, "content_hash") == "f" * 64
