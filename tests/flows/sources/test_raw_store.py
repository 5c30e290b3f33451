"""The raw store: bytes as received, once, whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources import RawStore


@pytest.fixture
def store(tmp_path: Path) -> RawStore:
    return RawStore(tmp_path / "raw")


def files(store: RawStore) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


@given(data=st.binary(max_size=2000))
def test_bytes_come_back_as_they_were(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = RawStore(tmp_path_factory.mktemp("raw"))
    bytes_hash = store.put(data)
    assert bytes_hash == hashlib.sha256(data).hexdigest()
    assert store.has(bytes_hash)
    with store.open(bytes_hash) as stored:
        assert stored.read() == data


def test_bytes_are_written_once_and_named_by_their_hash(store: RawStore) -> None:
    bytes_hash = store.put(b"40 left")
    written = store.path(bytes_hash).stat()
    assert store.path(bytes_hash) == store.root / bytes_hash[:2] / bytes_hash[2:]
    assert store.put(b"40 left") == bytes_hash
    assert store.path(bytes_hash).stat().st_ino == written.st_ino
    assert files(store) == [store.path(bytes_hash)]


def test_a_stream_is_stored_from_where_it_stands(store: RawStore) -> None:
    stream = io.BytesIO(b"skipped40 left")
    stream.seek(7)
    assert store.put_stream(stream) == hashlib.sha256(b"40 left").hexdigest()


def test_a_file_that_changes_meanwhile_is_stored_under_the_hash_of_what_was_stored(store: RawStore) -> None:
    class Changing(io.BytesIO):
        """A file that someone writes to between the first reading and the second."""

        def seek(self, offset: int, whence: int = 0) -> int:
            self.getbuffer()[:] = b"41 left"
            return super().seek(offset, whence)

    bytes_hash = store.put_stream(Changing(b"40 left"))
    assert bytes_hash == hashlib.sha256(b"41 left").hexdigest()
    assert store.path(bytes_hash).read_bytes() == b"41 left"


def test_bytes_that_can_not_be_written_whole_leave_nothing(store: RawStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.put(b"40 left")
    assert files(store) == []
    monkeypatch.undo()
    assert store.has(store.put(b"40 left"))


def test_names_are_made_to_last_once_for_all_that_was_put(store: RawStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(20):
        store.put(bytes([n]))
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    store.settle()
    assert len(synced) == 1 + len({path.parent for path in files(store)})
    store.settle()
    assert len(synced) == 1 + len({path.parent for path in files(store)})


def test_each_store_of_a_folder_settles_what_was_put_into_it(store: RawStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what another had put a moment before: its name may not be on the disk yet."""
    beside = RawStore(store.root)
    ours, both = (store.path(store.put(data)) for data in (b"ours", b"both"))
    assert beside.path(beside.put(b"both")) == both
    synced, opened, real = [], {}, os.open

    def opening(path: Path, flags: int) -> int:
        number = real(path, flags)
        opened[number] = path
        return number

    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(os, "fsync", lambda number: synced.append(opened[number]))
    beside.settle()
    assert sorted(synced) == sorted({both.parent, store.root})
    synced.clear()
    store.settle()
    assert sorted(synced) == sorted({ours.parent, both.parent, store.root})


def test_what_dead_runs_left_is_swept(store: RawStore) -> None:
    kept = store.put(b"40 left")
    (store.root / ".part-dead").write_bytes(b"40 le")
    assert store.sweep() == 1
    assert files(store) == [store.path(kept)]


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "/" + "a" * 63])
def test_only_hashes_name_files(store: RawStore, name: str) -> None:
    with pytest.raises(ValueError, match="is not a SHA-256"):
        store.path(name)


def test_many_may_put_the_same_at_once(store: RawStore) -> None:
    data = [bytes([n % 5]) * 100_000 for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        hashes = set(pool.map(store.put, data))
    assert len(hashes) == 5
    assert {path.read_bytes() for path in files(store)} == set(data)


def test_stored_files_are_read_only(store: RawStore) -> None:
    assert store.path(store.put(b"40 left")).stat().st_mode & 0o222 == 0
