"""Files that outlast a power cut: their bytes are on the disk before they have their name, and the name after that."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from warehouse.durable import write_durably


def test_the_bytes_are_on_the_disk_before_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, seen = tmp_path / "decision.json", []

    def note(descriptor: int) -> None:
        place = Path(f"/proc/self/fd/{descriptor}").readlink()
        seen.append((place.name, path.exists()))

    monkeypatch.setattr(os, "fsync", note)
    write_durably(path, lambda part: part.write_text("whole", encoding="utf-8"))
    assert seen == [("decision.part", False), (tmp_path.name, True)]
    assert path.read_text(encoding="utf-8") == "whole"


@pytest.mark.parametrize("where", ["write", "sync"])
def test_a_disk_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    path = tmp_path / "decision.json"
    path.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if where == "sync":
        monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        write_durably(path, fail if where == "write" else lambda part: part.write_text("new", encoding="utf-8"))
    assert path.read_text(encoding="utf-8") == "old"
