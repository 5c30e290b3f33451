"""Files that outlast a power cut: their bytes are on the disk before they have their name, and the name after that."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse.durable import copy_file, write_durably


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


def unable(*_: object) -> int:
    raise OSError(errno.EOPNOTSUPP, "Operation not supported")


def silent(*_: object) -> int:
    return 0


@pytest.mark.parametrize("means", [None, unable, silent])
@pytest.mark.parametrize("text", [b"", b"whole" * 300_000])
def test_a_copy_has_every_byte_whatever_the_system_can_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, means: Callable[..., int] | None, text: bytes
) -> None:
    source, copy = tmp_path / "source", tmp_path / "copy"
    source.write_bytes(text)
    copy.write_bytes(b"what was there before" * 100_000)
    if means is not None:
        monkeypatch.setattr(os, "copy_file_range", means)
    copy_file(source, copy)
    assert copy.read_bytes() == text


def test_a_copy_that_finds_no_room_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "source").write_bytes(b"whole")
    monkeypatch.setattr(os, "copy_file_range", full)
    with pytest.raises(OSError, match="No space left"):
        copy_file(tmp_path / "source", tmp_path / "copy")
