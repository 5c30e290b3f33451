"""`claimwire extract` of several places: none hides another."""

from __future__ import annotations

from pathlib import Path

from flows.commands.extract import read_places
from flows.settings import Settings


def test_files_of_one_name_in_two_folders_are_two_documents(tmp_path: Path) -> None:
    paths = []
    for name, count in (("one", 40), ("two", 50)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "news.txt").write_text(f"About {count} soldiers left.")
        paths.append(str(tmp_path / name / "news.txt"))
    documents, problems = read_places(tuple(paths), Settings())
    assert problems == []
    assert documents["place_found"].to_list() == paths
    assert documents["article_id"].n_unique() == 2


def test_a_place_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("About 40 soldiers left.")
    documents, _ = read_places((str(tmp_path / "news.txt"),) * 2, Settings())
    assert documents.height == 1
